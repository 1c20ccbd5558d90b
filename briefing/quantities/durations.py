"""Join durations that are one: "2 hours 15 minutes", "an hour and a half", "1h 30m"."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from briefing.quantities import kinds
from briefing.quantities.atoms import Atom
from briefing.quantities.language import ByLanguage, Language
from briefing.quantities.numerals import read_cardinal
from briefing.quantities.shadow import Shadow
from briefing.quantities.units import MONTHS, SECONDS, conversion

_Reader = Callable[[Shadow, int, int], Atom | None]

_WORD: Final = re.compile(r"[a-z]+")
_NEXT_FINER: Final = {
    "year": "month",
    "week": "day",
    "day": "hour",
    "hour": "minute",
    "minute": "second",
}

_CLOCK: Final = r"\d{1,4} ?(?:d|h(?:rs?)?|m(?:ins?)?|s(?:ecs?)?)"
_CLOCKED: Final = re.compile(
    rf"(?<![\w.,/$\x82-]){_CLOCK} ?(?=\d){_CLOCK}(?: ?(?=\d){_CLOCK}){{0,2}}(?!\w)"
)
_CLOCK_PART: Final = re.compile(r"(\d+) ?([dhms])")
_LETTERS: Final = {"d": "day", "h": "hour", "m": "minute", "s": "second"}


class _Forms:
    """What joins durations in a language."""

    def __init__(self, language: Language) -> None:
        patterns = language.patterns
        self.join = re.compile(rf"(?P<row>,? {patterns['and']} )|(?P<comma>, )| & | ")
        self.stopped = re.compile(
            r"(?<![\w.,/$\x82:-])(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)"
            rf"[{language.decimal_marks}](\d{{1,3}})(?![\w:]|[.,]\d)"
        )
        self.and_a_part = re.compile(patterns["and_a_part_of_time"])
        self.respectively = re.compile(patterns["respectively"])


_FORMS: Final = ByLanguage(_Forms)


def read_clocked(shadow: Shadow, at: int) -> Atom | None:
    """Such as "1:43.02", "1h 30m": a letter stands for a unit of time where a finer one follows."""
    if stopped := _FORMS[shadow.language].stopped.match(shadow.low, at):
        return _read_stopped(stopped)
    match = _CLOCKED.match(shadow.low, at)
    if not match:
        return None
    parts = [(Decimal(n), _LETTERS[letter]) for n, letter in _CLOCK_PART.findall(match[0])]
    value, unit = parts[0]
    for number, finer in parts[1:]:
        factor = conversion(unit, finer)
        if factor is None or not number < factor > 1:
            return None
        value, unit = value * factor.numerator + number, finer
    return Atom(at, match.end(), kinds.DURATION, value, unit, Decimal(1))


def _read_stopped(match: re.Match[str]) -> Atom:
    """A time that was taken: no time of day has parts of seconds in it."""
    hours, minutes, seconds, places = match.groups()
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    step = Decimal(1).scaleb(-len(places))
    value = Decimal(f"{whole}.{places}")
    return Atom(match.start(), match.end(), kinds.DURATION, value, "second", step)


def join_durations(shadow: Shadow, first: Atom, read: _Reader) -> Atom | None:
    """The duration that `first` is with those behind it, in the finest unit written.

    None where nothing behind belongs to it: a row of terms ("2 years and 18 months") is no sum.
    Months and days have no common measure, so that together they are known by their words alone.
    """
    forms = _FORMS[shadow.language]
    if part := forms.and_a_part.match(shadow.low, first.end):
        assert isinstance(first.value, Decimal)
        value = first.value + Decimal(1) / shadow.language.fractions[part[1]]
        return Atom(first.start, part.end(), kinds.DURATION, value, first.unit)
    joined, listed = first, False
    while (join := forms.join.match(shadow.low, joined.end)) and (
        following := _duration(shadow, join.end(), read)
    ):
        added = _added(joined, following, join.lastgroup)
        if added is None:
            if listed and join.lastgroup:
                return None  # "2 years, 6 months and 3 months"
            break
        joined, listed = added, listed or join.lastgroup is not None
    if joined is first or (listed and forms.respectively.match(shadow.low, joined.end)):
        return None
    return joined


def _duration(shadow: Shadow, at: int, read: _Reader) -> Atom | None:
    if not shadow.low[at : at + 1].isdigit():
        word = _WORD.match(shadow.low, at)
        if not word or not read_cardinal(shadow.language, word[0]):
            return None
    atom = read(shadow, at, at)
    return atom if atom and atom.start == at and atom.kind is kinds.DURATION else None


def _added(first: Atom, second: Atom, listed: str | None) -> Atom | None:
    """Both as one, where the second is finer, and in a list less than one of the first's unit."""
    if first.value is None and first.kind is kinds.VAGUE:
        return None
    if first.unit in MONTHS and second.unit in SECONDS and second.unit in {"week", "day"}:
        return Atom(first.start, second.end, kinds.VAGUE, None)
    factor = conversion(first.unit, second.unit)
    if factor is None or factor <= 1:
        return None
    assert isinstance(first.value, Decimal)
    assert isinstance(second.value, Decimal)
    adjacent = _NEXT_FINER.get(first.unit or "") == second.unit
    if listed and (second.value >= factor or (listed == "comma" and not adjacent)):
        return None
    value = first.value * factor.numerator + second.value
    whole = first.value == first.value.to_integral_value()
    if not whole or factor.denominator != 1:
        return None
    return Atom(first.start, second.end, kinds.DURATION, value, second.unit, second.step)
