"""Plant errors into copies of the project, one by one, and print what the build says of each.

    python benchmarks/planted.py

For each error: what is done to which file, the exit code of `briefing build`, and its first
findings. Exits with 1 if one of them goes through, or is told by another rule.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from planted import ERRORS, Planted, project_files  # noqa: E402 - the list is that of the tests

PROGRAM = Path(sys.executable).with_name("briefing")
SHOWN = 2


def build(error: Planted, folder: Path) -> tuple[int, list[str]]:
    """The exit code of a build with this error, and its findings, one a line."""
    for path, content in error.plant(project_files()).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    command = [PROGRAM, "build", str(folder), "--format", "concise"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    return done.returncode, done.stdout.splitlines()


def main() -> int:
    """Plant every error, and tell how many were found."""
    missed = 0
    for number, error in enumerate(ERRORS, 1):
        with TemporaryDirectory() as folder:
            code, lines = build(error, Path(folder))
        is_found = code == 1 and any(
            f" {error.rule}" in line or error.rule in line for line in lines
        )
        missed += not is_found
        print(
            f"{number:2}. {error.what} ({error.path}): exit {code}{'' if is_found else ' MISSED'}"
        )
        for line in lines[:SHOWN]:
            print(f"    {line}")
    print(f"{len(ERRORS) - missed} of {len(ERRORS)} planted errors found")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
