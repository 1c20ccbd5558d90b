"""Check a finished document against the evidence that it carries, with nothing else at hand.

evidence.json ── facts, parts of sources ──> the same checks as in a build
│
└── page, statements ──> must be what is read in the file itself, number for number
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from briefing.assemble import Briefing, count_entries
from briefing.diagnostics import Finding, Related
from briefing.evidence.load import Carried
from briefing.evidence.records import statement_records
from briefing.evidence.schema import Line, SourceRecord
from briefing.grounds import ground_facts
from briefing.read.html import read_html
from briefing.read.pdf import read_pdf
from briefing.report.model import Verdict
from briefing.sources import Source, Sources
from briefing.text import Place, Text
from briefing.trace.agreement import Original, check_copy, trace_pdf
from briefing.trace.ledger import Issue, Ledger
from briefing.trace.model import Trace
from briefing.trace.statements import trace_reading

LOOK = "compare it with the document; one of the two was changed"
HELP = "the file was altered: ask whoever gave it to you for one that is whole"
PDF_MARK = b"%PDF-"


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of each number of a finished document, and what is wrong with it.

    `absences` are claims about what no source says, which only the documents can bear out; it is
    empty where they were at hand.
    """

    carried: Carried
    briefing: Briefing
    trace: Trace
    findings: tuple[Finding, ...]
    absences: tuple[str, ...]

    @property
    def verdict(self) -> Verdict:
        """How many numbers were found in the file, by the proof that they have."""
        found = self.trace.verdict(self.carried.record.briefing)
        return replace(found, unread=self.trace.unread)


def is_pdf(content: bytes) -> bool:
    """Whether the file is a PDF by its first bytes; all others are read as HTML."""
    return content.startswith(PDF_MARK)


def verify(
    content: bytes, path: str, carried: Carried, originals: Sequence[Source] = ()
) -> Verification:
    """Hold each number of a file against its evidence, and that against itself.

    `originals` are the source documents, where they are at hand.
    """
    sources, findings = _with_originals(carried, originals)
    briefing, of_facts = ground_facts(carried.facts, sources)
    ledger = Ledger(
        briefing,
        Issue.of(carried.record.edition, carried.day),
        carried.record.briefing,
        carried.record.date,
        count_entries(carried.verdict),
    )
    page = trace_reading(carried.page, ledger)
    findings += [*of_facts, *_of_record(carried, page)]
    original = Original.evidence(page, carried.page)
    trace, of_file = _trace_file(content, path, original, ledger)
    # What is wrong with the page that the evidence keeps is told where a reader sees it.
    findings += of_file or page.findings
    return Verification(
        carried, briefing, trace, tuple(findings), _absences(carried, sources, originals)
    )


def _trace_file(
    content: bytes, path: str, original: Original, ledger: Ledger
) -> tuple[Trace, list[Finding]]:
    """The numbers of the file itself, and where it is not what its evidence says."""
    if is_pdf(content):
        trace = trace_pdf(read_pdf(content, path), original, ledger)
        return trace, list(trace.findings)
    reading = read_html(Text(path, content.decode("utf-8", "replace")))
    trace = trace_reading(reading, ledger)
    return trace, [*trace.findings, *check_copy(trace, reading, original)]


def _of_record(carried: Carried, page: Trace) -> Iterator[Finding]:
    """Where the evidence lists other statements, or other figures, than its page gives."""
    listed = carried.record.statements
    given = statement_records(page.statements, carried.page.blocks)
    if listed != given:
        pairs = zip(listed, given, strict=False)
        at = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(listed), len(given)))
        lists = f"`{listed[at].written}`" if at < len(listed) else "nothing"
        gives = f"`{given[at].written}`" if at < len(given) else "nothing"
        yield _disagrees(
            carried.text, f"it lists {lists} as its statement {at + 1}, and its page gives {gives}"
        )
    found = page.verdict(carried.record.briefing)
    claimed = carried.record.verdict
    for name, number in {"found": found.found, **_counts(found)}.items():
        if claimed.get(name, 0) != number:
            yield _disagrees(
                carried.text, f"it says `{claimed.get(name, 0)} {name}`, and its page has {number}"
            )


def _counts(verdict: Verdict) -> dict[str, int]:
    return {class_.value: number for class_, number in verdict.counts.items()}


def _disagrees(text: Text, problem: str) -> Finding:
    message = f"the evidence contradicts itself: {problem}"
    return Finding("damaged-evidence", message, text.whole(), help=HELP)


# --- the documents ------------------------------------------------------------------------


def _with_originals(carried: Carried, originals: Sequence[Source]) -> tuple[Sources, list[Finding]]:
    """The documents in the place of what is carried of them, and where the two differ."""
    if not originals:
        return carried.sources, []
    by_name = {source.name: source for source in originals}
    findings: list[Finding] = []
    sources = []
    for record, kept in zip(carried.record.sources, carried.sources, strict=True):
        original = by_name.get(record.name)
        if original is None:
            message = f"the document `{record.name}` is not among those given"
            findings.append(Finding("changed-source", message, carried.text.whole(), help=LOOK))
        else:
            findings += _changes(record, kept, original)
        sources.append(replace(original, key=kept.key) if original else kept)
    return Sources(tuple(sources)), findings


def _changes(record: SourceRecord, kept: Source, original: Source) -> Iterator[Finding]:
    """The cited lines that read otherwise in a document, or that it is another one."""
    changed = [line for line in record.lines if not _stands(line, original.text)]
    for line in changed:
        number = min(line.line, original.text.line_count)
        related = (Related(_line(kept.text, line.line), "as the evidence has it"),)
        yield Finding(
            "changed-source",
            f"line {line.line} of `{record.name}` is not the one that the evidence cites",
            _line(original.text, number),
            related=related,
            help=LOOK,
        )
    if original.sha256 != record.sha256 and not changed:
        yield Finding(
            "changed-source",
            f"`{record.name}` is not the document that was read, though its cited lines are",
            original.text.whole(),
            label=f"its SHA-256 is {original.sha256}, and was {record.sha256}",
            help=LOOK,
        )


def _line(text: Text, number: int) -> Place:
    return Place(text, text.line_span(min(number, text.line_count)))


def _stands(line: Line, text: Text) -> bool:
    """Whether the document has the very line that the evidence cites, and its words."""
    if line.line > text.line_count:
        return False
    words = text.line(line.line)
    starts = ((part, part.column - 1) for part in line.parts)
    return sha256(words.encode()).hexdigest() == line.sha256 and all(
        words.startswith(part.text, start) for part, start in starts
    )


def _absences(carried: Carried, sources: Sources, originals: Sequence[Source]) -> tuple[str, ...]:
    """The claims that only the documents can bear out, where one of them is not at hand."""
    at_hand = {source.name for source in originals}
    if all(source.name in at_hand for source in sources):
        return ()
    return tuple(fact.id for fact in carried.facts.facts.values() if fact.absent)
