"""Whether a PDF says what its HTML says: the same numbers, in the same order, the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
from briefing.trace.statements import Sight

# How many characters of either text are shown where they part.
SHOWN = 40

# A step from one sequence to another, as difflib gives it: tag, and a slice of either.
Match = tuple[str, int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A number as it was read in the PDF."""

    quantity: Quantity
    block: Block

    @property
    def place(self) -> Place:
        return self.block.place(self.quantity.span)


def trace_pdf(reading: Reading, html: Trace, page: Reading, ledger: Ledger) -> Trace:
    """Every statement of a PDF, with the proof that it has in the HTML that it was made from.

    `html` is the trace of that HTML and `page` its reading. Numbers of the body, and those that
    mark the items of lists, have the proof of their twins, and a link to the same evidence;
    furniture, hover copies and metadata are proved for themselves.
    """
    sights = [Sight(block, ledger) for block in reading.blocks]
    body = [seen for sight in sights if sight.block.layer is Layer.BODY for seen in _seen(sight)]
    markers = [seen for sight in sights if _is_marker(sight.block) for seen in _seen(sight)]
    marked = [statement for statement in html.statements if _is_marker(statement.block)]
    furniture = _Furniture(reading, page)
    numbers, marks = _matches(html.body, body), _matches(marked, markers)
    statements = [*_pair(numbers, html.body, body), *_pair(marks, marked, markers)]
    statements += [
        furniture.prove(quantity, sight)
        for sight in sights
        if sight.block.layer is not Layer.BODY and not _is_marker(sight.block)
        for quantity in sight.quantities
    ]
    findings = [
        *reading.unread,
        *(finding for statement in statements for finding in statement.findings),
        *_lost(numbers, html.body, body),
        *_lost(marks, marked, markers),
    ]
    if not any(finding.rule == "pages-disagree" for finding in findings):
        findings += _parted(page, reading)
    return Trace(reading.path, tuple(statements), tuple(findings), len(reading.unread))


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


def _pair(
    matches: Sequence[Match], html: Sequence[Statement], pdf: Sequence[_Seen]
) -> Iterator[Statement]:
    """The statements of the PDF's body, each beside its twin in the HTML."""
    for tag, first, last, start, end in matches:
        if tag == "equal":
            pairs = zip(html[first:last], pdf[start:end], strict=True)
            yield from (_twin(statement, seen) for statement, seen in pairs)
        else:
            for offset, seen in enumerate(pdf[start:end]):
                twin = html[first + offset] if first + offset < last else None
                yield _unpaired(seen, twin)


def _twin(html: Statement, seen: _Seen) -> Statement:
    findings = tuple(_link_findings(html, seen))
    class_ = StatementClass.UNTRACED if findings else html.statement_class
    return replace(
        html,
        quantity=seen.quantity,
        block=seen.block,
        place=seen.place,
        statement_class=class_,
        findings=findings,
    )


def _link_findings(html: Statement, seen: _Seen) -> Iterator[Finding]:
    """The number must lead to the evidence to which its twin leads."""
    wanted = _link(html.block.marks, html.quantity.span)
    found = _link(seen.block.marks, seen.quantity.span)
    # A renderer makes no links of those within a drawing; there the order is the proof.
    if wanted is None or html.block.kind == "label" or (found and found.target == wanted.target):
        return
    leads = f"its link leads to `#{found.target}`" if found else "it has no link"
    yield Finding(
        "link-disagrees",
        f"`{seen.quantity.written}` leads to `#{wanted.target}` in the HTML; in the PDF {leads}",
        seen.place,
        related=(Related(html.place, "its twin in the HTML"),),
        help="build the PDF again from this HTML",
    )


def _link(marks: Sequence[Mark], span: Span) -> Mark | None:
    return next((m for m in marks if m.kind == "link" and m.span.overlaps(span)), None)


def _unpaired(seen: _Seen, twin: Statement | None) -> Statement:
    says = f"the HTML says `{twin.quantity.written}`" if twin else "the HTML says no number"
    finding = Finding(
        "pages-disagree",
        f"the PDF says `{seen.quantity.written}` where {says}",
        seen.place,
        related=(Related(twin.place, "so it stands in the HTML"),) if twin else (),
        help="build the PDF again from this HTML",
    )
    return Statement(
        seen.quantity, seen.block, seen.place, StatementClass.UNTRACED, findings=(finding,)
    )


def _lost(
    matches: Sequence[Match], html: Sequence[Statement], pdf: Sequence[_Seen]
) -> Iterator[Finding]:
    """Numbers of the HTML that the PDF does not say."""
    for tag, first, last, start, end in matches:
        if tag == "equal":
            continue
        for statement in html[first + end - start : last]:
            before = pdf[end - 1].place if end else None
            yield Finding(
                "pages-disagree",
                f"the HTML says `{statement.quantity.written}`, and the PDF does not",
                before or statement.place,
                label="the last number before it" if before else "",
                related=(Related(statement.place, "so it stands in the HTML"),),
                help="build the PDF again from this HTML",
            )


def _parted(html: Reading, pdf: Reading) -> Iterator[Finding]:
    """Where the words of the two bodies part for the first time."""
    ours, theirs = _letters(html), _letters(pdf)
    if ours == theirs:
        return
    at = next((i for i, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), None)
    at = min(len(ours), len(theirs)) if at is None else at
    there, here = _Rest.of(pdf, at), _Rest.of(html, at)
    yield Finding(
        "pages-disagree",
        f"the PDF {there.words} where the HTML {here.words}",
        there.place,
        related=(Related(here.place, "so it stands in the HTML"),),
        help="build the PDF again from this HTML",
    )


def _solid(text: str) -> str:
    """Letters, digits and signs alone: how lines are broken is the renderer's affair."""
    return "".join(c for c in fold(text) if not c.isspace() and c not in "\u00ad\u200b")


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
            block.text
            for block in page.blocks
            if block.kind in {"heading", "caption", "title", "alt"}
        }

    def prove(self, quantity: Quantity, sight: Sight) -> Statement:
        """A number of the furniture with its proof."""
        statement = sight.prove_unclaimed(quantity)
        if statement.statement_class is not StatementClass.UNTRACED:
            return statement
        if self._is_true(quantity, sight.block):
            return replace(statement, statement_class=StatementClass.STRUCTURAL, findings=())
        return statement

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
        return any(
            0 <= block.text.find(words, max(0, end - len(words))) <= start
            for words in self.repeatable
        )


def _number(page: int | None) -> Decimal | None:
    return None if page is None else Decimal(page)
