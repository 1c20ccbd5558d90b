"""Whether an edition comes out the same, byte for byte, wherever and whenever it is built."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path, PurePosixPath

from briefing.config import FILES, Config
from briefing.diagnostics import Finding
from briefing.editions import MANIFEST
from briefing.inputs import PACKAGE, read_inputs
from briefing.text import Text

RULE = "irreproducible-edition"
HELP = "it is no fault of the project: report it, with the versions that manifest.json names"
# What the others come from is told first: a PDF from its page, the hashes from both.
ORDER = (".html", ".pdf", "trace.json", MANIFEST)
OBJECT = re.compile(rb"^(\d+) 0 obj\b", re.MULTILINE)
SHOWN = 24


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another time and place, as far as it can be had here."""

    words: str
    zone: str
    locale: str
    seed: str
    umask: int
    time_of_day: time
    processors: str


# Nowhere on earth is it the same day in both of these zones.
ELSEWHERE = (
    Elsewhere("at the start of the day", "Pacific/Kiritimati", "C", "1", 0o077, time.min, "one"),
    Elsewhere("at its end", "Pacific/Pago_Pago", "C.UTF-8", "2", 0o002, time(23, 59, 59), "all"),
)


def check_reproducible(config: Config, edition: str) -> list[Finding]:
    """Build the edition twice more, elsewhere, and compare; a finding where a byte differs.

    Each build is a process of its own, in a copy of the project in another folder, with another
    user's settings and another time of the edition's day. Nothing of it is published, nor signed:
    of a signed edition, each PDF is compared as it was before, and the manifest left out, which
    knows of the signatures.
    """
    folder = config.root / config.out / "editions" / edition
    ours, is_signed = _unsigned(_files(folder))
    with tempfile.TemporaryDirectory(prefix="briefing-") as scratch:
        builds = [
            _start(config, edition, place, Path(scratch) / str(number))
            for number, place in enumerate(ELSEWHERE, start=1)
        ]
        path = f"{config.out}/editions/{edition}"
        findings = [build.compare(ours, path, is_signed=is_signed) for build in builds]
    return [finding for finding in findings if finding is not None][:1]


@dataclass(frozen=True, slots=True)
class _Build:
    """A build that is going on elsewhere."""

    place: Elsewhere
    process: subprocess.Popen[str]
    folder: Path

    def compare(self, ours: Mapping[str, bytes], path: str, *, is_signed: bool) -> Finding | None:
        """The first difference between an edition, known by its path, and this build of it."""
        output, _ = self.process.communicate()
        if self.process.returncode:
            said = " ".join(output.split()) or f"exit code {self.process.returncode}"
            message = f"built {self.place.words} elsewhere, the edition does not come out: {said}"
            return Finding(RULE, message, Text(path, "").whole(), help=HELP)
        theirs = _files(self.folder)
        if is_signed:
            theirs.pop(MANIFEST, None)
        return find_difference(path, ours, theirs, self.place.words)


def find_difference(
    path: str, ours: Mapping[str, bytes], theirs: Mapping[str, bytes], when: str
) -> Finding | None:
    """The first difference between the files of an edition, known by its path, and others."""
    for name in sorted(ours.keys() | theirs.keys(), key=_rank):
        if ours.get(name) != theirs.get(name):
            return _difference(f"{path}/{name}", ours.get(name), theirs.get(name), when)
    return None


def _start(config: Config, edition: str, place: Elsewhere, scratch: Path) -> _Build:
    """Begin to build a copy of the project in such a way that its next edition has this name."""
    day, _, number = edition.partition(".")
    root = _copy(config, scratch)
    editions = root / config.out / "editions"
    for earlier in range(1, int(number)):
        (editions / f"{day}.{earlier}").mkdir(parents=True)
    moment = datetime.combine(date.fromisoformat(day), place.time_of_day, UTC).isoformat()
    arguments = (place.processors, str(root), moment)
    command = [sys.executable, "-m", "briefing.rebuild", *arguments]
    process = subprocess.Popen(  # noqa: S603 - our own program
        command,
        cwd=scratch,
        env=_environment(place, scratch),
        umask=place.umask,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return _Build(place, process, editions / edition)


def _copy(config: Config, scratch: Path) -> Path:
    """Copy what the outcome depends on; the root of the copy, with all of it below `scratch`."""
    names = [name for name in (*read_inputs(config), *FILES) if (config.root / name).is_file()]
    steps_up = max(PurePosixPath(name).parts.count("..") for name in (*names, config.out))
    root = scratch.joinpath(*["in"] * steps_up, "project")
    root.mkdir(parents=True)
    for name in names:
        target = Path(os.path.normpath(root / name))
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(config.root / name, target)
    return root


def _environment(place: Elsewhere, home: Path) -> dict[str, str]:
    paths = (str(PACKAGE.parent), os.environ.get("PYTHONPATH", ""))
    return {
        **os.environ,
        "HOME": str(home),
        "LC_ALL": place.locale,
        "PYTHONHASHSEED": place.seed,
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "TZ": place.zone,
        "USER": "somebody",
        "XDG_CACHE_HOME": str(home),
    }


def _files(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        return {}
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _unsigned(files: dict[str, bytes]) -> tuple[dict[str, bytes], bool]:
    """The files of an edition as they were before they were signed, and whether any was."""
    signed = json.loads(files[MANIFEST]).get("unsigned", {})
    before = {name: files[name][: identity["bytes"]] for name, identity in signed.items()}
    kept = {name: content for name, content in files.items() if not signed or name != MANIFEST}
    return kept | before, bool(signed)


def _rank(name: str) -> tuple[int, str]:
    return next((n for n, ending in enumerate(ORDER) if name.endswith(ending)), len(ORDER)), name


def _difference(path: str, ours: bytes | None, theirs: bytes | None, when: str) -> Finding:
    """What differs first between two builds of a file, and where."""
    name = path.rpartition("/")[2]
    if ours is None or theirs is None:
        message = f"only one of two builds has {name}"
        return Finding(RULE, message, Text(path, "").whole(), help=HELP)
    at = _first_difference(ours, theirs)
    if name.endswith(".pdf"):
        where = f"byte {at}, {_object_at(ours, at)}"
        message = f"{name} differs from a build {when} elsewhere: {where}"
        return Finding(RULE, message, Text(path, "").whole(), help=HELP)
    text = Text(path, ours.decode())
    start = len(ours[:at].decode(errors="ignore"))
    here, there = (words[at : at + SHOWN].decode(errors="replace") for words in (ours, theirs))
    message = f"{name} differs from a build {when} elsewhere: {here!r} is {there!r} there"
    place = text.place(start, min(start + 1, len(text.content)))
    return Finding(RULE, message, place, "differs from here on", help=HELP)


def _first_difference(one: bytes, other: bytes) -> int:
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _object_at(pdf: bytes, offset: int) -> str:
    """The object of a PDF in which a byte stands, and its type."""
    number, head = 0, b""
    for match in OBJECT.finditer(pdf, 0, offset + 1):
        number, head = int(match[1]), pdf[match.end() : match.end() + 400]
    if not number:
        return "in front of all objects"
    types = re.findall(rb"/(?:Type|Subtype) ?/(\w+)", head.partition(b"stream\n")[0])
    return f"in object {number} ({', '.join(name.decode() for name in types) or 'of no type'})"
