"""Runs of text become blocks, with the words that a reader takes along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise

from briefing.read.html_layout import parts_word
from briefing.read.html_lines import Break, Closing, Item, Line, Opening, Piece, fold
from briefing.read.html_tree import Element, Run
from briefing.read.model import Block, Layer
from briefing.text import Text

_READ_WHOLE = frozenset({"li", "td", "th", "dd"})


@dataclass(slots=True)
class Draft:
    """A block whose context is not known yet, and the elements within which it stands."""

    block: Block
    owners: tuple[Element, ...]


@dataclass(slots=True)
class OpenLine:
    """A run of text that is being read, and what is to be read after it."""

    kind: str
    owners: tuple[Element, ...]
    items: list[Item] = field(default_factory=list)
    later: list[Draft] = field(default_factory=list)
    broken: int = -1  # the modes in which every line break of it is there


class Blocks:
    """Gathers runs of text in the order of reading; `at_rest` are the modes without any doing."""

    def __init__(self, text: Text, modes: int, at_rest: int) -> None:
        self.text = text
        self.modes = modes
        self.at_rest = at_rest
        self.drafts: list[Draft] = []
        self.line = OpenLine("paragraph", ())
        self.claims: list[Opening] = []
        self.heads: dict[Element, tuple[Element, ...]] = {}
        self.parted: list[tuple[Block, int]] = []  # words in which there is a gap
        self.joined: list[Run] = []  # where a line goes on, as no block ends it in some mode
        self.unended = 0  # the modes in which no block has ended the last line
        self.tangled: list[Run] = []  # where a line shows several parts, each by some doing

    def is_always(self, mask: int) -> bool:
        """Whether what is seen in these modes is seen in all, without any doing of the reader."""
        return mask & self.at_rest == self.at_rest

    def open(self, claims: list[Opening]) -> None:
        """From here on the claims hold."""
        self.claims += claims
        self.line.items += claims

    def close(self, claims: list[Opening]) -> None:
        """The claims end here."""
        for _ in claims:
            self.claims.pop()
            self.line.items.append(Closing())

    def start(self, kind: str, owners: tuple[Element, ...]) -> None:
        """Begin a new run, within the claims that are open."""
        self.line = OpenLine(kind, owners, list(self.claims))

    @contextmanager
    def apart(self, kind: str, owners: tuple[Element, ...]) -> Iterator[list[Draft]]:
        """Gather what comes for itself, to stand behind the run that is open."""
        line, drafts, claims = self.line, self.drafts, self.claims
        inner: list[Draft] = []
        self.drafts, self.claims = inner, []
        self.line = OpenLine(kind, owners)
        unended, self.unended = self.unended, 0
        yield inner
        self.flush()
        self.unended = unended
        line.later += inner
        self.line, self.drafts, self.claims = line, drafts, claims

    def break_line(self, mask: int) -> None:
        """A line ends here in these modes."""
        self.line.items.append(Break())
        self.line.broken &= mask

    def add(self, block: Block) -> None:
        """Take in a block that is no run of text."""
        self.drafts.append(Draft(block, self.line.owners))

    def add_later(self, block: Block) -> None:
        """Take in a block that is read behind the run that is open."""
        self.line.later.append(Draft(block, self.line.owners))

    def flush(self, body: Layer = Layer.BODY, *, ended: int = -1) -> None:
        """End the run; what is always seen of it is in the layer `body`.

        In modes other than those of `ended`, what comes stands in the same line.
        """
        line = self.line
        masks = {item.mask for item in line.items if isinstance(item, Piece)}
        seen = 0
        for mask in masks:
            seen |= mask
        if seen and (self.unended or seen & ~ended):
            self.go_on(line)
        if seen & ~line.broken:
            self.joined += next(item.runs for item in line.items if isinstance(item, Piece))[:1]
        self.unended &= ~ended
        if len(masks) == 1:  # all of it is seen or not seen together
            mask = masks.pop()
            self.take(fold(line.items, mask, self.text), mask, body)
        elif masks:
            self.variants(line, body)
        self.drafts += line.later
        self.line = OpenLine(line.kind, line.owners, list(self.claims))

    def go_on(self, line: OpenLine) -> None:
        """See where the run goes on with a line that something ends in other modes only."""
        before, own = self.unended, 0
        for item in line.items:
            if isinstance(item, Break):
                before = own = 0
            elif isinstance(item, Piece) and any(run.text.strip() for run in item.runs):
                if before & item.mask:
                    self.joined.append(item.runs[0])
                before &= ~item.mask
                own |= item.mask
        self.unended = before | own

    def variants(self, line: OpenLine, body: Layer) -> None:
        """Take in what is always seen of the run, and what ways to show it add to that."""
        whole = fold(line.items, self.at_rest, self.text)
        self.take(whole, self.at_rest, body)
        pieces = [item for item in line.items if isinstance(item, Piece)]
        revealed = [not piece.mask & self.at_rest for piece in pieces]
        groups = [at for at, (last, now) in enumerate(pairwise([False, *revealed])) if now > last]
        self.tangled += [pieces[at].runs[0] for at in groups[1:] if pieces[at].runs]
        cells: dict[tuple[bool, ...], int] = {}
        for number in range(self.modes):
            bit = 1 << number
            shown = tuple(bool(piece.mask & bit) for piece in pieces)
            cells[shown] = cells.get(shown, 0) | bit
        seen = {whole.text}
        for modes in cells.values():
            variant = fold(line.items, modes, self.text)
            if variant.text not in seen:
                seen.add(variant.text)
                self.take(variant, 0, body)

    def take(self, run: Line, mask: int, body: Layer) -> None:
        """Make a block of a run that is seen in these modes."""
        if run.text:
            layer = body if self.is_always(mask) else Layer.HOVER
            block = Block(run.text, self.line.kind, layer, run.marks, run.fragments)
            self.drafts.append(Draft(block, self.line.owners))
            self.parted += [(block, at) for at in run.edges if parts_word(run.text, at)]

    def blocks(self) -> Iterator[Block]:
        """The blocks with the words that a reader takes along."""
        said: dict[Element, list[str]] = {}
        for draft in self.drafts:
            if draft.block.layer is Layer.BODY:
                for owner in draft.owners:
                    said.setdefault(owner, []).append(draft.block.text)
        texts = {owner: " ".join(parts) for owner, parts in said.items()}
        for draft in self.drafts:
            heads = tuple(
                texts[head]
                for owner in draft.owners
                for head in self._context(owner)
                if head in texts and head not in draft.owners
            )
            context = (*heads, *self._beside(draft, said))
            yield replace(draft.block, context=context) if context else draft.block

    @staticmethod
    def _beside(draft: Draft, said: Mapping[Element, list[str]]) -> Iterator[str]:
        """The other parts of an item or a cell that is read in one go, such as a key figure."""
        if draft.owners and draft.owners[-1].name in _READ_WHOLE:
            own = draft.block.text
            yield from (text for text in said.get(draft.owners[-1], ()) if text != own)

    def _context(self, owner: Element) -> tuple[Element, ...]:
        """The elements whose words go with what stands in this one."""
        match owner.name:
            case "td" | "th":
                return self.heads.get(owner, ())
            case "figure":
                return tuple(e for e in owner.elements if e.name == "figcaption")[:1]
            case "dd":
                return _terms(owner)
        return ()


def _terms(definition: Element) -> tuple[Element, ...]:
    """The terms to which a definition belongs."""
    siblings = definition.parent.elements if definition.parent else []
    found: list[Element] = []
    for sibling in reversed(siblings[: definition.index]):
        if sibling.name == "dt":
            found.append(sibling)
        elif found:
            break
    return tuple(reversed(found))
