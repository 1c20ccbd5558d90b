"""The elements and attributes that are allowed; docs/reading.md tells the same to people."""

from __future__ import annotations

import re
from functools import lru_cache


def _names(written: str) -> frozenset[str]:
    return frozenset(written.split())


ELEMENTS = _names(
    """
    html head title meta link style body header footer main nav section article aside hgroup div
    h1 h2 h3 h4 h5 h6 p blockquote pre hr ol ul li dl dt dd figure figcaption address details
    summary table caption colgroup col thead tbody tfoot tr td th a abbr b bdi br cite code data
    dfn em i ins kbd mark q samp small span strong sub sup time u var wbr img svg script
    """
)
SVG_ELEMENTS = _names(
    """
    svg g defs title desc path rect circle ellipse line polyline polygon text tspan a use
    """
)
# The names of tags, which know no capitals.
TAGS = frozenset(name.lower() for name in ELEMENTS | SVG_ELEMENTS)

_GLOBAL = _names(
    "id class title lang style role tabindex hidden translate dir accesskey"
    " itemscope itemtype itemprop itemid itemref"
)
# These are no part of the page; a title on a <style> would make it one of several to choose from.
_BARE = _names("meta link style script title head")
_OF_ELEMENT = {
    "a": _names("href rel target type hreflang download referrerpolicy"),
    "img": _names("alt src width height loading decoding"),
    "ol": _names("start reversed type"),
    "li": _names("value"),
    "td": _names("colspan rowspan headers"),
    "th": _names("colspan rowspan headers scope abbr"),
    **dict.fromkeys(("col", "colgroup"), _names("span")),
    "data": _names("value"),
    "time": _names("datetime"),
    "ins": _names("cite datetime"),
    **dict.fromkeys(("q", "blockquote"), _names("cite")),
    "details": _names("open"),
    "meta": _names("charset name content"),
    "link": _names("rel href type"),
    "style": _names("media"),
    "script": _names("type id"),
}
_ARIA = _names(
    """
    label labelledby describedby description hidden details current controls level live atomic
    busy relevant sort valuetext roledescription owns flowto
    """
)
_SVG_GLOBAL = _names(
    """
    id class style role tabindex lang xml:lang fill fill-opacity fill-rule stroke stroke-width
    stroke-opacity stroke-linecap stroke-linejoin stroke-dasharray stroke-dashoffset
    stroke-miterlimit opacity display visibility color transform shape-rendering vector-effect
    focusable
    """
)
_SVG_TEXT = _names(
    """
    x y font-family font-size font-weight font-style text-anchor letter-spacing word-spacing
    text-decoration xml:space
    """
)
_OF_SVG_ELEMENT = {
    "svg": _names("xmlns xmlns:xlink version viewBox width height font-family font-size"),
    "g": _names("font-family font-size font-weight font-style text-anchor"),
    "path": _names("d"),
    "rect": _names("x y width height rx ry"),
    "circle": _names("cx cy r"),
    "ellipse": _names("cx cy rx ry"),
    "line": _names("x1 x2 y1 y2"),
    **dict.fromkeys(("polyline", "polygon"), _names("points")),
    "text": _SVG_TEXT,
    "tspan": _SVG_TEXT | {"dy"},
    "a": _names("href xlink:href target rel type"),
    "use": _names("href xlink:href x y"),
}
# The forms of values that browsers otherwise mend, each in its own way.
_NUMBER = r"-?(?:[0-9]{1,6}(?:\.[0-9]{1,6})?|\.[0-9]{1,6})"
_COUNT = re.compile(r"[0-9]{1,4}")
# What comes to infinity lies nowhere by arithmetic, and browsers draw it all the same.
_COORDINATES = re.compile(r"(?s:(?!.*(?:(?<![0-9.])[0-9]{7}|[eE]\+?[0-9])).*)")
_FORMS = {
    "start": re.compile(r"-?[0-9]{1,6}"),
    "value": re.compile(r"-?[0-9]{1,6}"),
    "colspan": _COUNT,
    "rowspan": _COUNT,
    "span": _COUNT,
    "type": re.compile("[1aAiI]"),
    "hidden": re.compile("|hidden"),
    "dy": re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,6})?(?:em|px)?"),
    "viewBox": re.compile(rf"{_NUMBER}(?:[ ,]+{_NUMBER}){{3}}"),
    **dict.fromkeys(
        ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry"),
        re.compile(rf"{_NUMBER}(?:px)?"),
    ),
    **dict.fromkeys(("d", "points", "transform"), _COORDINATES),
    **dict.fromkeys(("width", "height"), re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,6})?(?:px)?")),
}
_FORMED_IN_HTML = {
    "ol": _names("start type"),
    "li": _names("value"),
    **dict.fromkeys(("td", "th"), _names("colspan rowspan")),
    **dict.fromkeys(("col", "colgroup"), _names("span")),
    "img": _names("width height"),
}
_CODE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


@lru_cache(maxsize=256)
def _known(element: str, *, is_drawn: bool) -> frozenset[str]:
    """The names of the attributes that an element may have."""
    if is_drawn:
        return _SVG_GLOBAL | _OF_SVG_ELEMENT.get(element, frozenset())
    everywhere = frozenset() if element in _BARE else _GLOBAL
    return _OF_ELEMENT.get(element, frozenset()) | everywhere


def fault_of_attribute(element: str, name: str, value: str, *, is_drawn: bool) -> str:
    """What is wrong with an attribute of an element of HTML, or of a drawing; empty if nothing."""
    if name.startswith("data-"):
        return ""
    if name.startswith("aria-"):
        return "" if name[5:] in _ARIA else "is not read"
    known = _known(element, is_drawn=is_drawn)
    if is_drawn:
        form = _FORMS.get(name)
    else:
        is_formed = name == "hidden" or name in _FORMED_IN_HTML.get(element, ())
        form = _FORMS[name] if is_formed else _CODE if name == "lang" else None
    if name not in known:
        return "is not read"
    if form is not None and not form.fullmatch(value.strip()):
        return f"has the value `{' '.join(value.split())[:40]}`, which is not read"
    return ""
