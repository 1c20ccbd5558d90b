"""What a quantity is."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from briefing.text import Span


class Kind(StrEnum):
    """What kind of number it is that a reader sees."""

    # Kinds are looked up in sets for each number, and an enum would hash its name in Python.
    __hash__ = str.__hash__

    QUANTITY = "quantity"
    MONEY = "money"
    PERCENT = "percent"
    RANGE = "range"
    DATE = "date"
    DURATION = "duration"
    ORDINAL = "ordinal"
    FRACTION = "fraction"
    MULTIPLE = "multiple"
    VAGUE = "vague"
    NAME = "name"
    IDIOM = "idiom"


class Bound(StrEnum):
    """What a qualifier does to the number it stands with."""

    ABOUT = "about"
    OVER = "over"
    AT_LEAST = "at_least"
    UNDER = "under"
    AT_MOST = "at_most"
    NEARLY = "nearly"


class Interval(NamedTuple):
    """The value of a range: both ends belong to it."""

    low: Decimal
    high: Decimal


class Days(NamedTuple):
    """The value of a range of dates, both ends as ISO partial dates."""

    low: str
    high: str


class Ratio(NamedTuple):
    """The value of a fraction as it was written: "2 of 4" stays 2/4."""

    numerator: int
    denominator: int

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}"


# Decimal: quantity, money, percent, duration, ordinal, multiple.  Interval or Days: range.
# Ratio: fraction.  str: a date (ISO partial date and its kin) or a name.  None: vague, idiom.
Value = Decimal | Interval | Days | Ratio | str | None


class Quantity(NamedTuple):
    """A number as it was written, what it means, and where it stands.

    `written` holds the number with its sign, magnitude, currency, percent sign or unit of time;
    the counted noun and the qualifier stay outside. `step` is the size of the last written digit
    in units of `value` ("$14.3 billion" has 100000000), and None where there is no such digit.
    `unit` is an ISO 4217 code ("USD", "USD/month"), "percent", "percentage_point", "basis_point"
    or the unit of time ("month"). `reach` is the span with the qualifier, where it has one.
    `head` are the words of a table's head that give the unit, where it stands there alone.
    """

    written: str
    span: Span
    kind: Kind
    value: Value
    unit: str | None = None
    step: Decimal | None = None
    qualifier: str | None = None
    bound: Bound | None = None
    reach: Span | None = None
    head: str | None = None

    @property
    def whole_span(self) -> Span:
        """The span with the qualifier, if there is one."""
        return self.reach or self.span
