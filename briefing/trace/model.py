"""What a statement is, and what its trace has shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from briefing.assemble import Entry
from briefing.diagnostics import Finding
from briefing.facts.model import Waiver
from briefing.quantities.model import Quantity
from briefing.read.model import Block, Layer
from briefing.report.model import StatementClass, Verdict
from briefing.text import Place


@dataclass(frozen=True, slots=True)
class Statement:
    """A number in a finished page, the class of its proof, and the entry that it states.

    `anchor` is the id of its element, where it has one that the evidence leads back to; `waiver`
    is what lets it stand untraced.
    `findings` are empty for a statement that is traced.
    """

    quantity: Quantity
    block: Block
    place: Place
    statement_class: StatementClass
    entry: Entry | None = None
    anchor: str | None = None
    waiver: Waiver | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def in_body(self) -> bool:
        """Whether it is seen without hovering, and is no furniture of the page."""
        return self.block.layer is Layer.BODY


@dataclass(frozen=True, slots=True)
class Trace:
    """All statements of one finished file, in reading order, and what is wrong with it.

    `findings` holds those of the statements, too; `unread` counts the parts that could not be read.
    """

    path: str
    statements: tuple[Statement, ...]
    findings: tuple[Finding, ...]
    unread: int

    @property
    def body(self) -> list[Statement]:
        """The statements that a reader sees in the order of reading."""
        return [statement for statement in self.statements if statement.in_body]

    def verdict(self, name: str) -> Verdict:
        """How many statements of the body fell in each class."""
        return Verdict(name, count_classes(self.body), self.unread)


def count_classes(statements: Iterable[Statement]) -> dict[StatementClass, int]:
    """How many statements fell in each class, the empty ones too."""
    counts = Counter(statement.statement_class for statement in statements)
    return {class_: counts[class_] for class_ in StatementClass}
