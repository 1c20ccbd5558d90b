"""What each number of a finished page claims, and whether it says the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from briefing.assemble import Briefing, Entry
from briefing.citations import Support
from briefing.diagnostics import Finding, Related
from briefing.facts.model import Waiver
from briefing.names import Mention, NameIndex, window
from briefing.prose import fold, sentences
from briefing.quantities.compare import restates
from briefing.quantities.model import Kind, Quantity
from briefing.quantities.recognise import recognise
from briefing.quantities.write import machine_value
from briefing.read.model import Block, Layer, Mark, Reading
from briefing.report.model import StatementClass
from briefing.text import Place, Span
from briefing.trace.model import Statement, Trace

# Which claim counts where several cover a number: the one that binds it most closely.
CLAIMS = ("fact", "quote", "cite", "source", "edition", "term", "facts", "name")
# The places of these are sentences; everywhere else the whole block is read in one go.
PROSE = frozenset({"paragraph"})
NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Issue:
    """What a page may say of its own edition: its name, and its date in words and digits."""

    edition: str
    dates: tuple[str, ...]

    def says(self, words: str) -> bool:
        """Whether the words are about this edition."""
        return words in {self.edition, *self.dates}


@dataclass(frozen=True)
class Ledger:
    """What the statements of a page are held against.

    `counted` are the entries of the figures that the page states about itself; `origins` say
    where a template asked for the element with an id, `alone` are the ids of those that it has put
    among words of its own; `today` is an ISO date.
    """

    briefing: Briefing
    issue: Issue
    page: str
    today: str
    counted: Mapping[str, Entry] = field(default_factory=dict)
    origins: Mapping[str, Place] = field(default_factory=dict)
    alone: frozenset[str] = frozenset()

    @cached_property
    def index(self) -> NameIndex:
        """Finds the names of the facts file in a text."""
        return NameIndex(self.briefing.names)

    @cached_property
    def known_names(self) -> frozenset[str]:
        """Every way in which a name may be written, with typographic variants folded."""
        return frozenset(fold(form) for name in self.briefing.names.values() for form in name.forms)

    def entry(self, id_: str) -> Entry | None:
        """The entry that a page claims to state."""
        return self.briefing.entries.get(id_) or self.counted.get(id_)


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
    return Trace(reading.path, tuple(statements), tuple(findings), len(reading.unread))


class Sight:
    """One block under the eye: its numbers, and what the page claims of them."""

    def __init__(self, block: Block, ledger: Ledger) -> None:
        self.block = block
        self.ledger = ledger
        self.quantities = recognise(block.text, ledger.briefing.numbered_names)

    def statements(self) -> Iterator[Statement]:
        """A statement for each number, in order."""
        prove = {
            "fact": self._prove_fact,
            "facts": self._prove_listed,
            "quote": self._prove_quotation,
            "cite": self._prove_reference,
            "source": self._prove_source,
            "edition": self._prove_edition,
            "term": self._prove_term,
            "name": self._prove_name,
        }
        for quantity in self.quantities:
            mark = self.claim(quantity.span)
            yield prove[mark.kind](quantity, mark) if mark else self.prove_unclaimed(quantity)

    def claim(self, span: Span) -> Mark | None:
        """The claim that binds the number at `span` most closely."""
        over = [m for m in self.block.marks if m.kind in CLAIMS and m.span.overlaps(span)]
        return min(
            over, key=lambda m: (m.span.end - m.span.start, CLAIMS.index(m.kind)), default=None
        )

    def empty_claims(self) -> Iterator[Finding]:
        """Findings on claims that no number stands behind, and quotations that are none."""
        for mark in self.block.marks:
            words = self.block.text[slice(*mark.span)]
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
            *self._misplacement(quantity, entry),
            *self._misdirection(mark, entry),
        ]
        class_ = StatementClass.UNTRACED if findings else entry.statement_class
        return self._statement(quantity, class_, *findings, entry=entry, mark=mark)

    def _prove_listed(self, quantity: Quantity, mark: Mark) -> Statement:
        """A number in the text of an attribute, whose element lists what the text states."""
        position = self._plain().index(quantity) if quantity in self._plain() else None
        if position is None:
            return self.prove_unclaimed(quantity)
        targets = mark.target.split()
        entry = self.ledger.entry(targets[position]) if position < len(targets) else None
        if entry is None or entry.quantity is None or restates(entry.quantity, quantity):
            return self.prove_unclaimed(quantity)
        return self._statement(quantity, entry.statement_class, entry=entry)

    def _plain(self) -> list[Quantity]:
        """The numbers of the block that are no names and no idioms."""
        return [q for q in self.quantities if q.kind not in {Kind.NAME, Kind.IDIOM}]

    def _prove_quotation(self, quantity: Quantity, mark: Mark) -> Statement:
        support = self._quoted(mark)
        if support is None:  # said once, for the quotation as a whole
            return self._statement(quantity, StatementClass.UNTRACED)
        return self._statement(
            quantity, StatementClass.QUOTATION, entry=self.ledger.entry(mark.target)
        )

    def _prove_reference(self, quantity: Quantity, mark: Mark) -> Statement:
        key, _, lines = mark.target.partition(":")
        source = next((s for s in self.ledger.briefing.sources if s.key == key), None)
        words = self.block.text[slice(*mark.span)]
        first, _, last = lines.partition("-")
        expected = [first] if last in {"", first} else [first, last]
        if (
            source is not None
            and words.startswith(source.key)
            and NUMBERS.findall(words[len(source.key) :]) == expected
        ):
            return self._statement(quantity, StatementClass.STRUCTURAL)
        finding = self._finding(
            "wrong-reference",
            f"the page says “{words}” of what stands in {mark.target}",
            mark.span,
            help="print references through the evidence, and change nothing in them",
        )
        return self._statement(quantity, StatementClass.UNTRACED, finding)

    def _prove_source(self, quantity: Quantity, mark: Mark) -> Statement:
        words = self.block.text[slice(*mark.span)]
        for source in self.ledger.briefing.sources:
            if source.key == mark.target and words in {source.key, source.name, source.sha256}:
                return self._statement(quantity, StatementClass.STRUCTURAL)
        finding = self._finding(
            "wrong-reference",
            f"the page says “{words}” of the source {mark.target}",
            mark.span,
            help="print a source's key, its name or its sha256, and change nothing in it",
        )
        return self._statement(quantity, StatementClass.UNTRACED, finding)

    def _prove_edition(self, quantity: Quantity, mark: Mark) -> Statement:
        words = self.block.text[slice(*mark.span)]
        if self.ledger.issue.says(words):
            return self._statement(quantity, StatementClass.STRUCTURAL)
        finding = self._finding(
            "wrong-edition",
            f"the page says “{words}” of the edition {self.ledger.issue.edition}",
            mark.span,
            help="print {{ edition }} or {{ edition_date }}",
        )
        return self._statement(quantity, StatementClass.UNTRACED, finding)

    def _prove_term(self, quantity: Quantity, mark: Mark) -> Statement:
        """A word that an absence is about: that no source has it was checked with the facts."""
        entry = self.ledger.entry(mark.target)
        words = self.block.text[slice(*mark.span)]
        if entry is not None and words in entry.fact.absent:
            return self._statement(quantity, StatementClass.FACT, entry=entry)
        finding = self._finding(
            "claim-disagrees",
            f"the page says that `{mark.target}` looked for “{words}”, which it did not",
            mark.span,
            help="print the terms of an absence, and change nothing in them",
        )
        return self._statement(quantity, StatementClass.UNTRACED, finding)

    def _prove_name(self, quantity: Quantity, mark: Mark) -> Statement:
        if quantity.span.within(mark.span):  # that it is the name is checked for the mark
            return self._statement(quantity, StatementClass.NAME)
        return self.prove_unclaimed(quantity)

    def prove_unclaimed(self, quantity: Quantity) -> Statement:
        """A number of which the page claims nothing: a name, an idiom, furniture or waived."""
        if quantity.kind is Kind.NAME and fold(quantity.written) in self.ledger.known_names:
            return self._statement(quantity, StatementClass.NAME)
        if quantity.kind is Kind.IDIOM:
            return self._statement(quantity, StatementClass.IDIOM)
        if self.block.kind == "marker" or self._is_edition(quantity):
            return self._statement(quantity, StatementClass.STRUCTURAL)
        waiver = self._waiver(quantity)
        if waiver is not None:
            return self._statement(quantity, StatementClass.WAIVED, waiver=waiver)
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
        if differences:
            yield self._finding(
                "claim-disagrees",
                f"the page says `{_with_qualifier(self.block, quantity)}` where "
                f"`{entry.id}` is `{entry.written}`: "
                + ", ".join(difference.words for difference in differences),
                quantity.whole_span,
                related=_sources(entry),
                help="the words around a number must not change it; state the fact as it is",
            )
        elif any(
            m.kind == "value" and m.span == mark.span and m.target != machine_value(entry.quantity)
            for m in self.block.marks
        ):
            yield self._finding(
                "claim-disagrees",
                f"the value for programs at `{quantity.written}` is not that of `{entry.id}`",
                quantity.span,
                help="it must be what the fact says, like the number itself",
            )
        elif not mark.span.within(quantity.whole_span) or not quantity.span.within(mark.span):
            claimed = self.block.text[slice(*mark.span)]
            yield self._finding(
                "claim-disagrees",
                f"the page claims `{claimed}` as `{entry.id}`, "
                f"but a reader sees the number `{quantity.written}`",
                quantity.span,
                related=_sources(entry),
                help="leave nothing beside the number that a reader would take for a part of it",
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

    def _is_placed(self) -> bool:
        """Whether the number stands in a sentence: a hover copy only repeats one."""
        return self.block.layer is Layer.BODY

    def setting(self, quantity: Quantity) -> Setting:
        """What the words around a number name."""
        text = self.block.text
        sentence = Span(0, len(text))
        if self.block.kind in PROSE:
            sentence = next(s for s in sentences(text) if s.overlaps(quantity.span))
        others = [
            other.span
            for other in self._plain()
            if other is not quantity and other.span.within(sentence)
        ]
        index = self.ledger.index
        return Setting(
            index=index,
            mentions=tuple(m for m in self.mentions if m.span.within(sentence)),
            window=window(quantity.span, others, sentence),
            context=frozenset(
                mention.name for words in self.block.context for mention in index.mentions(words)
            ),
        )

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every name in the block."""
        return self.ledger.index.mentions(self.block.text)

    # The words of the page.

    def _quoted(self, mark: Mark) -> Support | None:
        """The citation whose words a quotation repeats."""
        entry = self.ledger.entry(mark.target)
        words = _unquoted(self.block.text[slice(*mark.span)])
        for support in entry.supports if entry else ():
            lines = support.source.text.content[slice(*support.lines)]
            if words and words in " ".join(fold(lines).split()):
                return support
        return None

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


@dataclass(frozen=True, slots=True)
class Setting:
    """What the words around a number name: in its sentence, in its window, and along with it."""

    index: NameIndex
    mentions: Sequence[Mention]
    window: Span
    context: frozenset[str]

    def missing(self, about: Sequence[str]) -> tuple[str, ...]:
        """Which of the names a fact is about are not named here.

        Heads and captions name it, too, unless the sentence itself names others of its group.
        """
        return tuple(
            name
            for name in self.index.missing(about, self.mentions, self.window)
            if name not in self.context or self.index.others(name, about, self.mentions)
        )

    @property
    def named(self) -> frozenset[str]:
        """Everything that is named here at all."""
        return self.context | {mention.name for mention in self.mentions}


def _with_qualifier(block: Block, quantity: Quantity) -> str:
    return block.text[slice(*quantity.whole_span)]


def _unquoted(words: str) -> str:
    """The words without the quotation marks around them, folded."""
    return " ".join(fold(words).split()).strip("\"' ")


def _sources(entry: Entry) -> tuple[Related, ...]:
    return tuple(
        Related(s.source.text.place(*(s.value or s.quote)), f"cited for `{entry.id}`")
        for s in entry.supports[:1]
    )
