"""Links from the evidence back to statements, which learn on which page a statement stands.

CSS can say that by itself (`target-counter`), but then WeasyPrint sets each page of the evidence
three times. Instead, a style prints an attribute of the link, which holds a mark while the boxes
are made; and before a page is set, the marks in its boxes give way to what is known by then. The
evidence comes last, as a rule: then all is known, but for statements that are on the same page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Any

# The address of a statement, and the attribute that names its page, for a style to print.
ADDRESS = re.compile(r"#(n\d+)")
ATTRIBUTE = "data-page"
# What stands for the page until it is known; no page that is traced says it.
MARK = "\ue000"
MAX_SETTINGS = 3

# WeasyPrint and lxml have no types.
Html = Any
Document = Any
Box = Any
Element = Any


@cache
def tell_pages_in_time() -> None:
    """Let WeasyPrint tell the links of a page what it knows, before it sets the next one."""
    layout: Any = import_module("weasyprint.layout")
    layout.make_all_pages = _telling(layout.make_all_pages)


def render_with_pages(html: Html, **options: object) -> Document:
    """The document, in which each link back to a statement knows on which page that stands.

    Should a link have been set before its statement, as with evidence in front, everything is set
    again; pages that never come to rest are found when the PDF is read.
    """
    groups = [links for element in html.etree_element.iter() if (links := _links_back(element))]
    if not groups:
        return html.render(**options)
    html.back_links = BackLinks(groups)
    document = html.render(**options)
    pages = html.back_links.pages
    is_settled = html.back_links.is_in_time and statement_pages(document) == pages
    del html.back_links
    for _ in range(MAX_SETTINGS):
        if is_settled:
            break
        pages = statement_pages(document)
        for links in groups:
            for link, page in zip(links, _told(links, pages), strict=True):
                _write(link, page)
        document = html.render(**options)
        is_settled = statement_pages(document) == pages
    return document


def _links_back(element: Element) -> list[Element]:
    """The links to statements right within an element."""
    return [a for a in element if a.tag == "a" and ADDRESS.fullmatch(a.get("href", ""))]


def _told(links: list[Element], pages: dict[str, int]) -> list[int | None]:
    """What each of some links beside each other says of its page: each page is said once."""
    found = [pages.get(link.get("href")[1:]) for link in links]
    return [None if page in found[:i] else page for i, page in enumerate(found)]


def _write(link: Element, page: int | None) -> None:
    if page is None:
        link.attrib.pop(ATTRIBUTE, None)
    else:
        link.set(ATTRIBUTE, str(page))


def statement_pages(document: Document) -> dict[str, int]:
    """The page on which each statement stands; where it goes on overleaf, the first of them."""
    pages: dict[str, int] = {}
    for number, page in enumerate(document.pages, start=1):
        for anchor in page.anchors:
            if ADDRESS.fullmatch(f"#{anchor}"):
                pages.setdefault(anchor, number)
    return pages


class BackLinks:
    """The links back of one document while it is being set.

    `pages` has the statements that have been set, and `is_in_time` is False once a link was set
    before its statement.
    """

    def __init__(self, groups: list[list[Element]]) -> None:
        self.pages: dict[str, int] = {}
        self.is_in_time = True
        self._groups = groups
        self._boxes: dict[Element, list[_Told]] = {}
        self._awaited: set[str] = set()
        self._targets = {link: link.get("href")[1:] for links in groups for link in links}
        for link in self._targets:
            link.set(ATTRIBUTE, MARK)

    def enter(self, root: Box) -> None:
        """Take in the boxes that are to be set."""
        self._boxes = {link: [] for link in self._targets}
        self._awaited = {anchor for box in root.descendants() if (anchor := _statement(box))}
        for parent in root.descendants():
            marked = [box for box in getattr(parent, "children", ()) if self._is_marked(box)]
            if marked:
                self._boxes[marked[0].element].append(_Told(parent, marked))

    def _is_marked(self, box: Box) -> bool:
        """Whether it is what a style puts before or behind a link, and says the page."""
        return "::" in (box.element_tag or "") and box.element in self._boxes and bool(_texts(box))

    def tell(self, page: int) -> None:
        """Let the links that are still to be set know what will be known on this page.

        What has not been set by now is taken to stand on it.
        """
        known = dict.fromkeys(self._awaited, page) | self.pages
        for links in self._groups:
            for link, told in zip(links, _told(links, known), strict=True):
                for boxes in self._boxes.get(link, ()):
                    boxes.tell(told)

    def see(self, page: Box, number: int) -> None:
        """Take note of what stands on a page; a link on it says what it says."""
        boxes = list(page.descendants())
        for anchor in filter(None, map(_statement, boxes)):
            self.pages.setdefault(anchor, number)
        for link in {box.element for box in boxes}.intersection(self._targets):
            self._boxes.pop(link, None)
            self.is_in_time &= self._targets[link] in self.pages


class _Told:
    """The generated boxes that say the page of one link, and the box in which they stand."""

    def __init__(self, parent: Box, boxes: list[Box]) -> None:
        self._parent = parent
        self._with = list(parent.children)
        self._without = [child for child in self._with if child not in boxes]
        self._texts = [(text, text.text) for box in boxes for text in _texts(box)]

    def tell(self, page: int | None) -> None:
        """Let them say this page; without one, they are not there."""
        self._parent.children = self._without if page is None else self._with
        for box, text in self._texts:
            box.text = text.replace(MARK, str(page))


def _texts(box: Box) -> list[Box]:
    """The texts in a box that have the mark."""
    return [text for text in box.descendants() if MARK in getattr(text, "text", "")]


def _statement(box: Box) -> str | None:
    """The statement that a box is, if it is one."""
    anchor: str | None = box.style["anchor"]
    return anchor if anchor and ADDRESS.fullmatch(f"#{anchor}") else None


def _telling(make_all_pages: Callable[..., Iterator[Box]]) -> Callable[..., Iterator[Box]]:
    def make(context: object, root: Box, html: Html, pages: list[Box]) -> Iterator[Box]:
        made = make_all_pages(context, root, html, pages)
        links: BackLinks | None = getattr(html, "back_links", None)
        if links is None:
            yield from made
            return
        if not pages:
            links.enter(root)
        links.tell(1)
        for number, page in enumerate(made, start=1):
            links.see(page, number)
            yield page
            links.tell(number + 1)

    return make
