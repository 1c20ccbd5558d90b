"""Read evidence, whoever wrote it: as plain values, and as facts, sources and a page again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import PurePath

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from briefing.diagnostics import Finding
from briefing.evidence.excerpts import rebuild_sources
from briefing.evidence.records import rebuild_reading
from briefing.evidence.schema import FORMAT, VERSION, Evidence, SourceRecord
from briefing.evidence.write import NO_DIGEST, digest
from briefing.facts.load import load_facts_of
from briefing.facts.model import Facts
from briefing.read.model import Reading
from briefing.report.model import StatementClass, Verdict
from briefing.sources import Sources
from briefing.text import Text

MAX_BYTES = 100_000_000
# Characters of sources, carried or left out; a stranger's file may claim any length.
MAX_CHARACTERS = 20_000_000
MAX_LINES = 1_000_000
SHOWN = 3  # faults of the form; behind these the others tell nothing more
HELP = "ask whoever gave you the file for one that is whole"


@dataclass(frozen=True, slots=True)
class Carried:
    """What a finished document carries, made into what a project has.

    `sources` hold the parts that are carried in their places. `page` is the text of the page as it
    was read when it was made.
    """

    record: Evidence
    text: Text
    facts: Facts
    sources: Sources
    page: Reading

    @property
    def day(self) -> date:
        """The day of the edition."""
        return date.fromisoformat(self.record.date)

    @property
    def verdict(self) -> Verdict:
        """What the document says that was found in it."""
        counts = {c: self.record.verdict.get(c.value, 0) for c in StatementClass}
        return Verdict(self.record.briefing, counts)


def load_evidence(content: bytes, path: str) -> tuple[Carried | None, list[Finding]]:
    """What some evidence holds, and what is wrong with its form; None where it cannot be used.

    `path` is how a reader finds it: "summary.pdf: evidence.json".
    """
    text = Text(path, content[:MAX_BYTES].decode("utf-8", "replace"))
    if len(content) > MAX_BYTES:
        return None, [_damaged(text, f"it has {len(content)} bytes, more than {MAX_BYTES}")]
    try:
        record = Evidence.model_validate_json(content)
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False, include_input=False)
        return None, [_damaged(text, problem) for problem in _problems(content, errors)]
    wrong = [_damaged(text, problem) for problem in _faults(content, record)]
    if wrong:
        return None, wrong
    facts, findings = load_facts_of(f"{path}, facts", record.facts)
    carried = Carried(
        record,
        text,
        replace(facts, elsewhere=frozenset(record.other_facts)),
        rebuild_sources(record.sources),
        rebuild_reading(record.page, f"{path}, page"),
    )
    return carried, findings


def _problems(content: bytes, errors: Sequence[ErrorDetails]) -> Iterator[str]:
    """What is wrong with the form, in words; a version that is not known explains the rest."""
    version = _version(content)
    if version not in (None, VERSION):
        yield f"it is of version {version}, and this program reads version {VERSION}"
        return
    for error in errors[:SHOWN]:
        where = ".".join(map(str, error["loc"]))
        yield f"{where}: {error['msg'].lower()}" if where else error["msg"].lower()


def _version(content: bytes) -> object:
    """The version that some evidence says it is of; None where it says none."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return None
    is_ours = isinstance(document, dict) and document.get("format") == FORMAT
    version = document.get("version") if is_ours else None
    return version if isinstance(version, int) else None


def _faults(content: bytes, record: Evidence) -> Iterator[str]:
    """What is wrong with evidence that has the right form."""
    as_written = content.replace(record.sha256.encode(), NO_DIGEST.encode(), 1)
    if digest(as_written) != record.sha256:
        yield "its digest is not that of its content: it was altered"
    try:
        date.fromisoformat(record.date)
    except ValueError:
        yield f"date: `{record.date}` is no date"
    names = [source.name for source in record.sources]
    if any(one >= other for one, other in pairwise(names)):
        yield "sources: they are not in the order of their names, each once"
    if not all(name and name == PurePath(name).name for name in names):
        yield "sources: one of them has no plain file name"
    lengths = sum(_length(source) for source in record.sources)
    if lengths > MAX_CHARACTERS:
        yield f"sources: they have {lengths} characters, more than {MAX_CHARACTERS}"
    lines = sum(max((line.line for line in source.lines), default=0) for source in record.sources)
    if lines > MAX_LINES:
        yield f"sources: they have {lines} lines, more than {MAX_LINES}"


def _length(source: SourceRecord) -> int:
    """How long a source becomes that is made of what is carried."""
    ends = (p.column + len(p.text) for line in source.lines for p in line.parts)
    return sum(line.length for line in source.lines) + sum(ends)


def _damaged(text: Text, problem: str) -> Finding:
    return Finding(
        "damaged-evidence", f"the evidence is damaged: {problem}", text.whole(), help=HELP
    )
