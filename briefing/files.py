"""Read the files of a user, or say why that cannot be done."""

from __future__ import annotations

from pathlib import Path

from briefing.diagnostics import BriefingError


def read_file(path: Path, help: str = "see that it is a file, and that you may read it") -> bytes:  # noqa: A002 - the house's word
    """What the file holds. Raises BriefingError where the system does not give it."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BriefingError(f"cannot read {path}: {error.strerror or error}", help) from error
