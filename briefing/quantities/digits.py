"""Read numerals in digits: with groups, a decimal mark, a power of ten, or a fraction."""

from __future__ import annotations

import re
import unicodedata
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

from briefing.quantities.fast import new
from briefing.quantities.language import ByLanguage, Language
from briefing.quantities.plain import FRACTION
from briefing.quantities.shadow import Shadow
from briefing.quantities.trie import any_of

EXACT: Final = Context(prec=1_000_000, Emax=999_999_999, Emin=-999_999_999)

ONE: Final = Decimal(1)
_TEN_TO: Final = re.compile(r" ?[x\x8c] ?10(?:\^([-\x80]?\d{1,3})|(\x80?\x87{1,3}))(?![\d\x87])")
_POWER: Final = re.compile(r"(?:10|2)(?:\^([-\x80]?\d{1,3})|(\x80?\x87{1,3}))(?![\d\x87])")
# The superscripts of other numbers are marks of notes.
_BASES: Final = frozenset({"10", "2"})
_POWERS: Final = frozenset("^\x80\x87")
_TIMES: Final = frozenset("x\x8c")
_MIXED: Final = re.compile(rf"[ -]?({FRACTION})|[ -](\d\d?)/(\d\d?)(?![\d/])")
_MIXED_STARTS: Final = frozenset({FRACTION, *"0123456789"})
# What may stand behind digits that go on: at once, or behind a space or a hyphen.
_GOES_ON: Final = _POWERS | _TIMES | {FRACTION}
_GOES_ON_APART: Final = frozenset(
    f"{gap}{start}" for gap in " -" for start in (*_TIMES, *_MIXED_STARTS)
)


class Number(NamedTuple):
    """A numeral: `mantissa` × 10^`exponent`, and whether a scale word or letter gave the exponent.

    `places` are the digits behind the decimal point, None for a number in words.
    """

    start: int
    end: int
    mantissa: Decimal
    exponent: int
    places: int | None
    scaled: bool = False

    @property
    def value(self) -> Decimal:
        """What the numeral is worth."""
        return times_ten(self.mantissa, self.exponent) if self.exponent else self.mantissa

    @property
    def step(self) -> Decimal | None:
        """The size of the last written digit."""
        return None if self.places is None else times_ten(ONE, self.exponent - self.places)

    @property
    def whole(self) -> int | None:
        """The value, if it is a plain whole number of at most fifteen digits."""
        if self.scaled or self.places not in {0, None} or self.end - self.start > 60:  # noqa: PLR2004
            return None
        return int(self.mantissa) if self.mantissa == self.mantissa.to_integral_value() else None


def times_ten(mantissa: Decimal, exponent: int) -> Decimal:
    """`mantissa` × 10^`exponent`, exactly, whatever the length."""
    if not exponent:
        return mantissa
    if mantissa is ONE:
        return _power_of_ten(exponent)
    scaled = mantissa.scaleb(exponent, EXACT)
    whole = scaled.to_integral_value(context=EXACT)
    return whole.quantize(ONE, context=EXACT) if whole == scaled else scaled


@lru_cache(maxsize=256)
def _power_of_ten(exponent: int) -> Decimal:
    power = Decimal((0, (1,), exponent))
    return power.quantize(ONE, context=EXACT) if exponent > 0 else power


def _digits(language: Language) -> re.Pattern[str]:
    """Digits with what groups them, a decimal mark and an exponent.

    Each group checks its own end, so that a malformed run is never read twice.
    """
    marks = map(re.escape, language.group_marks)
    groups = "|".join(rf"(?:{mark}\d{{3}}(?!\d))+" for mark in marks)
    indian = r"|\d{1,2}(?:,\d{2}){1,5},\d{3}(?!\d)" if "," in language.group_marks else ""
    point = rf"[{language.decimal_marks}\x8c](?!10[\x80\x87^])"
    every_mark = re.escape(f"{language.group_marks}{language.decimal_marks}., \x85\x8c")
    return re.compile(
        rf"\d++(?![eE]|[{every_mark}]\d)"  # most are no more than that
        rf"|({_foreign(language)})"
        rf"|(\d{{1,3}}(?:{groups}){indian}|\d+)(?:{point}(\d+))?(?:[eE]([+-]?\d{{1,3}})(?!\w))?"
        r"|\.(\d+)"
    )


def _foreign(language: Language) -> str:
    """Digits with decimal commas, or groups that only other languages have: "1.234,56".

    They are read where they can mean nothing else: a row of numbers has spaces behind its commas,
    and "12,5" has a unit behind it or a currency in front.
    """
    if "," in language.decimal_marks:
        return "(?!)"
    end = r"(?![\d,]|\.\d)"
    scales = any_of(language.scales)
    return (
        r"(?=\d{1,3}[., \x85]\d)(?:"
        rf"\d{{1,3}}(?:(?:\.\d{{3}}){{1,6}}|(?:[ \x85]\d{{3}}){{1,6}}),\d\d?{end}"
        rf"|(?!{_ADDRESS})\d{{1,3}}(?:\.\d{{3}}){{2,6}}(?!\d|[.,]\d)"
        r"|(?:[1-9]\d?(?: \d{3}){2,6}|[1-9]\d\d(?: \d{3}){1,5} 000)(?![\d%]|[.,]\d| \d)"
        rf"|0,\d{{2,}}{end}|(?<=\x82)\d{{1,3}},\d\d{end}"
        rf"|\d{{1,3}},\d\d?(?=[ \x85]?%|[ \x85]?\x82(?! ?\d)| (?:{scales})\b))"
    )


# Four parts that might all be below 256 are the address of a computer.
_ADDRESS: Final = r"\d+(?:\.[012]\d\d){3}(?![.\d])"
_FORMS: Final = ByLanguage(_digits)


def read_digits(shadow: Shadow, at: int) -> Number | None:
    """The numeral in digits that starts at `at`, without a scale word behind it."""
    plain = shadow.plain
    match = _FORMS[shadow.language].match(plain, at)
    if not match:
        return None
    written, end = match[0], match.end()
    if written.isdigit():
        number = new(Number, (at, end, Decimal(written), 0, 0, False))
    else:
        number = _with_marks(match)
    following = plain[end : end + 2]
    if following[:1] in _GOES_ON or following in _GOES_ON_APART:
        return _with_rest(shadow, number, written, following)
    return number


def _with_rest(shadow: Shadow, number: Number, written: str, following: str) -> Number:
    """The number with the power or the fraction that may stand behind its digits."""
    plain, end = shadow.plain, number.end
    if (
        written in _BASES
        and following[:1] in _POWERS
        and (alone := _read_power(shadow, number.start))
    ):
        return alone
    if not _TIMES.isdisjoint(following) and (power := _TEN_TO.match(plain, end)):
        return number._replace(end=power.end(), exponent=_power(shadow, power), scaled=True)
    if (
        not number.places
        and (following[:1] == FRACTION or following[1:] in _MIXED_STARTS)
        and (fraction := _MIXED.match(plain, end))
    ):
        return _with_fraction(shadow, number, fraction)
    return number


def _read_power(shadow: Shadow, at: int) -> Number | None:
    """Such as 10⁻⁴ and 2¹⁶; 2¹ has the mark of a note."""
    power = _POWER.match(shadow.plain, at)
    if not power:
        return None
    exponent = _power(shadow, power)
    if power[0].startswith("1"):
        return Number(at, power.end(), ONE, exponent, 0, scaled=True)
    if exponent <= 1:
        return None
    return Number(at, power.end(), Decimal(2**exponent), 0, 0, scaled=True)


def may_be_power(shadow: Shadow, at: int) -> bool:
    """Whether digits at `at` go on to a power of ten: "1.6×10^-19" is no name."""
    number = read_digits(shadow, at)
    return number is not None and number.scaled


def _with_marks(match: re.Match[str]) -> Number:
    """A numeral with groups, a decimal mark or an exponent."""
    foreign, whole, places, exponent, bare_places = match.groups()
    places = places or bare_places or ""
    if foreign:
        whole, _, places = foreign.partition(",")
    elif not whole:
        whole = "0"
    if not whole.isdigit():
        whole = "".join(filter(str.isdigit, whole))
    number = (*match.span(), Decimal(f"{whole}.{places}"), int(exponent or 0), len(places), False)
    return new(Number, number)


def _power(shadow: Shadow, power: re.Match[str]) -> int:
    if power[1]:
        return int(power[1].replace("\x80", "-"))
    raised = shadow.text[slice(*power.span(2))]
    sign = -1 if power[2][0] == "\x80" else 1
    return sign * int("".join(str(unicodedata.digit(c)) for c in raised[sign < 0 :]))


def _with_fraction(shadow: Shadow, number: Number, fraction: re.Match[str]) -> Number:
    if fraction[1]:
        part = read_fraction_character(shadow.text[fraction.end() - 1])
    elif int(fraction[2]) < int(fraction[3]):
        part = Fraction(int(fraction[2]), int(fraction[3]))
    else:
        return number
    mantissa = EXACT.add(number.mantissa, Decimal(part.numerator) / part.denominator)
    return number._replace(end=fraction.end(), mantissa=mantissa, places=None)


def read_fraction_character(character: str) -> Fraction:
    """What ½ and its kin are worth."""
    return Fraction(unicodedata.numeric(character)).limit_denominator(1000)
