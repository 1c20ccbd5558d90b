"""What a check has to say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from briefing.text import Place


class Severity(StrEnum):
    """Whether a finding stops publication."""

    ERROR = "error"
    WARNING = "warning"


class Related(NamedTuple):
    """Another place that has to do with a finding, and what it is there."""

    place: Place
    note: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: what is wrong, where, and how to mend it.

    `message` stands alone, in lower case, without a full stop; only `help` says what to do;
    `label` says what the marked characters are. `rule` is a name from `briefing.rules`.
    """

    rule: str
    message: str
    place: Place
    label: str = ""
    related: tuple[Related, ...] = ()
    help: str = ""
    severity: Severity = Severity.ERROR


class BriefingError(Exception):
    """Something keeps us from working at all; the exit code is then 2.

    `problem` says what, `help` what to do about it.
    """

    def __init__(self, problem: str, help: str = "") -> None:  # noqa: A002 - the house's word
        super().__init__(problem)
        self.problem = problem
        self.help = help


def in_reading_order(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by path, page and place, each fault once."""
    return sorted(
        dict.fromkeys(findings),
        key=lambda f: (f.place.path, f.place.text.page or 0, f.place.span, f.rule, f.message),
    )


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any of the findings stops publication."""
    return any(finding.severity is Severity.ERROR for finding in findings)
