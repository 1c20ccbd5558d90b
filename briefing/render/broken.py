"""What a template that breaks tells its author, in words of templates and not of Python."""

from __future__ import annotations

import re
from decimal import InvalidOperation

from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError, TemplateNotFound

from briefing.diagnostics import Finding
from briefing.render.running import IDENTIFIER, RunningTemplate

FAILING = "failing-template"
BREAKS: dict[type[Exception], str] = {
    SecurityError: "unsafe-template",
    UndefinedError: "undefined-name",
    RecursionError: "recursive-template",
}
HELP = {
    "recursive-template": "take out the `include`, `import` or `extends` that leads back here",
    "unsafe-template": "use only facts, names, filters and the macros of the templates",
    "undefined-name": "only what the layout and the facts file define can be named here",
    FAILING: "mend the expression on this line",
}
# What authors call the types that an expression can meet.
KINDS = {
    "FactReference": "a fact",
    "SentenceReference": "a sentence",
    "QuotationReference": "a quotation",
    "NameReference": "the table of names",
    "EntryView": "an entry of the evidence",
    "Evidence": "the evidence",
    "Charts": "`chart`",
    "Checked": "`checked`",
    "Source": "a source",
    "str": "a text",
    "Markup": "a text",
    "int": "a number",
    "float": "a number",
    "bool": "yes or no",
    "list": "a list",
    "tuple": "a list",
    "dict": "a table",
    "Macro": "a macro",
    "NoneType": "nothing",
}
TYPE = re.compile(rf"\b(?:{'|'.join(KINDS)})\b")
MISSING = re.compile(r"missing \d+ required positional arguments?: (.*)")
UNKNOWN = re.compile(r"unexpected keyword argument '(\w+)'|takes no keyword argument '(\w+)'")
SURPLUS = re.compile(r"takes .* but .* (?:was|were) given|takes (?:not more than|no) .*argument")
OPERATOR = re.compile(
    r"operand type\(s\) for ([^:\s]+)|^'([<>=]+)' not supported|can only concatenate"
)
HIDDEN = re.compile(r"access to attribute '(\w+)'")
PLAIN: dict[type[Exception], str] = {
    ZeroDivisionError: "it divides by zero",
    InvalidOperation: "a number cannot be rounded so",
}
# Words that only Python uses.
PYTHON = re.compile(r"[<>_]{1,2}\w+|\bobject\b|\bargument|\b(?:type|str|int)\b|\(\)|'")


def explain(template: RunningTemplate, error: Exception) -> Finding:
    """The finding at the line of the template that was running when it broke."""
    rule = next((rule for kind, rule in BREAKS.items() if isinstance(error, kind)), FAILING)
    return Finding(rule, _words(error), template.broke_at(error), help=HELP[rule])


def _words(error: Exception) -> str:
    words = str(error).split("\n", 1)[0]
    match error:
        case RecursionError():
            return "the template leads back to itself without end"
        case TemplateNotFound():
            return f"there is no template `{error}`"
        case UndefinedError() if names := IDENTIFIER.findall(words):
            return f"nothing here is called `{names[-1]}`"
        case SecurityError() if hidden := HIDDEN.search(words):
            return f"`{hidden[1]}` may not be asked for"
    known = (words for kind, words in PLAIN.items() if isinstance(error, kind))
    return f"the template fails: {next(known, None) or _plain(words)}"


def _plain(words: str) -> str:
    """What is wrong with an expression, without the names of Python's types."""
    if missing := MISSING.search(words):
        names = ", ".join(f"`{name}`" for name in IDENTIFIER.findall(missing[1]))
        return f"what is called here must be given {names}"
    if unknown := UNKNOWN.search(words):
        return f"what is called here knows no `{unknown[1] or unknown[2]}`"
    if SURPLUS.search(words):
        return "what is called here is given too much"
    kinds = [KINDS[name] for name in TYPE.findall(words)]
    operator = OPERATOR.search(words)
    if operator and kinds:
        return (
            f"`{operator[1] or operator[2] or '+'}` cannot be applied to {' and '.join(kinds[:2])}"
        )
    if PYTHON.search(words) or not words:
        return f"{kinds[0]} cannot be used like this" if kinds else "it cannot be computed"
    return f"{words[0].lower()}{words[1:].rstrip('.')}"
