"""Whether a page says what it was made from: the same numbers, in the same order, the same words.

A PDF is held against its HTML; a finished file, wherever it lies, against its evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from briefing.diagnostics import Finding, Related
from briefing.prose import fold
from briefing.quantities.model import Kind, Quantity, Ratio
from briefing.read.model import Block, Layer, Mark, Reading
from briefing.report.model import StatementClass
from briefing.text import Place, Span, Text
from briefing.trace.ledger import Ledger
from briefing.trace.model import Statement, Trace
from briefing.trace.sight import Sight

# The rules of a page that says something else than its original.
DISAGREEMENTS = frozenset({"pages-disagree", "evidence-disagrees"})
# How many characters of either text are shown where they part.
SHOWN = 40

SOFT_HYPHEN, NO_SPACE = "\u00ad", "\u200b"

# A step from one sequence to another, as difflib gives it: tag, and a slice of either.
Match = tuple[str, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Original:
    """What a page was made from: its statements, its text, and how findings speak of it.

    It is the HTML of a PDF, or the page as the evidence in a file has kept it.
    """

    trace: Trace
    reading: Reading
    is_html: bool

    @property
    def name(self) -> str:
        """The original in words."""
        return "the HTML" if self.is_html else "its evidence"

    @property
    def copy(self) -> str:
        """What is held against it, in words."""
        return "the PDF" if self.is_html else "the page"

    def finding(
        self, message: str, place: Place, there: Place | None = None, label: str = ""
    ) -> Finding:
        """The finding on a place where the two differ; `there` is that in the original."""
        rule = "pages-disagree" if self.is_html else "evidence-disagrees"
        related = (Related(there, f"so says {self.name}"),) if there else ()
        return Finding(rule, message, place, label, related, self.help)

    @property
    def help(self) -> str:
        """What to do where the two differ."""
        if self.is_html:
            return "build the PDF again from this HTML"
        return "the file was altered: ask whoever gave it to you for one that is whole"


@dataclass(frozen=True, slots=True)
class _Seen:
    """A number as it was read in the copy."""

    quantity: Quantity
    block: Block

    @property
    def place(self) -> Place:
        return self.block.place(self.quantity.span)


def trace_pdf(reading: Reading, original: Original, ledger: Ledger) -> Trace:
    """Every statement of a PDF, with the proof that it has in what it was made from.

    Numbers of the body, and those that mark the items of lists, have the proof of their twins, and
    a link to the same evidence; furniture, hover copies and metadata are proved for themselves.
    """
    sights = [Sight(block, ledger) for block in reading.blocks]
    body = [seen for sight in sights if sight.block.layer is Layer.BODY for seen in _seen(sight)]
    markers = [seen for sight in sights if _is_marker(sight.block) for seen in _seen(sight)]
    told = original.trace.body
    marked = [statement for statement in original.trace.statements if _is_marker(statement.block)]
    furniture = _Furniture(reading, original.reading)
    numbers, marks = _matches(told, body), _matches(marked, markers)
    pairs = _Pairs(original)
    statements = [*pairs.pair(numbers, told, body), *pairs.pair(marks, marked, markers)]
    statements += [
        furniture.prove(quantity, sight)
        for sight in sights
        if sight.block.layer is not Layer.BODY and not _is_marker(sight.block)
        for quantity in sight.quantities
    ]
    findings = [
        *reading.unread,
        *(finding for statement in statements for finding in statement.findings),
        *pairs.lost(numbers, told, body),
        *pairs.lost(marks, marked, markers),
    ]
    if not any(finding.rule in DISAGREEMENTS for finding in findings):
        findings += _parted(original, reading)
    return Trace(reading.path, tuple(statements), tuple(findings), len(reading.unread))


def check_copy(trace: Trace, reading: Reading, original: Original) -> list[Finding]:
    """Where a page that was traced by itself says something else than its original.

    A number that its trace has found wrong is told there.
    """
    body = [_Seen(statement.quantity, statement.block) for statement in trace.body]
    matches = _matches(original.trace.body, body)
    pairs = _Pairs(original)
    findings = [
        finding
        for statement, twin in zip(
            trace.body, pairs.pair(matches, original.trace.body, body), strict=True
        )
        if not statement.findings
        for finding in (*twin.findings, *pairs.other_proof(statement, twin))
    ]
    findings += pairs.lost(matches, original.trace.body, body)
    if not findings and not trace.findings:
        findings += _parted(original, reading)
    return findings


def _seen(sight: Sight) -> Iterator[_Seen]:
    return (_Seen(quantity, sight.block) for quantity in sight.quantities)


def _is_marker(block: Block) -> bool:
    """Whether it holds the number of an item of a list."""
    return block.kind == "marker" and block.layer is Layer.STRUCTURE


def _key(quantity: Quantity) -> tuple[object, ...]:
    return (
        quantity.kind,
        quantity.value,
        quantity.unit,
        quantity.bound,
        "".join(fold(quantity.written).split()),
    )


def _matches(html: Sequence[Statement], pdf: Sequence[_Seen]) -> list[Match]:
    """How to get from the numbers of the HTML to those of the PDF, as difflib says it."""
    ours = [_key(statement.quantity) for statement in html]
    theirs = [_key(seen.quantity) for seen in pdf]
    if ours == theirs:
        return [("equal", 0, len(ours), 0, len(theirs))]
    return list(SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes())


class _Pairs:
    """The numbers of a copy, each beside its twin in the original."""

    def __init__(self, original: Original) -> None:
        self.original = original

    def pair(
        self, matches: Sequence[Match], told: Sequence[Statement], seen: Sequence[_Seen]
    ) -> Iterator[Statement]:
        """The statements of the copy, in its order."""
        for tag, first, last, start, end in matches:
            if tag == "equal":
                pairs = zip(told[first:last], seen[start:end], strict=True)
                yield from (self._twin(statement, number) for statement, number in pairs)
            else:
                for offset, number in enumerate(seen[start:end]):
                    twin = told[first + offset] if first + offset < last else None
                    yield self._unpaired(number, twin)

    def lost(
        self, matches: Sequence[Match], told: Sequence[Statement], seen: Sequence[_Seen]
    ) -> Iterator[Finding]:
        """Numbers of the original that the copy does not say."""
        for tag, first, last, start, end in matches:
            if tag == "equal":
                continue
            for statement in told[first + end - start : last]:
                before = seen[end - 1].place if end else None
                words = statement.quantity.written
                yield self.original.finding(
                    f"{self.original.name} says `{words}`, and {self.original.copy} does not",
                    before or statement.place,
                    statement.place,
                    "the last number before it" if before else "",
                )

    def other_proof(self, statement: Statement, twin: Statement) -> Iterator[Finding]:
        """The number states something else here than in the original."""
        here, there = _stated(statement), _stated(twin)
        if not twin.findings and here != there:
            yield self.original.finding(
                f"`{statement.quantity.written}` states {here} here, and {there} as "
                f"{self.original.name} has it",
                statement.place,
            )

    def _twin(self, told: Statement, seen: _Seen) -> Statement:
        findings = tuple(self._link_findings(told, seen))
        class_ = StatementClass.UNTRACED if findings else told.statement_class
        return Statement(
            *(seen.quantity, seen.block, seen.place, class_),
            *(told.entry, told.anchor, told.waiver, findings),
        )

    def _link_findings(self, told: Statement, seen: _Seen) -> Iterator[Finding]:
        """The number must lead to the evidence to which its twin leads."""
        wanted = _link(told.block.marks, told.quantity.span)
        found = _link(seen.block.marks, seen.quantity.span)
        # A renderer makes no links of those within a drawing; there the order is the proof.
        drawn = told.block.kind == "label"
        if wanted is None or drawn or (found and found.target == wanted.target):
            return
        leads = f"its link leads to `#{found.target}`" if found else "it has no link"
        yield Finding(
            "link-disagrees",
            f"`{seen.quantity.written}` leads to `#{wanted.target}` as {self.original.name} has it;"
            f" here {leads}",
            seen.place,
            related=(Related(told.place, f"its twin: {self.original.name}"),),
            help=self.original.help,
        )

    def _unpaired(self, seen: _Seen, twin: Statement | None) -> Statement:
        says = f"says `{twin.quantity.written}`" if twin else "says no number"
        here = f"{self.original.copy} says `{seen.quantity.written}`"
        message = f"{here} where {self.original.name} {says}"
        finding = self.original.finding(message, seen.place, twin.place if twin else None)
        return Statement(
            seen.quantity, seen.block, seen.place, StatementClass.UNTRACED, findings=(finding,)
        )


def _stated(statement: Statement) -> str:
    """What a number states, or of which class it is where it states no fact."""
    entry = statement.entry
    return f"`{entry.id}`" if entry else f"one of the {statement.statement_class.value}"


def _link(marks: Sequence[Mark], span: Span) -> Mark | None:
    return next((m for m in marks if m.kind == "link" and m.span.overlaps(span)), None)


def _parted(original: Original, copy: Reading) -> Iterator[Finding]:
    """Where the words of the two bodies part for the first time."""
    ours, theirs = _letters(original.reading), _letters(copy)
    if ours == theirs:
        return
    at = next((i for i, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), None)
    at = min(len(ours), len(theirs)) if at is None else at
    there, here = _Rest.of(copy, at), _Rest.of(original.reading, at)
    message = f"{original.copy} {there.words} where {original.name} {here.words}"
    yield original.finding(message, there.place, here.place)


def _solid(text: str) -> str:
    """Letters, digits and signs alone: how lines are broken is the renderer's affair."""
    return "".join(fold(text).replace(SOFT_HYPHEN, "").replace(NO_SPACE, "").split())


def _letters(reading: Reading) -> str:
    return "".join(_solid(block.text) for block in reading.blocks if block.layer is Layer.BODY)


@dataclass(frozen=True, slots=True)
class _Rest:
    """What a body says from one of its letters on, and where that stands."""

    words: str
    place: Place

    @classmethod
    def of(cls, reading: Reading, at: int) -> _Rest:
        """From letter `at` on; the last letter of all is the place where a body is over."""
        bodies = [block for block in reading.blocks if block.layer is Layer.BODY and block.text]
        for block in bodies:
            letters = [i for i, c in enumerate(fold(block.text)) if _solid(c)]
            if at < len(letters):
                start = letters[at]
                shown = block.text[start : start + SHOWN].rstrip()
                return cls(f"says “{shown}”", block.place(Span(start, start + len(shown))))
            at -= len(letters)
        if not bodies:
            return cls("says nothing", Text(reading.path, "").whole())
        last = bodies[-1]
        return cls("is over", last.place(Span(len(last.text) - 1, len(last.text))))


class _Furniture:
    """What stands around the body of a PDF: page numbers, running heads, metadata."""

    def __init__(self, reading: Reading, page: Reading) -> None:
        self.reading = reading
        self.repeatable = {
            fold(block.text)
            for block in page.blocks
            if block.kind in {"heading", "caption", "title", "alt"}
        }
        self.holding: dict[str, list[str]] = {}  # of these, those in which a number stands

    def prove(self, quantity: Quantity, sight: Sight) -> Statement:
        """A number of the furniture with its proof."""
        if excused := sight.excuse(quantity):
            return excused
        is_true = self._is_true(quantity, sight.block)
        return sight.structural(quantity) if is_true else sight.untraced(quantity)

    def _is_true(self, quantity: Quantity, block: Block) -> bool:
        back = _link(block.marks, quantity.span)
        if back is not None and block.layer is Layer.STRUCTURE:
            return quantity.value == _number(self.reading.anchors.get(back.target))
        if self._repeats(quantity, block):
            return True
        if block.layer is not Layer.STRUCTURE:
            return False
        number, count = block.fragments[0].place.text.page or 0, self.reading.page_count or 0
        return (quantity.kind, quantity.value) in {
            (Kind.QUANTITY, Decimal(number)),
            (Kind.QUANTITY, Decimal(count)),
            (Kind.FRACTION, Ratio(number, count)),
        }

    def _repeats(self, quantity: Quantity, block: Block) -> bool:
        """Whether the number stands in words that the page says itself."""
        start, end = quantity.span
        text = fold(block.text)
        written = text[start:end]
        if written not in self.holding:
            self.holding[written] = [words for words in self.repeatable if written in words]
        return any(
            0 <= text.find(words, max(0, end - len(words))) <= start
            for words in self.holding[written]
        )


def _number(page: int | None) -> Decimal | None:
    return None if page is None else Decimal(page)
