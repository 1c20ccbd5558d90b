"""YAML in which every value knows its place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from briefing.diagnostics import Finding, Related
from briefing.text import Place, Span, Text

# libyaml where PyYAML was built with it: the same events, forty times as fast.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DEEPEST = 24
# What PyYAML does not take: control characters, halves of surrogate pairs, and U+FEFF.
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
)
_WORD = re.compile(r"\S+")
_QUOTES = frozenset("\"'")
_WRITER = json.JSONEncoder(ensure_ascii=False)


class Scalar(NamedTuple):
    """A text in a YAML file; `plain` if it stands there without quotes or block indicator."""

    value: str
    place: Place
    plain: bool = True

    def part(self, start: int, end: int) -> Place:
        """Where characters of the value stand; the whole scalar where escapes hide that."""
        return part_of(self.value, self.place, start, end)


class Sequence(NamedTuple):
    """A list in a YAML file."""

    items: tuple[Node, ...]
    place: Place


class Mapping(NamedTuple):
    """A mapping in a YAML file, each key once, in the order of the file."""

    entries: tuple[tuple[Scalar, Node], ...]
    place: Place

    def get(self, key: str) -> Node | None:
        """What stands behind the key."""
        return next((node for name, node in self.entries if name.value == key), None)

    def key(self, key: str) -> Scalar | None:
        """The key itself, as it stands in the file."""
        return next((name for name, _ in self.entries if name.value == key), None)


Node = Scalar | Sequence | Mapping
Plain = str | list["Plain"] | dict[str, "Plain"]
Json = str | float | bool | None | list["Json"] | dict[str, "Json"]


def part_of(value: str, place: Place, start: int, end: int) -> Place:
    """Where characters of a scalar's value stand, given where the scalar stands.

    Between value and file only white space differs, unless there are escapes; then it is the
    place of the whole scalar. A point between two characters is shown at the first of them.
    """
    written = place.words
    first, last = min(start, end - 1), end - 1
    base = place.span.start
    if written[:1] in _QUOTES and written.startswith(value, 1):
        base += 1
    elif not written.startswith(value):
        found = _written_at(value, written, first, last)
        if found is None:
            return place
        first, last = found
    return place.text.place(base + first, base + last + 1)


def _written_at(value: str, written: str, first: int, last: int) -> list[int] | None:
    """Where two characters of the value are written; None for white space and behind escapes."""
    found: list[int] = []
    at = written.find("\n") + 1 if written[:1] in {"|", ">"} else 0
    for word in _WORD.finditer(value):
        at = written.find(word.group(), at)
        if at < 0:
            return None
        for wanted in (first, last)[len(found) :]:
            if wanted < word.start():
                return None
            if wanted < word.end():
                found.append(at + wanted - word.start())
        if len(found) == 2:  # noqa: PLR2004 - the first and the last
            return found
        at += len(word.group())
    return None


def load_yaml(text: Text) -> tuple[Node | None, list[Finding]]:
    """The one document of a YAML file, all its scalars as strings, and what is wrong in it.

    Anchors, aliases, tags, a second document and deep nesting are refused, so that a file is
    no larger than it looks. Of a key given twice the first stands. None where there is nothing.
    """
    unprintable = _UNPRINTABLE.search(text.content)
    if unprintable:
        return None, [_unprintable(text, unprintable)]
    builder = _Builder(text)
    try:
        for event in yaml.parse(text.content, Loader=_LOADER):
            builder.take(event)
            if builder.refused:
                return None, builder.findings
    except yaml.MarkedYAMLError as error:
        return None, [*builder.findings, _invalid(text, error)]
    except yaml.YAMLError as error:
        return None, [Finding("invalid-yaml", f"not YAML: {_first_line(error)}", text.whole())]
    if builder.root is None:
        return None, [Finding("invalid-yaml", "the file is empty", text.whole())]
    return builder.root, builder.findings


def write_json(path: str, value: Json) -> tuple[Text, Node | None, list[Finding]]:
    """A value as JSON, which is YAML, and what `load_yaml` would make of it.

    It takes a fifth of the time, since it is known where everything stands.
    """
    text = Text(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")
    unprintable = _UNPRINTABLE.search(text.content)
    if unprintable:
        return text, None, [_unprintable(text, unprintable)]
    if "\n" + " " * (_DEEPEST + 1) in text.content:  # in a string there is no new line
        message = f"more than {_DEEPEST} levels stand in each other here"
        return text, None, [Finding("invalid-yaml", message, text.whole())]
    return text, _Locator(text).locate(value, 0), []


def to_plain(node: Node) -> Plain:
    """The node as strings, lists and dictionaries."""
    match node:
        case Scalar():
            return node.value
        case Sequence():
            return [to_plain(item) for item in node.items]
        case Mapping():
            return {key.value: to_plain(value) for key, value in node.entries}


def at_path(node: Node, path: Iterable[str | int]) -> Node:
    """The deepest node that the path of keys and indices reaches."""
    for step in path:
        match node:
            case Mapping() if isinstance(step, str) and (below := node.get(step)) is not None:
                node = below
            case Sequence() if isinstance(step, int) and step < len(node.items):
                node = node.items[step]
            case _:
                break
    return node


@dataclass
class _Locator:
    """Makes nodes of a value that was written as JSON, each level a space further in."""

    text: Text
    at: int = 0  # behind what was located so far

    def locate(self, value: Json, depth: int) -> Node:
        """The value that stands here."""
        start = self.at
        if isinstance(value, dict):
            entries = tuple([self._entry(*entry, depth) for entry in value.items()])
            return Mapping(entries, self._close(start, depth))
        if isinstance(value, list):
            items = tuple([self._item(item, depth) for item in value])
            return Sequence(items, self._close(start, depth))
        return self._scalar(value)

    def _entry(self, key: str, value: Json, depth: int) -> tuple[Scalar, Node]:
        self.at += len("{\n ") + depth  # or a comma
        name = self._scalar(key)
        self.at += len(": ")
        return name, self.locate(value, depth + 1)

    def _item(self, value: Json, depth: int) -> Node:
        self.at += len("[\n ") + depth
        return self.locate(value, depth + 1)

    def _scalar(self, value: Json) -> Scalar:
        written = _WRITER.encode(value)
        start, self.at = self.at, self.at + len(written)
        is_text = isinstance(value, str)
        return Scalar(
            value if isinstance(value, str) else written,
            self.text.place(start, self.at),
            plain=not is_text,
        )

    def _close(self, start: int, depth: int) -> Place:
        self.at += len("[]") if start == self.at else len("\n]") + depth
        return self.text.place(start, self.at)


@dataclass
class _Open:
    """A list or mapping whose end has not come yet."""

    is_mapping: bool
    start: int
    items: list[Node] = field(default_factory=list)


@dataclass
class _Builder:
    """Builds nodes from parser events, without recursion."""

    text: Text
    root: Node | None = None
    findings: list[Finding] = field(default_factory=list)
    refused: bool = False
    stack: list[_Open] = field(default_factory=list)
    documents: int = 0

    def take(self, event: yaml.Event) -> None:
        """Take the next event."""
        match event:
            # What most files are made of comes first.
            case yaml.ScalarEvent(anchor=None, tag=None):
                self.add(Scalar(event.value, self.place(event), not event.style))
            case yaml.CollectionEndEvent():
                self.close(event)
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self.refuse(event, "a second document begins here")
            case yaml.AliasEvent():
                self.refuse(event, f"an alias stands here, `*{event.anchor}`")
            case yaml.NodeEvent() if event.anchor is not None:
                self.refuse(event, f"an anchor stands here, `&{event.anchor}`")
            case yaml.ScalarEvent() | yaml.CollectionStartEvent() if event.tag is not None:
                self.refuse(event, "a tag stands here")
            case yaml.CollectionStartEvent() if len(self.stack) >= _DEEPEST:
                self.refuse(event, f"more than {_DEEPEST} levels stand in each other here")
            case yaml.CollectionStartEvent():
                is_mapping = isinstance(event, yaml.MappingStartEvent)
                self.stack.append(_Open(is_mapping, _index(event.start_mark)))

    def refuse(self, event: yaml.Event, problem: str) -> None:
        """Say what is refused; nothing more is taken."""
        place = self.place(event)
        line_end = self.text.line_span(place.start.line).end
        span = Span(place.span.start, max(place.span.start, min(place.span.end, line_end)))
        self.findings.append(
            Finding(
                "invalid-yaml",
                f"{problem}, and this file has none",
                Place(self.text, span),
                help="write out what you mean, or quote the value",
            )
        )
        self.refused = True

    def place(self, event: yaml.Event) -> Place:
        """Where the event stands, without the white space behind it."""
        start, end = _index(event.start_mark), _index(event.end_mark)
        return self.text.place(start, start + len(self.text.content[start:end].rstrip()))

    def add(self, node: Node) -> None:
        """Put the node where it belongs."""
        if self.stack:
            self.stack[-1].items.append(node)
        else:
            self.root = node

    def close(self, event: yaml.Event) -> None:
        """Finish the innermost list or mapping."""
        done = self.stack.pop()
        written = self.text.content[done.start : _index(event.end_mark)]
        place = self.text.place(done.start, done.start + len(written.rstrip()))
        if done.is_mapping:
            self.add(Mapping(tuple(self.entries(done)), place))
        else:
            self.add(Sequence(tuple(done.items), place))

    def entries(self, mapping: _Open) -> Iterator[tuple[Scalar, Node]]:
        """The entries whose key is a text that was not there before."""
        seen: dict[str, Scalar] = {}
        for key, value in zip(mapping.items[::2], mapping.items[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.findings.append(Finding("invalid-yaml", "a key is no text", key.place))
            elif key.value in seen:
                self.findings.append(_duplicate(key, seen[key.value]))
            else:
                seen[key.value] = key
                yield key, value


def _duplicate(key: Scalar, first: Scalar) -> Finding:
    """The finding for a key that its mapping has already."""
    return Finding(
        "duplicate-key",
        f"the key `{key.value}` stands here twice",
        key.place,
        label="given again",
        related=(Related(first.place, "given first"),),
        help="remove one of the two, or give it a key of its own",
    )


def _unprintable(text: Text, found: re.Match[str]) -> Finding:
    """The finding for a character that YAML does not take."""
    return Finding(
        "invalid-yaml",
        f"the control character U+{ord(found.group()):04X} stands here",
        text.place(*found.span()),
        help="remove it",
    )


def _invalid(text: Text, error: yaml.MarkedYAMLError) -> Finding:
    """The finding for what the YAML parser cannot read."""
    at = _index(error.problem_mark or error.context_mark)
    context: tuple[Related, ...] = ()
    if error.context_mark and error.context_mark.index < at and error.context:
        place = text.place(error.context_mark.index, error.context_mark.index + 1)
        context = (Related(place, error.context),)
    return Finding(
        "invalid-yaml",
        f"not YAML: {error.problem}",
        text.place(at, min(at + 1, len(text.content))),
        related=context,
        help=_way_out(text, at),
    )


_FIELD = re.compile(r"(?P<indent>[ \t]*)(?P<key>[\w.]+): +(?P<value>\S.*)")


def _way_out(text: Text, at: int) -> str:
    """How to write the line on which the parser stumbled."""
    match = _FIELD.fullmatch(text.line(min(text.position(at).line, text.line_count)))
    if match is None or match["value"][0] in "|>":
        return "check indentation, quotes and brackets here"
    return block_help(match["key"], match["value"], match["indent"])


def block_help(key: str, value: str, indent: str = "    ") -> str:
    """The block to paste, for a value that YAML reads as something else."""
    return f"write it as a block:\n{indent}{key}: |\n{indent}  {value}"


def _index(mark: Any) -> int:  # noqa: ANN401 - PyYAML has two classes of marks, and None
    return mark.index if mark else 0


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
