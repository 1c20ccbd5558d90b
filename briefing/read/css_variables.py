"""Variables of CSS: what stands for them, and every value that a declaration takes through them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product

from tinycss2 import ast

from briefing.read.css_values import Node, Tokens, bare

_DEEPEST = 16  # variables within variables
_MOST = 64  # values that one declaration may take through its variables


class UnknownValue(ValueError):  # noqa: N818 - it names the thing
    """A value that is not read."""


def uses_variables(tokens: Iterable[Node]) -> bool:
    """Whether var() stands anywhere in the tokens."""
    return any(
        (node.type == "function" and (node.lower_name == "var" or uses_variables(node.arguments)))
        or (node.type in {"() block", "[] block", "{} block"} and uses_variables(node.content))
        for node in tokens
    )


def resolved(tokens: Tokens, variable: Callable[[str], Tokens | None], depth: int = 0) -> Tokens:
    """The tokens with every var() replaced; raises UnknownValue where there is no value."""
    if not uses_variables(tokens):
        return tokens
    if depth > _DEEPEST:
        raise UnknownValue("variables lead in a circle")
    out: list[Node] = []
    for node in tokens:
        if node.type != "function":
            out.append(node)
        elif node.lower_name == "var":
            name, fallback = _reference(node)
            value = variable(name)
            value = fallback if value is None else value
            if value is None:
                raise UnknownValue(f"{name} has no value")
            out += resolved(value, variable, depth + 1)
        else:
            inner = resolved(tuple(node.arguments), variable, depth + 1)
            line, column = node.source_line, node.source_column
            out.append(ast.FunctionBlock(line, column, node.name, list(inner)))
    return tuple(out)


def _reference(node: Node) -> tuple[str, Tokens | None]:
    """The name that a var() asks for, and what stands in for it."""
    arguments = bare(node.arguments)
    if not arguments or arguments[0].type != "ident":
        raise UnknownValue("var() without a name")
    if len(arguments) == 1:
        return arguments[0].value, None
    if arguments[1] != ",":
        raise UnknownValue("var() with more than one name")
    comma = next(i for i, t in enumerate(node.arguments) if t == ",")
    return arguments[0].value, tuple(node.arguments[comma + 1 :])


def variables_in(tokens: Iterable[Node]) -> set[str]:
    """The names that are asked for by var() in the tokens."""
    found: set[str] = set()
    for node in tokens:
        if node.type == "function":
            if node.lower_name == "var":
                found.add(_reference(node)[0])
            found |= variables_in(node.arguments)
    return found


def possible(tokens: Tokens, values: Mapping[str, list[Tokens]]) -> list[Tokens]:
    """Every value that the tokens can take, whichever definitions of their variables hold."""
    if not uses_variables(tokens):
        return [tokens]
    names: list[str] = []
    todo = sorted(variables_in(tokens))
    while todo:
        name = todo.pop()
        if name not in names:
            names.append(name)
            if len(names) > _MOST:
                raise UnknownValue("it depends on too many variables")
            for value in values.get(name, ()):
                todo += sorted(variables_in(value))
    choices: list[Sequence[Tokens | None]] = [values.get(name) or [None] for name in names]
    count = 1
    for choice in choices:
        count *= len(choice)
    if count > _MOST:
        raise UnknownValue(f"its variables allow {count} values")
    return [
        resolved(tokens, dict(zip(names, chosen, strict=True)).get) for chosen in product(*choices)
    ]
