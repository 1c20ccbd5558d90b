"""Findings for people at a terminal: the marked excerpt of each place, and the way out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

import click

from briefing.diagnostics import Finding, Severity
from briefing.report.model import Report, file_words, is_whole, visible
from briefing.text import LINE_END, Place, Span, Text

TAB = "    "
EXCERPT_COLUMNS = 100
# How many characters on either side of a place may be looked at to fill these columns.
REACH = 2 * EXCERPT_COLUMNS
# Of a span over many lines, this many are shown at its head; its last line is always shown.
HEAD_LINES = 3

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}
GUTTER_COLOUR = "blue"
RELATED_COLOUR = "cyan"


def render_human(report: Report, *, colour: bool = False) -> str:
    """Every finding in the look of a compiler's, and the summary."""
    pen = _Pen(colour)
    parts = ["\n".join(_finding(finding, pen)) for finding in report.findings]
    if report.summary:
        parts.append(report.summary)
    return "\n\n".join(parts) + "\n" if parts else ""


class _Pen(NamedTuple):
    """Writes in colour, or does not."""

    colour: bool

    def write(self, text: str, fg: str | None = None, *, bold: bool = True) -> str:
        return click.style(text, fg=fg, bold=bold) if self.colour and text else text


class _Marker(NamedTuple):
    """How the characters of a place are marked: under them, and in front of its file."""

    arrow: str
    character: str
    colour: str


def _finding(finding: Finding, pen: _Pen) -> Iterator[str]:
    colour = COLOURS[finding.severity]
    title = pen.write(f"{finding.severity}[{finding.rule}]", colour)
    yield title + pen.write(f": {visible(finding.message)}")
    gutter = _gutter_width(finding)
    yield from _place(finding.place, finding.label, gutter, _Marker("-->", "^", colour), pen)
    related = _Marker(":::", "-", RELATED_COLOUR)
    for other in finding.related:
        yield from _place(other.place, other.note, gutter, related, pen)
    if finding.help:
        if any(not is_whole(place) for place in _places(finding)):
            yield _margin(gutter, pen)
        yield from _note("help", finding.help, gutter, pen)


def _places(finding: Finding) -> list[Place]:
    return [finding.place, *(other.place for other in finding.related)]


def _gutter_width(finding: Finding) -> int:
    lines = [_last_line(place) for place in _places(finding) if not is_whole(place)]
    return len(str(max(lines, default=1)))


def _last_line(place: Place) -> int:
    """The line of the last marked character; an end behind a line break is none of the next."""
    last = max(place.span.start, place.span.end - 1)
    return place.text.position(last).line


def _margin(gutter: int, pen: _Pen, number: str = "") -> str:
    return pen.write(f"{number:>{gutter}} |", GUTTER_COLOUR)


def _note(kind: str, words: str, gutter: int, pen: _Pen) -> Iterator[str]:
    """A note under the excerpts; further lines of its words stand under the first."""
    first, *others = LINE_END.split(words)
    sign = pen.write(f"{'':{gutter}} =", GUTTER_COLOUR)
    yield f"{sign} {pen.write(kind)}: {visible(first)}"
    indent = " " * (gutter + len(f" = {kind}: "))
    for line in others:
        yield f"{indent}{visible(line)}".rstrip()


def _place(place: Place, label: str, gutter: int, marker: _Marker, pen: _Pen) -> Iterator[str]:
    arrow = pen.write(f"{'':{gutter}}{marker.arrow}", GUTTER_COLOUR)
    if is_whole(place):
        yield f"{arrow} {file_words(place)}"
        if label:
            yield from _note("note", label, gutter, pen)
        return
    start = place.start
    yield f"{arrow} {file_words(place)}:{start.line}:{start.column}"
    yield _margin(gutter, pen)
    last = _last_line(place)
    for number in _shown_lines(start.line, last):
        if number is None:
            yield pen.write("...", GUTTER_COLOUR)
            continue
        excerpt = _excerpt(place.text, number, place.span)
        yield f"{_margin(gutter, pen, str(number))} {excerpt.line}".rstrip()
        words = visible(label) if number == last else ""
        marks = f"{marker.character * excerpt.marked} {words}".strip()
        if marks:
            written = pen.write(marks, marker.colour)
            yield f"{_margin(gutter, pen)} {' ' * excerpt.indent}{written}"


def _shown_lines(first: int, last: int) -> Iterator[int | None]:
    """The lines to show, with None where some are left out."""
    if last - first <= HEAD_LINES:
        yield from range(first, last + 1)
        return
    yield from range(first, first + HEAD_LINES)
    yield None
    yield last


class _Excerpt(NamedTuple):
    """A line as a terminal shows it; `indent` and `marked` count its columns."""

    line: str
    indent: int
    marked: int


def _excerpt(text: Text, number: int, span: Span) -> _Excerpt:
    """What fits of line `number`, around that part of `span` which stands on it."""
    line, whole = text.line(number), text.line_span(number)
    goes_on = span.start < whole.start
    start = len(line) - len(line.lstrip()) if goes_on else span.start - whole.start
    start = min(start, len(line))
    end = max(start, min(span.end - whole.start, len(line)))
    # A finished page can be one line: only what might be shown of it is looked at.
    left, right = max(start - REACH, 0), min(min(end, start + REACH) + REACH, len(line))
    glyphs = [TAB if character == "\t" else visible(character) for character in line[left:right]]
    widths = [sum(map(_columns, glyph)) for glyph in glyphs]
    first, behind = _window(widths, start - left, min(end, right) - left)
    cut_left = "…" if left + first > 0 else ""
    cut_right = "…" if left + behind < len(line) else ""
    marked = sum(widths[start - left : min(end - left, behind)])
    marked += len(cut_right) if end > left + behind else 0
    # What has no width of its own is marked all the same: a point between two characters,
    # a combining mark. Only a blank line within a longer span is not.
    return _Excerpt(
        f"{cut_left}{''.join(glyphs[first:behind])}{cut_right}",
        len(cut_left) + sum(widths[first : start - left]),
        0 if goes_on and not line.strip() else max(marked, 1),
    )


def _window(widths: list[int], start: int, end: int) -> tuple[int, int]:
    """Which characters of a line to show, so that the marked ones stand in their middle."""
    if sum(widths) <= EXCERPT_COLUMNS:
        return 0, len(widths)
    room = EXCERPT_COLUMNS - 2  # an ellipsis on either side
    first, behind, used = start, start, 0
    while behind < end and used + widths[behind] <= room:
        used += widths[behind]
        behind += 1
    if behind < end:
        return first, behind
    # Grow on both sides in turn; where one side is used up the other gets the room.
    while True:
        grown = False
        if first > 0 and used + widths[first - 1] <= room:
            first, grown = first - 1, True
            used += widths[first]
        if behind < len(widths) and used + widths[behind] <= room:
            used += widths[behind]
            behind, grown = behind + 1, True
        if not grown:
            return first, behind


def _columns(character: str) -> int:
    """How many columns of a terminal a character takes (Unicode Standard Annex 11)."""
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
