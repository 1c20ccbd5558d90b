"""The lines of a page of a PDF: which runs stand on one, and how lines are joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import sin
from typing import NamedTuple

from briefing.read.pdf_document import Link
from briefing.read.pdf_geometry import Line
from briefing.read.pdf_pages import Run
from briefing.text import Span

WHITE_SPACE = re.compile(r"[ \t\r\n\f]+")
# Shares of the height of the characters, which is about 1.2 em.
NEW_LINE, SPACE, RAISED = 0.6, 0.12, 0.2
TURNED = 0.1  # radians
# Behind these a line may be broken, and they are part of the word.
BREAKABLE = re.compile(r"\S[-‐‑–—/]$")
HYPHEN = "\u2010"
SOFT_HYPHEN = "\u00ad"
# "short- and long-term": the hyphen ends a word of its own.
AFTER_HANGING_HYPHEN = re.compile(r"(and|or|to|nor)\b")


class Written(NamedTuple):
    """One line of a block, as it stands on a page."""

    page: int
    text: str
    links: tuple[tuple[Link, Span], ...] = ()
    place: Line | None = None
    # The share of the line that its first word takes.
    first_word: float = 0.0


def join_lines(lines: Sequence[Written]) -> tuple[str, list[int]]:
    """The words of some lines in one text, and where in it each line begins."""
    text, starts = "", []
    for line in lines:
        if text:
            text = _open_end(text, line.text)
        starts.append(len(text))
        text += line.text
    return text, starts


def _open_end(text: str, following: str) -> str:
    """The text so that the words of the next line can follow."""
    if text.endswith(SOFT_HYPHEN) or (text.endswith(HYPHEN) and text[-2:-1].isalpha()):
        return text[:-1]
    hanging = text.endswith("-") and AFTER_HANGING_HYPHEN.match(following)
    is_open = BREAKABLE.search(text, max(len(text) - 2, 0))
    return text if is_open and not hanging else f"{text} "


def write_lines(page: int, runs: Iterable[Run]) -> Iterator[Written]:
    """The lines in which some runs stand, with white space folded."""
    group: list[Run] = []
    for run in runs:
        if group and is_new_line(group[-1].line, run.line):
            yield from _write_line(page, group)
            group = []
        group.append(run)
    if group:
        yield from _write_line(page, group)


def _write_line(page: int, runs: Sequence[Run]) -> Iterator[Written]:
    text = ""
    links: list[tuple[Link, Span]] = []
    gaps = [False, *(_is_gap(a, b) for a, b in pairwise(runs))]
    for run, gap in zip(runs, gaps, strict=True):
        words = WHITE_SPACE.sub(" ", f" {run.text}" if gap else run.text)
        if not text or text.endswith(" "):
            words = words.removeprefix(" ")
        start = len(text) + len(words) - len(words.lstrip(" "))
        text += words
        if run.link is not None and words.strip():
            end = len(text.rstrip(" "))
            if links and links[-1][0] == run.link and not text[links[-1][1].end : start].strip():
                start = links.pop()[1].start
            links.append((run.link, Span(start, end)))
    text = text.rstrip(" ")
    if text:
        place = runs[0].line._replace(end=runs[-1].line.end)
        yield Written(page, text, tuple(links), place, first_word(runs[0]))


def _is_gap(before: Run, run: Run) -> bool:
    """Whether a reader sees a space between two runs on one line, or a raised figure."""
    a, b = before.line, run.line
    # The figure of a note is no further digit of the number before it.
    raised = b.base - a.base > RAISED * b.size and before.text[-1:].isdigit()
    if raised and run.text[:1].isdigit():
        return True
    # A slanted character has no box of its own; what PDFium takes for a gap must do.
    slanted = abs(sin(2 * b.angle)) > TURNED
    return run.spaced if slanted else b.start - a.end > SPACE * b.size


def is_new_line(before: Line, line: Line) -> bool:
    """Whether a reader sees the second text on another line than the first, or further left."""
    size = max(before.size, line.size)
    turned = abs(before.angle - line.angle) > TURNED
    below = abs(before.base - line.base) > NEW_LINE * size
    return turned or below or line.start < before.end - size


def first_word(run: Run) -> float:
    """How wide the first word of a run is, in points."""
    word = run.text.split(maxsplit=1)[0] if run.text.strip() else ""
    return (run.line.end - run.line.start) * len(word) / max(len(run.text), 1)
