"""Read the entries of the facts file whose form is right."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from briefing import located
from briefing.diagnostics import Finding
from briefing.facts.model import (
    SLOT,
    Citation,
    CountOf,
    Fact,
    FactKind,
    Inconsistency,
    Name,
    Position,
    Stated,
    Wording,
)
from briefing.located import Node, Scalar, Sequence, block_help
from briefing.prose import meant
from briefing.quantities.model import Kind, Quantity
from briefing.quantities.recognise import Names, recognise
from briefing.text import Place, Span

_CITATION = re.compile(
    r"(?P<source>[^\s:]+):(?P<first>[0-9]{1,7})(?:[-–](?P<last>[0-9]{1,7}))?[ \t]+(?P<quote>\S.*)"
)
_LINE = re.compile(r"[^\r\n]*\S")
_COMMENT = re.compile(r"[ \t]+(#.*)")
_DIGIT = re.compile(r"\d")
# What stands for a slot where numbers are looked for: no letter, no digit, no space.
_FILLER = "\ufffc"
_NO_VALUE = {Kind.NAME, Kind.IDIOM}


class EntryReader:
    """Turns entries of a facts file into facts, and collects what is wrong with them.

    `refused` are the names that were left out, `numbered` those that the recogniser has to know.
    """

    def __init__(self, names: Mapping[str, Name], refused: frozenset[str], numbered: Names) -> None:
        self.names = names
        self.refused = refused
        self.numbered = numbered
        self.findings: list[Finding] = []

    def fact(self, key: Scalar, entry: located.Mapping) -> Fact | None:
        """The fact of an entry; None if anything is wrong with it."""
        before = len(self.findings)
        base = Fact(key.value, FactKind.STATED, key.place, self._about(entry))
        if entry.get("inconsistent"):
            fact = self._inconsistency(base, entry)
        elif entry.get("asks"):
            fact = self._dispute(base, entry)
        elif entry.get("count"):
            fact = self._count(base, entry)
        elif entry.get("absent"):
            fact = self._absence(base, entry)
        elif entry.get("derive"):
            fact = self._derived(base, entry)
        else:
            fact = self._stated(base, entry)
        names_stand = not self.refused.intersection(_names_of(fact))
        return fact if names_stand and len(self.findings) == before else None

    def _stated(self, base: Fact, entry: located.Mapping) -> Fact:
        value = self._value(entry.get("value"))
        return replace(
            base,
            value=value,
            says=self._says(entry, with_value=entry.get("value") is not None),
            citations=self._citations(entry),
            read_as=self._read_as(entry),
            places={key.value: key.place for key, _ in _readings(entry)},
        )

    def _derived(self, base: Fact, entry: located.Mapping) -> Fact:
        return replace(
            base,
            kind=FactKind.DERIVED,
            value=self._value(entry.get("value")),
            says=self._says(entry, with_value=True),
            derive=self._text(entry.get("derive")),
        )

    def _count(self, base: Fact, entry: located.Mapping) -> Fact:
        count = entry.get("count")
        assert isinstance(count, located.Mapping)
        (what, of) = count.entries[0]
        assert isinstance(of, Scalar)
        return replace(
            base,
            kind=FactKind.COUNT,
            says=self._says(entry, with_value=True),
            count=CountOf(what.value, of.value.strip(), of.place),
        )

    def _dispute(self, base: Fact, entry: located.Mapping) -> Fact:
        positions = entry.get("positions")
        assert isinstance(positions, Sequence)
        return replace(
            base,
            kind=FactKind.DISPUTE,
            asks=self._wording(entry.get("asks"), {}),
            positions=tuple(self._position(item) for item in positions.items),
        )

    def _position(self, entry: Node) -> Position:
        assert isinstance(entry, located.Mapping)
        return Position(
            self._value(entry.get("value")),
            self._says(entry, with_value=entry.get("value") is not None),
            self._citations(entry),
            self._read_as(entry),
            entry.entries[0][0].place,
            {key.value: key.place for key, _ in _readings(entry)},
        )

    def _inconsistency(self, base: Fact, entry: located.Mapping) -> Fact:
        inner = entry.get("inconsistent")
        assert isinstance(inner, located.Mapping)
        stated = self._text(inner.get("stated"))
        derive = self._text(inner.get("derive"))
        value = self._value(inner.get("value"))
        told = self._wording(entry.get("says"), {"value": False})
        assert stated is not None
        assert derive is not None
        contradiction = Inconsistency(stated.text, derive, value, stated.place) if value else None
        return replace(base, kind=FactKind.INCONSISTENCY, says=told, inconsistent=contradiction)

    def _absence(self, base: Fact, entry: located.Mapping) -> Fact:
        absent, near = list(_scalars(entry.get("absent"))), list(_scalars(entry.get("near")))
        for term in (*absent, *near):
            if not any(char.isalnum() for char in term.value):
                message = f"`{term.value}` is no word"
                self.findings.append(Finding("wrong-type", message, term.place))
        return replace(
            base,
            kind=FactKind.ABSENCE,
            says=self._says(entry, with_value=False),
            absent=tuple(scalar.value for scalar in absent),
            near=tuple(scalar.value for scalar in near),
            places={scalar.value: scalar.place for scalar in (*absent, *near)},
        )

    def _about(self, entry: located.Mapping) -> tuple[str, ...]:
        """The names that the entry is about."""
        scalars = list(_scalars(entry.get("about")))
        for scalar in scalars:
            self._check_name(scalar)
        return tuple(dict.fromkeys(scalar.value.strip() for scalar in scalars))

    def _check_name(self, scalar: Scalar) -> None:
        name = scalar.value.strip()
        if name not in self.names and name not in self.refused:
            self.findings.append(
                Finding(
                    "unknown-name",
                    f"no name has the id `{name}`",
                    scalar.place,
                    help=meant(name, self.names) or "add it to `names`",
                )
            )

    def _read_as(self, entry: located.Mapping) -> Mapping[str, str]:
        readings = {}
        for key, value in _readings(entry):
            self._check_name(value)
            readings[key.value] = value.value.strip()
        return readings

    def _value(self, node: Node | None) -> Stated | None:
        """The value, which is one quantity from its first character to its last."""
        if not isinstance(node, Scalar):
            return None
        self._check_cut(node, "value")
        written = node.value.strip()
        quantities = recognise(written)
        if len(quantities) == 1 and _is_all_of(quantities[0], written):
            return Stated(written, quantities[0], node.place)
        self.findings.append(_unparsable(node, written, quantities))
        return None

    def _says(self, entry: located.Mapping, *, with_value: bool) -> Wording | None:
        return self._wording(entry.get("says"), {"value": True} if with_value else {})

    def _wording(self, node: Node | None, slots: Mapping[str, bool]) -> Wording | None:
        """A printed text. `slots` may stand in it beside those of names; True: exactly once."""
        wording = self._text(node)
        if wording is None:
            return None
        found: list[str] = []
        before = len(self.findings)
        for match in SLOT.finditer(wording.text):
            slot = match.group(1)
            if slot in slots and slot not in found:
                found.append(slot)
            elif slot not in self.names and slot not in self.refused:
                self._bad_slot(wording, match, slots)
        for slot, needed in slots.items():
            if needed and slot not in found and len(self.findings) == before:
                self._no_value(wording)
        self._check_typed(wording)
        return wording

    def _bad_slot(self, wording: Wording, match: re.Match[str], slots: Mapping[str, bool]) -> None:
        slot = match.group(1)
        if slot in slots:
            message = f"`{match.group()}` stands here a second time"
            help_ = "state the value once"
        elif slot is None:
            message, help_ = (
                f"a lone `{match.group()}` stands here",
                "a slot is {value} or {name_id}",
            )
        elif slot == "value":
            message, help_ = "there is no value for `{value}`", "give the fact a value"
        else:
            message = f"no name has the id `{slot}`"
            help_ = meant(slot, [*slots, *self.names]) or "a slot is {value} or the id of a name"
        place = wording.part(*match.span())
        self.findings.append(Finding("unknown-slot", message, place, help=help_))

    def _no_value(self, wording: Wording) -> None:
        self.findings.append(
            Finding(
                "missing-slot",
                "the sentence does not state its value",
                wording.place,
                help="write {value} where the value belongs",
            )
        )

    def _check_typed(self, wording: Wording) -> None:
        """A number in a printed text comes from a value, and a name with digits from its slot."""
        text = SLOT.sub(lambda match: _FILLER * len(match.group()), wording.text)
        for quantity in recognise(text, self.numbered):
            is_name = quantity.kind is Kind.NAME
            if quantity.kind is Kind.IDIOM or (is_name and not _DIGIT.search(quantity.written)):
                continue
            self.findings.append(
                Finding(
                    "hand-written-number",
                    f"`{quantity.written}` is typed by hand in a printed text",
                    wording.part(*quantity.whole_span),
                    help="name it with {name_id}" if is_name else "state it with {value}",
                )
            )

    def _text(self, node: Node | None) -> Wording | None:
        if not isinstance(node, Scalar):
            return None
        self._check_cut(node, "text")
        return Wording(node.value.rstrip(), node.place)

    def _citations(self, entry: located.Mapping) -> tuple[Citation, ...]:
        found: list[Citation] = []
        for scalar in _scalars(entry.get("cite")):
            self._check_cut(scalar, "cite")
            for line in _LINE.finditer(scalar.value):
                citation = self._citation(scalar, line)
                if citation:
                    found.append(citation)
        return tuple(found)

    def _citation(self, scalar: Scalar, line: re.Match[str]) -> Citation | None:
        indent = len(line.group()) - len(line.group().lstrip())
        place = scalar.part(line.start() + indent, line.end())
        match = _CITATION.fullmatch(line.group(), indent)
        if match is None:
            self.findings.append(_bad_citation(scalar, line.group().strip(), place))
            return None
        first = int(match["first"])
        return Citation(
            match["source"],
            first,
            int(match["last"] or first),
            match["quote"],
            place,
            scalar.part(*Span(*match.span("quote")).shifted(line.start())),
        )

    def _check_cut(self, scalar: Scalar, key: str) -> None:
        """What stands behind a plain text and a ` #` is lost, and was perhaps meant."""
        if not (scalar.plain and scalar.value):
            return
        text = scalar.place.text
        end = scalar.place.span.end
        line_end = text.line_span(scalar.place.end.line).end
        comment = _COMMENT.match(text.content, end, line_end)
        if comment:
            line = text.content[scalar.place.span.start : line_end]
            self.findings.append(
                Finding(
                    "cut-value",
                    f"YAML cuts off `{comment[1].strip()}` as a comment",
                    text.place(*comment.span(1)),
                    help=f"{block_help(key, line)}\nor put the comment on a line of its own",
                )
            )


def _scalars(node: Node | None) -> Iterator[Scalar]:
    """The text, or the texts of the list."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        yield from (item for item in node.items if isinstance(item, Scalar))


def _readings(entry: located.Mapping) -> Iterator[tuple[Scalar, Scalar]]:
    """The words of `read_as`, each with the name that they stand for."""
    node = entry.get("read_as")
    for key, value in node.entries if isinstance(node, located.Mapping) else ():
        if isinstance(value, Scalar):
            yield key, value


def _names_of(fact: Fact) -> Iterator[str]:
    """Every name that the fact asks for by its id."""
    yield from fact.about
    for readings in (fact.read_as, *(position.read_as for position in fact.positions)):
        yield from readings.values()
    wordings = (fact.says, fact.asks, *(position.says for position in fact.positions))
    for wording in filter(None, wordings):
        yield from (match.group(1) for match in SLOT.finditer(wording.text))


def _is_all_of(quantity: Quantity, written: str) -> bool:
    whole = Span(0, len(written))
    return quantity.kind not in _NO_VALUE and quantity.whole_span == whole


def _unparsable(node: Scalar, written: str, quantities: Collection[Quantity]) -> Finding:
    read = ", ".join(f"`{written[slice(*quantity.whole_span)]}`" for quantity in quantities)
    return Finding(
        "unparsable-value",
        f"`{written}` is not one number from end to end",
        node.place,
        label=f"read here: {read}" if read else "no number is read here",
        help="write one number with its unit and qualifier, without the noun that is counted",
    )


def _bad_citation(scalar: Scalar, written: str, place: Place) -> Finding:
    """The finding for a text that is no citation; in a flow list, YAML may have cut it."""
    text = scalar.place.text
    before = text.content[: scalar.place.span.start].rstrip()[-1:]
    listed = text.line(scalar.place.start.line).partition("[")[2].rpartition("]")[0]
    help_ = "write SOURCE:LINE QUOTE, as in `001:9 the words of the line`"
    if before in {"[", ","} and scalar.plain and listed:
        help_ = f"YAML cuts a list at commas; {block_help('cite', listed, '')}"
    return Finding("bad-citation", f"`{written}` is no citation", place, help=help_)
