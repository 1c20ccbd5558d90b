"""Join two dates to a span, each completed from the other."""

from __future__ import annotations

import re
from typing import Final

from briefing.quantities.dates import Date

_SPAN_OF_YEARS: Final = re.compile(r"(\d{4})/(\d{4})")


def read_span_of_years(date: Date) -> tuple[str, str] | None:
    """The ends of "2024/25", which is read as a date, for its form is one of theirs."""
    span = _SPAN_OF_YEARS.fullmatch(date.value) if "/" in date.value else None
    return (span[1], span[2]) if span else None


def join_dates(low: Date, high: Date | int) -> tuple[str, str] | None:
    """The ends of a span of dates, each completed from the other: "8 to 12 July 2024"."""
    if isinstance(high, int):
        return _complete_high(low.value, high)
    first, second = low.value, high.value
    if first.startswith("--") and re.match(r"\d{4}", second):
        first = second[:4] + first[1:]
    return (first, second) if _alike(first, second) else None


def _complete_high(first: str, number: int) -> tuple[str, str] | None:
    """Such as "July 8" and 12, "2019" and 23."""
    if re.fullmatch(r"(\d{4}|-)-\d\d-\d\d", first) and int(first[-2:]) < number <= 31:  # noqa: PLR2004
        return first, f"{first[:-2]}{number:02}"
    if re.fullmatch(r"\d{4}", first) and int(first[2:]) < number < 100:  # noqa: PLR2004
        return first, f"{first[:2]}{number:02}"
    return None


def complete_low(number: int, high: Date, *, hour: bool) -> tuple[str, str] | None:
    """8 and "12 July 2024": the day takes its month and year from the end of the span.

    An `hour` takes from it that it is one: "9 bis 17 Uhr".
    """
    if hour and number < int(high.value[1:3]):
        return f"T{number:02}:00", high.value
    if re.fullmatch(r"(\d{4}|-)-\d\d-\d\d", high.value) and 1 <= number < int(high.value[-2:]):
        return f"{high.value[:-2]}{number:02}", high.value
    return None


def _alike(first: str, second: str) -> bool:
    """Whether two dates are of one sort and in order, where the order can be seen."""
    if first.startswith(("relative:", "weekday:")) or second.startswith(("relative:", "weekday:")):
        return first[:7] == second[:7]
    if (first[0] == "T") != (second[0] == "T") or ("s" in first) != ("s" in second):
        return False
    return first[0] in "-T" or second[0] in "-T" or first <= second
