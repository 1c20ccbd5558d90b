"""The heads that a reader takes along with a table cell (HTML standard, 4.9.12)."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from briefing.read.html_tree import Element

_GROUPS = ("thead", "tbody", "tfoot")
_WIDEST = 100  # columns that one cell may cover
_MOST_CELLS = 100_000  # beyond, cells reach over no further rows
_MOST_HEADS = 20  # of one kind that a reader keeps in mind for a cell: the nearest


@dataclass(slots=True)
class _Grid:
    """Which cell covers which place."""

    cells: dict[tuple[int, int], Element] = field(default_factory=dict)
    anchors: dict[Element, tuple[int, int]] = field(default_factory=dict)
    group: dict[int, Element] = field(default_factory=dict)
    heads_only: set[int] = field(default_factory=set)
    above: dict[int, list[tuple[int, Element]]] = field(default_factory=dict)
    before: dict[int, list[tuple[int, Element]]] = field(default_factory=dict)
    across: dict[Element, list[tuple[int, Element]]] = field(default_factory=dict)


def heads_of(table: Element) -> dict[Element, tuple[Element, ...]]:
    """For each cell of the table: the caption, the heads of its columns and of its row."""
    grid = _grid(table)
    caption = tuple(e for e in table.elements if e.name == "caption")[:1]
    by_id = {e.get("id"): e for e in grid.anchors}
    found: dict[Element, tuple[Element, ...]] = {}
    for cell in grid.anchors:
        named = [by_id.get(name) for name in (cell.get("headers") or "").split()]
        heads = [head for head in named if head is not None] or _heads(grid, cell)
        found[cell] = (*caption, *(head for head in dict.fromkeys(heads) if head is not cell))
    return found


def _grid(table: Element) -> _Grid:
    grid = _Grid()
    number = 0
    for part in table.elements:
        rows = [part] if part.name == "tr" else part.elements if part.name in _GROUPS else []
        first = number
        for row in rows:
            if row.name == "tr":
                _place_row(grid, row, number, first + len(rows) - number)
                grid.group[number] = part if part.name in _GROUPS else table
                number += 1
    for (at, column), head in sorted(grid.cells.items(), key=lambda cell: cell[0]):
        if _is_column_head(grid, head):
            grid.above.setdefault(column, []).append((at, head))
        elif _is_row_head(grid, head) and len(grid.before.get(at, ())) < _MOST_HEADS:
            grid.before.setdefault(at, []).append((column, head))
    for head, (at, _) in grid.anchors.items():
        if head.name == "th" and (head.get("scope") or "").lower() == "rowgroup":
            grid.across.setdefault(grid.group[at], []).append((at, head))
    return grid


def _place_row(grid: _Grid, row: Element, number: int, left: int) -> None:
    cells = [cell for cell in row.elements if cell.name in {"td", "th"}]
    column = 0
    for cell in cells:
        while (number, column) in grid.cells:
            column += 1
        grid.anchors[cell] = (number, column)
        width = _span(cell, "colspan")
        height = left if (cell.get("rowspan") or "").strip() == "0" else _span(cell, "rowspan")
        height = min(height, left) if len(grid.cells) < _MOST_CELLS else 1
        for down in range(height):
            for right in range(width):
                grid.cells.setdefault((number + down, column + right), cell)
        column += width
    if cells and all(cell.name == "th" for cell in cells):
        grid.heads_only.add(number)


def _span(cell: Element, name: str) -> int:
    written = (cell.get(name) or "1").strip()
    number = int(written) if written.isascii() and written.isdigit() else 1
    return max(1, number if name == "rowspan" else min(number, _WIDEST))


def _is_column_head(grid: _Grid, head: Element) -> bool:
    if head.name != "th":
        return False
    scope = (head.get("scope") or "").lower()
    if scope:
        return scope in {"col", "colgroup"}
    row = grid.anchors[head][0]
    return grid.group[row].name == "thead" or row in grid.heads_only


def _is_row_head(grid: _Grid, head: Element) -> bool:
    return (
        head.name == "th"
        and (head.get("scope") or "").lower() in {"", "row", "rowgroup"}
        and not _is_column_head(grid, head)
    )


def _heads(grid: _Grid, cell: Element) -> list[Element]:
    row, column = grid.anchors[cell]
    above = [
        head
        for one in range(column, column + _span(cell, "colspan"))
        for head in _nearest(grid.above.get(one, []), row)
    ]
    before = [head for at, head in grid.before.get(row, ()) if at < column]
    groups = _nearest(grid.across.get(grid.group[row], []), row + 1)
    return [*above, *groups, *before]


def _nearest(heads: list[tuple[int, Element]], row: int) -> list[Element]:
    """The last heads that stand above a row."""
    end = bisect_left(heads, row, key=lambda head: head[0])
    return [head for _, head in heads[max(0, end - _MOST_HEADS) : end]]
