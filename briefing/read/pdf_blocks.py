"""The blocks of a PDF, joined over its pages, and the text of each page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefing.read.model import Block, Fragment, Layer, Mark
from briefing.read.pdf_lines import SPACE, join_lines
from briefing.read.pdf_order import order_faults
from briefing.read.pdf_pages import Page
from briefing.read.pdf_tags import Draft, Heads, PageDrafts, Unread, read_drafts
from briefing.text import Span, Text

# These stand at a page's end or beginning without ending a sentence that goes on.
PASSED_OVER = frozenset({"artifact", "alt", "note", "repeated"})
# A row of a table that is torn apart goes on in each of its cells: which in which, no tag says.
NEVER_JOINED = frozenset({"cell", "label"})
SENTENCE_END = re.compile(r"[.!?:;…][)\]”’\"'»]*$")


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of all pages in reading order, and the text of each page, line by line."""

    blocks: tuple[Block, ...]
    texts: tuple[Text, ...]


def draft_page(number: int, page: Page, before: Heads | Unread | None) -> PageDrafts:
    """The parts of a page, and all that is wrong with it: see `read_drafts`."""
    read = read_drafts(number, page, before)
    return read._replace(faults=(*page.faults, *read.faults, *order_faults(read.drafts)))


def join_blocks(path: str, pages: Sequence[PageDrafts]) -> Blocks:
    """What is read on pages, from the first one on."""
    drafts = _join_pages([draft for page in pages for draft in page.drafts])
    lines: dict[int, list[str]] = {number: [] for number in range(1, len(pages) + 1)}
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
    return Blocks(tuple(blocks), tuple(texts.values()))


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
                found = found._replace(span=Span(marks.pop().span.start, found.span.end))
            marks.append(found)
    return Block(text, draft.kind, draft.layer, tuple(marks), tuple(fragments), draft.context)


def _continues_link(before: Mark, mark: Mark, text: str) -> bool:
    same = (before.kind, before.target) == (mark.kind, mark.target)
    return same and not text[before.span.end : mark.span.start].strip()


def _join_pages(drafts: Sequence[Draft]) -> list[Draft]:
    """Join what a page break tore apart."""
    edges = _right_edges(drafts)
    joined: list[Draft] = []
    last = -1  # the last block so far that may go on, in `joined`
    for draft in drafts:
        page = draft.lines[0].page
        before = joined[last] if joined else None
        if before and before.lines[-1].page == page - 1 and _continues(before, draft, edges):
            joined[last] = before._replace(lines=(*before.lines, *draft.lines))
            continue
        joined.append(draft)
        if draft.kind not in PASSED_OVER:
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
    last, first = before.lines[-1], draft.lines[0]
    if (before.kind, before.layer, before.path) != (draft.kind, Layer.BODY, draft.path):
        return False
    if draft.kind in NEVER_JOINED or SENTENCE_END.search(last.text):
        return False
    if last.place is None or first.place is None:
        return False
    edge = max(edges[last.page], edges[first.page])
    return last.place.end + SPACE * last.place.size + first.first_word > edge
