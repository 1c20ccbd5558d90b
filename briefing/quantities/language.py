"""What a language says about numbers: the tables in `data/`, ready for looking up.

A language is a table, such as `data/english.json`, and what CLDR knows of it, in `data/cldr.json`.
Its words stand there as people write them; here they are folded as the shadow of a text is.

A table has words, or words and what they mean. `patterns` are parts of regular expressions, over
the shadow in lower case, for what is more than words: the grammar's modules say where they stand.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pkgutil import get_data
from typing import Any, NoReturn, TypeVar

from briefing.quantities.model import Bound
from briefing.quantities.plain import fold

Words = frozenset[str]


class Language:
    """The tables of one language; nobody changes them, and no two are equal."""

    name: str
    # numerals
    decimal_marks: str
    group_marks: str
    cardinals: dict[str, int]
    broken_cardinals: dict[str, Decimal]  # "anderthalb"
    compound_parts: dict[str, int]  # of which cardinals are written as one word: "dreiundzwanzig"
    compound_ordinals: Words  # what makes an ordinal of such a word: "dreiundzwanzigste"
    scales: dict[str, int]
    leading_scales: Words  # those that are numbers without one in front
    multiplied_scales: Words  # "3 hundred million"
    short_scales: dict[str, int]
    dotted_scales: Words  # "3 Mio."
    dozens: dict[str, int]
    scores: dict[str, int]
    articles: Words
    halves: Words  # in front of a scale: "half a million"
    half_words: Words
    behind_articles: Words  # with which an article may count: "a single"
    counted_by_articles: Words  # of which an article is the number 1: "ein Prozent"
    ordinals: dict[str, int]
    lower_case_only: Words  # that are another word with a capital: "außer Acht", "am Morgen"
    fractions: dict[str, int]
    plural_fractions: Words
    multiples: dict[str, Decimal]
    nouns_too: Words  # multiples that are verbs only with an object: "halves the risk"
    before_nouns: Words  # what stands in front of them as nouns
    pairs: dict[str, int]  # "a couple"
    negatives: Words
    plural_scales: Words
    vague_phrases: Words
    # units
    units: dict[str, dict[str, list[str]]]  # how each stands behind a number: see `units_behind`
    pounds: dict[str, str]  # money or weights
    scaled_currencies: dict[str, str]  # that are other words behind small numbers: "won"
    currencies: dict[str, str]
    codes: frozenset[str]  # of currencies
    not_currencies: frozenset[str]  # codes that are more often words in capitals
    symbols: dict[str, str]
    times: dict[str, str]
    short_times: dict[str, str]  # in lower case and behind digits: "30 s"
    rates: dict[str, str]
    rate_adverbs: dict[str, str]  # "annually"
    priced_things: Words  # with an article, of which a price is given: "$2 a share"
    measures: Words  # which two words make a unit: "per square metre"
    hour_words: Words
    not_scales_behind_m: Words
    # dates
    months: dict[str, int]
    doubtful_months: Words
    persons_of_months: Words  # "April", "June"
    before_months: Words  # behind which those are months, whatever follows
    events_of_years: Words  # of which a year is the name: "the census of 1871"
    month_words: Words
    days: dict[str, str]
    not_days: Words
    relative_days: dict[str, str]
    day_times: dict[str, str]
    decades: dict[str, str]
    parts_of_years: dict[str, str]
    places_in_years: dict[str, int]
    year_words: Words
    years_of: Words
    before_any_year: Words
    not_years: Words
    persons: Words
    # phrases
    halves_of_events: Words
    spans_of_time: Words
    before_spans: Words
    behind_spans: Words
    before_parts: Words
    behind_parts: Words
    ordinals_of_time: Words  # units of time, too: "second"
    per: Words
    one_of_each: Words
    change_verbs: Words
    contest_words: Words  # behind which two numbers are a score: "lost 0-2"
    # qualifiers
    before: dict[str, Bound]
    around_dates: Words
    before_dates: dict[str, Bound]
    parts_of_dates: Words
    after: dict[str, Bound]
    attached_after: Words
    after_plus: Words
    after_nouns: Words  # those of `after` that stand behind what is counted, too: "14 km or so"
    not_before: dict[str, Words]  # behind which words they are none, in front of counted things
    not_before_any: dict[str, Words]  # in front of any number
    between_numbers: Words
    moved_up: Words
    rose_up: Words
    stand_up: Words
    # heads of tables
    head_scales: dict[str, int]
    before_units: Words
    # the counted noun
    uncounted: Words  # with which no noun goes on
    verb_endings: tuple[str, ...]
    noun_endings: tuple[str, ...]  # those of them that a noun behind an ordinal may have
    irregular_plurals: Words
    units_of_measure: list[str]
    # names
    nouns_are_capitalised: bool
    common: Words
    labels: Words
    labels_of_names: Words  # which with a capital, in the middle of a sentence, are part of a name
    heads_of_codes: Words  # "Form" of "Form 10-K"
    heads_of_all_codes: Words  # in lower case, too: "vitamin"
    romans_behind: Words  # "World War" of "World War I"
    compound_tails: Words
    idioms: tuple[str, ...]
    pronouns: tuple[str, ...]  # idioms unless a noun follows: "that one", but "that one trial"
    fixed_names: tuple[str, ...]
    not_counting: tuple[str, ...]  # in which a number word is none, and no idiom either
    patterns: dict[str, str]
    spelling: dict[str, str]  # the qualifiers that folding changes, as people write them

    def __init__(self, **tables: Any) -> None:  # noqa: ANN401 - as many as a table has
        self.__dict__.update(tables)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(name, value)

    def __repr__(self) -> str:
        return f"<Language {self.name}>"


Made = TypeVar("Made")


class ByLanguage(dict[Language, Made]):
    """What a module makes of a language, made when it is first asked for.

    A dictionary, for it is asked many times for each number, and answers twice as fast as a cache.
    """

    def __init__(self, make: Callable[[Language], Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, language: Language) -> Made:
        made = self[language] = self._make(language)
        return made


# Patterns, and what they are made of, are written over the shadow already.
_AS_THEY_ARE = (
    "decimal_marks", "group_marks", "units_of_measure", "nouns_are_capitalised", "patterns", "units"
)  # fmt: skip
_IN_ORDER = (
    "idioms", "fixed_names", "pronouns", "not_counting", "verb_endings", "noun_endings"
)  # fmt: skip
_BOUNDS = ("before", "before_dates", "after")


@cache
def load_language(name: str) -> Language:
    """The language with the tables of a name, such as "english"."""
    written = _read_table(f"{name}.json")
    tables = {key: _folded(key, value) for key, value in written.items()}
    cldr = _read_table("cldr.json")
    for key, value in cldr[name].items():
        tables[key] = _folded(key, value) | tables.get(key, {})
    tables["currencies"] = {w.replace("-", " "): unit for w, unit in tables["currencies"].items()}
    qualifiers = {words for key in (*_BOUNDS, "parts_of_dates") for words in written[key]}
    spelling = {fold(words): words for words in qualifiers if fold(words) != words}
    codes = frozenset(cldr["codes"]) - tables["not_currencies"]
    return Language(**tables, name=name, codes=codes, symbols=cldr["symbols"], spelling=spelling)


def _read_table(name: str) -> dict[str, Any]:
    written = get_data(__package__, f"data/{name}")
    assert written is not None
    table: dict[str, Any] = json.loads(written)
    return table


def _folded(key: str, value: Any) -> Any:  # noqa: ANN401 - whatever a table holds
    """A table with its words as they stand in a shadow."""
    if key in _AS_THEY_ARE:
        return value
    if isinstance(value, list):
        words = [fold(word) for word in value]
        return tuple(words) if key in _IN_ORDER else frozenset(words)
    kind = _KINDS.get(key, _same)
    return {fold(words): kind(meaning) for words, meaning in value.items()}


def _same(meaning: Any) -> Any:  # noqa: ANN401
    return meaning


_KINDS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(_BOUNDS, Bound),
    "broken_cardinals": Decimal,
    "multiples": Decimal,
    **dict.fromkeys(("not_before", "not_before_any"), lambda words: frozenset(map(fold, words))),
}

ENGLISH = load_language("english")
