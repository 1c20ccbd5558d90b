"""Read dates, clock times, years, quarters and decades as ISO partial dates."""

from __future__ import annotations

import re
from collections.abc import Callable
from string import digits
from typing import Final, NamedTuple

from briefing.quantities.fast import new
from briefing.quantities.language import ByLanguage, Language
from briefing.quantities.shadow import Shadow
from briefing.quantities.trie import any_of

_LATEST_YEAR: Final = 2199
_YEAR: Final = r"(?P<year>[12]\d{3})(?![\d.,]\d|[\d%])"
_ISO: Final = re.compile(
    r"([12]\d{3})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01])"
    r"(?:[t ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(z|[+-]\d\d:?\d\d)?)?)?(?![\w-]|[.:]\d)"
)
_NUMERIC: Final = re.compile(r"(\d{1,4})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\w/-]|[.,]\d)")
_LONG_YEAR: Final = 4
_YEARS: Final = re.compile(r"([12]\d{3})(?!\w|[.,:]\d|%)")
_NEVER: Final = "(?!)"
_SPAN_MARKS: Final = frozenset("-/\x81")
_SECOND_YEAR: Final = re.compile(r"([12]\d{3})[-/\x81](\d\d)(?![\w/-]|[.,]\d|%)")
_LAST_WORD: Final = re.compile(r"([a-z]++-?|[('\[]) ?$")
_EVENT: Final = re.compile(r"([a-z]+) [a-z]+ $")
_EVENT_REACH: Final = 24
_SURNAME: Final = re.compile(r" ([A-Z][A-Za-z'\x8e]*[a-z])(?!\w)")
_NEXT_WORD: Final = re.compile(r" ([a-z]+)")
_PLAIN_YEARS: Final = range(1900, 2100)
_SHORT: Final = 3
_LEAP_YEAR: Final = 2000
# What follows where "Sat" and "Mon" are week days.
_SHORT_DAY: Final = frozenset(
    {" 0", ", ", ". ", " 1", " 2", " 3", ".,"} | {f" {n}" for n in range(10)}
)


class _Figures(NamedTuple):
    lengths: frozenset[int]
    following: str
    pattern: re.Pattern[str]
    read: _Reader


class _Forms:
    """How dates look in a language; `figures` are those that begin with a digit.

    A form in figures says how many digits it may begin with, and what may follow them; by these
    two they are looked up.
    """

    def __init__(self, language: Language) -> None:
        patterns = language.patterns
        mark = patterns["ordinal_mark"]
        months = any_of(language.months)
        day = rf"(?P<day>\d{{1,2}})(?:{mark})?(?![\w%]|[.,:/]\d)"
        day_month = re.compile(
            rf"(?P<day>\d{{1,2}})(?:{mark})?{patterns['day_of_month']}(?P<month>{months})\b"
            rf"(?:\.?,?[ -]{_YEAR})?"
        )
        month_day = (
            rf"(?P<month>{months})\b(?:{patterns['day_behind_month']}{day})?"
            rf"(?:{patterns['year_behind_month']}{_YEAR})?"
        )
        self.quarter_in_words = re.compile(
            rf"(?P<place>{any_of(language.places_in_years)})"
            rf" (?P<part>{any_of(language.parts_of_years)})"
            rf"{patterns['year_behind_part']}(?P<year>[12]\d{{3}})(?!\w)"
        )
        self.quarter = re.compile(
            r"(?P<part>[qh])(?P<number>[1-4])"
            rf"(?:{patterns['year_behind_quarter']}(?P<year>[12]\d{{3}})(?!\w))?(?!\w)"
            r"|(?P<before>[12]\d{3}) ?-?(?P<part2>[qh])(?P<number2>[1-4])(?!\w)"
            r"|(?P<number3>[1-4])(?P<part3>[qh])'?(?P<short>\d\d(?:\d\d)?)(?!\w)"
        )
        self.figures = _by_length(
            _figures(language, day_month, self.quarter, self.quarter_in_words)
        )
        self.month = re.compile(months)
        self.day_month = day_month
        self.month_day = re.compile(month_day)
        self.behind_week_day = re.compile(patterns["date_behind_week_day"] + r"(?=[a-z\d])")
        self.before_decade = re.compile(patterns["before_decade"])
        self.fiscal = re.compile(
            rf"{patterns['fiscal']}((?:[12]\d)?\d\d)(?:[-/\x81](\d\d))?(?!\w|[.,]\d)"
        )


_FORMS: Final = ByLanguage(_Forms)


def _figures(
    language: Language,
    day_month: re.Pattern[str],
    quarter: re.Pattern[str],
    quarter_in_words: re.Pattern[str],
) -> tuple[_Figures, ...]:
    """The forms of dates that begin with a digit, in the order of trying."""
    patterns = language.patterns
    time, decade = re.compile(patterns["time_of_day"]), re.compile(patterns["decade"])
    marks = "." if re.match(patterns["ordinal_mark"], ".") else "snrt"
    return (
        _Figures(frozenset({4}), "-", _ISO, _iso),
        _Figures(frozenset({1, 2}), f" -{marks}", day_month, _named),
        _Figures(frozenset({1, 2}), ".", re.compile(patterns["day_and_month"]), _day_and_month),
        _Figures(frozenset({1, 2}), " .:apou", time, _time),
        _Figures(frozenset({1, 2, 3, 4}), "/.-", _NUMERIC, _numeric),
        _Figures(frozenset({4}), " -qh", quarter, _quarter),
        _Figures(frozenset({1}), "qh", quarter, _quarter),
        _Figures(frozenset({2, 4}), "s'e", decade, _decade),
        _Figures(frozenset({1}), marks, quarter_in_words, _quarter_in_words),
    )


def _by_length(figures: tuple[_Figures, ...]) -> dict[tuple[int, str], tuple[_Figures, ...]]:
    """The forms by how many digits they begin with, and by what follows these."""
    return {
        (length, following): tuple(
            form
            for form in figures
            if length in form.lengths
            and following in form.following
            and form.pattern.pattern != _NEVER
        )
        for length in range(1, _LONG_YEAR + 1)
        for following in {"", *"".join(form.following for form in figures)}
    }


class Date(NamedTuple):
    """A date and where it stands."""

    start: int
    end: int
    value: str


def read_numeric_date(shadow: Shadow, at: int) -> Date | None:
    """The date or time that starts with the digit at `at`."""
    low = shadow.low
    written = low[at : at + _LONG_YEAR + 1]
    behind = written.lstrip(digits)
    length, follows = len(written) - len(behind), behind[:1]
    for form in _FORMS[shadow.language].figures.get((length, follows), ()):
        match = form.pattern.match(low, at)
        if match and (value := form.read(shadow.language, match)):
            return Date(at - _has_apostrophe(low, at, follows), match.end(), value)
    return _read_year(shadow, at) if length == _LONG_YEAR else None


def _has_apostrophe(low: str, at: int, follows: str) -> bool:
    """Whether the century is left out in front of a decade: "the '80s"."""
    return low[at - 1 : at] == "'" and follows in "s'" and not low[at - 2 : at - 1].isalnum()


def _iso(_: Language, match: re.Match[str]) -> str | None:
    year, month, day, time, zone = match.groups()
    if day and int(day) > _days_in(int(year), int(month)):
        return None
    return "-".join(filter(None, (year, month, day))) + (
        f"T{time}{(zone or '').upper()}" if time else ""
    )


def _numeric(_: Language, match: re.Match[str]) -> str | None:
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


def _day_and_month(_: Language, match: re.Match[str]) -> str | None:
    """Such as "24.12.", without a year."""
    date = _calendar_day(_LEAP_YEAR, int(match["month"]), int(match["day"]))
    return date and f"--{date[5:]}"


def _calendar_day(year: int, month: int, day: int) -> str | None:
    if not (year and 1 <= month <= 12 and 1 <= day <= _days_in(year, month)):  # noqa: PLR2004
        return None
    return f"{year:04}-{month:02}-{day:02}"


def _days_in(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap and month == 2 else _DAYS_IN[month - 1]  # noqa: PLR2004


_DAYS_IN: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _named(language: Language, match: re.Match[str]) -> str | None:
    """A date with the month in letters, with or without day and year."""
    month = language.months[match["month"]]
    year, day = match["year"], match["day"]
    if day and not 1 <= int(day) <= _days_in(int(year or _LEAP_YEAR), month):
        return None
    return f"{year or '-'}-{month:02}" + (f"-{int(day):02}" if day else "")


def _time(_: Language, match: re.Match[str]) -> str | None:
    written = match.groupdict()
    if hour := written.get("oclock"):
        return f"T{int(hour):02}:00" if 1 <= int(hour) <= 12 else None  # noqa: PLR2004
    if hour := written["hour24"]:
        second = f":{written['second']}" if written.get("second") else ""
        return f"T{int(hour):02}:{written['minute24'] or '00'}{second}"
    hour = int(written["hour"])
    if not 1 <= hour <= 12:  # noqa: PLR2004
        return None
    return f"T{hour % 12 + (12 if written['half'][0] == 'p' else 0):02}:{written['minute'] or '00'}"


def _decade(language: Language, match: re.Match[str]) -> str | None:
    """Such as "1990s"; "90s" only as "the 90s" or "'90s", for it may be seconds or an age."""
    digits = match[1]
    if len(digits) == 1 and not _FORMS[language].before_decade.search(
        match.string, max(0, match.start() - 8), match.start()
    ):
        return None
    return f"{digits}0s" if len(digits) == 3 else f"{'20' if digits in '01' else '19'}{digits}0s"  # noqa: PLR2004


def _fiscal(match: re.Match[str]) -> str:
    year, second = match.groups()
    return f"FY{year if len(year) == 4 else '20' + year}" + (f"/{second}" if second else "")  # noqa: PLR2004


def _quarter(_: Language, match: re.Match[str]) -> str | None:
    year = match["year"] or match["before"] or match["short"] or "-"
    year = "20" + year if len(year) == 2 else year  # noqa: PLR2004
    part = match["part"] or match["part2"] or match["part3"]
    number = match["number"] or match["number2"] or match["number3"]
    return None if part == "h" and number in "34" else f"{year}-{part.upper()}{number}"


def _quarter_in_words(language: Language, match: re.Match[str]) -> str | None:
    """Such as "third quarter of 2025", "first half of 2026"."""
    part = language.parts_of_years[match["part"]]
    last = _LAST_PARTS[part]
    number = language.places_in_years[match["place"]]
    return None if number > last else f"{match['year']}-{part}{last if number < 0 else number}"


_LAST_PARTS: Final = {"Q": 4, "H": 2}
_Reader = Callable[[Language, re.Match[str]], str | None]


def read_letter_date(shadow: Shadow, at: int) -> Date | None:
    """The fiscal year or the quarter that starts with a letter at `at`: "FY2025", "Q3 2025"."""
    if match := _FORMS[shadow.language].fiscal.match(shadow.low, at):
        return Date(at, match.end(), _fiscal(match))
    if (match := _FORMS[shadow.language].quarter.match(shadow.low, at)) and shadow.plain[
        at
    ].isupper():
        value = _quarter(shadow.language, match)
        return Date(at, match.end(), value) if value else None
    return None


def read_word_date(shadow: Shadow, at: int, word: str) -> Date | None:
    """The date that starts with `word`: a month, a week day, "yesterday", "noon", "nineties"."""
    if shadow.plain[at].isupper() and (date := read_month_or_day(shadow, at, word)):
        return date
    return read_time_word(shadow, at, word)


def read_month_or_day(shadow: Shadow, at: int, word: str) -> Date | None:
    """The date that starts with a word in capitals: "July 2024", "Friday"."""
    if word in shadow.language.months:
        return _read_month(shadow, at)
    return _read_week_day(shadow, at, word) if word in shadow.language.days else None


def read_time_word(shadow: Shadow, at: int, word: str) -> Date | None:
    """The date that a word is in itself: "yesterday", "noon", "nineties"."""
    language, end = shadow.language, at + len(word)
    if word in language.relative_days:
        return Date(at, end, f"relative:{language.relative_days[word]}")
    if word in language.day_times:
        return Date(at, end, language.day_times[word])
    decade = language.decades.get(word)
    if decade and _FORMS[language].before_decade.search(shadow.low, max(0, at - 8), at):
        return Date(at, end, decade)
    return None


def opens_sentence(plain: str, at: int) -> bool:
    """Whether what stands at `at` is the first of its sentence."""
    before = plain[max(0, at - 3) : at].rstrip(' "')
    return not before or before[-1] in ".!?:\n\x83"


def _read_month(shadow: Shadow, at: int) -> Date | None:
    language, low = shadow.language, shadow.low
    match = _FORMS[language].month_day.match(low, at)
    if not match:
        return None
    if match["day"] and not match["year"] and _is_counted(shadow, match.end()):
        match = _FORMS[language].month.match(low, at)
        assert match is not None
        return Date(at, match.end(), f"--{language.months[match[0]]:02}")
    value = _named(language, match)
    if not value:
        return None
    alone = not match["day"] and not match["year"]
    doubtful = match["month"] in language.doubtful_months
    if alone and doubtful and not _among_months(shadow, at, match.end()):
        return None
    if (
        alone
        and match["month"] in language.persons_of_months
        and _is_person(shadow, at, match.end())
    ):
        return None
    return Date(at, match.end(), value)


def _among_months(shadow: Shadow, at: int, end: int) -> bool:
    """Whether "May" or "Mar" is a month here: by the word in front, or in a row of months."""
    low, language = shadow.low, shadow.language
    if low[at - 1 : at] in {"", "\n"} and low[end : end + 1] in {"", "\n"}:
        return True
    before, follows = last_word(low, at), _NEXT_WORD.match(low, end)
    if before in language.month_words or before in language.months:
        return True
    return bool(follows and follows[1] in language.months)


def _is_person(shadow: Shadow, at: int, end: int) -> bool:
    """Whether "June" is somebody's first name: a surname follows, and nothing of time precedes."""
    surname = _SURNAME.match(shadow.plain, end)
    if surname is None:
        return False
    language, low = shadow.language, surname[1].lower()
    if low in language.months or low in language.days:
        return False
    return last_word(shadow.low, at) not in language.before_months


def _is_counted(shadow: Shadow, end: int) -> bool:
    following = _NEXT_WORD.match(shadow.low, end)
    return bool(following and following[1] in shadow.language.not_days)


def _read_week_day(shadow: Shadow, at: int, word: str) -> Date | None:
    language, low, end = shadow.language, shadow.low, at + len(word)
    if len(word) == _SHORT and shadow.plain[end : end + 2] not in _SHORT_DAY:
        return None
    forms = _FORMS[language]
    if gap := forms.behind_week_day.match(low, end):
        value = None
        if match := forms.day_month.match(low, gap.end()):
            value = _named(language, match)
        elif match := _ISO.match(low, gap.end()):
            value = _iso(language, match)
        elif (match := forms.month_day.match(low, gap.end())) and match["day"]:
            value = _named(language, match)
        if match and value:
            return Date(at, match.end(), value)
    return Date(at, end, f"weekday:{language.days[word]}")


def read_quarter_in_words(shadow: Shadow, at: int) -> Date | None:
    """Such as "third quarter of 2025", "first half of 2026"."""
    match = _FORMS[shadow.language].quarter_in_words.match(shadow.low, at)
    value = match and _quarter_in_words(shadow.language, match)
    return Date(at, match.end(), value) if match and value else None


def _read_year(shadow: Shadow, at: int) -> Date | None:
    between = shadow.low[at + _LONG_YEAR : at + _LONG_YEAR + 1]
    if between in _SPAN_MARKS and (span := _SECOND_YEAR.match(shadow.low, at)):
        first, second = span.groups()
        if int(second) == (int(first) + 1) % 100 and span[0][4] == "/":
            return Date(at, span.end(), f"{first}/{int(first) + 1}")
    match = _YEARS.match(shadow.low, at)
    is_year = match is not None and _is_year(shadow, match)
    return new(Date, (at, at + _LONG_YEAR, match[1])) if match and is_year else None


def _is_year(shadow: Shadow, match: re.Match[str]) -> bool:
    """Whether four digits are a year: by their size, and by the words around them."""
    language, low = shadow.language, shadow.low
    if int(match[1]) > _LATEST_YEAR:
        return False
    before = last_word(low, match.start())
    follows = _NEXT_WORD.match(low, match.end())
    following = follows[1] if follows else ""
    if following in language.persons or following in language.not_years:
        return False
    counted = follows is not None and _is_counted_noun(shadow, follows)
    if int(match[1]) not in _PLAIN_YEARS:
        named = before == language.patterns["of"] and _is_of_event(shadow, match.start())
        return (named or before in language.before_any_year) and not counted
    placed = before in language.year_words or before in {"'", "(", "["} or before in language.months
    return placed or not before or following in language.years_of or not counted


def _is_of_event(shadow: Shadow, at: int) -> bool:
    """Whether the noun in front of "of" is known by its year: "the census of 1871"."""
    reach = at - _EVENT_REACH if at > _EVENT_REACH else 0
    word = _EVENT.search(shadow.low, reach, at)
    return word is not None and word[1] in shadow.language.events_of_years


def _is_counted_noun(shadow: Shadow, follows: re.Match[str]) -> bool:
    """Whether the next word is a noun in the plural, which the number in front would count."""
    word = follows[1]
    if shadow.language.nouns_are_capitalised:
        return shadow.plain[follows.start(1)].isupper()
    return word.endswith("s") and not word.endswith("ss") and len(word) > 2  # noqa: PLR2004


def last_word(low: str, at: int) -> str:
    """The word in front of `at`, "" where there is none (or only a mark other than a bracket)."""
    reach = max(0, at - 24)
    first = max(reach, low.rfind(" ", reach, at - 2))  # no space in it, but one may stand behind it
    match = _LAST_WORD.search(low, first, at)
    return match[1] if match else ""
