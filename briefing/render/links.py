"""The links of a PDF: one for each place that can be clicked, with words for those who hear them.

All of it works on a document that WeasyPrint has laid out. A link of a page is its kind, its
target, the rectangle that is clicked (left, top, right, bottom) and its box.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

# WeasyPrint has no types.
Document = Any
PageLink = Any

NEARLY = 0.01  # of a pixel, in which the sides of one box differ


def drop_repeated_links(document: Document) -> None:
    """Leave out the links of what stands within a link, and is no larger.

    WeasyPrint gives one to each element and each generated text within another one's. A screen
    reader would tell all of them.
    """
    for page in document.pages:
        page.links[:] = list(_without_repeated(page.links))


def _without_repeated(links: Iterable[PageLink]) -> Iterator[PageLink]:
    """The links of a page, on which what stands within a box follows behind it."""
    outer, within = None, frozenset[int]()
    for link in links:
        *_, place, box = link
        if id(box) not in within:
            outer, within = link, frozenset(map(id, box.descendants()))
        elif outer and outer[:2] == link[:2] and _covers(outer[2], place):
            continue
        yield link


def _covers(outer: tuple[float, ...], inner: tuple[float, ...]) -> bool:
    left, top, right, bottom = (a - b for a, b in zip(inner, outer, strict=True))
    return left >= -NEARLY and top >= -NEARLY and right <= NEARLY and bottom <= NEARLY


def describe_links(document: Document) -> None:
    """Let a link whose words do not say where it leads say so to those who do not see it.

    WeasyPrint describes each link by its bare address, and has no use for `aria-label`.
    """
    for page in document.pages:
        for *_, box in page.links:
            label = box.element.get("aria-label")
            if label and box.link_annotation is not None:
                string = type(box.link_annotation["Contents"])
                box.link_annotation["Contents"] = string(label)
