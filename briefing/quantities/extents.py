"""Interval arithmetic, exact, with open and closed and infinite ends."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import NamedTuple


class End(NamedTuple):
    """One end of an extent. `infinite` is -1, 0 or 1; an open end does not belong to it.

    Ends sort by where they lie.
    """

    infinite: int
    value: Fraction
    open: bool

    @property
    def sign(self) -> int:
        """-1, 0 or 1."""
        return self.infinite or (self.value > 0) - (self.value < 0)


def at(value: Fraction, *, open: bool = False) -> End:  # noqa: A002 - the word of the field
    """An end at a number."""
    return End(0, value, open)


FAR_BELOW = End(-1, Fraction(0), open=True)
FAR_ABOVE = End(1, Fraction(0), open=True)


@dataclass(frozen=True, slots=True)
class Extent:
    """Every number from `low` up to `high`."""

    low: End
    high: End

    @property
    def point(self) -> Fraction | None:
        """The number, where there is only one."""
        return self.low.value if self.low == self.high else None

    @property
    def bounded(self) -> bool:
        """Whether both ends are numbers."""
        return not self.low.infinite and not self.high.infinite

    @property
    def unlimited(self) -> bool:
        """Whether it says nothing at all."""
        return bool(self.low.infinite and self.high.infinite)

    def __contains__(self, number: Fraction) -> bool:
        """Whether the number belongs to it."""
        here = at(number)
        above = self.low[:2] < here[:2] or (self.low[:2] == here[:2] and not self.low.open)
        below = self.high[:2] > here[:2] or (self.high[:2] == here[:2] and not self.high.open)
        return above and below

    def __neg__(self) -> Extent:
        return Extent(_negative(self.high), _negative(self.low))

    def __add__(self, other: Extent) -> Extent:
        return Extent(_total(self.low, other.low), _total(self.high, other.high))

    def __mul__(self, other: Extent) -> Extent:
        pairs = product((self.low, self.high), (other.low, other.high))
        ends = [_times(one, another) for one, another in pairs]
        return Extent(min(ends), max(ends, key=_from_above))

    def reciprocal(self) -> Extent | None:
        """One divided by each of its numbers; None where zero is one of them."""
        if Fraction(0) in self:
            return None
        side = 1 if self.low.sign >= 0 else -1
        return Extent(_inverse(self.high, side), _inverse(self.low, side))

    def __abs__(self) -> Extent:
        if self.low.sign >= 0:
            return self
        mirrored = -self
        if self.high.sign <= 0:
            return mirrored
        return Extent(at(Fraction(0)), max(self.high, mirrored.high, key=_from_above))

    def scaled(self, factor: Fraction) -> Extent:
        """Each of its numbers times a factor."""
        return self * exactly(factor)


def exactly(number: Fraction) -> Extent:
    """The extent that is one number."""
    return Extent(at(number), at(number))


def least(extents: list[Extent]) -> Extent:
    """Everything that the smallest of one number from each can be."""
    return Extent(min(e.low for e in extents), min((e.high for e in extents), key=_from_above))


def greatest(extents: list[Extent]) -> Extent:
    """Everything that the largest of one number from each can be."""
    return Extent(max(e.low for e in extents), max((e.high for e in extents), key=_from_above))


def _from_above(end: End) -> tuple[int, Fraction, bool]:
    """The order of upper ends: at one place, the closed end lies further out."""
    return end.infinite, end.value, not end.open


def _negative(end: End) -> End:
    return End(-end.infinite, -end.value, end.open)


def _total(one: End, other: End) -> End:
    infinite = one.infinite or other.infinite
    value = Fraction(0) if infinite else one.value + other.value
    return End(infinite, value, one.open or other.open)


def _times(one: End, other: End) -> End:
    """An end of a product; what is really zero makes it zero, even against the infinite."""
    if not one.sign or not other.sign:
        reached = any(not end.sign and not end.open for end in (one, other))
        return at(Fraction(0), open=not reached)
    if one.infinite or other.infinite:
        return End(one.sign * other.sign, Fraction(0), open=True)
    return at(one.value * other.value, open=one.open or other.open)


def _inverse(end: End, side: int) -> End:
    if end.infinite:
        return at(Fraction(0), open=True)
    return at(1 / end.value, open=end.open) if end.value else End(side, Fraction(0), open=True)
