"""What a reader sees of a finished page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple

from briefing.diagnostics import Finding
from briefing.text import Place, Span


class Layer(StrEnum):
    """In what way the words reach the reader."""

    BODY = "body"  # seen when the page is opened, in the order of reading
    HOVER = "hover"  # revealed by hover, focus or click; `title` and `aria-label` texts
    STRUCTURE = "structure"  # page numbers, running heads, list markers, back links
    METADATA = "metadata"  # title, author, description, outline


class Mark(NamedTuple):
    """What the page itself claims of some characters of a block.

    `kind` is the name behind `data-` in HTML ("fact", "name", "quote", "cite", "source",
    "edition", "term", "waiver"), or "link"; `target` is the id or the destination that it names.
    In HTML there are also the "value" of a `<data>` and the "anchor" (id) of an element.
    """

    kind: str
    target: str
    span: Span


class Fragment(NamedTuple):
    """Characters of a block from `start` on that stand together in the file, at `place`."""

    start: int
    place: Place


_start = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that is read in one go: a paragraph, heading, item, cell or label.

    `text` has its white space folded, and generated text in it. `context` are the words
    that a reader takes along: row and column heads, the caption of a table or figure.
    """

    text: str
    kind: str
    layer: Layer
    marks: tuple[Mark, ...]
    fragments: tuple[Fragment, ...]
    context: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[Callable[..., Block], tuple[object, ...]]:
        """How a block goes to another process: as plain values, in half of the time."""
        said = (self.text, self.kind, self.layer, self.context)
        marks = [part for kind, to, span in self.marks for part in (kind, to, *span)]
        parts = [part for at, (page, span) in self.fragments for part in (at, page, *span)]
        return _rebuild, (said, marks, parts)

    def place(self, span: Span) -> Place:
        """Where in the file the characters of `span` stand; never wider than one fragment.

        Where the file has other characters than the text, as in `&amp;`, it is the whole fragment.
        """
        after = bisect_right(self.fragments, span.start, key=_start)
        fragment = self.fragments[after - 1]
        is_last = after == len(self.fragments)
        behind = len(self.text) if is_last else self.fragments[after].start
        if behind - fragment.start < fragment.place.span.end - fragment.place.span.start:
            return fragment.place
        start = fragment.place.span.start + span.start - fragment.start
        end = min(start + span.end - span.start, fragment.place.span.end)
        return Place(fragment.place.text, Span(min(start, end), end))


def _rebuild(
    said: tuple[str, str, Layer, tuple[str, ...]], marks: Sequence[Any], fragments: Sequence[Any]
) -> Block:
    """A block of plain values: four of them a mark, and four a fragment."""
    text, kind, layer, context = said
    found = [Mark(kind, to, Span(start, end)) for kind, to, start, end in _fours(marks)]
    placed = [Fragment(at, Place(page, Span(*ends))) for at, page, *ends in _fours(fragments)]
    return Block(text, kind, layer, tuple(found), tuple(placed), context)


def _fours(values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    each = iter(values)
    return zip(each, each, each, each, strict=True)


@dataclass(frozen=True, slots=True)
class Blank:
    """An element that claims something of its text, and has none."""

    kind: str
    target: str
    place: Place


@dataclass(frozen=True, slots=True)
class Reading:
    """A finished page as a person reads it: its blocks in reading order.

    `blanks` are claims without words. `unread` holds a finding for every part that could not be
    read; such a page is never green.
    `page_count` is a PDF's; `anchors` are the destinations in it, each with its page from 1.
    `revisions` counts how often a PDF was written: once, and once more for each signature or other
    change behind its end. `believed` are its fonts whose letters are not known by their shapes, so
    that what the file says of them had to be believed.
    """

    path: str
    blocks: tuple[Block, ...]
    unread: tuple[Finding, ...] = ()
    page_count: int | None = None
    anchors: Mapping[str, int] = field(default_factory=dict)
    blanks: tuple[Blank, ...] = ()
    revisions: int | None = None
    believed: tuple[str, ...] = ()
