"""Read what begins with a word: numbers in words, dates, idioms, and the names they are in."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Final, NamedTuple

from briefing.quantities import kinds
from briefing.quantities.atoms import Atom
from briefing.quantities.beside import read_lone_word, word_in_front
from briefing.quantities.company import read_atom, with_front
from briefing.quantities.dates import opens_sentence, read_month_or_day, read_time_word
from briefing.quantities.grammar import as_dates, may_be_fraction, read_between, read_numeral
from briefing.quantities.idioms import IDIOMS, idiom_words, read_phrase
from briefing.quantities.language import ByLanguage, Language
from briefing.quantities.phrases import (
    read_article,
    read_bare_scale,
    read_half,
    read_multiple,
    read_ordinal,
    read_pair,
    read_vague,
)
from briefing.quantities.romans import (
    LONE_IN_BRACKETS,
    ROMANS,
    lone_romans,
    read_bracketed_roman,
    read_lone_roman,
    read_roman,
)
from briefing.quantities.seeds import Seeds
from briefing.quantities.shadow import Shadow

_WORD: Final = re.compile(r"[a-z]+")
_CAPITALS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def read_at_word(shadow: Shadow, at: int, seed: str, floor: int) -> Atom | None:
    """What the first reader makes of it that makes anything of the words at `at`."""
    forms = BEGINNINGS[shadow.language]
    word, small, capital = forms.beginnings.get(seed) or (seed, *forms.compound)
    for read in capital if shadow.plain[at] in _CAPITALS else small:
        if atom := read(shadow, at, word, floor):
            return atom
    return None


def _read_opening(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:
    """What a word is that has its capital from its sentence, and is another with one of its own."""
    if not opens_sentence(shadow.plain, at):
        return None
    readers = BEGINNINGS[shadow.language].beginnings[word].small
    return next(filter(None, (read(shadow, at, word, floor) for read in readers)), None)


def _read_idiom(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:
    """The idiom, or the fraction "one of the five", which is none."""
    idiom = read_phrase(IDIOMS[shadow.language], shadow, at, word, floor)
    if idiom and may_be_fraction(shadow, at + len(word)):
        atom = read_numeral(shadow, at, floor)
        if atom and atom.kind is kinds.FRACTION:
            return atom
    return idiom


def _read_month_or_day(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:  # noqa: ARG001
    date = read_month_or_day(shadow, at, word)
    return date and as_dates(shadow, date)


def _read_time(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:  # noqa: ARG001
    date = read_time_word(shadow, at, word)
    return date and as_dates(shadow, date)


def _read_number(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:
    lone = read_lone_word(shadow, at, word)
    if not lone:
        return read_numeral(shadow, at, floor)
    is_bare = word_in_front(shadow, at) is not None
    return lone if is_bare else with_front(shadow, lone, floor)


def _read_behind_article(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:
    """Such as "second" in "a second phase", where the article begins nothing."""
    follows = at + len(word) + 1
    match = _WORD.match(shadow.low, follows)
    return match and read_at_word(shadow, follows, match[0], floor)


def _read_vague_scale(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:  # noqa: ARG001
    atom = read_atom(shadow, at, floor)
    return atom and read_bare_scale(shadow, at, atom.end, floor)


_Reader = Callable[[Shadow, int, str, int], Atom | None]
_Table = tuple[tuple[Collection[str], _Reader], ...]
_WITH_CAPITAL: Final = frozenset({_read_month_or_day, read_roman, read_lone_roman})


class _Beginning(NamedTuple):
    """The first word of a seed, and the readers that may make anything of it, in order.

    They are others where its first letter is no `capital`.
    """

    word: str
    small: tuple[_Reader, ...]
    capital: tuple[_Reader, ...]


class _Forms:
    """Where a number may begin in a language, and which readers are tried there.

    `compound` are those of what is put together.
    """

    def __init__(self, language: Language) -> None:
        idioms, table = idiom_words(language), _readers(language)
        # "Order" begins "order of magnitude", and nothing else: there the phrase is the seed.
        begin = {word for words, read in table if read is not read_vague for word in words}
        singles = set(filter(str.isalpha, begin)) - (language.articles - idioms)
        behind_articles = {
            *(language.fractions | language.scales | language.dozens),
            *(language.spans_of_time | language.behind_articles | language.counted_by_articles),
        }
        seeds = {
            *(singles | LONE_IN_BRACKETS | lone_romans(language)),
            *(language.plural_scales | language.vague_phrases),
            *language.pairs,
            *_with_articles(language, behind_articles),
        }
        self.seeds = Seeds(seeds, language.compound_parts, language.compound_ordinals)
        self.beginnings = {
            seed: _beginning(language, seed, table) for seed in (seeds | behind_articles)
        }
        self.compound = ((_read_number, read_ordinal),) * 2


BEGINNINGS: Final = ByLanguage(_Forms)


def _beginning(language: Language, seed: str, table: _Table) -> _Beginning:
    word = _first_word(seed)
    readers = tuple(read for words, read in table if seed in words or word in words)
    small = tuple(read for read in readers if read not in _WITH_CAPITAL)
    return _Beginning(
        word, small, (_read_opening,) if word in language.lower_case_only else readers
    )


def _first_word(phrase: str) -> str:
    return phrase.replace("-", " ").partition(" ")[0]


def _with_articles(language: Language, words: Collection[str]) -> set[str]:
    return {f"{article} {word}" for article in language.articles for word in words}


def _readers(language: Language) -> _Table:
    """What may begin with which words, or which seeds of several, in the order of trying."""
    times = language.day_times | language.decades | language.relative_days
    numerals = language.cardinals | language.broken_cardinals | language.dozens
    halves = {words.split(" ")[0] for words in language.halves}
    vague = language.plural_scales | language.vague_phrases
    lone_articles = language.articles & idiom_words(language)
    counted = {*language.scales, *language.dozens, *language.counted_by_articles}
    return (
        (idiom_words(language), _read_idiom),
        (language.months | language.days, _read_month_or_day),
        (times, _read_time),
        ({language.patterns["between"]}, read_between),
        (ROMANS | LONE_IN_BRACKETS, read_bracketed_roman),
        (ROMANS, read_roman),
        (lone_romans(language), read_lone_roman),
        (language.scales | language.dozens, _read_vague_scale),
        ({*numerals, *language.leading_scales, *halves}, _read_number),
        (_with_articles(language, counted) | lone_articles, _read_number),
        (language.half_words, read_half),
        (language.ordinals, read_ordinal),
        (language.multiples, read_multiple),
        (language.articles, read_article),
        (language.pairs, read_pair),
        (vague | set(map(_first_word, vague)) - language.articles, read_vague),
        (language.articles, _read_behind_article),
    )
