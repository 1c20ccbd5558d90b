"""The parts of a page of a PDF in reading order, as its tags name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import groupby
from typing import NamedTuple

from briefing.read.model import Layer
from briefing.read.pdf_lines import (
    SPACE,
    WHITE_SPACE,
    Written,
    first_word,
    is_new_line,
    join_lines,
    write_lines,
)
from briefing.read.pdf_pages import LEFT_OUT, Element, Page, Run

# What the tags of a PDF name; the words of any other part are a paragraph.
KINDS = {
    **dict.fromkeys(("H", "H1", "H2", "H3", "H4", "H5", "H6"), "heading"),
    **dict.fromkeys(("LI", "LBody"), "item"),
    "Lbl": "marker",
    **dict.fromkeys(("TD", "TH"), "cell"),
    "Caption": "caption",
    "Figure": "label",
}
# In these a new line is never a new block.
ONE_BLOCK = frozenset({"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "TH", "Caption", "Lbl"})
# In these each text stands for itself: the labels of a drawing, a running head.
LABELS = frozenset({"label", "artifact"})
INLINE = frozenset(
    {"Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Em", "Strong"}
    | {"Sub", "NonStruct", "Private", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP"}
)
BACK_LINK = re.compile(r"n\d+")
# Shares of the height of the characters, which is about 1.2 em.
NEW_LABEL, OTHER_SIZE = 0.45, 0.15
MARGIN = 3  # points; lines whose left ends differ by less start at the same margin


class Draft(NamedTuple):
    """A block before it is known where its lines stand in the text of the page."""

    kind: str
    layer: Layer
    context: tuple[str, ...]
    path: tuple[str, ...]
    lines: tuple[Written, ...]

    @property
    def text(self) -> str:
        """The words of the block."""
        return join_lines(self.lines)[0]


class _Item(NamedTuple):
    """A run, and in which inline element within its block it stands: the way down to it."""

    run: Run
    inside: tuple[int, ...] = ()


Heads = list[list[str]]  # for each column of a table the words above it, from the top down


class Unread(Enum):
    """What stands for the page before where it is read by somebody else."""

    PAGE = "page"


class OpenTableError(Exception):
    """A page goes on with a table of the one before, which is not known."""


class PageDrafts(NamedTuple):
    """The blocks of a page, what is wrong with its tags, and the table that may go on behind it."""

    drafts: tuple[Draft, ...]
    faults: tuple[str, ...]
    open_table: Heads | Unread | None


def read_drafts(number: int, page: Page, before: Heads | Unread | None) -> PageDrafts:
    """The parts of a page in the order of reading, and behind them what has no tag.

    `before` are the heads of the table that may go on from the page before, if there is one. Raises
    OpenTableError where that would have to be known.
    """
    reader = _Reader(number, before, edges=_right_edges(page.runs))
    reader.read(page)
    return PageDrafts(tuple(reader.drafts), tuple(reader.faults), reader.open_table)


@dataclass(slots=True)
class _Reader:
    """Walks the tags of a page."""

    number: int
    open_table: Heads | Unread | None
    edges: dict[int, float]
    drafts: list[Draft] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    runs: dict[int, list[Run]] = field(default_factory=dict)

    def read(self, page: Page) -> None:
        """Add the blocks of the page."""
        outside = []
        for run in page.runs:
            if run.tag is None:
                outside.append(run)
            else:
                self.runs.setdefault(run.tag, []).append(run)
        for element in page.elements:
            self._walk(element, "paragraph", (), ())
        left = sorted(self.runs.items())
        if any(run.text.strip() for _, runs in left for run in runs):
            self.faults.append(LEFT_OUT)
        for runs in (*(found for _, found in left), outside):
            items = [_Item(run) for run in runs]
            if page.elements:
                self._flush(items, "artifact", (), ("Artifact",), Layer.STRUCTURE)
            else:
                self._flush(items, "paragraph", (), ("Document",))
        for note in page.notes:
            self._say("note", note)

    def _walk(
        self, element: Element, kind: str, context: tuple[str, ...], path: tuple[str, ...]
    ) -> None:
        if element.type == "Table":
            self._walk_table(element, context, (*path, "Table"))
            return
        if kind != "repeated":
            kind = KINDS.get(element.type, kind if element.type in INLINE else "paragraph")
        path = (*path, element.type)
        captions = tuple(self._words(kid) for kid in _elements(element) if kid.type == "Caption")
        items: list[_Item] = []
        for number, kid in enumerate(element.kids):
            if isinstance(kid, Element) and _is_block(kid):
                self._flush(items, kind, context, path)
                items = []
                inner = context if kid.type == "Caption" else (*context, *captions)
                self._walk(kid, kind, inner, path)
            else:
                items += self._take(kid, (), number)
        self._flush(items, kind, context, path)
        if element.alternative:
            self._say("alt", element.alternative)

    def _walk_table(self, table: Element, context: tuple[str, ...], path: tuple[str, ...]) -> None:
        captions = [kid for kid in _elements(table) if kid.type == "Caption"]
        before = None if self.drafts or captions else self._table_before()
        inner = (*context, *(self._words(caption) for caption in captions))
        for caption in captions:
            self._walk(caption, "caption", context, path)
        rows = [list(_cells(row)) for row in _rows(table)]
        heads = [all(cell.type == "TH" for cell in row) for row in rows]
        columns = _column_heads(
            [(cell, self._words(cell)) for cell in row]
            for row, head in zip(rows, heads, strict=True)
            if head
        )
        kind = "repeated" if before == columns else "cell"
        for row, head in zip(rows, heads, strict=True):
            if head:
                for cell in row:
                    self._walk(cell, kind, inner, path)
            else:
                self._walk_row(row, columns or before or [], inner, path)
        self.open_table = columns or before

    def _table_before(self) -> Heads | None:
        """The heads of the table that goes on where the page begins."""
        if isinstance(self.open_table, Unread):
            raise OpenTableError
        return self.open_table

    def _walk_row(
        self,
        row: Sequence[Element],
        columns: Sequence[Sequence[str]],
        context: tuple[str, ...],
        path: tuple[str, ...],
    ) -> None:
        beside = {id(cell): self._words(cell) for cell in row if cell.type == "TH"}
        column = 0
        for cell in row:
            above = [words for heads in columns[column : column + cell.columns] for words in heads]
            others = [words for head, words in beside.items() if head != id(cell)]
            self._walk(cell, "cell", (*context, *dict.fromkeys([*above, *others])), path)
            column += cell.columns

    def _words(self, element: Element) -> str:
        return join_lines(list(write_lines(self.number, self._peek(element))))[0]

    def _peek(self, kid: Element | int) -> Iterator[Run]:
        if isinstance(kid, int):
            yield from self.runs.get(kid, ())
        else:
            for inner in kid.kids:
                yield from self._peek(inner)

    def _take(self, kid: Element | int, inside: tuple[int, ...], number: int) -> Iterator[_Item]:
        if isinstance(kid, int):
            yield from (_Item(run, inside) for run in self.runs.pop(kid, ()))
            return
        # A span with marks alone is the text of the element around it.
        if any(_elements(kid)) or kid.type == "NonStruct":
            inside = (*inside, number)
        for index, inner in enumerate(kid.kids):
            yield from self._take(inner, inside, index)

    def _flush(
        self,
        items: Sequence[_Item],
        kind: str,
        context: tuple[str, ...],
        path: tuple[str, ...],
        layer: Layer = Layer.BODY,
    ) -> None:
        """Make blocks of what was gathered: back links apart from what leads on."""
        if items and layer is Layer.BODY and "Table" not in path:
            self.open_table = None
        for back, group in groupby(items, key=lambda item: _is_back_link(item.run)):
            shown = Layer.STRUCTURE if back or kind in ("marker", "repeated") else layer
            for part in _split_blocks(list(group), kind, path[-1], self.edges):
                lines = tuple(write_lines(self.number, (item.run for item in part)))
                if lines:
                    self.drafts.append(Draft("back" if back else kind, shown, context, path, lines))

    def _say(self, kind: str, words: str) -> None:
        lines = (Written(self.number, WHITE_SPACE.sub(" ", words).strip()),)
        self.drafts.append(Draft(kind, Layer.HOVER, (), (), lines))


def _elements(element: Element) -> Iterator[Element]:
    return (kid for kid in element.kids if isinstance(kid, Element))


def _is_block(element: Element) -> bool:
    return element.type not in INLINE or any(_is_block(kid) for kid in _elements(element))


def _is_back_link(run: Run) -> bool:
    link = run.link
    return link is not None and link.kind == "link" and bool(BACK_LINK.fullmatch(link.target))


def _rows(table: Element) -> Iterator[Element]:
    for kid in _elements(table):
        if kid.type == "TR":
            yield kid
        elif kid.type != "Table":
            yield from _rows(kid)


def _cells(row: Element) -> Iterator[Element]:
    return (kid for kid in _elements(row) if kid.type in ("TH", "TD"))


def _column_heads(rows: Iterable[Sequence[tuple[Element, str]]]) -> Heads:
    """For each column the words above it, from the top down."""
    columns: Heads = []
    for row in rows:
        column = 0
        for cell, words in row:
            columns += [[] for _ in range(column + cell.columns - len(columns))]
            for heads in columns[column : column + cell.columns]:
                heads.append(words)
            column += cell.columns
    return columns


def _right_edges(runs: Iterable[Run]) -> dict[int, float]:
    """How far the longest line goes that starts at a left margin."""
    edges: dict[int, float] = {}
    start, before = 0, None
    for run in runs:
        if before is None or is_new_line(before.line, run.line) or _is_wide_gap(before, run):
            start = round(run.line.start / MARGIN)
        edges[start] = max(edges.get(start, 0.0), run.line.end)
        before = run
    return edges


def _is_wide_gap(before: Run, run: Run) -> bool:
    return run.line.start - before.line.end > NEW_LABEL * run.line.size


def _split_blocks(
    items: Sequence[_Item], kind: str, tag: str, edges: Mapping[int, float]
) -> Iterator[list[_Item]]:
    """The runs of each block among some runs that follow one another within one element."""
    margin = round(min(item.run.line.start for item in items) / MARGIN)
    edge = max(edges.get(near, 0.0) for near in (margin - 1, margin, margin + 1))
    part: list[_Item] = []
    for item in items:
        if part and _starts_block(part[-1], item, kind, tag, edge):
            yield part
            part = []
        part.append(item)
    if part:
        yield part


def _starts_block(before: _Item, item: _Item, kind: str, tag: str, edge: float) -> bool:
    a, b = before.run.line, item.run.line
    if kind in LABELS:
        return is_new_line(a, b) or _is_wide_gap(before.run, item.run)
    if tag in ONE_BLOCK or before.inside == item.inside or not is_new_line(a, b):
        return False
    if abs(a.size - b.size) > OTHER_SIZE * a.size:
        return True
    # A line that was broken had no room for the next word.
    return first_word(item.run) < edge - a.end - SPACE * a.size
