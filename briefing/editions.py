"""Publish all or nothing: editions, the latest of them, and what was refused.

    out/.lock                      who builds now
    out/.new-*                     what a killed build left; the next build sweeps it away
    out/editions/2026-11-21.1/     an edition: its files, and manifest.json with their hashes
    out/latest -> editions/…       the standing edition
    out/refused/                   what the last build did not publish, and why

An edition is whole before it has its name, and has its name before it is the latest: whenever
a build dies, `latest` is the old edition or the new one. All but `lock`, `standing` and
`find_edition` expect that the lock is held.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from briefing.diagnostics import BriefingError, Finding, Severity
from briefing.disk import disk, point, prepared, set_aside, sweep, sync_folder
from briefing.report.model import StatementClass, Verdict
from briefing.text import Text

EDITION_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})\.([1-9]\d*)")
MANIFEST = "manifest.json"
# Raised when a field of the manifest is renamed or changes its meaning.
SCHEMA = 1
# Until when an edition is valid that nothing makes invalid.
LAST_DAY = date.max.isoformat()
REFUSED_MARK = "REFUSED-"


@dataclass(frozen=True, slots=True)
class Edition:
    """A published set of briefings, and in which of its files it is no longer what it was.

    Only the manifest of one that is not damaged says what was published.
    """

    name: str
    folder: Path
    manifest: Mapping[str, Any]
    damaged: tuple[str, ...] = ()

    @property
    def inputs_digest(self) -> str:
        """The digest of what it was built from; empty where its manifest cannot say."""
        return str(self.manifest.get("inputs_digest", ""))

    @property
    def valid_until(self) -> str:
        """The last day, as an ISO date, on which the same inputs would give it again."""
        return str(self.manifest["valid_until"])

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What was found in each briefing; nothing was left unread in what was published."""
        return tuple(
            Verdict(name, {StatementClass(key): number for key, number in counts.items()})
            for name, counts in self.manifest["verdicts"].items()
        )


def digest_inputs(inputs: Mapping[str, str]) -> str:
    """One hash for all inputs, given the hash of each by its path."""
    listed = "".join(f"{hashed}  {path}\n" for path, hashed in sorted(inputs.items()))
    return sha256(listed.encode("utf-8", "surrogateescape")).hexdigest()


def unchanged(edition: Edition | None, inputs_digest: str) -> bool:
    """Whether the edition is whole, and building from these inputs would give it again."""
    return edition is not None and not edition.damaged and edition.inputs_digest == inputs_digest


# --- the lock -----------------------------------------------------------------------------


@contextmanager
def lock(out: Path, now: datetime) -> Iterator[None]:
    """Keep other builds out of `out` while the block runs, and sweep up what a killed one left.

    The operating system drops the lock with the process that holds it, so that none goes stale.
    Raises BriefingError, which names the holder, where another build is at work.
    """
    path = out / ".lock"
    with disk(path):
        out.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    with os.fdopen(descriptor, "r+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            who = f"another build ({file.read().strip() or 'just started'})"
            raise BriefingError(f"{who} holds {path}", "wait until it has finished") from error
        with disk(path):
            file.truncate(0)
            file.write(f"process {os.getpid()}, since {now:%Y-%m-%d %H:%M:%S}\n")
            file.flush()
            sweep(out, out / "editions")
        yield


# --- what stands --------------------------------------------------------------------------


def standing(out: Path) -> Edition | None:
    """The latest edition with every file checked against its hash; None where there is none."""
    latest = out / "latest"
    with disk(latest):
        if not latest.is_dir():
            return None
        return _load_edition(latest.resolve())


def find_edition(out: Path, inputs_digest: str) -> Edition | None:
    """The newest whole edition that was built from these inputs."""
    with disk(out):
        for name in reversed(_names(out)):
            folder = out / "editions" / name
            if _load_manifest(folder).get("inputs_digest") == inputs_digest:
                edition = _load_edition(folder)
                if unchanged(edition, inputs_digest):
                    return edition
    return None


def next_name(out: Path, day: date) -> str:
    """The name of the next edition of that day: "2026-11-21.3" behind "2026-11-21.2"."""
    with disk(out):
        taken = [int(n) for d, _, n in (s.partition(".") for s in _names(out)) if d == f"{day}"]
    return f"{day}.{max(taken, default=0) + 1}"


def check_edition(edition: Edition, out: str) -> list[Finding]:
    """A warning for each file of the edition that is not what was published.

    `out` is the path by which people know the folder of all editions.
    """
    return [
        Finding(
            "damaged-edition",
            f"edition {edition.name} is not what was published: {name} was changed or is lost",
            Text(f"{out}/editions/{edition.name}/{name}", "").whole(),
            help="nothing: the briefings are built anew, as another edition",
            severity=Severity.WARNING,
        )
        for name in edition.damaged
    ]


def _names(out: Path) -> list[str]:
    """The names of the editions, the oldest first."""
    folder = out / "editions"
    if not folder.is_dir():
        return []
    matches = [EDITION_NAME.fullmatch(entry.name) for entry in folder.iterdir()]
    found = sorted((match[1], int(match[2])) for match in matches if match)
    return [f"{day}.{number}" for day, number in found]


def _load_manifest(folder: Path) -> Mapping[str, Any]:
    """The manifest, or nothing at all where it is lost or cannot be read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def _load_edition(folder: Path) -> Edition:
    manifest = _load_manifest(folder)
    return Edition(folder.name, folder, manifest, tuple(_damage(folder, manifest)))


def _damage(folder: Path, manifest: Mapping[str, Any]) -> Iterator[str]:
    """The files that are changed, lost, or not of this edition."""
    if manifest.get("digest") != _digest(manifest) or manifest.get("edition") != folder.name:
        yield MANIFEST
        return
    files = manifest["files"]
    present = {path.name for path in folder.iterdir()} - {MANIFEST}
    for name in sorted(present | files.keys()):
        path = folder / name
        if not path.is_file() or files.get(name) != sha256(path.read_bytes()).hexdigest():
            yield name


# --- publishing ---------------------------------------------------------------------------


def new_manifest(
    name: str,
    built: date,
    inputs: Mapping[str, str],
    files: Mapping[str, bytes],
    verdicts: Mapping[str, Mapping[StatementClass, int]],
) -> dict[str, Any]:
    """What an edition says of itself; `inputs` are hashes by path, `verdicts` by briefing.

    It is valid for all time, unless `valid_until` is set to an earlier day.
    """
    return {
        "schema": SCHEMA,
        "edition": name,
        "built": built.isoformat(),
        "inputs": dict(sorted(inputs.items())),
        "inputs_digest": digest_inputs(inputs),
        "files": {file: sha256(files[file]).hexdigest() for file in sorted(files)},
        "verdicts": {briefing: dict(counts) for briefing, counts in verdicts.items()},
        "valid_until": LAST_DAY,
    }


def _digest(manifest: Mapping[str, Any]) -> str:
    """The hash of all that a manifest says, but for the hash itself."""
    fields = {key: value for key, value in manifest.items() if key != "digest"}
    return sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


def publish(out: Path, name: str, files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> Path:
    """Make the files an edition, and that the latest; its folder.

    Raises BriefingError where the disk does not let us, or gives back other bytes than it was
    given; the latest edition is then as it was.
    """
    folder = out / "editions" / name
    sealed = {**manifest, "digest": _digest(manifest)}
    written = json.dumps(sealed, indent=2) + "\n"
    with disk(folder):
        folder.parent.mkdir(exist_ok=True)
        with prepared(folder.parent, {**files, MANIFEST: written.encode()}) as new:
            new.rename(folder)
        sync_folder(folder.parent)
        damaged = _load_edition(folder).damaged
    if damaged:
        # What was checked is what is published, byte for byte, or nothing is.
        raise BriefingError(
            f"{folder / damaged[0]} reads back other than it was written",
            "check the disk, then build again",
        )
    stand(out, name)
    return folder


def stand(out: Path, name: str) -> None:
    """Make an edition the latest, if it is not yet, and forget what was refused after it."""
    latest = out / "latest"
    target = f"editions/{name}"
    with disk(latest):
        if not latest.is_symlink() or latest.readlink() != Path(target):
            point(latest, target)
        refused = out / "refused"
        if refused.exists():
            set_aside(refused)


def refuse(out: Path, files: Mapping[str, bytes], report: str) -> Path:
    """Keep files that may not be published, each marked in its name, with the findings; the folder.

    They take the place of what was refused before. The latest edition is not touched.
    """
    folder = out / "refused"
    marked = {f"{REFUSED_MARK}{name}": content for name, content in files.items()}
    marked["findings.txt"] = report.encode()
    with disk(folder), prepared(out, marked) as new:
        if folder.exists():
            set_aside(folder)
        new.rename(folder)
        sync_folder(out)
    return folder
