"""Read numerals: digits and number words, with the scale that follows them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from briefing.quantities.language import ByLanguage, Language
from briefing.quantities.plain import FRACTION, NUMERAL
from briefing.quantities.shadow import Shadow
from briefing.quantities.trie import any_of, trie_pattern

EXACT = Context(prec=1_000_000, Emax=999_999_999, Emin=-999_999_999)

_ONE = Decimal(1)

_TEN_TO = re.compile(r" ?x ?10(?:\^([-\x80]?\d{1,3})|(\x87{1,3}))(?!\d)")
_WORD = re.compile(r"[a-z]+")
_SCALE = re.compile(r"(?:[ -]|(?<=\d))([a-z]+)(?![a-z\d])")
_POWER_OF_TEN = re.compile(r"10(?:\^([-\x80]?\d{1,3})|(\x87{1,3}))(?!\d)")
_MIXED = re.compile(rf"[ -]?({FRACTION})|[ -](\d\d?)/(\d\d?)(?![\d/])")


class _Forms:
    """How numerals look in a language."""

    def __init__(self, language: Language) -> None:
        patterns = language.patterns
        scales = trie_pattern([*language.scales, *language.dozens])
        halves = trie_pattern(language.halves).replace("\\ ", "[ -]")
        parts = trie_pattern(language.compound_parts)
        self.digits = _digits(language)
        self.scale_words = frozenset(
            {*language.scales, *language.short_scales, *language.dozens, *language.scores}
        )
        self.joined_word = re.compile(rf"(?:[ -]{patterns['and']})?[ -]([a-z]+)")
        self.and_a_part = re.compile(patterns["and_a_part"])
        self.half_of_scale = re.compile(rf"{halves}[ -]({scales})(?![a-z])")
        self.dozen_behind = re.compile(rf" ({any_of(language.dozens)})(?![a-z])")
        self.compound = re.compile(rf"(?:{parts}){{2,}}")
        self.compound_ordinal = re.compile(rf"(?:{any_of(language.compound_ordinals)})$")
        self.no_score_behind = re.compile(patterns["no_score_behind"])
        self.counted_by_score = re.compile(patterns["counted_by_score"])


_FORMS = ByLanguage(_Forms)


def _digits(language: Language) -> re.Pattern[str]:
    """Digits with what groups them, a decimal mark and an exponent.

    Each group checks its own end, so that a malformed run is never read twice.
    """
    marks = map(re.escape, language.group_marks)
    groups = "|".join(rf"(?:{mark}\d{{3}}(?!\d))+" for mark in marks)
    indian = r"|\d{1,2}(?:,\d{2}){1,5},\d{3}(?!\d)" if "," in language.group_marks else ""
    point = rf"[{language.decimal_marks}\x8c]"
    return re.compile(
        rf"(?P<whole>\d{{1,3}}(?:{groups}){indian}|\d+)"
        rf"(?:{point}(?P<places>\d+))?(?:[eE](?P<exponent>[+-]?\d{{1,3}})(?!\w))?"
        r"|\.(?P<bare_places>\d+)"
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
        return None if self.places is None else times_ten(_ONE, self.exponent - self.places)

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
    if mantissa is _ONE:
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
    match = _FORMS[shadow.language].digits.match(plain, at)
    if not match:
        return None
    written, end = match[0], match.end()
    following = plain[end : end + 2]
    if written == "10" and following[:1] in _POWERS:
        power = _POWER_OF_TEN.match(plain, at)
        if power:
            return Number(at, power.end(), _ONE, _power(shadow, power), 0, scaled=True)
    number = Number(at, end, Decimal(written), 0, 0) if written.isdigit() else _with_marks(match)
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


def _with_marks(match: re.Match[str]) -> Number:
    """A numeral with groups, a decimal mark or an exponent."""
    whole = "".join(filter(str.isdigit, match["whole"] or "0"))
    places = match["places"] or match["bare_places"] or ""
    mantissa = Decimal(f"{whole}.{places}")
    return Number(match.start(), match.end(), mantissa, int(match["exponent"] or 0), len(places))


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
    language = shadow.language
    match = _WORD.match(shadow.low, at)
    if not match:
        return None
    word, end = match[0], match.end()
    if (value := read_cardinal(language, word)) is not None:
        return _read_cardinal(shadow, at, end, value)
    if half := _FORMS[language].half_of_scale.match(shadow.low, at):
        return Number(at, half.end(), _size(language, half[1]) / 2, 0, None, scaled=True)
    if word in language.articles:
        return _read_after_article(shadow, at, end)
    if word in language.scales:
        return Number(at, end, _ONE, language.scales[word], None, scaled=True)
    size = language.broken_cardinals.get(word) or language.dozens.get(word)
    return Number(at, end, Decimal(size), 0, None) if size else None


def read_cardinal(language: Language, word: str) -> int | None:
    """What a word is worth that is a cardinal, also one of many parts: "dreiundzwanzig"."""
    value = language.cardinals.get(word)
    if value is None and language.compound_parts and _FORMS[language].compound.fullmatch(word):
        return _read_compound(language, word)
    return value


def read_ordinal_word(language: Language, word: str) -> int | None:
    """What a word is worth that is an ordinal, also one of many parts: "dreiundzwanzigste"."""
    value = language.ordinals.get(word)
    if value is None and (ending := _FORMS[language].compound_ordinal.search(word)):
        return read_cardinal(language, word[: ending.start()])
    return value


def _read_compound(language: Language, word: str) -> int | None:
    """The sum that one word is: thousands, hundreds, and a unit in front of its ten."""
    parts = language.compound_parts
    if word in parts:
        return parts[word]
    found = [(size, part) for part, size in parts.items() if size >= 100 and part in word]  # noqa: PLR2004
    size, part = max(found, default=(1, language.patterns["and"]))
    many, _, rest = word.partition(part)
    first = _read_compound(language, many) if many else 1
    second = _read_compound(language, rest) if rest else 0
    if first is None or second is None or (size == 1 and not first < 10 <= second):  # noqa: PLR2004
        return None
    return first * size + second


def _size(language: Language, word: str) -> Decimal:
    """How many a dozen or a million are."""
    dozen = language.dozens.get(word)
    return Decimal(10 ** language.scales[word] if dozen is None else dozen)


def _read_cardinal(shadow: Shadow, at: int, end: int, first: int) -> Number:
    language = shadow.language
    end, value = _cardinal(shadow, end, first)
    mantissa = Decimal(value)
    if half := _FORMS[language].and_a_part.match(shadow.low, end):
        end, mantissa = half.end(), mantissa + _ONE / language.fractions[half[1]]
    elif dozen := _FORMS[language].dozen_behind.match(shadow.low, end):
        end, mantissa = dozen.end(), mantissa * language.dozens[dozen[1]]
    return Number(at, end, mantissa, 0, None)


def _read_after_article(shadow: Shadow, at: int, end: int) -> Number | None:
    low, language = shadow.low, shadow.language
    word = _WORD.match(low, end + 1)
    if not word or low[end] not in " -":
        return None
    if word[0] in language.dozens:
        return Number(at, word.end(), _size(language, word[0]), 0, None)
    if word[0] in language.counted_by_articles:
        return Number(at, end, _ONE, 0, None)
    if low[word.end() : word.end() + 1] == "-":
        return None  # "a trillion-dollar company": the article is the company's
    if word[0] in language.scales:
        end, value = _cardinal(shadow, word.end(), 10 ** language.scales[word[0]])
        return Number(at, end, Decimal(value), 0, None)
    return None


def _cardinal(shadow: Shadow, end: int, first: int) -> tuple[int, int]:
    """Where the cardinal ends that begins with `first`, and its value."""
    low, language = shadow.low, shadow.language
    joined_word, spoken = _FORMS[language].joined_word, language.patterns["and"]
    total, current, last = 0, first, first
    limit = 10**18
    if first >= 1000:  # noqa: PLR2004 - "a million two hundred"
        total, current, last, limit = first, 0, first, first
    while joined := joined_word.match(low, end):
        word = joined[1]
        spoken_and = low.startswith(spoken, end + 1)
        value = read_cardinal(language, word)
        if value is not None:
            if not _may_follow(current, last, value, spoken_and=spoken_and, limit=limit):
                break
            current, last = current + value, value
        elif word in language.scales and current and not spoken_and:
            size = 10 ** language.scales[word]
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
    language = shadow.language
    scale = _SCALE.match(shadow.low, number.end)
    if not scale or scale[1] not in _FORMS[language].scale_words:
        return number
    word, end = scale[1], scale.end()
    if word in language.dozens or word in language.scores:
        return _with_dozen(shadow, number, word, end)
    exponent = language.scales.get(word)
    if exponent is None:
        if number.places is None or not _is_scale(shadow, scale, scale.start(1) == number.end):
            return number
        exponent = language.short_scales[word]
    if word in language.dotted_scales and shadow.low.startswith(".", end):
        end += 1
    scaled = number._replace(end=end, exponent=number.exponent + exponent, scaled=True)
    more = _SCALE.match(shadow.low, end) if word in language.multiplied_scales else None
    if more and (size := language.scales.get(more[1], 0)) > exponent:
        return scaled._replace(end=more.end(), exponent=scaled.exponent + size)
    return scaled


def _with_dozen(shadow: Shadow, number: Number, word: str, end: int) -> Number:
    """Such as "3 dozen", "three score years"."""
    size = shadow.language.dozens.get(word) if number.places is not None else None
    if word in shadow.language.scores and _is_twenty(shadow, number.start, end):
        size = shadow.language.scores[word]
    if size is None:
        return number
    return number._replace(end=end, mantissa=EXACT.multiply(number.mantissa, Decimal(size)))


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
    return bool(follows and follows[1] in shadow.language.not_scales_behind_m)


def _is_twenty(shadow: Shadow, start: int, end: int) -> bool:
    """Whether "score" is twenty: "three score years", and not "a 94 score", "94 score points"."""
    forms = _FORMS[shadow.language]
    named = forms.no_score_behind.search(shadow.low, max(0, start - 6), start)
    return not named and forms.counted_by_score.match(shadow.low, end) is not None


_MONEY_AHEAD = re.compile(r"[$\x82] ?[\d.,]*$|\b[A-Z]{3} ?[\d.,]*$")


def _has_money(shadow: Shadow, end: int) -> bool:
    """Whether a currency stands in front of the digits that end at `end`."""
    return bool(_MONEY_AHEAD.search(shadow.plain[max(0, end - 24) : end]))
