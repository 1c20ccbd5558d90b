"""The tag tree of a PDF, put right where WeasyPrint's is not what PDF/UA asks for.

All of it works on the objects of a PDF that is about to be written: elements are dictionaries that
name their type (`S`), their parent (`P`) and their kids (`K`: references, or numbers of marked
content).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from briefing.render.pdf_objects import find_object, object_number

IN_LIST = frozenset({"/L", "/LI", "/Caption"})
LABEL_AND_BODY = frozenset({"/Lbl", "/LBody"})
INLINE = frozenset({"/Span", "/Link", "/NonStruct"})
# Within which parents a part of a list is one, and what it is elsewhere.
LIST_PARTS = {
    "/LI": ({"/L"}, "/Div"),
    "/LBody": ({"/LI"}, "/Div"),
    "/Lbl": ({"/LI"}, "/Span"),
}
SCOPES = {"row": "/Row", "rowgroup": "/Row", "col": "/Column", "colgroup": "/Column"}
PAGE_FURNITURE = {"Type": "/Pagination"}

# pydyf, which WeasyPrint writes with, has no types. What is new is made of the classes of what is
# there, so that pydyf need not be imported.
Pdf = Any
Element = Any


def repair_tags(pdf: Pdf) -> None:
    """Make the tag tree one that PDF/UA-1 and those who are read a page aloud can do with."""
    for element in _elements(pdf):
        if element["S"] == "/L":
            element["K"][:] = list(_list_kids(pdf, element))
    for element in _elements(pdf):
        if element["S"] == "/LI":
            element["K"][:] = list(_item_kids(pdf, element))
    for element in _elements(pdf):
        parents, elsewhere = LIST_PARTS.get(element["S"], (None, ""))
        if parents is not None and find_object(pdf, element["P"])["S"] not in parents:
            element["S"] = elsewhere
    _tag_links(pdf)
    _untag_page_furniture(pdf)


def scope_heads(document: Any) -> None:  # noqa: ANN401 - WeasyPrint has no types
    """Let the heads of tables say what they are heads of, as the page does with `scope`.

    WeasyPrint lists the heads of each cell instead, but not those that reach over several rows.
    """
    for page in document.pages:
        for box in page._page_box.descendants():  # noqa: SLF001 - there is no other way to a cell
            scope = SCOPES.get(box.element.get("scope", "")) if hasattr(box, "mark") else None
            if scope is not None and box.mark["S"] == "/TH":
                box.mark["A"]["Scope"] = scope


def _elements(pdf: Pdf) -> list[Element]:
    """Every element of the tag tree."""
    return [o for o in pdf.objects if isinstance(o, dict) and o.get("Type") == "/StructElem"]


def _list_kids(pdf: Pdf, list_: Element) -> Iterator[bytes]:
    """The kids of a list, in which only items may stand (ISO 32000-1, table 336).

    White space between items that stand beside each other goes into the item before it, anything
    else into an item of its own.
    """
    body = None
    for reference in list_["K"]:
        kid = find_object(pdf, reference)
        if kid.get("S") in IN_LIST:
            body = _last_body(pdf, kid)
            yield reference
        elif body is not None and kid.get("S") in INLINE:
            _move(kid, body)
        else:
            item = _add(pdf, "/LI", list_)
            body = _add(pdf, "/LBody", item)
            item["K"].append(body.reference)
            _move(kid, body)
            yield item.reference


def _item_kids(pdf: Pdf, item: Element) -> Iterator[bytes]:
    """The kids of an item: its label and its body, which takes in whatever else stands there."""
    body = None
    for reference in item["K"]:
        kid = find_object(pdf, reference)
        if kid.get("S") in LABEL_AND_BODY:
            body = kid if kid["S"] == "/LBody" else None
            yield reference
        elif body is None:
            body = _add(pdf, "/LBody", item)
            _move(kid, body)
            yield body.reference
        else:
            _move(kid, body)


def _last_body(pdf: Pdf, item: Element) -> Element | None:
    bodies = [kid for kid in item["K"] if find_object(pdf, kid).get("S") == "/LBody"]
    return find_object(pdf, bodies[-1]) if bodies else None


def _add(pdf: Pdf, type_: str, parent: Element) -> Element:
    element = type(parent)(
        {
            "Type": "/StructElem",
            "S": type_,
            "K": type(parent["K"])([]),
            "Pg": parent["Pg"],
            "P": parent.reference,
        }
    )
    pdf.add_object(element)
    return element


def _move(kid: Element, parent: Element) -> None:
    kid["P"] = parent.reference
    parent["K"].append(kid.reference)


def _tag_links(pdf: Pdf) -> None:
    """Let what has a link annotation be a link, and nothing else: generated text has its own."""
    for element in _elements(pdf):
        kids = (find_object(pdf, kid) for kid in element["K"] if not isinstance(kid, int))
        if element["S"] in INLINE and any(kid.get("Type") == "/OBJR" for kid in kids):
            element["S"] = "/Link"
        elif element["S"] == "/Link":
            element["S"] = "/Span"


def _untag_page_furniture(pdf: Pdf) -> None:
    """Mark what no element of the tree holds, heads and feet of pages, as artifacts.

    WeasyPrint gives them tags that hang on nothing, which some programs read aloud on each page.
    """
    root = find_object(pdf, pdf.catalog["StructTreeRoot"])
    numbers = find_object(pdf, root["ParentTree"])["Nums"]
    held = _held(pdf, root)
    for page_number, reference in enumerate(pdf.page_references):
        tagged = numbers[2 * page_number + 1]
        loose = {n for n, element in enumerate(tagged) if object_number(element) not in held}
        for n in loose:
            find_object(pdf, tagged[n]).clear()
            tagged[n] = "null"
        if loose:
            _mark_as_artifacts(
                find_object(pdf, find_object(pdf, reference)["Contents"]).stream, loose
            )


def _held(pdf: Pdf, root: Element) -> set[int]:
    """The numbers of all elements in the tree."""
    held: set[int] = set()
    waiting = list(root["K"])
    while waiting:
        reference = waiting.pop()
        if not isinstance(reference, int) and object_number(reference) not in held:
            held.add(object_number(reference))
            waiting.extend(find_object(pdf, reference).get("K", ()))
    return held


def _mark_as_artifacts(stream: list[Any], loose: set[int]) -> None:
    for index, mark in enumerate(stream):
        if isinstance(mark, dict) and mark.get("MCID") in loose:
            stream[index - 1 : index + 1] = ["/Artifact", type(mark)(PAGE_FURNITURE)]
