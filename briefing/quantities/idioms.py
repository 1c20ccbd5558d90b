"""Know the phrases in which a number word counts nothing: a closed list, `data/english.json`."""

from __future__ import annotations

import re
from typing import NamedTuple

from briefing.quantities.shadow import Shadow
from briefing.quantities.tables import IDIOMS


class Idiom(NamedTuple):
    """Where an idiom stands."""

    start: int
    end: int


def _by_word() -> dict[str, dict[int, dict[str, list[str]]]]:
    """Each starred word to what stands in front of it, by length, and from it on, longest first."""
    table: dict[str, dict[int, dict[str, list[str]]]] = {}
    for idiom in sorted(IDIOMS, key=len, reverse=True):
        before, word, _ = idiom.split("*", 2)
        rest = idiom[len(before) :].replace("*", "")
        table.setdefault(word, {}).setdefault(len(before), {}).setdefault(before, []).append(rest)
    return table


_BY_WORD = _by_word()
_WORD = re.compile(r"[a-z]+|\d+")


def read_idiom(shadow: Shadow, at: int, floor: int) -> Idiom | None:
    """The longest idiom around the number word at `at`, nothing of it in front of `floor`."""
    low = shadow.low
    word = _WORD.match(low, at)
    if not word or word[0] not in _BY_WORD:
        return None
    found = [
        Idiom(at - length, at + len(rest))
        for length, befores in _BY_WORD[word[0]].items()
        if at - length >= floor
        for rest in befores.get(low[at - length : at], ())
        if low.startswith(rest, at) and _bounded(low, at - length, at + len(rest))
    ]
    if not found:
        return None
    idiom = max(found, key=lambda idiom: idiom.end - idiom.start)
    return idiom._replace(end=idiom.end - (low[idiom.end - 1] == ","))


def _bounded(low: str, start: int, end: int) -> bool:
    """Whether whole words, and no part of longer ones, stand from `start` to `end`."""
    before, after = low[start - 1 : start], low[end : end + 1]
    return not before.isalnum() and not after.isalnum() and not (after == "-" and before == "-")
