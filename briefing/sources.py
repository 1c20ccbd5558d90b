"""Read the source documents."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from os.path import lexists
from pathlib import Path, PurePath

from briefing.diagnostics import BriefingError, Finding
from briefing.files import read_file, refuse_file
from briefing.text import Text, decode

_FIRST_PART = re.compile(r"[^_.-]+")
_NAMES_FILES = re.compile(r"\.\w+\Z")


@dataclass(frozen=True, slots=True)
class Source:
    """A source document: its text as people quote it, and the hash of its bytes.

    `key` is the shortest prefix of its file name that no other source shares, at least as long
    as the part of the name in front of the first `_`, `-` or `.`.
    """

    name: str
    key: str
    sha256: str
    text: Text


@dataclass(frozen=True, slots=True)
class Sources:
    """The source documents in the order of their names.

    `refused` are the names of files that could not be read as text; their findings are told once.
    """

    all: tuple[Source, ...] = ()
    refused: tuple[str, ...] = ()
    _named: dict[str, Source] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        named = {name: source for source in self.all for name in (source.key, source.name)}
        object.__setattr__(self, "_named", named)

    def __iter__(self) -> Iterator[Source]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def named(self, name: str) -> Source | None:
        """The source of which this is the full name or the key."""
        return self._named.get(name)

    def matching(self, prefix: str) -> tuple[Source, ...]:
        """The sources whose file names begin so; a full name or key means one source only."""
        source = self.named(prefix)
        if source is not None:
            return (source,)
        start = bisect_left(self.all, prefix, key=lambda source: source.name)
        return tuple(takewhile(lambda source: source.name.startswith(prefix), self.all[start:]))

    def is_refused(self, prefix: str) -> bool:
        """Whether the prefix may mean a file that could not be read as text."""
        return any(name.startswith(prefix) for name in self.refused)


def load_sources(
    root: Path, patterns: Sequence[str], facts: str = ""
) -> tuple[Sources, list[Finding]]:
    """The sources in the files below `root` that match one of the glob patterns.

    The file of `facts` is none, whatever matches it: a claim cannot prove itself. Hidden files and
    folders match no pattern. What is empty, not UTF-8, or has the name of a source and is no file,
    is a finding and no source. Raises BriefingError for a pattern that is none and a file that
    cannot be read.
    """
    claims = PurePath(facts).as_posix()
    matches = [name for name in _matches(root, patterns) if name != claims]
    unreadable = {name: refuse_file(root / name, name) for name in matches}
    if not matches:
        place = Text(patterns[0] if patterns else ".", "").whole()
        message = f"no file matches {' or '.join(f'`{pattern}`' for pattern in patterns)}"
        return Sources(), [Finding("no-sources", message, place, help="add the source documents")]
    sources, findings = read_sources(
        (name, read_file(root / name)) for name in matches if not unreadable[name]
    )
    refused = [*sources.refused, *(_name(name) for name in matches if unreadable[name])]
    findings += [finding for finding in unreadable.values() if finding]
    return replace(sources, refused=tuple(refused)), findings


def read_sources(files: Iterable[tuple[str, bytes]]) -> tuple[Sources, list[Finding]]:
    """The sources in files, given by their paths relative to the project and their bytes."""
    texts: list[tuple[Text, str]] = []
    findings: list[Finding] = []
    refused: list[str] = []
    for path, data in sorted(files, key=lambda file: (_name(file[0]), file[0])):
        text, finding = _read_text(path, data)
        if finding is None and any(_name(other.path) == _name(path) for other, _ in texts[-1:]):
            finding = _same_name(text, texts[-1][0])
        if finding:
            findings.append(finding)
            refused.append(_name(path))
        else:
            texts.append((text, hashlib.sha256(data).hexdigest()))
    keys = telling_prefixes([_name(text.path) for text, _ in texts])
    sources = (
        Source(_name(text.path), key, digest, text)
        for key, (text, digest) in zip(keys, texts, strict=True)
    )
    return Sources(tuple(sources), tuple(refused)), findings


def find_sources(root: Path, patterns: Sequence[str]) -> list[str]:
    """The paths of the files that match, relative to the root, with forward slashes, sorted.

    Raises BriefingError for a pattern that is none.
    """
    return [name for name in _matches(root, patterns) if (root / name).is_file()]


def _matches(root: Path, patterns: Sequence[str]) -> list[str]:
    """As `find_sources`, with what has the name of a source, and cannot be read as a file.

    A folder has it where the pattern says which files it means: `*.txt`, and not `*`.
    """
    found: set[str] = set()
    for pattern in patterns:
        try:
            # A link that leads nowhere is passed over where the pattern is its name.
            linked = [root / pattern] if lexists(root / pattern) else []
            paths = {*root.glob(_for_all_pythons(pattern)), *linked}
            if not _NAMES_FILES.search(pattern):
                paths = {path for path in paths if not path.is_dir()}
            relative = [path.relative_to(root) for path in paths]
        except (ValueError, NotImplementedError, OSError) as error:
            raise BriefingError(
                f"cannot look for sources with the pattern `{pattern}`: {error}",
                "give a pattern relative to the project, such as `seeds/*.txt`",
            ) from error
        found.update(path.as_posix() for path in relative if not _is_hidden(path))
    return sorted(found)


def _for_all_pythons(pattern: str) -> str:
    """The pattern so that all versions of Python find the same; raises ValueError where none is.

    Since Python 3.13, `**` at the end stands for files, too, and within a name for `*`.
    """
    parts = pattern.split("/")
    if any("**" in part and part != "**" for part in parts):
        raise ValueError("`**` stands for folders, and not for a part of a name")
    return f"{pattern}/*" if parts[-1] == "**" else pattern


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _read_text(path: str, data: bytes) -> tuple[Text, Finding | None]:
    """The text of a source, and why it is none."""
    text, bad = decode(path, data)
    if bad is not None:
        return text, Finding(
            "undecodable-source",
            f"{path} is not UTF-8",
            text.place(*bad),
            label="the first bytes that are no character",
            help="save the document as UTF-8 text",
        )
    if not text.content.strip():
        help_ = "remove the file, or save the document into it again"
        return text, Finding("empty-source", f"{path} is empty", text.whole(), help=help_)
    return text, None


def _same_name(text: Text, other: Text) -> Finding:
    message = f"{text.path} has the file name of {other.path}"
    return Finding(
        "ambiguous-source",
        message,
        text.whole(),
        help="rename one of the two: a citation names a source by its file name",
    )


def telling_prefixes(names: Sequence[str]) -> list[str]:
    """For each of the names, which are sorted and differ, its shortest telling prefix.

    A name that begins another one has no telling prefix but itself.
    """
    keys: list[str] = []
    for index, name in enumerate(names):
        first = _FIRST_PART.match(name)
        neighbours = [*names[max(index - 1, 0) : index], *names[index + 1 : index + 2]]
        shared = max((_shared(name, other) for other in neighbours), default=0)
        keys.append(name[: max(shared + 1, len(first.group()) if first else 1)])
    return keys


def _shared(one: str, other: str) -> int:
    """How many characters two names have in common at their beginnings."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
