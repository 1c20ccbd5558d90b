"""Find the words with which a number may begin."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from ahocorasick_rs import BytesAhoCorasick, Implementation

from briefing.quantities.plain import COVERED
from briefing.quantities.trie import any_of, trie_pattern

_BEHIND = re.compile(r"[^a-z]+$")
_GAP, _LETTER, _OTHER = " ", "x", "'"
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
# No seed begins behind another sign of a word, and none ends in front of a declared name.
_OTHERS = frozenset("0123456789_'")


def _sort(character: str) -> str:
    if character in _LETTERS:
        return character
    return _OTHER if character in _OTHERS else _LETTER if character == COVERED else _GAP


_SORTS = bytes(ord(_sort(chr(code))) for code in range(256))


class Seeds:
    """The seeds of a language, of one word or several, and the parts of which it makes words.

    An automaton finds where they stand between gaps, several times as fast as a regular expression.
    It takes all gaps for one, and knows only how a word of several parts begins: there a pattern
    has a second look.
    """

    def __init__(
        self, seeds: Collection[str], parts: Collection[str], ends: Collection[str]
    ) -> None:
        single = [seed for seed in seeds if seed.isalpha()]
        others = {_BEHIND.sub("", seed) for seed in seeds}.difference(single)
        whole = [f"{_GAP}{words}{end}" for words in (*single, *others) for end in (_GAP, _OTHER)]
        self._seeds = [seed for seed in single for _ in (_GAP, _OTHER)]
        self._seeds_known = len(self._seeds)
        self._automaton = BytesAhoCorasick(
            [
                words.encode("latin-1").translate(_SORTS)
                for words in (*whole, *(_GAP + part for part in parts))
            ],
            implementation=Implementation.DFA,
        )
        compound = rf"|(?:{trie_pattern(parts)}){{2,}}(?:{any_of(ends)})?" if parts else ""
        self._pattern = re.compile(rf"(?:{trie_pattern(seeds)}{compound})(?![a-z{COVERED}])")

    def find(self, low: str) -> Iterator[tuple[int, str]]:
        """Where each seed begins in a text in lower case, and what it is: in order and apart."""
        # A gap in front of the text makes places in it those of the gaps.
        sorts = f"{_GAP}{low}{_GAP}".encode("latin-1").translate(_SORTS)
        found = self._automaton.find_matches_as_indexes(sorts, overlapping=True)
        found.sort(key=_first_and_longest)
        known, seeds, gap = self._seeds_known, self._seeds, 0
        for index, at, _ in found:
            if at < gap:
                continue
            if index < known:
                seed = seeds[index]
            elif match := self._pattern.match(low, at):
                seed = match[0]
            else:
                continue
            yield at, seed
            gap = at + len(seed) + 1


def _first_and_longest(found: tuple[int, int, int]) -> tuple[int, int]:
    return found[1], -found[2]
