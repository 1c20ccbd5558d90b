"""The part of a facts file that a page rests on, in the syntax of that file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from briefing.assemble import Briefing, Entry
from briefing.facts.model import (
    SLOT,
    Citation,
    Fact,
    Inconsistency,
    Name,
    Position,
    Stated,
    Waiver,
    Wording,
)
from briefing.read.model import Reading

# Marks whose target is the id of a fact.
CLAIMS = frozenset({"fact", "quote", "term"})
# What leads to the evidence for a fact, and what that stands in.
LEADS = frozenset({"link", "anchor"})
EVIDENCE = "e-"


def find_entries(reading: Reading, briefing: Briefing) -> list[Entry]:
    """Everything that the page claims or leads to, and what that is computed from."""
    wanted = dict.fromkeys(
        mark.target.removeprefix(EVIDENCE)
        for block in reading.blocks
        for mark in block.marks
        if mark.kind in CLAIMS or (mark.kind in LEADS and mark.target.startswith(EVIDENCE))
    )
    facts: dict[str, Fact] = {}
    queue = [briefing.entries[id_] for id_ in wanted if id_ in briefing.entries]
    while queue:
        entry = queue.pop()
        if entry.fact.id not in facts:
            facts[entry.fact.id] = entry.fact
            queue += briefing.inputs(briefing.entries[entry.fact.id])
    return [entry for entry in briefing.entries.values() if entry.fact.id in facts]


def find_names(reading: Reading, entries: Iterable[Entry], briefing: Briefing) -> dict[str, Name]:
    """The names that the page, the facts and their quotes use, in the order of the facts file."""
    index = briefing.index
    used = {m.target for block in reading.blocks for m in block.marks if m.kind == "name"}
    for block in reading.blocks:
        for words in (block.text, *block.context):
            used.update(mention.name for mention in index.mentions(words))
    for entry in entries:
        used.update((*entry.about, *entry.read_as.values(), *_slots(entry.fact)))
        for support in entry.supports:
            words = support.source.text.content[slice(*support.lines)]
            used.update(mention.name for mention in index.mentions(words))
    return {id_: name for id_, name in briefing.names.items() if id_ in used}


def _slots(fact: Fact) -> Iterator[str]:
    """The ids in the slots of a fact's printed texts."""
    wordings = (fact.says, fact.asks, *(position.says for position in fact.positions))
    for wording in wordings:
        for slot in SLOT.finditer(wording.text if wording else ""):
            yield slot[1]


def write_facts(
    facts: Iterable[Fact], names: Mapping[str, Name], waivers: Iterable[Waiver]
) -> dict[str, Any]:
    """A facts file as plain values, such as loads into these facts again."""
    return {
        "names": {name.id: _name(name) for name in names.values()},
        "facts": {fact.id: _fact(fact) for fact in facts},
        "waivers": [_waiver(waiver) for waiver in waivers],
    }


def counts_all(facts: Iterable[Fact]) -> bool:
    """Whether one of the facts counts the facts of the file, so that the others matter."""
    return any(fact.count is not None and fact.count.what == "facts" for fact in facts)


def _name(name: Name) -> dict[str, Any]:
    return _without_empty(name=name.name, group=name.group, aliases=name.aliases)


def _fact(fact: Fact) -> dict[str, Any]:
    return _without_empty(
        says=_text(fact.says),
        about=fact.about,
        value=_written(fact.value),
        cite=_citations(fact.citations),
        read_as=fact.read_as,
        derive=_text(fact.derive),
        count={fact.count.what: fact.count.of} if fact.count else None,
        asks=_text(fact.asks),
        positions=[_position(position) for position in fact.positions],
        inconsistent=_inconsistency(fact.inconsistent),
        absent=fact.absent,
    )


def _text(wording: Wording | None) -> str:
    return wording.text if wording else ""


def _written(stated: Stated | None) -> str:
    return stated.written if stated else ""


def _inconsistency(said: Inconsistency | None) -> dict[str, str]:
    if said is None:
        return {}
    return {"stated": said.stated, "derive": said.derive.text, "value": said.value.written}


def _position(position: Position) -> dict[str, Any]:
    return _without_empty(
        value=_written(position.value),
        says=_text(position.says),
        cite=_citations(position.citations),
        read_as=position.read_as,
    )


def _citations(citations: Iterable[Citation]) -> list[str]:
    return [f"{each.source}:{each.lines} {each.quote}" for each in citations]


def _waiver(waiver: Waiver) -> dict[str, str]:
    return {
        "text": waiver.text,
        "in": waiver.within,
        "reason": waiver.reason,
        "owner": waiver.owner,
        "expires": waiver.expires,
    }


def _without_empty(**fields: Collection[Any] | None) -> dict[str, Any]:
    """The fields that say something; tuples and mappings as JSON has them."""
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in fields.items()
        if value
    }
