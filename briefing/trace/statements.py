"""What each number of a finished page claims, and whether it says the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from briefing.assemble import Entry
from briefing.citations import Support
from briefing.diagnostics import Finding, Related
from briefing.facts.model import Waiver
from briefing.names import Mention, window
from briefing.prose import fold, sentences
from briefing.quantities.compare import restates
from briefing.quantities.heads import head_of, under_head
from briefing.quantities.model import Kind, Quantity
from briefing.quantities.write import machine_value
from briefing.read.model import Block, Layer, Mark, Reading
from briefing.report.model import StatementClass
from briefing.text import Span
from briefing.trace.ledger import Ledger, Setting
from briefing.trace.losses import check_losses
from briefing.trace.measures import mismeasured
from briefing.trace.model import Statement, Trace

# Which claim counts where several cover a number: the one that binds it most closely.
CLAIMS = ("fact", "quote", "cite", "source", "edition", "term", "waiver", "name")
# The places of these are sentences; everywhere else the whole block is read in one go.
PROSE = frozenset({"paragraph"})
# Keys of sources are words to a reader: "003", "annual-report".
WORD = re.compile(r"[\w.-]*\w")
# How a reference goes on behind the key of its source.
LINES = re.compile(r", lines? (\d+)(?:[-–](\d+))?")


def trace_reading(reading: Reading, ledger: Ledger) -> Trace:
    """Every statement of a finished page with the proof it has, and what has none."""
    statements: list[Statement] = []
    findings = list(reading.unread)
    for block in reading.blocks:
        sight = Sight(block, ledger)
        found = list(sight.statements())
        statements += found
        findings += [finding for statement in found for finding in statement.findings]
        findings += sight.empty_claims()
    findings += check_losses(reading)
    return Trace(reading.path, tuple(statements), tuple(findings), len(reading.unread))


def _in_place(block: Block, ledger: Ledger) -> tuple[Quantity, ...]:
    """The numbers of a block; those of a cell in the unit that its heads give."""
    found = ledger.briefing.read_numbers(block.text)
    head = head_of(block.context) if block.kind == "cell" and found else None
    return under_head(found, block.text, head) if head else found


class Sight:
    """One block under the eye: its numbers, and what the page claims of them."""

    def __init__(self, block: Block, ledger: Ledger) -> None:
        self.block = block
        self.ledger = ledger
        self.quantities = _in_place(block, ledger)

    def statements(self) -> Iterator[Statement]:
        """A statement for each number, in order."""
        prove = {
            "fact": self._prove_fact,
            "quote": self._prove_quotation,
            "cite": self._prove_reference,
            "source": self._prove_source,
            "edition": self._prove_edition,
            "term": self._prove_term,
            "waiver": self._prove_disclosure,
            "name": self._prove_name,
        }
        for quantity in self.quantities:
            mark = self.claim(quantity.span)
            yield prove[mark.kind](quantity, mark) if mark else self.prove_unclaimed(quantity)

    def words(self, span: Span) -> str:
        """What stands in the block at `span`."""
        return self.block.text[slice(*span)]

    def claim(self, span: Span) -> Mark | None:
        """The claim that binds the number at `span` most closely."""
        over = [m for m in self.block.marks if m.kind in CLAIMS and m.span.overlaps(span)]
        return min(
            over, key=lambda m: (m.span.end - m.span.start, CLAIMS.index(m.kind)), default=None
        )

    def empty_claims(self) -> Iterator[Finding]:
        """Findings on claims that no number stands behind, and quotations that are none."""
        for mark in self.block.marks:
            words = self.words(mark.span)
            if mark.kind == "fact" and not any(q.span.overlaps(mark.span) for q in self.quantities):
                yield self._finding(
                    "empty-claim",
                    f"the page claims to state `{mark.target}` here, but no number stands here",
                    mark.span,
                    help="the recogniser does not read these words as a number; state it otherwise",
                )
            elif mark.kind == "quote" and self._quoted(mark) is None:
                yield self._misquoted(mark, words)
            elif mark.kind == "name" and not self._is_name(mark, words):
                yield self._finding(
                    "misnamed",
                    f"the page claims to name `{mark.target}` here, but says “{words}”",
                    mark.span,
                    help="print names with {{ name.… }}",
                )

    # One proof for each class.

    def _prove_fact(self, quantity: Quantity, mark: Mark) -> Statement:
        entry = self.ledger.entry(mark.target)
        if entry is None or entry.quantity is None:
            finding = self._finding(
                "unknown-claim",
                f"the page claims that `{quantity.written}` states `{mark.target}`, "
                "which no fact with a value is called",
                quantity.span,
                help="state it through a fact of the facts file",
            )
            return self._statement(quantity, StatementClass.UNTRACED, finding)
        findings = [
            *self._disagreement(quantity, mark, entry),
            *self._mismeasure(quantity, entry),
            *self._misplacement(quantity, entry),
            *self._misattribution(quantity, mark, entry),
            *self._misdirection(mark, entry),
        ]
        class_ = StatementClass.UNTRACED if findings else entry.statement_class
        return self._statement(quantity, class_, *findings, entry=entry, mark=mark)

    def _prove_quotation(self, quantity: Quantity, mark: Mark) -> Statement:
        support = self._quoted(mark)
        if support is None:  # said once, for the quotation as a whole
            return self._statement(quantity, StatementClass.UNTRACED)
        return self._statement(
            quantity, StatementClass.QUOTATION, entry=self.ledger.entry(mark.target)
        )

    def _prove_reference(self, quantity: Quantity, mark: Mark) -> Statement:
        key, _, lines = mark.target.partition(":")
        first, _, last = lines.partition("-")
        words = self.words(mark.span)
        said = LINES.fullmatch(words.removeprefix(key)) if words.startswith(key) else None
        if (
            mark.target in self.ledger.references
            and said
            and said.groups() == (first, None if last == first else last)
        ):
            return self._statement(quantity, StatementClass.STRUCTURAL)
        return self._false_claim(
            quantity,
            mark,
            "wrong-reference",
            f"the page says “{words}” of what stands in {mark.target}",
            "print references through the evidence, and change nothing in them",
        )

    def _prove_source(self, quantity: Quantity, mark: Mark) -> Statement:
        words, source = self.words(mark.span), self.ledger.briefing.sources.named(mark.target)
        if source is not None and words in {source.key, source.name, source.sha256}:
            return self._statement(quantity, StatementClass.STRUCTURAL)
        return self._false_claim(
            quantity,
            mark,
            "wrong-reference",
            f"the page says “{words}” of the source {mark.target}",
            "print a source's key, its name or its sha256, and change nothing in it",
        )

    def _prove_edition(self, quantity: Quantity, mark: Mark) -> Statement:
        words = self.words(mark.span)
        if self.ledger.issue.says(words):
            return self._statement(quantity, StatementClass.STRUCTURAL)
        return self._false_claim(
            quantity,
            mark,
            "wrong-edition",
            f"the page says “{words}” of the edition {self.ledger.issue.edition}",
            "print {{ edition }} or {{ edition_date }}",
        )

    def _prove_term(self, quantity: Quantity, mark: Mark) -> Statement:
        """A word that an absence is about: that no source has it was checked with the facts."""
        entry, words = self.ledger.entry(mark.target), self.words(mark.span)
        if entry is not None and words in entry.fact.absent:
            return self._statement(quantity, StatementClass.FACT, entry=entry)
        return self._false_claim(
            quantity,
            mark,
            "claim-disagrees",
            f"the page says that `{mark.target}` looked for “{words}”, which it did not",
            "print the terms of an absence, and change nothing in them",
        )

    def _prove_disclosure(self, quantity: Quantity, mark: Mark) -> Statement:
        """What the page tells of a waiver; its own words are no use that is made of it."""
        words = self.words(mark.span)
        for waiver in self.ledger.briefing.waivers:
            if waiver.text == mark.target and words in {waiver.text, waiver.expires}:
                return self._statement(quantity, StatementClass.STRUCTURAL)
        return self._false_claim(
            quantity,
            mark,
            "claim-disagrees",
            f"the page says “{words}” of the waiver for “{mark.target}”",
            "print the words and the last day of a waiver, and change nothing in them",
        )

    def _false_claim(
        self, quantity: Quantity, mark: Mark, rule: str, message: str, way_out: str
    ) -> Statement:
        finding = self._finding(rule, message, mark.span, help=way_out)
        return self._statement(quantity, StatementClass.UNTRACED, finding)

    def _prove_name(self, quantity: Quantity, mark: Mark) -> Statement:
        if quantity.span.within(mark.span):  # that it is the name is checked for the mark
            return self._statement(quantity, StatementClass.NAME)
        return self.prove_unclaimed(quantity)

    def prove_unclaimed(self, quantity: Quantity) -> Statement:
        """A number of which the page claims nothing: a name, an idiom, furniture or waived."""
        return self.excuse(quantity) or self.untraced(quantity)

    def excuse(self, quantity: Quantity) -> Statement | None:
        """A number that needs no fact: a name, an idiom, furniture or waived; None for others."""
        if quantity.kind is Kind.NAME and fold(quantity.written) in self.ledger.known_names:
            return self._statement(quantity, StatementClass.NAME)
        if quantity.kind is Kind.IDIOM:
            return self._statement(quantity, StatementClass.IDIOM)
        if self.block.kind == "marker" or self._is_edition(quantity):
            return self.structural(quantity)
        waiver = self._waiver(quantity)
        return waiver and self._statement(quantity, StatementClass.WAIVED, waiver=waiver)

    def structural(self, quantity: Quantity) -> Statement:
        """A number that the page itself has, such as that of a page."""
        return self._statement(quantity, StatementClass.STRUCTURAL)

    def untraced(self, quantity: Quantity) -> Statement:
        """A number that nothing stands for."""
        finding = self._finding(
            "untraced-number",
            f"`{quantity.written}` leads to no fact",
            quantity.span,
            label="no fact, name, quotation or waiver covers it",
            help="state it through a fact, quote it, or put it into words without a number",
        )
        return self._statement(quantity, StatementClass.UNTRACED, finding)

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

    # What can be wrong with a number that claims to state a fact.

    def _disagreement(self, quantity: Quantity, mark: Mark, entry: Entry) -> Iterator[Finding]:
        """The words say something else than the fact."""
        assert entry.quantity is not None
        differences = restates(entry.quantity, quantity)
        # What is rounded on the page may be so for programs, too.
        values = {machine_value(entry.quantity), machine_value(quantity)}
        if differences:
            whole = quantity.whole_span
            in_one_piece = not any(whole.start < f.start < whole.end for f in self.block.fragments)
            yield self._finding(
                "claim-disagrees",
                f"the page says `{self.words(whole)}` where `{entry.id}` is `{entry.written}`: "
                + ", ".join(difference.words for difference in differences),
                whole if in_one_piece else quantity.span,
                label="" if in_one_piece else f"a reader sees `{self.words(whole)}`",
                related=_sources(entry),
                help="the words around a number must not change it; state the fact as it is",
            )
        elif any(
            m.kind == "value" and m.span == mark.span and m.target not in values
            for m in self.block.marks
        ):
            yield self._finding(
                "claim-disagrees",
                f"the value for programs at `{quantity.written}` is not that of `{entry.id}`",
                quantity.span,
                help="it must be what the fact or the number itself says",
            )
        elif not mark.span.within(quantity.whole_span) or not quantity.span.within(mark.span):
            claimed = self.words(mark.span)
            yield self._finding(
                "claim-disagrees",
                f"the page claims `{claimed}` as `{entry.id}`, "
                f"but a reader sees the number `{quantity.written}`",
                quantity.span,
                related=_sources(entry),
                help="leave nothing beside the number that a reader would take for a part of it",
            )

    def _mismeasure(self, quantity: Quantity, entry: Entry) -> Iterator[Finding]:
        """Behind the number stands a unit, or "per" something, that its sources do not have."""
        surplus = mismeasured(self.block.text, quantity, entry)
        if surplus is not None:
            yield self._finding(
                "claim-disagrees",
                f"the page says `{quantity.written} … {surplus}`, as no quote of `{entry.id}` does",
                quantity.span,
                related=_sources(entry),
                help="measure the number as its source does",
            )

    def _misdirection(self, mark: Mark, entry: Entry) -> Iterator[Finding]:
        """The link of the number leads to other evidence."""
        for link in self.block.marks:
            astray = link.target != entry.anchor
            if link.kind == "link" and link.span.overlaps(mark.span) and astray:
                yield self._finding(
                    "link-disagrees",
                    f"the number states `{entry.id}`, but its link leads to `#{link.target}`",
                    mark.span,
                    help=f"it must lead to `#{entry.anchor}`",
                )

    def _misplacement(self, quantity: Quantity, entry: Entry) -> Iterator[Finding]:
        """The sentence does not name what the fact is about."""
        missing = self.setting(quantity).missing(entry.about) if self._is_placed() else ()
        if missing:
            names = self.ledger.briefing.names
            listed = ", ".join(f"“{names[name].name}”" for name in missing)
            yield self._finding(
                "misplaced-fact",
                f"`{entry.id}` is stated where nothing names {listed}",
                quantity.span,
                label=f"{entry.written} is about {listed}",
                related=_sources(entry),
                help="name it in the sentence, beside its number if the sentence names others, "
                "or state the fact that belongs here",
            )

    def _misattribution(self, quantity: Quantity, mark: Mark, entry: Entry) -> Iterator[Finding]:
        """A position of a dispute is stated without the source that holds it.

        Not in the evidence, to which nothing leads back: there its sources have lines of their own.
        """
        if entry.id == entry.fact.id or self._anchor(mark) is None:
            return
        keys = {support.source.key for support in entry.supports}
        said = (self.words(self.setting(quantity).window), *self.block.context)
        if not any(key in WORD.findall(words) for key in keys for words in said):
            listed = ", ".join(sorted(keys))
            yield self._finding(
                "misplaced-fact",
                f"`{entry.id}` is stated where nothing says that {listed} holds it",
                quantity.span,
                label="one side of a dispute",
                related=_sources(entry),
                help=f'print it with its source: {{{{ fact.{entry.fact.id}.position("…") }}}}',
            )

    def _is_placed(self) -> bool:
        """Whether the number stands in a sentence: a hover copy only repeats one."""
        return self.block.layer is Layer.BODY

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

    def _cited(self, quantity: Quantity) -> bool:
        """Whether a number only says where something stands."""
        claim = self.claim(quantity.span)
        return claim is not None and claim.kind in {"cite", "source"}

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every name in the block."""
        return self.ledger.briefing.index.mentions(self.block.text)

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

    # The words of the page.

    def _quoted(self, mark: Mark) -> Support | None:
        """The citation whose words a quotation repeats."""
        entry = self.ledger.entry(mark.target)
        words = _unquoted(self.words(mark.span))
        supports = entry.supports if entry else ()
        return next((support for support in supports if support.says(words)), None)

    def _misquoted(self, mark: Mark, words: str) -> Finding:
        entry = self.ledger.entry(mark.target)
        return self._finding(
            "misquoted-source",
            f"“{_unquoted(words)}” does not stand on a line that `{mark.target}` cites",
            mark.span,
            related=_sources(entry) if entry else (),
            help="quote through {{ quote.… }}, and change nothing in the words",
        )

    def _is_name(self, mark: Mark, words: str) -> bool:
        name = self.ledger.briefing.names.get(mark.target)
        return name is not None and fold(words) in {fold(form) for form in name.forms}

    def _is_edition(self, quantity: Quantity) -> bool:
        """Furniture may say the edition without claiming to."""
        furniture = self.block.layer in {Layer.STRUCTURE, Layer.METADATA}
        return furniture and self.ledger.issue.says(quantity.written)

    def _statement(
        self,
        quantity: Quantity,
        class_: StatementClass,
        *findings: Finding,
        entry: Entry | None = None,
        mark: Mark | None = None,
        waiver: Waiver | None = None,
    ) -> Statement:
        place = self.block.place(quantity.span)
        anchor = self._anchor(mark)
        return Statement(quantity, self.block, place, class_, entry, anchor, waiver, findings)

    def _anchor(self, mark: Mark | None) -> str | None:
        """The id of the element around a claim's words."""
        if mark is None:
            return None
        anchors = (m.target for m in self.block.marks if m.kind == "anchor" and m.span == mark.span)
        return next(anchors, None)

    def _finding(  # noqa: PLR0913 - a finding has these parts
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
        origin = self.ledger.origins.get(self._anchor(mark) or "")
        if origin is not None and rule != "claim-disagrees":
            related = (Related(place, "so it stands in the finished page"), *related)
            place = origin
        return Finding(rule, message, place, label=label, related=related, help=help)


def _unquoted(words: str) -> str:
    """The words without the quotation marks around them, folded."""
    return " ".join(fold(words).split()).strip("\"' ")


def _sources(entry: Entry) -> tuple[Related, ...]:
    return tuple(
        Related(s.source.text.place(*(s.value or s.quote)), f"cited for `{entry.id}`")
        for s in entry.supports[:1]
    )
