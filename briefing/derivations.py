"""Recompute derived facts and count what is counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from briefing.citations.model import Cited
from briefing.diagnostics import Finding, Related
from briefing.facts.model import CountOf, Fact, FactKind, Facts, Stated, Wording, filled
from briefing.names import NameIndex
from briefing.prose import meant
from briefing.quantities.algebra import Refusal, evaluate
from briefing.quantities.compare import agree
from briefing.quantities.expressions import Expression, Name, Node, parse_expression
from briefing.quantities.matching import as_quantity, matches
from briefing.quantities.model import Quantity
from briefing.quantities.recognise import recognise
from briefing.quantities.write import write
from briefing.sources import Sources
from briefing.text import Place

# In front of a fact's id: the words of its first quotation, and not its value.
QUOTED = "quote."
# Names of this group tell facts apart, and may be new with a derived fact.
TOPIC = "topic"
ALL = "all"


class Derived(NamedTuple):
    """What follows from the facts, by their ids.

    `counted` are the values of the counts; `about` the names of every fact that is computed from
    others: those the author gave, or else those of what it is computed from.
    """

    counted: Mapping[str, Quantity]
    about: Mapping[str, tuple[str, ...]]


def check_derivations(
    facts: Facts, cited: Iterable[Cited], sources: Sources, index: NameIndex
) -> tuple[Derived, list[Finding]]:
    """The counts and the names of computed facts, and what is wrong in what is computed."""
    deriver = _Deriver(facts, {each.claim.id: each for each in cited}, sources, index)
    deriver.derive()
    return Derived(deriver.counted, deriver.about), deriver.findings


class _Operand(NamedTuple):
    """An id that a computed fact asks for, and where."""

    id: str
    place: Place
    is_quoted: bool = False


class _Formula(NamedTuple):
    """An expression, where it stands, what is stated of it, and what it asks for."""

    wording: Wording
    expression: Expression
    stated: Stated
    operands: tuple[_Operand, ...]


@dataclass
class _Deriver:
    """Computes what the facts give; each fault is told once."""

    facts: Facts
    cited: Mapping[str, Cited]
    sources: Sources
    index: NameIndex
    findings: list[Finding] = field(default_factory=list)
    counted: dict[str, Quantity] = field(default_factory=dict)
    about: dict[str, tuple[str, ...]] = field(default_factory=dict)
    # The fact behind each id, a position's included, and its value.
    owners: dict[str, Fact] = field(default_factory=dict)
    values: dict[str, Stated | None] = field(default_factory=dict)
    # What an inconsistency contradicts, and itself, by the inconsistency's id.
    contradicted: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for fact in self.facts.facts.values():
            self.owners[fact.id], self.values[fact.id] = fact, fact.value
            for id_, position in zip(fact.position_ids, fact.positions, strict=True):
                self.owners[id_], self.values[id_] = fact, position.value
            if fact.inconsistent:
                self.contradicted |= {fact.inconsistent.stated: fact.id, fact.id: fact.id}

    def derive(self) -> None:
        """Go through everything that is computed, inputs first."""
        formulas = {fact.id: self.formula(fact) for fact in self.computed()}
        asked = {fact.id: self.asked(fact, formulas[fact.id]) for fact in self.computed()}
        for id_ in self.in_order(asked):
            fact, formula = self.facts.facts[id_], formulas[id_]
            self.find_subjects(fact, asked[id_])
            if fact.count:
                self.count(fact, fact.count)
            if formula:
                self.compute(fact, formula)
        self.check_exchanges()

    def computed(self) -> Iterator[Fact]:
        """The facts that are computed from others, in the order of the file."""
        for fact in self.facts.facts.values():
            if fact.derive or fact.inconsistent or fact.count:
                yield fact

    def formula(self, fact: Fact) -> _Formula | None:
        """The expression of a fact that has one; what is none is a finding."""
        wording = fact.inconsistent.derive if fact.inconsistent else fact.derive
        stated = fact.inconsistent.value if fact.inconsistent else fact.value
        if wording is None or stated is None:
            return None
        parsed = parse_expression(wording.text)
        if not isinstance(parsed, Expression):
            place = wording.part(*parsed.span)
            self.findings.append(Finding("bad-derivation", parsed.message, place))
            return None
        operands = (
            _Operand(
                name.id.removeprefix(QUOTED), wording.part(*name.span), name.id.startswith(QUOTED)
            )
            for name in _names(parsed.root)
        )
        return _Formula(wording, parsed, stated, tuple(operands))

    def asked(self, fact: Fact, formula: _Formula | None) -> list[_Operand]:
        """Every fact that this one asks for and that is there; what is not is a finding."""
        asked = list(formula.operands) if formula else []
        if fact.inconsistent:
            asked.append(_Operand(fact.inconsistent.stated, fact.inconsistent.place))
        if fact.count and fact.count.of != ALL and fact.count.what != "facts":
            asked.append(_Operand(fact.count.of, fact.count.place))
        for operand in asked:
            if operand.id not in self.owners and operand.id not in self.facts.refused:
                self.findings.append(
                    Finding(
                        "unknown-fact",
                        f"no fact has the id `{operand.id}`",
                        operand.place,
                        help=meant(operand.id, self.owners),
                    )
                )
        return [operand for operand in asked if operand.id in self.owners]

    def in_order(self, asked: Mapping[str, Iterable[_Operand]]) -> list[str]:
        """The computed facts, inputs first, without those that go in circles."""
        graph = {
            id_: {self.owners[operand.id].id for operand in operands}
            for id_, operands in asked.items()
        }
        while True:
            try:
                return [id_ for id_ in TopologicalSorter(graph).static_order() if id_ in asked]
            except CycleError as error:
                cycle = list(reversed(error.args[1]))
                self.findings.append(_circular(cycle, self.facts))
                graph = {id_: of for id_, of in graph.items() if id_ not in cycle}

    def find_subjects(self, fact: Fact, asked: Iterable[_Operand]) -> None:
        """What the fact is about: what its inputs are about, and what its sentence names of it."""
        inputs = dict.fromkeys(
            name
            for operand in asked
            for owner in [self.owners[operand.id]]
            for name in self.about.get(owner.id, owner.about)
        )
        sentence = filled(fact.says, self.facts.names) if fact.says else ""
        said = {mention.name for mention in self.index.mentions(sentence)}
        self.about[fact.id] = (
            fact.about or tuple(name for name in inputs if name in said) or tuple(inputs)
        )
        if not inputs:
            return
        for name in fact.about:
            new_topic = self.facts.names[name].group == TOPIC and not fact.count
            if name not in inputs and not new_topic:
                self.findings.append(_not_derived(fact, name))

    def count(self, fact: Fact, count: CountOf) -> None:
        """Count, if everything that is counted is sound."""
        number = self.counted_words(count)
        if number:
            self.counted[fact.id] = recognise(number)[0]
        elif count.what == "facts":
            message = f"no fact has an id that begins with `{count.of}`"
            help_ = meant(count.of, {id_.rpartition(".")[0] for id_ in self.owners} - {""})
            self.findings.append(Finding("unknown-fact", message, count.place, help=help_))
        elif count.what == "positions" and count.of in self.facts.facts:
            message = f"`{count.of}` is no dispute, and has no positions"
            self.findings.append(Finding("refused-input", message, count.place))

    def counted_words(self, count: CountOf) -> str:
        """The count as it is stated; "" where there is nothing to count."""
        if count.what == "facts":
            prefix = "" if count.of == ALL else count.of.removesuffix(".") + "."
            ids = (*self.facts.facts, *self.facts.elsewhere)
            number = sum(id_.startswith(prefix) for id_ in ids)
            return str(number) if number else ""
        if count.what == "positions":
            fact = self.facts.facts.get(count.of)
            return str(len(fact.positions)) if fact and fact.positions else ""
        if count.of == ALL:
            return str(len(self.sources)) if self.sources and not self.sources.refused else ""
        owner = self.owners.get(count.of)
        ids = owner.position_ids or (owner.id,) if owner and owner.id == count.of else (count.of,)
        sources = {
            s.source.name for id_ in ids if id_ in self.cited for s in self.cited[id_].supports
        }
        complete = not self.sources.refused and all(id_ in self.cited for id_ in ids)
        return f"{len(sources)} of {len(self.sources)}" if complete else ""

    def compute(self, fact: Fact, formula: _Formula) -> None:
        """Hold the stated value against what the expression gives."""
        values: dict[str, Quantity | str] = {}
        for operand in formula.operands:
            value = self.input(operand)
            if isinstance(value, Finding):
                self.findings.append(value)
            elif value is not None:
                values[QUOTED * operand.is_quoted + operand.id] = value
        if any(name not in values for name in formula.expression.names):
            return
        result = evaluate(formula.expression, values)
        if isinstance(result, Refusal):
            place = formula.wording.part(*result.part.span)
            self.findings.append(Finding("refused-input", result.reason, place))
            return
        if matches(formula.stated.quantity, result):
            self.findings.append(
                _wrong(fact, formula, as_quantity(result, formula.stated.quantity))
            )
        elif fact.inconsistent:
            stated = self.values.get(fact.inconsistent.stated)
            if stated and agree(stated.quantity, formula.stated.quantity):
                self.findings.append(_agreeing(fact, stated, formula.stated))

    def input(self, operand: _Operand) -> Quantity | str | Finding | None:
        """What an operand gives; None where its own findings say why it gives nothing."""
        fact = self.owners.get(operand.id)
        if fact is None:
            return None
        if operand.is_quoted:
            return self.quotation(operand, fact)
        if operand.id in self.contradicted:
            told = self.contradicted[operand.id]
            return _refused(operand, f"`{operand.id}` is inconsistent: see `{told}`")
        if operand.id == fact.id and fact.kind is FactKind.DISPUTE:
            listed = ", ".join(f"`{id_}`" for id_ in fact.position_ids)
            return _refused(operand, f"`{operand.id}` is disputed", f"name a position: {listed}")
        value = self.values[operand.id]
        if value is None and fact.count is None:
            return _refused(operand, f"`{operand.id}` has no value")
        return value.quantity if value else self.counted.get(fact.id)

    def quotation(self, operand: _Operand, fact: Fact) -> str | Finding | None:
        """The words of the first quotation of a fact or a position."""
        cited = self.cited.get(operand.id)
        if cited is None and (operand.id == fact.id and not fact.citations):
            return _refused(operand, f"`{operand.id}` cites no words")
        return cited.supports[0].quoted if cited else None

    def check_exchanges(self) -> None:
        """Two computed facts of one kind and about the same could be exchanged unnoticed."""
        first: dict[tuple[FactKind, frozenset[str]], tuple[Fact, Quantity]] = {}
        for fact in self.computed():
            quantity = fact.value.quantity if fact.value else self.counted.get(fact.id)
            if quantity is None or fact.id not in self.about:
                continue
            subjects = frozenset(self.about[fact.id])
            other, value = first.setdefault((fact.kind, subjects), (fact, quantity))
            if not agree(value, quantity):
                self.findings.append(_exchangeable(fact, quantity, other, value))


def _names(node: Node) -> Iterator[Name]:
    """Every id in an expression, as often as it stands there."""
    if isinstance(node, Name):
        yield node
    else:
        for below in node.operands:
            yield from _names(below)


def _circular(cycle: list[str], facts: Facts) -> Finding:
    fact = facts.facts[cycle[0]]
    wording = fact.inconsistent.derive if fact.inconsistent else fact.derive
    place = wording.place if wording else fact.place
    way = " → ".join(f"`{id_}`" for id_ in cycle)
    help_ = "derive one of them from facts that sources state"
    message = f"`{fact.id}` is computed from itself: {way}"
    return Finding("circular-derivation", message, place, help=help_)


def _not_derived(fact: Fact, name: str) -> Finding:
    return Finding(
        "subject-not-derived",
        f"`{fact.id}` is about `{name}`, and nothing that it is computed from is",
        fact.place,
        help=f"compute it from facts about `{name}`, or take the name out of `about`",
    )


def _refused(operand: _Operand, reason: str, help_: str = "") -> Finding:
    message = f"nothing can be computed from this: {reason}"
    return Finding("refused-input", message, operand.place, help=help_)


def _wrong(fact: Fact, formula: _Formula, computed: Quantity) -> Finding:
    gives = write(computed)
    return Finding(
        "wrong-derivation",
        f"`{formula.stated.written}` is stated for `{fact.id}`, and {gives} is computed",
        formula.stated.place,
        related=(Related(formula.wording.place, "computed from this"),),
        help=f"write `value: {gives}`, or mend what it is computed from",
    )


def _agreeing(fact: Fact, stated: Stated, value: Stated) -> Finding:
    return Finding(
        "agreeing-inconsistency",
        f"`{fact.id}` is said to contradict `{stated.written}`, and gives it, too",
        value.place,
        related=(Related(stated.place, "the value that it is to contradict"),),
        help="state it as a derived fact",
    )


def _exchangeable(fact: Fact, value: Quantity, other: Fact, others: Quantity) -> Finding:
    return Finding(
        "exchangeable-facts",
        f"`{fact.id}` ({write(value)}) and `{other.id}` ({write(others)}) could be exchanged:"
        " they are about the same names",
        fact.place,
        related=(Related(other.place, "the other fact"),),
        help="let `about` name a topic that tells them apart",
    )
