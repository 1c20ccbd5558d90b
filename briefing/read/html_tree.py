"""The tree of an HTML file, in which every element and every character knows its place."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from justhtml import JustHTML

from briefing.diagnostics import Finding
from briefing.text import Span, Text

DEEPEST = 200  # elements within one another: far beyond any page, well within Python's stack
HTML = "html"
SVG = "svg"
SPACE = " \t\n\f\r"
_ENTITY = re.compile(r"&(?:#[xX]?[0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);?")
_SPECIAL = re.compile(r"[&\r<]")
_WITHIN_TAG = re.compile(r"""(?:[^"'>]++|"[^"]*+"|'[^']*+')*+""")
_ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]+)(?:[ \t\n\f\r]*=[ \t\n\f\r]*("[^"]*"|'[^']*'|[^\s"'>][^\s>]*))?"""
)


class Run(NamedTuple):
    """Characters as they are read, and where they stand in the file.

    They stand there letter by letter if both are equally long, else as one character reference.
    """

    text: str
    start: int
    end: int


class Words:
    """A run of character data."""

    __slots__ = ("parent", "start", "text")

    def __init__(self, text: str, start: int, parent: Element) -> None:
        self.text = text
        self.start = start
        self.parent = parent


class Element:
    """An element; `start` is where its start tag stands, or that of its parent if it has none."""

    __slots__ = (
        "attributes",
        "children",
        "classes",
        "elements",
        "index",
        "kin",
        "name",
        "namespace",
        "parent",
        "start",
    )

    def __init__(
        self,
        name: str,
        namespace: str,
        attributes: dict[str, str],
        start: int,
        parent: Element | None,
    ) -> None:
        self.name = name
        self.namespace = namespace
        self.attributes = attributes
        self.classes = _classes(attributes["class"]) if "class" in attributes else []
        self.start = start
        self.parent = parent
        self.children: list[Element | Words] = []
        self.elements: list[Element] = []
        self.index = 0 if parent is None else len(parent.elements)
        self.kin = -1

    def get(self, name: str) -> str | None:
        """The value of an attribute, None where it is missing."""
        return self.attributes.get(name)

    def words(self) -> str:
        """All character data within, as it stands."""
        return "".join(node.text for node in self.nodes() if isinstance(node, Words))

    def nodes(self) -> Iterator[Element | Words]:
        """This element and everything in it, in the order of the file."""
        stack: list[Element | Words] = [self]
        while stack:
            node = stack.pop()
            yield node
            if isinstance(node, Element):
                stack.extend(reversed(node.children))

    def find(self, *names: str) -> Iterator[Element]:
        """The elements within that have one of the names, in the order of the file."""
        return (n for n in self.nodes() if isinstance(n, Element) and n.name in names)


def _classes(written: str) -> list[str]:
    """The classes that a list names: parted by the white space of ASCII alone."""
    return written.split() if written.isascii() else re.findall(r"[^ \t\n\f\r]+", written)


class Tree:
    """A parsed file: its elements, and the places of what they hold."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self._bom = 1 if text.content.startswith("\ufeff") else 0
        parsed = JustHTML(
            text.content, sanitize=False, track_node_locations=True, collect_errors=True
        )
        self.too_deep: Element | None = None  # the first whose contents were left out
        self.root = self._converted(parsed.root)
        nodes = iter(self.root.nodes())
        next(nodes)
        self.elements = [node for node in nodes if isinstance(node, Element)]
        self.by_id = {e.attributes["id"]: e for e in self.elements if "id" in e.attributes}
        self.findings = [
            self._malformed(error.code, error.line or 1, error.column or 1)
            for error in parsed.errors
        ]

    def find(self, name: str) -> Iterator[Element]:
        """The elements of this name, in the order of the file."""
        return (element for element in self.elements if element.name == name)

    def _converted(self, document: object) -> Element:
        root = Element("#document", HTML, {}, 0, None)
        stack: list[tuple[object, Element, int]] = [(document, root, 0)]
        while stack:
            node, element, depth = stack.pop()
            for child in node.children or ():  # type: ignore[attr-defined]
                name = child.name
                offset = child.origin_offset
                start = element.start if offset is None else offset + self._bom
                if name == "#text":
                    element.children.append(Words(child.data or "", start, element))
                elif name[0] not in "#!":
                    named = child.attrs
                    attributes = {key: value or "" for key, value in named.items()} if named else {}
                    made = Element(name, child.namespace or HTML, attributes, start, element)
                    element.children.append(made)
                    element.elements.append(made)
                    if depth < DEEPEST:
                        stack.append((child, made, depth + 1))
                    elif self.too_deep is None:
                        self.too_deep = made
        return root

    def _malformed(self, code: str, line: int, column: int) -> Finding:
        """Justhtml counts lines by line feeds alone."""
        start = self._bom
        for _ in range(line - 1):
            start = self.text.content.find("\n", start) + 1
        start = min(start + column - 1, len(self.text.content))
        return Finding(
            "unreadable-markup",
            f"the markup is malformed: {code.replace('-', ' ')}",
            self.text.place(start, min(start + 1, len(self.text.content))),
            label="browsers may differ from here on",
            help="write well-formed HTML; the parser's word for it is that of the HTML standard",
        )

    def runs(self, words: Words) -> list[Run]:
        """The characters of the words, each with its place in the file."""
        return aligned(words.text, self.text.content, words.start)

    def tag_span(self, element: Element) -> Span:
        """Where the element's start tag stands."""
        content, start = self.text.content, element.start
        if not content.startswith("<", start):
            return Span(start, start)
        tag = _WITHIN_TAG.match(content, start + 1)
        assert tag is not None  # it may be empty
        return Span(start, min(tag.end() + 1, len(content)))

    def attribute_runs(self, element: Element, name: str) -> list[Run]:
        """The characters of an attribute's value, each with its place in the file."""
        start, end = self.tag_span(element)
        value = element.attributes[name]
        for match in _ATTRIBUTE.finditer(self.text.content, start + 1 + len(element.name), end):
            if match[1].lower() == name.lower() and match[2] is not None:
                quoted = match[2][0] in "\"'"
                return aligned(value, self.text.content, match.start(2) + quoted)
        return [Run(value, start, start)]

    def attribute_span(self, element: Element, name: str) -> Span:
        """Where an attribute's value stands; the start tag if it has none."""
        runs = self.attribute_runs(element, name)
        if not runs or runs[0].start == runs[-1].end:
            return self.tag_span(element)
        return Span(runs[0].start, runs[-1].end)


def aligned(text: str, content: str, start: int) -> list[Run]:
    """Where each character of a decoded text stands in the file, from `start` on."""
    if "&" not in text and content.startswith(text, start):
        return [Run(text, start, start + len(text))] if text else []
    runs: list[Run] = []
    here, there = 0, start
    while here < len(text):
        special = _SPECIAL.search(content, there)
        length = (special.start() if special else len(content)) - there
        if length:
            plain = text[here : here + length]
            if content[there : there + len(plain)] == plain:
                runs.append(Run(plain, there, there + len(plain)))
                here, there = here + len(plain), there + len(plain)
                continue
        run, there = _one_special(text, here, content, there)
        if run is None:
            break
        if run.text:
            runs.append(run)
            here += len(run.text)
    if here < len(text):
        runs.append(Run(text[here:], there, there))
    return runs


def _one_special(text: str, here: int, content: str, there: int) -> tuple[Run | None, int]:  # noqa: PLR0911 - one answer a kind of character
    """The character at which file and text part, or None where they cannot be brought together."""
    if there >= len(content):
        return None, there
    entity = _ENTITY.match(content, there)
    if entity:
        decoded = html.unescape(entity[0])
        if decoded != entity[0] and text.startswith(decoded, here):
            return Run(decoded, there, entity.end()), entity.end()
    if content.startswith("\r\n", there):
        end = there + 2
        return Run("\n" if text[here] == "\n" else "", there, end), end
    if content[there] == "\r":
        return Run("\n" if text[here] == "\n" else "", there, there + 1), there + 1
    if content[there] == text[here]:
        return Run(text[here], there, there + 1), there + 1
    if content[there] == "\n":  # the line break right behind <pre>
        return Run("", there, there + 1), there + 1
    if content[there] == "<":  # a comment, or a tag without effect, within the words
        close = "-->" if content.startswith("<!--", there) else ">"
        end = content.find(close, there)
        return (Run("", there, there), end + len(close)) if end >= 0 else (None, there)
    return None, there
