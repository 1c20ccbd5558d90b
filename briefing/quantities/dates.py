"""Read dates, clock times, years, quarters and decades as ISO partial dates."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import NamedTuple

from briefing.quantities.shadow import Shadow
from briefing.quantities.tables import (
    BEFORE_ANY_YEAR,
    DAY_TIMES,
    DAYS,
    DECADES,
    MONTH_WORDS,
    MONTHS,
    NOT_YEARS,
    PERSONS,
    RELATIVE_DAYS,
    YEAR_WORDS,
    YEARS_OF,
)

_LATEST_YEAR = 2199
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>[12]\d{3})(?![\d.,]\d|[\d%])"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\w%]|[.,:/]\d)"

_ISO = re.compile(
    r"([12]\d{3})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01])"
    r"(?:[t ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(z|[+-]\d\d:?\d\d)?)?)?(?![\w-]|[.:]\d)"
)
_NUMERIC = re.compile(r"(\d{1,4})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\w/-]|[.,]\d)")
_DAY_MONTH = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -](?P<month>{_MONTH})\b(?:\.?,?[ -]{_YEAR})?"
)
_MONTH_DAY = re.compile(rf"(?P<month>{_MONTH})\b(?:\.? (?:the )?{_DAY})?(?:\.?(?: of|,)? {_YEAR})?")
_AFTER_WEEK_DAY = re.compile(r"\.?,? (?:the )?(?=[a-z\d])")
_FIGURES = re.compile(r"(\d+)(.|\n|$)")
_LONG_YEAR = 4
_TIME = re.compile(
    r"(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?(?::[0-5]\d)? ?"
    r"(?P<half>[ap])(?:m\b|\.m\b\.?)"
    r"|(?P<hour24>[01]?\d|2[0-4]):(?P<minute24>[0-5]\d)(?::(?P<second>[0-5]\d))?(?![\d:])"
    r"|(?P<oclock>1?\d) ?o'clock"
)
_DECADE = re.compile(r"'?([12]\d\d|\d)0'?s\b")
_BEFORE_DECADE = re.compile(r"(?:'|\b(?:the|mid|early|late)[ -])$")
_FISCAL = re.compile(
    r"(?:fy ?|(?:fiscal|financial)(?: year)? )'?((?:[12]\d)?\d\d)(?:[-/\x81](\d\d))?(?!\w|[.,]\d)"
)
_QUARTER = re.compile(
    r"(?P<part>[qh])(?P<number>[1-4])(?:,? (?:of )?(?P<year>[12]\d{3})(?!\w))?(?!\w)"
    r"|(?P<before>[12]\d{3}) ?-?(?P<part2>[qh])(?P<number2>[1-4])(?!\w)"
    r"|(?P<number3>[1-4])(?P<part3>[qh])'?(?P<short>\d\d(?:\d\d)?)(?!\w)"
)
_QUARTER_IN_WORDS = re.compile(
    r"(first|second|third|fourth|final|last|1st|2nd|3rd|4th) (quarter|half)"
    r"(?: of|,)?(?: (?:fiscal|the fiscal year|calendar))? ([12]\d{3})(?!\w)"
)
_YEARS = re.compile(r"([12]\d{3})(?!\w|[.,:]\d|%)")
_SECOND_YEAR = re.compile(r"([12]\d{3})[-/\x81](\d\d)(?![\w/-]|[.,]\d|%)")
_LAST_WORD = re.compile(r"([a-z]+-?|[('\[]) ?$")
_NEXT_WORD = re.compile(r" ([a-z]+)")
_PLAIN_YEARS = range(1900, 2100)


class Date(NamedTuple):
    """A date and where it stands."""

    start: int
    end: int
    value: str


def read_numeric_date(shadow: Shadow, at: int) -> Date | None:
    """The date or time that starts with the digit at `at`."""
    low = shadow.low
    figures = _FIGURES.match(low, at)
    if figures is None:
        return None
    length = figures.end(1) - at
    for lengths, following, pattern, read in _NUMERIC_FORMS:
        if length in lengths and figures[2] in following:
            match = pattern.match(low, at)
            if match and (value := read(match)):
                return Date(at, match.end(), value)
    return _read_year(shadow, at) if length == _LONG_YEAR else None


def _iso(match: re.Match[str]) -> str | None:
    year, month, day, time, zone = match.groups()
    if day and int(day) > monthrange(int(year), int(month))[1]:
        return None
    return "-".join(filter(None, (year, month, day))) + (
        f"T{time}{(zone or '').upper()}" if time else ""
    )


def _numeric(match: re.Match[str]) -> str | None:
    """A date in figures; where day and month cannot be told apart, it stays as written."""
    first, mark, second, third = match.groups()
    if len(first) == 4:  # noqa: PLR2004 - year first
        return _calendar_day(int(first), int(second), int(third))
    if len(first) > 2 or (mark == "." and len(third) < 4) or (mark == "-" and len(third) < 4):  # noqa: PLR2004
        return None
    year = int(third) if len(third) == 4 else 2000 + int(third)  # noqa: PLR2004
    day_first = _calendar_day(year, int(second), int(first))
    month_first = _calendar_day(year, int(first), int(second))
    if day_first and month_first and day_first != month_first and mark == "/":
        return match[0]
    return day_first or month_first


def _calendar_day(year: int, month: int, day: int) -> str | None:
    if not (year and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):  # noqa: PLR2004
        return None
    return f"{year:04}-{month:02}-{day:02}"


def _named(match: re.Match[str]) -> str | None:
    """A date with the month in letters, with or without day and year."""
    month = MONTHS[match["month"]]
    year, day = match["year"], match["day"]
    if day and not 1 <= int(day) <= monthrange(int(year or 2000), month)[1]:
        return None
    return f"{year or '-'}-{month:02}" + (f"-{int(day):02}" if day else "")


def _time(match: re.Match[str]) -> str | None:
    if match["oclock"]:
        return f"T{int(match['oclock']):02}:00" if 1 <= int(match["oclock"]) <= 12 else None  # noqa: PLR2004
    if match["hour24"]:
        second = f":{match['second']}" if match["second"] else ""
        return f"T{int(match['hour24']):02}:{match['minute24']}{second}"
    hour = int(match["hour"])
    if not 1 <= hour <= 12:  # noqa: PLR2004
        return None
    return f"T{hour % 12 + (12 if match['half'] == 'p' else 0):02}:{match['minute'] or '00'}"


def _decade(match: re.Match[str]) -> str | None:
    """Such as "1990s"; "90s" only as "the 90s" or "'90s", for it may be seconds or an age."""
    digits = match[1]
    if len(digits) == 1 and not _BEFORE_DECADE.search(
        match.string, max(0, match.start() - 8), match.start()
    ):
        return None
    return f"{digits}0s" if len(digits) == 3 else f"{'20' if digits in '01' else '19'}{digits}0s"  # noqa: PLR2004


def _fiscal(match: re.Match[str]) -> str:
    year, second = match.groups()
    return f"FY{year if len(year) == 4 else '20' + year}" + (f"/{second}" if second else "")  # noqa: PLR2004


def _quarter(match: re.Match[str]) -> str | None:
    year = match["year"] or match["before"] or match["short"] or "-"
    year = "20" + year if len(year) == 2 else year  # noqa: PLR2004
    part = match["part"] or match["part2"] or match["part3"]
    number = match["number"] or match["number2"] or match["number3"]
    return None if part == "h" and number in "34" else f"{year}-{part.upper()}{number}"


# How many digits a form may begin with, and what may follow them.
_NUMERIC_FORMS = (
    ({4}, "-", _ISO, _iso),
    ({1, 2}, " -snrto", _DAY_MONTH, _named),
    ({1, 2}, " .:apo", _TIME, _time),
    ({1, 2, 3, 4}, "/.-", _NUMERIC, _numeric),
    ({1, 4}, " -qh", _QUARTER, _quarter),
    ({2, 4}, "s'", _DECADE, _decade),
)
_PARTS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}


def read_letter_date(shadow: Shadow, at: int) -> Date | None:
    """The fiscal year or the quarter that starts with a letter at `at`: "FY2025", "Q3 2025"."""
    if match := _FISCAL.match(shadow.low, at):
        return Date(at, match.end(), _fiscal(match))
    if (match := _QUARTER.match(shadow.low, at)) and shadow.plain[at].isupper():
        value = _quarter(match)
        return Date(at, match.end(), value) if value else None
    return None


def read_word_date(shadow: Shadow, at: int, word: str) -> Date | None:
    """The date that starts with `word`: a month, a week day, "yesterday", "noon", "nineties"."""
    capital = shadow.plain[at].isupper()
    if word in MONTHS and capital:
        return _read_month(shadow, at)
    if word in DAYS and capital and (len(word) > 3 or shadow.plain[at + 3 : at + 5] in _SHORT_DAY):  # noqa: PLR2004
        return _read_week_day(shadow, at, word)
    if word in RELATIVE_DAYS:
        return Date(at, at + len(word), f"relative:{word}")
    if word in DAY_TIMES:
        return Date(at, at + len(word), DAY_TIMES[word])
    if word in DECADES and shadow.low[max(0, at - 4) : at] in {"the ", "mid-", "ate ", "rly "}:
        return Date(at, at + len(word), DECADES[word])
    return None


_SHORT_DAY = frozenset({" 0", ", ", ". ", " 1", " 2", " 3", ".,"} | {f" {n}" for n in range(10)})
_DOUBTFUL_MONTHS = frozenset({"may", "march", "mar", "dec", "sep", "jan", "jun", "august"})


def _read_month(shadow: Shadow, at: int) -> Date | None:
    match = _MONTH_DAY.match(shadow.low, at)
    if not match:
        return None
    if match["day"] and not match["year"] and _is_counted(shadow.low, match.end()):
        match = re.compile(_MONTH).match(shadow.low, at)
        assert match is not None
        return Date(at, match.end(), f"--{MONTHS[match[0]]:02}")
    value = _named(match)
    if not value:
        return None
    doubtful = not match["day"] and not match["year"] and match["month"] in _DOUBTFUL_MONTHS
    if doubtful and not _among_months(shadow.low, at, match.end()):
        return None
    return Date(at, match.end(), value)


def _among_months(low: str, at: int, end: int) -> bool:
    """Whether "May" or "Mar" is a month here: by the word in front, or in a row of months."""
    if low[at - 1 : at] in {"", "\n"} and low[end : end + 1] in {"", "\n"}:
        return True
    before, follows = last_word(low, at), _NEXT_WORD.match(low, end)
    return before in MONTH_WORDS or before in MONTHS or bool(follows and follows[1] in MONTHS)


def _is_counted(low: str, end: int) -> bool:
    following = _NEXT_WORD.match(low, end)
    return bool(following and following[1] in (PERSONS | {"million", "billion", "per"}))


def _read_week_day(shadow: Shadow, at: int, word: str) -> Date:
    end = at + len(word)
    if gap := _AFTER_WEEK_DAY.match(shadow.low, end):
        after = shadow.low[gap.end()]
        if after.isdigit():
            match = _DAY_MONTH.match(shadow.low, gap.end()) or _ISO.match(shadow.low, gap.end())
            value = match and (_named(match) if match.re is _DAY_MONTH else _iso(match))
        else:
            match = _MONTH_DAY.match(shadow.low, gap.end())
            value = match and match["day"] and _named(match)
        if match and value:
            return Date(at, match.end(), value)
    return Date(at, end, f"weekday:{DAYS[word]}")


def read_quarter_in_words(shadow: Shadow, at: int) -> Date | None:
    """Such as "third quarter of 2025", "first half of 2026"."""
    match = _QUARTER_IN_WORDS.match(shadow.low, at)
    if not match:
        return None
    word, part, year = match.groups()
    number = _PARTS.get(word, 4 if part == "quarter" else 2)
    if part == "half" and number > 2:  # noqa: PLR2004
        return None
    return Date(at, match.end(), f"{year}-{part[0].replace('q', 'Q').replace('h', 'H')}{number}")


def _read_year(shadow: Shadow, at: int) -> Date | None:
    if span := _SECOND_YEAR.match(shadow.low, at):
        first, second = span.groups()
        if int(second) == (int(first) + 1) % 100 and span[0][4] == "/":
            return Date(at, span.end(), f"{first}/{second}")
    match = _YEARS.match(shadow.low, at)
    return Date(at, match.end(), match[1]) if match and _is_year(shadow.low, match) else None


def _is_year(low: str, match: re.Match[str]) -> bool:
    """Whether four digits are a year: by their size, and by the words around them."""
    if int(match[1]) > _LATEST_YEAR:
        return False
    before = last_word(low, match.start())
    follows = _NEXT_WORD.match(low, match.end())
    following = follows[1] if follows else ""
    if following in PERSONS or following in NOT_YEARS:
        return False
    placed = before in YEAR_WORDS or before in {"'", "(", "["} or before in MONTHS
    if int(match[1]) not in _PLAIN_YEARS:
        return before in BEFORE_ANY_YEAR and not _is_plural(following)
    return placed or not before or following in YEARS_OF or not _is_plural(following)


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith("ss") and len(word) > 2  # noqa: PLR2004


def last_word(low: str, at: int) -> str:
    """The word in front of `at`, "" where there is none (or only a mark other than a bracket)."""
    match = _LAST_WORD.search(low, max(0, at - 24), at)
    return match[1] if match else ""


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


def complete_low(number: int, high: Date) -> tuple[str, str] | None:
    """8 and "12 July 2024": the day takes its month and year from the end of the span."""
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
