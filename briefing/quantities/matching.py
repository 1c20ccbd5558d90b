"""Whether a stated quantity is what was computed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from briefing.quantities.algebra import Moment, Result
from briefing.quantities.amounts import Amount
from briefing.quantities.compare import (
    KIND_WORDS,
    Aspect,
    Difference,
    bound_words,
    number_aspect,
    says_less,
    unit_words,
)
from briefing.quantities.extents import Extent
from briefing.quantities.model import Bound, Interval, Kind, Quantity, Ratio
from briefing.quantities.rounding import LOWER, UPPER, is_endless, numbers_of, step_of
from briefing.quantities.units import MAGNITUDES, conversion
from briefing.quantities.write import quantity_of, write

# How many digits a message gives of a number that never ends.
MESSAGE_DIGITS = 4


def matches(stated: Quantity, computed: Result) -> tuple[Difference, ...]:
    """In what a stated quantity is not the computed one; empty where it is.

    Without a qualifier it must be equal, exactly; durations may be stated in another unit that
    measures the same. With "about" it must be the correct rounding at its last digit, half up.
    A bound must be true and as close as its last digit allows: "over $14 billion" for
    $14.3 billion, and not "over $13 billion".
    """
    if isinstance(computed, Moment):
        return tuple(_date_differences(stated, computed))
    if not isinstance(stated.value, Decimal | Ratio | Interval) or stated.kind is Kind.ORDINAL:
        return (_kind_difference(stated, computed),)
    factor = conversion(computed.unit, stated.unit)
    if factor is None:
        return (_difference(Aspect.UNIT, unit_words(stated.unit), unit_words(computed.unit)),)
    amount = Amount(computed.extent.scaled(factor), stated.unit, computed.about)
    one_sided = stated.bound in LOWER + UPPER
    if isinstance(stated.value, Interval) or (amount.kind is Kind.RANGE and not one_sided):
        return _range_differences(stated, amount)
    return tuple(_number_differences(stated, amount))


def as_quantity(computed: Result, beside: Quantity | None = None) -> Quantity:
    """The computed value as a quantity, in the standard style.

    A number that never ends is rounded to a few digits, and says "about" or keeps its bound true.
    Beside a stated number of its unit, it is no less precise than that.
    """
    if isinstance(computed, Moment):
        return quantity_of(Kind.DATE, computed.value, bound=computed.bound)
    ends = computed.value if isinstance(computed.value, tuple) else (computed.value,)
    comparable = beside is not None and beside.unit == computed.unit
    finest = [step_of(beside)] if beside and comparable and not _is_endless(beside) else []
    numbers, step, bound = [_decimal(end) for end in ends], None, computed.bound
    if None in numbers:
        bound = bound or Bound.ABOUT
        step = min([_message_step(max(ends) - min(ends) or ends[0]), *finest])
        numbers = [_decimal(_rounded(end, step, bound)) for end in ends]
    exact = [number for number in numbers if number is not None]
    value = Interval(*exact) if computed.kind is Kind.RANGE else exact[0]
    quantity = quantity_of(computed.kind, value, computed.unit, step=step, bound=bound)
    if step is not None:
        return quantity
    step = min([step_of(quantity), _size(quantity), *finest])
    return quantity_of(computed.kind, value, computed.unit, step=step, bound=bound)


def _is_endless(quantity: Quantity) -> bool:
    return is_endless(*numbers_of(quantity))


def _size(quantity: Quantity) -> Decimal:
    """The million, billion or trillion in which the number is told; 1 for smaller ones."""
    largest = max(map(abs, numbers_of(quantity)))
    return Decimal(next((m.size for m in MAGNITUDES[:-1] if m.size <= largest), 1))


def _difference(aspect: Aspect, stated: str, computed: str) -> Difference:
    return Difference(aspect, stated, computed, f"{aspect}: {stated} stated, {computed} computed")


def _kind_difference(stated: Quantity, computed: Result) -> Difference:
    return _difference(Aspect.KIND, KIND_WORDS[stated.kind], KIND_WORDS[computed.kind])


def _bound_difference(stated: Quantity, computed: Result) -> Difference:
    one, other = bound_words(stated.bound), bound_words(computed.bound)
    return _difference(Aspect.BOUND, one, "on neither side" if one == other else other)


def _date_differences(stated: Quantity, computed: Moment) -> list[Difference]:
    if stated.kind is not Kind.DATE or not isinstance(stated.value, str):
        return [_kind_difference(stated, computed)]
    result = []
    if stated.value != computed.value:
        less = says_less(*sorted((stated.value, computed.value), key=len))
        aspect = Aspect.PRECISION if less else Aspect.VALUE
        result.append(_difference(aspect, write(stated), write(as_quantity(computed, stated))))
    if stated.bound is not computed.bound:
        result.append(_bound_difference(stated, computed))
    return result


def _number_differences(stated: Quantity, computed: Amount) -> list[Difference]:
    value = _fraction(stated)
    target = _target(stated, value, computed)
    compared = computed.value if target is None else target
    if isinstance(compared, tuple):
        return [_bound_difference(stated, computed)]
    result = []
    aspect = number_aspect(value, compared)
    if aspect is not None and not _only_rounded(stated, value, computed):
        result.append(_difference(aspect, write(stated), _computed_words(computed, stated, target)))
    elif aspect is not None:
        result.append(_difference(Aspect.BOUND, "exact", "about"))
    if target is None:
        result.append(_bound_difference(stated, computed))
    return result


def _only_rounded(stated: Quantity, value: Fraction, computed: Amount) -> bool:
    """Whether all that is missing is an "about"."""
    point = computed.extent.point
    rounded = point is not None and _rounded(point, step_of(stated), Bound.ABOUT) == value
    return rounded and stated.bound is None and not computed.about


def _computed_words(computed: Amount, stated: Quantity, target: Fraction | None) -> str:
    exact = as_quantity(computed, stated)
    number = None if target is None else _decimal(target)
    if number is None or number == exact.value:
        return write(exact)
    rounded = quantity_of(
        stated.kind, number, stated.unit, step=step_of(stated), bound=stated.bound
    )
    return f"{write(rounded)} (from {write(exact)})"


def _range_differences(stated: Quantity, computed: Amount) -> tuple[Difference, ...]:
    if not isinstance(stated.value, Interval) or computed.kind is not Kind.RANGE:
        return (_kind_difference(stated, computed),)
    assert isinstance(computed.value, tuple)
    if stated.bound not in (None, Bound.ABOUT) or (computed.about and stated.bound is None):
        return (_bound_difference(stated, computed),)
    step = step_of(stated)
    ends = [_rounded(end, step, stated.bound) if stated.bound else end for end in computed.value]
    if ends == [Fraction(end) for end in stated.value]:
        return ()
    return (_difference(Aspect.VALUE, write(stated), write(as_quantity(computed, stated))),)


def _target(stated: Quantity, value: Fraction, computed: Amount) -> Fraction | None:
    """What the stated value should be under its own bound; None where the bound is wrong."""
    extent, step = computed.extent, step_of(stated)
    point = extent.point
    match stated.bound:
        case None:
            return None if computed.about else point
        case Bound.ABOUT:
            return None if point is None else _rounded(point, step, Bound.ABOUT)
        case Bound.NEARLY:
            below = point is not None and point < value
            return _rounded(point, step, Bound.ABOUT) if point is not None and below else None
        case bound:
            return None if computed.about else _closest(extent, bound, step)


def _closest(extent: Extent, bound: Bound, step: Decimal) -> Fraction | None:
    """The bound closest to the extent, in whole steps, that holds for all of it."""
    size = Fraction(step)
    end = extent.low if bound in LOWER else extent.high
    if end.infinite:
        return None
    steps = end.value / size
    outside = end.open or bound in (Bound.AT_LEAST, Bound.AT_MOST)
    if bound in LOWER:
        return size * (floor(steps) if outside else ceil(steps) - 1)
    return size * (ceil(steps) if outside else floor(steps) + 1)


def _rounded(number: Fraction, step: Decimal, bound: Bound | None) -> Fraction:
    size = Fraction(step)
    if bound in LOWER:
        return size * floor(number / size)
    if bound in UPPER:
        return size * ceil(number / size)
    steps = floor(abs(number) / size + Fraction(1, 2))
    return size * (steps if number >= 0 else -steps)


def _fraction(stated: Quantity) -> Fraction:
    if isinstance(stated.value, Ratio):
        return Fraction(*stated.value) if stated.value.denominator else Fraction(0)
    assert isinstance(stated.value, Decimal)
    return Fraction(stated.value)


def _decimal(number: Fraction) -> Decimal | None:
    """The number in digits; None where they never end."""
    rest, twos, fives = number.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    places = max(twos, fives)
    digits = str(abs(number.numerator) * 10**places // number.denominator)
    return Decimal((number < 0, tuple(map(int, digits)), -places))


def _message_step(number: Fraction) -> Decimal:
    """The size of the last digit that a message gives of a number."""
    whole = floor(abs(number))
    before_point = len(str(whole)) if whole else 0
    return Decimal(1).scaleb(before_point - MESSAGE_DIGITS)
