"""Numbers of a page that could change places unnoticed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from briefing.assemble import Entry
from briefing.diagnostics import Finding, Related
from briefing.names import About, by_rarest
from briefing.quantities.compare import agree
from briefing.trace.ledger import Ledger, Setting
from briefing.trace.model import Statement
from briefing.trace.sight import Sight


@dataclass(frozen=True, slots=True)
class _Placed:
    """A statement that a template has put where it stands, and what is named there."""

    statement: Statement
    entry: Entry
    setting: Setting


def check_exchanges(statements: Sequence[Statement], ledger: Ledger) -> list[Finding]:
    """Pairs of statements that could be exchanged in the templates without a finding.

    Each then stands in a sentence that names all that the other is about. Only numbers that a
    template has put among words of its own count: a whole sentence of the facts file moves with
    its words, and positions of one dispute with their sources.
    """
    placed = list(_placed(statements, ledger))
    places: dict[str, list[_Placed]] = defaultdict(list)
    entries: dict[About, dict[str, Entry]] = defaultdict(dict)
    for here in placed:
        places[here.entry.id].append(here)
        entries[frozenset(here.entry.about)][here.entry.id] = here.entry
    rarest = by_rarest(entries)
    findings: dict[frozenset[str], Finding] = {}
    for here in placed:
        fitting = (entries[about].values() for about in _fitting(here, rarest))
        for other in chain.from_iterable(fitting):
            pair = frozenset({here.entry.id, other.id})
            if pair in findings or not _differ(here.entry, other):
                continue
            back = next(
                (p for p in places[other.id] if not p.setting.missing(here.entry.about)), None
            )
            if back is not None:
                findings[pair] = _exchangeable(here, back, ledger)
    return list(findings.values())


def _placed(statements: Sequence[Statement], ledger: Ledger) -> Iterator[_Placed]:
    sight: Sight | None = None
    for statement in statements:
        if statement.findings:  # what stands wrong is told already
            continue
        if statement.entry is not None and statement.anchor in ledger.alone:
            if sight is None or sight.block is not statement.block:
                sight = Sight(statement.block, ledger)
            yield _Placed(statement, statement.entry, sight.setting(statement.quantity))


def _fitting(here: _Placed, rarest: Mapping[str, list[About]]) -> Iterator[About]:
    """Everything that facts are about and that is named here."""
    for name in (*sorted(here.setting.named), ""):
        for about in rarest.get(name, ()):
            if not here.setting.missing(about):
                yield about


def _differ(one: Entry, other: Entry) -> bool:
    """Whether these are entries of two facts, with two values."""
    assert one.quantity is not None
    assert other.quantity is not None
    return one.fact.id != other.fact.id and not agree(one.quantity, other.quantity)


def _exchangeable(here: _Placed, there: _Placed, ledger: Ledger) -> Finding:
    first, second = here.entry, there.entry
    return Finding(
        "exchangeable-facts",
        f"`{first.id}` ({first.written}) and `{second.id}` ({second.written}) "
        "could be exchanged on the page unnoticed",
        ledger.origins[here.statement.anchor or ""],
        label=f"this sentence names all that `{second.id}` is about",
        related=(
            Related(
                ledger.origins[there.statement.anchor or ""],
                f"and this one all that `{first.id}` is about",
            ),
        ),
        help="name in a sentence only what its own fact is about, "
        "or let `about` name a topic that tells the two apart",
    )
