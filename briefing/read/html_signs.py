"""Characters of a text that look like others, like nothing, or lie upon what stands before them.

What is seen of them depends on the program and its fonts, so that no reading of them holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from briefing.diagnostics import Finding
from briefing.read.model import Block
from briefing.text import Span

# Marks of the bidirectional algorithm (Unicode Standard Annex 9).
_ORDER = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
_FROM_RIGHT = frozenset({"R", "AL", "AN"})
_BREAKS = frozenset("\u00ad\u200b\u200c\u200d\u2060")  # of lines and joins; nothing else is seen
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u180b\u180c\u180d\u180f")
_STYLES = frozenset("\ufe0e\ufe0f")  # of a symbol: as text, as a picture
_OVERLAY = 1  # the combining class of strokes through a letter
_MOST_MARKS = 3  # upon one letter; more reach into other lines
# Letters of other scripts that are drawn like Latin letters, or like 3, 6, 4 and b.
_ALIKE = "АВЕЅІЈКМНОРСТУХЗЧбаеорсухіјѕԁһԛԝѵΑΒΕΖΗΙΚΜΝΟΡΤΥΧοιϲϳνօոսցհΟՕⲞⲟꓳꓲꓮᎪᏟᎬІӏǀ"
_MIXED = re.compile(rf"\w*(?:[A-Za-z0-9]\w*[{_ALIKE}]|[{_ALIKE}]\w*[A-Za-z0-9])\w*")
# What stands before or behind digits in honest text; any other sign there looks like one of them.
_KNOWN = frozenset(
    "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
    "¢£¤¥§¨©®°±¶·¿¡«»×÷ªº‐‒–—―\u2011‘’“”„†‡•…‰′″‹›⁄−∕≈≠≤≥∼√∞∑∆Δ→←↑↓↔↩↪▲▼△▽►◄▸▾◦■□●○★☆✓✔✗✘™℠№℃℉ℓ"
)
_FULL = frozenset("．，％＋－／：；（）＄￥￡⁺⁻₊₋⁽⁾₍₎⁼₌٫٬∕․﹪﹣﹢﹩")  # which the recogniser knows
_BESIDE = re.compile(r"(?<=\d)[^\w\s]|[^\w\s](?=\d)")
_MINUS = re.compile(
    r"(?<!\w)\u2011(?=[\d\u20a0-\u20cf$£¥])"
)  # the recogniser takes it for a hyphen
_BROKEN = re.compile("(?<=[0-9])\u00ad(?=[0-9])")


def check_signs(block: Block) -> Iterator[Finding]:
    """Findings for the characters of a block of which nobody can say what is seen."""
    if block.text.isascii():
        return
    for at, sign in enumerate(block.text):
        if sign > "\x7f":
            fault = _fault_of(block.text, at, sign)
            if fault:
                yield _finding(block, fault, at, at + 1)
    for word in _MIXED.finditer(block.text):
        yield _finding(block, f"`{word[0][:40]}` mixes letters that look alike", *word.span())
    for beside in _BESIDE.finditer(block.text):
        sign = beside[0]
        if sign > "\x7f" and sign not in _KNOWN | _FULL and _is_strange(sign):
            what = f"the sign {_code(sign)} beside a digit looks like another"
            yield _finding(block, what, *beside.span())
    for minus in _MINUS.finditer(block.text):
        yield _finding(block, "a hyphen before a number looks like a minus", *minus.span())
    for broken in _BROKEN.finditer(block.text):
        yield _finding(block, "a hyphen may appear within a number", *broken.span())


def _finding(block: Block, message: str, start: int, end: int) -> Finding:
    place = block.place(Span(start, end))
    return Finding("unreadable-text", message, place, help="take it out, or write it with others")


def _code(sign: str) -> str:
    return f"U+{ord(sign):04X}"


def _is_strange(sign: str) -> bool:
    """Whether a sign is a mark or a symbol, and no currency."""
    kind = unicodedata.category(sign)
    return kind[0] in "PS" and kind != "Sc"


def _fault_of(text: str, at: int, sign: str) -> str:  # noqa: PLR0911 - one answer a kind of sign
    """What is wrong with a character whatever stands around it; empty if nothing is."""
    if sign in _ORDER:
        return f"the control character {_code(sign)} changes the order of the text"
    if unicodedata.bidirectional(sign) in _FROM_RIGHT:
        return f"the character {_code(sign)} is written from right to left"
    kind = unicodedata.category(sign)
    if kind in {"Co", "Cn", "Cs"}:
        return f"the character {_code(sign)} is none that everybody knows"
    if sign in _BLANK or sign >= "\U000e0000" or (kind == "Cf" and sign not in _BREAKS):
        return f"the character {_code(sign)} cannot be seen"
    if kind[0] != "M":
        return ""
    before = text[at - 1] if at else " "
    if sign in _STYLES:
        return "" if unicodedata.category(before) == "So" else f"{_code(sign)} changes a sign"
    if kind == "Me" or unicodedata.combining(sign) == _OVERLAY:
        return f"the mark {_code(sign)} strikes out what stands before it"
    if unicodedata.category(before)[0] not in "LM":
        return f"the mark {_code(sign)} stands upon no letter"
    marks = text[max(0, at - _MOST_MARKS) : at + 1]
    if len(marks) > _MOST_MARKS and all(unicodedata.category(m)[0] == "M" for m in marks):
        return f"more than {_MOST_MARKS} marks stand upon one letter"
    return ""
