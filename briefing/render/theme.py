"""The theme of a project: its style sheets for screen and paper, and the colours of its charts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import tinycss2

from briefing.text import Text

FOLDER = "themes"
# What the parts of the layout rest on comes first, so that a theme can say otherwise.
VARIABLES = f"{FOLDER}/{{}}/variables.css"
SCREEN = ("parts/screen.css", VARIABLES, f"{FOLDER}/{{}}/screen.css")
PAPER = ("parts/pdf.css", f"{FOLDER}/{{}}/pdf.css")
REFERENCE = re.compile(r"var\(\s*--([\w-]+)\s*\)")
# How often one variable may stand for the next.
MAX_REFERENCES = 10


@dataclass(frozen=True, slots=True)
class Theme:
    """How pages look: `screen` is set into each of them, `pdf` is what only the PDF has.

    `variables` are the values that hold by day on a screen, by name without dashes; charts take
    their colours from them, since a drawing on paper knows no style sheet.
    """

    screen: str
    pdf: str
    variables: Mapping[str, str]


def theme_names(sheets: Mapping[str, Text]) -> list[str]:
    """The themes that there are style sheets of, by their names."""
    parts = [path.split("/") for path in sheets]
    return sorted({p[1] for p in parts if p[0] == FOLDER and len(p) > 2})  # noqa: PLR2004


def read_theme(sheets: Mapping[str, Text], name: str, paper: str) -> Theme:
    """The theme of this name, for a size of paper; a sheet that is missing says nothing."""
    size = f"@page {{ size: {paper} }}"
    return Theme(
        _joined(sheets, SCREEN, name),
        f"{_joined(sheets, PAPER, name)}\n{size}\n",
        _read_variables(_joined(sheets, (VARIABLES,), name)),
    )


def _joined(sheets: Mapping[str, Text], paths: tuple[str, ...], name: str) -> str:
    found = (sheets.get(path.format(name)) for path in paths)
    return "\n".join(sheet.content for sheet in found if sheet)


def _read_variables(css: str) -> dict[str, str]:
    """The variables of `:root` outside all media."""
    values = dict(_declared(css))
    return {name: _resolved(value, values) for name, value in values.items()}


def _resolved(value: str, values: Mapping[str, str]) -> str:
    """What a variable that stands for another one comes to."""
    for _ in range(MAX_REFERENCES):
        reference = REFERENCE.fullmatch(value)
        if reference is None or reference[1] not in values:
            break
        value = values[reference[1]]
    return value


def _declared(css: str) -> Iterator[tuple[str, str]]:
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule" and tinycss2.serialize(rule.prelude).strip() == ":root":
            for node in tinycss2.parse_blocks_contents(rule.content):
                if node.type == "declaration" and node.name.startswith("--"):
                    yield node.name.removeprefix("--"), tinycss2.serialize(node.value).strip()
