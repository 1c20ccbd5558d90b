"""What a recogniser reports, and what a person labelled, in one form for all."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from briefing.quantities.model import Kind

# A number; the two ends of a range; a date or a name as it is written in the corpus; or nothing,
# where an amount is vague.
Meaning = float | tuple["Meaning", "Meaning"] | str | None

KINDS = frozenset(Kind) - {Kind.IDIOM}


class Reading(NamedTuple):
    """A number that a recogniser reports; a tool without kinds says None."""

    start: int
    end: int
    value: Meaning
    kind: str | None = None


class Label(NamedTuple):
    """A number as a person labelled it; `parts` are the two numbers that it is written with."""

    start: int
    end: int
    kind: str
    value: Meaning
    parts: tuple[Meaning, ...] = ()


@dataclass(frozen=True)
class Recogniser:
    """A tool that reads numbers, and what it claims to read.

    `claims` are the kinds of the corpus that the tool sets out to read. `says` gives, for those
    that it has no kind of its own for, the kind under which it reports them; None is a tool
    without kinds. `has_spans` is whether the tool itself tells the places.
    """

    name: str
    distribution: str
    read: Callable[[str], list[Reading]]
    claims: frozenset[str] = KINDS
    says: dict[str, str] | None = field(default_factory=dict)
    has_spans: bool = True


def meaning_of(kind: str, plain: object) -> Meaning:
    """The value of a quantity of some kind, from the form that the corpus has."""
    match plain:
        case {"low": low, "high": high}:
            return _number_or_text(low), _number_or_text(high)
        case str() if kind in {"date", "name"}:
            return plain
        case str():
            return float(Fraction(plain))
    return None


def _number_or_text(plain: str) -> Meaning:
    try:
        return float(Fraction(plain))
    except ValueError:
        return plain


def label_of(plain: dict[str, object]) -> Label:
    """A label, from the form that the corpus has."""
    start, written = plain["start"], plain["written"]
    assert isinstance(start, int)
    assert isinstance(written, str)
    kind, value = str(plain["kind"]), plain.get("value")
    meaning = meaning_of(kind, value)
    parts: tuple[Meaning, ...] = meaning if isinstance(meaning, tuple) else ()
    if kind == "fraction" and isinstance(value, str):
        parts = tuple(map(float, value.split("/")))
    return Label(start, start + len(written), kind, meaning, parts)


def apart(groups: Iterable[Sequence[Reading]]) -> list[Reading]:
    """The groups that share no character with one in front of them in the order given, sorted.

    A group are the readings of one place, such as the day and the time of one date.
    """
    kept: list[Reading] = []
    for group in groups:
        if not any(overlap(reading, other) for reading in group for other in kept):
            kept += group
    return sorted(kept, key=lambda reading: reading[:2])


def overlap(one: Reading | Label, other: Reading | Label) -> bool:
    """Whether two places share a character."""
    return one.start < other.end and other.start < one.end
