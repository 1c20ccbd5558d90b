"""Expressions over named quantities: names, + - * /, parentheses and a few functions.

There is no eval, and there are no numerals: an expression computes from facts alone.

    sum      = product (("+" | "-") product)*
    product  = factor (("*" | "/") factor)*
    factor   = "-" factor | "(" sum ")" | function "(" sum ("," sum)* ")" | name
    name     = a fact's id, such as  score.gemini  or  deal.extent.003
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, NoReturn

from briefing.text import Span

MAX_LENGTH = 2000
MAX_NESTING = 40
MAX_DEPTH = 100

# How many arguments each function takes, at least and at most.
FUNCTIONS: dict[str, tuple[int, int | None]] = {
    "abs": (1, 1),
    "change": (2, 2),
    "days": (1, 1),
    "max": (1, None),
    "mean": (1, None),
    "min": (1, None),
    "month": (1, 1),
    "months": (1, 1),
    "share": (2, 2),
    "sum": (1, None),
    "weeks": (1, 1),
    "words": (1, 1),
    "year": (1, 1),
    "years": (1, 1),
}

_TOKEN = re.compile(
    r"\s*(?:(?P<name>[^\W\d]\w*(?:\.\w+)*)|(?P<numeral>\d[\w.]*)|(?P<sign>[-+*/(),]))"
)


class Name(NamedTuple):
    """A fact's id."""

    id: str
    span: Span


class Operation(NamedTuple):
    """An operator or a function, and what it is applied to."""

    operator: str
    operands: tuple[Node, ...]
    span: Span
    depth: int


Node = Name | Operation


class Part(NamedTuple):
    """A part of an expression: its words, as which it prints, and where they stand in it."""

    words: str
    span: Span

    def __str__(self) -> str:
        return self.words


class Expression(NamedTuple):
    """A parsed expression; `names` are the ids in it, each once, in their order."""

    text: str
    root: Node
    names: tuple[str, ...]

    def part(self, node: Node) -> Part:
        """A part of the expression as it was written."""
        return Part(self.text[slice(*node.span)], node.span)


class ExpressionError(NamedTuple):
    """Why a text is no expression, and where in it."""

    message: str
    span: Span


def parse_expression(text: str) -> Expression | ExpressionError:
    """The expression in a text, or what is wrong with it."""
    if len(text) > MAX_LENGTH:
        message = f"the expression has {len(text)} characters, more than {MAX_LENGTH}"
        return ExpressionError(message, Span(MAX_LENGTH, len(text)))
    try:
        parser = _Parser(text)
        return Expression(text, parser.parse(), tuple(dict.fromkeys(parser.names)))
    except _SyntaxError as wrong:
        return ExpressionError(wrong.message, wrong.span)


class _SyntaxError(Exception):
    def __init__(self, message: str, span: Span) -> None:
        super().__init__(message)
        self.message = message
        self.span = span


class _Token(NamedTuple):
    kind: str
    text: str
    span: Span


def _tokens(text: str) -> list[_Token]:
    tokens = []
    place = 0
    while text[place:].strip():
        found = _TOKEN.match(text, place)
        if found is None:
            place += len(text[place:]) - len(text[place:].lstrip())
            problem = f"`{text[place]}` has no meaning in an expression"
            raise _SyntaxError(problem, Span(place, place + 1))
        kind = found.lastgroup or ""
        span = Span(*found.span(kind))
        if kind == "numeral":
            problem = f"`{found[kind]}` is typed by hand; an expression computes from facts alone"
            raise _SyntaxError(problem, span)
        tokens.append(_Token(kind, found[kind], span))
        place = span.end
    return tokens


class _Parser:
    """One pass from left to right, a method for each rule of the grammar."""

    def __init__(self, text: str) -> None:
        self.end = _Token("end", "", Span(len(text), len(text)))
        self.tokens = _tokens(text)
        self.place = 0
        self.nesting = 0
        self.names: list[str] = []

    def parse(self) -> Node:
        if not self.tokens:
            raise _SyntaxError("the expression is empty", self.end.span)
        root = self.sum()
        if self.next is not self.end:
            self.fail(f"`{self.next.text}` stands where an operator or the end should")
        return root

    @property
    def next(self) -> _Token:
        return self.tokens[self.place] if self.place < len(self.tokens) else self.end

    def take(self) -> _Token:
        token = self.next
        self.place += 1
        return token

    def fail(self, message: str) -> NoReturn:
        raise _SyntaxError(message, self.next.span)

    def expect(self, sign: str) -> _Token:
        if self.next.text != sign:
            self.fail(f"`{sign}` is missing")
        return self.take()

    def sum(self) -> Node:
        return self.chain(self.product, "+-")

    def product(self) -> Node:
        return self.chain(self.factor, "*/")

    def chain(self, part: Callable[[], Node], operators: str) -> Node:
        left = part()
        while self.next.kind == "sign" and self.next.text in operators:
            operator = self.take().text
            right = part()
            left = self.operation(operator, (left, right), Span(left.span.start, right.span.end))
        return left

    def factor(self) -> Node:
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            self.fail(f"the expression is nested deeper than {MAX_NESTING}")
        node = self.bare_factor()
        self.nesting -= 1
        return node

    def bare_factor(self) -> Node:
        token = self.next
        if token.kind == "name":
            self.take()
            return self.call(token) if self.next.text == "(" else self.name(token)
        if token.text == "-":
            self.take()
            operand = self.factor()
            return self.operation("-", (operand,), Span(token.span.start, operand.span.end))
        if token.text == "(":
            self.take()
            inner = self.sum()
            return inner._replace(span=Span(token.span.start, self.expect(")").span.end))
        before = f"an id is missing before `{token.text}`"
        raise _SyntaxError(before if token.text else "the expression ends too early", token.span)

    def name(self, token: _Token) -> Name:
        self.names.append(token.text)
        return Name(token.text, token.span)

    def call(self, function: _Token) -> Node:
        if function.text not in FUNCTIONS:
            known = ", ".join(FUNCTIONS)
            raise _SyntaxError(
                f"there is no function `{function.text}`; there are {known}", function.span
            )
        self.expect("(")
        arguments = [self.sum()]
        while self.next.text == ",":
            self.take()
            arguments.append(self.sum())
        end = self.expect(")").span.end
        span = Span(function.span.start, end)
        least, most = FUNCTIONS[function.text]
        if len(arguments) < least or (most is not None and len(arguments) > most):
            raise _SyntaxError(
                f"`{function.text}` takes {least} operands, not {len(arguments)}", span
            )
        return self.operation(function.text, tuple(arguments), span)

    def operation(self, operator: str, operands: tuple[Node, ...], span: Span) -> Operation:
        depth = 1 + max(n.depth if isinstance(n, Operation) else 0 for n in operands)
        if depth > MAX_DEPTH:
            raise _SyntaxError(
                f"the expression has more than {MAX_DEPTH} operations in one chain; use sum()", span
            )
        return Operation(operator, operands, span, depth)
