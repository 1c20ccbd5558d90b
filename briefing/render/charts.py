"""Charts in which every number is a fact: no axis, no ticks, a label a row, real text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from briefing.render.charts_svg import FONT_SIZE, LINE_HEIGHT, Sheet, Words, break_lines, fit_width

BAR_HEIGHT = 10
GAP = 14
ARROW = 9
# Where a timeline's spine stands and its labels begin.
SPINE = 8
LABELS = 34
DOT = 8
# The colours of a theme by its variables; without any, a chart is grey.
Colours = Mapping[str, str]
NO_COLOURS: Colours = {}


@dataclass(frozen=True, slots=True)
class Bar:
    """A value with its label: `words` is the value as it is printed, from `low` to `high`.

    `open_ended` is a value that is only bounded ("over $1 trillion"); `fact` and `anchor` are
    what the printed value claims and where its evidence stands; `n` is the id of its link.
    """

    label: tuple[Words, ...]
    words: str
    low: Decimal
    high: Decimal
    fact: str
    anchor: str
    highlight: bool = False
    open_ended: bool = False
    n: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, on one of the days from `start` to `end`; else as `Bar`."""

    label: tuple[Words, ...]
    words: str
    start: date
    end: date
    fact: str
    anchor: str
    highlight: bool = False
    open_ended: bool = False
    n: str = ""


def render_bars(
    bars: Sequence[Bar], title: str, whole: Decimal | None = None, *, colours: Colours = NO_COLOURS
) -> str:
    """A bar a value, drawn from nought, so that lengths compare as the values do.

    A range is solid up to its lower end and pale up to its upper one. With `whole` (100 for
    shares of a hundred) the full width stands for that, and is drawn as a pale track.
    """
    return _render_rows(bars, title, whole, _draw_bar, colours)


def render_ranges(bars: Sequence[Bar], title: str, *, colours: Colours = NO_COLOURS) -> str:
    """A span a value, from its lower to its upper end, on a scale that begins at nought."""
    return _render_rows(bars, title, None, _draw_range, colours)


def render_timeline(events: Sequence[Event], title: str, *, colours: Colours = NO_COLOURS) -> str:
    """The events down a spine, each at its day to scale; labels move apart where days crowd."""
    rows = sorted(events, key=lambda event: (event.start, event.end))
    told = [(_value(row), *row.label) for row in rows]
    width = fit_width(told, LABELS)
    labels = [break_lines(words, width - LABELS) for words in told]
    heights = [LINE_HEIGHT * len(lines) + GAP for lines in labels]
    height = sum(heights)
    days = _Scale(rows[0].start.toordinal(), rows[-1].start.toordinal(), height - heights[-1])
    dots = [days(row.start.toordinal()) + LINE_HEIGHT / 2 for row in rows]
    tops = _apart([dot - LINE_HEIGHT / 2 for dot in dots], heights, height)
    sheet = Sheet(width, height, colours)
    sheet.bar("spine", SPINE - 1, 0, 2, height)
    for row, lines, dot, top in zip(rows, labels, dots, tops, strict=True):
        kind = _kind("bar", row, rows)
        last = max(dot, min(days(row.end.toordinal()) + LINE_HEIGHT / 2, height))
        middle = top + LINE_HEIGHT / 2
        sheet.line("leader", (SPINE, dot), (LABELS - 6, middle))
        sheet.capsule(kind, SPINE - DOT / 2, dot - DOT / 2, DOT, last - dot + DOT)
        if row.open_ended:
            sheet.shape(kind, _pointer((SPINE, last + DOT / 2), down=True))
        sheet.label(LABELS, middle + FONT_SIZE * 0.36, lines)
    return sheet.render(title)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Values from `low` to `high` laid on units from 0 to `length`."""

    low: Decimal | int
    high: Decimal | int
    length: float

    def __call__(self, value: Decimal | int) -> float:
        """Where on the sheet a value stands: the one place where it becomes a float."""
        span = self.high - self.low
        return float((value - self.low) / span) * self.length if span else 0.0


_Draw = Callable[[Sheet, _Scale, float, Bar, Sequence[Bar]], None]


def _render_rows(
    bars: Sequence[Bar], title: str, whole: Decimal | None, draw: _Draw, colours: Colours
) -> str:
    told = [(*bar.label, _value(bar)) for bar in bars]
    width = fit_width(told)
    labels = [break_lines(words, width) for words in told]
    ends = [Decimal(0), *(end for bar in bars for end in (bar.low, bar.high))]
    scale = _Scale(min(ends), whole or max(ends), width - BAR_HEIGHT - ARROW)
    height = sum(LINE_HEIGHT * len(lines) + BAR_HEIGHT + GAP for lines in labels)
    sheet = Sheet(width, height, colours)
    top = 0
    for bar, lines in zip(bars, labels, strict=True):
        sheet.label(0, top + FONT_SIZE, lines)
        top += LINE_HEIGHT * len(lines)
        draw(sheet, scale, top + 2, bar, bars)
        top += BAR_HEIGHT + GAP
    return sheet.render(title)


def _draw_bar(sheet: Sheet, scale: _Scale, top: float, bar: Bar, bars: Sequence[Bar]) -> None:
    nought, low, high = scale(Decimal(0)), scale(bar.low), scale(bar.high)
    sheet.bar("track", 0, top, scale.length, BAR_HEIGHT)
    if high > low:
        sheet.bar(_kind("reach", bar, bars), nought, top, high - nought, BAR_HEIGHT)
    sheet.bar(_kind("bar", bar, bars), nought, top, low - nought, BAR_HEIGHT)
    if bar.open_ended:
        sheet.shape(_kind("bar", bar, bars), _pointer((high, top + BAR_HEIGHT / 2)))


def _draw_range(sheet: Sheet, scale: _Scale, top: float, bar: Bar, bars: Sequence[Bar]) -> None:
    low, high, kind = scale(bar.low), scale(bar.high), _kind("bar", bar, bars)
    sheet.bar("track", 0, top + BAR_HEIGHT / 2 - 1, sheet.width, 2)
    sheet.capsule(kind, low, top, high - low + BAR_HEIGHT, BAR_HEIGHT)
    if bar.open_ended:
        sheet.shape(kind, _pointer((high + BAR_HEIGHT, top + BAR_HEIGHT / 2)))


def _pointer(tip_of: tuple[float, float], *, down: bool = False) -> list[tuple[float, float]]:
    x, y = tip_of
    half = BAR_HEIGHT / 2
    if down:
        return [(x - half, y), (x + half, y), (x, y + ARROW)]
    return [(x, y - half), (x, y + half), (x + ARROW, y)]


def _value(row: Bar | Event) -> Words:
    return Words(row.words, fact=row.fact, anchor=row.anchor, n=row.n)


def _kind(kind: str, row: Bar | Event, rows: Sequence[Bar] | Sequence[Event]) -> str:
    """Where one row is highlighted the others step back."""
    return kind if row.highlight or not any(r.highlight for r in rows) else f"{kind}-other"


def _apart(wanted: Sequence[float], heights: Sequence[int], height: int) -> list[float]:
    """Tops as near to the wanted ones as they can be without overlap, all on the sheet."""
    tops: list[float] = []
    for top, above in zip(wanted, (0, *heights), strict=False):
        tops.append(max(top, tops[-1] + above if tops else 0))
    bottom: float = height
    for index in reversed(range(len(tops))):
        tops[index] = bottom = min(tops[index], bottom - heights[index])
    return tops
