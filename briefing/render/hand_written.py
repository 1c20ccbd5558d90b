"""Numbers, and names with digits, that somebody has typed into a template."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from jinja2 import nodes

from briefing.assemble import Briefing
from briefing.diagnostics import Finding
from briefing.facts.model import FactKind
from briefing.quantities.model import Kind, Quantity
from briefing.quantities.recognise import recognise
from briefing.render.template_syntax import ParsedTemplate, Token
from briefing.render.templates import PAGE
from briefing.text import Place, Text

# Attributes whose text reaches a reader.
_SPOKEN = r"(?:alt|title|aria-label|aria-description|placeholder|content|label|summary)"
_HIDDEN = re.compile(r"<!--.*?-->|<(style|script)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_ATTRIBUTE = re.compile(rf"(?<=\s){_SPOKEN}\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_META = re.compile(r"\bname\s*=\s*[\"']?(?:author|description|keywords)\b", re.IGNORECASE)
_ENTITY = re.compile(r"&#?\w+;")
# Stands for what an expression prints: no letter, no digit, no space.
_PRINTED = "\ufffc"
_NO_FACT = "add a fact with its source line, and state it with {{ fact.… }}"


def check_hand_written(template: ParsedTemplate, briefing: Briefing) -> Iterator[Finding]:
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


def _as_seen(content: str, tokens: Sequence[Token]) -> str:
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
        return _finding(f"the name `{quantity.written}`", place, help_)
    same = [
        e.id for e in briefing.entries.values()
        if e.quantity is not None and e.quantity.value == quantity.value
        and e.quantity.unit == quantity.unit and e.fact.kind is not FactKind.DISPUTE
    ]  # fmt: skip
    help_ = f"state it through its fact, such as {{{{ fact.{same[0]} }}}}" if same else _NO_FACT
    return _finding(f"the number `{quantity.written}`", place, help_)


def _printed_constant(text: Text, node: nodes.Const) -> Finding:
    line = text.nearest_line_span(node.lineno)
    found = text.content.find(str(node.value), *line)
    place = text.place(found, found + len(str(node.value))) if found >= 0 else Place(text, line)
    return _finding(f"the number `{node.value}`", place, _NO_FACT)


def _finding(what: str, place: Place, way_out: str) -> Finding:
    return Finding(
        "hand-written-number",
        f"{what} is typed by hand",
        place,
        label="no fact stands behind it",
        help=way_out,
    )
