"""Read the words that are numbers in themselves: "twice", "half", "a third", "first", "dozens"."""

from __future__ import annotations

import re
from decimal import Decimal

from briefing.quantities.atoms import Atom
from briefing.quantities.dates import last_word, read_quarter_in_words
from briefing.quantities.grammar import as_one_duration
from briefing.quantities.model import Kind, Ratio
from briefing.quantities.shadow import Shadow
from briefing.quantities.tables import (
    BEFORE,
    BEFORE_SPANS,
    BEHIND_PARTS,
    BEHIND_SPANS,
    CURRENCY_NAMES,
    FRACTIONS,
    HALVES_OF_EVENTS,
    MONTHS,
    MULTIPLES,
    ORDINALS,
    PLURAL_SCALES,
    SCALES,
    SPANS_OF_TIME,
    TIMES,
    VAGUE_PHRASES,
)

_PLURALS = "|".join(sorted(PLURAL_SCALES))
_VAGUE = re.compile(
    rf"(?:{_PLURALS})(?: (?:and|upon|or) (?:{_PLURALS}))*(?: of (?:{_PLURALS}))*\b"
    r"(?:-(?:long|old)\b)?"
)
_PHRASE = re.compile("|".join(sorted(VAGUE_PHRASES, key=len, reverse=True)))
_COUNTING = re.compile(r"scores|tens")  # "it scores 94", but "scores of people"
_OF_MANY = re.compile(r"(?:scores|tens) of (?!the |a |an |\d)")
_OF_MONEY = re.compile(r"(?: of (?:us )?|[ -])([a-z]+)\b")
_POUNDS = {"pounds": "GBP", "pound": "GBP"}
_FEW = re.compile(r"\b(?:several|a few|few|many|a couple of|some few) $")
_TIME = "|".join(sorted(SPANS_OF_TIME))
_HALF_A_PER_CENT = re.compile(
    r"half a (?:(?P<percent>per ?cent(?!age))|(?P<percentage_point>percentage point))\b"
)
_OF_SCALE = re.compile(rf" of (?:{'|'.join(sorted(SCALES))}|dozen)\b")
_ONE_TIME = re.compile(rf"(?:a|an)[ -]({_TIME})(?![a-z])(?:-(?=long|old))?")
_SPAN_AHEAD = re.compile(rf" (?:{'|'.join(sorted(BEHIND_SPANS))})\b|-(?:long|old)\b")
_PART = re.compile(rf"(?:a|an)[ -]({'|'.join(sorted(FRACTIONS))})(?![a-z])")
_PART_AHEAD = re.compile(
    rf" (?:{'|'.join(sorted(BEHIND_PARTS))})\b|[.,;:!?)\"'\n\x83]|$| ?[\x81\x83]"
)
_HALF = re.compile(rf"half(?![a-z]|-(?!an?\b|of\b))(?:[ -]an?[ -]({_TIME})\b)?")
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_ORDINAL_OF_MONTH = re.compile(rf"[a-z-]+ of ({_MONTH})\b(?:,? ([12]\d{{3}})(?!\w))?")
_QUARTERS = frozenset({" q", " h"})
_WORD = re.compile(r"[a-z]+")
_A_SINGLE = re.compile(r"a single\b")


def read_multiple(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:  # noqa: ARG001
    """Such as "twice", "doubled"; not "double-check"."""
    end = at + len(word)
    if shadow.low.startswith("-", end):
        return None
    return Atom(at, end, Kind.MULTIPLE, Decimal(MULTIPLES[word]))


def read_vague(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:  # noqa: ARG001
    """A plural or a phrase that counts without saying how many."""
    match = _VAGUE.match(shadow.low, at) or _PHRASE.match(shadow.low, at)
    if _COUNTING.match(shadow.low, at) and not _OF_MANY.match(shadow.low, at):
        return None
    if not match or shadow.low[match.end() : match.end() + 1].isalpha():
        return None
    more = _OF_SCALE.match(shadow.low, match.end())  # "a couple of hundred"
    return _vague(shadow, at, more.end() if more else match.end())


def read_bare_scale(shadow: Shadow, at: int, end: int, floor: int) -> Atom | None:
    """Such as "several hundred million": a scale word of which nobody says how many."""
    few = _FEW.search(shadow.low, max(floor, at - 16), at)
    return _vague(shadow, few.start(), end) if few else None


def _vague(shadow: Shadow, start: int, end: int) -> Atom:
    """A vague amount, with the currency it is of."""
    money = _OF_MONEY.match(shadow.low, end)
    if money and (code := CURRENCY_NAMES.get(money[1]) or _POUNDS.get(money[1])):
        return Atom(start, money.end(), Kind.VAGUE, None, code)
    return Atom(start, end, Kind.VAGUE, None)


def read_article(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:  # noqa: ARG001
    """Such as "a single", "a third", "a year", where the words around say that one is counted."""
    low = shadow.low
    if single := _A_SINGLE.match(low, at):
        return Atom(at, single.end(), Kind.QUANTITY, Decimal(1))
    if (part := _PART.match(low, at)) and (
        _PART_AHEAD.match(low, part.end()) or last_word(low, at) == "by" or _is_qualifier(low, at)
    ):
        return Atom(at, part.end(), Kind.FRACTION, Ratio(1, FRACTIONS[part[1]]))
    if time := _ONE_TIME.match(low, at):
        atom = Atom(at, time.end(1), Kind.DURATION, Decimal(1), TIMES[time[1]])
        if joined := as_one_duration(shadow, atom):
            return joined
        before = last_word(low, at)
        if before in BEFORE_SPANS or _is_qualifier(low, at) or _SPAN_AHEAD.match(low, time.end()):
            return atom
    return None


def _is_qualifier(low: str, at: int) -> bool:
    words = low[max(0, at - 24) : at].split()
    return any(" ".join(words[-count:]) in BEFORE for count in (1, 2) if len(words) >= count)


def read_half(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:  # noqa: ARG001
    """Such as "half", "half an hour", "half a per cent"."""
    if percent := _HALF_A_PER_CENT.match(shadow.low, at):
        return Atom(at, percent.end(), Kind.PERCENT, Decimal("0.5"), percent.lastgroup)
    match = _HALF.match(shadow.low, at)
    if not match or last_word(shadow.low, at) in HALVES_OF_EVENTS:
        return None
    if match[1]:
        return Atom(at, match.end(), Kind.DURATION, Decimal("0.5"), TIMES[match[1]])
    return Atom(at, at + len(word), Kind.FRACTION, Ratio(1, 2))


def read_ordinal(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:  # noqa: ARG001
    """Such as "third"; the date in "third quarter of 2024", "third of July"."""
    end = at + len(word)
    following = shadow.low[end : end + 2]
    if following in _QUARTERS and (quarter := read_quarter_in_words(shadow, at)):
        return Atom(quarter.start, quarter.end, Kind.DATE, quarter.value)
    if following == " o" and (month := _ORDINAL_OF_MONTH.match(shadow.low, at)):
        day = f"{month[2] or '-'}-{MONTHS[month[1]]:02}-{ORDINALS[word]:02}"
        return Atom(at, month.end(), Kind.DATE, day)
    if word == "second" and _is_time(shadow.low, at, end):
        return None
    return Atom(at, end, Kind.ORDINAL, Decimal(ORDINALS[word]))


def _is_time(low: str, at: int, end: int) -> bool:
    """Whether "second" is the unit of time: "per second", "every second" before a pause."""
    before = last_word(low, at)
    return before == "per" or (before in {"a", "every", "each"} and not _WORD.match(low, end + 1))
