"""What a number is of: the counted noun and its modifiers, as they stand behind it.

```
94,772 active users signed in      active users
half of the patients               patients
a 400-seat jet                     seat
```

No grammar is at hand, so the noun ends where its language shows an end: in English at a plural, a
unit of measure, or a word that cannot belong to it; in German at a capital letter.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from briefing.quantities.language import ENGLISH, ByLanguage, Language
from briefing.quantities.model import Kind, Quantity
from briefing.quantities.trie import any_of

_COUNTING = frozenset(
    {Kind.QUANTITY, Kind.RANGE, Kind.PERCENT, Kind.FRACTION, Kind.VAGUE, Kind.ORDINAL}
)
# Behind these a noun stands in the singular, too.
_OF_ONE = frozenset({Kind.ORDINAL, Kind.PERCENT, Kind.FRACTION})
_SPACES = "[ \u00a0\u2007\u2009\u202f]"
_GAP = re.compile(rf"{_SPACES}|[-\u2010\u2011](?=[a-z])")
_WORD = re.compile(r"°[CF]?|[^\W\d_](?:[\w'’\u00ad&²³]|-(?=[^\W\d]))*(?<!['’])(?:/[a-z]+)?")
_MEASURE = re.compile(rf"(?:{_SPACES}|-)?([^\W\d_]{{1,5}}[²³]?(?:/[a-z]+[²³]?)?|°[CFcf]?)(?![\w°])")
_SOFT = str.maketrans({"\u00ad": None, "’": "'"})
_NO_PLURALS = ("ss", "us", "is", "ous", "'s")
_MOST_WORDS = 4
_LIST_MARKS = re.compile(r"[\u2460-\u24ff\u2776-\u2793]")


def counted_noun(text: str, quantity: Quantity, language: Language = ENGLISH) -> str | None:
    """The noun, with its modifiers, that a quantity of `text` counts or is a part of.

    None where none follows, and for money, dates, durations, multiples, names and idioms, which
    say themselves what they are of.
    """
    if quantity.kind not in _COUNTING or _LIST_MARKS.match(quantity.written):
        return None
    if quantity.kind is Kind.RANGE and quantity.unit not in {None, "percent"}:
        return None
    forms = _forms[language]
    if forms.label_before.search(text, max(0, quantity.span.start - 24), quantity.span.start):
        return None
    return _noun_at(text, end_of_number(text, quantity), quantity.kind, forms)


def end_of_number(text: str, quantity: Quantity) -> int:
    """Where the number ends, with a qualifier right behind it: "25 or so lorries"."""
    end, whole = quantity.span.end, quantity.whole_span.end
    between = text[end:whole].strip(" -\u00a0").lower()
    return whole if between and between == quantity.qualifier else end


def _noun_at(text: str, at: int, kind: Kind, forms: _Forms) -> str | None:
    whole = forms.of_whole if kind is Kind.FRACTION else forms.of
    linked = whole.match(text, at)
    words = _noun(text, linked.end() - 1 if linked else at, kind, forms)
    if not words or not (linked or forms.may_begin(words[0][0], words[-1][0], kind)):
        return None
    return text[words[0].start() : words[-1].end()]


class Measure(NamedTuple):
    """What is put behind a number: its unit of measure, and of what it is so many for each."""

    unit: str | None = None
    per: str | None = None


def measure_behind(text: str, at: int, language: Language = ENGLISH) -> Measure:
    """The unit of measure that stands at `at`, and "day" where it goes on "… per day".

    Units are those with signs of their own, such as "km"; words in full are counted nouns.
    """
    forms = _forms[language]
    word = _MEASURE.match(text, at)
    unit = word[1] if word and word[1].lower() in forms.measures else None
    per = forms.per.match(text, word.end() if word and unit else at)
    return Measure(unit, per[1].lower() if per else None)


def _noun(text: str, at: int, kind: Kind, forms: _Forms) -> list[re.Match[str]]:
    """The words of the noun behind `at`."""
    words: list[re.Match[str]] = []
    attached = text[at : at + 1] in "-\u2010\u2011"
    while len(words) < _MOST_WORDS and (gap := _GAP.match(text, at)):
        word = _WORD.match(text, gap.end())
        if word is None:
            break
        plain = word[0].translate(_SOFT)
        if plain.lower() in forms.language.uncounted or (words and forms.ends(plain, kind)):
            break
        words.append(word)
        at = word.end()
        if attached or forms.is_head(plain):
            return words
    return [] if forms.language.nouns_are_capitalised else words


class _Forms:
    """How the noun behind a number ends in a language."""

    def __init__(self, language: Language) -> None:
        patterns = language.patterns
        self.language = language
        self.measures = frozenset(language.units_of_measure)
        self.of = re.compile(rf"{_SPACES}{patterns['counted_of']}{_SPACES}", re.IGNORECASE)
        either = f"(?:{patterns['counted_of']}|{patterns['counted_whole']})"
        self.of_whole = re.compile(rf"{_SPACES}{either}{_SPACES}", re.IGNORECASE)
        self.per = re.compile(
            rf"(?:{_SPACES}[^\W\d_]+){{0,2}}?{_SPACES}(?:{any_of(language.per)}){_SPACES}([^\W\d_]+)"
        )
        self.label_before = re.compile(
            rf"(?<![^\W_])(?:{any_of(language.labels)}){_SPACES}$", re.IGNORECASE
        )

    def is_head(self, word: str) -> bool:
        """Whether a noun ends with the word."""
        if self.language.nouns_are_capitalised:
            return word[0].isupper() or word in self.measures
        low = word.lower()
        last = low.rpartition("-")[2]
        if last in self.measures or last in self.language.irregular_plurals:
            return True
        return len(low) > 3 and low.endswith(("s", "s'")) and not low.endswith(_NO_PLURALS)  # noqa: PLR2004

    def ends(self, word: str, kind: Kind) -> bool:
        """Whether a word behind the first one belongs to what follows, as a participle may."""
        return kind in _OF_ONE and word.endswith(self.language.verb_endings)

    def may_begin(self, first: str, last: str, kind: Kind) -> bool:
        """Whether what begins so is a noun, and no verb with what it has: "seven finished"."""
        if self.is_head(last.translate(_SOFT)):
            return True
        low = first.lower()
        is_noun = kind is Kind.ORDINAL and low.endswith(self.language.noun_endings)
        return is_noun or not (low.endswith(self.language.verb_endings) or first[0].isupper())


_forms = ByLanguage(_Forms)
