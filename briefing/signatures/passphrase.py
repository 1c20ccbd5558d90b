"""What opens a key: from the environment, a file, or whoever sits at the terminal."""

from __future__ import annotations

import sys
from getpass import getpass
from os import environ
from pathlib import Path

from briefing.diagnostics import BriefingError

VARIABLE = "BRIEFING_PASSPHRASE"
MAX_BYTES = 4096
HELP = f"set `passphrase_file` or the variable {VARIABLE}, or build at a terminal"


def read_passphrase(file: Path | None, what: str) -> str:
    """The passphrase of `what`, from the first of these that there is.

    It stands in no option of a command, and in no setting, since others can read those. Raises
    BriefingError where there is none to be had.
    """
    if VARIABLE in environ:
        return environ[VARIABLE]
    if file is not None:
        return _read_file(file)
    if sys.stdin is not None and sys.stdin.isatty():
        try:
            return getpass(f"passphrase of {what}: ")
        except EOFError:
            pass
    raise BriefingError(f"{what} opens with a passphrase alone, and none is given", HELP)


def _read_file(path: Path) -> str:
    """What the file holds, but for the end of its line; it may be a pipe or a descriptor."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) <= MAX_BYTES:
            return content.decode().removesuffix("\n").removesuffix("\r")
        problem = "it is too long"
    except OSError as error:
        problem = error.strerror or "it cannot be opened"
    except UnicodeDecodeError:
        problem = "it is not UTF-8"
    # Raised here, so that what was read hangs on to no exception; and the path is not told, in case
    # somebody took the setting for the passphrase itself.
    raise BriefingError(f"cannot read what `passphrase_file` names: {problem}", HELP)
