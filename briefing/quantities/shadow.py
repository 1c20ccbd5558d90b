r"""The text as the grammar reads it: one plain character for each character of the original.

```
text    "It cost €3 bn – “twice” as much."
plain   "It cost \x823 bn \x81 "twice" as much."     kinds of characters, case kept
low     "it cost \x823 bn \x81 "twice" as much."     lower case, spaces alike
```

Offsets hold in all three, but for characters that nobody sees (soft hyphens, joiners, zero-width
spaces): a text with such is read without them, and `origin` leads back.
"""

from __future__ import annotations

import re
from array import array
from typing import NamedTuple

from briefing.quantities.language import Language
from briefing.quantities.plain import SPACE, plain_form, strange_characters

# Format characters (category Cf), variation selectors, fillers and the keycap's frame.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u20e3\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0001-\U000e01ef]|\r(?=\n)"
)
_LINE_BREAK_IN_PROSE = re.compile(r"\n(?=[a-z0-9$\x82])(?<=[^\n]\n)")
# Both plain forms hold one byte a character, and bytes are translated many times faster than text.
_LOWER = bytes(range(256)).lower().replace(b"\t", b" ").replace(SPACE.encode("latin-1"), b" ")


class Shadow(NamedTuple):
    """A text in a language and its plain forms; `origin` is None where offsets are the text's."""

    text: str
    plain: str
    low: str
    origin: array[int] | None
    language: Language


def cast(text: str, language: Language) -> Shadow:
    """The shadow of a text."""
    strange = strange_characters(text)
    origin = None
    if "\r" in text or _UNSEEN.search(strange):
        text, origin = _without_unseen(text)
    plain = plain_form(text, strange)
    return Shadow(text, plain, lowered(plain), origin, language)


def lowered(plain: str) -> str:
    """The plain form in lower case, in which wrapped lines go on and all spaces are alike."""
    low = plain.encode("latin-1").translate(_LOWER).decode("latin-1")
    return _LINE_BREAK_IN_PROSE.sub(" ", low) if "\n" in low else low


def _without_unseen(text: str) -> tuple[str, array[int]]:
    """The text without what nobody sees, and where its characters stood; CR LF is one line end."""
    kept: list[str] = []
    origin = array("q")
    start = 0
    for gap in _UNSEEN.finditer(text):
        kept.append(text[start : gap.start()])
        origin.extend(range(start, gap.start()))
        start = gap.end()
    kept.append(text[start:])
    origin.extend(range(start, len(text) + 1))
    return "".join(kept), origin
