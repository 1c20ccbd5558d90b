"""How exactly a number is written, and what it is when it is rounded."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

from briefing.quantities.model import Bound, Interval, Quantity

LOWER = (Bound.OVER, Bound.AT_LEAST)
UPPER = (Bound.UNDER, Bound.AT_MOST)
# A number with more digits is none of a document; it is compared, but never written anew.
MAX_DIGITS = 400
# Room for every digit of a quotient or a product, so that no operation ever rounds by itself.
EXACT = Context(prec=4 * MAX_DIGITS)


def rounded(number: Decimal, step: Decimal, bound: Bound | None = None) -> Decimal:
    """The multiple of `step` to which a number is rounded: half up, away from zero.

    A lower bound goes down and an upper one up.
    """
    mode = ROUND_FLOOR if bound in LOWER else ROUND_CEILING if bound in UPPER else ROUND_HALF_UP
    steps = EXACT.divide(number, step).to_integral_value(rounding=mode)
    return EXACT.multiply(steps, step)


def numbers_of(quantity: Quantity) -> tuple[Decimal, ...]:
    """The number, or both ends of a range; nothing for dates, fractions and words."""
    match quantity.value:
        case Decimal() as number:
            return (number,)
        case Interval() as ends:
            return tuple(ends)
        case _:
            return ()


def step_of(quantity: Quantity) -> Decimal:
    """The size of the last digit; of a number in words, of the last that is not zero."""
    implied = (implied_step(number) for number in numbers_of(quantity))
    return quantity.step or min(implied, default=Decimal(1))


def implied_step(number: Decimal) -> Decimal:
    """The size of the last digit that is not zero; 1 of zero."""
    exponent = number.normalize(EXACT).as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent) if number else Decimal(1)


def is_endless(*numbers: Decimal) -> bool:
    """Whether a number is too long to be one of a document."""
    return any(
        max(len(number.as_tuple().digits), abs(number.adjusted())) > MAX_DIGITS
        for number in numbers
    )
