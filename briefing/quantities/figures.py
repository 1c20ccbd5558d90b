"""The digits of a number in a style, and what stands around them for its unit."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum

from briefing.quantities.rounding import EXACT, implied_step
from briefing.quantities.units import (
    BASIS_POINT,
    CURRENCIES,
    FRACTIONS_TOO,
    MAGNITUDES,
    PERCENTAGE_POINT,
    Dimension,
    Magnitude,
    dimension,
    plural,
    rate,
)


class Style(StrEnum):
    """How a quantity is written; a style changes the form, never the meaning."""

    AS_WRITTEN = "as_written"  # the author's words
    STANDARD = "standard"  # $14.3 billion, 9 months
    COMPACT = "compact"  # $14.3bn, 8 Jul 2024
    EXACT = "exact"  # $14,300,000,000
    WORDS = "words"  # 14.3 billion dollars, nine months


NUMBER_WORDS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
)


def fitting_style(unit: str | None, style: Style) -> Style:
    """A style that the unit has: a currency without a noun is written with its sign or code."""
    currency = CURRENCIES.get((unit or "")[:3])
    spelt = dimension(unit) is not Dimension.MONEY or (currency is not None and currency.plural)
    return style if spelt or style is not Style.WORDS else Style.STANDARD


def magnitude_for(
    numbers: tuple[Decimal, ...], step: Decimal | None, style: Style
) -> Magnitude | None:
    """The named power of ten in which the numbers are written without a change of precision."""
    if style is Style.EXACT:
        return None
    # Nobody wrote the digits of a number without a step, and "3,000" is the plainer word.
    named = MAGNITUDES if step else MAGNITUDES[:-1]
    step = step or min(implied_step(number) for number in numbers)
    largest = max(map(abs, numbers))
    fitting = [
        magnitude
        for magnitude in named
        if Decimal(1).scaleb(-magnitude.decimals) <= step / magnitude.size <= 1
    ]
    below = [magnitude for magnitude in fitting if magnitude.size <= largest]
    if below:
        return below[0]
    return fitting[-1] if fitting and step > 1 else None


def figure_of(
    number: Decimal, step: Decimal | None, magnitude: Magnitude | None, style: Style
) -> str:
    """The digits or the word of a number that is not negative, and its magnitude."""
    size = magnitude.size if magnitude else 1
    digits = _digits(EXACT.divide(number, Decimal(size)), step and EXACT.divide(step, size))
    if style is Style.WORDS and digits.isdecimal() and int(digits) < len(NUMBER_WORDS):
        digits = NUMBER_WORDS[int(digits)]
    if magnitude is None:
        return digits
    return digits + magnitude.short if style is Style.COMPACT else f"{digits} {magnitude.name}"


def _digits(number: Decimal, step: Decimal | None) -> str:
    """The digits with as many decimals as the step has, or as the number needs."""
    needed = max(0, -int(number.normalize(EXACT).as_tuple().exponent))
    shown = max(0, -int(step.normalize(EXACT).as_tuple().exponent)) if step else 0
    return f"{number:,.{max(needed, shown)}f}"


def frame_for(unit: str | None, style: Style, *, one: bool) -> Callable[[str], str] | None:
    """What stands around the digits of a unit; None for a unit that is in no table."""
    if unit is None:
        return str
    if (parts := rate(unit)) is not None:
        above = frame_for(parts[0], style, one=one)
        timed = dimension(parts[1]) is Dimension.TIME
        each = "per" if not timed else "an" if parts[1].startswith("hour") else "a"
        below = parts[1].replace("_", " ")
        return above and (lambda figure: f"{above(figure)} {each} {below}")
    match dimension(unit):
        case Dimension.MONEY:
            return _money_frame(unit, style, one=one)
        case Dimension.PERCENT:
            return "{} per cent".format if style is Style.WORDS else "{}%".format
        case Dimension.POINTS | Dimension.TIME if unit not in FRACTIONS_TOO:
            noun = {PERCENTAGE_POINT: "percentage point", BASIS_POINT: "basis point"}.get(
                unit, unit
            )
            return f"{{}} {noun if one else plural(noun)}".format
        case _:
            return None


def _money_frame(code: str, style: Style, *, one: bool) -> Callable[[str], str]:
    currency = CURRENCIES.get(code)
    if currency is None:
        return f"{code} {{}}".format
    if style is Style.WORDS:
        return f"{{}} {currency.singular if one else currency.plural}".format
    return f"{currency.sign}{{}}".format
