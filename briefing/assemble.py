"""Put the facts together into a briefing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from briefing.citations import Support
from briefing.facts.model import Fact, FactKind, Facts, Name, Waiver, Wording
from briefing.names import NameIndex
from briefing.quantities.expressions import Expression, Node, parse_expression
from briefing.quantities.expressions import Name as Operand
from briefing.quantities.model import Kind, Quantity
from briefing.quantities.recognise import Names, recognise
from briefing.report.model import StatementClass, Verdict
from briefing.sources import Source, Sources
from briefing.text import Span, Text

QUOTED = "quote."
# In front of the names of what a page says of its own numbers.
COUNTED = "checked"


class Entry(NamedTuple):
    """One thing that a page may state, and the evidence for it.

    Its id is the fact's; a position of a dispute is an entry of its own. `expression` is that of
    a derived number.
    """

    id: str
    fact: Fact
    about: tuple[str, ...]
    quantity: Quantity | None
    written: str
    says: Wording | None
    supports: tuple[Support, ...]
    read_as: Mapping[str, str]
    expression: Expression | None = None

    @property
    def anchor(self) -> str:
        """The id of the element that holds the evidence on a page."""
        return f"e-{self.id}"

    @property
    def statement_class(self) -> StatementClass:
        """The class of a number that states this."""
        if self.expression is not None:
            return StatementClass.DERIVED
        if self.fact.kind is FactKind.COUNT:
            return StatementClass.COUNT
        return StatementClass.FACT


@dataclass(frozen=True)
class Briefing:
    """All that a template may see.

    `refused` are the ids that were left out because something is wrong with them, and
    `numbered_names` the names that the recogniser has to know.
    """

    sources: Sources
    names: Mapping[str, Name]
    entries: Mapping[str, Entry]
    waivers: tuple[Waiver, ...]
    refused: frozenset[str] = frozenset()
    numbered_names: Names | None = None

    def read_numbers(self, text: str) -> tuple[Quantity, ...]:
        """The numbers in a text, names among them; the same text is read once.

        A page is read as a draft, as it is published, and as a PDF, and says mostly the same.
        """
        if text not in self._read:
            self._read[text] = recognise(text, self.numbered_names)
        return self._read[text]

    @cached_property
    def _read(self) -> dict[str, tuple[Quantity, ...]]:
        return {}

    @cached_property
    def index(self) -> NameIndex:
        """Finds the names in a text."""
        return NameIndex(self.names)

    @cached_property
    def _prefixes(self) -> frozenset[str]:
        return frozenset(
            ".".join(parts[:length])
            for parts in (id_.split(".") for id_ in self.entries)
            for length in range(1, len(parts) + 1)
        )

    def has_prefix(self, path: str) -> bool:
        """Whether an id is this, or goes on after it with a dot."""
        return path in self._prefixes

    def is_disputed(self, id_: str) -> bool:
        """Whether this is a dispute as a whole, which no number can settle."""
        entry = self.entries.get(id_)
        return entry is not None and entry.id == entry.fact.id and bool(entry.fact.positions)

    def positions(self, entry: Entry) -> list[Entry]:
        """The positions of a dispute, in their order; none for any other entry."""
        if entry.id != entry.fact.id:
            return []
        return [self.entries[id_] for id_ in entry.fact.position_ids]

    def counted_sources(self, entry: Entry) -> list[Source]:
        """The sources that a count of sources has counted; none for any other entry."""
        count = entry.fact.count
        if count is None or count.what != "sources":
            return []
        counted = self.entries.get(count.of)
        if counted is None:
            return list(self.sources)
        citing = (counted, *self.positions(counted))
        names = {support.source.name for each in citing for support in each.supports}
        return [source for source in self.sources if source.name in names]

    def operands(self, entry: Entry) -> list[tuple[Span, Entry, bool]]:
        """What a derived number is computed from: its place in the expression, and the entry.

        The flag tells that its words are meant (`words(quote.x)`), and not its number.
        """
        if entry.expression is None:
            return []
        return [
            (operand.span, self.entries[operand.id.removeprefix(QUOTED)], quoted)
            for operand in _operands(entry.expression.root)
            for quoted in [operand.id.startswith(QUOTED)]
        ]

    def inputs(self, entry: Entry) -> Iterator[Entry]:
        """The entries that the evidence for this one refers to."""
        yield from (operand for _, operand, _ in self.operands(entry))
        if entry.fact.inconsistent is not None:
            yield self.entries[entry.fact.inconsistent.stated]
        if entry.fact.count is not None and entry.fact.count.of in self.entries:
            yield self.entries[entry.fact.count.of]


def _operands(node: Node) -> Iterator[Operand]:
    if isinstance(node, Operand):
        yield node
    else:
        for operand in node.operands:
            yield from _operands(operand)


def assemble(
    sources: Sources,
    facts: Facts,
    supports: Mapping[str, tuple[Support, ...]],
    values: Mapping[str, Quantity],
    about: Mapping[str, tuple[str, ...]],
) -> Briefing:
    """Everything that a page may state, by id.

    `supports` are the citations that hold, by entry; `values` the quantities that were counted
    and `about` the names of derived facts, by fact.
    """
    entries = (
        entry for fact in facts.facts.values() for entry in _entries(fact, supports, values, about)
    )
    return Briefing(
        sources,
        facts.names,
        {entry.id: entry for entry in entries},
        facts.waivers,
        facts.refused,
        facts.numbered_names,
    )


def _entries(
    fact: Fact,
    supports: Mapping[str, tuple[Support, ...]],
    values: Mapping[str, Quantity],
    about: Mapping[str, tuple[str, ...]],
) -> Iterator[Entry]:
    """The entry of a fact, and those of its positions."""
    names = fact.about or about.get(fact.id, ())
    stated = fact.inconsistent.value if fact.inconsistent else fact.value
    quantity = values.get(fact.id) or (stated.quantity if stated else None)
    derive = fact.inconsistent.derive if fact.inconsistent else fact.derive
    expression = parse_expression(derive.text) if derive else None
    yield Entry(
        fact.id,
        fact,
        names,
        quantity,
        stated.written if stated else quantity.written if quantity else "",
        fact.says,
        supports.get(fact.id, ()),
        fact.read_as,
        expression if isinstance(expression, Expression) else None,
    )
    for id_, position in zip(fact.position_ids, fact.positions, strict=True):
        value = position.value
        yield Entry(
            id_,
            fact,
            names,
            value.quantity if value else None,
            value.written if value else "",
            position.says,
            supports.get(id_, ()),
            position.read_as,
        )


def count_entries(verdict: Verdict) -> dict[str, Entry]:
    """The evidence for the figures that the build counted in a page itself, by id."""
    figures = {"found": verdict.found, "unread": verdict.unread}
    figures |= {class_.value: verdict.counts.get(class_, 0) for class_ in StatementClass}
    entries = (_count_entry(f"{COUNTED}.{name}", figure) for name, figure in figures.items())
    return {entry.id: entry for entry in entries}


def _count_entry(id_: str, figure: int) -> Entry:
    written = f"{figure:,}"
    quantity = Quantity(written, Span(0, len(written)), Kind.QUANTITY, Decimal(figure))
    fact = Fact(id_, FactKind.COUNT, Text("", "").whole())
    return Entry(id_, fact, (), quantity, written, None, (), {})
