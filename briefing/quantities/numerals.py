"""Read numerals: digits or number words, with the scale that follows them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from briefing.quantities.digits import EXACT, ONE, Number, read_digits, read_fraction_character
from briefing.quantities.fast import new
from briefing.quantities.language import ByLanguage, Language
from briefing.quantities.plain import FRACTION, NUMERAL
from briefing.quantities.shadow import Shadow
from briefing.quantities.trie import any_of, trie_pattern

_WORD: Final = re.compile(r"[a-z]+")
_NEXT_WORD: Final = re.compile(r"[ -]([a-z]+)")
_SCALE: Final = re.compile(r"(?:[ -]|(?<=[\d)]))([a-z]+)(?![a-z\d])")


class _Forms:
    """How numerals look in a language."""

    def __init__(self, language: Language) -> None:
        patterns = language.patterns
        scales = trie_pattern([*language.scales, *language.dozens])
        halves = trie_pattern(language.halves).replace("\\ ", "[ -]")
        parts = trie_pattern(language.compound_parts)
        self.scale_words = frozenset(
            {*language.scales, *language.short_scales, *language.dozens, *language.scores}
        )
        self.joined_word = re.compile(rf"(?:[ -]{patterns['and']})?[ -]([a-z]+)")
        self.and_a_part = re.compile(patterns["and_a_part"])
        self.half_of_scale = re.compile(rf"{halves}[ -]({scales})(?![a-z])")
        self.dozen_behind = re.compile(rf" ({any_of(language.dozens)})(?![a-z])")
        self.compound = re.compile(rf"(?:{parts}){{2,}}")
        self.compound_ordinal = re.compile(rf"(?:{any_of(language.compound_ordinals)})$")
        self.spoken_point = f" {patterns['point']} "
        single = any_of(word for word, value in language.cardinals.items() if value < 10)  # noqa: PLR2004
        self.spoken_places = re.compile(rf"(?:(?:{single}) )*(?:{single})(?![a-z])")
        self.unit_and = f"-{patterns['and']}-"
        self.no_score_behind = re.compile(patterns["no_score_behind"])
        self.counted_by_score = re.compile(patterns["counted_by_score"])
        self.goes_on = frozenset(
            {*language.scales, *language.dozens, patterns["and"], patterns["point"]}
        )


_FORMS: Final = ByLanguage(_Forms)


def read_number(shadow: Shadow, at: int) -> Number | None:
    """The numeral in digits or words that starts at `at`, with its scale."""
    first = shadow.plain[at : at + 1]
    if first.isdigit() or first == ".":
        number = read_digits(shadow, at)
    elif first in {FRACTION, NUMERAL}:
        number = _read_character(shadow, at)
    else:
        number = read_words(shadow, at)
    return number and with_scale(shadow, number)


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
        return Number(at, end, ONE, language.scales[word], None, scaled=True)
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
    many, joint, rest = word.partition(part)
    if not joint:
        return None  # "dreivier"
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
    if not _goes_on(shadow, end):
        return new(Number, (at, end, Decimal(first), 0, None, False))
    end, value = _unit_and_ten(shadow, end, first) or _cardinal(shadow, end, first)
    mantissa = Decimal(value)
    if shadow.low.startswith(_FORMS[language].spoken_point, end) and (
        spoken := _read_spoken(shadow, at, end, value)
    ):
        return spoken
    if half := _FORMS[language].and_a_part.match(shadow.low, end):
        end, mantissa = half.end(), mantissa + ONE / language.fractions[half[1]]
    elif dozen := _FORMS[language].dozen_behind.match(shadow.low, end):
        end, mantissa = dozen.end(), mantissa * language.dozens[dozen[1]]
    return new(Number, (at, end, mantissa, 0, None, False))


def _goes_on(shadow: Shadow, end: int) -> bool:
    """Whether the word behind a cardinal may belong to it, or join to it what does."""
    word = _NEXT_WORD.match(shadow.low, end)
    return word is not None and (
        word[1] in _FORMS[shadow.language].goes_on
        or read_cardinal(shadow.language, word[1]) is not None
    )


def _read_spoken(shadow: Shadow, at: int, end: int, whole: int) -> Number | None:
    """Such as "nine point two five"; its digits are as good as written ones."""
    forms, cardinals = _FORMS[shadow.language], shadow.language.cardinals
    spoken = forms.spoken_places.match(shadow.low, end + len(forms.spoken_point))
    if not spoken:
        return None
    places = [str(cardinals[word]) for word in spoken[0].split(" ")]
    mantissa = Decimal(f"{whole}.{''.join(places)}")
    return Number(at, spoken.end(), mantissa, 0, len(places))


def _read_after_article(shadow: Shadow, at: int, end: int) -> Number | None:
    low, language = shadow.low, shadow.language
    word = _WORD.match(low, end + 1)
    if not word or low[end] not in " -":
        return None
    if word[0] in language.dozens:
        return Number(at, word.end(), _size(language, word[0]), 0, None)
    if word[0] in language.counted_by_articles:
        return Number(at, end, ONE, 0, None)
    if low[word.end() : word.end() + 1] == "-":
        return None  # "a trillion-dollar company": the article is the company's
    if word[0] in language.scales:
        return _read_scale_behind_article(shadow, at, word)
    return None


def _read_scale_behind_article(shadow: Shadow, at: int, word: re.Match[str]) -> Number:
    """Such as "a hundred and two", "a million and a half"."""
    size = 10 ** shadow.language.scales[word[0]]
    part = _FORMS[shadow.language].and_a_part.match(shadow.low, word.end())
    if part and size > 1000:  # noqa: PLR2004 - half a hundred is fifty, and nobody says so
        share = Decimal(size) / shadow.language.fractions[part[1]]
        return Number(at, part.end(), size + share, 0, None)
    end, value = _cardinal(shadow, word.end(), size)
    return Number(at, end, Decimal(value), 0, None)


def _unit_and_ten(shadow: Shadow, end: int, first: int) -> tuple[int, int] | None:
    """Where "five-and-twenty" ends, of which `first` is the five, and its value."""
    joint = _FORMS[shadow.language].unit_and
    if not (0 < first < 10 and shadow.low.startswith(joint, end)):  # noqa: PLR2004
        return None
    ten = _WORD.match(shadow.low, end + len(joint))
    value = shadow.language.cardinals.get(ten[0], 0) if ten else 0
    return (ten.end(), first + value) if ten and value >= 20 else None  # noqa: PLR2004


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


def with_scale(shadow: Shadow, number: Number) -> Number:
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
    """Whether a short form is a scale: "50k", "$5m", "$5 m", "3 bn"; "5 m" alone are metres."""
    if len(scale[1]) == 1 and not attached:
        if shadow.plain[scale.start(1)] == "k":
            return not _is_metres(shadow, scale.end())
        return shadow.plain[scale.start(1)] in "mMB" and _has_money(shadow, scale.start())
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


_MONEY_AHEAD: Final = re.compile(r"(?:[$\x82]|\b[A-Z]{3})[ \x85]?\(?[\d.,'\x85]*\)?$")


def _has_money(shadow: Shadow, end: int) -> bool:
    """Whether a currency stands in front of the digits that end at `end`."""
    return bool(_MONEY_AHEAD.search(shadow.plain[max(0, end - 24) : end]))
