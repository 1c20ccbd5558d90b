"""The tags, texts and character references of a file, up to the first that is not complete."""

from __future__ import annotations

import re
from html.entities import html5
from typing import NamedTuple

from briefing.diagnostics import Finding
from briefing.read.html_allowed import TAGS
from briefing.read.html_tree import DEEPEST
from briefing.text import Text

MOST_CHARACTERS = 16_000_000
MOST_MARKS = 100_000  # tags and character references
MOST_ATTRIBUTES = 50  # of one element
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
     "track", "wbr"}
)  # fmt: skip
# The end tags that may be missing (HTML standard, 13.1.2.4).
OPEN_ENDED = frozenset(
    {"html", "head", "body", "li", "dt", "dd", "p", "thead", "tbody", "tfoot", "tr", "td", "th",
     "colgroup", "caption"}
)  # fmt: skip
_RAW = frozenset({"style", "script", "title"})
_ATTRIBUTE = re.compile(
    r"""[ \t\n\f\r]++([^\s"'<>/=\0]++)"""
    r"""(?:[ \t\n\f\r]*+=[ \t\n\f\r]*+("[^"<]*+"|'[^'<]*+'|[^\s"'<>=`]++))?+"""
)
_TAG = re.compile(rf"<(/?)([a-zA-Z][a-zA-Z0-9-]*+)((?:{_ATTRIBUTE.pattern})*+)[ \t\n\f\r]*+(/?)>")
_COMMENT = re.compile(r"<!--(?!-?>)(?:[^-]|-(?!-))*+-->")
_DOCTYPE = re.compile(
    rf"\ufeff?(?:[ \t\n\f\r]|{_COMMENT.pattern})*+<!doctype[ \t\n\f\r]++html[ \t\n\f\r]*+>",
    re.IGNORECASE,
)
# Controls, halves of surrogates, and what is no character for ever.
_CONTROL = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
_REFERENCE = re.compile(r"&(?:#([xX]?)([0-9a-fA-F]*+)|([a-zA-Z][a-zA-Z0-9]*+))?(;?)")
_LEGACY = frozenset(name for name in html5 if not name.endswith(";"))
# What must stand before the declaration of the encoding: a browser looks for it in the bytes,
# before there are any elements (HTML standard, 13.2.3.2), and no further than that.
_DECLARED = re.compile(
    rf"{_DOCTYPE.pattern}(?:[ \t\n\f\r]|{_COMMENT.pattern}|<html[^<>]*+>|<head>)*+"
    r"""<meta[ \t\n\f\r]+charset[ \t\n\f\r]*=[ \t\n\f\r]*["']?utf-?8["']?[ \t\n\f\r]*/?>""",
    re.IGNORECASE,
)
_FIRST_BYTES = 1024


class Token(NamedTuple):
    """A start tag, an end tag, or a run of text, and where it stands."""

    kind: str  # "open", "empty" (closed by itself), "close", "text", or "raw" without references
    name: str
    start: int
    end: int


def read_tokens(text: Text) -> tuple[list[Token], Finding | None]:
    """The tokens of a file, and the first fault for which it is not to be parsed at all."""
    if len(text.content) > MOST_CHARACTERS:
        message = f"the file has {len(text.content)} characters, more than {MOST_CHARACTERS}"
        return [], malformed(text, message, 0, 0, "make it smaller")
    control = _CONTROL.search(text.content, 1)
    if control is not None:
        message = f"the control character U+{ord(control[0]):04X} stands in the file"
        return [], malformed(text, message, control.start(), control.end(), "take it out")
    doctype = _DOCTYPE.match(text.content)
    if doctype is None:
        return [], malformed(text, "the file does not begin with `<!doctype html>`", 0, 0)
    declared = _DECLARED.match(text.content)
    is_early = declared is not None and len(declared[0].encode()) <= _FIRST_BYTES
    if not is_early and not text.content.isascii():
        message = "the file does not say first that it is UTF-8"
        way_out = 'put `<meta charset="utf-8">` first in the head'
        return [], malformed(text, message, 0, 0, way_out)
    lexer = _Lexer(text)
    return lexer.tokens, lexer.read(doctype.end())


class _Lexer:
    """Cuts a file into tokens, up to the first thing that is none."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.tokens: list[Token] = []
        self.depth = 0  # of elements that must be closed
        self.marks = 0  # tags and character references

    def read(self, at: int) -> Finding | None:
        """Take in everything from `at` on; the first fault."""
        content = self.text.content
        while at < len(content):
            if content[at] != "<":
                end = content.find("<", at)
                end = len(content) if end < 0 else end
                fault = self.words(at, end)
            elif content.startswith("<!--", at):
                comment = _COMMENT.match(content, at)
                end = comment.end() if comment else at
                fault = None if comment else self.fault("a comment that holds `--`", at)
            else:
                self.marks += 1
                end, fault = self.tag(at)
            if self.marks > MOST_MARKS:
                message = f"the file has more than {MOST_MARKS} tags and character references"
                fault = malformed(self.text, message, at, end)
            if fault is not None:
                return fault
            at = end
        return None

    def tag(self, at: int) -> tuple[int, Finding | None]:
        """Take in a tag, and the text of an element that holds nothing else."""
        content = self.text.content
        tag = _TAG.match(content, at)
        if tag is None:
            return at, self.fault("a `<` that begins no complete tag", at)
        name = tag[2].lower()
        end = tag.end()
        if tag[1]:
            self.tokens.append(Token("close", name, at, end))
            self.depth -= name not in OPEN_ENDED
            return end, self.fault("an end tag with attributes", at) if tag[3] else None
        if name not in TAGS:
            way_out = "leave it out; docs/reading.md lists what is read"
            message = f"<{name[:40]}> is not read"
            place = self.text.place(at, end)
            return end, Finding("unreadable-element", message, place, help=way_out)
        self.tokens.append(Token("empty" if tag[6] else "open", name, at, end))
        fault = self.attributes(tag) if tag[3] else None
        if name not in VOID and name not in OPEN_ENDED and not tag[6]:
            self.depth += 1
            if self.depth > DEEPEST:
                fault = too_deep(self.text, at, end)
        if name in _RAW and fault is None:
            return self.raw(name, end)
        return end, fault

    def words(self, at: int, end: int) -> Finding | None:
        """Take in character data."""
        self.tokens.append(Token("text", "", at, end))
        return self.references(at, end)

    def raw(self, name: str, at: int) -> tuple[int, Finding | None]:
        """Take in the text of an element that holds no other; where its end tag begins."""
        content = self.text.content
        end = content.find("</", at)
        end = len(content) if end < 0 else end
        # In a script, `<!--<script>` makes the next `</script>` a part of it (HTML standard,
        # 13.2.5.27), and JSON can write `<` as `\\u003c`; in a style sheet, `<` compares widths.
        other = content.find("<!" if name == "style" else "<", at, end)
        if other >= 0:
            return end, self.fault(f"a `<` in the text of <{name}>", other)
        if name == "title":
            return end, self.words(at, end)
        self.tokens.append(Token("raw", name, at, end))
        return end, None

    def attributes(self, tag: re.Match[str]) -> Finding | None:
        """The first fault of a tag's attributes."""
        names: set[str] = set()
        for attribute in _ATTRIBUTE.finditer(self.text.content, tag.start(3), tag.end(3)):
            name = attribute[1].lower()
            if name in names or len(names) == MOST_ATTRIBUTES:
                what = "twice" if name in names else "and many others"
                return self.fault(f"a tag with the attribute `{name[:40]}` {what}", tag.start())
            names.add(name)
        return self.references(*tag.span(3))

    def references(self, start: int, end: int) -> Finding | None:
        """The first `&` between the two offsets that some parser might take otherwise."""
        content = self.text.content
        at = content.find("&", start, end)
        while at >= 0 and self.marks <= MOST_MARKS:
            self.marks += 1
            reference = _REFERENCE.match(content, at, end)
            if reference is None or not _is_plain(reference):
                return self.fault("an `&` that begins no complete character reference", at)
            at = content.find("&", at + 1, end)
        return None

    def fault(self, what: str, at: int) -> Finding:
        """What stands in the file and is no markup."""
        return malformed(self.text, f"the markup is malformed: {what}", at, at + 1)


def _is_plain(reference: re.Match[str]) -> bool:
    """Whether everybody reads a character reference alike, or an `&` as no reference."""
    sign, digits, name, end = reference[1], reference[2], reference[3], reference[4]
    if digits is not None:
        is_whole = bool(end) and 0 < len(digits) < 8 and (bool(sign) or digits.isdecimal())  # noqa: PLR2004
        return is_whole and _is_character(int(digits, 16 if sign else 10))
    if name is None:
        return True
    if end:
        return f"{name};" in html5
    return not any(name[:length] in _LEGACY for length in range(2, len(name) + 1))


def _is_character(number: int) -> bool:
    """Whether a reference to this code point gives this character and no other."""
    return (
        number in {9, 10}
        or 0x20 <= number < 0x7F  # noqa: PLR2004
        or 0xA0 <= number < 0xD800  # noqa: PLR2004
        or (0xE000 <= number <= 0x10FFFF and number & 0xFFFE != 0xFFFE)  # noqa: PLR2004
    )


def malformed(text: Text, message: str, start: int, end: int, way_out: str = "") -> Finding:
    """What keeps a file from being read from a place on."""
    return Finding(
        "unreadable-markup",
        message,
        text.place(start, end),
        label="programs may differ from here on" if end > start else "",
        help=way_out or "write well-formed HTML",
    )


def too_deep(text: Text, start: int, end: int) -> Finding:
    """What to say of an element that stands too deep within others."""
    message = "the elements stand too deep within one another to be read"
    return malformed(text, message, start, end, "put fewer of them into others")
