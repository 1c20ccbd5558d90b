"""Find facts that could be exchanged without anybody noticing.

Exchange the value and the citations of two facts, and each must fail: its quotes do not name what
the other fact is about. Two facts for which they do are found here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from briefing.citations.model import Cited, Claim
from briefing.diagnostics import Finding, Related
from briefing.names import About, by_rarest
from briefing.quantities.compare import agree


def check_exchanges(cited: Iterable[Cited]) -> list[Finding]:
    """A finding for each fact with a value that could change places with an earlier one."""
    valued = [each for each in cited if each.claim.value and _is_protected(each.claim)]
    abouts = list(dict.fromkeys(_about(each) for each in valued))
    rarest = by_rarest(abouts)
    fits = [list(_fits(each, rarest)) for each in valued]
    # Who is about the first and might be about the second, in the order of the file.
    candidates: dict[tuple[About, About], list[Cited]] = defaultdict(list)
    findings = []
    for each, fitting in zip(valued, fits, strict=True):
        about = _about(each)
        earlier = (candidates.get((other, about), ()) for other in fitting)
        partners = (_exchangeable(each, others) for others in earlier)
        partner = next(filter(None, partners), None)
        if partner:
            findings.append(_finding(each, partner))
        for other in fitting:
            candidates[about, other].append(each)
    return findings


def _is_protected(claim: Claim) -> bool:
    """A dispute that is about nothing asks a question that only a reader can hold an answer to."""
    return bool(claim.about or not claim.fact.positions)


def _about(cited: Cited) -> About:
    return frozenset(cited.claim.about)


def _fits(cited: Cited, rarest: Mapping[str, list[About]]) -> Iterator[About]:
    """Everything that facts are about and that all the citations of this one may be about."""
    visible = frozenset.intersection(*(each.visible for each in cited.evidence))
    for name in ("", *sorted(visible)):
        for about in rarest.get(name, ()):
            if about <= visible and not any(each.missing(about) for each in cited.evidence):
                yield about


def _exchangeable(cited: Cited, others: Iterable[Cited]) -> Cited | None:
    """The first of the others that is another fact with another value."""
    return next((other for other in others if _differ(cited.claim, other.claim)), None)


def _differ(one: Claim, other: Claim) -> bool:
    if one.value is None or other.value is None:
        return False
    return one.fact is not other.fact and not agree(one.value.quantity, other.value.quantity)


def _finding(cited: Cited, partner: Cited) -> Finding:
    one, other = cited.claim, partner.claim
    assert one.value is not None
    assert other.value is not None
    return Finding(
        "exchangeable-facts",
        f"`{one.id}` ({one.value.written}) and `{other.id}` ({other.value.written}) could be"
        " exchanged, and their quotes would hold",
        one.value.place,
        related=(Related(other.value.place, "the other value"),),
        help="let `about` name a topic that only the quotes of one of them name",
    )
