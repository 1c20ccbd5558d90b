"""The marks in the contents of pages by which tags name words, as few as say the same.

WeasyPrint marks each line, and each run of text in it. What one element holds, and is drawn in the
order in which it holds it, needs one mark.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from briefing.render.pdf_objects import find_object

# pydyf, which WeasyPrint writes with, has no types. The instructions of a page are a list, in which
# marked content begins with three entries (a name, a dictionary with its number, BDC).
Pdf = Any
Element = Any
Instructions = list[Any]

NO_MARK = -1  # marked content, such as page furniture, that has no number


def join_marks(pdf: Pdf, elements: list[Element], tagged: dict[bytes, list[Any]]) -> None:
    """Join marks that follow one another in their page and in their element.

    `tagged` has for each page the elements that hold its marks, by their numbers.
    """
    held: dict[bytes, list[Element]] = {page: [] for page in tagged}
    for element in elements:
        if any(isinstance(kid, int) for kid in element["K"]):
            held[element["Pg"]].append(element)
    for page, holders in tagged.items():
        content = find_object(pdf, find_object(pdf, page)["Contents"]).stream
        marks = [each["MCID"] for each in content if isinstance(each, dict) and "MCID" in each]
        # Marks in a form, such as a transparent part of the page, count with those of the page.
        if {n for n, holder in enumerate(holders) if holder != "null"} <= set(marks):
            joined = set(_join(content, set(_following(held[page]))))
            _renumber(content, held[page], [n for n in marks if n not in joined])
            holders[:] = [holders[n] for n in marks if n not in joined]


def _following(elements: list[Element]) -> Iterator[tuple[int, int]]:
    """The marks that follow each other within an element."""
    for element in elements:
        for before, mark in pairwise(element["K"]):
            if isinstance(before, int) and isinstance(mark, int):
                yield before, mark


def _join(content: Instructions, following: set[tuple[int, int]]) -> Iterator[int]:
    """Take out each mark that begins where the one before it ends, and tell which they were."""
    kept: Instructions = []
    opened: list[int] = []
    closed = NO_MARK
    for each in content:
        kept.append(each)
        if each in (b"BDC", b"BMC"):
            mark = kept[-2].get("MCID", NO_MARK) if isinstance(kept[-2], dict) else NO_MARK
            if kept[-4:-3] == [b"EMC"] and (closed, mark) in following:
                del kept[-4:]
                yield mark
            opened.append(mark)
        elif each == b"EMC":
            closed = opened.pop()
    content[:] = kept


def _renumber(content: Instructions, elements: list[Element], marks: list[int]) -> None:
    """Count these marks from 0 on, and drop all others from the elements."""
    numbers = {mark: number for number, mark in enumerate(marks)}
    for each in content:
        if isinstance(each, dict) and "MCID" in each:
            each["MCID"] = numbers[each["MCID"]]
    for element in elements:
        element["K"][:] = [
            numbers[kid] if isinstance(kid, int) else kid
            for kid in element["K"]
            if not isinstance(kid, int) or kid in numbers
        ]
