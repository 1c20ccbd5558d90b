"""Runs of text: what stands in one line of reading, folded as CSS folds white space."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from briefing.read.html_tree import Run
from briefing.read.model import Fragment, Mark
from briefing.text import Span, Text

_FOLDED = re.compile(r"[ \t\n\f\r]+")
# The same but for a single space between two words, which stays as it is.
_FOLDED_AWAY = re.compile(r"[ \t\n\f\r]{2,}|[\t\n\f\r]|\A | \Z")
_FOLDING = frozenset({"normal", "nowrap", "pre-line"})
_SUPER = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_SUB = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Piece(NamedTuple):
    """Characters that look alike: they are seen in the modes of `mask`."""

    runs: tuple[Run, ...]
    mask: int
    space: str = "normal"


class Opening(NamedTuple):
    """From here on, the page claims something of the characters."""

    kind: str
    target: str


class Closing(NamedTuple):
    """The innermost claim ends here."""


class Break(NamedTuple):
    """A line ends here."""


class Edge(NamedTuple):
    """Here a box ends or begins that stands apart from what is beside it."""


Item = Piece | Opening | Closing | Break | Edge


@dataclass(frozen=True, slots=True)
class Line:
    """A folded run of text."""

    text: str
    marks: tuple[Mark, ...]
    fragments: tuple[Fragment, ...]
    edges: tuple[int, ...] = ()  # before which characters there is a gap, but no space


def transformed(runs: Iterable[Run], case: str, raised: str) -> tuple[Run, ...]:
    """The characters as they are drawn: in capitals, or raised above the line."""
    return tuple(changed for run in runs for changed in _transformed(run, case, raised))


def _transformed(run: Run, case: str, raised: str) -> list[Run]:
    text = run.text
    match case:
        case "uppercase":
            text = text.upper()
        case "lowercase":
            text = text.lower()
        case "capitalize":
            text = _WORD.sub(lambda word: word[0][:1].upper() + word[0][1:], text)
    if len(text) != len(run.text):  # "ß" becomes "SS": each character keeps its own place
        if len(run.text) == 1:
            return [Run(text, run.start, run.end)]
        one = [Run(c, run.start + i, run.start + i + 1) for i, c in enumerate(run.text)]
        return [changed for part in one for changed in _transformed(part, case, raised)]
    if raised:
        text = text.translate(_SUPER if raised == "super" else _SUB)
    return [Run(text, run.start, run.end)]


def fold(items: Iterable[Item], modes: int, text: Text) -> Line:
    """The line that is read in these modes; a piece counts if it is seen in all of them."""
    folder = _Folder(text)
    for item in items:
        if isinstance(item, Piece):
            if item.mask & modes == modes:
                for run in item.runs:
                    folder.add(run, folds=item.space in _FOLDING)
        elif isinstance(item, Opening):
            folder.open(item)
        elif isinstance(item, Closing):
            folder.close()
        elif isinstance(item, Edge):
            folder.edge()
        else:
            folder.space()
    return folder.line()


@dataclass(slots=True)
class _Folder:
    """Puts runs together; a space is held back until something follows it."""

    text: Text
    parts: list[str] = field(default_factory=list)
    length: int = 0
    held: Run | None = None
    fragments: list[list[int]] = field(default_factory=list)  # start, start and end in the file
    marks: list[Mark] = field(default_factory=list)
    opened: list[tuple[Opening, int]] = field(default_factory=list)
    edges: list[int] = field(default_factory=list)

    def add(self, run: Run, *, folds: bool) -> None:
        """Take in a run, its white space folded or each character of it turned into a space."""
        text, start, end = run
        if not folds:
            text = text.replace("\n", " ").replace("\t", " ")
            self.flush()
            self.put(text, start, end)
            return
        straight = len(text) == end - start
        last = 0
        for white in (_FOLDED_AWAY if straight else _FOLDED).finditer(text):
            if white.start() > last:
                self.flush()
                self.put_part(run, last, white.start(), straight=straight)
            if self.held is None and self.length:
                at = start + white.start() if straight else start
                self.held = Run(" ", at, at + 1 if straight else end)
            last = white.end()
        if last < len(text):
            self.flush()
            self.put_part(run, last, len(text), straight=straight)

    def put_part(self, run: Run, first: int, last: int, *, straight: bool) -> None:
        """Put down a part of a run."""
        if straight:
            self.put(run.text[first:last], run.start + first, run.start + last)
        else:
            self.put(run.text[first:last], run.start, run.end)

    def put(self, text: str, start: int, end: int) -> None:
        """Put down characters, in the fragment before them where they go on in the file."""
        if not text:
            return
        before = self.fragments[-1] if self.fragments else None
        goes_on = (
            before is not None
            and before[2] == start
            and before[2] - before[1] == self.length - before[0]
            and len(text) == end - start
        )
        if before is not None and goes_on:
            before[2] = end
        else:
            self.fragments.append([self.length, start, end])
        self.parts.append(text)
        self.length += len(text)

    def flush(self) -> None:
        """Put down the space that was held back."""
        if self.held is not None:
            held, self.held = self.held, None
            self.put(*held)

    def space(self) -> None:
        """Words on both sides stand apart."""
        if self.held is None and self.length:
            at = self.fragments[-1][2]
            self.held = Run(" ", at, at)

    def edge(self) -> None:
        """A gap stands here, if no space does."""
        if self.held is None:
            self.edges.append(self.length)

    def open(self, opening: Opening) -> None:
        """A claim begins with the next character."""
        self.opened.append((opening, self.length + (self.held is not None)))

    def close(self) -> None:
        """The innermost claim ends with the last character."""
        opening, start = self.opened.pop()
        if start < self.length:
            mark = Mark(opening.kind, opening.target, Span(start, self.length))
            self.marks.append(mark)

    def line(self) -> Line:
        """The whole, without a space at its end."""
        while self.opened:
            self.close()
        marks = sorted(self.marks, key=lambda m: (m.span.start, -m.span.end))
        fragments = (Fragment(f[0], self.text.place(f[1], f[2])) for f in self.fragments)
        return Line("".join(self.parts), tuple(marks), tuple(fragments), tuple(self.edges))
