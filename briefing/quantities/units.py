"""The units that quantities have, and what may be converted into what."""

from __future__ import annotations

import re
from enum import Enum, auto
from fractions import Fraction
from typing import NamedTuple

PERCENT = "percent"
PERCENTAGE_POINT = "percentage_point"
BASIS_POINT = "basis_point"
MONTH = "month"
YEAR = "year"
DAY = "day"


class Dimension(Enum):
    """What a unit measures; quantities of different dimensions are never added."""

    PLAIN = auto()
    MONEY = auto()
    PERCENT = auto()
    POINTS = auto()
    TIME = auto()
    OTHER = auto()


class Currency(NamedTuple):
    """How an amount of money is written; without a noun where that is also a weight."""

    sign: str
    singular: str
    plural: str


# Only currencies whose names and signs mean one thing each in English prose; the others are
# written with their ISO 4217 code.
CURRENCIES = {
    "USD": Currency("$", "dollar", "dollars"),
    "EUR": Currency("€", "euro", "euros"),
    "GBP": Currency("£", "", ""),
    "JPY": Currency("¥", "yen", "yen"),
    "INR": Currency("₹", "rupee", "rupees"),
}


class Magnitude(NamedTuple):
    """A power of ten that has a name; `decimals` is how many digits may follow its point."""

    size: int
    name: str
    short: str
    decimals: int


MAGNITUDES = (
    Magnitude(10**12, "trillion", "tn", 3),
    Magnitude(10**9, "billion", "bn", 3),
    Magnitude(10**6, "million", "m", 3),
    Magnitude(10**3, "thousand", "k", 2),
)

# Months and days have no common measure: a month has 28 to 31 days.
SECONDS = {
    "millisecond": Fraction(1, 1000),
    "second": Fraction(1),
    "minute": Fraction(60),
    "hour": Fraction(3600),
    "day": Fraction(86400),
    "week": Fraction(604800),
    "fortnight": Fraction(1209600),
}
MONTHS = {
    "month": Fraction(1),
    "quarter": Fraction(3),
    "year": Fraction(12),
    "decade": Fraction(120),
    "century": Fraction(1200),
    "millennium": Fraction(12000),
}
POINTS = {BASIS_POINT: Fraction(1, 100), PERCENTAGE_POINT: Fraction(1)}
_FAMILIES = (SECONDS, MONTHS, POINTS)

# A quarter is also a fraction: "three quarters".
FRACTIONS_TOO = frozenset({"quarter"})
PLURALS = {"century": "centuries", "millennium": "millennia"}

MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_MONEY = re.compile(r"[A-Z]{3}(?:/[a-z_]+)?")


def dimension(unit: str | None) -> Dimension:
    """What a unit measures."""
    if unit is None:
        return Dimension.PLAIN
    if unit == PERCENT:
        return Dimension.PERCENT
    if unit in POINTS:
        return Dimension.POINTS
    if unit in SECONDS or unit in MONTHS:
        return Dimension.TIME
    return Dimension.MONEY if _MONEY.fullmatch(unit) else Dimension.OTHER


def conversion(unit: str | None, into: str | None) -> Fraction | None:
    """By what a value in `unit` is multiplied to have it in `into`; None where nothing is."""
    if unit == into:
        return Fraction(1)
    for family in _FAMILIES:
        if unit in family and into in family:
            return family[unit] / family[into]
    return None


def rate(unit: str | None) -> tuple[str, str] | None:
    """A rate's parts, "USD/month" as ("USD", "month"); None for what is no rate."""
    above, stroke, below = (unit or "").partition("/")
    return (above, below) if stroke else None


def plural(noun: str) -> str:
    """The plural of a unit's name."""
    return PLURALS.get(noun, noun + "s")
