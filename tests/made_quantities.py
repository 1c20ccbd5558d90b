"""Quantities for tests: made by hand from a value, and drawn by Hypothesis."""

import datetime as dt
from decimal import Decimal

from hypothesis import strategies as st

from briefing.quantities.figures import Style
from briefing.quantities.model import Bound, Days, Interval, Kind, Quantity, Ratio
from briefing.quantities.write import BOUND_WORDS, quantity_of, write
from briefing.text import Span


def made(written: str, kind: Kind, value: object, unit: str | None = None, step: str | None = None):
    """A quantity as the recogniser would read it in the words."""
    is_number = kind not in {Kind.DATE, Kind.NAME} and isinstance(value, str | int | Decimal)
    number = Decimal(value) if is_number else value
    size = Decimal(step) if step else None
    return Quantity(written, Span(0, len(written)), kind, number, unit, size)


def bounded(quantity: Quantity, bound: Bound | None):
    """The quantity with a qualifier."""
    return quantity._replace(qualifier=BOUND_WORDS[bound] if bound else None, bound=bound)


def money(
    written: str,
    value: object,
    step: str | None = None,
    bound: Bound | None = None,
    unit: str | None = "USD",
):
    """An amount of money."""
    return bounded(made(written, Kind.MONEY, value, unit, step), bound)


def percent(value: object, step: str | None = "1", bound: Bound | None = None):
    """A percentage."""
    return bounded(made(f"{value}%", Kind.PERCENT, value, "percent", step), bound)


def count(value: object, step: str | None = "1", bound: Bound | None = None):
    """A plain number."""
    return bounded(made(str(value), Kind.QUANTITY, value, None, step), bound)


def duration(value: object, unit: str | None, bound: Bound | None = None):
    """A duration."""
    return bounded(made(f"{value} {unit}s", Kind.DURATION, value, unit, "1"), bound)


def date(value: object):
    """A date."""
    return made(value, Kind.DATE, value)


def span_of(low: str | int, high: str | int, unit: str | None = None):
    """A range."""
    ends = Interval(Decimal(low), Decimal(high))
    return made(f"{low} to {high}", Kind.RANGE, ends, unit, "1")


# Beyond these years four digits are read as a plain number.
days = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))
BOUNDS = st.none() | st.sampled_from(Bound)
UNITS = {
    Kind.QUANTITY: [None],
    Kind.MONEY: ["USD", "EUR", "GBP"],
    Kind.PERCENT: ["percent", "percentage_point", "basis_point"],
    Kind.DURATION: ["day", "week", "month", "year"],
    Kind.MULTIPLE: [None],
}


@st.composite
def steps(draw: st.DrawFn):
    """The size of a last written digit."""
    return Decimal(1).scaleb(draw(st.integers(-3, 12)))


@st.composite
def amounts(draw: st.DrawFn):
    """A number with a unit and perhaps a bound, written in some style."""
    kind = draw(st.sampled_from(list(UNITS)))
    unit = draw(st.sampled_from(UNITS[kind]))
    step = draw(steps())
    value = step * draw(st.integers(1, 99999))
    quantity = quantity_of(kind, value, unit, step=step, bound=draw(BOUNDS))
    return quantity_in(quantity, draw(st.sampled_from(Style)))


def quantity_in(quantity: Quantity, style: Style):
    """The quantity as if it had been written in a style first."""
    written = write(quantity._replace(bound=None, qualifier=None), style)
    step = min(quantity.step, Decimal(1)) if style is Style.EXACT else quantity.step
    return quantity._replace(written=written, span=Span(0, len(written)), step=step)


@st.composite
def ranges(draw: st.DrawFn):
    """A range of numbers with a unit."""
    kind = draw(st.sampled_from([Kind.QUANTITY, Kind.MONEY, Kind.PERCENT, Kind.DURATION]))
    step = draw(steps())
    low, high = sorted(draw(st.lists(st.integers(1, 9999), min_size=2, max_size=2, unique=True)))
    unit = draw(st.sampled_from(UNITS[kind]))
    return quantity_of(Kind.RANGE, Interval(step * low, step * high), unit, step=step)


@st.composite
def dates(draw: st.DrawFn):
    """A calendar date that may lack its day or its month."""
    day = draw(days).isoformat()
    value = draw(st.sampled_from([day, day[:7], day[:4]]))
    return quantity_of(Kind.DATE, value)


@st.composite
def date_ranges(draw: st.DrawFn):
    """A range of dates."""
    first, last = sorted(draw(st.lists(days, min_size=2, max_size=2, unique=True)))
    return quantity_of(Kind.RANGE, Days(first.isoformat(), last.isoformat()))


ordinals = st.integers(1, 200).map(lambda n: quantity_of(Kind.ORDINAL, Decimal(n)))
# Odds and scores have the larger number in front, and are two.
fractions = st.lists(st.integers(1, 10), min_size=2, max_size=2).map(
    lambda pair: quantity_of(Kind.FRACTION, Ratio(*sorted(pair)))
)
quantities = amounts() | ranges() | dates() | date_ranges() | ordinals | fractions
