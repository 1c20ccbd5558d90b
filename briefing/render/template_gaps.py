"""Where a number seems to have been taken out of a template: the gap that it left.

```
<p>It scored {{ fact.score }} on both.</p>     <p>It scored  on both.</p>
<li>Up by {{ fact.rise }}.</li>                <li>Up by .</li>
<td>{{ fact.price }}</td>                      <td></td>
```

What a template does not say cannot be traced. But a sentence that lost its number, or whose number
was moved to another sentence, rarely closes by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from briefing.diagnostics import Finding
from briefing.render.template_syntax import ParsedTemplate
from briefing.text import Span, Text

# What stands for the parts of a template that are no words of its own.
_PRINTED = "\ufffc"  # an expression, which prints something
_TAGGED = "\x00"  # a tag within a line
_OPENING, _CLOSING = "\x01", "\x02"  # a tag that begins or ends a block
_OTHER = "\x03"  # Jinja's blocks, comments, what is no prose

_IN_LINE = "a|abbr|b|cite|code|data|em|i|mark|q|s|small|span|strong|sub|sup|time|u"
_KEPT = re.compile(r"<!--.*?-->|<(pre|style|script|svg)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(rf"<(/?)(?:({_IN_LINE})\b)?(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
_HOLLOW = re.compile(
    r"<(p|li|td|dd|dt|h[1-6]|figcaption|caption|strong|em|b|i|q)\b[^<>]*>[ ]*</\1>", re.IGNORECASE
)
_FIRST_CELL = re.compile(r"<tr\b[^<>]*>\s*$", re.IGNORECASE)
# Words behind which a sentence goes on.
_OPEN = r"(?:of|by|to|at|from|in|over|under|about|the|an?|for|is|was|are|were|than|with|and|or)"
_MARKS = _TAGGED + _OPENING + _CLOSING + _OTHER
_TWO_SPACES = rf"[ ]{_TAGGED}*[ ][ {_TAGGED}]*"
_GAPS = re.compile(
    rf"(?<=[^\s.!?:{_MARKS}]){_TAGGED}*(?P<within>{_TWO_SPACES})(?=[^\s{_MARKS}])"
    rf"|(?<=[.!?:])(?P<between>{_TWO_SPACES})(?=[a-z])"
    rf"|(?<=[\w{_PRINTED}{_TAGGED}.:])(?<! \.)(?P<before_stop>[ ]+)(?=[.,)](?![\w.]| \.))"
    rf"|(?<={_OPENING})(?P<stop>[.,])(?![\w.])"
    r"|(?<=\w)(?P<before_tail>[ ]+)(?=-[a-z])"
    rf"|(?<={_OPENING})(?P<leading>[ ])(?=[a-z])"
    rf"|(?:\b{_OPEN}|\w:)(?P<trailing>[ ]+)(?={_CLOSING})"
)


class _Piece(NamedTuple):
    """A part of a template: words of its own, an expression that prints, or a block of Jinja's."""

    span: Span
    is_words: bool
    is_printed: bool


def check_gaps(template: ParsedTemplate) -> Iterator[Finding]:
    """Findings of the rule `gap-in-sentence`: at most one for each gap."""
    text = template.text
    content = _masked(text.content, _pieces(template))
    for hollow in _HOLLOW.finditer(content):
        if hollow[1].lower() != "td" or not _FIRST_CELL.search(content, 0, hollow.start()):
            yield _finding(text, Span(*hollow.span()), f"nothing stands in this <{hollow[1]}>")
    for kept in (_HOLLOW, _KEPT):
        content = kept.sub(lambda part: _OTHER * len(part[0]), content)
    words = _TAG.sub(_as_mark, content)
    for gap in _GAPS.finditer(words):
        span = Span(*gap.span(gap.lastgroup or 0))
        yield _finding(text, span, "something seems to be missing in this sentence")


def _pieces(template: ParsedTemplate) -> Iterator[_Piece]:
    """The template cut where its own words begin and end, and where an expression does."""
    end, opened = 0, 0
    for token in template.tokens:
        if token.kind == "data":
            if end < token.span.start:
                yield _Piece(Span(end, token.span.start), is_words=False, is_printed=False)
            yield _Piece(token.span, is_words=True, is_printed=False)
        elif token.kind == "variable_begin":
            opened = token.span.start
            if end < opened:
                yield _Piece(Span(end, opened), is_words=False, is_printed=False)
            end = opened
            continue
        elif token.kind == "variable_end":
            yield _Piece(Span(opened, token.span.end), is_words=False, is_printed=True)
        else:
            continue
        end = token.span.end
    whole = len(template.text.content)
    if end < whole:
        yield _Piece(Span(end, whole), is_words=False, is_printed=False)


def _masked(content: str, pieces: Iterable[_Piece]) -> str:
    """The template with what is Jinja's made unreadable, character for character in its place.

    The pieces cover the whole template.
    """
    masked = []
    for piece in pieces:
        if piece.is_words:
            masked.append(content[slice(*piece.span)])
        else:
            mark = _PRINTED if piece.is_printed else _OTHER
            masked.append(mark * (piece.span.end - piece.span.start))
    return "".join(masked)


def _as_mark(tag: re.Match[str]) -> str:
    block = _CLOSING if tag[1] else _OPENING
    return (_TAGGED if tag[2] else block) * len(tag[0])


def _finding(text: Text, span: Span, message: str) -> Finding:
    return Finding(
        "gap-in-sentence",
        message,
        text.place(*span),
        label="a gap, as a number leaves it",
        help="put back what stood here, or close the gap",
    )
