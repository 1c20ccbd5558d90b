"""Read one number with what belongs to it: sign and currency in front, unit and rate behind."""

from __future__ import annotations

import re
from typing import NamedTuple

from briefing.quantities.atoms import Atom
from briefing.quantities.beside import has_nothing_behind
from briefing.quantities.currencies import (
    WORD_ENDS,
    currency_after,
    currency_before,
    repeated_currency,
)
from briefing.quantities.dates import Date, last_word, read_numeric_date, read_span_of_years
from briefing.quantities.digits import ONE, Number, times_ten
from briefing.quantities.fast import new
from briefing.quantities.language import ByLanguage, Language
from briefing.quantities.model import Days, Kind
from briefing.quantities.numerals import read_number
from briefing.quantities.plain import CURRENCY, FRACTION, MINUS, PLUS_MINUS
from briefing.quantities.shadow import Shadow
from briefing.quantities.trie import any_of

_FOLLOWING = re.compile(r"(\+?[ -])?([a-z]+|[%\x82$(]?)")
_BEFORE_SIGNS = frozenset({"", " ", "(", "\n", "\x85", '"', "[", "/", "|"})
_IN_WORDS = frozenset("-'/")
_BEFORE_RATES = frozenset(" /-")
_NEXT_WORD = re.compile(r"[ -]([a-z]+)")
_CENTURIES = frozenset(range(11, 21))
_TWO_DIGITS = range(10, 100)
_LAST_HOUR = 24
_HUNDREDTHS = "/100"
_KIND = (Kind.MONEY, Kind.QUANTITY)  # of what stands alone, with its currency and without
_KINDS = {"percent": Kind.PERCENT, "percentage_point": Kind.PERCENT, "basis_point": Kind.PERCENT}
# What stands between a number and its unit; a glued unit stands behind digits alone.
_GAPS = {"spaced": "[ -]", "tight": " ?", "glued": r"(?<=\d)"}


class _Measure(NamedTuple):
    """Where a number with its unit ends, its kind and unit, and a power of ten for cents."""

    end: int
    kind: Kind
    unit: str | None = None
    factor: int = 0


class _Forms:
    """What a language puts around a number.

    A unit is looked for only where its first word follows, for a look-up costs less than a match.
    """

    def __init__(self, language: Language) -> None:
        patterns = language.patterns
        self.units = re.compile("|".join(f"({_unit(forms)})" for forms in language.units.values()))
        self.unit_names = tuple(language.units)
        self.unit_words = frozenset(
            re.split(r"[^a-z%]", phrase)[0]
            for forms in language.units.values()
            for phrases in forms.values()
            for phrase in phrases
        )
        self.rate = re.compile(
            rf"{patterns['rate']}(?P<time>{any_of(language.rates)})\b{patterns['not_rates']}"
        )
        parts = rf"[.,;:!?)\n]|$| (?:{any_of(language.behind_parts)})\b"
        numbers = any_of(
            {*(language.cardinals | language.scales | language.dozens), *language.half_words}
        )
        thing = rf"(?:(?:{any_of(language.measures)}) )?[a-z]+"
        self.rate_adverb = re.compile(
            rf" ({any_of(language.rate_adverbs)})\b(?={parts if language.behind_parts else ''})"
        )
        self.rate_of_thing = re.compile(
            rf"(?:{patterns['per_thing']}(?!(?:{numbers})\b)(?P<any>{thing})"
            rf"|{patterns['a_thing']}(?P<known>{any_of(language.priced_things)}))(?![\w\x87-])"
        )
        self.negative = re.compile(rf"\b(?:{any_of(language.negatives)}) $")
        self.negatives = tuple(f"{word} " for word in language.negatives)
        self.year_in_words = re.compile(patterns["year_in_words"])
        self.counted_noun = re.compile(patterns["counted_noun"])


_FORMS = ByLanguage(_Forms)


def _unit(forms: dict[str, list[str]]) -> str:
    """The alternatives of one unit; those that end in a letter end a word."""
    return any_of(
        f"{_GAPS[gap]}(?:{phrase})" + ("" if phrase.endswith("%") else r"(?![a-z\d_])")
        for gap, phrases in forms.items()
        for phrase in phrases
    )


def bare(number: Number) -> Atom:
    """The number, where nothing beside it can say more of it."""
    start, end, value, exponent, places, _ = number
    if exponent or places:
        value, step = number.value, number.step
    else:
        step = None if places is None else ONE
    return new(Atom, (start, end, Kind.QUANTITY, value, None, step, number, True, True))


def read_atom(shadow: Shadow, at: int, floor: int) -> Atom | None:
    """The single number or date that starts at `at`, with what belongs to it on either side."""
    first = shadow.plain[at]
    if (
        first.isdigit()
        and (date := read_numeric_date(shadow, at))
        and not _has_currency_before(shadow, at, floor)
    ):
        return dated(date)
    if first in {"$", CURRENCY}:
        return _read_money_sign(shadow, at, floor)
    number = read_number(shadow, at)
    if number is None:
        return None
    said = _as_date(shadow, number) if number.places is None else None
    return said or with_company(shadow, number, floor)


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
        return Atom(number.start, following.end(), Kind.DATE, f"{number.whole}{decade[2:]}")
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
    return Atom(number.start, rest.end, Kind.DATE, f"{number.whole}{rest.whole}")


def _as_hour(shadow: Shadow, number: Number) -> Atom | None:
    """Such as "neun Uhr", an hour in words."""
    following = _FOLLOWING.match(shadow.low, number.end)
    if not following or following[2] not in shadow.language.hour_words:
        return None
    if number.whole is None or number.whole > _LAST_HOUR:
        return None
    return Atom(number.start, following.end(), Kind.DATE, f"T{number.whole:02}:00")


def _as_year(shadow: Shadow, number: Number) -> Atom | None:
    """Such as "neunzehnhundertneunundachtzig", where it counts nothing."""
    forms = _FORMS[shadow.language]
    if not forms.year_in_words.match(shadow.low, number.start):
        return None
    if number.whole is None or forms.counted_noun.match(shadow.plain, number.end):
        return None
    return Atom(number.start, number.end, Kind.DATE, str(number.whole))


def dated(date: Date) -> Atom:
    """The atom that a date is, or the span of years "2024/25"."""
    if span := read_span_of_years(date):
        return Atom(date.start, date.end, Kind.RANGE, Days(*span))
    return Atom(date.start, date.end, Kind.DATE, date.value)


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
    return number and with_company(shadow, number, floor)


def with_company(shadow: Shadow, number: Number, floor: int) -> Atom:
    """The number with sign and currency in front, unit and rate behind."""
    return in_company(shadow, number, floor, alone=has_nothing_behind(shadow, number.end))


def in_company(shadow: Shadow, number: Number, floor: int, *, alone: bool) -> Atom:
    """The same where it is known whether the number is `alone`, with nothing behind it."""
    start, currency, negative = number.start, None, False
    if not _is_behind_word(shadow, start, floor):
        start, currency = currency_before(shadow, start, floor)
        start, negative = _sign_before(shadow, start, number.start, floor)
    if alone:
        end, kind, unit, factor = number.end, _KIND[currency is None], currency, 0
    else:
        end, kind, unit, factor = _measure(shadow, number, currency)
    value, step = number.value, number.step
    if factor:
        value, step = times_ten(value, factor), step and times_ten(step, factor)
    if unit and kind is not Kind.DURATION and (rate := read_rate(shadow, end, kind)):
        end, unit, alone = rate.end, f"{unit}/{rate.unit}", False
    value = value.copy_negate() if negative else value
    return new(Atom, (start, end, kind, value, unit, step, number, alone, False))


def _is_behind_word(shadow: Shadow, start: int, floor: int) -> bool:
    """Whether a word that is no currency and no sign stands in front."""
    gap = shadow.plain[start - 2 : start]
    return (
        gap[1:] == " "
        and gap[0] in WORD_ENDS
        and not shadow.low.endswith(_FORMS[shadow.language].negatives, floor, start)
    )


def _sign_before(shadow: Shadow, start: int, numeral: int, floor: int) -> tuple[int, bool]:
    """Where the number with its sign starts, and whether the sign says less than nothing."""
    plain, forms = shadow.plain, _FORMS[shadow.language]
    if start < numeral and plain[numeral - 1] in "-\x80":
        return start, True
    if (exact := _exactness_before(plain, start, floor)) is not None:
        return exact, False
    if start > floor and plain[start - 1] in "-\x80\x81+" and shadow.text[start - 1] != "\u2011":
        before = plain[start - 2 : start - 1] if start > 1 else ""
        if plain[start - 1] == MINUS or before in _BEFORE_SIGNS:
            return start - 1, plain[start - 1] != "+"
    if shadow.low.endswith(forms.negatives, floor, start) and (
        word := forms.negative.search(shadow.low, max(floor, start - 12), start)
    ):
        return word.start(), True
    return start, False


class Rate(NamedTuple):
    """Where a rate ends, and of what unit or thing it is: "a month", "per share"."""

    end: int
    unit: str


def read_rate(shadow: Shadow, end: int, kind: Kind) -> Rate | None:
    """The rate behind an amount that ends at `end`; only money is given for things."""
    low, language, forms = shadow.low, shadow.language, _FORMS[shadow.language]
    if low[end : end + 1] not in _BEFORE_RATES:
        return None
    if time := forms.rate.match(low, end):
        return Rate(time.end(), language.rates[time["time"]])
    if adverb := forms.rate_adverb.match(low, end):
        return Rate(adverb.end(), language.rate_adverbs[adverb[1]])
    thing = forms.rate_of_thing.match(low, end) if kind is Kind.MONEY else None
    if thing is None or thing.lastgroup is None:
        return None
    at = thing.start(thing.lastgroup)
    if shadow.plain[at].isupper() and shadow.plain[at + 1 : at + 2].islower():
        return None  # "$5 per Tesla share"
    return Rate(thing.end(), thing[thing.lastgroup].replace(" ", "_"))


def _exactness_before(plain: str, start: int, floor: int) -> int | None:
    """Where "±" stands, which says how far off a number may be, and is no qualifier of it."""
    for at in (start - 1, start - 2):
        if at >= floor and plain[at] == PLUS_MINUS:
            return at
        if at < floor or plain[at] not in " \x85":
            return None
    return None


def _measure(shadow: Shadow, number: Number, currency: str | None) -> _Measure:
    """What the currency in front or the words behind a number measure; else a plain quantity."""
    if currency:
        money = repeated_currency(shadow, number.end, currency)
        return _Measure(money.end, Kind.MONEY, money.unit)
    low, end, language = shadow.low, number.end, shadow.language
    following = _FOLLOWING.match(low, end)
    assert following is not None
    word, forms = following[2], _FORMS[language]
    if word in forms.unit_words and (unit := _unit_after(shadow, end)):
        return unit
    if word == CURRENCY and (sign := _sign_after(shadow, following)):
        return sign
    if time := _time_after(shadow, number, following):
        return time
    behind = currency_after(shadow, number, word) if word else None
    return _Measure(behind.end, Kind.MONEY, behind.unit) if behind else _Measure(end, Kind.QUANTITY)


def _time_after(shadow: Shadow, number: Number, following: re.Match[str]) -> _Measure | None:
    """The unit of time that a word behind a number is."""
    low, end, language = shadow.low, following.end(), shadow.language
    gap, word = following.groups()
    if unit := language.times.get(word):
        apart = gap or low[number.end - 1].isdigit()
        named = word in language.ordinals_of_time and low.startswith("-", end)
        return _Measure(end, Kind.DURATION, unit) if apart and not named else None
    unit = language.short_times.get(word) if gap == " " and number.places is not None else None
    if unit and shadow.plain[end - 1].islower() and low[end : end + 1] not in _IN_WORDS:
        return _Measure(end, Kind.DURATION, unit)
    return None


def _unit_after(shadow: Shadow, end: int) -> _Measure | None:
    forms = _FORMS[shadow.language]
    match = forms.units.match(shadow.low, end)
    if match is None or match.lastindex is None:
        return None
    name = forms.unit_names[match.lastindex - 1]
    if name.endswith(_HUNDREDTHS):
        return _Measure(match.end(), Kind.MONEY, name.removesuffix(_HUNDREDTHS), -2)
    if name == "multiple":
        return _Measure(match.end(), Kind.MULTIPLE)
    return _Measure(match.end(), _KINDS[name], name)


def _sign_after(shadow: Shadow, following: re.Match[str]) -> _Measure | None:
    """The currency whose sign stands behind the number, and in front of no other."""
    end = following.end()
    if following[1] not in {None, " "} or shadow.plain[end : end + 1].isdigit():
        return None
    sign = shadow.text[end - 1]
    if sign == "¢":
        return _Measure(end, Kind.MONEY, "USD", -2)
    return _Measure(end, Kind.MONEY, shadow.language.symbols.get(sign, sign))
