"""The style sheets of a page: their rules, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace

import tinycss2

from briefing.diagnostics import Finding
from briefing.read.css_allowed import fault_of, fault_of_font
from briefing.read.css_declarations import Declaration, outside
from briefing.read.css_fonts import FONT, STAND_IN, address_of, families, is_known
from briefing.read.css_media import Media, UnknownMedia, parse_media
from briefing.read.css_selectors import (
    UnknownSelector,
    is_interactive,
    parse_selectors,
)
from briefing.read.css_values import Node, bare, written
from briefing.text import Place, Span, Text

_LINE = re.compile(r"\r\n|[\n\r\f]")
_BRACKET = re.compile(r"[()\[\]{}]")
_DEEPEST = 32  # brackets within one another


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One selector with its declarations, and the media in which it holds."""

    selector: Node
    pseudo: str | None
    specificity: tuple[int, int, int]
    interactive: bool
    declarations: tuple[Declaration, ...]
    media: tuple[Media, ...]


@dataclass(slots=True)
class Sheets:
    """All rules of a page in their order, and what could not be read of them.

    Their places are in the sheets themselves: other pages have the same sheets elsewhere.
    """

    rules: list[Rule] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    families: set[str] = field(default_factory=set)  # of the fonts in the file, in small letters
    believed: set[str] = field(default_factory=set)  # families of which the letters are not known
    texts: list[Text] = field(default_factory=list)  # that stand for the sheets in places

    def read(self, css: str, media: str | None = None) -> None:
        """Take in a style sheet."""
        self.texts.append(Text("a style sheet", ""))
        _Reader(self, css).read(media)

    def refuse(self, what: str, place: Place) -> None:
        """Note a part that is outside the subset."""
        self.findings.append(outside(what, place))


@dataclass(frozen=True, slots=True, eq=False)
class Inline:
    """What an attribute declares; its text stands for it in places."""

    text: Text
    declarations: tuple[Declaration, ...]
    findings: tuple[Finding, ...]


def read_inline(css: str, *, weak: bool = False) -> Inline:
    """The declarations of a `style` attribute; all of them stand at its place."""
    text = Text("a style attribute", "")
    place = text.whole()
    if _is_too_deep(css):
        what = "a style attribute with too many brackets within one another"
        return Inline(text, (), (outside(what, place),))
    nodes = tinycss2.parse_blocks_contents(css, skip_comments=True, skip_whitespace=True)
    found = tuple(
        Declaration(_name(node), tuple(node.value), node.important, place, weak)
        for node in nodes
        if node.type == "declaration"
    )
    malformed = len(found) < len(nodes)
    faults = (outside("a style attribute that is malformed", place),) if malformed else ()
    return Inline(text, found, faults)


def _name(node: Node) -> str:
    name: str = node.name if node.name.startswith("--") else node.lower_name
    return name


def _is_too_deep(css: str) -> bool:
    """Whether brackets stand deeper within one another than any honest style sheet needs."""
    depth = 0
    for bracket in _BRACKET.finditer(css):
        depth += 1 if bracket[0] in "([{" else -1
        if depth > _DEEPEST:
            return True
        depth = max(depth, 0)
    return False


class Origins:
    """Where the style sheets and attributes of a page stand in its file."""

    def __init__(self, page: Text) -> None:
        self.page = page
        self._sheets: dict[Text, int] = {}
        self._attributes: dict[Text, Span] = {}

    def add_sheet(self, text: Text, start: int) -> None:
        """From here on, the sheet begins at this offset."""
        self._sheets[text] = start

    def add_attribute(self, text: Text, span: Span) -> None:
        """From here on, the attribute stands there."""
        self._attributes[text] = span

    def located(self, finding: Finding) -> Finding:
        """The finding with its place in the file."""
        text, span = finding.place
        if text in self._attributes:
            return replace(finding, place=self.page.place(*self._attributes[text]))
        if text in self._sheets:
            moved = span.shifted(self._sheets[text])
            return replace(finding, place=self.page.place(*moved))
        return finding


class _Reader:
    """Reads one style sheet; base64 is left out before, and put back into the places."""

    def __init__(self, sheets: Sheets, raw: str) -> None:
        self.sheets = sheets
        self.text = sheets.texts[-1]
        self.end = len(raw)
        self.cuts: list[int] = []  # where, in the shortened text, something was left out
        self.gone: list[int] = [0]  # how much was left out before that
        self.fonts: dict[str, str] = {}  # the base64 of fonts, by what stands for it
        kept: list[str] = []
        last = length = 0
        for match in FONT.finditer(raw):
            cut = match.span(1)
            self.fonts[f"{STAND_IN}{len(self.fonts)}"] = match[1]
            kept += raw[last : cut[0]], [*self.fonts][-1]
            length += cut[0] - last + len(kept[-1])
            last = cut[1]
            self.cuts.append(length)
            self.gone.append(self.gone[-1] + cut[1] - cut[0] - len(kept[-1]))
        self.css = "".join(kept) + raw[last:]
        self.lines = [0, *(match.end() for match in _LINE.finditer(self.css))]

    def place(self, node: Node, length: int = 1) -> Place:
        """Where a node of the style sheet stands in the file."""
        at = self.lines[node.source_line - 1] + node.source_column - 1
        start = at + self.gone[bisect_right(self.cuts, at)]
        return self.text.place(min(start, self.end), min(start + length, self.end))

    def refuse(self, what: str, node: Node, length: int = 1) -> None:
        """Note a part that is outside the subset."""
        self.sheets.refuse(what, self.place(node, length))

    def read(self, media: str | None) -> None:
        """Take in the rules of the whole sheet."""
        if _is_too_deep(self.css):
            self.sheets.refuse("too many brackets within one another", self.text.whole())
            return
        nodes = tinycss2.parse_stylesheet(self.css, skip_comments=True, skip_whitespace=True)
        around: tuple[Media, ...] = ()
        if media is not None:
            try:
                around = (parse_media(tinycss2.parse_component_value_list(media)),)
            except UnknownMedia as error:
                self.sheets.refuse(f"the style sheet is for {error}", self.text.whole())
                return
        self.rules(nodes, around, 0)
        if self.fonts:
            self.sheets.refuse("a font stands outside of @font-face", self.text.whole())

    def rules(self, nodes: list[Node], around: tuple[Media, ...], depth: int) -> None:
        """Take in rules that stand within the given media."""
        for node in nodes:
            if node.type == "qualified-rule":
                self.rule(node, around)
            elif node.type == "at-rule":
                self.at_rule(node, around, depth)
            else:
                self.refuse("the style sheet is malformed", node)

    def at_rule(self, node: Node, around: tuple[Media, ...], depth: int) -> None:
        """Take in an @media rule; check @font-face and @page; refuse any other."""
        name = node.lower_at_keyword
        if name == "media" and node.content is not None and depth < 3:  # noqa: PLR2004
            try:
                media = parse_media(node.prelude)
            except UnknownMedia as error:
                self.refuse(f"the media rule has {error}", node, 6)
                return
            inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            self.rules(inner, (*around, media) if media else around, depth + 1)
        elif name in {"font-face", "page"} and node.content is not None:
            parts = self.contents(node.content)
            if name == "font-face":
                self.font([part for part in parts if part.type == "declaration"])
            for part in parts:
                if part.type == "declaration":
                    check = fault_of_font if name == "font-face" else fault_of
                    fault = check(_name(part), bare(part.value))
                    if fault is not None:
                        value = written(part.value)[:60]
                        what = f"the style `{part.name}: {value}` in @{name} {fault}"
                        self.refuse(what, part, len(part.name))
                else:
                    self.refuse(f"@{name} holds more than declarations", part)
        else:
            self.refuse(f"the rule @{name} is not read", node, len(name) + 1)

    def font(self, parts: list[Node]) -> None:
        """Take note of a font in the file, and of whether it is known."""
        is_all_known = True
        for part in parts:
            for node in part.value if part.lower_name == "src" else ():
                address = address_of(node)
                if address is not None:
                    payload = self.fonts.pop(address.rpartition(",")[2], "")
                    is_all_known &= is_known(payload)
        for part in parts:
            if part.lower_name == "font-family":
                names = list(families(bare(part.value)))
                self.sheets.families.update(name.lower() for name in names)
                if not is_all_known:
                    self.sheets.believed.update(names)

    def rule(self, node: Node, around: tuple[Media, ...]) -> None:
        """Take in a rule, once for each of its selectors."""
        try:
            selectors = parse_selectors(node.prelude)
        except UnknownSelector as error:
            self.refuse(f"the selector `{written(node.prelude)[:60]}` is not read: {error}", node)
            return
        found: list[Declaration] = []
        for part in self.contents(node.content):
            if part.type != "declaration":
                self.refuse("a rule holds more than declarations", part)
                continue
            place = self.place(part, len(part.name))
            found.append(Declaration(_name(part), tuple(part.value), part.important, place))
        if any(s.pseudo_element == "marker" for s in selectors):
            for declaration in found:
                if not declaration.name.startswith(("font", "color", "--")):
                    self.refuse(f"the style `{declaration.name}` of ::marker is not read", node)
        self.sheets.declarations += found
        self.sheets.rules += [
            Rule(
                selector.parsed_tree,
                selector.pseudo_element,
                tuple(selector.specificity),
                is_interactive(selector.parsed_tree),
                tuple(found),
                around,
            )
            for selector in selectors
        ]

    @staticmethod
    def contents(tokens: Node) -> list[Node]:
        """What stands between a rule's braces."""
        nodes: list[Node] = tinycss2.parse_blocks_contents(
            tokens, skip_comments=True, skip_whitespace=True
        )
        return nodes
