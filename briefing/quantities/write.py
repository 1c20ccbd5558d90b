"""Quantities in the words in which a reader sees them."""

from __future__ import annotations

import re
from decimal import Decimal

from briefing.quantities.figures import (
    NUMBER_WORDS,
    Style,
    figure_of,
    fitting_style,
    frame_for,
    magnitude_for,
)
from briefing.quantities.model import Bound, Days, Interval, Kind, Quantity, Ratio, Value
from briefing.quantities.rounding import LOWER, UPPER, is_endless, numbers_of, rounded
from briefing.quantities.units import MAGNITUDES, MONTH_NAMES, rate
from briefing.text import Span

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


def _magnitude_of(number: Decimal) -> Decimal:
    return Decimal(next((m.size for m in MAGNITUDES if m.size <= number), 1))


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
    style = fitting_style(quantity.unit, style)
    frame = frame_for(quantity.unit, style, one=abs(number) == 1)
    magnitude = magnitude_for((number,), quantity.step, style)
    sign = "" if number >= 0 else "minus " if style is Style.WORDS else MINUS
    return frame and sign + frame(figure_of(abs(number), quantity.step, magnitude, style))


def _range(ends: Interval, quantity: Quantity, style: Style) -> str | None:
    """Both ends with their magnitude, so that neither has to lend it to the other."""
    style = fitting_style(quantity.unit, style)
    frame = frame_for(quantity.unit, style, one=False)
    if frame is None or is_endless(*ends):
        return None
    magnitude = magnitude_for(ends, quantity.step, style)
    low, high = (figure_of(abs(end), quantity.step, magnitude, style) for end in ends)
    minus = "minus " if style is Style.WORDS else MINUS
    signs = [minus if end < 0 else "" for end in ends]
    frames = frame("0")
    if frames.startswith("0") and not frames.endswith("%"):
        return f"{signs[0]}{low} to {signs[1]}{frame(high)}"
    parts = rate(quantity.unit)
    first = (frame_for(parts[0], style, one=False) if parts else None) or frame
    return f"{signs[0]}{first(low)} to {signs[1]}{frame(high)}"


def _ordinal(number: int, style: Style) -> str:
    if style is Style.WORDS and 0 <= number < len(ORDINAL_WORDS):
        return ORDINAL_WORDS[number]
    teens = number % 100 in (11, 12, 13)
    return f"{number:,}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _multiple(number: Decimal, step: Decimal | None, style: Style) -> str:
    magnitude = magnitude_for((number,), step, style)
    figure = figure_of(number, step, magnitude, style)
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
