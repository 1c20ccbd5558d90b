"""What may not stand in a template, found before it is rendered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jinja2 import TemplateSyntaxError

from briefing.assemble import Briefing
from briefing.diagnostics import Finding
from briefing.prose import meant
from briefing.render.hand_written import check_hand_written
from briefing.render.page import disputed_fact
from briefing.render.template_gaps import check_gaps
from briefing.render.template_syntax import ParsedTemplate, Token, parse_template
from briefing.render.templates import Templates
from briefing.text import Place, Text

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


def check_templates(templates: Templates, briefing: Briefing | None) -> list[Finding]:
    """What is wrong with the templates as they stand; without a briefing, in their form alone.

    Findings: `template-syntax`, `undefined-name`, `unknown-fact`, `disputed-fact`,
    `hand-written-number`, `gap-in-sentence`.
    """
    findings: list[Finding] = []
    parsed: list[ParsedTemplate] = []
    for text in templates.texts.values():
        try:
            parsed.append(parse_template(templates.environment, text))
        except TemplateSyntaxError as error:
            findings.append(_syntax(text, error))
        except RecursionError:
            findings.append(_syntax(text, TemplateSyntaxError("it is nested too deeply", 1)))
    defined = CONTEXT.union(*(template.defined for template in parsed))
    for template in parsed:
        findings += _undefined(template, defined)
        if briefing is not None:
            findings += _unknown(template, briefing)
            findings += check_hand_written(template, briefing)
            findings += check_gaps(template)
    return findings


def _syntax(text: Text, error: TemplateSyntaxError) -> Finding:
    line = text.nearest_line_span(error.lineno)
    message = (error.message or "unknown").rstrip(".")
    return Finding(
        "template-syntax",
        f"the template cannot be read: {message[:1].lower()}{message[1:]}",
        Place(text, line),
        help="mend this line, or the one before it that leaves something open",
    )


def _undefined(template: ParsedTemplate, defined: frozenset[str]) -> Iterator[Finding]:
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


def _unknown(template: ParsedTemplate, briefing: Briefing) -> Iterator[Finding]:
    """Ids that no fact and no name has, and disputes that are stated as settled."""
    tokens = template.tokens
    for index, token in enumerate(tokens):
        starts = index == 0 or tokens[index - 1].written != "."
        if token.kind == "name" and starts and token.written in ROOTS:
            parts, called = _path(tokens[index + 1 :])
            if parts:
                place = template.text.place(parts[0].span.start, parts[-1].span.end)
                yield from _reference(token.written, parts, place, briefing, called=called)


def _path(tokens: Sequence[Token]) -> tuple[list[Token], bool]:
    """The names behind `fact`, and whether a position is asked for."""
    parts: list[Token] = []
    for dot, part in zip(tokens[::2], tokens[1::2], strict=False):
        if dot.written != "." or part.kind != "name":
            break
        if part.written == "position":
            return parts, True
        parts.append(part)
    return parts, False


def _reference(
    root: str, parts: list[Token], place: Place, briefing: Briefing, *, called: bool
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
