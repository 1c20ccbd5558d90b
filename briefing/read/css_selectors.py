"""Match selectors of CSS, at rest and with everything hovered, focused and opened."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from cssselect2 import parser
from tinycss2.nth import parse_nth

from briefing.read.css_values import Node
from briefing.read.html_tree import HTML, Element

Test = Callable[[Element], bool]

# What a reader does to the page: true of every element in the active state, of none at rest.
INTERACTIVE = frozenset(
    {"hover", "focus", "focus-within", "focus-visible", "active", "target", "visited"}
)


def _is_link(element: Element) -> bool:
    return element.name == "a" and bool({"href", "xlink:href"} & element.attributes.keys())


STRUCTURAL: dict[str, Test] = {
    "root": lambda e: e.parent is not None and e.parent.parent is None,
    "first-child": lambda e: e.index == 0,
    "last-child": lambda e: e.index == len(_siblings(e)) - 1,
    "only-child": lambda e: len(_siblings(e)) == 1,
    "first-of-type": lambda e: _of_type(e)[0] is e,
    "last-of-type": lambda e: _of_type(e)[-1] is e,
    "only-of-type": lambda e: len(_of_type(e)) == 1,
    "empty": lambda e: not e.elements and not e.words(),
    "link": _is_link,
    "any-link": _is_link,
}
# Attributes of HTML whose values know no capitals (HTML standard, 4.16.2).
_CASELESS = frozenset({"charset", "dir", "hreflang", "lang", "media", "rel", "scope", "target",
                       "type"})  # fmt: skip
_NTH = frozenset({"nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type"})
_LISTS = frozenset({"NegationSelector", "MatchesAnySelector", "SpecificityAdjustmentSelector"})


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


def kind_of(part: Node) -> str:
    """What kind of selector a part is."""
    return type(part).__name__


def _check_known(part: Node) -> None:
    kind = kind_of(part)
    if kind == "PseudoClassSelector" and part.name not in INTERACTIVE | STRUCTURAL.keys():
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
        kind = kind_of(node)
        if kind == "CombinedSelector":
            stack += [node.left, node.right]
        elif kind == "CompoundSelector":
            stack += node.simple_selectors
        elif kind in _LISTS:
            stack += [selector.parsed_tree for selector in node.selector_list]


def is_interactive(tree: Node) -> bool:
    """Whether a reader's doing changes what the selector matches."""
    return any(
        (kind_of(part) == "PseudoClassSelector" and part.name in INTERACTIVE)
        or (kind_of(part) == "AttributeSelector" and part.lower_name == "open")
        for part in parts(tree)
    )


def compiled(tree: Node, *, active: bool, wanted: bool = True) -> Test:
    """The test whether a selector matches an element.

    With `active`, whether some doing of the reader makes it match; `wanted` is False within :not().
    """
    kind = kind_of(tree)
    if kind == "CompoundSelector":
        return _all([compiled(p, active=active, wanted=wanted) for p in tree.simple_selectors])
    if kind == "CombinedSelector":
        left = compiled(tree.left, active=active, wanted=wanted)
        right = compiled(tree.right, active=active, wanted=wanted)
        return _combined(left, right, tree.combinator)
    if kind in _LISTS:
        is_negation = kind == "NegationSelector"
        tests = [
            compiled(s.parsed_tree, active=active, wanted=wanted != is_negation)
            for s in tree.selector_list
        ]
        return lambda e: any(test(e) for test in tests) != is_negation
    return _simple(kind, tree, active=active, wanted=wanted)


def _all(tests: list[Test]) -> Test:
    match tests:
        case [only]:
            return only
        case [one, other]:
            return lambda e: one(e) and other(e)
    return lambda e: all(test(e) for test in tests)


def _combined(left: Test, right: Test, combinator: str) -> Test:
    """The test for a selector with another one before it."""

    def descends(element: Element) -> bool:
        if not right(element):
            return False
        other = element.parent
        while other is not None and other.parent is not None:
            if left(other):
                return True
            other = other.parent
        return False

    def follows(element: Element) -> bool:
        before = _siblings(element)[: element.index]
        return right(element) and any(left(other) for other in reversed(before))

    match combinator:
        case " ":
            return _remembered(descends)
        case ">":
            return lambda e: (
                right(e) and e.parent is not None and e.parent.parent is not None and left(e.parent)
            )
        case "+":
            return lambda e: right(e) and e.index > 0 and left(_siblings(e)[e.index - 1])
    return _remembered(follows)


def _remembered(test: Test) -> Test:
    """The same test, which asks once only: else `a a a a a` asks for every way to choose five."""
    known: dict[Element, bool] = {}

    def remembered(element: Element) -> bool:
        answer = known.get(element)
        if answer is None:
            answer = known[element] = test(element)
        return answer

    return remembered


def _simple(kind: str, part: Node, *, active: bool, wanted: bool) -> Test:  # noqa: PLR0911 - one answer a kind
    match kind:
        case "LocalNameSelector":
            lower, exact = part.lower_local_name, part.local_name
            return lambda e: bool(e.name == (lower if e.namespace == HTML else exact))
        case "ClassSelector":
            return lambda e: part.class_name in e.classes
        case "IDSelector":
            return lambda e: e.get("id") == part.ident
        case "AttributeSelector":
            if active and part.lower_name == "open":
                return lambda e: wanted if e.name == "details" else _has_attribute(part, e)
            return lambda e: _has_attribute(part, e)
        case "FunctionalPseudoClassSelector":
            return lambda e: _is_nth(part, e)
    if part.name in INTERACTIVE:
        answer = active and wanted
        return lambda _: answer
    return STRUCTURAL[part.name]


def _has_attribute(part: Node, element: Element) -> bool:
    found = element.get(part.lower_name if element.namespace == HTML else part.name)
    if found is None or part.operator is None:
        return found is not None
    value = part.value or ""
    if part.case_sensitive is False or (
        part.case_sensitive is None and part.lower_name in _CASELESS and element.namespace == HTML
    ):
        found, value = found.lower(), value.lower()
    answers = {
        "=": found == value,
        "~=": value in re.split("[ \t\n\f\r]+", found) and bool(value),
        "|=": found == value or found.startswith(f"{value}-"),
        "^=": bool(value) and found.startswith(value),
        "$=": bool(value) and found.endswith(value),
        "*=": bool(value) and value in found,
    }
    return answers[part.operator]


def _is_nth(part: Node, element: Element) -> bool:
    step, offset = parse_nth(part.arguments)
    among = _of_type(element) if part.name.endswith("of-type") else _siblings(element)
    index = among.index(element)
    number = len(among) - index if "last" in part.name else index + 1
    if step == 0:
        return bool(number == offset)
    return bool((number - offset) % step == 0 and (number - offset) // step >= 0)
