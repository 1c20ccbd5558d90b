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
import unicodedata
from array import array
from dataclasses import dataclass

MINUS = "\x80"
EN_DASH = "\x81"
CURRENCY = "\x82"
EM_DASH = "\x83"
FRACTION = "\x84"  # ½ and its kin
SPACE = "\x85"  # a space that keeps words together, and so may group digits
NUMERAL = "\x86"  # a whole number in one character: ① Ⅳ
RAISED = "\x87"  # a superscript digit
PLUS_MINUS = "\x88"
AT_LEAST = "\x89"
AT_MOST = "\x8a"
POINT = "\x8c"  # a raised decimal point
LETTER = "\x8e"
COVERED = "\x8f"  # part of a declared name

_ASCII = bytes(range(128))
_KINDS = {
    "\u2010": "-", "\u2011": "-", "\ufe63": "-", "\uff0d": "-",
    "\u2012": EN_DASH, "\u2013": EN_DASH,
    "\u2014": EM_DASH, "\u2015": EM_DASH, "\u2e3a": EM_DASH, "\u2e3b": EM_DASH,
    "\u2212": MINUS, "\u207b": MINUS,
    "\u2018": "'", "\u2019": "'", "\u201b": "'", "\u2032": "'", "\u02bc": "'",
    "\u201c": '"', "\u201d": '"', "\u2033": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
    "\u00d7": "x", "\u2715": "x", "\u2a2f": "x",
    "\u00b1": PLUS_MINUS, "\u2248": "~", "\u223c": "~",
    "\u2265": AT_LEAST, "\u2264": AT_MOST,
    "\u2044": "/", "\u2215": "/",
    "\u00b7": POINT, "\u066b": ".", "\u066c": ",",
    "\u066a": "%", "\u2026": "?",
}  # fmt: skip
# Format characters (category Cf), variation selectors, fillers and the keycap's frame.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u20e3\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0001-\U000e01ef]|\r(?=\n)"
)
_LINE_BREAK_IN_PROSE = re.compile(r"\n(?=[a-z0-9$\x82])(?<=[^\n]\n)")
_TO_SPACE = str.maketrans({"\t": " ", SPACE: " "})
# Both plain forms hold one byte a character, and bytes are translated many times faster than text.
_LOWER = bytes(range(256)).lower().replace(b"\t", b" ").replace(SPACE.encode("latin-1"), b" ")


@dataclass(frozen=True, slots=True)
class Shadow:
    """A text and its plain forms; `origin` is None where offsets are the original's."""

    text: str
    plain: str
    low: str
    origin: array[int] | None


def cast(text: str) -> Shadow:
    """The shadow of a text."""
    strange = _strange(text)
    origin = None
    if "\r" in text or _UNSEEN.search(strange):
        text, origin = _without_unseen(text)
    plain = _plain_form(text, strange)
    return Shadow(text, plain, lowered(plain), origin)


def lowered(plain: str) -> str:
    """The plain form in lower case, in which wrapped lines go on and all spaces are alike."""
    low = plain.encode("latin-1").translate(_LOWER).decode("latin-1")
    return _LINE_BREAK_IN_PROSE.sub(" ", low) if "\n" in low else low


def fold(text: str) -> str:
    """Typographic variants of a name alike: NBSP, kinds of hyphens and quotes, full-width forms."""
    return _plain_form(text, _strange(text)).translate(_TO_SPACE)


def _strange(text: str) -> str:
    """Each character beyond ASCII, once; those come first that plain characters are made of."""
    if text.isascii():
        return ""
    others = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return "".join(sorted(set(others.decode("utf-8", "surrogatepass"))))


def _plain_form(text: str, strange: str) -> str:
    """The text with a plain character for each; where they are few, one kind after the other."""
    if len(strange) > _MANY_KINDS:
        return text.translate(_TABLE)
    for character in strange:
        text = text.replace(character, _TABLE[ord(character)])
    return text


class _Table(dict[int, str]):
    """Code points to plain characters, worked out when first met."""

    def __missing__(self, code: int) -> str:
        plain = self[code] = _plain(chr(code))
        return plain


def _plain(character: str) -> str:  # noqa: PLR0911 - one answer for each kind of character
    if kind := _KINDS.get(character):
        return kind
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category in {"No", "Nl"}:
        return _plain_numeral(character)
    if category == "Zs":
        return SPACE
    folded = unicodedata.normalize("NFKD", character)
    if category == "Sc":
        return folded if folded == "$" else CURRENCY
    if folded[0].isascii() and folded[0] != " " and len(folded.rstrip("\u0300-\u036f")) >= 1:
        return folded[0]
    return LETTER if category[0] in "LM" else "?"


def _plain_numeral(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character)
    if unicodedata.decomposition(character).startswith("<super>"):
        return RAISED
    if unicodedata.decomposition(character).startswith("<sub>"):
        return folded
    value = unicodedata.numeric(character, None)
    if value is None:
        return "?"
    return NUMERAL if value == int(value) else FRACTION


_TABLE = _Table()
_MANY_KINDS = 100  # as many replacements take as long as one translation


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
