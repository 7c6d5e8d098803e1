"""`train` tells wrong arguments in one line and exits 2."""

import pytest

from pipeline.cli import main


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--data", "a", "b", "--repeat", "1", "--dev", "a", "--out", "x.npz"], "--repeat: 1 values for 2"),
        (["--data", "a", "--repeat", "0", "--dev", "a", "--out", "x.npz"], "read at least once"),
        (["--data", "a", "--dev", "a", "--dev-style", "2", "--out", "x.npz"], "--dev-style: 2 is no style"),
        (["--data", "a", "b", "--styles", "1", "--dev", "a", "--out", "x.npz"], "--styles: 1 values for 2"),
        (["--data", "a", "b", "--styles", "1", "3", "--dev", "a", "--out", "x.npz"], "without a gap"),
        (
            ["--data", "a", "b", "--styles", "1", "1", "--style", "1", "0", "--dev", "a", "--out", "x.npz"],
            "for 1 styles",
        ),
        (["--data", "a", "--dev", "a", "--out", "x.zip"], "ends in .npz"),
        (["--data", "a", "--dev", "a", "--out", "no/x.npz"], "no such folder"),
        (["--data", "a", "--dev", "a", "--epochs", "0", "--out", "x.npz"], "at least 1"),
    ],
)
def test_wrong_arguments(arguments, told, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert main(["train", *arguments]) == 2
    assert told in capsys.readouterr().err
