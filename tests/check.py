"""Every check, in one command: `python -m tests.check`. Stops at the first that fails."""

import subprocess
import sys

CHECKS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
    ("pytest", "-q"),
)


def main() -> int:
    """Run the checks in order and return the exit code of the first that fails, else 0."""
    for check in CHECKS:
        print("==", " ".join(check), flush=True)
        code = subprocess.run([sys.executable, "-m", *check], check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
