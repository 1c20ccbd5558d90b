"""The markup that is allowed: what is not listed here might show what nobody can read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from briefing.diagnostics import Finding
from briefing.read.html_data import check_scripts
from briefing.read.html_tree import HTML, SVG, Element, Tree

BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


def _names(written: str) -> frozenset[str]:
    return frozenset(written.split())


_ELEMENTS = _names(
    """
    html head title meta link style body header footer main nav section article aside hgroup div
    h1 h2 h3 h4 h5 h6 p blockquote pre hr ol ul li dl dt dd figure figcaption address details
    summary table caption colgroup col thead tbody tfoot tr td th a abbr b bdi br cite code data
    dfn em i ins kbd mark q samp small span strong sub sup time u var wbr img svg template
    """
)
_SVG_ELEMENTS = _names(
    """
    svg g defs title desc metadata style path rect circle ellipse line polyline polygon text
    tspan a use clipPath linearGradient radialGradient stop marker symbol
    """
)
_ATTRIBUTES = _names(
    """
    id class title lang style role tabindex hidden translate itemscope itemtype itemprop href
    rel target type hreflang download referrerpolicy alt width height start reversed value
    colspan rowspan scope headers abbr span datetime cite open name content charset http-equiv
    media src loading decoding accesskey dir
    """
)
_SVG_ATTRIBUTES = _names(
    """
    id class style role tabindex lang href xlink:href xmlns xmlns:xlink version viewBox
    preserveAspectRatio width height x y x1 x2 y1 y2 cx cy r rx ry d points transform dx dy
    rotate fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap
    stroke-linejoin stroke-dasharray stroke-dashoffset stroke-miterlimit opacity font-family
    font-size font-weight font-style font-variant text-anchor dominant-baseline
    alignment-baseline clip-path clip-rule offset stop-color stop-opacity gradientUnits
    gradientTransform clipPathUnits markerWidth markerHeight refX refY orient markerUnits
    marker-start marker-end marker-mid display visibility focusable color letter-spacing
    word-spacing text-decoration xml:space xml:lang shape-rendering vector-effect target type
    """
)
_REFERENCES = _names("clip-path marker-start marker-mid marker-end fill stroke")
_OWN = re.compile(r"""\s*url\(\s*['"]?#[\w.:-]+['"]?\s*\)\s*""")  # something in this file
_WAYS_OUT = {
    "external-resource": "put it into the file",
    "unreadable-element": "leave it out; docs/reading.md lists what is read",
    "unreadable-markup": "leave it out; docs/reading.md lists what is read",
    "unreadable-style": "draw it narrower",
    "unreadable-text": "let text run from left to right",
}
_NARROW = re.compile(r"(?:1?\d|2[0-4])?(?:\.\d+)?(?:px)?")
_MOST_FAULTS = 5  # of one element's attributes: more would say nothing new


def check_markup(tree: Tree) -> Iterator[Finding]:
    """Findings for elements and attributes that are not read, and for what is fetched."""
    yield from check_scripts(tree)
    ids: dict[str, Element] = {}
    declared = False
    for node in tree.elements:
        yield from _element(tree, node)
        faults = (f for pair in node.attributes.items() for f in _attribute(tree, node, *pair))
        yield from islice(faults, _MOST_FAULTS)
        if node.name == "meta" and node.get("charset") is not None:
            declared = node.attributes["charset"].strip().lower() in {"utf-8", "utf8"}
        identity = node.get("id")
        if identity is not None and ids.setdefault(identity, node) is not node:
            yield _finding(
                tree, node, "unreadable-markup", f"two elements have the id `{identity}`", "id"
            )
    if not declared and not tree.text.content.isascii():
        yield Finding(
            "unreadable-markup",
            "the file does not say that it is UTF-8",
            tree.text.whole(),
            help='put `<meta charset="utf-8">` first in the head',
        )


def _finding(tree: Tree, element: Element, rule: str, message: str, attribute: str = "") -> Finding:
    span = tree.attribute_span(element, attribute) if attribute else tree.tag_span(element)
    return Finding(rule, message, tree.text.place(*span), help=_WAYS_OUT[rule])


def _element(tree: Tree, element: Element) -> Iterator[Finding]:
    name, namespace = element.name, element.namespace
    known = {HTML: _ELEMENTS, SVG: _SVG_ELEMENTS}.get(namespace, frozenset())
    if name not in known and name != "script":
        yield _finding(tree, element, "unreadable-element", f"<{name}> is not read")
    elif name == "template" and element.attributes:
        yield _finding(
            tree, element, "unreadable-element", "<template> with attributes is not read"
        )
    elif name == "img":
        yield from _image(tree, element)
    elif name == "link":
        yield from _link(tree, element)
    elif name == "meta":
        yield from _meta(tree, element)
    elif name == "use":
        yield from _use(tree, element)


def _image(tree: Tree, element: Element) -> Iterator[Finding]:
    """A raster may show any words; only a decoration may stand, and it says so."""
    source = element.get("src") or ""
    if not source.startswith("data:"):
        yield _finding(
            tree, element, "external-resource", f"the image `{source[:60]}` is not in the file"
        )
    elif "data-decoration" not in element.attributes or element.get("alt") != "":
        yield Finding(
            "unreadable-image",
            "an image may show words and numbers that cannot be read back",
            tree.text.place(*tree.tag_span(element)),
            help='draw it as SVG with text, or mark a decoration: alt="" data-decoration',
        )


def _link(tree: Tree, element: Element) -> Iterator[Finding]:
    href = element.get("href") or ""
    kinds = set((element.get("rel") or "").lower().split())
    if kinds <= {"canonical", "author", "license"} and kinds:
        return
    if kinds == {"icon"} and href.startswith("data:"):
        return
    yield _finding(tree, element, "external-resource", f"the page fetches `{href[:60]}`")


def _meta(tree: Tree, element: Element) -> Iterator[Finding]:
    if element.get("http-equiv") is not None:
        yield _finding(tree, element, "unreadable-element", "<meta http-equiv> can change the page")
    charset = element.get("charset")
    if charset is not None and charset.strip().lower() not in {"utf-8", "utf8"}:
        yield _finding(
            tree, element, "unreadable-markup", f"the file says that it is {charset}, not UTF-8"
        )


def _use(tree: Tree, element: Element) -> Iterator[Finding]:
    target = element.get("href") or element.get("xlink:href") or ""
    other = tree.by_id.get(target[1:]) if target.startswith("#") else None
    if other is not None and not any(other.find("text", "use", "image", "svg")):
        return
    yield _finding(tree, element, "unreadable-element", "<use> may repeat shapes only, not words")


def _attribute(tree: Tree, element: Element, name: str, value: str) -> Iterator[Finding]:
    known = _ATTRIBUTES if element.namespace == HTML else _SVG_ATTRIBUTES
    if name not in known and not name.startswith(("data-", "aria-")):
        rule = "unreadable-element" if name.startswith("on") else "unreadable-markup"
        yield _finding(tree, element, rule, f"the attribute `{name}` is not read", name)
    elif name in {"href", "xlink:href"} and value.strip().lower().startswith(
        ("javascript:", "data:", "vbscript:")
    ):
        if element.name != "link":
            yield _finding(tree, element, "unreadable-element", "a link that runs a script", name)
    elif name == "dir" and value.lower() != "ltr":
        yield _finding(tree, element, "unreadable-text", "text that runs from right to left", name)
    elif name == "stroke-width" and not _NARROW.fullmatch(value.strip()):
        yield _finding(tree, element, "unreadable-style", "a line so wide can cover text", name)
    elif name in _REFERENCES and "url(" in value and not _OWN.fullmatch(value):
        yield _finding(tree, element, "external-resource", f"`{name}` fetches something", name)
