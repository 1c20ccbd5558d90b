"""Find the words that say whether a number is exact, a bound, or about right."""

from __future__ import annotations

import re
from typing import NamedTuple

from briefing.quantities.model import Bound, Kind
from briefing.quantities.shadow import AT_LEAST, AT_MOST, Shadow
from briefing.quantities.tables import (
    AFTER,
    AFTER_PLUS,
    AROUND_DATES,
    BEFORE,
    BEFORE_DATES,
    MOVED_UP,
    NOT_BEFORE,
    PARTS_OF_DATES,
    ROSE_UP,
    STAND_UP,
)

_SIGNS = {
    "~": Bound.ABOUT,
    ">": Bound.OVER,
    "<": Bound.UNDER,
    ">=": Bound.AT_LEAST,
    "<=": Bound.AT_MOST,
    AT_LEAST: Bound.AT_LEAST,
    AT_MOST: Bound.AT_MOST,
}
_SIGN = re.compile(rf"([<>]=|[~<>{AT_LEAST}{AT_MOST}]) ?$")
_SIGN_ENDS = frozenset(sign[-1] for sign in _SIGNS)
_MAY_QUALIFY = _SIGN_ENDS | {" ", "-"}
_LAST = frozenset(
    words.rpartition(" ")[2] for words in (*BEFORE, *BEFORE_DATES, *PARTS_OF_DATES, "from")
)
_AROUND_DATES: dict[str, Bound | None] = {
    **dict.fromkeys(PARTS_OF_DATES),
    **{words: BEFORE[words] for words in AROUND_DATES},
}
# "since", "since early", "by about": a relation goes before what else qualifies a date.
_BEFORE_DATES = (
    _AROUND_DATES
    | BEFORE_DATES
    | {
        f"{relation} {words}": bound
        for relation, bound in BEFORE_DATES.items()
        for words in _AROUND_DATES
    }
)
_MOST_WORDS = max(len(words.split()) for words in (*BEFORE, *_BEFORE_DATES))
_WORDS_BEFORE = re.compile(rf"(?:[a-z]+\.? ){{0,{_MOST_WORDS}}}$")
_AFTER = re.compile(
    rf"[ -](?P<words>{'|'.join(sorted(AFTER, key=len, reverse=True))})(?![\w])"
    r"|(?P<ish>ish)\b|(?P<plus>\+)(?![\d$\x82])"
)
_AFTER_HEAD = 4
_AFTER_HEADS = frozenset(f"{gap}{words}"[:_AFTER_HEAD] for words in AFTER for gap in (" ", "-"))
_PLUS_FOLLOWED = re.compile(r" (?:([a-z]+)|[\d$\x82])")
_PART_OF_DATE = re.compile(
    rf"(?:\b({'|'.join(sorted(BEFORE_DATES, key=len, reverse=True))}) )?"
    rf"\b({'|'.join(sorted(PARTS_OF_DATES))})-$"
)
_LONGEST_PART = max(map(len, BEFORE_DATES)) + len(" early- ")
_FROM = re.compile(r"(?<![a-z])from $")
_ONWARDS = re.compile(r" (?:on(?= [a-z]+ed\b|[.,;:!?)]|$)|onwards?\b)")
_INSIDE = re.compile(r"[\da-z]\+[ -]")
_BETWEEN_NUMBERS = frozenset({"over", "under"})
_FROM_NUMBER = re.compile(r"(?: [a-z]+)? from [\d$\x82]")
_AFTER_NUMBER = re.compile(r"\d $")
QUALIFIED = frozenset(Kind) - {Kind.NAME, Kind.IDIOM, Kind.ORDINAL, Kind.VAGUE}


class Qualifier(NamedTuple):
    """The qualifying words, what they do, and where number and words begin and end."""

    words: str
    bound: Bound | None
    start: int
    end: int


def find_qualifier(
    shadow: Shadow, kind: Kind, start: int, end: int, floor: int
) -> Qualifier | None:
    """The qualifier in front of the number from `start` to `end`, else the one behind it."""
    before = _find_before(shadow, start, end, floor, kind)
    return before or (None if kind is Kind.DATE else _find_after(shadow, start, end))


def _find_before(shadow: Shadow, start: int, end: int, floor: int, kind: Kind) -> Qualifier | None:
    low = shadow.low
    last = low[start - 1 : start]
    if last not in _MAY_QUALIFY:
        return None
    if (low[start - 2 : start - 1] if last == " " else last) in _SIGN_ENDS:
        sign = _SIGN.search(low, max(floor, start - 3), start)
        if sign:
            return Qualifier(shadow.text[slice(*sign.span(1))], _SIGNS[sign[1]], sign.start(), end)
    if low[start - 1] == "-":
        return _part_of_date(low, start, end, floor) if kind is Kind.DATE else None
    last = low[max(floor, start - 16) : start - 1].rpartition(" ")[2].rpartition("\n")[2]
    if last.lstrip("(\"'") not in _LAST:
        return None
    if kind is Kind.DATE and last == "from":
        return _find_around(low, start, end, floor)
    return _longest_before(low, start, end, floor, kind)


def _part_of_date(low: str, start: int, end: int, floor: int) -> Qualifier | None:
    """Such as "mid-2024", "since mid-2024"."""
    part = _PART_OF_DATE.search(low, max(floor, start - _LONGEST_PART), start)
    if not part:
        return None
    words = " ".join(filter(None, part.groups()))
    return Qualifier(words, BEFORE_DATES.get(part[1]), part.start(), end)


def _find_around(low: str, start: int, end: int, floor: int) -> Qualifier | None:
    """Such as "from July 2024 on"; "from July 2024" alone says nothing of the days behind it."""
    before = _FROM.search(low, max(floor, start - 6), start)
    behind = _ONWARDS.match(low, end)
    if not before or not behind:
        return None
    return Qualifier(f"from …{behind[0]}", Bound.AT_LEAST, before.start(), behind.end())


def _longest_before(low: str, start: int, end: int, floor: int, kind: Kind) -> Qualifier | None:
    match = _WORDS_BEFORE.search(low, max(floor, start - 48), start)
    words = match[0].split() if match else []
    known = _BEFORE_DATES if kind is Kind.DATE else BEFORE
    counted = kind is Kind.QUANTITY
    for first in range(len(words)):
        phrase = " ".join(words[first:])
        if phrase not in known:
            continue
        if first and counted and words[first - 1] in NOT_BEFORE.get(phrase, ()):
            return None  # "took over three firms", but "takes over three hours"
        if first and phrase == "up to" and _is_reached(low, end, words[first - 1], kind):
            return None
        if phrase in _BETWEEN_NUMBERS and _AFTER_NUMBER.search(
            low, max(0, start - len(phrase) - 3), start - len(phrase) - 1
        ):
            return None  # "120 over 80"
        return Qualifier(phrase, known[phrase], start - len(phrase) - 1, end)
    return None


def _is_reached(low: str, end: int, before: str, kind: Kind) -> bool:
    """Whether "up to" says where something went ("went up to 96"), and is no bound.

    "Rose up to 40%" is one: by so much at most.
    """
    if before in STAND_UP:
        return _FROM_NUMBER.match(low, end) is not None  # "is up to 96 from 80"
    return before in MOVED_UP or (before in ROSE_UP and kind is not Kind.PERCENT)


def _find_after(shadow: Shadow, start: int, end: int) -> Qualifier | None:
    low = shadow.low
    if low.find("+", start, end) >= 0 and _INSIDE.search(low, start, end):
        return Qualifier("+", Bound.AT_LEAST, start, end)  # "10+ years"
    if low[end : end + _AFTER_HEAD] not in _AFTER_HEADS and low[end : end + 1] not in {"+", "i"}:
        return None
    match = _AFTER.match(low, end)
    if not match:
        return None
    if match["words"]:
        if match["words"] == "plus" and not _ends_with_plus(shadow.low, match):
            return None
        return Qualifier(match["words"], AFTER[match["words"]], start, match.end())
    bound = Bound.AT_LEAST if match["plus"] else Bound.ABOUT
    return Qualifier(match[0], bound, start, match.end())


def _ends_with_plus(low: str, match: re.Match[str]) -> bool:
    """Whether "plus" belongs to the number in front, and adds nothing to it."""
    followed = _PLUS_FOLLOWED.match(low, match.end())
    return not followed or (followed[1] is not None and followed[1] not in AFTER_PLUS)
