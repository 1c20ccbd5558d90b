"""In what two quantities differ."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from briefing.quantities.model import Bound, Days, Interval, Kind, Quantity
from briefing.quantities.rounding import LOWER, UPPER, is_endless, numbers_of, rounded, step_of
from briefing.quantities.units import conversion
from briefing.quantities.write import write


class Aspect(StrEnum):
    """In what respect two quantities differ."""

    KIND = "kind"
    UNIT = "unit"
    SIGN = "sign"
    SCALE = "scale"
    VALUE = "value"
    PRECISION = "precision"
    BOUND = "qualifier"


class Difference(NamedTuple):
    """One respect in which two quantities differ, both sides in words.

    `words` is the sentence: "value: $14.3 billion claimed, $14.8 billion found".
    """

    aspect: Aspect
    claimed: str
    found: str
    words: str


KIND_WORDS = {
    Kind.QUANTITY: "a plain number",
    Kind.MONEY: "money",
    Kind.PERCENT: "a percentage",
    Kind.RANGE: "a range",
    Kind.DATE: "a date",
    Kind.DURATION: "a duration",
    Kind.ORDINAL: "an ordinal",
    Kind.FRACTION: "a fraction",
    Kind.MULTIPLE: "a multiple",
    Kind.VAGUE: "a vague amount",
    Kind.NAME: "a name",
    Kind.IDIOM: "an idiom",
}


def differences(claimed: Quantity, found: Quantity) -> tuple[Difference, ...]:
    """Everything in which two quantities differ in meaning; empty where they agree exactly.

    The words in which they are written do not count: "nine months" is "9 months", and "over" is
    "more than". The precision does, where both are written in digits and the values are equal:
    "$14.3 billion" is not "$14.30 billion".
    """
    return tuple(_compared(claimed, found))


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities have one meaning."""
    return not differences(one, other)


def rounds_to(fine: Quantity, coarse: Quantity) -> bool:
    """Whether the second is the first, correctly rounded to fewer digits.

    Half is rounded up, away from zero; a lower bound down and an upper one up, so that it stays
    true. What is exact may become "about", and never the other way. A date is rounded by leaving
    out its day, or its day and month, but not behind "before" and "after".
    """
    if fine.kind is not coarse.kind or fine.unit != coarse.unit:
        return False
    if coarse.bound not in _bounds_after_rounding(fine.bound):
        return False
    match fine.value, coarse.value:
        case str() as date, str() as cut if fine.kind is Kind.DATE:
            outside = fine.bound in (Bound.UNDER, Bound.OVER)  # "before 4 July" is in July, perhaps
            return date.startswith(f"{cut}-") and not outside
        case (Decimal(), Decimal()) | (Interval(), Interval()):
            return _is_rounded(fine, coarse)
        case _:
            return False


def restates(claimed: Quantity, shown: Quantity) -> tuple[Difference, ...]:
    """In what a number on a page differs from the quantity that it states.

    As `differences`, but a page may write out the zeros of "$14.3 billion", and may round with
    "about", or a bound to the side on which it stays true.
    """
    found = differences(claimed, shown)
    zeros_written_out = shown.step == min(Decimal(1), step_of(claimed))
    if zeros_written_out and all(each.aspect is Aspect.PRECISION for each in found):
        return ()
    return () if shown.bound is not None and rounds_to(claimed, shown) else found


def bound_words(bound: Bound | None) -> str:
    """A bound for a message."""
    return "exact" if bound is None else bound.replace("_", " ")


def unit_words(unit: str | None) -> str:
    """A unit for a message."""
    return "none" if unit is None else unit.replace("_", " ").replace("/", " a ")


def number_aspect(one: Fraction, other: Fraction) -> Aspect | None:
    """What is wrong with a number: its sign, a power of ten, or its digits."""
    if one == other:
        return None
    if one == -other:
        return Aspect.SIGN
    if one and other and one * other > 0 and _is_power_of_ten(one / other):
        return Aspect.SCALE
    return Aspect.VALUE


def says_less(short: str, long: str) -> bool:
    """Whether the shorter of two dates is the longer one without a part of it."""
    cut_behind = long.startswith(f"{short}-")
    cut_before = short.startswith("--") and long.endswith(short[1:])
    return short == long or cut_behind or cut_before


def _compared(claimed: Quantity, found: Quantity) -> list[Difference]:
    result = []

    def differ(aspect: Aspect, one: str = "", other: str = "") -> None:
        one, other = one or write(claimed), other or write(found)
        words = f"{aspect}: {one} claimed, {other} found"
        result.append(Difference(aspect, one, other, words))

    same_kind = claimed.kind is found.kind
    if not same_kind:
        differ(Aspect.KIND, KIND_WORDS[claimed.kind], KIND_WORDS[found.kind])
    if claimed.unit != found.unit and (same_kind or (claimed.unit and found.unit)):
        differ(Aspect.UNIT, unit_words(claimed.unit), unit_words(found.unit))
    aspect = _value_aspect(claimed, found)
    if aspect is not None:
        differ(aspect)
    if claimed.bound is not found.bound:
        differ(Aspect.BOUND, bound_words(claimed.bound), bound_words(found.bound))
    return result


def _value_aspect(claimed: Quantity, found: Quantity) -> Aspect | None:
    """What is wrong with the value, or else with its precision."""
    match claimed.value, found.value:
        case (Decimal(), Decimal()) | (Interval(), Interval()):
            return _numbers_aspect(claimed, found)
        case Days() as one, Days() as other:
            return _dates_aspect(one, other)
        case str() as date, str() as day if claimed.kind is found.kind is Kind.DATE:
            return _dates_aspect((date,), (day,))
        case None, None:
            same = _folded(claimed.written) == _folded(found.written)
        case one, other:
            same = one == other or claimed.kind is not found.kind
    return None if same else Aspect.VALUE


def _numbers_aspect(claimed: Quantity, found: Quantity) -> Aspect | None:
    factor = conversion(found.unit, claimed.unit) or Fraction(1)
    aspects = {
        number_aspect(Fraction(one), Fraction(other) * factor)
        for one, other in zip(numbers_of(claimed), numbers_of(found), strict=True)
    }
    if aspects != {None}:
        return aspects.pop() if len(aspects) == 1 else Aspect.VALUE
    same_unit = claimed.unit == found.unit
    steps = {claimed.step, found.step} - {None}
    return Aspect.PRECISION if same_unit and len(steps) > 1 else None


def _dates_aspect(some: tuple[str, ...], others: tuple[str, ...]) -> Aspect | None:
    """Dates of which one says less than the other differ in precision only."""
    if some == others:
        return None
    less = all(says_less(*sorted(pair, key=len)) for pair in zip(some, others, strict=True))
    return Aspect.PRECISION if less else Aspect.VALUE


def _is_power_of_ten(ratio: Fraction) -> bool:
    large, one = max(ratio, 1 / ratio).as_integer_ratio()
    return one == 1 and 10 ** (len(format(Decimal(large), "f")) - 1) == large


def _folded(written: str) -> str:
    return " ".join(written.casefold().split())


def _bounds_after_rounding(bound: Bound | None) -> tuple[Bound | None, ...]:
    if bound is None:
        return (None, Bound.ABOUT)
    return (bound,) if bound in LOWER + UPPER else (Bound.ABOUT,)


def _is_rounded(fine: Quantity, coarse: Quantity) -> bool:
    if is_endless(*numbers_of(fine), *numbers_of(coarse)):
        return False
    step = step_of(coarse)
    rough = tuple(rounded(number, step, fine.bound) for number in numbers_of(fine))
    return step > step_of(fine) and rough == numbers_of(coarse)
