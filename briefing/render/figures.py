"""`chart`: charts of facts, as a template asks for them."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from markupsafe import Markup

from briefing.assemble import Entry
from briefing.prose import meant
from briefing.quantities.model import Bound, Days, Interval, Quantity, Ratio
from briefing.render.charts import Bar, Event, render_bars, render_ranges, render_timeline
from briefing.render.charts_svg import Words
from briefing.render.page import Page

OPEN_ENDED = {Bound.OVER, Bound.AT_LEAST}
HUNDRED = Decimal(100)
DECEMBER = 12

Draw = partial[str]


class Charts:
    """Draws facts: every label is a fact with its names, every length its value.

    `draw` is called with what would draw a chart; a check that has no use for drawings
    does not call it.
    """

    def __init__(self, page: Page, draw: Callable[[Draw], str]) -> None:
        self._page = page
        self._draw = draw

    def bars(self, ids: Sequence[str], title: str, highlight: str = "") -> Markup:
        """A bar a fact, from nought; percentages against the whole."""
        bars = self._bars(ids, highlight)
        unit = self._page.entry(ids[0]).quantity
        whole = HUNDRED if unit is not None and unit.unit == "percent" else None
        return self._svg(partial(render_bars, bars, title, whole))

    def ranges(self, ids: Sequence[str], title: str, highlight: str = "") -> Markup:
        """A span a fact, on a scale that begins at nought."""
        bars = self._bars(ids, highlight)
        return self._svg(partial(render_ranges, bars, title))

    def timeline(self, ids: Sequence[str], title: str, highlight: str = "") -> Markup:
        """A date a fact, from the first to the last."""
        entries = self._entries(ids, highlight)
        events = tuple(self._event(entry, highlight) for entry in entries)
        return self._svg(partial(render_timeline, events, title))

    def _entries(self, ids: Sequence[str], highlight: str) -> list[Entry]:
        """The facts that a chart is of."""
        if not isinstance(ids, list | tuple):
            raise self._page.fault(
                "undrawable-fact",
                "a chart is of a list of ids",
                "chart",
                help='write them in brackets, such as `["deal.price", "deal.sum"]`',
            )
        if not ids:
            raise self._page.fault(
                "undrawable-fact",
                "a chart of no facts cannot be drawn",
                "chart",
                help="name the facts that it is of",
            )
        if highlight and highlight not in ids:
            raise self._page.fault(
                "unknown-fact",
                f"the chart has no fact `{highlight}` to highlight",
                highlight,
                help=meant(highlight, ids) or "highlight one of the facts that it is of",
            )
        return [self._page.entry(id_) for id_ in ids]

    def _svg(self, draw: Draw) -> Markup:
        return Markup(self._draw(draw))  # noqa: S704 - our own drawing, its words escaped

    def _bars(self, ids: Sequence[str], highlight: str) -> tuple[Bar, ...]:
        entries = self._entries(ids, highlight)
        shared = set(entries[0].about).intersection(*(entry.about for entry in entries[1:]))
        units = {entry.quantity.unit: entry for entry in entries if entry.quantity is not None}
        if len(units) > 1:
            one, other, *_ = units.values()
            raise self._page.fault(
                "mixed-chart",
                f"a chart cannot compare {one.written} with {other.written}",
                other.id,
                help="draw a chart for each unit",
            )
        shared = set() if len(ids) == 1 else shared
        return tuple(self._bar(entry, shared, highlight) for entry in entries)

    def _bar(self, entry: Entry, shared: set[str], highlight: str) -> Bar:
        ends = _ends(entry.quantity)
        if ends is None:
            raise self._undrawable(entry, "length")
        return Bar(
            label=self._label(entry, shared),
            words=entry.written,
            low=ends[0],
            high=ends[1],
            fact=entry.id,
            anchor=entry.anchor,
            n=self._page.printed_in_drawing(entry),
            highlight=entry.id == highlight,
            open_ended=entry.quantity is not None and entry.quantity.bound in OPEN_ENDED,
        )

    def _event(self, entry: Entry, highlight: str) -> Event:
        days = _days(entry.quantity)
        if days is None:
            raise self._undrawable(entry, "day")
        return Event(
            label=self._label(entry, set()),
            words=entry.written,
            start=days[0],
            end=days[1],
            fact=entry.id,
            anchor=entry.anchor,
            n=self._page.printed_in_drawing(entry),
            highlight=entry.id == highlight,
        )

    def _label(self, entry: Entry, shared: set[str]) -> tuple[Words, ...]:
        """The names that tell this row from the others."""
        own = [name for name in entry.about if name not in shared] or list(entry.about)
        names = self._page.briefing.names
        words = [Words(names[name].name, name) for name in own]
        return tuple(part for word in words for part in (Words(", "), word))[1:]

    def _undrawable(self, entry: Entry, what: str) -> Exception:
        written = entry.written or entry.id
        return self._page.fault(
            "undrawable-fact",
            f"`{entry.id}` ({written}) has no {what} to draw",
            entry.id,
            help="leave it out of the chart, or state it in words",
        )


def _ends(quantity: Quantity | None) -> tuple[Decimal, Decimal] | None:
    """The lower and the upper end of a quantity that has a length."""
    match quantity.value if quantity else None:
        case Decimal() as value:
            return value, value
        case Interval(low, high):
            return low, high
        case Ratio(numerator, denominator):
            share = Decimal(numerator) / Decimal(denominator)
            return share, share
    return None


def _days(quantity: Quantity | None) -> tuple[date, date] | None:
    """The days that a date, or a range of dates, may mean."""
    match quantity.value if quantity else None:
        case str() as value if quantity and quantity.kind == "date":
            return _partial_date(value, value)
        case Days(low, high):
            return _partial_date(low, high)
    return None


def _partial_date(low: str, high: str) -> tuple[date, date] | None:
    """The first day of one ISO partial date, and the last of another."""
    try:
        first = [int(part) for part in low.split("-")]
        last = [int(part) for part in high.split("-")]
        year, month = last[0], last[1] if len(last) > 1 else DECEMBER
        day = last[2] if len(last) > 2 else calendar.monthrange(year, month)[1]  # noqa: PLR2004
        return date(*[*first, 1, 1][:3]), date(year, month, day)
    except ValueError:
        return None
