"""The values that a PDF file is written in: numbers, names, strings, arrays, dictionaries.

No more is taken than ISO 32000-1, 7.3, allows without doubt: what two programs could take in two
ways (a key given twice, a comment within a value) is refused.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

WHITE = rb"[\0\t\n\f\r ]"
REGULAR = rb"[^\0\t\n\f\r ()<>\[\]{}/%]"
BLANK = rb"[\t\n\f\r ]"
# Possessive (`++`), so that no text makes the search go back.
FIGURES = rb"[+-]?(?:\d++(?:\.\d*+)?+|\.\d++)"
TOKEN = re.compile(
    WHITE
    + rb"*+(?:(\d++)"
    + WHITE
    + rb"++(\d++)"
    + WHITE
    + rb"++R(?!"
    + REGULAR
    + rb")|("
    + FIGURES
    + rb")(?!"
    + REGULAR
    + rb")|/("
    + REGULAR
    + rb"*+)|\(([^()\\\r]*+)\)|(\(|<<|>>|\[|\])|<([0-9A-Fa-f\0\t\n\f\r ]*+)>|("
    + REGULAR
    + rb"++))"
)
# An array of numbers alone, as most are: where something stands, and how wide letters are.
NUMBERS = re.compile(BLANK + rb"*+((?:" + FIGURES + rb"(?:" + BLANK + rb"++|(?=\])))*+)\]")
PART = re.compile(rb"[^()\\]++|\\(?s:.)|[()]")
ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|\r|\n)|((?s:.)))|\r\n?")
LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
HIDDEN_LETTER = re.compile(r"#([0-9A-Fa-f]{2})")
WORDS = {b"true": True, b"false": False, b"null": None}
# The groups of a token, of which the last one says what it is.
NUMBER, GENERATION, FIGURE, NAME, LITERAL, BRACKET, DIGITS, WORD = range(1, 9)
MAX_NESTING = 50
MAX_DIGITS = 15


class DamagedPdfError(ValueError):
    """A file, or a part of it, that cannot be read in one way alone; its text says why."""


class Name(str):
    """A name (`/Type`), without its slash."""

    __slots__ = ()


class Reference(NamedTuple):
    """What stands for another object of the file."""

    number: int
    generation: int


Dictionary = dict[str, "Value"]
Value = None | bool | int | float | bytes | Name | Reference | list["Value"] | Dictionary


def read_value(data: bytes, at: int, depth: int = 0) -> tuple[Value, int]:
    """The value that begins here, and where it ends; raises DamagedPdfError for any other text."""
    token = TOKEN.match(data, at)
    if token is None or depth > MAX_NESTING:
        raise DamagedPdfError(f"it holds no value at byte {at}")
    kind, end = token.lastindex, token.end()
    value: Value
    if kind == NAME:
        value = _name(token[NAME])
    elif kind == FIGURE:
        value = _number(token[FIGURE], at)
    elif kind == GENERATION:
        value = Reference(_integer(token[NUMBER], at), _integer(token[GENERATION], at))
    elif kind == LITERAL:
        value = token[LITERAL]
    elif kind == BRACKET and token[BRACKET] in READERS:
        return READERS[token[BRACKET]](data, end, depth)
    elif kind == DIGITS:
        value = _from_hexadecimal(token[DIGITS])
    elif kind == WORD and token[WORD] in WORDS:
        value = WORDS[token[WORD]]
    else:
        raise DamagedPdfError(f"it holds no value at byte {at}")
    return value, end


def as_text(value: Value) -> str:
    """The words of a string, in whichever of the encodings that it may have."""
    if not isinstance(value, bytes):
        return ""
    if value.startswith(b"\xfe\xff"):
        return value[2:].decode("utf-16-be", errors="replace")
    if value.startswith(b"\xef\xbb\xbf"):
        return value[3:].decode("utf-8", errors="replace")
    return value.decode("latin-1")


def as_dictionary(value: Value) -> Dictionary:
    """A dictionary, empty where there is none."""
    return value if isinstance(value, dict) else {}


@lru_cache(maxsize=1000)
def _name(written: bytes) -> Name:
    text = written.decode("latin-1")
    return Name(HIDDEN_LETTER.sub(lambda m: chr(int(m[1], 16)), text) if "#" in text else text)


def _number(figures: bytes, at: int) -> int | float:
    return float(figures) if b"." in figures else _integer(figures, at)


def _integer(digits: bytes, at: int) -> int:
    if len(digits) > MAX_DIGITS:
        raise DamagedPdfError(f"it holds a number of {len(digits)} digits at byte {at}")
    return int(digits)


def _read_dictionary(data: bytes, at: int, depth: int) -> tuple[Value, int]:
    found: Dictionary = {}
    while True:
        token = TOKEN.match(data, at)
        if token is not None and token[BRACKET] == b">>":
            return found, token.end()
        if token is None or token.lastindex != NAME:
            raise DamagedPdfError(f"it holds a dictionary that is broken at byte {at}")
        key = _name(token[NAME])
        if key in found:
            raise DamagedPdfError(f"it says twice what `{key}` is, at byte {at}")
        found[key], at = read_value(data, token.end(), depth + 1)


def _read_array(data: bytes, at: int, depth: int) -> tuple[Value, int]:
    numbers = NUMBERS.match(data, at)
    if numbers is not None:
        return [_number(figures, at) for figures in numbers[1].split()], numbers.end()
    found: list[Value] = []
    while True:
        token = TOKEN.match(data, at)
        if token is not None and token[BRACKET] == b"]":
            return found, token.end()
        value, at = read_value(data, at, depth + 1)
        found.append(value)


def _read_string(data: bytes, start: int, _: int) -> tuple[Value, int]:
    depth, at = 1, start
    while depth:
        part = PART.match(data, at)
        if part is None:
            raise DamagedPdfError(f"it holds a text without an end at byte {start}")
        depth += {b"(": 1, b")": -1}.get(part[0], 0)
        at = part.end()
    written = data[start : at - 1]
    if b"\\" in written or b"\r" in written:
        written = ESCAPE.sub(_unescape, written)
    return written, at


def _unescape(escape: re.Match[bytes]) -> bytes:
    octal, new_line, letter = escape.groups()
    if octal:
        return bytes([int(octal, 8) & 255])
    if letter:
        return LETTERS.get(letter, letter)
    return b"" if new_line else b"\n"


def _from_hexadecimal(written: bytes) -> bytes:
    digits = bytes(written.translate(None, b"\0\t\n\f\r "))
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


READERS = {b"<<": _read_dictionary, b"[": _read_array, b"(": _read_string}
