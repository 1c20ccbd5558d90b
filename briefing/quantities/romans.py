"""Read Roman numerals: "Table II" holds the quantity 2, "Super Bowl LVIII" is a name."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from briefing.quantities import kinds
from briefing.quantities.atoms import Atom
from briefing.quantities.language import ByLanguage, Language
from briefing.quantities.names import as_name, first_capital, read_capital_name, word_behind
from briefing.quantities.shadow import Shadow
from briefing.quantities.trie import any_of

_VALUES: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_TENS: Final = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx")
_ONES: Final = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
LONE_ROMANS: Final = ("i", "v", "x")
# A lone letter is none without a label or brackets, and "XL" is a size.
ROMANS: Final = frozenset(tens + ones for tens in _TENS for ones in _ONES) - {
    *LONE_ROMANS,
    *"l",
    "",
    "xl",
}
LONE_IN_BRACKETS: Final = frozenset(f"{letter})" for letter in LONE_ROMANS)
_BEHIND: Final = r"(?!\w|[.']\w|-[A-Z])"
_LABEL: Final = re.compile(r"(?<![\w'-])([A-Za-z]+) $")
_LABEL_REACH: Final = 16
_LINE_START: Final = re.compile(r"(?:^|\n)[ \x85]*\($")
_INDENT: Final = 12


class _Forms:
    """How a Roman numeral ends in a language, and behind which words one letter is one."""

    def __init__(self, language: Language) -> None:
        ending = _BEHIND + language.patterns["roman_end"]
        self.numeral = re.compile(rf"(?P<numeral>[IVXL]{{2,}}){ending}")
        heads = any_of(re.escape(words) for words in language.romans_behind)
        self.lone = re.compile(
            rf"(?P<head>(?=[A-Z])(?i:{heads})) (?P<numeral>[IVX]){ending}"
            rf"(?:(?<!I)|(?!{language.patterns['person_behind']}))"
        )


_FORMS: Final = ByLanguage(_Forms)


def lone_romans(language: Language) -> set[str]:
    """The words with which one letter is a numeral: "part i"."""
    return {f"{words} {letter}" for words in language.romans_behind for letter in LONE_ROMANS}


def read_roman(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:
    """What a label numbers, or the name that the numeral ends: "World War II"."""
    match = _FORMS[shadow.language].numeral.match(shadow.plain, at)
    if match is None or match.end("numeral") != at + len(word):
        return None
    label = _LABEL.search(shadow.plain, max(floor, at - _LABEL_REACH), at)
    if label and label[1].lower() in shadow.language.labels:
        return _labelled(shadow, label.start(), at, match.end(), floor)
    named = read_capital_name(shadow, at, match.end())
    if named is None and "L" not in match["numeral"] and (before := word_behind(shadow.plain, at)):
        named = as_name(before.start(), match.end())
    return named if named and named.start >= floor else None


def read_lone_roman(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:  # noqa: ARG001
    """Such as "Part I", "World War I", whose words begin at `at`."""
    match = _FORMS[shadow.language].lone.match(shadow.plain, at)
    if match is None:
        return None
    if match["head"].lower() in shadow.language.labels:
        return _labelled(shadow, at, match.start("numeral"), match.end(), floor)
    return Atom(at, match.end(), kinds.NAME, shadow.text[at : match.end()])


def read_bracketed_roman(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:
    """Such as "(iii)" in front of an item of a list."""
    end = at + len(word.rstrip(")"))
    if not shadow.plain.startswith(")", end):
        return None
    if not _LINE_START.search(shadow.plain, max(floor, at - _INDENT), at):
        return None
    return _numeral(at, end, shadow.low)


def _labelled(shadow: Shadow, label: int, at: int, end: int, floor: int) -> Atom | None:
    """The quantity that a label numbers, or the name of a part: "The Godfather Part II"."""
    first = first_capital(shadow, label)
    if floor <= first < label and shadow.plain[label].isupper():
        return Atom(first, end, kinds.NAME, shadow.text[first:end])
    return _numeral(at, end, shadow.low)


def _numeral(at: int, end: int, low: str) -> Atom:
    numeral = low[at:end].rstrip(".")  # "Kapitel II."
    end = at + len(numeral)
    return Atom(at, end, kinds.QUANTITY, Decimal(_worth(numeral)), None, Decimal(1))


def _worth(numeral: str) -> int:
    """What a numeral is worth: a letter in front of a larger one is taken away."""
    values = [_VALUES[letter] for letter in numeral]
    larger = [*values[1:], 0]
    return sum(-a if a < b else a for a, b in zip(values, larger, strict=True))
