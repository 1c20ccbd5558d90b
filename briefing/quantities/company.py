"""Read one number with what belongs to it: sign and currency in front, unit and rate behind."""

from __future__ import annotations

import re
from decimal import Decimal
from string import ascii_lowercase, ascii_uppercase
from typing import Final, NamedTuple

from briefing.quantities import kinds
from briefing.quantities.atoms import Atom
from briefing.quantities.beside import bare, has_nothing_behind
from briefing.quantities.currencies import (
    currency_after,
    currency_before,
    repeated_currency,
)
from briefing.quantities.date_spans import read_span_of_years
from briefing.quantities.dates import Date, last_word, read_numeric_date
from briefing.quantities.digits import ONE, Number, read_digits, times_ten
from briefing.quantities.fast import new
from briefing.quantities.language import ByLanguage, Language
from briefing.quantities.model import Days, Kind
from briefing.quantities.numerals import read_number, with_scale
from briefing.quantities.plain import CURRENCY, FRACTION, MINUS, PLUS_MINUS
from briefing.quantities.shadow import Shadow
from briefing.quantities.trie import any_of

_FOLLOWING: Final = re.compile(r"(\+?[ -])?([a-z]+|[%\x82$(]?)")
_BEFORE_SIGNS: Final = frozenset({"", " ", "(", "\n", "\x85", '"', "[", "/", "|"})
_SIGNS: Final = frozenset("-\x80\x81+")
_GAPS_BEHIND_SIGNS: Final = frozenset(" \x85")
# What a sign, or a currency, may end in, and a word that is neither of them.
_SIGN_ENDS: Final = _SIGNS | {*" \t\n\x85$s.", CURRENCY, PLUS_MINUS, *ascii_uppercase}
_WORD_ENDS: Final = frozenset(f"{ascii_lowercase},;:")
_WORD_REACH: Final = 12
_IN_WORDS: Final = frozenset("-'/")
_BEFORE_RATES: Final = frozenset(" /-")
_NEXT_WORD: Final = re.compile(r"[ -]([a-z]+)")
_CENTURIES: Final = frozenset(range(11, 21))
_TWO_DIGITS: Final = range(10, 100)
_LAST_HOUR: Final = 24
_HUNDREDTHS: Final = "/100"
_KINDS: Final = {
    "percent": kinds.PERCENT,
    "percentage_point": kinds.PERCENT,
    "basis_point": kinds.PERCENT,
}
# What stands between a number and its unit; a glued unit stands behind digits alone.
_GAPS: Final = {"spaced": "[ -]", "tight": " ?", "glued": r"(?<=\d)"}


# Where a number with its unit ends, its kind and unit, and a power of ten for cents.
_Measure = tuple[int, Kind, str | None, int]


class _Forms:
    """What a language puts around a number.

    A unit is looked for only where its first word follows, for a look-up costs less than a match.
    """

    def __init__(self, language: Language) -> None:
        patterns = language.patterns
        self.units = re.compile("|".join(f"({_unit(forms)})" for forms in language.units.values()))
        self.measures = tuple(map(_measure_of, language.units))
        self.unit_words = frozenset(
            re.split(r"[^a-z%]", phrase)[0]
            for forms in language.units.values()
            for phrases in forms.values()
            for phrase in phrases
        )
        self.times = frozenset({*language.times, *language.short_times})
        parts = rf"[.,;:!?)\n]|$| (?:{any_of(language.behind_parts)})\b"
        numbers = any_of(
            {*(language.cardinals | language.scales | language.dozens), *language.half_words}
        )
        thing = rf"(?:(?:{any_of(language.measures)}) )?[a-z]+"
        self.rate = re.compile(
            rf"{patterns['rate']}(?P<time>{any_of(language.rates)})\b{patterns['not_rates']}"
            rf"| (?P<adverb>{any_of(language.rate_adverbs)})\b"
            rf"(?={parts if language.behind_parts else ''})"
            rf"|(?:{patterns['per_thing']}(?!(?:{numbers})\b)(?P<any>{thing})"
            rf"|{patterns['a_thing']}(?P<known>{any_of(language.priced_things)}))(?![\w\x87-])"
        )
        self.negative = re.compile(rf"\b(?:{any_of(language.negatives)}) $")
        self.negatives = tuple(f"{word} " for word in language.negatives)
        self.words_of_signs = (*self.negatives, "rs ")
        self.year_in_words = re.compile(patterns["year_in_words"])
        self.counted_noun = re.compile(patterns["counted_noun"])


_FORMS: Final = ByLanguage(_Forms)


def _measure_of(unit: str) -> tuple[Kind, str | None, int]:
    """The kind that a unit of the tables has, what it is called, and a power of ten for cents."""
    if unit.endswith(_HUNDREDTHS):
        return kinds.MONEY, unit.removesuffix(_HUNDREDTHS), -2
    return (kinds.MULTIPLE, None, 0) if unit == "multiple" else (_KINDS[unit], unit, 0)


def _unit(forms: dict[str, list[str]]) -> str:
    """The alternatives of one unit; those that end in a letter end a word."""
    return any_of(
        f"{_GAPS[gap]}(?:{phrase})" + ("" if phrase.endswith("%") else r"(?![a-z\d_])")
        for gap, phrases in forms.items()
        for phrase in phrases
    )


def read_atom(shadow: Shadow, at: int, floor: int) -> Atom | None:
    """The single number or date that starts at `at`, with what belongs to it on either side."""
    first = shadow.plain[at]
    if first.isdigit():
        date = read_numeric_date(shadow, at)
        if date and not _has_currency_before(shadow, at, floor):
            return dated(date)
        number = read_digits(shadow, at)
        return number and _digits_in_company(shadow, number, floor)
    if first in {"$", CURRENCY}:
        return _read_money_sign(shadow, at, floor)
    number = read_number(shadow, at)
    if number is None:
        return None
    said = _as_date(shadow, number) if number.places is None else None
    return said or in_company(shadow, number, floor)


def _as_date(shadow: Shadow, number: Number) -> Atom | None:
    """The hour, year or decade that a number in words is."""
    hour_or_year = _as_hour(shadow, number) or _as_year(shadow, number)
    return hour_or_year or _as_century(shadow, number)


def _as_century(shadow: Shadow, number: Number) -> Atom | None:
    """Such as "nineteen eighties", "twenty twenty-four": nobody counts with two numbers in a row.

    Without a word in front that tells of a year, only a year with all of its digits is one.
    """
    low, language = shadow.low, shadow.language
    following = _NEXT_WORD.match(low, number.end) if number.whole in _CENTURIES else None
    if not following:
        return None
    if decade := language.decades.get(following[1]):
        return Atom(number.start, following.end(), kinds.DATE, f"{number.whole}{decade[2:]}")
    if following[1] not in language.cardinals:
        return None
    rest = read_number(shadow, following.start(1))
    if (
        rest is None
        or rest.whole is None
        or rest.whole not in _TWO_DIGITS
        or low[rest.end : rest.end + 1] == "-"
    ):
        return None
    told = last_word(low, number.start) in language.before_any_year
    if not told and (rest.end == following.end() or rest.whole % 10 == 0):
        return None
    return Atom(number.start, rest.end, kinds.DATE, f"{number.whole}{rest.whole}")


def _as_hour(shadow: Shadow, number: Number) -> Atom | None:
    """Such as "neun Uhr", an hour in words."""
    following = _FOLLOWING.match(shadow.low, number.end)
    if not following or following[2] not in shadow.language.hour_words:
        return None
    if number.whole is None or number.whole > _LAST_HOUR:
        return None
    return Atom(number.start, following.end(), kinds.DATE, f"T{number.whole:02}:00")


def _as_year(shadow: Shadow, number: Number) -> Atom | None:
    """Such as "neunzehnhundertneunundachtzig", where it counts nothing."""
    forms = _FORMS[shadow.language]
    if not forms.year_in_words.match(shadow.low, number.start):
        return None
    if number.whole is None or forms.counted_noun.match(shadow.plain, number.end):
        return None
    return Atom(number.start, number.end, kinds.DATE, str(number.whole))


def dated(date: Date) -> Atom:
    """The atom that a date is, or the span of years "2024/25"."""
    start, end, value = date
    if span := read_span_of_years(date):
        return Atom(start, end, kinds.RANGE, Days(*span))
    return new(Atom, (start, end, kinds.DATE, value, None, None, None, False, False))


def _has_currency_before(shadow: Shadow, at: int, floor: int) -> bool:
    return at > floor and currency_before(shadow, at, floor)[1] is not None


def _read_money_sign(shadow: Shadow, at: int, floor: int) -> Atom | None:
    """Money with the sign in front: the numeral stands right behind it, or one space on."""
    digits = at + 1
    while digits < len(shadow.plain) and digits < at + 3 and shadow.plain[digits] in " \x85-\x80+":
        digits += 1
    first = shadow.plain[digits : digits + 1]
    if not first.isalnum() and first not in {".", FRACTION}:
        return None
    number = read_number(shadow, digits)
    return number and in_company(shadow, number, floor)


def in_company(shadow: Shadow, number: Number, floor: int) -> Atom:
    """The number with sign and currency in front, unit and rate behind."""
    if has_nothing_behind(shadow, number.end):
        return with_front(shadow, bare(number), floor)
    return _with_both(shadow, number, floor)


def _digits_in_company(shadow: Shadow, number: Number, floor: int) -> Atom:
    """The same of digits; only where something stands behind them, that may be a scale."""
    if has_nothing_behind(shadow, number.end):
        return with_front(shadow, bare(number), floor)
    scaled = with_scale(shadow, number)
    if scaled is not number:
        return in_company(shadow, scaled, floor)
    return _with_both(shadow, number, floor)


def _with_both(shadow: Shadow, number: Number, floor: int) -> Atom:
    """The number with what stands in front of it and behind it."""
    start, end, value, exponent, places, _ = number
    if exponent or places:
        value, step = number.value, number.step
    else:
        step = None if places is None else ONE
    start, currency, negative = _in_front(shadow, start, floor)
    end, kind, unit, factor = _measure(shadow, number, currency)
    if factor:
        value, step = times_ten(value, factor), step and times_ten(step, factor)
    if unit and kind is not kinds.DURATION and (rate := read_rate(shadow, end, kind)):
        end, unit = rate.end, f"{unit}/{rate.unit}"
    value = value.copy_negate() if negative else value
    return new(Atom, (start, end, kind, value, unit, step, number, False, False))


def with_front(shadow: Shadow, lone: Atom, floor: int) -> Atom:
    """The number with nothing behind it, but for a rate, with sign and currency in front."""
    numeral, end, kind, value, _, step, number, alone, _ = lone
    start, currency, negative = _in_front(shadow, numeral, floor)
    unit = currency
    if currency:
        kind = kinds.MONEY
        if rate := read_rate(shadow, end, kind):
            end, unit, alone = rate.end, f"{currency}/{rate.unit}", False
    if negative:
        assert isinstance(value, Decimal)
        value = value.copy_negate()
    return new(Atom, (start, end, kind, value, unit, step, number, alone, False))


def _in_front(shadow: Shadow, numeral: int, floor: int) -> tuple[int, str | None, bool]:
    """Where a number begins with its sign and currency, the currency, and whether it is negative.

    Most numbers stand behind a word that is neither.
    """
    plain = shadow.plain
    before = plain[numeral - 1] if numeral else ""
    is_apart = before not in _SIGN_ENDS or (
        before == " "
        and plain[numeral - 2] in _WORD_ENDS
        and not shadow.low.endswith(_FORMS[shadow.language].words_of_signs, floor, numeral)
    )
    if is_apart:
        return numeral, None, False
    start, currency = currency_before(shadow, numeral, floor)
    start, negative = _sign_before(shadow, start, numeral, floor)
    return start, currency, negative


def _sign_before(shadow: Shadow, start: int, numeral: int, floor: int) -> tuple[int, bool]:
    """Where the number with its sign starts, and whether the sign says less than nothing."""
    plain = shadow.plain
    if start < numeral and plain[numeral - 1] in "-\x80":
        return start, True
    at = start - 1
    last = plain[at] if at >= floor else ""
    if last in _GAPS_BEHIND_SIGNS:
        at -= 1
    if at >= floor and plain[at] == PLUS_MINUS:
        return at, False  # it says how far off a number may be, and is no qualifier of it
    if last in _SIGNS and shadow.text[start - 1] != "\u2011":
        before = plain[start - 2 : start - 1] if start > 1 else ""
        if last == MINUS or before in _BEFORE_SIGNS:
            return start - 1, last != "+"
    if shadow.low[start - 1 : start] == " ":
        forms = _FORMS[shadow.language]
        reach = start - _WORD_REACH if start - floor > _WORD_REACH else floor
        if shadow.low.endswith(forms.negatives, floor, start) and (
            word := forms.negative.search(shadow.low, reach, start)
        ):
            return word.start(), True
    return start, False


class Rate(NamedTuple):
    """Where a rate ends, and of what unit or thing it is: "a month", "per share"."""

    end: int
    unit: str


def read_rate(shadow: Shadow, end: int, kind: Kind) -> Rate | None:
    """The rate behind an amount that ends at `end`; only money is given for things."""
    low, language = shadow.low, shadow.language
    if low[end : end + 1] not in _BEFORE_RATES:
        return None
    rate = _FORMS[language].rate.match(low, end)
    if rate is None or rate.lastgroup is None:
        return None
    said = rate[rate.lastgroup]
    if rate.lastgroup == "time":
        return Rate(rate.end(), language.rates[said])
    if rate.lastgroup == "adverb":
        return Rate(rate.end(), language.rate_adverbs[said])
    at = rate.start(rate.lastgroup)
    is_name = shadow.plain[at].isupper() and shadow.plain[at + 1 : at + 2].islower()
    if kind is not kinds.MONEY or is_name:  # "$5 per Tesla share"
        return None
    return Rate(rate.end(), said.replace(" ", "_"))


def _measure(shadow: Shadow, number: Number, currency: str | None) -> _Measure:
    """What the currency in front or the words behind a number measure; else a plain quantity."""
    if currency:
        money = repeated_currency(shadow, number.end, currency)
        return money.end, kinds.MONEY, money.unit, 0
    end, language = number.end, shadow.language
    following = _FOLLOWING.match(shadow.low, end)
    assert following is not None
    word, forms = following[2], _FORMS[language]
    if word in forms.unit_words and (unit := _unit_after(shadow, end)):
        return unit
    if word == CURRENCY and (sign := _sign_after(shadow, following)):
        return sign
    if word in forms.times and (time := _time_after(shadow, number, following)):
        return time
    behind = currency_after(shadow, number, word) if word else None
    return (behind.end, kinds.MONEY, behind.unit, 0) if behind else (end, kinds.QUANTITY, None, 0)


def _time_after(shadow: Shadow, number: Number, following: re.Match[str]) -> _Measure | None:
    """The unit of time that a word behind a number is."""
    low, end, language = shadow.low, following.end(), shadow.language
    gap, word = following.groups()
    if unit := language.times.get(word):
        apart = gap or low[number.end - 1].isdigit()
        named = word in language.ordinals_of_time and low.startswith("-", end)
        return (end, kinds.DURATION, unit, 0) if apart and not named else None
    unit = language.short_times.get(word) if gap == " " and number.places is not None else None
    if unit and shadow.plain[end - 1].islower() and low[end : end + 1] not in _IN_WORDS:
        return end, kinds.DURATION, unit, 0
    return None


def _unit_after(shadow: Shadow, end: int) -> _Measure | None:
    forms = _FORMS[shadow.language]
    match = forms.units.match(shadow.low, end)
    if match is None or match.lastindex is None:
        return None
    return match.end(), *forms.measures[match.lastindex - 1]


def _sign_after(shadow: Shadow, following: re.Match[str]) -> _Measure | None:
    """The currency whose sign stands behind the number, and in front of no other."""
    end = following.end()
    if following[1] not in {None, " "} or shadow.plain[end : end + 1].isdigit():
        return None
    sign = shadow.text[end - 1]
    if sign == "¢":
        return end, kinds.MONEY, "USD", -2
    return end, kinds.MONEY, shadow.language.symbols.get(sign, sign), 0
