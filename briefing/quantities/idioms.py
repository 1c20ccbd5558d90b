"""Know the phrases in which a number word counts nothing: a closed list, `data/english.json`."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

from briefing.quantities.shadow import Shadow
from briefing.quantities.tables import IDIOMS


class Idiom(NamedTuple):
    """Where an idiom stands."""

    start: int
    end: int


def _by_word() -> dict[str, list[tuple[str, str, str]]]:
    """Each starred word to the idioms it stands in: what is before it, from it on, the whole."""
    table: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for idiom in sorted(IDIOMS, key=len, reverse=True):
        before, word, _ = idiom.split("*", 2)
        whole = idiom.replace("*", "")
        table[word].append((before, whole[len(before) :], whole))
    return dict(table)


_BY_WORD = _by_word()
_WORD = re.compile(r"[a-z]+|\d+")


def read_idiom(shadow: Shadow, at: int, floor: int) -> Idiom | None:
    """The idiom around the number word at `at`, nothing of it in front of `floor`."""
    word = _WORD.match(shadow.low, at)
    if not word:
        return None
    for before, rest, _ in _BY_WORD.get(word[0], ()):
        start, end = at - len(before), at + len(rest)
        if (
            start >= floor
            and shadow.low.startswith(rest, at)
            and (shadow.low.startswith(before, start))
        ):
            if _bounded(shadow.low, start, end):
                return Idiom(start, end - rest.endswith(","))
    return None


def _bounded(low: str, start: int, end: int) -> bool:
    """Whether whole words, and no part of longer ones, stand from `start` to `end`."""
    before, after = low[start - 1 : start], low[end : end + 1]
    return not before.isalnum() and not after.isalnum() and not (after == "-" and before == "-")
