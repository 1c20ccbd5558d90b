"""A sheet to draw on with matplotlib, which comes out as SVG that a page can carry.

matplotlib draws; what it wrote is then cleaned: no metadata, no ids, colours as attributes beside
a class (WeasyPrint honours only attributes in an SVG, a browser lets the theme's classes win), and
labels as real text in which names and values keep what they claim.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from xml.etree import ElementTree as ET

SVG = "http://www.w3.org/2000/svg"
# How wide a sheet is, but for names that need more.
WIDTH = 420
FONT_SIZE = 13
LINE_HEIGHT = 17
# The width that a character is given when lines are broken: Inter's, in the largest size that a
# theme sets labels in, which is a phone's.
CHARACTER = 8
CLOSING = (",", ".", ";", ":", ")", "’")

# What each kind of shape and word is painted with: a variable of the theme, and the colour of a
# page that has no theme.
PAINTS = {
    "bar": ("bar", "#3d3d3d"),
    "bar-other": ("bar-other", "#858585"),
    "reach": ("reach", "#b3b3b3"),
    "reach-other": ("reach-other", "#d0d0d0"),
    "track": ("track", "#efefef"),
    "spine": ("bar-other", "#858585"),
    "leader": ("leader", "#b8b8b8"),
    "label": ("ink", "#1a1a1a"),
    "number": ("accent", "#1a1a1a"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a label; `name` is the id of the name that they print, `fact` of the value.

    A value leads to `anchor`, and what leads back to it leads to `n`, the id of its link.
    """

    text: str
    name: str = ""
    fact: str = ""
    anchor: str = ""
    n: str = ""


class Sheet:
    """A sheet on which a chart is drawn, its origin at the upper left.

    `colours` are those of the theme, by its variables.
    """

    def __init__(self, width: int, height: int, colours: Mapping[str, str]) -> None:
        from matplotlib.figure import Figure  # noqa: PLC0415 - heavy: only a build with charts pays

        self.width, self.height = width, height
        self._colours = {
            kind: colours.get(variable, plain) for kind, (variable, plain) in PAINTS.items()
        }
        self._labels: list[tuple[float, float, list[list[Words]]]] = []
        self._figure = Figure(figsize=(width / 72, height / 72), dpi=72)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)

    def bar(self, kind: str, left: float, top: float, width: float, height: float) -> None:
        """A filled bar; `kind` is one of `PAINTS` and becomes its class."""
        (bar,) = self._axes.barh(top + height / 2, width, left=left, height=height)
        bar.set(gid=kind, linewidth=0, clip_on=False)

    def capsule(self, kind: str, left: float, top: float, width: float, height: float) -> None:
        """A bar with round ends."""
        from matplotlib.patches import FancyBboxPatch  # noqa: PLC0415 - as above

        style = f"round,pad=0,rounding_size={min(width, height) / 2}"
        capsule = FancyBboxPatch((left, top), width, height, boxstyle=style)
        capsule.set(gid=kind, linewidth=0, clip_on=False)
        self._axes.add_patch(capsule)

    def shape(self, kind: str, corners: Sequence[tuple[float, float]]) -> None:
        """A filled polygon."""
        (shape,) = self._axes.fill(*zip(*corners, strict=True))
        shape.set(gid=kind, linewidth=0, clip_on=False)

    def line(self, kind: str, start: tuple[float, float], end: tuple[float, float]) -> None:
        """A hair line."""
        self._axes.plot((start[0], end[0]), (start[1], end[1]), gid=kind, clip_on=False)

    def label(self, left: float, baseline: float, lines: list[list[Words]]) -> None:
        """The lines of one label, the first on `baseline`."""
        gid = f"label-{len(self._labels)}"
        self._labels.append((left, baseline, lines))
        text = " ".join(words.text for line in lines for words in line)
        self._axes.text(left, baseline, text, gid=gid, parse_math=False, clip_on=False)

    def render(self, title: str) -> str:
        """The SVG, with `title` as its text alternative; the same drawing gives the same text."""
        import matplotlib as mpl  # noqa: PLC0415 - as above

        written = io.StringIO()
        with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "briefing"}):
            self._figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
        # Our own drawing, written a line above: no stranger's XML comes near this parser.
        drawing = ET.fromstring(written.getvalue())  # noqa: S314
        return self._clean(drawing, title)

    def _clean(self, drawing: ET.Element, title: str) -> str:
        svg = ET.Element(
            "svg",
            {"xmlns": SVG, "role": "group", "viewBox": f"0 0 {self.width} {self.height}"}
            | {"width": str(self.width), "height": str(self.height)},
        )
        ET.SubElement(svg, "title").text = title
        for group in drawing.iter(f"{{{SVG}}}g"):
            kind = group.get("id", "")
            if kind.startswith("label-"):
                svg.append(self._text(*self._labels[int(kind.removeprefix("label-"))]))
            elif kind in PAINTS:
                svg.append(self._path(kind, group[0].get("d", "")))
        return ET.tostring(svg, encoding="unicode")

    def _path(self, kind: str, d: str) -> ET.Element:
        drawn = re.sub(r"\s+", " ", re.sub(r"\d+\.\d+", lambda m: f"{float(m[0]):.1f}", d)).strip()
        paint = "stroke" if kind == "leader" else "fill"
        return ET.Element("path", {"class": kind, "d": drawn, paint: self._colours[kind]})

    def _text(self, left: float, baseline: float, lines: list[list[Words]]) -> ET.Element:
        text = ET.Element(
            "text",
            {"x": f"{left:g}", "y": f"{baseline:g}", "fill": self._colours["label"]}
            | {"font-family": "Inter", "font-size": f"{FONT_SIZE}px"},
        )
        # The first words of a further line carry its place: WeasyPrint loses the spaces between
        # words in a `tspan` around the whole line.
        for number, line in enumerate(lines):
            for words, following in zip_longest(line, line[1:]):
                row = {"x": f"{left:g}", "y": f"{baseline + number * LINE_HEIGHT:g}"}
                text.append(self._words(words, row if number and words is line[0] else {}))
                text[-1].tail = _space(following)
        return text

    def _words(self, words: Words, place: dict[str, str]) -> ET.Element:
        if not words.fact:
            claim = {"data-name": words.name} if words.name else {}
            span = ET.Element("tspan", place | claim)
            span.text = words.text
            return span
        returned_to = {"id": words.n} if words.n else {}
        link = ET.Element("a", returned_to | {"href": f"#{words.anchor}", "data-fact": words.fact})
        style = {"font-weight": "600", "fill": self._colours["number"]}
        ET.SubElement(link, "tspan", place | style).text = words.text
        return link


def fit_width(labels: Iterable[Sequence[Words]], left: int = 0) -> int:
    """How wide the sheet must be for labels from `left` on: names and values are not broken."""
    words = (len(part.text) for label in labels for part in _unbreakable(label))
    return max(WIDTH, left + CHARACTER * max(words, default=0))


def break_lines(label: Sequence[Words], room: int) -> list[list[Words]]:
    """The label in lines that fit a width; no name or value is broken."""
    lines: list[list[Words]] = [[]]
    length = room = room // CHARACTER
    for words in _unbreakable(label):
        if lines[-1] and len(words.text) > room and _space(words):
            lines.append([])
            room = length
        if lines[-1] and _is_plain(words) and _is_plain(lines[-1][-1]):
            lines[-1][-1] = Words(f"{lines[-1][-1].text}{_space(words)}{words.text}")
        else:
            lines[-1].append(words)
        room -= len(words.text) + 1
    return lines


def _space(following: Words | None) -> str:
    """What stands before these words: nothing before a mark that closes, or the line's end."""
    return "" if following is None or following.text.startswith(CLOSING) else " "


def _is_plain(words: Words) -> bool:
    return not words.name and not words.fact


def _unbreakable(label: Sequence[Words]) -> list[Words]:
    parts = (
        [Words(word) for word in words.text.split()] if _is_plain(words) else [words]
        for words in label
    )
    return [part for group in parts for part in group]
