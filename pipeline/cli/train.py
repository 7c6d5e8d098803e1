"""`train --data FOLDER … --dev FOLDER --out FILE`: gold folders in, a names pack out (extra `train`)."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.settings import OK

if TYPE_CHECKING:
    from pipeline.training.train import Epoch


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to `commands`."""
    parser = commands.add_parser(
        "train",
        help="train the names pack on gold folders (pip install '.[train]')",
        description="Train the net that finds names on folders with raw/ and gold.csv. Every folder is an annotation "
        "style of its own, unless --styles says which share one; the pack speaks the last one's, unless --style mixes "
        "them. Training stops early, by the development folder.",
    )
    parser.add_argument("--data", nargs="+", required=True, metavar="FOLDER", help="gold folders to learn from")
    parser.add_argument(
        "--repeat", nargs="+", type=int, metavar="N", help="how often each of them is read in an epoch (1 each)"
    )
    parser.add_argument(
        "--styles",
        nargs="+",
        type=int,
        metavar="N",
        help="number of each one's annotation style, from 1 (each its own)",
    )
    parser.add_argument("--dev", required=True, metavar="FOLDER", help="gold folder that tells when to stop")
    parser.add_argument("--dev-style", type=int, default=1, metavar="N", help="number of the style that it is in (1)")
    parser.add_argument("--style", nargs="+", type=float, metavar="WEIGHT", help="weight of each style in the pack")
    parser.add_argument("--out", required=True, metavar="FILE", help="the pack, for example models/names.npz")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another seed, another net (1)")
    parser.add_argument("--epochs", type=int, metavar="N", help="passes over the data at most (14)")
    parser.add_argument("--threads", type=int, default=1, metavar="N", help="processor cores at work (1)")
    parser.set_defaults(handle=handle)


def handle(arguments: argparse.Namespace) -> int:
    """Train, tell each epoch on stderr, say where the pack is, and return the exit code."""
    folders = [Path(name) for name in arguments.data]
    repeat = arguments.repeat or [1] * len(folders)
    styles = [number - 1 for number in arguments.styles] if arguments.styles else list(range(len(folders)))
    checked(arguments, folders, repeat, styles)
    try:
        import torch
    except ImportError as error:
        raise UsageError("training needs PyTorch; run: pip install '.[train]'") from error
    from dataclasses import replace

    from pipeline.training.train import Plan, train

    torch.set_num_threads(arguments.threads)
    plan = Plan(seed=arguments.seed)
    if arguments.epochs:
        plan = replace(plan, epochs=arguments.epochs)
    trained = train(
        list(zip(folders, repeat, strict=True)),
        Path(arguments.dev),
        Path(arguments.out),
        styles=styles,
        style=arguments.style,
        development_style=arguments.dev_style - 1,
        plan=plan,
        watch=tell,
    )
    print(
        f"pack       {trained.pack} ({trained.pack.stat().st_size / 1e6:.1f} MB, {trained.parameters:,} parameters)\n"
        f"trained on {trained.words:,} words an epoch; kept epoch {trained.best.number}, {told(trained.best)}",
        file=sys.stderr,
    )
    return OK


def checked(arguments: argparse.Namespace, folders: list[Path], repeat: list[int], styles: list[int]) -> None:
    """Raise UsageError for arguments that do not fit each other."""
    for name, values in (("--repeat", repeat), ("--styles", styles)):
        if len(values) != len(folders):
            raise UsageError(f"{name}: {len(values)} values for {len(folders)} data folders; give one for each")
    count = len(set(styles))
    if set(styles) != set(range(count)):
        raise UsageError("--styles: styles are numbered from 1 without a gap")
    if arguments.style is not None and len(arguments.style) != count:
        raise UsageError(f"--style: {len(arguments.style)} values for {count} styles; give one for each")
    if min(repeat) < 1:
        raise UsageError("--repeat: every folder is read at least once; leave out what should not be read")
    if not 1 <= arguments.dev_style <= count:
        raise UsageError(f"--dev-style: {arguments.dev_style} is no style; there are {count}")
    if arguments.epochs is not None and arguments.epochs < 1:
        raise UsageError("--epochs: at least 1")
    if not Path(arguments.out).parent.is_dir():
        raise UsageError(f"{arguments.out}: no such folder to write to")
    if Path(arguments.out).suffix != ".npz":
        raise UsageError(f"{arguments.out}: a pack's name ends in .npz")


def tell(epoch: "Epoch") -> None:
    print(f"epoch {epoch.number:3}  loss {epoch.loss:6.3f}  {told(epoch)}", file=sys.stderr, flush=True)


def told(epoch: "Epoch") -> str:
    """Return the F1 scores and the time as words."""
    scores = "  ".join(f"{label} {score:.3f}" for label, score in epoch.scores.items())
    return f"F1 {scores}  {epoch.seconds:.0f} CPU-s"
