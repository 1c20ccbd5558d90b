"""Turn the TIMEX of Recognizers-Text into the dates and durations of the corpus."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from recogniser.readings import Meaning

TODAY = datetime(2033, 5, 18, 12)  # noqa: DTZ001 - the tool wants a naive one; no text has this day
RELATIVE = {
    f"{TODAY + timedelta(days=days):%Y-%m-%d}{part}": f"relative:{word}"
    for days, part, word in (
        (-1, "", "yesterday"),
        (0, "", "today"),
        (0, "TNI", "tonight"),
        (1, "", "tomorrow"),
    )
}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DURATION = re.compile(r"P(?=.)(?:[\d.]+[YMWD])*(?:T(?:[\d.]+[HMS])+)?")
PART = re.compile(r"([\d.]+)([A-Z])")
IN_SECONDS = {"Y": 31_536_000, "W": 604_800, "D": 86_400, "H": 3600, "M": 60, "S": 1}
SPAN = re.compile(r"\(([^,]+),([^,]+),P([^)]+)\)")
MOMENT = re.compile(r"(.+-\d+)(T\d\d.*)")


def read_timex(timex: str) -> Iterator[tuple[Meaning, str]]:
    """The value and the kind that a TIMEX stands for; the two of a day with a time."""
    if DURATION.fullmatch(timex):
        yield _duration(timex), "duration"
    elif span := SPAN.fullmatch(timex):
        yield _span(*span.groups())
    elif moment := MOMENT.fullmatch(timex):
        yield from ((_date(moment[1]), "date"), (_date(moment[2]), "date"))
    else:
        yield _date(timex), "date"


def _duration(timex: str) -> float:
    """The value in the finest unit that is written; months are told from minutes by the "T"."""
    days, _, clock = timex[1:].partition("T")
    parts = PART.findall(clock) or PART.findall(days)
    if len(PART.findall(timex)) == 1:
        return float(parts[0][0])
    if not clock:  # "1Y6M"
        sizes = {"Y": 12.0, "M": 1.0} if "M" in days else {"Y": 365.0, "W": 7.0, "D": 1.0}
        return sum(float(number) * sizes.get(unit, 1) for number, unit in parts)
    total = sum(float(number) * IN_SECONDS[unit] for number, unit in PART.findall(timex))
    return total / IN_SECONDS[parts[-1][1]]


def _span(low: str, high: str, length: str) -> tuple[Meaning, str]:
    """A decade, a quarter or a half of a year, else the range of its ends."""
    year, month = low[:4], low[5:7]
    prefix = "-" if year == "XXXX" else year
    match length:
        case "10Y" if year.isdigit():
            return f"{year}s", "date"
        case "3M" if month.isdigit():
            return f"{prefix}-Q{(int(month) + 2) // 3}", "date"
        case "6M" if month.isdigit():
            return f"{prefix}-H{(int(month) + 5) // 6}", "date"
    if length.endswith("M") and not length.startswith("T"):
        low, high = low.removesuffix("-01"), high.removesuffix("-01")
    return (_date(low), _date(high)), "range"


def _date(timex: str) -> str:
    if timex in RELATIVE:
        return RELATIVE[timex]
    if day := re.fullmatch(r"XXXX-WXX-(\d)", timex):
        return f"weekday:{DAYS[int(day[1]) - 1]}"
    if re.fullmatch(r"T\d\d", timex):
        return f"{timex}:00"
    return re.sub(r"^XXXX-", "--", timex)
