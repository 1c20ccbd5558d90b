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

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from sys import maxsize
from typing import NamedTuple

from briefing.quantities.fast import new
from briefing.quantities.language import Language
from briefing.quantities.plain import SPACE, plain_form
from briefing.text import Span

# Format characters (category Cf), variation selectors, fillers and the keycap's frame.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u20e3\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0001-\U000e01ef]"
)
_RETURN = "\r\n"
_ASCII = bytes(range(128))
_LINE_BREAK_IN_PROSE = re.compile(r"\n(?=[a-z0-9$\x82])(?<=[^\n]\n)")
# Both plain forms hold one byte a character, and bytes are translated many times faster than text.
_LOWER = bytes(range(256)).lower().replace(b"\t", b" ").replace(SPACE.encode("latin-1"), b" ")


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

    def __init__(self, gaps: Gaps | None) -> None:
        self._gaps = gaps
        self._since = self._shift = 0
        self._until = -1 if gaps else maxsize

    def original(self, start: int, end: int) -> Span:
        """The span in the text as it was given."""
        if start < self._since or end > self._until:
            assert self._gaps is not None
            self._since, self._until, self._shift = self._gaps.around(start)
            if end > self._until:
                return Span(start + self._shift, self._gaps.original(end - 1) + 1)
        return new(Span, (start + self._shift, end + self._shift))


@dataclass(slots=True)
class Shadow:
    """A text in a language and its plain forms; `gaps` is None where offsets are the text's.

    Its slots are read in a fifth of the time of a tuple's names, and every reader reads them.
    Nobody changes them, but Python does not watch over it: that takes five times as long to make.
    """

    text: str
    plain: str
    low: str
    gaps: Gaps | None
    language: Language


def cast(text: str, language: Language) -> Shadow:
    """The shadow of a text."""
    gaps = None
    if text.isascii() and "\r" not in text:
        plain = text
    else:
        if unseen := _unseen_in(text):
            text, gaps = _without(text, unseen)
        plain = plain_form(text)
    return Shadow(text, plain, lowered(plain), gaps, language)


def _unseen_in(text: str) -> list[str]:
    """What nobody sees in a text, each kind once; in CR LF the first of the two."""
    kinds = [_RETURN] if "\r" in text else []
    if not text.isascii():
        strange = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
        kinds += _UNSEEN.findall("".join(set(strange.decode("utf-8", "surrogatepass"))))
    return kinds


def lowered(plain: str) -> str:
    """The plain form in lower case, in which wrapped lines go on and all spaces are alike."""
    low = plain.encode("latin-1").translate(_LOWER).decode("latin-1")
    return _LINE_BREAK_IN_PROSE.sub(" ", low) if "\n" in low else low


def _without(text: str, unseen: list[str]) -> tuple[str, Gaps]:
    """The text without the unseen, and where that stood."""
    kept: list[str] = []
    places, lengths = array("q"), array("q", [0])
    start = 0
    for gap in sorted(at for kind in unseen for at in _places(text, kind)):
        kept.append(text[start:gap])
        start = gap + 1
        lengths.append(lengths[-1] + 1)
        places.append(start - lengths[-1])
    kept.append(text[start:])
    return "".join(kept), Gaps(places, lengths)


def _places(text: str, kind: str) -> Iterator[int]:
    """Where a kind stands; few kinds are found faster one by one than all by a pattern."""
    at = text.find(kind)
    while at >= 0:
        yield at
        at = text.find(kind, at + 1)
