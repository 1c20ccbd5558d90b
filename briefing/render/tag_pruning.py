"""The tag tree of a PDF without the elements that say nothing: they take as much room as the words.

WeasyPrint gives each piece of text an element of its own, and each element of the page for which
PDF has no name. A `NonStruct` is read as if its kids were those of its parent (ISO 32000-1,
14.8.4.2), and a `Span` without attributes says no more. What they hold, their parents hold as well;
but for words that stand in a block of their own, which is kept. A `Div` around other blocks says
nothing either. Nor do elements say what is known without: their pages, where no words stand right
in them, and that they are elements (ISO 32000-1, table 323).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Any

from briefing.render.marks import join_marks
from briefing.render.pdf_objects import find_object, object_number

# pydyf, which WeasyPrint writes with, has no types.
Pdf = Any
Element = Any
Kid = Any

SAYING_NOTHING = frozenset({"/Span", "/NonStruct"})
MAYBE_NOTHING = frozenset({"/Div", *SAYING_NOTHING})
INLINE = frozenset({"/Link", *SAYING_NOTHING})
PLAIN = {"Type", "S", "K", "P", "Pg"}
# Elements of elements: words stand in one of these.
GROUPS = frozenset({"/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote"})
# Elements of certain elements alone.
LISTS = frozenset({"/L", "/LI", "/Table", "/THead", "/TBody", "/TFoot", "/TR"})
REFERENCE = re.compile(rb"\b(\d+) 0 R\b")


@cache
def note_blocks() -> None:
    """Let WeasyPrint note of each element of the tag tree whether it is a block on its own."""
    tags: Any = import_module("weasyprint.pdf.tags")
    tags._build_box_tree = _noting(tags._build_box_tree)  # noqa: SLF001 - there is no other way


def _noting(build: Callable[..., Iterator[Element]]) -> Callable[..., Iterator[Element]]:
    block: type = import_module("weasyprint.formatting_structure.boxes").BlockLevelBox

    def noted(box: object, *rest: Any) -> Iterator[Element]:  # noqa: ANN401 - as above
        for element in build(box, *rest):
            element.is_block = isinstance(box, block)
            yield element

    return noted


def prune_tags(pdf: Pdf) -> None:
    """Take out of the tag tree what says nothing, and out of the file what is left over."""
    root = find_object(pdf, pdf.catalog["StructTreeRoot"])
    pruner = _Pruner(pdf)
    pruner.prune(root)
    numbers = find_object(pdf, root["ParentTree"])["Nums"]
    pruner.tell_holders(numbers)
    join_marks(pdf, pruner.elements, dict(zip(pdf.page_references, numbers[1::2], strict=False)))
    _take_out(pdf, [each.number for each in pdf.objects if pruner.is_left_over(each)])
    for element in pruner.elements:
        _shorten(element)


class _Pruner:
    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self.elements: list[Element] = []
        self._kept: set[int] = set()
        self._holders: dict[int, bytes] = {}

    def prune(self, element: Element) -> None:
        """Let an element hold what those of its kids hold that say nothing."""
        element["K"][:] = [kid for each in element["K"] for kid in self._pruned(element, each)]

    def _pruned(self, parent: Element, kid: Kid) -> Iterator[Kid]:
        if isinstance(kid, int):
            yield kid
            return
        inner = find_object(self._pdf, kid)
        if inner["Type"] == "/OBJR":  # what leads from a link to its annotation
            yield inner
            return
        self.prune(inner)
        if not self._says_nothing(inner, parent):
            if inner["S"] == "/Span" and getattr(inner, "is_block", False):
                inner["S"] = "/NonStruct"
            self.elements.append(inner)
            self._kept.add(inner.number)
            yield kid
            return
        self._holders[inner.number] = parent.reference
        for each in inner["K"]:
            if isinstance(each, bytes):
                find_object(self._pdf, each)["P"] = parent.reference
            yield each

    def _says_nothing(self, element: Element, parent: Element) -> bool:
        """Whether what an element holds may as well stand right in its parent."""
        if element["S"] not in MAYBE_NOTHING or element.keys() - PLAIN or parent.get("S") in LISTS:
            return False
        inner = [find_object(self._pdf, kid)["S"] for kid in element["K"] if isinstance(kid, bytes)]
        if "/Caption" in inner:  # of what the element holds, and no more
            return False
        holds_elements = len(inner) == len(element["K"])
        if element["S"] == "/Div":
            return holds_elements and INLINE.isdisjoint(inner)
        if holds_elements:
            return True
        is_block = getattr(element, "is_block", False)
        return not is_block and parent["S"] not in GROUPS and parent["Pg"] == element["Pg"]

    def tell_holders(self, numbers: list[Any]) -> None:
        """Let the marked content of each page know which elements hold it now."""
        for held in numbers[1::2]:
            if isinstance(held, list):
                held[:] = map(self._holder, held)

    def is_left_over(self, element: Element) -> bool:
        """Whether it is a part of the tag tree to which nothing refers any more."""
        if not isinstance(element, dict) or element.number in self._kept:  # type: ignore[attr-defined]
            return False
        return not element or element.get("Type") in {"/StructElem", "/OBJR"}

    def _holder(self, reference: bytes | str) -> bytes | str:
        while isinstance(reference, bytes) and object_number(reference) in self._holders:
            reference = self._holders[object_number(reference)]
        return reference


def _shorten(element: Element) -> None:
    """Leave out of an element what is known without."""
    del element["Type"]
    objects = [kid for kid in element["K"] if isinstance(kid, dict)]
    if not objects and not any(isinstance(kid, int) for kid in element["K"]):
        element.pop("Pg", None)
    for each in objects:
        if each["Pg"] == element["Pg"]:
            del each["Pg"]
    if len(element["K"]) == 1:
        [element["K"]] = element["K"]


def _take_out(pdf: Pdf, gone: Iterable[int]) -> None:
    """Take objects out of the file, and number the others anew."""
    numbers_gone = frozenset(gone)
    kept = [each for each in pdf.objects if each.number not in numbers_gone]
    numbers = {b"%d" % each.number: b"%d 0 R" % n for n, each in enumerate(kept)}
    for number, each in enumerate(kept):
        _renumber(each, numbers)
        each.number = number
    pdf.objects[:] = kept


def _renumber(value: Any, numbers: dict[bytes, bytes]) -> Any:  # noqa: ANN401 - as above
    """The value with new numbers for the objects to which it refers, changed in its place."""
    if isinstance(value, dict):
        value.update({key: _renumber(each, numbers) for key, each in value.items()})
    elif isinstance(value, list):
        value[:] = [_renumber(each, numbers) for each in value]
    elif isinstance(value, bytes):
        return REFERENCE.sub(lambda match: numbers[match[1]], value)
    elif hasattr(value, "extra"):  # a stream
        _renumber(value.extra, numbers)
    return value
