"""Declarations of CSS, held against what is allowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from briefing.diagnostics import Finding
from briefing.read.css_allowed import fault_of
from briefing.read.css_font_forms import families_of
from briefing.read.css_fonts import unusual
from briefing.read.css_values import Tokens, bare, written
from briefing.read.css_variables import UnknownValue, possible, uses_variables
from briefing.text import Place

RULE = "unreadable-style"
_HELP = "keep to the CSS that docs/reading.md lists"


@dataclass(frozen=True, slots=True, eq=False)
class Declaration:
    """A property with its value."""

    name: str
    value: Tokens
    important: bool
    place: Place
    weak: bool = False  # from a presentation attribute: weaker than any rule
    plain: Tokens | None = field(init=False)  # the value if no variable stands in it

    def __post_init__(self) -> None:
        plain = None if uses_variables(self.value) else bare(self.value)
        object.__setattr__(self, "plain", plain)


class Checked(NamedTuple):
    """What is wrong with declarations, and the families they name that have to be believed."""

    findings: tuple[Finding, ...]
    believed: frozenset[str]


def variables_of(declarations: Iterable[Declaration]) -> dict[str, list[Tokens]]:
    """The values that are declared for each variable."""
    found: dict[str, list[Tokens]] = {}
    for declaration in declarations:
        if declaration.name.startswith("--"):
            found.setdefault(declaration.name, []).append(declaration.value)
    return found


def check_declarations(
    declarations: Iterable[Declaration], variables: Mapping[str, list[Tokens]], families: set[str]
) -> Checked:
    """Hold every declaration against what is allowed, with each value its variables allow.

    Believed are families that are neither usual nor among those of the page's fonts.
    """
    seen: dict[tuple[str, str], str | None] = {}
    findings: list[Finding] = []
    believed: set[str] = set()
    for declaration in declarations:
        key = (declaration.name, written(declaration.value))
        if key not in seen:
            seen[key] = _fault(declaration, variables, families, believed)
        fault = seen[key]
        if fault is not None:
            what = f"the style `{key[0]}: {key[1][:60]}` {fault}"
            findings.append(outside(what, declaration.place))
    return Checked(tuple(findings), frozenset(believed))


def _fault(
    declaration: Declaration,
    variables: Mapping[str, list[Tokens]],
    known: set[str],
    believed: set[str],
) -> str | None:
    """What is wrong with a declaration, None if nothing."""
    try:
        values = [bare(value) for value in possible(declaration.value, variables)]
    except UnknownValue as error:
        return f"cannot be read: {error}"
    if declaration.name in {"font", "font-family"}:
        names = (name for value in values for name in families_of(declaration.name, value))
        believed.update(n for n in unusual(names) if n.lower() not in known)
    faults = (fault_of(declaration.name, value) for value in values)
    return next((fault for fault in faults if fault is not None), None)


def outside(what: str, place: Place) -> Finding:
    """The finding on a part of a style sheet that is not read."""
    return Finding(RULE, what, place, label="outside the CSS that is read", help=_HELP)
