"""Quantities in the words in which a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from enum import StrEnum

from briefing.quantities.model import Bound, Days, Interval, Kind, Quantity, Ratio, Value
from briefing.quantities.units import (
    BASIS_POINT,
    CURRENCIES,
    FRACTIONS_TOO,
    MAGNITUDES,
    MONTH_NAMES,
    PERCENTAGE_POINT,
    Dimension,
    Magnitude,
    dimension,
    plural,
    rate,
)
from briefing.text import Span


class Style(StrEnum):
    """How a quantity is written; a style changes the form, never the meaning."""

    AS_WRITTEN = "as_written"  # the author's words
    STANDARD = "standard"  # $14.3 billion, 9 months
    COMPACT = "compact"  # $14.3bn, 8 Jul 2024
    EXACT = "exact"  # $14,300,000,000
    WORDS = "words"  # 14.3 billion dollars, nine months


LOWER = (Bound.OVER, Bound.AT_LEAST)
UPPER = (Bound.UNDER, Bound.AT_MOST)
BOUND_WORDS = {
    Bound.ABOUT: "about",
    Bound.OVER: "over",
    Bound.AT_LEAST: "at least",
    Bound.UNDER: "under",
    Bound.AT_MOST: "at most",
    Bound.NEARLY: "nearly",
}
DATE_BOUND_WORDS = {
    Bound.OVER: "after",
    Bound.AT_LEAST: "since",
    Bound.UNDER: "before",
    Bound.AT_MOST: "by",
}
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
ORDINAL_WORDS = (
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)
# A part's name is its ordinal's, but for these.
PART_WORDS = {2: ("half", "halves"), 4: ("quarter", "quarters")}
MINUS = "−"
# A number with more digits is none of a document; it is compared, but never written anew.
MAX_DIGITS = 400
# Room for every digit of a quotient or a product, so that no operation ever rounds by itself.
_EXACT = Context(prec=4 * MAX_DIGITS)
_DATE = re.compile(r"(?:(\d{4})|-)(?:-(\d{2}))?(?:-(\d{2}))?")
_OTHER_DATE = {
    re.compile(r"T(\d{2}:\d{2})"): r"\1",
    re.compile(r"(\d{4}s)"): r"\1",
    re.compile(r"FY(\d{4})"): r"FY\1",
    re.compile(r"(\d{4})-Q([1-4])"): r"Q\2 \1",
    re.compile(r"weekday:(\w+)"): r"\1",
}


def write(quantity: Quantity, style: Style | str = Style.AS_WRITTEN) -> str:
    """The quantity with its qualifier in a style.

    What has only its own words (names, idioms, vague amounts, relative days, units that are not
    in our tables) is given in those, whatever the style.
    """
    style = Style(style)
    body = None if style is Style.AS_WRITTEN else _body(quantity, style)
    if body is None:
        return _as_written(quantity)
    if quantity.bound is None:
        return body
    before = _qualifier_before(quantity) or _bound_words(quantity.kind, quantity.bound)
    return _qualified(before, body)


def _bound_words(kind: Kind, bound: Bound) -> str:
    return (
        DATE_BOUND_WORDS.get(bound, BOUND_WORDS[bound]) if kind is Kind.DATE else BOUND_WORDS[bound]
    )


def machine_value(quantity: Quantity) -> str:
    """The value for programs: a decimal without exponent, "low/high", an ISO date, "2/3".

    A vague amount and an idiom have none: "".
    """
    match quantity.value:
        case None:
            return ""
        case Decimal() as number:
            return _plain(number)
        case Interval(low, high):
            return f"{_plain(low)}/{_plain(high)}"
        case Days(first, last):
            return f"{first}/{last}"
        case other:
            return str(other)


def quantity_of(
    kind: Kind,
    value: Value,
    unit: str | None = None,
    *,
    step: Decimal | None = None,
    bound: Bound | None = None,
) -> Quantity:
    """A quantity that nobody wrote, such as a computed one, in the standard style."""
    qualifier = _bound_words(kind, bound) if bound else None
    bare = Quantity(machine_value(Quantity("", Span(0, 0), kind, value)), Span(0, 0), kind, value)
    bare = bare._replace(unit=unit, step=step)
    written = _body(bare, Style.STANDARD) or bare.written
    span = Span(0, len(written))
    return bare._replace(written=written, span=span, qualifier=qualifier, bound=bound)


def round_to(quantity: Quantity, digits: int) -> Quantity:
    """The quantity with `digits` digits after the point of its magnitude, as "about" it.

    Half is rounded up, away from zero. A lower bound is rounded down and an upper one up, so that
    it stays true. What has no finer digits, and what is no number, comes back as it is; so does a
    range whose ends would fall together.
    """
    numbers = numbers_of(quantity)
    if not numbers or quantity.kind is Kind.ORDINAL or digits < 0 or is_endless(*numbers):
        return quantity
    step = _magnitude_of(max(map(abs, numbers))).scaleb(-digits)
    if all(rounded(number, step) == number for number in numbers):
        return quantity
    value = tuple(rounded(number, step, quantity.bound) for number in numbers)
    if len(set(value)) < len(value):
        return quantity
    stays_true = quantity.bound in LOWER + UPPER
    return quantity_of(
        quantity.kind,
        value[0] if len(value) == 1 else Interval(*value),
        quantity.unit,
        step=step,
        bound=quantity.bound if stays_true else Bound.ABOUT,
    )


def rounded(number: Decimal, step: Decimal, bound: Bound | None = None) -> Decimal:
    """The multiple of `step` to which a number is rounded: half up, away from zero.

    A lower bound goes down and an upper one up.
    """
    mode = ROUND_FLOOR if bound in LOWER else ROUND_CEILING if bound in UPPER else ROUND_HALF_UP
    steps = _EXACT.divide(number, step).to_integral_value(rounding=mode)
    return _EXACT.multiply(steps, step)


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
    implied = (_implied_step(number) for number in numbers_of(quantity))
    return quantity.step or min(implied, default=Decimal(1))


def _implied_step(number: Decimal) -> Decimal:
    exponent = number.normalize(_EXACT).as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent) if number else Decimal(1)


def is_endless(*numbers: Decimal) -> bool:
    """Whether a number is too long to be one of a document."""
    return any(
        max(len(number.as_tuple().digits), abs(number.adjusted())) > MAX_DIGITS
        for number in numbers
    )


def _as_written(quantity: Quantity) -> str:
    qualifier = quantity.qualifier
    if quantity.bound is None or not qualifier:
        return quantity.written
    before = _qualifier_before(quantity)
    return _qualified(before, quantity.written) if before else _joined(quantity.written, qualifier)


def _qualifier_before(quantity: Quantity) -> str | None:
    behind = quantity.reach is not None and quantity.reach.start == quantity.span.start
    return None if behind else quantity.qualifier


def _qualified(qualifier: str, body: str) -> str:
    """The words in front, with those behind where they stand on either side: "from … on"."""
    before, _, behind = qualifier.partition(" …")
    return _joined(before, body) + behind


def _joined(first: str, second: str) -> str:
    """Two parts with a space between words, and none at a sign such as "~" or "+"."""
    tight = not (re.search(r"\w", first) and re.search(r"\w", second))
    return first + second if tight else f"{first} {second}"


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", "-"} else text


def _body(quantity: Quantity, style: Style) -> str | None:
    """The quantity without its qualifier, or None where only its own words will do."""
    match quantity.value:
        case Decimal() as number:
            return _number(number, quantity, style)
        case Interval() as ends:
            return _range(ends, quantity, style)
        case Days(first, last):
            dates = _date(first, style), _date(last, style)
            return " to ".join(filter(None, dates)) if all(dates) else None
        case Ratio() as ratio:
            return _fraction(ratio, style)
        case str() as date if quantity.kind is Kind.DATE:
            return _date(date, style)
    return None


def _number(number: Decimal, quantity: Quantity, style: Style) -> str | None:
    if is_endless(number):
        return None
    if quantity.kind is Kind.ORDINAL:
        return _ordinal(int(number), style)
    if quantity.kind is Kind.MULTIPLE:
        return _multiple(number, quantity.step, style)
    return _amount(number, quantity, style)


def _amount(number: Decimal, quantity: Quantity, style: Style) -> str | None:
    style = _fitting(quantity.unit, style)
    frame = _frame(quantity.unit, style, one=abs(number) == 1)
    magnitude = _magnitude((number,), quantity.step, style)
    sign = "" if number >= 0 else "minus " if style is Style.WORDS else MINUS
    return frame and sign + frame(_figure(abs(number), quantity.step, magnitude, style))


def _range(ends: Interval, quantity: Quantity, style: Style) -> str | None:
    """Both ends with their magnitude, so that neither has to lend it to the other."""
    style = _fitting(quantity.unit, style)
    frame = _frame(quantity.unit, style, one=False)
    if frame is None or is_endless(*ends):
        return None
    magnitude = _magnitude(ends, quantity.step, style)
    low, high = (_figure(abs(end), quantity.step, magnitude, style) for end in ends)
    minus = "minus " if style is Style.WORDS else MINUS
    signs = [minus if end < 0 else "" for end in ends]
    frames = frame("0")
    if frames.startswith("0") and not frames.endswith("%"):
        return f"{signs[0]}{low} to {signs[1]}{frame(high)}"
    parts = rate(quantity.unit)
    first = (_frame(parts[0], style, one=False) if parts else None) or frame
    return f"{signs[0]}{first(low)} to {signs[1]}{frame(high)}"


def _magnitude(
    numbers: tuple[Decimal, ...], step: Decimal | None, style: Style
) -> Magnitude | None:
    """The named power of ten in which the numbers are written without a change of precision."""
    if style is Style.EXACT:
        return None
    # Nobody wrote the digits of a number without a step, and "3,000" is the plainer word.
    named = MAGNITUDES if step else MAGNITUDES[:-1]
    step = step or min(_implied_step(number) for number in numbers)
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


def _magnitude_of(number: Decimal) -> Decimal:
    return Decimal(next((m.size for m in MAGNITUDES if m.size <= number), 1))


def _figure(
    number: Decimal, step: Decimal | None, magnitude: Magnitude | None, style: Style
) -> str:
    """The digits or the word of a number that is not negative, and its magnitude."""
    size = magnitude.size if magnitude else 1
    digits = _digits(_EXACT.divide(number, Decimal(size)), step and _EXACT.divide(step, size))
    if style is Style.WORDS and digits.isdecimal() and int(digits) < len(NUMBER_WORDS):
        digits = NUMBER_WORDS[int(digits)]
    if magnitude is None:
        return digits
    return digits + magnitude.short if style is Style.COMPACT else f"{digits} {magnitude.name}"


def _digits(number: Decimal, step: Decimal | None) -> str:
    """The digits with as many decimals as the step has, or as the number needs."""
    needed = max(0, -int(number.normalize(_EXACT).as_tuple().exponent))
    shown = max(0, -int(step.normalize(_EXACT).as_tuple().exponent)) if step else 0
    return f"{number:,.{max(needed, shown)}f}"


def _frame(unit: str | None, style: Style, *, one: bool) -> Callable[[str], str] | None:
    """What stands around the digits of a unit; None for a unit that is in no table."""
    if unit is None:
        return str
    if (parts := rate(unit)) is not None:
        above = _frame(parts[0], style, one=one)
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


def _fitting(unit: str | None, style: Style) -> Style:
    """A style that the unit has: a currency without a noun is written with its sign or code."""
    currency = CURRENCIES.get((unit or "")[:3])
    spelt = dimension(unit) is not Dimension.MONEY or (currency is not None and currency.plural)
    return style if spelt or style is not Style.WORDS else Style.STANDARD


def _money_frame(code: str, style: Style, *, one: bool) -> Callable[[str], str]:
    currency = CURRENCIES.get(code)
    if currency is None:
        return f"{code} {{}}".format
    if style is Style.WORDS:
        return f"{{}} {currency.singular if one else currency.plural}".format
    return f"{currency.sign}{{}}".format


def _ordinal(number: int, style: Style) -> str:
    if style is Style.WORDS and 0 <= number < len(ORDINAL_WORDS):
        return ORDINAL_WORDS[number]
    teens = number % 100 in (11, 12, 13)
    return f"{number:,}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _multiple(number: Decimal, step: Decimal | None, style: Style) -> str:
    magnitude = _magnitude((number,), step, style)
    figure = _figure(number, step, magnitude, style)
    if style is Style.COMPACT and magnitude is None:
        return f"{figure}x"
    return "twice" if style is Style.WORDS and figure == "two" else f"{figure} times"


def _fraction(ratio: Ratio, style: Style) -> str | None:
    """More than a whole has its own words alone, for "3/2" are odds."""
    top, bottom = ratio
    if top > bottom:
        return None
    if style is not Style.WORDS or not 0 < top <= bottom < len(NUMBER_WORDS):
        return f"{top}/{bottom}"
    if top == bottom:
        return f"{NUMBER_WORDS[top]} of {NUMBER_WORDS[bottom]}"
    one, many = PART_WORDS.get(bottom, (ORDINAL_WORDS[bottom], ORDINAL_WORDS[bottom] + "s"))
    return f"{NUMBER_WORDS[top]} {one if top == 1 else many}"


def _date(value: str, style: Style) -> str | None:
    for pattern, form in _OTHER_DATE.items():
        if found := pattern.fullmatch(value):
            return found.expand(form)
    found = _DATE.fullmatch(value)
    if found is None:
        return None
    year, month, day = found.groups()
    name = MONTH_NAMES[int(month) - 1] if month else ""
    name = name[:3] if style is Style.COMPACT else name
    return " ".join(part for part in (day and str(int(day)), name, year) if part)
