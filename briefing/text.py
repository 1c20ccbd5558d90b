"""A text with a path, and the places in it."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

# What an editor takes for the end of a line; U+2028, form feeds and the like are none.
LINE_END = re.compile(r"\r\n|\n|\r")


class Span(NamedTuple):
    """A run of characters: offsets in code points from 0, end excluded."""

    start: int
    end: int

    def within(self, other: Span) -> bool:
        """Whether every character of this span lies in the other."""
        return other.start <= self.start and self.end <= other.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def shifted(self, by: int) -> Span:
        """The same run of characters, counted from a point `by` further left."""
        return Span(self.start + by, self.end + by)


class Position(NamedTuple):
    """Line and column, both from 1, in code points, as an editor shows them."""

    line: int
    column: int


# This and the shadow are no dataclasses: to import those is a fifth of importing the recogniser.
class Text:
    """What a file says, and under which path people know it; nobody changes it.

    `page` is the page number where the text is one page of a paginated document,
    whose lines are then the lines that were read on that page.
    """

    def __init__(self, path: str, content: str, page: int | None = None) -> None:
        self.path = path
        self.content = content
        self.page = page

    def __repr__(self) -> str:
        return f"Text({self.path!r}, {self.content!r}, {self.page})"

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        """Where each line begins; of most texts nobody asks for it."""
        return (0, *(end.end() for end in LINE_END.finditer(self.content)))

    @property
    def line_count(self) -> int:
        """How many lines an editor shows; a final line break does not start another line."""
        ends_open = self._starts[-1] < len(self.content)
        return len(self._starts) if ends_open else len(self._starts) - 1

    def line_span(self, number: int) -> Span:
        """Where line `number` (from 1) stands, without its line break."""
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self.content)
        return Span(start, start + len(self.content[start:end].rstrip("\r\n")))

    def nearest_line_span(self, number: int) -> Span:
        """The same, or that of the first or last line where there is no such line."""
        return self.line_span(max(1, min(number, self.line_count)))

    def line(self, number: int) -> str:
        """Line `number` (from 1), without its line break."""
        return self.content[slice(*self.line_span(number))]

    def position(self, offset: int) -> Position:
        """The line and column at which the character at `offset` stands."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def place(self, start: int, end: int) -> Place:
        """The place of the characters from `start` up to `end`."""
        return Place(self, Span(start, end))

    def whole(self) -> Place:
        """The place that says "this file", when no single line is to blame."""
        return Place(self, Span(0, 0))


class Place(NamedTuple):
    """A run of characters in a text."""

    text: Text
    span: Span

    @property
    def path(self) -> str:
        """The path under which people know the text."""
        return self.text.path

    @property
    def start(self) -> Position:
        """Where the run begins."""
        return self.text.position(self.span.start)

    @property
    def end(self) -> Position:
        """Just behind the last character of the run."""
        return self.text.position(self.span.end)

    @property
    def words(self) -> str:
        """The characters that stand here."""
        return self.text.content[slice(*self.span)]


def decode(path: str, data: bytes) -> tuple[Text, Span | None]:
    """The text of a file in UTF-8, and the span of the first character that is none.

    A byte order mark in front is no part of the text. Where bytes are no UTF-8, the text holds
    U+FFFD in their place.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return Text(path, data.decode()), None
    except UnicodeDecodeError as error:
        start = len(data[: error.start].decode())
        return Text(path, data.decode(errors="replace")), Span(start, start + 1)
