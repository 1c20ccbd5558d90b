"""Numbers of a page that could change places unnoticed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.assemble import Entry
from briefing.diagnostics import Finding, Related
from briefing.quantities.compare import agree
from briefing.trace.ledger import Ledger, Setting
from briefing.trace.model import Statement
from briefing.trace.statements import Sight


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
    by_name: dict[str, dict[str, Entry]] = defaultdict(dict)
    for here in placed:
        places[here.entry.id].append(here)
        for name in here.entry.about or ("",):
            by_name[name][here.entry.id] = here.entry
    findings: dict[frozenset[str], Finding] = {}
    for here in placed:
        for other in _fitting(here, by_name):
            pair = frozenset({here.entry.id, other.id})
            back = next(
                (p for p in places[other.id] if not p.setting.missing(here.entry.about)), None
            )
            if pair not in findings and back is not None:
                findings[pair] = _exchangeable(here, back, ledger)
    return list(findings.values())


def _placed(statements: Sequence[Statement], ledger: Ledger) -> Iterator[_Placed]:
    for statement in statements:
        if statement.findings:  # what stands wrong is told already
            continue
        if statement.entry is not None and statement.anchor in ledger.alone:
            setting = Sight(statement.block, ledger).setting(statement.quantity)
            yield _Placed(statement, statement.entry, setting)


def _fitting(here: _Placed, by_name: dict[str, dict[str, Entry]]) -> Iterator[Entry]:
    """The entries with another value that would stand here without a finding."""
    candidates: dict[str, Entry] = {}
    for name in (*here.setting.named, ""):
        candidates |= by_name.get(name, {})
    for other in candidates.values():
        same = other.id == here.entry.id or other.fact.id == here.entry.fact.id
        if same or here.setting.missing(other.about):
            continue
        assert other.quantity is not None
        assert here.entry.quantity is not None
        if not agree(other.quantity, here.entry.quantity):
            yield other


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
        help="give one of them in `about` what tells it apart, such as a topic of its sentence",
    )
