"""The markup that is allowed: what is not listed here might show what nobody can read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from briefing.diagnostics import Finding
from briefing.read.html_allowed import ELEMENTS, SVG_ELEMENTS, fault_of_attribute
from briefing.read.html_data import check_scripts
from briefing.read.html_tree import HTML, SVG, Element, Tree

_OWN = re.compile(r"""\s*url\(\s*['"]?#[\w.:-]+['"]?\s*\)\s*""")  # something in this file
_REFERENCES = frozenset({"fill", "stroke"})
# Browsers pass over these within an address, and over others before it (URL standard, 4.4).
_PASSED_OVER = re.compile("[\t\n\r]|^[\0-\x20]+")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_SCHEMES = frozenset({"http", "https", "mailto"})
_QUIET_META = frozenset({"color-scheme", "viewport", "robots", "referrer", "theme-color"})
TOLD_META = frozenset(
    {"author", "description", "generator", "keywords", "application-name", "date", "subject"}
)
_META_FORMS = {
    "color-scheme": re.compile("normal|light|light dark|dark light"),
    "viewport": re.compile(r"width=device-width(?:, ?initial-scale=1(?:\.0)?)?"),
}
_WAYS_OUT = {
    "external-resource": "put it into the file",
    "unreadable-element": "leave it out; docs/reading.md lists what is read",
    "unreadable-markup": "leave it out; docs/reading.md lists what is read",
    "unreadable-style": "draw it narrower",
    "unreadable-text": "let text run from left to right",
}
_NARROW = re.compile(r"(?:1?\d|2[0-4])?(?:\.\d+)?(?:px)?")
_IN_HEAD = frozenset({"meta", "title", "style"})
_MOST_FAULTS = 5  # of one element's attributes: more would say nothing new


def check_markup(tree: Tree) -> Iterator[Finding]:
    """Findings for elements and attributes that are not read, and for what is fetched."""
    yield from check_scripts(tree)
    ids: dict[str, Element] = {}
    for node in tree.elements:
        yield from _element(tree, node)
        yield from _place_of(tree, node)
        faults = (f for pair in node.attributes.items() for f in _attribute(tree, node, *pair))
        yield from islice(faults, _MOST_FAULTS)
        identity = node.get("id")
        if identity is not None and ids.setdefault(identity, node) is not node:
            yield _finding(
                tree, node, "unreadable-markup", f"two elements have the id `{identity}`", "id"
            )


def _finding(tree: Tree, element: Element, rule: str, message: str, attribute: str = "") -> Finding:
    span = tree.attribute_span(element, attribute) if attribute else tree.tag_span(element)
    return Finding(rule, message, tree.text.place(*span), help=_WAYS_OUT[rule])


def _element(tree: Tree, element: Element) -> Iterator[Finding]:
    name, namespace = element.name, element.namespace
    known = {HTML: ELEMENTS, SVG: SVG_ELEMENTS}.get(namespace, frozenset())
    if name not in known and name != "script":
        yield _finding(tree, element, "unreadable-element", f"<{name}> is not read")
    elif name == "img":
        yield from _image(tree, element)
    elif name == "link":
        yield from _link(tree, element)
    elif name == "meta":
        yield from _meta(tree, element)
    elif name == "use":
        yield from _use(tree, element)


def _place_of(tree: Tree, element: Element) -> Iterator[Finding]:
    """A finding if an element stands where browsers make something else of it."""
    name, is_drawn = element.name, element.namespace == SVG
    if is_drawn and name == "svg" and _is_drawn(element.parent):
        yield _finding(tree, element, "unreadable-element", "a drawing within a drawing")
    elif not is_drawn and _is_drawn(element.parent):
        yield _finding(tree, element, "unreadable-element", f"<{name}> within a drawing")
    elif not is_drawn and name in _IN_HEAD and not _stands_in(element, "head"):
        yield _finding(tree, element, "unreadable-markup", f"<{name}> stands outside the head")
    elif name == "details" and [e.name for e in element.elements].count("summary") != 1:
        yield _finding(tree, element, "unreadable-markup", "<details> without its one summary")
    elif name == "li" and not _stands_in(element, "ol", "ul"):
        yield _finding(tree, element, "unreadable-markup", "<li> stands in no list")


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
    """Only the declaration of the encoding, and metadata that are read or show nothing."""
    if element.attributes.keys() == {"charset"}:
        is_utf_8 = element.attributes["charset"].strip().lower() in {"utf-8", "utf8"}
        if not is_utf_8 or element is not next(tree.find("meta")):
            what = "another declaration of the encoding than UTF-8, first in the head"
            yield _finding(tree, element, "unreadable-markup", what)
        return
    name = (element.get("name") or "").lower()
    form = _META_FORMS.get(name)
    if element.attributes.keys() != {"name", "content"} or name not in _QUIET_META | TOLD_META:
        yield _finding(tree, element, "unreadable-element", "a <meta> that is not read")
    elif form is not None and not form.fullmatch(element.attributes["content"].strip().lower()):
        yield _finding(
            tree, element, "unreadable-markup", f"<meta> with a value for {name} that is not read"
        )


def _stands_in(element: Element, *names: str) -> bool:
    return element.parent is not None and element.parent.name in names


def _is_drawn(element: Element | None) -> bool:
    return element is not None and element.namespace == SVG


def _use(tree: Tree, element: Element) -> Iterator[Finding]:
    target = element.get("href") or element.get("xlink:href") or ""
    other = tree.by_id.get(target[1:]) if target.startswith("#") else None
    if other is not None and not any(other.find("text", "use", "image", "svg")):
        return
    yield _finding(tree, element, "unreadable-element", "<use> may repeat shapes only, not words")


def _attribute(tree: Tree, element: Element, name: str, value: str) -> Iterator[Finding]:
    is_drawn = element.namespace == SVG
    fault = fault_of_attribute(element.name, name, value, is_drawn=is_drawn)
    if fault:
        rule = "unreadable-element" if name.startswith("on") else "unreadable-markup"
        yield _finding(tree, element, rule, f"the attribute `{name}` {fault}", name)
    elif name in {"href", "xlink:href"} and element.name != "link":
        scheme = _SCHEME.match(_PASSED_OVER.sub("", value))
        if scheme is not None and scheme[1].lower() not in _SCHEMES:
            yield _finding(tree, element, "unreadable-element", "a link that runs a script", name)
    elif name == "dir" and value.lower() != "ltr":
        yield _finding(tree, element, "unreadable-text", "text that runs from right to left", name)
    elif name == "stroke-width" and not _NARROW.fullmatch(value.strip()):
        yield _finding(tree, element, "unreadable-style", "a line so wide can cover text", name)
    elif is_drawn and name in _REFERENCES and "url(" in value and not _OWN.fullmatch(value):
        yield _finding(tree, element, "external-resource", f"`{name}` fetches something", name)
