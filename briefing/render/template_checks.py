"""What may not stand in a template, found before it is rendered."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.compiler import Frame
from jinja2.lexer import TokenStream
from jinja2.meta import TrackingCodeGenerator
from jinja2.parser import Parser

from briefing.assemble import Briefing
from briefing.diagnostics import Finding
from briefing.facts.model import FactKind
from briefing.prose import meant
from briefing.quantities.model import Kind, Quantity
from briefing.quantities.recognise import recognise
from briefing.render.page import disputed_fact
from briefing.render.template_gaps import Piece, check_gaps
from briefing.render.templates import PAGE, Templates
from briefing.text import Place, Span, Text

# Everything that a template may name without defining it.
CONTEXT = frozenset({
    "chart",
    "checked",
    "edition",
    "edition_date",
    "evidence",
    "fact",
    "facts_by_id",
    "font_css",
    "inlined_css",
    "language",
    "name",
    "publisher",
    "quote",
    "say",
    "self",
    "sources",
})  # fmt: skip

ROOTS = frozenset({"fact", "say", "quote", "name"})

# Attributes whose text reaches a reader.
_SPOKEN = r"(?:alt|title|aria-label|aria-description|placeholder|content|label|summary)"
_HIDDEN = re.compile(r"<!--.*?-->|<(style|script)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_ATTRIBUTE = re.compile(rf"(?<=\s){_SPOKEN}\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_META = re.compile(r"\bname\s*=\s*[\"']?(?:author|description|keywords)\b", re.IGNORECASE)
_ENTITY = re.compile(r"&#?\w+;")
# Stands for what an expression prints: no letter, no digit, no space.
_PRINTED = "\ufffc"


def check_templates(templates: Templates, briefing: Briefing | None) -> list[Finding]:
    """What is wrong with the templates as they stand; without a briefing, in their form alone.

    Findings: `template-syntax`, `undefined-name`, `unknown-fact`, `disputed-fact`,
    `hand-written-number`, `gap-in-sentence`.
    """
    findings: list[Finding] = []
    parsed: list[_Template] = []
    for text in templates.texts.values():
        try:
            parsed.append(_parse(templates.environment, text))
        except TemplateSyntaxError as error:
            findings.append(_syntax(text, error))
        except RecursionError:
            findings.append(_syntax(text, TemplateSyntaxError("it is nested too deeply", 1)))
    defined = CONTEXT.union(*(template.defined for template in parsed))
    for template in parsed:
        findings += _undefined(template, defined)
        if briefing is not None:
            findings += _unknown(template, briefing)
            findings += _hand_written(template, briefing)
            findings += check_gaps(template.text, _pieces(template))
    return findings


class _Token(NamedTuple):
    """A token of Jinja's, and where it stands; `data` is what stands outside of braces."""

    kind: str
    written: str
    span: Span


@dataclass(frozen=True)
class _Template:
    """A template in its tokens and as a tree, and the names that it does not define itself."""

    text: Text
    tokens: tuple[_Token, ...]
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


def _parse(environment: Environment, text: Text) -> _Template:
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
    return _Template(text, tuple(_placed(text, written)), tree, undeclared)


def _placed(text: Text, written: Iterable[tuple[str, str]]) -> Iterator[_Token]:
    at = 0
    for kind, words in written:
        # What Jinja strips, and the white space between tokens, is none; all else stands there.
        start = text.content.index(words, at)
        at = start + len(words)
        yield _Token(kind, words, Span(start, at))


def _pieces(template: _Template) -> Iterator[Piece]:
    """The template cut where its own words begin and end, and where an expression does."""
    end, opened = 0, 0
    for token in template.tokens:
        if token.kind == "data":
            if end < token.span.start:
                yield Piece(Span(end, token.span.start), is_words=False, is_printed=False)
            yield Piece(token.span, is_words=True, is_printed=False)
        elif token.kind == "variable_begin":
            opened = token.span.start
            if end < opened:
                yield Piece(Span(end, opened), is_words=False, is_printed=False)
            end = opened
            continue
        elif token.kind == "variable_end":
            yield Piece(Span(opened, token.span.end), is_words=False, is_printed=True)
        else:
            continue
        end = token.span.end
    whole = len(template.text.content)
    if end < whole:
        yield Piece(Span(end, whole), is_words=False, is_printed=False)


def _syntax(text: Text, error: TemplateSyntaxError) -> Finding:
    line = text.line_span(max(1, min(error.lineno, text.line_count)))
    message = (error.message or "unknown").rstrip(".")
    return Finding(
        "template-syntax",
        f"the template cannot be read: {message[:1].lower()}{message[1:]}",
        Place(text, line),
        help="mend this line, or the one before it that leaves something open",
    )


def _undefined(template: _Template, defined: frozenset[str]) -> Iterator[Finding]:
    undefined = template.undeclared - defined
    before = ""
    for token in template.tokens:
        if token.kind == "name" and token.written in undefined and before != ".":
            yield Finding(
                "undefined-name",
                f"nothing is called `{token.written}`",
                Place(template.text, token.span),
                help=meant(token.written, defined) or "state facts through `fact`",
            )
        before = token.written


def _unknown(template: _Template, briefing: Briefing) -> Iterator[Finding]:
    """Ids that no fact and no name has, and disputes that are stated as settled."""
    tokens = template.tokens
    for index, token in enumerate(tokens):
        starts = index == 0 or tokens[index - 1].written != "."
        if token.kind == "name" and starts and token.written in ROOTS:
            parts, called = _path(tokens[index + 1 :])
            if parts:
                place = template.text.place(parts[0].span.start, parts[-1].span.end)
                yield from _reference(token.written, parts, place, briefing, called=called)


def _path(tokens: Sequence[_Token]) -> tuple[list[_Token], bool]:
    """The names behind `fact`, and whether a position is asked for."""
    parts: list[_Token] = []
    for dot, part in zip(tokens[::2], tokens[1::2], strict=False):
        if dot.written != "." or part.kind != "name":
            break
        if part.written == "position":
            return parts, True
        parts.append(part)
    return parts, False


def _reference(
    root: str, parts: list[_Token], place: Place, briefing: Briefing, *, called: bool
) -> Iterator[Finding]:
    id_ = ".".join(part.written for part in parts)
    known = briefing.names if root == "name" else briefing.entries
    if id_ not in known and id_ not in briefing.refused:
        kind = "name" if root == "name" else "fact"
        yield Finding(
            "unknown-name" if root == "name" else "unknown-fact",
            f"no {kind} is called `{id_}`",
            place,
            help=meant(id_, known) or "add it to the facts file",
        )
    elif root == "fact" and not called and briefing.is_disputed(id_):
        yield disputed_fact(id_, briefing, place)


def _hand_written(template: _Template, briefing: Briefing) -> Iterator[Finding]:
    """Numbers, and names with digits, that stand in the template itself."""
    text, names = template.text, briefing.numbered_names
    seen = _as_seen(text.content, template.tokens)
    page = text.path.rsplit("/", 1)[-1].removesuffix(PAGE)
    for quantity in recognise(seen, names):
        if quantity.kind is not Kind.IDIOM and not _is_waived(seen, quantity, page, briefing):
            yield _typed(quantity, text.place(*quantity.span), briefing)
    for token in template.tokens:
        words = token.written[1:-1]
        if token.kind == "string" and not _is_key(words, briefing):
            for quantity in recognise(words, names):
                if quantity.kind is not Kind.IDIOM:
                    span = quantity.span.shifted(token.span.start + 1)
                    yield _typed(quantity, text.place(*span), briefing)
    for output in template.tree.find_all(nodes.Output):
        for node in output.nodes:
            if isinstance(node, nodes.Const) and not isinstance(node.value, str):
                yield _printed_constant(text, node)


def _as_seen(content: str, tokens: tuple[_Token, ...]) -> str:
    """What a reader would see of the template, character for character in its place."""
    data = [token.span for token in tokens if token.kind == "data"]
    pieces, end = [], 0
    for span in data:
        pieces.append(_PRINTED * (span.start - end) + content[slice(*span)])
        end = span.end
    pieces.append(_PRINTED * (len(content) - end))
    seen = _HIDDEN.sub(lambda hidden: " " * len(hidden[0]), "".join(pieces))
    seen = _TAG.sub(_attributes_alone, seen)
    return _ENTITY.sub(lambda entity: _decoded(entity[0]), seen)


def _attributes_alone(tag: re.Match[str]) -> str:
    """A tag with nothing left but the texts of its attributes that reach a reader."""
    seen = ["\n"] * len(tag[0])
    for attribute in _ATTRIBUTE.finditer(tag[0]):
        if attribute[0].lower().startswith("content") and not _META.search(tag[0]):
            continue
        for group in (1, 2):
            start, end = attribute.span(group)
            if start >= 0:
                seen[start:end] = tag[0][start:end]
    return "".join(seen)


def _decoded(entity: str) -> str:
    """The character that is meant, and white space up to the entity's own length."""
    characters = html.unescape(entity)
    return characters[: len(entity)].ljust(len(entity))


def _is_key(words: str, briefing: Briefing) -> bool:
    """Whether a string is an id, the key of a source, an address in the page, or a file."""
    return (
        briefing.has_prefix(words)
        or words in briefing.names
        or words.startswith("#")
        or words.endswith((".j2", ".css"))
        or any(source.name.startswith(words) for source in briefing.sources)
        or briefing.sources.is_refused(words)
    )


def _is_waived(seen: str, quantity: Quantity, page: str, briefing: Briefing) -> bool:
    return any(waiver.covers(page, seen, quantity.span) for waiver in briefing.waivers)


def _typed(quantity: Quantity, place: Place, briefing: Briefing) -> Finding:
    if quantity.kind is Kind.NAME:
        known = [n.id for n in briefing.names.values() if quantity.value in n.forms]
        help_ = (
            f"print it through the names table: {{{{ name.{known[0]} }}}}"
            if known
            else "add it to `names` in the facts file, and print it with {{ name.… }}"
        )
    else:
        same = [
            e.id for e in briefing.entries.values()
            if e.quantity is not None and e.quantity.value == quantity.value
            and e.quantity.unit == quantity.unit and e.fact.kind is not FactKind.DISPUTE
        ]  # fmt: skip
        help_ = (
            f"state it through its fact, such as {{{{ fact.{same[0]} }}}}"
            if same
            else "add a fact with its source line, and state it with {{ fact.… }}"
        )
    what = "name" if quantity.kind is Kind.NAME else "number"
    return Finding(
        "hand-written-number",
        f"the {what} `{quantity.written}` is typed by hand",
        place,
        label="no fact stands behind it",
        help=help_,
    )


def _printed_constant(text: Text, node: nodes.Const) -> Finding:
    line = text.line_span(max(1, min(node.lineno, text.line_count)))
    found = text.content.find(str(node.value), *line)
    place = text.place(found, found + len(str(node.value))) if found >= 0 else Place(text, line)
    return Finding(
        "hand-written-number",
        f"the number `{node.value}` is typed by hand",
        place,
        label="no fact stands behind it",
        help="add a fact with its source line, and state it with {{ fact.… }}",
    )
