from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.render.charts import Bar, Event, render_bars, render_ranges, render_timeline
from briefing.render.charts_svg import PAINTS, WIDTH, Words, break_lines

SVG = "{http://www.w3.org/2000/svg}"
DIGITS = re.compile(r"\d")

names = st.text("abcdefghij", min_size=1, max_size=20)
values = st.decimals(min_value=1, max_value=10**12, places=2)


def about(length: float) -> float:
    """The length, but for what is lost where places are rounded to a tenth."""
    return pytest.approx(length, abs=0.5)


def bar(words: str, low: str, high: str = "", **more: bool) -> Bar:
    """A value with its label."""
    label = (Words("Output of"), Words("Turbine X1", "x1"))
    fact = f"output.{words}"
    return Bar(label, words, Decimal(low), Decimal(high or low), fact, f"e-{fact}", **more)


def event(words: str, start: date, days: int = 0, **more: bool) -> Event:
    """Something that happened."""
    label = (Words("Turbine X1", "x1"), Words("is switched on"))
    return Event(label, words, start, start + timedelta(days), words, f"e-{words}", **more)


def drawn(svg: str, kind: str) -> list[list[tuple[float, float]]]:
    """The corners of every shape of a kind."""
    paths = [
        p.get("d", "") for p in ET.fromstring(svg).iter(f"{SVG}path") if p.get("class") == kind
    ]
    return [[(float(x), float(y)) for x, y in re.findall(r"([-\d.]+) ([-\d.]+)", d)] for d in paths]


def width(corners: list[tuple[float, float]]) -> float:
    """How wide a shape is."""
    across = [x for x, _ in corners]
    return max(across) - min(across)


def labels(svg: str) -> list[str]:
    """What each label says."""
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text")]


def test_a_label_holds_name_and_value_and_what_they_claim() -> None:
    """One text a row: the name is marked, and the value is a link that claims its fact."""
    (text,) = ET.fromstring(render_bars([bar("60 MW", "60")], "Output")).iter(f"{SVG}text")
    (name,) = [part for part in text if part.get("data-name")]
    (link,) = text.iter(f"{SVG}a")
    assert "".join(text.itertext()) == "Output of Turbine X1 60 MW"
    assert (name.get("data-name"), name.text) == ("x1", "Turbine X1")
    assert (link.get("data-fact"), link.get("href")) == ("output.60 MW", "#e-output.60 MW")
    assert "".join(link.itertext()) == "60 MW"


def test_the_evidence_can_lead_back_to_a_value() -> None:
    """The link of a value has the id that was asked for, and none otherwise."""
    row = bar("6 MW", "6")
    first, second = ET.fromstring(render_bars([replace(row, n="n7"), row], "Output")).iter(
        f"{SVG}a"
    )
    assert (first.get("id"), second.get("id")) == ("n7", None)


def test_bars_are_as_long_as_their_values() -> None:
    """Lengths are drawn from nought, so that half the value has half the length."""
    one, half = drawn(render_bars([bar("60 MW", "60"), bar("30 MW", "30")], "Output"), "bar")
    assert width(one) == about(2 * width(half))


def test_a_share_is_drawn_against_the_whole() -> None:
    """With a whole, a bar fills as much of its track as the value is of the whole."""
    svg = render_bars([bar("25%", "25")], "Load", Decimal(100))
    assert width(drawn(svg, "bar")[0]) * 4 == about(width(drawn(svg, "track")[0]))


def test_a_range_is_solid_up_to_its_lower_end() -> None:
    """A bar for a range has a pale reach behind it that ends at the upper end."""
    svg = render_bars([bar("30–60 MW", "30", "60")], "Output")
    assert 2 * width(drawn(svg, "bar")[0]) == about(width(drawn(svg, "reach")[0]))


def test_a_span_stands_between_its_ends() -> None:
    """Spans of equal size at other places are drawn as wide, and further to the right."""
    low, high = drawn(
        render_ranges([bar("10–20", "10", "20"), bar("30–40", "30", "40")], "R"), "bar"
    )
    assert width(low) == about(width(high))
    assert min(high) > max(low)


def test_a_value_that_is_only_bounded_gets_a_pointer() -> None:
    """An open end is drawn: in bars, spans and timelines there is one shape more."""
    for more in (False, True):
        row = bar("60 MW", "60", open_ended=more)
        day = event("2 May 2021", date(2021, 5, 2), open_ended=more)
        for svg in (
            render_bars([row], "B"),
            render_ranges([row], "R"),
            render_timeline([day], "T"),
        ):
            assert len(drawn(svg, "bar")) == 1 + more


def test_a_value_below_nought_goes_the_other_way() -> None:
    """A negative value is drawn to the left of where the positive ones begin."""
    loss, gain = drawn(render_bars([bar("−5 MW", "-5"), bar("5 MW", "5")], "Balance"), "bar")
    assert max(loss)[0] == min(gain)[0]
    assert width(loss) == about(width(gain))


def test_where_one_row_is_highlighted_the_others_step_back() -> None:
    """The highlighted bar keeps the accent and the rest is neutral."""
    svg = render_bars([bar("6 MW", "6"), bar("5 MW", "5", highlight=True)], "Output")
    assert (len(drawn(svg, "bar")), len(drawn(svg, "bar-other"))) == (1, 1)


def test_no_number_is_drawn_but_the_values() -> None:
    """There are no ticks and no scale: without its links a chart shows no digit."""
    days = [event("May", date(2021, 5, 2)), event("June", date(2021, 6, 2), 29)]
    row = (Words("Output"),)
    bars = [Bar(row, "much", Decimal(8), Decimal(9), "much", "e-much")]
    for svg in (render_bars(bars, "B"), render_ranges(bars, "R")):
        assert not DIGITS.search("".join(ET.fromstring(svg).itertext()))
    told = "".join(ET.fromstring(render_timeline(days, "T")).itertext())
    assert not DIGITS.search(told.replace("Turbine X1", ""))


def test_events_stand_in_the_order_of_their_days() -> None:
    """A timeline reads from the first day to the last, whatever the order in which it was given."""
    days = [event("2 May 2021", date(2021, 5, 2)), event("3 June 2019", date(2019, 6, 3))]
    assert ["3 June 2019", "2 May 2021"] == [
        label[:11].strip() for label in labels(render_timeline(days, "T"))
    ]


def test_events_stand_at_their_days_to_scale() -> None:
    """Twice the time between two events is twice the way down the spine."""
    days = [event(str(n), date(2021, 1, 1) + timedelta(100 * n)) for n in (0, 1, 3)]
    dots = [min(y for _, y in corners) for corners in drawn(render_timeline(days, "T"), "bar")]
    assert dots[2] - dots[1] == about(2 * (dots[1] - dots[0]))


def test_a_colour_is_an_attribute_and_a_class() -> None:
    """Paper takes the attribute, which is the theme's; a style sheet can override it by class."""
    colours = {"bar": "#123456", "track": "#abcdef"}
    svg = render_bars([bar("25%", "25")], "Load", Decimal(100), colours=colours)
    painted = {p.get("class"): p.get("fill") for p in ET.fromstring(svg).iter(f"{SVG}path")}
    assert painted == colours


def test_a_chart_without_a_theme_is_grey() -> None:
    """What no theme colours has as much red as green and blue, and still its light and dark."""
    colours = {kind: colour for kind, (_, colour) in PAINTS.items()}
    assert [c for c in colours.values() if not c[1:3] == c[3:5] == c[5:7]] == []
    assert colours["bar"] < colours["bar-other"] < colours["track"]


def test_the_chart_can_be_read_aloud() -> None:
    """The title is the text alternative; links stay reachable, as they would not in an image."""
    svg = ET.fromstring(render_bars([bar("6 MW", "6")], "Output of <turbines>"))
    assert (svg.get("role"), svg[0].tag, svg[0].text) == (
        "group",
        f"{SVG}title",
        "Output of <turbines>",
    )


def test_a_chart_says_nothing_of_its_making() -> None:
    """Neither a date nor a tool nor a local id stands in the SVG."""
    svg = render_timeline([event("2 May 2021", date(2021, 5, 2))], "T")
    assert not re.search(r"matplotlib|<metadata|<defs|<style|\bid=|style=|xlink", svg)


def test_no_space_stands_before_a_closing_mark() -> None:
    """Names set apart by commas read as in a sentence."""
    label = (Words("Turbine X1", "x1"), Words(", "), Words("North Field", "nf"))
    row = Bar(label, "6 MW", Decimal(6), Decimal(6), "output", "e-output")
    assert labels(render_bars([row], "Output")) == ["Turbine X1, North Field 6 MW"]


def test_a_sheet_is_as_wide_as_its_longest_name() -> None:
    """A name that is longer than the usual sheet makes it wider, and is not cut at its edge."""
    long = (Words("Association of Municipal Waterworks and Harbours of the North", "awh"),)
    row = Bar(long, "6 MW", Decimal(6), Decimal(6), "output", "e-output")
    day = replace(event("2 May 2021", date(2021, 5, 2)), label=long)
    for svg in (render_bars([row], "B"), render_ranges([row], "R"), render_timeline([day], "T")):
        assert len(long[0].text) * 8 <= int(ET.fromstring(svg).get("width", ""))


@given(st.lists(st.tuples(names, values), min_size=1, max_size=6))
def test_the_same_rows_give_the_same_bytes(rows: list[tuple[str, Decimal]]) -> None:
    """A chart depends on its rows and its title, and on nothing else."""
    bars = [Bar((Words(name, name),), str(v), v, v, name, name) for name, v in rows]
    assert render_bars(bars, "Output") == render_bars(bars, "Output")


@given(st.lists(values, min_size=1, max_size=6))
def test_bars_keep_the_order_of_their_values(heights: list[Decimal]) -> None:
    """Of two values the greater never has the shorter bar, and no bar leaves the sheet."""
    rows = [Bar((), str(v), v, v, "f", "a") for v in heights]
    widths = [width(corners) for corners in drawn(render_bars(rows, "Output"), "bar")]
    by_value = [w for _, w in sorted(zip(heights, widths, strict=True))]
    assert all(one <= other for one, other in pairwise(by_value))
    assert max(widths) <= WIDTH


@given(st.lists(st.dates(), min_size=1, max_size=8))
def test_labels_of_a_timeline_do_not_collide(days: list[date]) -> None:
    """However the days crowd, each label has its lines to itself and stays on the sheet."""
    svg = ET.fromstring(render_timeline([event("then", day) for day in days], "T"))
    rows = [
        sorted({float(part.get("y", 0)) for part in text.iter() if part.get("y")})
        for text in svg.iter(f"{SVG}text")
    ]
    assert len(rows) == len(days)
    assert all(one[-1] + 13 <= other[0] for one, other in pairwise(rows))
    assert rows[-1][-1] <= float(svg.get("height", 0))


@given(st.lists(st.tuples(st.text("abc ", min_size=1, max_size=40), st.booleans()), max_size=8))
def test_lines_keep_every_word_and_break_no_name(parts: list[tuple[str, bool]]) -> None:
    """Broken into lines a label has the same words in the same order, its names whole."""
    label = [Words(text, "n" if named else "") for text, named in parts]
    lines = break_lines(label, WIDTH)
    broken = [words for line in lines for words in line]
    assert " ".join(w.text for w in label).split() == " ".join(w.text for w in broken).split()
    assert [w for w in label if w.name] == [w for w in broken if w.name]
