"""Find the words with which a number may begin."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from typing import Final

from ahocorasick_rs import BytesAhoCorasick, Implementation

from briefing.quantities.plain import COVERED
from briefing.quantities.trie import any_of, trie_pattern

_BEHIND: Final = re.compile(r"[^a-z]+$")
_GAP, _LETTER, _OTHER = " ", "x", "'"
_ENDS: Final = (_GAP, _OTHER)
_EDGE: Final = _GAP.encode()  # beside the text
_COVERED: Final = COVERED.encode("latin-1")
# No seed begins behind another sign of a word, or beside a declared name.
_OTHERS: Final = frozenset("0123456789_'")
# The automaton would leap from gap to gap, if all that it looks for began with one. In prose these
# lie so near to each other that it is faster on foot, as it goes where beginnings are many.
_NEVER_THERE: Final = (b"\0", b"\1", b"\2", b"\3")


def _sort(character: str) -> str:
    if "a" <= character <= "z":
        return character
    return _OTHER if character in _OTHERS else _LETTER if character == COVERED else _GAP


_SORTS: Final = bytes(ord(_sort(chr(code))) for code in range(256))


class Seeds:
    """The seeds of a language, of one word or several, and the parts of which it makes words.

    An automaton finds where they stand between gaps, several times as fast as a regular expression.
    It takes all gaps for one, and knows only how a word of several parts begins: there, the text
    itself has a second look.
    """

    def __init__(
        self, seeds: Collection[str], parts: Collection[str], ends: Collection[str]
    ) -> None:
        single = [seed for seed in seeds if seed.isalpha()]
        others: dict[str, list[str]] = defaultdict(list)
        for seed in sorted(set(seeds).difference(single), key=len, reverse=True):
            others[_BEHIND.sub("", seed)].append(seed)
        for words in single:
            others.pop(words, None)
        self._single = [seed for seed in single for _ in _ENDS]
        self._others = [tuple(map(_coded, seeds)) for seeds in others.values() for _ in _ENDS]
        whole = [f"{_GAP}{words}{end}" for words in (*single, *others) for end in _ENDS]
        self._automaton = BytesAhoCorasick(
            [
                *(
                    _coded(words).translate(_SORTS)
                    for words in (*whole, *(_GAP + part for part in parts))
                ),
                *_NEVER_THERE,
            ],
            implementation=Implementation.DFA,
        )
        compound = rf"(?:{trie_pattern(parts)}){{2,}}(?:{any_of(ends)})?" if parts else "(?!)"
        self._compound = re.compile(_coded(rf"{compound}(?![a-z{COVERED}])"))

    def find(self, low: bytes) -> list[tuple[int, str]]:
        """Where each seed begins in a text in lower case, and what it is: in order and apart."""
        # A gap in front of the text makes places in it those of the gaps.
        sorts = _EDGE + low.translate(_SORTS) + _EDGE
        found = self._automaton.find_matches_as_indexes(sorts, overlapping=True)
        seeds: list[tuple[int, str]] = []
        if not found:
            return seeds
        found.sort(key=_first_and_longest)
        single, known, gap = self._single, len(self._single), 0
        for index, at, _ in found:
            if at < gap:
                continue
            seed = single[index] if index < known else self._read(low, index - known, at)
            if seed:
                seeds.append((at, seed))
                gap = at + len(seed) + 1
        return seeds

    def _read(self, low: bytes, index: int, at: int) -> str:
        """What stands there that begins like the seeds of an index, or like a word of parts.

        It is empty where none does.
        """
        if index < len(self._others):
            seeds = (seed for seed in self._others[index] if low.startswith(seed, at))
            whole = next((seed for seed in seeds if _ends(low, at + len(seed))), b"")
        else:
            compound = self._compound.match(low, at)
            whole = compound[0] if compound else b""
        return whole.decode("latin-1")


def _coded(text: str) -> bytes:
    """A byte for each character, as in the shadow."""
    return text.encode("latin-1")


def _ends(low: bytes, at: int) -> bool:
    """Whether no letter stands there, and no declared name."""
    behind = low[at : at + 1]
    return not (behind.isalpha() or behind == _COVERED)


def _first_and_longest(found: tuple[int, int, int]) -> tuple[int, int]:
    return found[1], -found[2]
