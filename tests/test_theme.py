from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefing.render.charts_svg import COLOURS

THEME = Path(__file__).parents[1] / "templates" / "theme"
SCREEN = (THEME / "screen.css").read_text(encoding="utf-8")
PAPER = (THEME / "pdf.css").read_text(encoding="utf-8")
TEXT_CONTRAST, SHAPE_CONTRAST = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11


def variables(block: str) -> dict[str, str]:
    """The variables of a rule that are colours."""
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


LIGHT, DARK = (variables(block) for block in re.findall(r":root \{(.*?)\}", SCREEN, re.DOTALL))


def luminance(colour: str) -> float:
    """How light a colour is (WCAG 2.2)."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The ratio by which the lighter of two colours is lighter."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "tint"])
@pytest.mark.parametrize("words", ["ink", "quiet", "accent"])
def test_words_stand_out(colours: dict[str, str], ground: str, words: str) -> None:
    """All words can be read on every ground that the theme has, by day and by night."""
    assert contrast(colours[words], colours[ground]) >= TEXT_CONTRAST


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("shape", ["bar", "bar-other"])
def test_bars_stand_out(colours: dict[str, str], shape: str) -> None:
    """The bars of a chart can be told from the paper."""
    assert contrast(colours[shape], colours["paper"]) >= SHAPE_CONTRAST


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_highlight_needs_no_hue(colours: dict[str, str]) -> None:
    """A highlighted bar differs from the others in lightness, and a range's two parts do."""
    assert contrast(colours["bar"], colours["bar-other"]) >= 1.5
    assert contrast(colours["bar"], colours["reach"]) >= 1.5


def test_charts_on_paper_have_the_colours_of_the_theme() -> None:
    """The colours that an SVG carries are those that the theme gives the same classes."""
    classes = {"label": "ink", "number": "accent", "spine": "bar-other"}
    assert {kind: LIGHT[classes.get(kind, kind)] for kind in COLOURS} == COLOURS


def test_running_heads_have_the_colour_of_quiet_words() -> None:
    """Margin boxes know no variables, so that their colour is written out."""
    assert set(re.findall(r"#[0-9a-f]{6}", PAPER)) == {LIGHT["quiet"]}


def test_the_dark_changes_every_colour() -> None:
    """No colour of the light is left on the dark ground."""
    assert {name for name in LIGHT if DARK.get(name) in {None, LIGHT[name]}} == set()
