"""What a fact is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from briefing.located import part_of
from briefing.quantities.model import Quantity
from briefing.quantities.names import Names
from briefing.text import Place, Span, Text

# A slot of a printed text, or a brace that belongs to none.
SLOT = re.compile(r"\{([^{}]*)\}|[{}]")


class FactKind(StrEnum):
    """How a fact comes to its value."""

    STATED = "stated"  # a source says so
    DERIVED = "derived"  # computed from facts
    COUNT = "count"  # counted by the build
    DISPUTE = "dispute"  # sources answer one question differently
    INCONSISTENCY = "inconsistency"  # a source's value beside what its own words give
    ABSENCE = "absence"  # no source says so


class Name(NamedTuple):
    """A product, body, benchmark, law or topic that sources name."""

    id: str
    name: str
    aliases: tuple[str, ...]
    group: str
    place: Place

    @property
    def forms(self) -> tuple[str, ...]:
        """Every way in which it may be written, the name first."""
        return (self.name, *self.aliases)


class Citation(NamedTuple):
    """`SOURCE:LINE QUOTE` as the author wrote it; `first` and `last` are lines from 1."""

    source: str
    first: int
    last: int
    quote: str
    place: Place
    quote_place: Place

    @property
    def lines(self) -> str:
        """The cited lines: "9", or "9-11"."""
        return f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"


class Stated(NamedTuple):
    """A value as the author wrote it, and the quantity that was read in it."""

    written: str
    quantity: Quantity
    place: Place


class Wording(NamedTuple):
    """A printed text of the facts file (`says`, `asks`), with `{value}` and `{name}` slots."""

    text: str
    place: Place

    def part(self, start: int, end: int) -> Place:
        """Where characters of the text stand in the facts file."""
        return part_of(self.text, self.place, start, end)


class Position(NamedTuple):
    """One answer to a disputed question: a value or a sentence, and its citations."""

    value: Stated | None
    says: Wording | None
    citations: tuple[Citation, ...]
    read_as: Mapping[str, str]
    place: Place
    places: Mapping[str, Place]


class CountOf(NamedTuple):
    """What a count counts: `what` is "sources", "facts" or "positions", `of` a fact's id."""

    what: str
    of: str
    place: Place


class Inconsistency(NamedTuple):
    """`stated` is the fact whose value `derive` and its value contradict."""

    stated: str
    derive: Wording
    value: Stated
    place: Place


@dataclass(frozen=True, slots=True)
class Fact:
    """A claim with an id; the fields that its kind has no use for are empty.

    `about` are ids of names. `value` is None for a dispute, an absence, a claim in words alone,
    and for a count until it is counted. `places` says where the words of `read_as` and the terms
    of `absent` and `near` stand.
    """

    id: str
    kind: FactKind
    place: Place
    about: tuple[str, ...] = ()
    says: Wording | None = None
    value: Stated | None = None
    citations: tuple[Citation, ...] = ()
    read_as: Mapping[str, str] = field(default_factory=dict)
    derive: Wording | None = None
    count: CountOf | None = None
    asks: Wording | None = None
    positions: tuple[Position, ...] = ()
    inconsistent: Inconsistency | None = None
    absent: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def position_ids(self) -> tuple[str, ...]:
        """What the positions of a dispute are called: by the source that each cites first.

        `deal.extent.003`, and with the line, `deal.extent.003.4`, where a source holds several.
        """
        keys = [position.citations[0].source for position in self.positions]
        lines = [position.citations[0].first for position in self.positions]
        return tuple(
            f"{self.id}.{key}" if keys.count(key) == 1 else f"{self.id}.{key}.{line}"
            for key, line in zip(keys, lines, strict=True)
        )


class Waiver(NamedTuple):
    """Words that may stand untraced in one briefing until `expires` (an ISO date), and why."""

    text: str
    within: str
    reason: str
    owner: str
    expires: str
    place: Place

    def covers(self, page: str, text: str, span: Span) -> bool:
        """Whether it is for this page, and its words stand around the span in a text."""
        if page != self.within:
            return False
        at = text.find(self.text, max(0, span.end - len(self.text)))
        return 0 <= at <= span.start and span.end <= at + len(self.text)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that one facts file claims, in its order.

    `refused` are the ids of the facts and names that were left out because something is wrong
    with them; that is told once, and nobody who asks for them is told again. Where `is_refused`,
    nobody knows which ids the file was to give. `numbered_names` are the names that a reader could
    take for a number, or find one in ("GPT-5.4", "First Bank"), for the recogniser. `elsewhere` are
    the ids of facts that are counted and not here, where these are a part of a file.
    """

    text: Text
    names: Mapping[str, Name]
    facts: Mapping[str, Fact]
    waivers: tuple[Waiver, ...]
    refused: frozenset[str] = frozenset()
    is_refused: bool = False
    numbered_names: Names | None = None
    elsewhere: frozenset[str] = frozenset()


def filled(wording: Wording, names: Mapping[str, Name]) -> str:
    """A printed text with its names in their slots; the value's slot is left empty."""
    return SLOT.sub(lambda match: names[match[1]].name if match[1] in names else " ", wording.text)
