"""What every theme keeps to, whatever it looks like."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from long_project import ROOT, SHEETS, THEMES, theme

from briefing.read.html import read_html
from briefing.render.charts import Bar, render_bars
from briefing.render.charts_svg import PAINTS, Words
from briefing.render.theme import read_theme
from briefing.text import Text

TEXT_CONTRAST, SHAPE_CONTRAST = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
COLOUR = re.compile(r"#[0-9a-f]{6}")
USED = re.compile(r"var\(--([\w-]+)\)")
DECLARED = re.compile(r"--([\w-]+): ([^;]+);")
VARIABLE_ROW = re.compile(r"^\| ((?:`--[\w-]+`(?:, )?)+) \|", re.MULTILINE)


def rules_of_root(name: str) -> list[dict[str, str]]:
    """The variables of a theme: by day, in print, on narrow screens and in the dark."""
    css = SHEETS[f"themes/{name}/variables.css"].content
    return [
        dict(DECLARED.findall(block)) for block in re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    ]


def colours(name: str, view: str) -> dict[str, str]:
    """The colours of a theme by their variables."""
    light, printed, *_, dark = rules_of_root(name)
    seen = light | {"light": {}, "print": printed, "dark": dark}[view]
    return {key: value for key, value in seen.items() if COLOUR.fullmatch(value)}


def luminance(colour: str) -> float:
    """How light a colour is (WCAG 2.2)."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The ratio by which the lighter of two colours is lighter."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


in_every_view = pytest.mark.parametrize(
    "seen",
    [colours(name, view) for name in THEMES for view in ("light", "print", "dark")],
    ids=[f"{name}-{view}" for name in THEMES for view in ("light", "print", "dark")],
)
in_every_theme = pytest.mark.parametrize("name", THEMES)


def test_there_is_more_than_one_theme() -> None:
    """A look can be changed: the tests below look at two themes or more."""
    assert {"house", "ledger"} <= set(THEMES)


@in_every_view
@pytest.mark.parametrize("ground", ["paper", "tint"])
@pytest.mark.parametrize("words", ["ink", "quiet", "accent"])
def test_words_stand_out(seen: dict[str, str], ground: str, words: str) -> None:
    """All words can be read on every ground that the theme has, by day, by night and in print."""
    assert contrast(seen[words], seen[ground]) >= TEXT_CONTRAST


@in_every_view
@pytest.mark.parametrize("shape", ["bar", "bar-other"])
def test_bars_stand_out(seen: dict[str, str], shape: str) -> None:
    """The bars of a chart can be told from the paper."""
    assert contrast(seen[shape], seen["paper"]) >= SHAPE_CONTRAST


@in_every_view
def test_the_highlight_needs_no_hue(seen: dict[str, str]) -> None:
    """A highlighted bar differs from the others in lightness, and a range's two parts do."""
    assert contrast(seen["bar"], seen["bar-other"]) >= 1.5
    assert contrast(seen["bar"], seen["reach"]) >= 1.5


@in_every_theme
def test_the_dark_changes_every_colour(name: str) -> None:
    """No colour of the light is left on the dark ground."""
    light, dark = colours(name, "light"), colours(name, "dark")
    assert {key for key in light if dark.get(key) in {None, light[key]}} == set()


@in_every_theme
def test_charts_have_the_colours_of_the_theme(name: str) -> None:
    """The colours that a drawing carries for paper are those of the theme's variables."""
    row = Bar((Words("Output"),), "60 MW", Decimal(30), Decimal(60), "output", "e-output")
    svg = render_bars([row], "Output", Decimal(90), colours=theme(name).variables)
    painted = {p.get("class", "") for p in ET.fromstring(svg).iter() if p.get("class")}
    assert painted == {"bar", "reach", "track"}
    seen = colours(name, "light")
    for part in ET.fromstring(svg).iter():
        if part.get("class"):
            assert part.get("fill") == seen[part.get("class", "")]
    assert {variable for variable, _ in PAINTS.values()} <= set(seen)


@in_every_theme
def test_colours_and_sizes_are_variables(name: str) -> None:
    """No colour stands in a style sheet but as a variable, so that one file changes them all."""
    for sheet in ("screen.css", "pdf.css"):
        assert COLOUR.findall(SHEETS[f"themes/{name}/{sheet}"].content) == []
    assert COLOUR.findall(SHEETS["parts/screen.css"].content) == []


@in_every_theme
def test_no_variable_is_missing_or_idle(name: str) -> None:
    """What the style sheets ask for is there, and nothing else is."""
    look = theme(name)
    asked = set(USED.findall(look.screen + look.pdf)) | {v for v, _ in PAINTS.values()}
    assert asked == set(look.variables)


def test_every_variable_is_documented() -> None:
    """The table of the page on themes has each variable of each theme."""
    table = (ROOT / "docs" / "theme.md").read_text(encoding="utf-8")
    listed = {v for row in VARIABLE_ROW.findall(table) for v in re.findall(r"--([\w-]+)", row)}
    for name in THEMES:
        assert set(theme(name).variables) == listed


@in_every_theme
def test_a_theme_is_within_the_subset(name: str) -> None:
    """The style sheet of a page is read without a finding."""
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>t</title>'
        f"<style>{theme(name).screen}</style></head><body><main><p>text <a href='#a'>a</a></p>"
        "</main><p id=a>a</p></body></html>"
    )
    assert read_html(Text("page.html", html)).unread == ()


def test_a_variable_may_stand_for_another() -> None:
    """A chart gets the colour itself, and of what goes in a circle no colour at all."""
    css = ":root { --ink: #123456; --bar: var(--ink); --a: var(--b); --b: var(--a) }"
    sheets = {
        "themes/x/variables.css": Text("x.css", css + "@media print { :root { --ink: red } }")
    }
    variables = read_theme(sheets, "x", "A4").variables
    assert (variables["bar"], variables["ink"]) == ("#123456", "#123456")
    assert COLOUR.fullmatch(variables["a"]) is None


def test_a_theme_comes_behind_the_parts() -> None:
    """What the parts of the layout say, a theme can say otherwise; the paper is set last."""
    files = ["parts/screen.css", "themes/x/screen.css", "themes/x/variables.css"]
    files += ["parts/pdf.css", "themes/x/pdf.css", "themes/y/screen.css"]
    look = read_theme({name: Text(name, f"/* {name} */") for name in files}, "x", "Letter")
    assert re.findall(r"/\* (.*?) \*/", look.screen) == [
        "parts/screen.css",
        "themes/x/variables.css",
        "themes/x/screen.css",
    ]
    assert re.findall(r"/\* (.*?) \*/", look.pdf) == ["parts/pdf.css", "themes/x/pdf.css"]
    assert look.pdf.rstrip().endswith("@page { size: Letter }")
