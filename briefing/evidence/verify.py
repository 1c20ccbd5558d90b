"""Check a finished document against the evidence that it carries, with nothing else at hand.

evidence.json ── facts, parts of sources ──> the same checks as in a build
│
└── page, statements ──> must be what is read in the file itself, number for number
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from briefing.assemble import count_entries
from briefing.diagnostics import Finding, Related
from briefing.evidence.load import Carried
from briefing.evidence.records import UNLISTED, block_records, statement_records
from briefing.evidence.schema import Line, SourceRecord
from briefing.grounds import ground_facts
from briefing.read.model import Reading
from briefing.report.model import Verdict
from briefing.sources import Source, Sources
from briefing.text import Place, Span, Text
from briefing.trace.agreement import Original, check_copy, trace_pdf
from briefing.trace.ledger import Issue, Ledger
from briefing.trace.model import Trace
from briefing.trace.statements import trace_reading

LOOK = "compare it with the document; one of the two was changed"
HELP = "the file was altered: ask whoever gave it to you for one that is whole"


@dataclass(frozen=True, slots=True)
class Proof:
    """Evidence that was checked: what it bears out, and what is wrong with it.

    `page` are the numbers of the page that it keeps. `unproved` are claims about what no source
    says, which only the documents can bear out; it is empty where they were at hand.
    """

    carried: Carried
    ledger: Ledger
    page: Trace
    findings: tuple[Finding, ...]
    unproved: tuple[str, ...]


def prove(carried: Carried, originals: Sequence[Source] = ()) -> Proof:
    """Check evidence as a build checks its project: facts, citations, derivations, statements.

    `originals` are the source documents, where they are at hand.
    """
    briefing, of_facts = ground_facts(carried.facts, carried.sources)
    ledger = Ledger(
        briefing,
        Issue.of(carried.record.edition, carried.day),
        carried.record.briefing,
        carried.record.date,
        count_entries(carried.verdict),
    )
    page = trace_reading(carried.page, ledger)
    findings = [*of_facts, *_of_record(carried, page)]
    if originals and not findings:
        findings += _of_documents(carried, originals)
    return Proof(carried, ledger, page, tuple(findings), _unproved(carried, originals))


def verify(reading: Reading, proof: Proof) -> tuple[Trace, list[Finding]]:
    """The numbers of a finished file, as it was read, and where it is not what its evidence says.

    What is wrong with the page as the evidence keeps it is told where a reader sees it.
    """
    if not reading.blocks:  # of a file that cannot be read there is nothing else to say
        return trace_reading(reading, proof.ledger), list(reading.unread)
    original = Original(proof.page, proof.carried.page, is_html=False)
    if reading.page_count is not None:  # a PDF: it has pages, and no claims but its links
        trace = trace_pdf(reading, original, proof.ledger)
        findings = list(trace.findings)
    else:
        trace = trace_reading(reading, proof.ledger)
        findings = [*trace.findings, *check_copy(trace, reading, original)]
        findings = findings or list(_of_marks(proof.carried, reading))
    findings = findings or list(proof.page.findings)
    return trace, [*findings, *check_fonts(reading)]


def check_fonts(reading: Reading) -> list[Finding]:
    """A finding for each font whose letters had to be believed."""
    return [
        Finding(
            "unknown-font",
            f"what letters of the font {font} say had to be believed",
            Text(reading.path, "").whole(),
            help="use the fonts that come with the program",
        )
        for font in reading.believed
    ]


def _of_marks(carried: Carried, reading: Reading) -> Iterator[Finding]:
    """Where the page says the same words, and claims something else of them."""
    kept, here = carried.record.page, block_records(reading)
    for number, (one, other) in enumerate(zip(kept, here, strict=False)):
        if one != other:
            blocks = [block for block in reading.blocks if block.layer not in UNLISTED]
            yield Finding(
                "evidence-disagrees",
                "the page claims something else of these words than its evidence has kept",
                blocks[number].fragments[0].place,
                related=(Related(_block_place(carried, number), "so the evidence has kept it"),),
                help=HELP,
            )
            return


def _block_place(carried: Carried, number: int) -> Place:
    return carried.page.blocks[number].fragments[0].place


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


def _of_documents(carried: Carried, originals: Sequence[Source]) -> list[Finding]:
    """Where the documents are not those of the evidence, or say otherwise in full."""
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
    return findings or ground_facts(carried.facts, Sources(tuple(sources)))[1]


def _changes(record: SourceRecord, kept: Source, original: Source) -> Iterator[Finding]:
    """The cited lines that read otherwise in a document, or that it is another one."""
    changed = [line for line in record.lines if not _stands(line, original.text)]
    for line in changed:
        span = _changed_part(line, original.text)
        yield Finding(
            "changed-source",
            f"line {line.line} of `{record.name}` is not the one that the evidence cites",
            _place(original.text, line.line, span),
            related=(Related(_place(kept.text, line.line, span), "as the evidence has it"),),
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


def _stands(line: Line, text: Text) -> bool:
    """Whether the document has the very line that the evidence cites, and its words."""
    if line.line > text.line_count:
        return False
    words = text.line(line.line)
    is_same = sha256(words.encode()).hexdigest() == line.sha256
    return is_same and all(words.startswith(part.text, part.column - 1) for part in line.parts)


def _changed_part(line: Line, text: Text) -> Span:
    """The carried words that the line of a document does not have, or the line as a whole."""
    words = text.line(line.line) if line.line <= text.line_count else ""
    for part in line.parts:
        start = part.column - 1
        if not words.startswith(part.text, start):
            return Span(start, start + len(part.text))
    return Span(0, line.length)


def _place(text: Text, number: int, span: Span) -> Place:
    """Some characters of a line, as far as it has them."""
    line = text.line_span(min(number, text.line_count))
    return text.place(min(line.start + span.start, line.end), min(line.start + span.end, line.end))


def _unproved(carried: Carried, originals: Sequence[Source]) -> tuple[str, ...]:
    """The claims that only the documents can bear out, where one of them is not at hand."""
    at_hand = {source.name for source in originals}
    if all(source.name in at_hand for source in carried.sources):
        return ()
    return tuple(fact.id for fact in carried.facts.facts.values() if fact.absent)
