"""What English and CLDR say about numbers: the tables in `data/`, ready for looking up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from briefing.quantities.model import Bound

_DATA = Path(__file__).with_name("data")


def _load(name: str) -> dict[str, Any]:
    table: dict[str, Any] = json.loads((_DATA / name).read_text(encoding="utf-8"))
    return table


_CLDR = _load("cldr.json")
_ENGLISH = _load("english.json")

# Without the codes that are more often English words in capitals than currencies.
CURRENCY_CODES: frozenset[str] = frozenset(_CLDR["codes"]) - set(_ENGLISH["not_currencies"])
CURRENCY_SYMBOLS: dict[str, str] = _CLDR["symbols"]
CURRENCY_NAMES: dict[str, str] = _CLDR["currencies"]
LONGEST_CURRENCY_NAME = max(len(name.split()) for name in CURRENCY_NAMES)
MONTHS: dict[str, int] = _CLDR["months"]
DAYS: dict[str, str] = _CLDR["days"]
TIMES: dict[str, str] = {**_CLDR["times"], **_ENGLISH["times"]}
RATES: dict[str, str] = _ENGLISH["rates"]

CARDINALS: dict[str, int] = _ENGLISH["cardinals"]
SCALES: dict[str, int] = _ENGLISH["scales"]
SHORT_SCALES: dict[str, int] = _ENGLISH["short_scales"]
ORDINALS: dict[str, int] = _ENGLISH["ordinals"]
FRACTIONS: dict[str, int] = _ENGLISH["fractions"]
MULTIPLES: dict[str, int] = _ENGLISH["multiples"]
PLURAL_SCALES: frozenset[str] = frozenset(_ENGLISH["plural_scales"])
VAGUE_PHRASES: frozenset[str] = frozenset(_ENGLISH["vague_phrases"])
RELATIVE_DAYS: frozenset[str] = frozenset(_ENGLISH["relative_days"])
DAY_TIMES: dict[str, str] = _ENGLISH["day_times"]
DECADES: dict[str, str] = _ENGLISH["decades"]

BEFORE: dict[str, Bound] = {words: Bound(bound) for words, bound in _ENGLISH["before"].items()}
AROUND_DATES: frozenset[str] = frozenset(_ENGLISH["around_dates"])
BEFORE_DATES: dict[str, Bound] = {
    words: Bound(bound) for words, bound in _ENGLISH["before_dates"].items()
}
PARTS_OF_DATES: frozenset[str] = frozenset(_ENGLISH["parts_of_dates"])
AFTER: dict[str, Bound] = {words: Bound(bound) for words, bound in _ENGLISH["after"].items()}
AFTER_PLUS: frozenset[str] = frozenset(_ENGLISH["after_plus"])
NOT_BEFORE: dict[str, frozenset[str]] = {
    word: frozenset(verbs) for word, verbs in _ENGLISH["not_before"].items()
}
MOVED_UP: frozenset[str] = frozenset(_ENGLISH["moved_up"])
ROSE_UP: frozenset[str] = frozenset(_ENGLISH["rose_up"])
STAND_UP: frozenset[str] = frozenset(_ENGLISH["stand_up"])
CHANGE_VERBS: frozenset[str] = frozenset(_ENGLISH["change_verbs"])
NOT_SCALES_BEHIND_M: frozenset[str] = frozenset(_ENGLISH["not_scales_behind_m"])
MONTH_WORDS: frozenset[str] = frozenset(_ENGLISH["month_words"])
BEFORE_ANY_YEAR: frozenset[str] = frozenset(_ENGLISH["before_any_year"])
NOT_YEARS: frozenset[str] = frozenset(_ENGLISH["not_years"])
HALVES_OF_EVENTS: frozenset[str] = frozenset(_ENGLISH["halves_of_events"])
ROMANS: frozenset[str] = frozenset(_ENGLISH["romans"])
SPANS_OF_TIME: frozenset[str] = frozenset(_ENGLISH["spans_of_time"])
BEFORE_SPANS: frozenset[str] = frozenset(_ENGLISH["before_spans"])
BEHIND_SPANS: frozenset[str] = frozenset(_ENGLISH["behind_spans"])
BEHIND_PARTS: frozenset[str] = frozenset(_ENGLISH["behind_parts"])
LABELS: frozenset[str] = frozenset(_ENGLISH["labels"])
TIERS: frozenset[str] = frozenset(_ENGLISH["tiers"])
COMPOUND_TAILS: frozenset[str] = frozenset(_ENGLISH["compound_tails"])
YEARS_OF: frozenset[str] = frozenset(_ENGLISH["years_of"])
YEAR_WORDS: frozenset[str] = frozenset(_ENGLISH["year_words"])
PERSONS: frozenset[str] = frozenset(_ENGLISH["persons"])
COMMON: frozenset[str] = frozenset(_ENGLISH["common"])
IDIOMS: tuple[str, ...] = tuple(_ENGLISH["idioms"])
