"""Read numerals: digits and number words, with the scale that follows them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from briefing.quantities.shadow import FRACTION, NUMERAL, Shadow
from briefing.quantities.tables import (
    CARDINALS,
    FRACTIONS,
    NOT_SCALES_BEHIND_M,
    SCALES,
    SHORT_SCALES,
)

EXACT = Context(prec=1_000_000, Emax=999_999_999, Emin=-999_999_999)

_ONE = Decimal(1)

# Each group checks its own end, so that a malformed run is never read twice.
_DIGITS = re.compile(
    r"""(?: \d{1,3} (?: (?:,\d{3}(?!\d))+ | (?:\x85\d{3}(?!\d))+ | (?:'\d{3}(?!\d))+ )
          | \d{1,2} (?:,\d{2}){1,5} ,\d{3} (?!\d)
          | \d+ )
        (?: [.\x8c] \d+ )?
        (?: [eE] [+-]? \d{1,3} (?![\w]) )?
      | \.\d+""",
    re.VERBOSE,
)
_TEN_TO = re.compile(r" ?x ?10(?:\^([-\x80]?\d{1,3})|(\x87{1,3}))(?!\d)")
_WORD = re.compile(r"[a-z]+")
_SCALE = re.compile(r"(?:[ -]|(?<=\d))([a-z]+)(?![a-z\d])")
_SCALE_WORDS = frozenset({*SCALES, *SHORT_SCALES, "dozen", "score"})
_MULTIPLIED = frozenset({"hundred", "thousand", "lakh"})  # "3 hundred million", "2 lakh crore"
_POWER_OF_TEN = re.compile(r"10(?:\^([-\x80]?\d{1,3})|(\x87{1,3}))(?!\d)")
_MIXED = re.compile(rf"[ -]?({FRACTION})|[ -](\d\d?)/(\d\d?)(?![\d/])")
_AND_A_HALF = re.compile(r"(?: and|-and)[ -]a[ -](half|quarter|third)(?![a-z])")
_JOINED_WORD = re.compile(r"(?:[ -]and)?[ -]([a-z]+)")


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
        return times_ten(self.mantissa, self.exponent)

    @property
    def step(self) -> Decimal | None:
        """The size of the last written digit."""
        return None if self.places is None else times_ten(Decimal(1), self.exponent - self.places)

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
    if mantissa == _ONE:
        return _power_of_ten(exponent)
    scaled = mantissa.scaleb(exponent, EXACT)
    whole = scaled.to_integral_value(context=EXACT)
    return whole.quantize(_ONE, context=EXACT) if whole == scaled else scaled


@lru_cache(maxsize=256)
def _power_of_ten(exponent: int) -> Decimal:
    power = Decimal((0, (1,), exponent))
    return power.quantize(_ONE, context=EXACT) if exponent > 0 else power


def read_number(shadow: Shadow, at: int) -> Number | None:
    """The numeral in digits or words that starts at `at`, with its scale."""
    first = shadow.plain[at : at + 1]
    if first.isdigit() or first == ".":
        number = _read_digits(shadow, at)
    elif first in {FRACTION, NUMERAL}:
        number = _read_character(shadow, at)
    else:
        number = read_words(shadow, at)
    return number and _with_scale(shadow, number)


def _read_digits(shadow: Shadow, at: int) -> Number | None:
    plain = shadow.plain
    match = _DIGITS.match(plain, at)
    if not match:
        return None
    written, end = match[0], match.end()
    following = plain[end : end + 2]
    if written == "10" and following[:1] in _POWERS:
        power = _POWER_OF_TEN.match(plain, at)
        if power:
            return Number(at, power.end(), _ONE, _power(shadow, power), 0, scaled=True)
    if written.isdigit():
        number = Number(at, end, Decimal(written), 0, 0)
    else:
        number = _with_marks(at, end, written)
    if "x" in following and (power := _TEN_TO.match(plain, end)):
        return number._replace(end=power.end(), exponent=_power(shadow, power), scaled=True)
    if (
        not number.places
        and (following[:1] == FRACTION or following[1:] in _MIXED_STARTS)
        and (fraction := _MIXED.match(plain, end))
    ):
        return _with_fraction(shadow, number, fraction)
    return number


_POWERS = frozenset("^\x87")
_MIXED_STARTS = frozenset({FRACTION, *"0123456789"})
_NO_GROUPS = str.maketrans({",": None, "\x85": None, "'": None, "\x8c": "."})


def _with_marks(start: int, end: int, written: str) -> Number:
    """A numeral with groups, a decimal point or an exponent."""
    mantissa, _, exponent = written.lower().partition("e")
    digits = mantissa.translate(_NO_GROUPS)
    places = len(digits.partition(".")[2])
    return Number(start, end, Decimal(digits), int(exponent or 0), places)


def _power(shadow: Shadow, power: re.Match[str]) -> int:
    if power[1]:
        return int(power[1].replace("\x80", "-"))
    return int("".join(str(unicodedata.digit(c)) for c in shadow.text[slice(*power.span(2))]))


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


def _read_character(shadow: Shadow, at: int) -> Number | None:
    value = read_fraction_character(shadow.text[at])
    return Number(at, at + 1, Decimal(value.numerator) / value.denominator, 0, None)


def read_words(shadow: Shadow, at: int) -> Number | None:
    """The number in words that starts at `at`: "two hundred and one", "a dozen", "ten million"."""
    low = shadow.low
    word = _WORD.match(low, at)
    if not word:
        return None
    if word[0] in CARDINALS:
        return _read_cardinal(low, at, word)
    if word[0] in {"a", "an"}:
        return _read_after_article(low, at, word.end())
    if word[0] == "half":
        return _read_half_a(low, at)
    if word[0] in SCALES:
        return Number(at, word.end(), Decimal(1), SCALES[word[0]], None, scaled=True)
    return Number(at, word.end(), Decimal(12), 0, None) if word[0] == "dozen" else None


def _read_cardinal(low: str, at: int, word: re.Match[str]) -> Number:
    end, value = _cardinal(low, word.end(), CARDINALS[word[0]])
    mantissa = Decimal(value)
    if half := _AND_A_HALF.match(low, end):
        end, mantissa = half.end(), mantissa + Decimal(1) / FRACTIONS[half[1]]
    elif low.startswith(" dozen", end):
        end, mantissa = end + len(" dozen"), mantissa * 12
    return Number(at, end, mantissa, 0, None)


def _read_after_article(low: str, at: int, end: int) -> Number | None:
    word = _WORD.match(low, end + 1)
    if not word or low[end] not in " -":
        return None
    if word[0] == "dozen":
        return Number(at, word.end(), Decimal(12), 0, None)
    if low[word.end() : word.end() + 1] == "-":
        return None  # "a trillion-dollar company": the article is the company's
    if word[0] in SCALES:
        end, value = _cardinal(low, word.end(), 10 ** SCALES[word[0]])
        return Number(at, end, Decimal(value), 0, None)
    return None


def _read_half_a(low: str, at: int) -> Number | None:
    for words, value in _HALVES.items():
        if low.startswith(words, at) and not low[at + len(words) :][:1].isalpha():
            return Number(at, at + len(words), value, 0, None, scaled=True)
    return None


_HALVES = {
    f"half{gap}a{gap}{word}": Decimal(value) / 2
    for word, value in {"dozen": 12, **{w: 10**e for w, e in SCALES.items()}}.items()
    for gap in (" ", "-")
}


def _cardinal(low: str, end: int, first: int) -> tuple[int, int]:
    """Where the cardinal ends that begins with `first`, and its value."""
    total, current, last = 0, first, first
    limit = 10**18
    if first >= 1000:  # noqa: PLR2004 - "a million two hundred"
        total, current, last, limit = first, 0, first, first
    while joined := _JOINED_WORD.match(low, end):
        word = joined[1]
        spoken_and = low.startswith("and", end + 1)
        if word in CARDINALS:
            value = CARDINALS[word]
            if not _may_follow(current, last, value, spoken_and=spoken_and, limit=limit):
                break
            current, last = current + value, value
        elif word in SCALES and current and not spoken_and:
            size = 10 ** SCALES[word]
            if size == 100:  # noqa: PLR2004 - the one scale that multiplies within a group
                if current >= 100:  # noqa: PLR2004
                    break
                current, last = current * 100, 100
            elif size >= limit:
                break
            else:
                total, current, last, limit = total + current * size, 0, size, size
        else:
            break
        end = joined.end()
    return end, total + current


def _may_follow(current: int, last: int, value: int, *, spoken_and: bool, limit: int) -> bool:
    """Whether a cardinal word goes on the number: "forty-two", "hundred and one", not "one two"."""
    if value == 0 or value >= limit:
        return False
    if 20 <= last < 100:  # noqa: PLR2004 - "forty" takes a unit, without "and"
        return value < 10 and not spoken_and  # noqa: PLR2004
    if last == 100:  # noqa: PLR2004 - "hundred" takes all below it
        return True
    return current == 0 and last >= 1000  # noqa: PLR2004 - a new group behind a scale word


def _with_scale(shadow: Shadow, number: Number) -> Number:
    """The number with the scale word or letter behind it: "14.3 billion", "10-trillion", "50k"."""
    scale = _SCALE.match(shadow.low, number.end)
    if not scale or scale[1] not in _SCALE_WORDS:
        return number
    word, attached = scale[1], scale.start(1) == number.end
    if word in SCALES:
        exponent = SCALES[word]
    elif word == "dozen" and number.places is not None:
        return number._replace(
            end=scale.end(), mantissa=EXACT.multiply(number.mantissa, Decimal(12))
        )
    elif word == "score" and _is_twenty(shadow, number.start, scale.end()):
        return number._replace(
            end=scale.end(), mantissa=EXACT.multiply(number.mantissa, Decimal(20))
        )
    elif word in SHORT_SCALES and number.places is not None and _is_scale(shadow, scale, attached):
        exponent = SHORT_SCALES[word]
    else:
        return number
    scaled = number._replace(end=scale.end(), exponent=number.exponent + exponent, scaled=True)
    more = _SCALE.match(shadow.low, scaled.end) if word in _MULTIPLIED else None
    if more and (size := SCALES.get(more[1], 0)) > exponent:
        return scaled._replace(end=more.end(), exponent=scaled.exponent + size)
    return scaled


def _is_scale(shadow: Shadow, scale: re.Match[str], attached: bool) -> bool:  # noqa: FBT001
    """Whether a short form is a scale: "50k", "$5m", "3 bn"; "5 m" alone are metres."""
    if len(scale[1]) == 1 and not attached:
        if shadow.plain[scale.start(1)] == "k":
            return not _is_metres(shadow, scale.end())
        return shadow.plain[scale.start(1)] in "MB" and _has_money(shadow, scale.start())
    if scale[1] in {"m", "mm", "t"}:
        return _has_money(shadow, scale.start()) or (
            scale[1] != "mm" and not _is_metres(shadow, scale.end())
        )
    return True


def _is_metres(shadow: Shadow, end: int) -> bool:
    """Whether the word behind tells of a length: "5m wide", "a 5 k race"."""
    follows = re.match(r"[ -]([a-z]+)", shadow.low[end : end + 20])
    return bool(follows and follows[1] in NOT_SCALES_BEHIND_M)


_ONE_OF_THEM = re.compile(r"\b(?:an?|the|its|his|her|their|every|each) $")
_COUNTED = re.compile(r" (?!points\b)(?:people|men|women|children|[a-z]{3,}s)\b")


def _is_twenty(shadow: Shadow, start: int, end: int) -> bool:
    """Whether "score" is twenty: "three score years", and not "a 94 score", "94 score points"."""
    named = _ONE_OF_THEM.search(shadow.low, max(0, start - 6), start)
    return not named and _COUNTED.match(shadow.low, end) is not None


_MONEY_AHEAD = re.compile(r"[$\x82] ?[\d.,]*$|\b[A-Z]{3} ?[\d.,]*$")


def _has_money(shadow: Shadow, end: int) -> bool:
    """Whether a currency stands in front of the digits that end at `end`."""
    return bool(_MONEY_AHEAD.search(shadow.plain[max(0, end - 24) : end]))
