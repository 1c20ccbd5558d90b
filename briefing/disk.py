"""Folders that are on the disk as a whole, or not at all, whenever a process dies."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from briefing.diagnostics import BriefingError

# How the name of whatever is not whole yet, or not whole any more, begins.
_LEFTOVER = ".new-"
_WAYS_OUT = {
    errno.ENOSPC: "make room on the disk, then build again",
    errno.EDQUOT: "make room in your quota, then build again",
    errno.EACCES: "give yourself the right to write there",
    errno.EPERM: "give yourself the right to write there; the file system must know links",
    errno.EROFS: "choose a folder on a disk that can be written to, with the setting `out`",
    errno.ENOTDIR: "move the file away that stands in the place of a folder",
    errno.EEXIST: "move the file away that stands in the place of a folder",
    errno.EISDIR: "move the folder away that stands in the place of a link",
}


@contextmanager
def disk(path: Path) -> Iterator[None]:
    """Tell what the disk refuses in words, with a way out."""
    try:
        yield
    except OSError as error:
        where = error.filename2 or error.filename or path
        problem = f"cannot use {where}: {error.strerror or error}"
        way_out = _WAYS_OUT.get(error.errno or 0, "see that the folder can be read and written")
        raise BriefingError(problem, way_out) from error


@contextmanager
def prepared(parent: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder with the files, safe on the disk and read-only, for the block to move away."""
    new = parent / f"{_LEFTOVER}files"
    new.mkdir()
    try:
        for name, content in files.items():
            _write(new / name, content)
        sync_folder(new)
        yield new
    finally:
        # A full disk gets its room back. Where even that fails, the next build sweeps up.
        if new.exists():
            shutil.rmtree(new, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fchmod(file.fileno(), os.fstat(file.fileno()).st_mode & ~0o222)
        os.fsync(file.fileno())


def point(link: Path, target: str) -> None:
    """Make a link lead to `target` in one step."""
    new = link.with_name(f"{_LEFTOVER}{link.name}")
    new.symlink_to(target)
    try:
        new.replace(link)
    except OSError:
        new.unlink()
        raise
    sync_folder(link.parent)


def set_aside(folder: Path) -> None:
    """Remove a folder so that nobody sees it half removed."""
    old = folder.with_name(f"{_LEFTOVER}old")
    folder.rename(old)
    _remove(old)


def sync_folder(folder: Path) -> None:
    """See to it that the names in a folder outlast a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep(*folders: Path) -> None:
    """Remove what a killed process has left in folders."""
    for folder in folders:
        for leftover in folder.glob(f"{_LEFTOVER}*"):
            _remove(leftover)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
