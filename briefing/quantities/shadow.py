r"""The text as the grammar reads it: one plain character for each character of the original.

```
text    "It cost €3 bn – “twice” as much."
plain   "It cost \x823 bn \x81 "twice" as much."     kinds of characters, case kept
low     "it cost \x823 bn \x81 "twice" as much."     lower case, spaces alike
```

Offsets hold in all three, but for characters that nobody sees (soft hyphens, joiners, zero-width
spaces): a text with such is read without them, and `gaps` leads back.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from sys import maxsize
from typing import Final, NamedTuple

from briefing.quantities.language import Language
from briefing.quantities.plain import SPACE, UNSEEN, plain_or_unseen

_RETURN: Final = b"\r\n"
_UNSEEN, _SPACE = UNSEEN.encode("latin-1"), SPACE.encode("latin-1")
# With what a line begins that was wrapped.
_GOES_ON: Final = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789$\x82")


class Gaps(NamedTuple):
    """Where in the shadow characters are left out, and how many in front of each place."""

    places: array[int]
    lengths: array[int]

    def original(self, offset: int) -> int:
        """Where the character at an offset of the shadow stands in the text as it was given."""
        return offset + self.around(offset)[2]

    def around(self, offset: int) -> tuple[int, int, int]:
        """The places between which an offset lies, and by how much all there are shifted."""
        index = bisect_right(self.places, offset)
        since = self.places[index - 1] if index else 0
        until = self.places[index] if index < len(self.places) else maxsize
        return since, until, self.lengths[index]


class Spans:
    """Spans of a shadow as those of the text that was given.

    Most lie between the same two gaps as the one before: there all are shifted alike.
    """

    def __init__(self, gaps: Gaps) -> None:
        self._gaps = gaps
        self._since = self._shift = 0
        self._until = -1

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where it starts and ends in the text as it was given."""
        if start < self._since or end > self._until:
            self._since, self._until, self._shift = self._gaps.around(start)
            if end > self._until:
                return start + self._shift, self._gaps.original(end - 1) + 1
        return start + self._shift, end + self._shift


class Shadow:
    """A text in a language and its plain forms; `gaps` is None where offsets are the text's.

    In `low` wrapped lines go on, and all spaces are alike; `coded` has a byte for each character of
    it, for what is looked for everywhere. Its slots are read in a fifth of the time of a tuple's
    names, and every reader reads them. Nobody changes a shadow, but for what `beside` notes down:
    behind which place it `asked` last whether anything belongs to the number in front, and whether
    that `is_last`.
    """

    __slots__ = ("asked", "coded", "gaps", "is_last", "language", "low", "plain", "text")

    def __init__(
        self, text: str, plain: str, coded: bytes, gaps: Gaps | None, language: Language
    ) -> None:
        self.text = text
        self.plain = plain
        low = coded.lower().replace(b"\t", b" ").replace(_SPACE, b" ")
        self.coded = _with_wrapped_lines_joined(low) if "\n" in plain else low
        self.low = self.coded.decode("latin-1")
        self.gaps = gaps
        self.language = language
        self.asked = -1
        self.is_last = False


def cast(text: str, language: Language) -> Shadow:
    """The shadow of a text."""
    if text.isascii() and "\r" not in text:
        return Shadow(text, text, text.encode(), None, language)
    coded = plain_or_unseen(text)
    # One byte is sought many times faster than two.
    has_returns = coded.find(b"\r") >= 0
    gaps = _gaps_in(coded, (_UNSEEN, _RETURN) if has_returns else (_UNSEEN,))
    if gaps:
        text = _without(text, gaps)
        coded = coded.replace(_RETURN, b"\n") if has_returns else coded
        coded = coded.replace(_UNSEEN, b"")
    return Shadow(text, coded.decode("latin-1"), coded, gaps, language)


def _with_wrapped_lines_joined(low: bytes) -> bytes:
    """The text with spaces for the line breaks in prose."""
    lines = low.split(b"\n")
    parts = [lines[0]]
    before = lines[0]
    for line in lines[1:]:
        parts.append(b" " if before and line and line[0] in _GOES_ON else b"\n")
        parts.append(line)
        before = line
    return b"".join(parts)


def _gaps_in(coded: bytes, kinds: tuple[bytes, ...]) -> Gaps | None:
    """Where nothing is seen, if there is such a place; of CR LF that is the first."""
    gaps = sorted(at for kind in kinds for at in _places(coded, kind))
    if not gaps:
        return None
    places = array("q", (gap - count for count, gap in enumerate(gaps)))
    return Gaps(places, array("q", range(len(gaps) + 1)))


def _without(text: str, gaps: Gaps) -> str:
    """The text without what stands in the gaps."""
    starts = [
        0,
        *(place + count for place, count in zip(gaps.places, gaps.lengths[1:], strict=True)),
    ]
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    return "".join(text[start:end] for start, end in zip(starts, ends, strict=True))


def _places(coded: bytes, kind: bytes) -> Iterator[int]:
    """Where a kind stands; two are found faster one by one than by a pattern."""
    at = coded.find(kind)
    while at >= 0:
        yield at
        at = coded.find(kind, at + 1)
