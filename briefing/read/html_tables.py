"""The heads that a reader takes along with a table cell (HTML standard, 4.9.12)."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefing.read.html_tree import Element

_GROUPS = ("thead", "tbody", "tfoot")
_WIDEST = 100  # columns that one cell may cover


@dataclass(slots=True)
class _Grid:
    """Which cell covers which place."""

    cells: dict[tuple[int, int], Element] = field(default_factory=dict)
    anchors: dict[Element, tuple[int, int]] = field(default_factory=dict)
    group: dict[int, Element] = field(default_factory=dict)
    heads_only: set[int] = field(default_factory=set)
    above: dict[int, list[tuple[int, Element]]] = field(default_factory=dict)
    across: list[tuple[Element, int, Element]] = field(default_factory=list)


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
    for (at, column), head in grid.cells.items():
        if head.name == "th" and _is_column_head(grid, head):
            grid.above.setdefault(column, []).append((at, head))
    grid.across = [
        (grid.group[row], row, head)
        for head, (row, _) in grid.anchors.items()
        if head.name == "th" and (head.get("scope") or "").lower() == "rowgroup"
    ]
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
        for down in range(min(height, left)):
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
        for at, head in grid.above.get(one, ())
        if at < row
    ]
    before = [
        head
        for left in range(column)
        if (head := grid.cells.get((row, left))) is not None and _is_row_head(grid, head)
    ]
    groups = [head for group, at, head in grid.across if at <= row and group is grid.group.get(row)]
    return [*above, *groups, *before]
