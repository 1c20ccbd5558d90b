"""The plain character for each character: kinds of dashes, quotes, digits and spaces alike."""

from __future__ import annotations

import codecs
import re
import unicodedata

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
UNSEEN = "\x8b"  # what nobody sees: a soft hyphen, a joiner
POINT = "\x8c"  # a raised decimal point
LETTER = "\x8e"
COVERED = "\x8f"  # part of a declared name

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
    "\u00df": "s", "\u1e9e": "S",
    "\u066a": "%", "\u2026": "?",
}  # fmt: skip
# Format characters (category Cf), variation selectors, fillers and the keycap's frame.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u20e3\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0001-\U000e01ef]"
)
_STRETCH = 1024  # characters that are encoded at once
_TO_SPACE = str.maketrans({"\t": " ", SPACE: " "})


def fold(text: str) -> str:
    """Typographic variants of a name alike: NBSP, kinds of hyphens and quotes, full-width forms."""
    return text.replace("\t", " ") if text.isascii() else plain_form(text).translate(_TO_SPACE)


def plain_form(text: str) -> str:
    """The text with a plain character for each."""
    return text if text.isascii() else text.encode("ascii", _ERRORS).decode("latin-1")


def plain_or_unseen(text: str) -> bytes:
    """The same, a byte for each, with a mark where nobody sees a character.

    Most stretches of a text are plain as they are, and encoded in a tenth of the time.
    """
    stretches = [text[at : at + _STRETCH] for at in range(0, len(text), _STRETCH)]
    return b"".join(
        [
            stretch.encode() if stretch.isascii() else stretch.encode("ascii", _ERRORS_OR_UNSEEN)
            for stretch in stretches
        ]
    )


class _Table(dict[int, str]):
    """Code points to plain characters, worked out when first met."""

    def __missing__(self, code: int) -> str:
        plain = self[code] = _plain(chr(code))
        return plain


class _TableOfSeen(_Table):
    """The same, with a mark for what nobody sees."""

    def __missing__(self, code: int) -> str:
        if not _UNSEEN.match(chr(code)):
            return super().__missing__(code)
        self[code] = UNSEEN
        return UNSEEN


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
    is_raised = unicodedata.decomposition(character).startswith("<super>")
    if is_raised and character.isdigit():  # and no annotation mark, such as U+3192
        return RAISED
    if unicodedata.decomposition(character).startswith("<sub>"):
        return folded
    value = unicodedata.numeric(character, None)
    if value is None:
        return "?"
    return NUMERAL if value == int(value) else FRACTION


def _register(name: str, table: _Table) -> str:
    """Have an encoder write what a table says for each run of characters that it does not know.

    It passes over what is plain many times faster than a regular expression does.
    """

    def plain_run(error: UnicodeError) -> tuple[bytes, int]:
        assert isinstance(error, UnicodeEncodeError)
        run = error.object[error.start : error.end]
        return run.translate(table).encode("latin-1"), error.end

    codecs.register_error(name, plain_run)
    return name


_ERRORS = _register("briefing.plain", _Table())
_ERRORS_OR_UNSEEN = _register("briefing.plain_or_unseen", _TableOfSeen())
