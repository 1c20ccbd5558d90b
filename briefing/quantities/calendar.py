"""Calendar dates of which the day, or the day and the month, may be unknown."""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, date, timedelta
from enum import IntEnum
from typing import NamedTuple

_ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)
MONTHS_A_YEAR = 12


class Precision(IntEnum):
    """How much of a date is known."""

    YEAR = 1
    MONTH = 2
    DAY = 3


class Calendar(NamedTuple):
    """A date as far as it is known."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def precision(self) -> Precision:
        """How much of it is known."""
        return Precision(1 + (self.month is not None) + (self.day is not None))

    @property
    def months(self) -> int:
        """Its month, counted from the beginning of the era."""
        return self.year * MONTHS_A_YEAR + (self.month or 1) - 1

    def cut(self, precision: Precision) -> Calendar:
        """The date with no more than that known of it."""
        return Calendar(self.year, *self[1:precision])

    def __str__(self) -> str:
        month = "" if self.month is None else f"-{self.month:02}"
        day = "" if self.day is None else f"-{self.day:02}"
        return f"{self.year:04}{month}{day}"


def read_calendar(text: str) -> Calendar | None:
    """The date that an ISO partial date gives; None for what is none, and for 30 February."""
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    year, *rest = (int(part) for part in found.groups() if part)
    day = Calendar(year, *rest)
    return day if _exists(day) else None


def days_between(later: Calendar, earlier: Calendar) -> int:
    """How many days lie between two full dates."""
    return (_day(later) - _day(earlier)).days


def add_days(start: Calendar, days: int) -> Calendar | None:
    """The full date so many days later; None beyond the years 1 to 9999."""
    try:
        end = _day(start) + timedelta(days)
    except OverflowError:
        return None
    return Calendar(end.year, end.month, end.day)


def add_months(start: Calendar, months: int) -> Calendar | None:
    """The month so many months later; None beyond the years 1 to 9999."""
    year, month = divmod(start.months + months, MONTHS_A_YEAR)
    return Calendar(year, month + 1) if MINYEAR <= year <= MAXYEAR else None


def _day(day: Calendar) -> date:
    return date(day.year, day.month or 1, day.day or 1)


def _exists(day: Calendar) -> bool:
    try:
        _day(day)
    except ValueError:
        return False
    return True
