"""A template as its author writes it: its tokens, each at its place, its tree, and its names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from jinja2 import Environment, nodes
from jinja2.compiler import Frame
from jinja2.lexer import TokenStream
from jinja2.meta import TrackingCodeGenerator
from jinja2.parser import Parser

from briefing.text import Span, Text


class Token(NamedTuple):
    """A token of Jinja's, and where it stands; `data` is what stands outside of braces."""

    kind: str
    written: str
    span: Span


@dataclass(frozen=True)
class ParsedTemplate:
    """A template in its tokens and as a tree, and the names that it does not define itself."""

    text: Text
    tokens: tuple[Token, ...]
    tree: nodes.Template
    undeclared: frozenset[str]

    @cached_property
    def defined(self) -> frozenset[str]:
        """What the template defines for itself and for those that extend it."""
        names: set[str] = set()
        for node in self.tree.body:
            if isinstance(node, nodes.FromImport):
                names.update(name if isinstance(name, str) else name[1] for name in node.names)
            elif isinstance(node, nodes.Import):
                names.add(node.target)
            elif isinstance(node, nodes.Macro):
                names.add(node.name)
            elif isinstance(node, nodes.Assign | nodes.AssignBlock):
                targets = (node.target, *node.target.find_all(nodes.Name))
                names.update(name.name for name in targets if isinstance(name, nodes.Name))
        return frozenset(names)


class _Names(TrackingCodeGenerator):
    """Finds the names that come from outside, as the compiler does; nothing is printed for that.

    It knows filters and tests, too, and refuses those that there are not.
    """

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.optimizer = None  # what it computes beforehand is not looked at

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        if not (self.has_known_extends and frame.require_output_check):
            for printed in node.nodes:
                self.visit(printed, frame)


def parse_template(environment: Environment, text: Text) -> ParsedTemplate:
    """The template, cut into tokens once, for the tree and for what the tree does not tell."""
    written: list[tuple[str, str]] = []

    def lex() -> Iterator[tuple[int, str, str]]:
        for token in environment.lex(text.content):
            if token[1] != "whitespace":
                written.append(token[1:])
                yield token

    parser = Parser(environment, "")
    parser.stream = TokenStream(environment.lexer.wrap(lex()), None, None)
    tree = parser.parse()
    names = _Names(environment)
    names.visit(tree)
    undeclared = frozenset(names.undeclared_identifiers)
    return ParsedTemplate(text, tuple(_placed(text, written)), tree, undeclared)


def _placed(text: Text, written: Iterable[tuple[str, str]]) -> Iterator[Token]:
    at = 0
    for kind, words in written:
        # What Jinja strips, and the white space between tokens, is none; all else stands there.
        start = text.content.index(words, at)
        at = start + len(words)
        yield Token(kind, words, Span(start, at))
