"""Counters and quotation marks, as `content` writes them."""

from __future__ import annotations

from collections.abc import Mapping

from briefing.read.css_values import Node, Tokens, bare
from briefing.read.html_tree import Element

BULLETS = {"disc": "•", "circle": "◦", "square": "■", "disclosure-open": "▾",
           "disclosure-closed": "▸"}  # fmt: skip
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_ROMAN = 3999


def numbered(number: int, style: str) -> str:
    """A number in a counter style of CSS; decimal where the style has no such number."""
    if style in BULLETS:
        return BULLETS[style]
    if style == "decimal-leading-zero":
        return f"{number:02}"
    if style.endswith(("alpha", "latin")) and number > 0:
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("a") + rest) + letters
        return letters.upper() if style.startswith("upper") else letters
    if style.endswith("roman") and 0 < number <= _MOST_ROMAN:
        letters = ""
        for value, sign in _ROMAN:
            count, number = divmod(number, value)
            letters += sign * count
        return letters.upper() if style.startswith("upper") else letters
    return str(number)


class Counters:
    """The counters of a page, each seen by an element's later siblings and what they hold."""

    def __init__(self) -> None:
        self._values: dict[str, list[tuple[Element | None, int]]] = {}
        self.depth = 0  # of quotation marks

    def count(self, resets: Tokens, increments: Tokens, element: Element) -> None:
        """Do what an element's counter-reset and counter-increment say."""
        for name, number in _pairs(resets, 0):
            stack = self._values.setdefault(name, [])
            if stack and stack[-1][0] is element.parent:
                stack.pop()
            stack.append((element.parent, number))
        for name, number in _pairs(increments, 1):
            stack = self._values.setdefault(name, [])
            if not stack:
                stack.append((element.parent, 0))
            stack[-1] = (stack[-1][0], stack[-1][1] + number)

    def leave(self, element: Element) -> None:
        """Forget the counters that stand within an element."""
        for stack in self._values.values():
            while stack and stack[-1][0] is element:
                stack.pop()

    def text(self, content: Tokens, quotes: tuple[str, ...], attributes: Mapping[str, str]) -> str:
        """What a `content` property gives at this place."""
        return "".join(self._part(node, quotes, attributes) for node in content)

    def _part(self, node: Node, quotes: tuple[str, ...], attributes: Mapping[str, str]) -> str:
        if node.type == "string":
            return str(node.value)
        if node.type == "ident":
            return self._quote(node.lower_value, quotes)
        if node.type != "function":
            return ""
        arguments = [part.value for part in bare(node.arguments) if part.type == "ident"]
        if not arguments:
            return ""
        if node.lower_name == "attr":
            return attributes.get(arguments[0].lower(), "")
        stack = self._values.get(arguments[0])
        number = stack[-1][1] if stack else 0
        return numbered(number, arguments[1].lower() if len(arguments) > 1 else "decimal")

    def _quote(self, word: str, quotes: tuple[str, ...]) -> str:
        pairs = list(zip(quotes[::2], quotes[1::2], strict=False))  # a last one alone is refused
        if word in {"open-quote", "no-open-quote"}:
            self.depth += 1
            shown = word == "open-quote" and bool(pairs)
            return pairs[min(self.depth, len(pairs)) - 1][0] if shown else ""
        if word not in {"close-quote", "no-close-quote"}:
            return ""
        self.depth = max(self.depth - 1, 0)
        shown = word == "close-quote" and bool(pairs)
        return pairs[min(self.depth + 1, len(pairs)) - 1][1] if shown else ""


def _pairs(tokens: Tokens, usual: int) -> list[tuple[str, int]]:
    """The names of a counter property, each with its number."""
    found: list[tuple[str, int]] = []
    for node in tokens:
        if node.type == "ident" and node.lower_value != "none":
            found.append((node.value, usual))
        elif node.type == "number" and node.is_integer and found:
            found[-1] = (found[-1][0], int(node.value))
    return found
