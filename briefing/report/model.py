"""What a report has to say, whatever its format."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from briefing.diagnostics import Finding, Severity
from briefing.text import Place


class StatementClass(StrEnum):
    """The class a statement falls in, by the proof it has; in the order of the verdict."""

    FACT = "facts"
    NAME = "names"
    DERIVED = "derived"
    COUNT = "counts"
    STRUCTURAL = "structural"
    QUOTATION = "quotations"
    IDIOM = "idioms"
    WAIVED = "waived"
    UNTRACED = "untraced"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many statements of one briefing fell in each class; a class left out has none."""

    name: str
    counts: Mapping[StatementClass, int]
    unread: int = 0

    @property
    def found(self) -> int:
        """How many statements there are: the denominator."""
        return sum(self.counts.get(name, 0) for name in StatementClass)

    @property
    def words(self) -> str:
        """The verdict in a line, each class with its number, the empty ones too."""
        parts = " + ".join(f"{self.counts.get(name, 0)} {name}" for name in StatementClass)
        return f"found {self.found} = {parts}; unread {self.unread}"


class Evidence(NamedTuple):
    """A citation, `SOURCE:LINE QUOTE`, and the words of the source that it leads to."""

    citation: str
    place: Place


class StatementRecord(NamedTuple):
    """A number of a finished page, the fact it states, and the source lines behind that.

    `place` is in the finished file. `layer` says in what way the words reach the reader ("body",
    "hover", "structure" or "metadata"); the verdict counts those of the body. `head` are the words
    of a table's head that give the unit, where it does not stand with the number.
    """

    place: Place
    written: str
    statement_class: StatementClass
    layer: str = "body"
    head: str | None = None
    fact: str | None = None
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()


class Report(NamedTuple):
    """What a command has to say; `summary` is its closing words."""

    findings: tuple[Finding, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    statements: tuple[StatementRecord, ...] = ()
    summary: str = ""


def closing_line(verdicts: Sequence[Verdict]) -> str:
    """All verdicts in one line: "3 briefings: found 214 = 139 facts + …; unread 0"."""
    counts: Counter[StatementClass] = Counter()
    for verdict in verdicts:
        counts.update(verdict.counts)
    total = Verdict("", counts, sum(verdict.unread for verdict in verdicts))
    return f"{_some(len(verdicts), 'briefing')}: {total.words}"


def tally(findings: Iterable[Finding]) -> str:
    """How many findings there are: "2 errors, 1 warning", or "no findings"."""
    severities = Counter(finding.severity for finding in findings)
    parts = [_some(severities[s], s.value) for s in Severity if severities[s]]
    return ", ".join(parts) or "no findings"


def _some(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def is_whole(place: Place) -> bool:
    """Whether the place is that of a file as a whole, so that no line is to blame."""
    return place.span == (0, 0)


def file_words(place: Place) -> str:
    """The path, with the page in a paginated document: "summary.pdf, page 3"."""
    page = place.text.page
    return visible(place.path if page is None else f"{place.path}, page {page}")


def visible(text: str) -> str:
    """The text with nothing left in it that acts on a terminal or hides from a reader.

    Control characters become their pictures ("␛"), other invisible ones their code point
    ("<U+202E>", which turns the direction of writing).
    """
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    code = ord(character)
    if code < 0x20:  # noqa: PLR2004 - the C0 controls, which have pictures from U+2400 on
        return chr(0x2400 + code)
    if character == "\x7f":
        return "␡"
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return f"<U+{code:04X}>"
    return character
