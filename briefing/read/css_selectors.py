"""Match selectors of CSS, at rest and with everything hovered, focused and opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from cssselect2 import parser
from tinycss2.nth import parse_nth

from briefing.read.css_values import Node
from briefing.read.html_tree import HTML, SPACE, Element

# What a reader does to the page: true of every element in the active state, of none at rest.
INTERACTIVE = frozenset(
    {"hover", "focus", "focus-within", "focus-visible", "active", "target", "visited"}
)
_STRUCTURAL: dict[str, Callable[[Element], bool]] = {
    "root": lambda e: e.parent is not None and e.parent.parent is None,
    "first-child": lambda e: e.index == 0,
    "last-child": lambda e: e.index == len(_siblings(e)) - 1,
    "only-child": lambda e: len(_siblings(e)) == 1,
    "first-of-type": lambda e: _of_type(e)[0] is e,
    "last-of-type": lambda e: _of_type(e)[-1] is e,
    "only-of-type": lambda e: len(_of_type(e)) == 1,
    "empty": lambda e: not e.elements and not e.words(),
    "link": lambda e: e.name == "a" and "href" in e.attributes,
    "any-link": lambda e: e.name == "a" and "href" in e.attributes,
}
_NTH = frozenset({"nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type"})


def _siblings(element: Element) -> list[Element]:
    return element.parent.elements if element.parent else [element]


def _of_type(element: Element) -> list[Element]:
    return [sibling for sibling in _siblings(element) if sibling.name == element.name]


class UnknownSelector(ValueError):  # noqa: N818 - it names the thing
    """A selector outside the subset that is read."""


def parse_selectors(tokens: Iterable[Node]) -> list[Node]:
    """The selectors of a rule; raises UnknownSelector for what is outside the subset."""
    try:
        selectors = list(parser.parse(tokens))
    except (parser.SelectorError, AttributeError, TypeError) as error:
        raise UnknownSelector(str(error)) from None
    for selector in selectors:
        if selector.pseudo_element not in {None, "before", "after", "marker"}:
            raise UnknownSelector(f"::{selector.pseudo_element}")
        for part in parts(selector.parsed_tree):
            _check_known(part)
    return selectors


def _check_known(part: Node) -> None:
    kind = type(part).__name__
    if kind == "PseudoClassSelector" and part.name not in INTERACTIVE | _STRUCTURAL.keys():
        raise UnknownSelector(f":{part.name}")
    if kind == "FunctionalPseudoClassSelector" and (
        part.name not in _NTH or parse_nth(part.arguments) is None
    ):
        raise UnknownSelector(f":{part.name}()")
    if kind == "RelationalSelector":
        raise UnknownSelector(":has()")
    if kind == "NamespaceSelector" or (kind == "AttributeSelector" and part.namespace):
        raise UnknownSelector("a namespace")


def parts(tree: Node) -> Iterator[Node]:
    """The simple selectors and combinations in a selector."""
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        kind = type(node).__name__
        if kind == "CombinedSelector":
            stack += [node.left, node.right]
        elif kind == "CompoundSelector":
            stack += node.simple_selectors
        elif kind in {"NegationSelector", "MatchesAnySelector", "SpecificityAdjustmentSelector"}:
            stack += [selector.parsed_tree for selector in node.selector_list]


def is_interactive(tree: Node) -> bool:
    """Whether a reader's doing changes what the selector matches."""
    return any(
        (type(part).__name__ == "PseudoClassSelector" and part.name in INTERACTIVE)
        or (type(part).__name__ == "AttributeSelector" and part.lower_name == "open")
        for part in parts(tree)
    )


def matches(tree: Node, element: Element, *, active: bool, wanted: bool = True) -> bool:
    """Whether the selector matches the element.

    With `active`, whether some doing of the reader makes it match; `wanted` is False within :not().
    """
    kind = type(tree).__name__
    if kind == "CompoundSelector":
        return all(
            matches(part, element, active=active, wanted=wanted) for part in tree.simple_selectors
        )
    if kind == "CombinedSelector":
        return matches(tree.right, element, active=active, wanted=wanted) and any(
            matches(tree.left, other, active=active, wanted=wanted)
            for other in _combined(element, tree.combinator)
        )
    if kind in {"MatchesAnySelector", "SpecificityAdjustmentSelector"}:
        return any(
            matches(s.parsed_tree, element, active=active, wanted=wanted)
            for s in tree.selector_list
        )
    if kind == "NegationSelector":
        return not any(
            matches(s.parsed_tree, element, active=active, wanted=not wanted)
            for s in tree.selector_list
        )
    return _matches_simple(kind, tree, element, active=active, wanted=wanted)


def _combined(element: Element, combinator: str) -> Iterator[Element]:
    """The elements that stand to this one as the combinator says, the nearest first."""
    if combinator in {" ", ">"}:
        other = element.parent
        while other is not None and other.parent is not None:
            yield other
            other = other.parent if combinator == " " else None
        return
    siblings = _siblings(element)
    nearest = max(element.index - 1, 0) if combinator == "+" else 0
    yield from reversed(siblings[nearest : element.index])


def _matches_simple(kind: str, part: Node, element: Element, *, active: bool, wanted: bool) -> bool:
    if kind == "LocalNameSelector":
        name = part.lower_local_name if element.namespace == HTML else part.local_name
        return bool(element.name == name)
    if kind == "ClassSelector":
        return part.class_name in element.classes
    if kind == "IDSelector":
        return bool(element.get("id") == part.ident)
    if kind == "AttributeSelector":
        if active and part.lower_name == "open" and element.name == "details":
            return wanted
        return _matches_attribute(part, element)
    if part.name in INTERACTIVE:
        return active and wanted
    if part.name in _NTH:
        return _matches_nth(part, element)
    return _STRUCTURAL[part.name](element)


def _matches_attribute(part: Node, element: Element) -> bool:
    name = part.lower_name if element.namespace == HTML else part.name
    found = element.get(name)
    if found is None:
        return False
    value = part.value or ""
    if part.case_sensitive is False:
        found, value = found.lower(), value.lower()
    match part.operator:
        case None:
            return True
        case "=":
            return found == value
        case "~=":
            return value in found.split() and value.strip(SPACE) == value
        case "|=":
            return found == value or found.startswith(f"{value}-")
        case "^=":
            return bool(value) and found.startswith(value)
        case "$=":
            return bool(value) and found.endswith(value)
        case _:
            return bool(value) and value in found


def _matches_nth(part: Node, element: Element) -> bool:
    step, offset = parse_nth(part.arguments)
    among = _of_type(element) if part.name.endswith("of-type") else _siblings(element)
    index = among.index(element)
    number = len(among) - index if "last" in part.name else index + 1
    return bool(
        number == offset
        if step == 0
        else (number - offset) % step == 0 and (number - offset) // step >= 0
    )
