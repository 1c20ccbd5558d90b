"""The blocks of a PDF in reading order, made of its runs by its tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from briefing.read.model import Block, Fragment, Layer, Mark
from briefing.read.pdf_pages import Element, Line, Link, Page, Run
from briefing.text import Span, Text

# The names that HTML has for what the tags of a PDF name; an unnamed part is "text".
KINDS = {
    **{f"H{level}": f"h{level}" for level in range(1, 7)},
    "P": "p",
    "LI": "li",
    "LBody": "li",
    "Lbl": "marker",
    "TD": "td",
    "TH": "th",
    "Caption": "caption",
    "Figure": "label",
    "BlockQuote": "blockquote",
}
# In these a new line is never a new block.
ONE_BLOCK = frozenset({"p", "th", "caption", "marker", *(f"h{level}" for level in range(1, 7))})
# In these each text stands for itself: the labels of a drawing, a running head.
LABELS = frozenset({"label", "artifact"})
INLINE = frozenset(
    {"Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Em", "Strong"}
    | {"Sub", "NonStruct", "Private", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP"}
)
BACK_LINK = re.compile(r"n\d+")
WHITE_SPACE = re.compile(r"[ \t\r\n\f]+")
# Shares of the height of the characters, which is about 1.2 em.
NEW_LINE, SPACE, NEW_LABEL, RAISED, OTHER_SIZE = 0.6, 0.12, 0.45, 0.2, 0.15
SENTENCE_END = re.compile(r"[.!?:;…][)\]”’\"'»]*$")
# Behind these a line may be broken, and they are part of the word.
BREAKABLE = re.compile(r"\S[-‐‑–—/]$")
HYPHEN = "\u2010"
SOFT_HYPHEN = "\u00ad"
# "short- and long-term": the hyphen ends a word of its own.
AFTER_HANGING_HYPHEN = re.compile(r"(and|or|to|nor)\b")


@dataclass(frozen=True, slots=True)
class Written:
    """One line of a block, as it stands on a page."""

    page: int
    text: str
    links: tuple[tuple[Link, Span], ...] = ()
    place: Line | None = None
    # The share of the line that its first word takes.
    first_word: float = 0.0


@dataclass(frozen=True, slots=True)
class Draft:
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


@dataclass(frozen=True, slots=True)
class _Item:
    """A run, and in which kid of its block it stands; `bare` where the kid is mere text."""

    run: Run
    kid: int
    bare: bool


def read_blocks(path: str, pages: Sequence[Page]) -> tuple[tuple[Block, ...], tuple[Text, ...]]:
    """The blocks of all pages in reading order, and the text of each page, line by line."""
    reader = _Reader()
    for number, page in enumerate(pages, start=1):
        reader.read(number, page)
    return place_blocks(path, _join_pages(reader.drafts), len(pages))


def place_blocks(
    path: str, drafts: Sequence[Draft], page_count: int
) -> tuple[tuple[Block, ...], tuple[Text, ...]]:
    """Put the lines of the blocks one below the other, which is the text of their pages."""
    lines: dict[int, list[str]] = {number: [] for number in range(1, page_count + 1)}
    for draft in drafts:
        for line in draft.lines:
            lines[line.page].append(line.text)
    texts = {number: Text(path, "\n".join(found), number) for number, found in lines.items()}
    used = dict.fromkeys(texts, 0)
    blocks = []
    for draft in drafts:
        spans = []
        for line in draft.lines:
            used[line.page] += 1
            spans.append(texts[line.page].line_span(used[line.page]))
        blocks.append(_place_block(draft, texts, spans))
    return tuple(blocks), tuple(texts.values())


def _place_block(draft: Draft, texts: dict[int, Text], spans: Sequence[Span]) -> Block:
    text, starts = join_lines(draft.lines)
    ends = [*starts[1:], len(text)]
    fragments = []
    marks: list[Mark] = []
    for line, start, end, (first, last) in zip(draft.lines, starts, ends, spans, strict=True):
        fragments.append(Fragment(start, texts[line.page].place(first, last)))
        for link, span in line.links:
            found = Mark(
                link.kind, link.target, Span(start + span.start, min(start + span.end, end))
            )
            if marks and span.start == 0 and _continues_link(marks[-1], found, text):
                found = replace(found, span=Span(marks.pop().span.start, found.span.end))
            marks.append(found)
    return Block(text, draft.kind, draft.layer, tuple(marks), tuple(fragments), draft.context)


def _continues_link(before: Mark, mark: Mark, text: str) -> bool:
    same = (before.kind, before.target) == (mark.kind, mark.target)
    return same and not text[before.span.end : mark.span.start].strip()


def join_lines(lines: Sequence[Written]) -> tuple[str, list[int]]:
    """The words of some lines in one text, and where in it each line begins."""
    text, starts = "", []
    for line in lines:
        if text:
            text = _open_end(text, line.text)
        starts.append(len(text))
        text += line.text
    return text.replace(SOFT_HYPHEN, "") if text.endswith(SOFT_HYPHEN) else text, starts


def _open_end(text: str, following: str) -> str:
    """The text so that the words of the next line can follow."""
    if text.endswith(SOFT_HYPHEN) or (text.endswith(HYPHEN) and text[-2:-1].isalpha()):
        return text[:-1]
    if BREAKABLE.search(text) and not AFTER_HANGING_HYPHEN.match(following):
        return text
    return f"{text} "


@dataclass(slots=True)
class _Reader:
    """Walks the tags of one page after the other."""

    drafts: list[Draft] = field(default_factory=list)
    # The column heads of the table in which the page before ended.
    open_table: list[list[str]] | None = None
    number: int = 0
    runs: dict[int, list[Run]] = field(default_factory=dict)
    first_draft: int = 0

    def read(self, number: int, page: Page) -> None:
        """Add the blocks of the next page."""
        self.number, self.first_draft = number, len(self.drafts)
        self.runs = {}
        outside = []
        for run in page.runs:
            if run.tag is None:
                outside.append(run)
            else:
                self.runs.setdefault(run.tag, []).append(run)
        for element in page.elements:
            self._walk(element, "text", (), ())
        left = sorted(self.runs.items())
        for runs in (*(found for _, found in left), outside):
            items = [_Item(run, 0, bare=True) for run in runs]
            if page.elements:
                self._flush(items, "artifact", (), ("Artifact",), Layer.STRUCTURE)
            else:
                self._flush(items, "text", (), ())
        for note in page.notes:
            self._say("note", note)

    def _walk(
        self, element: Element, kind: str, context: tuple[str, ...], path: tuple[str, ...]
    ) -> None:
        if element.type == "Table":
            self._walk_table(element, context, (*path, "Table"))
            return
        kind = KINDS.get(element.type, kind if element.type in INLINE else "text")
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
                bare = isinstance(kid, int) or not any(_elements(kid))
                items += [_Item(run, number, bare) for run in self._take(kid)]
        self._flush(items, kind, context, path)
        if element.alternative:
            self._say("alt", element.alternative)

    def _walk_table(self, table: Element, context: tuple[str, ...], path: tuple[str, ...]) -> None:
        captions = [kid for kid in _elements(table) if kid.type == "Caption"]
        starts_page = len(self.drafts) == self.first_draft
        before = self.open_table if starts_page and not captions else None
        rows = list(_rows(table))
        heads = [row for row in rows if all(cell.type == "TH" for cell in _cells(row))]
        columns = _column_heads([[(c, self._words(c)) for c in _cells(row)] for row in heads])
        repeated = bool(heads) and before == columns
        if not heads and before is not None:
            columns = before
        for caption in captions:
            self._walk(caption, "caption", context, path)
        context = (
            *context,
            *(draft.text for draft in self.drafts[len(self.drafts) - len(captions) :]),
        )
        for row in rows:
            head = row in heads
            self._walk_row(row, [] if head else columns, context, path, repeated=head and repeated)
        self.open_table = columns

    def _walk_row(
        self,
        row: Element,
        columns: list[list[str]],
        context: tuple[str, ...],
        path: tuple[str, ...],
        *,
        repeated: bool,
    ) -> None:
        cells = list(_cells(row))
        row_heads = [(n, self._words(c)) for n, c in enumerate(cells) if c.type == "TH" and columns]
        column = 0
        for number, cell in enumerate(cells):
            above = [word for words in columns[column : column + cell.columns] for word in words]
            beside = [words for n, words in row_heads if n != number]
            first = len(self.drafts)
            self._walk(cell, "td", (*context, *dict.fromkeys([*above, *beside])), path)
            if repeated:
                self.drafts[first:] = [
                    replace(draft, kind="repeated", layer=Layer.STRUCTURE)
                    for draft in self.drafts[first:]
                ]
            column += cell.columns

    def _words(self, element: Element) -> str:
        items = [_Item(run, 0, bare=True) for run in self._peek(element)]
        return join_lines(list(_lines(self.number, items)))[0]

    def _peek(self, kid: Element | int) -> Iterator[Run]:
        if isinstance(kid, int):
            yield from self.runs.get(kid, ())
        else:
            for inner in kid.kids:
                yield from self._peek(inner)

    def _take(self, kid: Element | int) -> Iterator[Run]:
        if isinstance(kid, int):
            yield from self.runs.pop(kid, ())
        else:
            for inner in kid.kids:
                yield from self._take(inner)

    def _flush(
        self,
        items: Sequence[_Item],
        kind: str,
        context: tuple[str, ...],
        path: tuple[str, ...],
        layer: Layer = Layer.BODY,
    ) -> None:
        """Make blocks of what was gathered: back links apart from what leads on."""
        for back, group in groupby(items, key=lambda item: _is_back_link(item.run)):
            shown = Layer.STRUCTURE if back or kind == "marker" else layer
            for part in _split_blocks(list(group), kind):
                lines = tuple(_lines(self.number, part))
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


def _column_heads(rows: Iterable[Sequence[tuple[Element, str]]]) -> list[list[str]]:
    """For each column the words above it, from the top down."""
    columns: list[list[str]] = []
    for row in rows:
        column = 0
        for cell, words in row:
            columns += [[] for _ in range(column + cell.columns - len(columns))]
            for heads in columns[column : column + cell.columns]:
                heads.append(words)
            column += cell.columns
    return columns


def _split_blocks(items: Sequence[_Item], kind: str) -> Iterator[list[_Item]]:
    """The runs of each block among some runs that follow one another within one element."""
    edge = max((item.run.line.end for item in items), default=0.0)
    part: list[_Item] = []
    for item in items:
        if part and _starts_block(part[-1], item, kind, edge):
            yield part
            part = []
        part.append(item)
    if part:
        yield part


def _starts_block(before: _Item, item: _Item, kind: str, edge: float) -> bool:
    a, b = before.run.line, item.run.line
    if kind in LABELS:
        return _is_new_line(a, b) or b.start - a.end > NEW_LABEL * b.size
    if kind in ONE_BLOCK or not _is_new_line(a, b) or before.kid == item.kid:
        return False
    if abs(a.size - b.size) > OTHER_SIZE * a.size:
        return True
    # A line that was broken had no room for the next word.
    room = edge - a.end - SPACE * a.size
    return not (before.bare and item.bare) and _first_word(item.run) < room


def _is_new_line(before: Line, line: Line) -> bool:
    size = max(before.size, line.size)
    turned = abs(before.angle - line.angle) > RAISED
    return (
        turned or abs(before.base - line.base) > NEW_LINE * size or line.start < before.end - size
    )


def _first_word(run: Run) -> float:
    word = run.text.split(maxsplit=1)[0] if run.text.strip() else ""
    return (run.line.end - run.line.start) * len(word) / max(len(run.text), 1)


def _lines(page: int, items: Sequence[_Item]) -> Iterator[Written]:
    """The lines in which some runs stand, with white space folded."""
    group: list[Run] = []
    for item in items:
        if group and _is_new_line(group[-1].line, item.run.line):
            yield from _write_line(page, group)
            group = []
        group.append(item.run)
    if group:
        yield from _write_line(page, group)


def _write_line(page: int, runs: Sequence[Run]) -> Iterator[Written]:
    text = ""
    links: list[tuple[Link, Span]] = []
    gaps = [False, *(_is_gap(a.line, b.line) for a, b in pairwise(runs))]
    for run, gap in zip(runs, gaps, strict=True):
        words = WHITE_SPACE.sub(" ", f" {run.text}" if gap else run.text)
        if not text or text.endswith(" "):
            words = words.removeprefix(" ")
        start = len(text) + len(words) - len(words.lstrip(" "))
        text += words
        if run.link is not None and words.strip():
            end = len(text.rstrip(" "))
            if links and links[-1][0] == run.link and not text[links[-1][1].end : start].strip():
                start = links.pop()[1].start
            links.append((run.link, Span(start, end)))
    text = text.rstrip(" ")
    if text:
        place = replace(runs[0].line, end=runs[-1].line.end)
        yield Written(page, text, tuple(links), place, _first_word(runs[0]))


def _is_gap(before: Line, line: Line) -> bool:
    """Whether a reader sees a space between two runs on one line, or a raised figure."""
    raised = abs(before.base - line.base) > RAISED * line.size
    return raised or line.start - before.end > SPACE * line.size


def _join_pages(drafts: Sequence[Draft]) -> list[Draft]:
    """Join what a page break tore apart."""
    edges = _right_edges(drafts)
    joined: list[Draft] = []
    last = -1  # the last block so far that may go on, in `joined`
    for draft in drafts:
        page = draft.lines[0].page
        if draft.kind in ("artifact", "alt", "note", "repeated"):
            joined.append(draft)
            continue
        before = joined[last] if joined else None
        if before and before.lines[-1].page == page - 1 and _continues(before, draft, edges):
            joined[last] = replace(before, lines=(*before.lines, *draft.lines))
            continue
        joined.append(draft)
        last = len(joined) - 1
    return joined


def _right_edges(drafts: Sequence[Draft]) -> dict[int, float]:
    edges: dict[int, float] = {}
    for draft in drafts:
        for line in draft.lines:
            end = line.place.end if line.place and draft.layer is Layer.BODY else 0.0
            edges[line.page] = max(edges.get(line.page, 0.0), end)
    return edges


def _continues(before: Draft, draft: Draft, edges: Mapping[int, float]) -> bool:
    """Whether the second block goes on with the sentence of the first one, over the page."""
    same = (before.kind, before.layer, before.path) == (draft.kind, draft.layer, draft.path)
    last, first = before.lines[-1], draft.lines[0]
    if not same or last.place is None or first.place is None or SENTENCE_END.search(last.text):
        return False
    edge = max(edges[last.page], edges[first.page])
    return last.place.end + SPACE * last.place.size + first.first_word > edge
