"""One block of a finished page under the eye: its numbers, and what is claimed of them."""

from __future__ import annotations

from functools import cached_property

from briefing.assemble import Entry
from briefing.diagnostics import Finding, Related
from briefing.facts.model import Waiver
from briefing.names import Mention, window
from briefing.prose import fold, sentences
from briefing.quantities.heads import head_of, under_head
from briefing.quantities.model import Kind, Quantity
from briefing.read.model import Block, Layer, Mark
from briefing.report.model import StatementClass
from briefing.text import Span
from briefing.trace.ledger import Ledger, Setting
from briefing.trace.model import Statement

# Which claim counts where several cover a number: the one that binds it most closely.
CLAIMS = ("fact", "quote", "cite", "source", "edition", "term", "waiver", "name")
# The places of these are sentences; everywhere else the whole block is read in one go.
PROSE = frozenset({"paragraph"})


class Sight:
    """One block under the eye: its numbers, and what the page claims of them."""

    def __init__(self, block: Block, ledger: Ledger) -> None:
        self.block = block
        self.ledger = ledger
        self.quantities = _numbers_of(block, ledger)

    def words(self, span: Span) -> str:
        """What stands in the block at `span`."""
        return self.block.text[slice(*span)]

    def claim(self, span: Span) -> Mark | None:
        """The claim that binds the number at `span` most closely."""
        over = [m for m in self.block.marks if m.kind in CLAIMS and m.span.overlaps(span)]
        return min(
            over, key=lambda m: (m.span.end - m.span.start, CLAIMS.index(m.kind)), default=None
        )

    def anchor(self, mark: Mark | None) -> str | None:
        """The id of the element around a claim's words."""
        if mark is None:
            return None
        anchors = (m.target for m in self.block.marks if m.kind == "anchor" and m.span == mark.span)
        return next(anchors, None)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every name in the block."""
        return self.ledger.briefing.index.mentions(self.block.text)

    def setting(self, quantity: Quantity) -> Setting:
        """What the words around a number name."""
        text = self.block.text
        sentence = Span(0, len(text))
        if self.block.kind in PROSE:
            sentence = next(s for s in self._sentences if s.overlaps(quantity.span))
        others = [
            other.span
            for other in self._plain
            if other is not quantity and other.span.within(sentence) and not self._cited(other)
        ]
        return Setting(
            index=self.ledger.briefing.index,
            mentions=tuple(m for m in self.mentions if m.span.within(sentence)),
            window=window(quantity.span, others, sentence),
            context=self._context,
        )

    @cached_property
    def _context(self) -> frozenset[str]:
        """The names in the words that a reader takes along."""
        index = self.ledger.briefing.index
        return frozenset(
            mention.name for words in self.block.context for mention in index.mentions(words)
        )

    @cached_property
    def _sentences(self) -> list[Span]:
        """The sentences of the block."""
        return sentences(self.block.text)

    @cached_property
    def _plain(self) -> list[Quantity]:
        """The numbers of the block that are no names and no idioms."""
        return [q for q in self.quantities if q.kind not in {Kind.NAME, Kind.IDIOM}]

    def _cited(self, quantity: Quantity) -> bool:
        """Whether a number only says where something stands."""
        claim = self.claim(quantity.span)
        return claim is not None and claim.kind in {"cite", "source"}

    def excuse(self, quantity: Quantity) -> Statement | None:
        """A number that needs no fact: a name, an idiom, furniture or waived; None for others."""
        if quantity.kind is Kind.NAME and fold(quantity.written) in self.ledger.known_names:
            return self.statement(quantity, StatementClass.NAME)
        if quantity.kind is Kind.IDIOM:
            return self.statement(quantity, StatementClass.IDIOM)
        if self.block.kind == "marker" or self._is_edition(quantity):
            return self.structural(quantity)
        waiver = self._waiver(quantity)
        return waiver and self.statement(quantity, StatementClass.WAIVED, waiver=waiver)

    def structural(self, quantity: Quantity) -> Statement:
        """A number that the page itself has, such as that of a page."""
        return self.statement(quantity, StatementClass.STRUCTURAL)

    def untraced(self, quantity: Quantity) -> Statement:
        """A number that nothing stands for."""
        finding = self.finding_at(
            "untraced-number",
            f"`{quantity.written}` leads to no fact",
            quantity.span,
            label="no fact, name, quotation or waiver covers it",
            help="state it through a fact, quote it, or put it into words without a number",
        )
        return self.statement(quantity, StatementClass.UNTRACED, finding)

    def _is_edition(self, quantity: Quantity) -> bool:
        """Furniture may say the edition without claiming to."""
        furniture = self.block.layer in {Layer.STRUCTURE, Layer.METADATA}
        return furniture and self.ledger.issue.says(quantity.written)

    def _waiver(self, quantity: Quantity) -> Waiver | None:
        """The waiver that lets the number stand untraced."""
        ledger = self.ledger
        return next(
            (
                waiver
                for waiver in ledger.briefing.waivers
                if waiver.expires >= ledger.today
                and waiver.covers(ledger.page, self.block.text, quantity.span)
            ),
            None,
        )

    def statement(
        self,
        quantity: Quantity,
        class_: StatementClass,
        *findings: Finding,
        entry: Entry | None = None,
        mark: Mark | None = None,
        waiver: Waiver | None = None,
    ) -> Statement:
        """A statement of this block; `mark` is the claim to which the evidence leads back."""
        place = self.block.place(quantity.span)
        anchor = self.anchor(mark)
        return Statement(quantity, self.block, place, class_, entry, anchor, waiver, findings)

    def finding_at(  # noqa: PLR0913 - a finding has these parts
        self,
        rule: str,
        message: str,
        span: Span,
        *,
        label: str = "",
        related: tuple[Related, ...] = (),
        help: str = "",  # noqa: A002 - the house's word
    ) -> Finding:
        """A finding on words of this block; where a template asked for them comes first."""
        place = self.block.place(span)
        mark = self.claim(span)
        origin = self.ledger.origins.get(self.anchor(mark) or "")
        if origin is not None and rule != "claim-disagrees":
            related = (Related(place, "so it stands in the finished page"), *related)
            place = origin
        return Finding(rule, message, place, label=label, related=related, help=help)


def _numbers_of(block: Block, ledger: Ledger) -> tuple[Quantity, ...]:
    """The numbers of a block; those of a cell in the unit that its heads give."""
    found = ledger.briefing.read_numbers(block.text)
    head = head_of(block.context) if block.kind == "cell" and found else None
    return under_head(found, block.text, head) if head else found


def cited_for(entry: Entry) -> tuple[Related, ...]:
    """The first line that an entry is cited to, to be shown beside a finding."""
    return tuple(
        Related(s.source.text.place(*(s.value or s.quote)), f"cited for `{entry.id}`")
        for s in entry.supports[:1]
    )
