"""The command line: one thin file per command, each with add_parser(commands) and handle(arguments)."""

import argparse
import os
import sys
from collections.abc import Sequence

import pipeline
from pipeline.cli import decide, evaluate, run, show, train
from pipeline.errors import PipelineError
from pipeline.settings import ONE_BLAS_THREAD

COMMANDS = (run, show, decide, evaluate, train)
# Ctrl-C: the run has failed, what was finished is kept.
INTERRUPTED = 1


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 3 some releases set aside, 2 wrong arguments, 1 failed."""
    for name, value in ONE_BLAS_THREAD.items():
        os.environ.setdefault(name, value)
    try:
        arguments = parser().parse_args(argv)
    except SystemExit as stop:
        # argparse has told what is wrong (2), or the help or the version (0).
        return stop.code if isinstance(stop.code, int) else 2
    try:
        code: int = arguments.handle(arguments)
    except PipelineError as error:
        print(f"press-pipeline: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("press-pipeline: interrupted; what was finished is kept, run again to go on", file=sys.stderr)
        return INTERRUPTED
    return code


def parser() -> argparse.ArgumentParser:
    """Return the parser with every command."""
    made = argparse.ArgumentParser(
        prog="python -m pipeline", description="Russian official press releases in, linked entity tables out."
    )
    made.add_argument("--version", action="version", version=f"press-pipeline {pipeline.__version__}")
    commands = made.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add_parser(commands)
    return made
