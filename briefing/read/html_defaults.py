"""What browsers do by themselves: the part of the HTML standard's style sheet that shows text.

https://html.spec.whatwg.org/multipage/rendering.html
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

import tinycss2

from briefing.read.css_declarations import Declaration
from briefing.read.css_values import Colour
from briefing.read.html_tree import HTML, SVG, Element
from briefing.text import Text

# Which usual colours an element has.
Kind = Literal["root", "body", "link", "other"]
LINK = Colour(0, 0, 238 / 255)
LINK_DARK = Colour(158 / 255, 158 / 255, 1)
DARK_GROUND = Colour(18 / 255, 18 / 255, 18 / 255)

_SHEET = Text(
    "the browser's own style sheet",
    """
html, body, address, blockquote, center, div, dl, dt, dd, fieldset, figure, figcaption, footer,
form, header, hgroup, hr, legend, main, nav, ol, p, pre, search, section, article, aside, ul,
h1, h2, h3, h4, h5, h6, details, optgroup, option { display: block }
head, link, meta, script, style, title, template, base, area, datalist, noembed, noframes, param,
rp { display: none }
li { display: list-item }
table { display: table }
caption { display: table-caption }
colgroup { display: table-column-group }
col { display: table-column }
thead { display: table-header-group }
tbody { display: table-row-group }
tfoot { display: table-footer-group }
tr { display: table-row }
td, th { display: table-cell; padding: 1px }
ol { list-style-type: decimal }
ul { list-style-type: bullet }
summary { display: list-item; list-style-type: disclosure-closed }
pre { white-space: pre }
sup { vertical-align: super; font-size: smaller }
sub { vertical-align: sub; font-size: smaller }
small { font-size: smaller }
h1 { font-size: 2em }
h2 { font-size: 1.5em }
h3 { font-size: 1.17em }
h5 { font-size: 0.83em }
h6 { font-size: 0.67em }
pre, code, kbd, samp { font-size: 0.8125em }
mark { background-color: yellow; color: black }
q::before { content: open-quote }
q::after { content: close-quote }
""",
)
_HIDDEN = "display: none"


def _declarations(css: str) -> tuple[Declaration, ...]:
    nodes = tinycss2.parse_blocks_contents(css, skip_comments=True, skip_whitespace=True)
    return tuple(
        Declaration(node.lower_name, tuple(node.value), node.important, _SHEET.whole())
        for node in nodes
    )


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[Declaration, ...]]:
    table: dict[str, tuple[Declaration, ...]] = {}
    for rule in tinycss2.parse_stylesheet(_SHEET.content, skip_comments=True, skip_whitespace=True):
        declarations = _declarations(tinycss2.serialize(rule.content))
        for name in tinycss2.serialize(rule.prelude).split(","):
            table[name.strip()] = table.get(name.strip(), ()) + declarations
    return table


@lru_cache(maxsize=1)
def _hidden() -> tuple[Declaration, ...]:
    return _declarations(_HIDDEN)


def browser_defaults(
    name: str, namespace: str, attributes: Mapping[str, str]
) -> tuple[Declaration, ...]:
    """The declarations for an element, or for "q::before", before any of the page's own."""
    if namespace == SVG:
        return ()
    found = _table().get(name, ()) if namespace == HTML else ()
    return found + _hidden() if "hidden" in attributes else found


def usual_colours(element: Element) -> Kind:
    """Which usual colours the element has."""
    if element.name == "html":
        return "root"
    if element.name == "body":
        return "body"
    is_link = element.name == "a" and "href" in element.attributes and element.namespace != SVG
    return "link" if is_link else "other"
