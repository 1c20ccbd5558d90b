"""Find facts that could be exchanged without anybody noticing.

Exchange the value and the citations of two facts, and each must fail: its quotes do not name what
the other fact is about. Two facts for which they do are found here. The readings of words, too,
may change places with the quotes, or stay where they are and be read into the other's quotes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from briefing.citations.model import Cited, Claim
from briefing.citations.passages import ALPHANUMERIC, Evidence
from briefing.diagnostics import Finding, Related
from briefing.names import About, by_rarest
from briefing.prose import fold
from briefing.quantities.compare import agree


class _Role(NamedTuple):
    """What a fact keeps when its quotes change: its names, and its readings if they stay."""

    about: About
    read_as: frozenset[tuple[str, str]] = frozenset()

    @property
    def unread(self) -> About:
        """The names that no reading gives, which so stand on the lines themselves."""
        return self.about.difference(name for _, name in self.read_as)

    @property
    def word(self) -> str:
        """A word that stands on the lines if those of the readings do; "" if there is none."""
        found = (ALPHANUMERIC.search(fold(words)) for words, _ in sorted(self.read_as))
        return next((word.group() for word in found if word), "")


def check_exchanges(cited: Iterable[Cited]) -> list[Finding]:
    """A finding for each fact with a value that could change places with an earlier one."""
    valued = [each for each in cited if each.claim.value and _is_protected(each.claim)]
    abouts = [frozenset(each.claim.about) for each in valued]
    partners = _partners(valued, [_Role(about) for about in abouts], [e.evidence for e in valued])
    if any(each.claim.read_as for each in valued):
        readings = (frozenset(each.claim.read_as.items()) for each in valued)
        roles = [_Role(*parts) for parts in zip(abouts, readings, strict=True)]
        unread = _partners(valued, roles, [_unread(each) for each in valued])
        partners = [one or other for one, other in zip(partners, unread, strict=True)]
    pairs = zip(valued, partners, strict=True)
    return [_finding(each, partner) for each, partner in pairs if partner]


def _is_protected(claim: Claim) -> bool:
    """A dispute that is about nothing asks a question that only a reader can hold an answer to."""
    return bool(claim.about or not claim.fact.positions)


def _unread(cited: Cited) -> tuple[Evidence, ...]:
    """What the quotes name without the readings."""
    if not cited.claim.read_as:
        return cited.evidence
    return tuple(each.read_as({}) for each in cited.evidence)


def _partners(
    valued: Sequence[Cited], roles: Sequence[_Role], evidence: Sequence[tuple[Evidence, ...]]
) -> list[Cited | None]:
    """For each claim an earlier one that fits its role, and whose role it fits."""
    index = _Roles(roles)
    # Who has the first role and fits the second, in the order of the file.
    candidates: dict[tuple[_Role, _Role], list[Cited]] = defaultdict(list)
    partners = []
    for each, role, its_evidence in zip(valued, roles, evidence, strict=True):
        fitting = list(index.fitting(its_evidence))
        earlier = (candidates.get((other, role), ()) for other in fitting)
        found = (_exchangeable(each, others) for others in earlier)
        partners.append(next(filter(None, found), None))
        for other in fitting:
            candidates[role, other].append(each)
    return partners


class _Roles:
    """All roles, each to be found by what must stand on the lines of whoever plays it.

    That is the rarest of the names that no reading gives, or else a word that is read as one.
    """

    def __init__(self, roles: Iterable[_Role]) -> None:
        distinct = list(dict.fromkeys(roles))
        rarest = by_rarest(dict.fromkeys(role.unread for role in distinct))
        name_of = {unread: name for name, all_unread in rarest.items() for unread in all_unread}
        self._by_name: dict[str, list[_Role]] = defaultdict(list)
        self._by_word: dict[str, list[_Role]] = defaultdict(list)
        for role in distinct:
            name = name_of[role.unread]
            if name or not role.word:
                self._by_name[name].append(role)
            else:
                self._by_word[role.word].append(role)

    def fitting(self, evidence: Sequence[Evidence]) -> Iterator[_Role]:
        """Every role that these quotes fit, all of them together."""
        visible = frozenset.intersection(*(each.visible for each in evidence))
        for name in ("", *sorted(visible)):
            for role in self._by_name.get(name, ()):
                if role.unread <= visible and _fits(evidence, role):
                    yield role
        if not self._by_word:
            return
        words = frozenset[str]().union(*(each.passage.alphanumerics for each in evidence))
        for word in sorted(words):
            for role in self._by_word.get(word, ()):
                if _fits(evidence, role):
                    yield role


def _fits(evidence: Sequence[Evidence], role: _Role) -> bool:
    """Whether the quotes name all that the role is about, and hold all words that it reads."""
    readings = dict(role.read_as)
    if not all(any(each.holds(words) for each in evidence) for words in readings):
        return False
    read = [each.read_as(readings) for each in evidence] if readings else evidence
    return not any(each.missing(role.about) for each in read)


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
