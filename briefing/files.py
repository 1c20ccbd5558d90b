"""Read the files of a user, or say why that cannot be done."""

from __future__ import annotations

import stat
from os import fsencode
from pathlib import Path

from briefing.diagnostics import BriefingError, Finding
from briefing.text import Text


def read_file(path: Path, help: str = "see that it is a file, and that you may read it") -> bytes:  # noqa: A002 - the house's word
    """What the file holds. Raises BriefingError where the system does not give it."""
    what = _instead(path)
    if what:  # opening a pipe would wait for its other end
        raise BriefingError(f"cannot read {path}: it is {what}", help)
    try:
        return path.read_bytes()
    except OSError as error:
        raise BriefingError(f"cannot read {path}: {error.strerror or error}", help) from error


def refuse_file(path: Path, name: str) -> Finding | None:
    """The finding on what has the name of a file, and is none, or on a name that nobody can write.

    Nothing is opened for it.
    """
    shown = fsencode(name).decode("utf-8", "backslashreplace")
    what = _instead(path)
    if what:
        message = f"{shown} is {what}, and no file"
        help_ = "put the file there, or take the name away"
    elif shown != name:
        message, help_ = f"the name of {shown} is not UTF-8", "give the file another name"
    else:
        return None
    return Finding("unreadable-file", message, Text(shown, "").whole(), help=help_)


def _instead(path: Path) -> str:
    """What stands there, behind all links, instead of a file; empty where nothing does."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return "a link that leads nowhere" if path.is_symlink() else ""
    if stat.S_ISREG(mode):
        return ""
    names = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe"}
    return names.get(stat.S_IFMT(mode), "a device")
