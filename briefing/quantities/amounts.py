"""Arithmetic on numbers with units, bounds and ranges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import reduce
from typing import NamedTuple

from briefing.quantities.compare import unit_words
from briefing.quantities.expressions import Part
from briefing.quantities.extents import Extent, exactly, greatest, least
from briefing.quantities.model import Bound, Kind
from briefing.quantities.units import (
    DAY,
    MONTH,
    PERCENT,
    PERCENTAGE_POINT,
    YEAR,
    Dimension,
    conversion,
    dimension,
    plural,
    rate,
)

HUNDREDTH = Fraction(1, 100)
KINDS = {
    Dimension.MONEY: Kind.MONEY,
    Dimension.PERCENT: Kind.PERCENT,
    Dimension.POINTS: Kind.PERCENT,
    Dimension.TIME: Kind.DURATION,
}
DURATIONS = {"days": DAY, "weeks": "week", "months": MONTH, "years": YEAR}


class Amount(NamedTuple):
    """A computed number, range or bound, in its unit; `about` if an operand was about so."""

    extent: Extent
    unit: str | None = None
    about: bool = False

    @property
    def kind(self) -> Kind:
        """The kind of quantity that states it; a range where it has two ends."""
        if self.extent.point is None and self.extent.bounded:
            return Kind.RANGE
        return KINDS.get(dimension(self.unit), Kind.QUANTITY)

    @property
    def value(self) -> Fraction | tuple[Fraction, Fraction]:
        """The exact number, also that of a bound, or both ends of a range."""
        low, high = self.extent.low, self.extent.high
        if self.kind is Kind.RANGE:
            return low.value, high.value
        return high.value if low.infinite else low.value

    @property
    def bound(self) -> Bound | None:
        """On which side the numbers go on, if they do, or that they are about so."""
        low, high = self.extent.low, self.extent.high
        if high.infinite:
            return Bound.OVER if low.open else Bound.AT_LEAST
        if low.infinite:
            return Bound.UNDER if high.open else Bound.AT_MOST
        return Bound.ABOUT if self.about else None


class Term(NamedTuple):
    """An amount, and the part of the expression that gave it."""

    part: Part
    amount: Amount


class RefusedError(Exception):
    """Nothing can be computed from `part`, for a reason."""

    def __init__(self, reason: str, part: Part) -> None:
        super().__init__(reason)
        self.reason = reason
        self.part = part


def calculate(operator: str, terms: Sequence[Term]) -> Amount:
    """What an operator or a function gives; RefusedError where it gives nothing."""
    if operator == "-" and len(terms) == 1:
        return _negated(terms[0].amount)
    return _FUNCTIONS[operator](terms)


def _added(terms: Sequence[Term]) -> Amount:
    return reduce(_plus, terms[1:], terms[0]).amount


def _plus(one: Term, other: Term) -> Term:
    unit = _sum_unit(one, other)
    left, right = _in(one, unit), _in(other, unit)
    about = one.amount.about or other.amount.about
    return Term(one.part, Amount(left + right, unit, about))


def _sum_unit(one: Term, other: Term) -> str | None:
    """The unit of a sum: of convertible units the finer; of a percentage and points, percent."""
    first, second = one.amount.unit, other.amount.unit
    if first == PERCENT and dimension(second) is Dimension.POINTS:
        return PERCENT
    if second == PERCENT and dimension(first) is Dimension.POINTS:
        return PERCENT
    factor = conversion(first, second)
    if factor is None:
        raise _unlike(one, other)
    return second if factor >= 1 else first


def _unlike(one: Term, other: Term) -> RefusedError:
    units = f"`{one.part}` is {_unit(one)}, `{other.part}` is {_unit(other)}"
    return RefusedError(f"{units}: they do not go together", other.part)


def _unit(number: Term) -> str:
    unit = number.amount.unit
    if unit is None:
        return "a plain number"
    counted = dimension(unit) in (Dimension.TIME, Dimension.POINTS)
    return "in " + unit_words(plural(unit) if counted else unit)


def _in(number: Term, unit: str | None) -> Extent:
    """The extent in a unit; points are percent where a percentage is moved by them."""
    source = number.amount.unit
    into = PERCENTAGE_POINT if unit == PERCENT and source != PERCENT else unit
    factor = conversion(source, into)
    assert factor is not None
    return number.amount.extent.scaled(factor)


def _subtracted(terms: Sequence[Term]) -> Amount:
    one, other = terms
    if one.amount.unit == other.amount.unit == PERCENT:
        one, other = (_with_unit(each, PERCENTAGE_POINT) for each in terms)
    elif other.amount.unit == PERCENT:
        raise _unlike(one, other)
    return _plus(one, Term(other.part, _negated(other.amount))).amount


def _with_unit(number: Term, unit: str | None) -> Term:
    return number._replace(amount=number.amount._replace(unit=unit))


def _negated(amount: Amount) -> Amount:
    return amount._replace(extent=-amount.extent)


def _multiplied(terms: Sequence[Term]) -> Amount:
    one, other = (each.amount for each in terms)
    extent, about = one.extent * other.extent, one.about or other.about
    for first, second in ((one, other), (other, one)):
        if first.unit == PERCENT:
            return Amount(extent.scaled(HUNDREDTH), second.unit, about)
    for first, second in ((one, other), (other, one)):
        if first.unit is None:
            return Amount(extent, second.unit, about)
    for first, second in ((one, other), (other, one)):
        above, below = rate(first.unit) or (None, None)
        factor = conversion(second.unit, below)
        if below and factor:
            return Amount(extent.scaled(factor), above, about)
    raise _unlike(*terms)


def _divided(terms: Sequence[Term]) -> Amount:
    one, other = (each.amount for each in terms)
    inverse = other.extent.reciprocal()
    if inverse is None:
        divisor = terms[1].part
        raise RefusedError(f"`{divisor}` may be zero, and nothing is divided by that", divisor)
    extent, about = one.extent * inverse, one.about or other.about
    factor = conversion(one.unit, other.unit)
    if factor:
        return Amount(extent.scaled(factor), None, about)
    if other.unit is None:
        return Amount(extent, one.unit, about)
    if other.unit == PERCENT:
        return Amount(extent.scaled(Fraction(100)), one.unit, about)
    above, below = rate(other.unit) or (None, None)
    if above and above == one.unit:
        return Amount(extent, below, about)
    pair = dimension(one.unit), dimension(other.unit)
    if pair == (Dimension.MONEY, Dimension.TIME) and not rate(one.unit):
        return Amount(extent, f"{one.unit}/{other.unit}", about)
    raise _unlike(*terms)


def _share(terms: Sequence[Term]) -> Amount:
    one, other = terms
    if conversion(one.amount.unit, other.amount.unit) is None:
        raise _unlike(one, other)
    ratio = _divided(terms)
    return ratio._replace(extent=ratio.extent.scaled(Fraction(100)), unit=PERCENT)


def _change(terms: Sequence[Term]) -> Amount:
    share = _share(terms[::-1])
    return share._replace(extent=share.extent + exactly(Fraction(-100)))


def _mean(terms: Sequence[Term]) -> Amount:
    total = _added(terms)
    return total._replace(extent=total.extent.scaled(Fraction(1, len(terms))))


def _least_or_greatest(pick: Callable[[list[Extent]], Extent]) -> _Function:
    def picked(terms: Sequence[Term]) -> Amount:
        for each in terms[1:]:
            if conversion(terms[0].amount.unit, each.amount.unit) is None:
                raise _unlike(terms[0], each)
        unit = terms[0].amount.unit
        about = any(each.amount.about for each in terms)
        return Amount(pick([_in(each, unit) for each in terms]), unit, about)

    return picked


def _absolute(terms: Sequence[Term]) -> Amount:
    return terms[0].amount._replace(extent=abs(terms[0].amount.extent))


def _converted(unit: str) -> _Function:
    def converted(terms: Sequence[Term]) -> Amount:
        number = terms[0]
        if conversion(number.amount.unit, unit) is None:
            reason = (
                f"`{number.part}` is {_unit(number)}, which cannot be counted in {plural(unit)}"
            )
            raise RefusedError(reason, number.part)
        return Amount(_in(number, unit), unit, number.amount.about)

    return converted


_Function = Callable[[Sequence[Term]], Amount]
_FUNCTIONS: dict[str, _Function] = {
    "+": _added,
    "-": _subtracted,
    "*": _multiplied,
    "/": _divided,
    "abs": _absolute,
    "change": _change,
    "max": _least_or_greatest(greatest),
    "mean": _mean,
    "min": _least_or_greatest(least),
    "share": _share,
    "sum": _added,
} | {name: _converted(unit) for name, unit in DURATIONS.items()}
