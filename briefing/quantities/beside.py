"""Tell whether anything beside a number may say something of it.

Most numbers of a text are just that: the words next to them are in no table. They are known by a
match behind and a look-up in front, so that no reader of dates, units, names, ranges or qualifiers
has to try its own. Where nothing stands behind, what stands in front is all that is left to read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from briefing.quantities import kinds
from briefing.quantities.atoms import Atom
from briefing.quantities.currencies import currency_words
from briefing.quantities.digits import ONE, Number, read_digits, times_ten
from briefing.quantities.fast import new
from briefing.quantities.language import ByLanguage, Language
from briefing.quantities.plain import CURRENCY, EM_DASH, FRACTION, MINUS, SPACE
from briefing.quantities.shadow import Shadow
from briefing.quantities.trie import any_of, trie_pattern

_REACH: Final = 16  # how far in front of a number the word next to it is looked for
# What stands in front where there is no word: nothing, or what sets a number apart.
_OPENINGS: Final = frozenset({"", "\n", *'"[({,#'})
_CLOSINGS: Final = frozenset(',;:)]}"*`|')
_STOPS: Final = frozenset(".!'")
_BRACKETS: Final = "([\"'"
_WORD: Final = re.compile("[a-z]+")
_CODE_LENGTH: Final = 3  # of currencies
_NUMBER: Final = r"(?!0\d|(?:1\d|2[01])\d\d(?!\d))"  # no key, and no year
# How another number begins.
_BEGINNING: Final = rf"[+{MINUS}-]?[\d.$x{CURRENCY}{FRACTION}]|[a-z]{{1,3}}+\.?[$ ]?\d"
# A word that is no such beginning.
_WORD_BEHIND: Final = r"[a-wyz][a-z]{3,}+|[a-wyz][a-z]{0,2}+(?![a-z]|\.?[$ ]?\d)"
# The patterns of what joins a number with another.
_JOINTS: Final = ("to", "to_hyphenated", "or", "between_and", "of_all", "in_all")


class _Forms:
    """What beside a number may say something of it in a language.

    `in_front` has the phrases by their last words, of which those that end with a stop are
    `stopped`. Words are looked up: a pattern of hundreds of them takes long to compile.
    """

    def __init__(self, language: Language) -> None:
        self.in_front = _in_front(language)
        self.stopped = tuple(f"{word} " for word in self.in_front if word[-1] in _STOPS)
        self.nothing_behind = re.compile(_nothing_behind(language))
        self.lone_digits = re.compile(_lone_digits(language))
        self._code_behind = re.compile(rf"[ \x85]\(?[A-Z]{{3}}\b|{language.patterns['street']}")
        self._goes_on = re.compile(_goes_on(language))
        joints = (_joints(language), language.patterns["day_of_month"])
        self._leading = frozenset(_words_in(*joints)) | _first_words(language.after)
        self._numerals = _first_words({*_amounts(language), *_dates(language)})
        self._telling = self._numerals | _first_words(_measures(language))
        parts = language.compound_parts
        self._compound = re.compile(rf"(?:{trie_pattern(parts)}){{2}}") if parts else None

    def says_nothing(self, shadow: Shadow, end: int, word: str | None) -> bool:
        """Whether the word behind the number that ends there, or no word, says nothing of it."""
        if word is None:
            may_be_code = shadow.plain[end + 1 : end + 2] == "("
        elif (
            word in self._telling
            or (word in self._leading and self._leads_on(shadow.low, end))
            or (self._compound is not None and self._compound.match(word))
        ):
            return False
        else:
            may_be_code = shadow.plain[end + 1].isupper()
        return not (may_be_code and self._code_behind.match(shadow.plain, end))

    def _leads_on(self, low: str, end: int) -> bool:
        """Whether what goes on behind the number that ends there qualifies it, or is another."""
        goes_on = self._goes_on.match(low, end)
        if goes_on is None:
            return False
        word = goes_on[1]
        return (
            word is None
            or word in self._numerals
            or (self._compound is not None and self._compound.match(word) is not None)
        )


_FORMS: Final = ByLanguage(_Forms)


def bare(number: Number) -> Atom:
    """The number, where nothing beside it can say more of it."""
    start, end, value, exponent, places, _ = number
    if exponent or places:
        value, step = number.value, number.step
    else:
        step = None if places is None else ONE
    return new(Atom, (start, end, kinds.QUANTITY, value, None, step, number, True, True))


def read_lone_digits(shadow: Shadow, at: int) -> Atom | None:
    """The number in digits at `at`, where nothing behind it may belong to it.

    Plain digits and what stands behind them are known by one match, for most numbers are like that.
    """
    forms = _FORMS[shadow.language]
    match = forms.lone_digits.match(shadow.low, at)
    if not match:
        return None
    written, places, word = match.groups()
    if written is None:
        return _read_lone_marks(shadow, at)
    end = at + len(written)
    if not forms.says_nothing(shadow, end, word):
        shadow.asked, shadow.is_last = end, False
        return None
    if places is None:
        value, step = Decimal(written), ONE
    else:
        value, step = Decimal(written.replace(",", ".")), times_ten(ONE, -len(places))
    return new(Atom, (at, end, kinds.QUANTITY, value, None, step, None, True, True))


def _read_lone_marks(shadow: Shadow, at: int) -> Atom | None:
    """The same of digits with groups, more decimals or a fraction behind them.

    They may be a code, too ("4.1e-3"), unless nothing stands in front.
    """
    number = read_digits(shadow, at)
    if number is None or number.scaled or not has_nothing_behind(shadow, number.end):
        return None
    is_code = "e" in shadow.low[at : number.end] or not has_nothing_in_front(shadow, at)
    return None if is_code else bare(number)


def read_lone_word(shadow: Shadow, at: int, word: str) -> Atom | None:
    """The same of a number that is one word."""
    value, end = shadow.language.cardinals.get(word), at + len(word)
    if value is None or not has_nothing_behind(shadow, end):
        return None
    return new(Atom, (at, end, kinds.QUANTITY, Decimal(value), None, None, None, True, True))


def has_nothing_behind(shadow: Shadow, end: int) -> bool:
    """Whether nothing behind the number that ends there may belong to it, or join it."""
    if end != shadow.asked:
        forms = _FORMS[shadow.language]
        behind = forms.nothing_behind.match(shadow.low, end)
        is_last = behind is not None and forms.says_nothing(shadow, end, behind[1])
        shadow.asked, shadow.is_last = end, is_last
    return shadow.is_last


def has_nothing_in_front(shadow: Shadow, start: int) -> bool:
    """Whether nothing in front of what starts there may belong to it, unless they make a name."""
    return word_in_front(shadow, start) is not None


def word_in_front(shadow: Shadow, start: int) -> str | None:
    """The word in front of what starts there, "" for none; None where it may belong to it.

    What is returned says nothing of it, but may make a name with it.
    """
    low, plain = shadow.low, shadow.plain
    before = low[start - 1] if start else ""
    if before != " ":
        return "" if before in _OPENINGS else None
    end = start - 1
    last = low[end - 1] if end else ""
    if last in _CLOSINGS:
        return ""
    first = low.rfind(" ", end - _REACH if end > _REACH else 0, end) + 1
    if (not first and end > _REACH) or plain[end] == SPACE:
        return None
    word, forms = plain[first:end], _FORMS[shadow.language]
    if not word.isalnum():
        word = word.lstrip(_BRACKETS)
        if not word.isalnum() and (last not in _STOPS or low.endswith(forms.stopped, 0, start)):
            return None
    is_low = word.islower()
    phrases = forms.in_front.get(word if is_low else word.lower())
    if phrases and low.endswith(phrases, 0, start):
        return None
    is_code = not is_low and word[-_CODE_LENGTH:] in shadow.language.codes
    return None if is_code else word


def _in_front(language: Language) -> dict[str, tuple[str, ...]]:
    """What qualifies a number from in front, or says of what year or currency it is."""
    patterns = language.patterns
    told = (*language.before, *language.before_dates, *language.parts_of_dates, *language.negatives)
    others = _words_in(patterns["before_fiscal"], patterns["from"], "rs rmb")
    return by_last_word((*told, *others, "rs."))


def by_last_word(phrases: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Phrases with the space that parts them from a number, by their last words."""
    table = defaultdict(list)
    for phrase in phrases:
        table[phrase.rpartition(" ")[2]].append(f"{phrase} ")
    return {word: tuple(ends) for word, ends in table.items()}


def _goes_on(language: Language) -> str:
    """A phrase behind a number, or a joint with what begins another: its word is the group."""
    joints = _joints(language)
    after = rf"[ -](?:{trie_pattern(language.after)})(?!\w)"
    day = language.patterns["day_of_month"]
    return rf"{after}|(?:{joints}|{day})(?:{_BEGINNING})|(?:{joints})([a-z]+)"


def _nothing_behind(language: Language) -> str:
    """A mark behind which nothing goes on, or a word that does not lead to another number.

    What goes on with words that are known is left to a look-up, which takes less time.
    """
    patterns = language.patterns
    full_stop = "" if re.match(patterns["ordinal_mark"], ".") else "."
    marks = (
        rf"[)\]}}\";!?|*`>{EM_DASH}]",
        rf"[{full_stop}:](?=[\s)\]\"]|$)",
        rf",(?!\s(?:\d|{patterns['and']}\b))",  # "5, 6 and 7 per cent"
        r"'(?![s\d])",
        r"$|\n\n",
        r" \(",
    )
    qualified = rf" [a-z]++ (?:[a-z]++ )?(?:{trie_pattern(language.after_nouns)})\b"
    return rf"{'|'.join(marks)}|(?!{qualified})[ -]({_WORD_BEHIND})"


def _lone_digits(language: Language) -> str:
    """Digits with nothing behind them, or with a mark with which they may go on.

    Of places there are two at most: three may be a group of thousands.
    """
    digits = rf"(\d++(?:[{language.decimal_marks}](\d\d?+)(?!\d))?)"
    lone = rf"{digits}(?![., ]\d)(?:{_nothing_behind(language)})"
    return rf"{_NUMBER}(?:{lone}|\d+(?:[., '\x8c-]\d|[ -]?{FRACTION}))"


def _joints(language: Language) -> str:
    """What joins a number with another."""
    patterns = language.patterns
    joints = any_of(patterns[key] for key in _JOINTS)
    return rf"{joints}|,?[ -]{patterns['and']}[ -]| {patterns['point']} "


def _measures(language: Language) -> Iterator[str]:
    """The words with which units, currencies and times of day begin behind a number."""
    for forms in language.units.values():
        yield from (re.split(r"[^a-z]", phrase)[0] for gap in forms.values() for phrase in gap)
    yield from currency_words(language)
    yield from (*language.times, *language.short_times, *language.hour_words)
    yield from _words_in(language.patterns["time_of_day"], "d h hr hrs m min mins s sec secs")


def _amounts(language: Language) -> Iterator[str]:
    """The words that are numbers, or make another of the one in front."""
    yield from (*language.scales, *language.short_scales, *language.dozens, *language.scores)
    yield from (*language.cardinals, *language.broken_cardinals, *language.fractions)
    yield from (*language.ordinals, *language.articles)
    yield from (words.split(" ")[0] for words in language.halves)


def _dates(language: Language) -> Iterator[str]:
    yield from (*language.months, *language.days, *language.decades)
    yield from (*language.day_times, *language.relative_days)


def _first_words(phrases: Iterable[str]) -> frozenset[str]:
    """The words with which phrases begin, where these begin with a letter."""
    return frozenset(word[0] for word in map(_WORD.match, phrases) if word)


def _words_in(*patterns: str) -> list[str]:
    return _WORD.findall(" ".join(patterns))
