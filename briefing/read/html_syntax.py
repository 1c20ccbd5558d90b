"""Markup that no two parsers can take for different pages: its letters, and what its tags say.

A parser mends what is malformed, and no two do it quite alike. So a page is read only if there
is nothing to mend: it is made of tags, comments and character references that are complete, and
the tree of the parser is the one that the tags spell out, with no element moved, made up or lost.
"""

from __future__ import annotations

import html

from briefing.diagnostics import Finding
from briefing.read.html_tokens import (
    OPEN_ENDED,
    VOID,
    Token,
    malformed,
    read_tokens,
    too_deep,
)
from briefing.read.html_tree import HTML, SPACE, Element, Tree, Words
from briefing.text import Text

_IMPLIED = frozenset({"html", "head", "body", "tbody", "colgroup"})


def read_tree(text: Text) -> Tree | Finding:
    """The elements of a file, or why they are not to be had; never raises.

    Whatever a page could be malformed in is told by the first fault: what follows is not read.
    """
    tokens, fault = read_tokens(text)
    if fault is not None:
        return fault
    tree = Tree(text)
    # Elements whose end tag may be missing are counted here alone.
    if tree.too_deep is not None:
        return too_deep(text, *tree.tag_span(tree.too_deep))
    return check_structure(tree, tokens) or tree


def check_structure(tree: Tree, tokens: list[Token]) -> Finding | None:
    """The first tag or text of which the parser's tree makes something else than it says."""
    return _Spelling(tree).check(tokens)


class _Spelling:
    """Follows the tags of a file through the tree that a parser made of it."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.elements = {e.start: e for e in tree.elements if not _is_implied(e)}
        nodes = tree.root.nodes()
        self.words = (n for n in nodes if isinstance(n, Words) and n.text.strip(SPACE))
        self.stack: list[Element] = [tree.root]
        self.last: dict[Element, int] = {}  # the index of the child that was opened last

    def check(self, tokens: list[Token]) -> Finding | None:
        """The first token that has no place in the tree."""
        for token in tokens:
            match token.kind:
                case "close":
                    fits = self.close(token.name)
                case "text" | "raw":
                    fits = self.text(token)
                case _:
                    fits = self.open(token)
            if not fits:
                message = "the markup is malformed: what stands here belongs somewhere else"
                return malformed(self.tree.text, message, token.start, token.end)
        made_up = next(iter(self.elements.values()), None) or next(self.words, None)
        if made_up is not None or not self.unclosed_until(self.tree.root):
            end = len(self.tree.text.content)
            return malformed(
                self.tree.text, "the markup is malformed: the file ends early", end, end
            )
        return None

    def open(self, token: Token) -> bool:
        """Whether an element begins here, within the one that is open."""
        element = self.elements.pop(token.start, None)
        if element is None or element.name.lower() != token.name:
            return False
        parent = _explicit(element.parent)
        if not self.unclosed_until(parent):
            return False
        outer = element
        while outer.parent is not None and outer.parent is not parent:
            outer = outer.parent
        if outer.index < self.last.get(parent, 0):
            return False
        self.last[parent] = outer.index
        is_void = element.name in VOID if element.namespace == HTML else token.kind == "empty"
        if token.kind == "empty" and not is_void:
            return False
        if not is_void:
            self.stack.append(element)
        return True

    def unclosed_until(self, element: Element) -> bool:
        """Whether all elements that are open within this one may end without a tag."""
        while self.stack and self.stack[-1] is not element:
            if not _may_stay_open(self.stack.pop()):
                return False
        return bool(self.stack)

    def close(self, name: str) -> bool:
        """Whether an element of this name is open."""
        while len(self.stack) > 1:
            element = self.stack.pop()
            if element.name.lower() == name:
                return True
            if not _may_stay_open(element):
                return False
        return False

    def text(self, token: Token) -> bool:
        """Whether these words stand in the element that is open."""
        written = self.tree.text.content[token.start : token.end].replace("\r\n", "\n")
        if token.kind == "text":
            written = html.unescape(written)
        written = written.replace("\r", "\n").strip(SPACE)
        if not written:
            return True
        words = next(self.words, None)
        if words is None or words.text.strip(SPACE) != written:
            return False
        return self.unclosed_until(_explicit(words.parent))


def _is_implied(element: Element) -> bool:
    """Whether an element has no tag of its own."""
    parent = element.parent
    return element.name in _IMPLIED and parent is not None and element.start == parent.start


def _explicit(element: Element | None) -> Element:
    """The innermost element around one, or itself, that has a tag."""
    assert element is not None
    while element.parent is not None and _is_implied(element):
        element = element.parent
    return element


def _may_stay_open(element: Element) -> bool:
    return element.namespace == HTML and element.name in OPEN_ENDED
