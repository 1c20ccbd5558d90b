"""Write the evidence of a page: `evidence.json`, the same bytes in its HTML and in its PDF."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from briefing.evidence.basis import counts_all, find_entries, find_names, write_facts
from briefing.evidence.excerpts import excerpt_sources
from briefing.evidence.records import block_records, statement_records
from briefing.evidence.schema import FORMAT, VERSION, Embed, Evidence
from briefing.read.model import Reading
from briefing.report.model import StatementClass
from briefing.trace.ledger import Ledger
from briefing.trace.model import Trace, count_classes

NO_DIGEST = "0" * 64
# What `<script>` could end on, or a comment begin with, is written as JSON escapes.
ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def render_evidence(trace: Trace, reading: Reading, ledger: Ledger, embed: Embed) -> bytes:
    """The evidence of a page that was read and traced, as JSON in UTF-8.

    It can stand in a `<script>` as it is. Its digest is in its own field `sha256`.
    """
    briefing = ledger.briefing
    entries = find_entries(reading, briefing)
    names = find_names(reading, entries, briefing)
    facts = {entry.fact.id: entry.fact for entry in entries}
    waivers = [waiver for waiver in briefing.waivers if waiver.within == ledger.page]
    all_facts = {entry.fact.id for entry in briefing.entries.values()}
    document = Evidence(
        format=FORMAT,
        version=VERSION,
        sha256=NO_DIGEST,
        briefing=ledger.page,
        edition=ledger.issue.edition,
        date=ledger.today,
        embed=embed,
        verdict=_verdict(trace),
        sources=excerpt_sources(briefing, entries, names, embed),
        facts=write_facts(facts.values(), names, waivers),
        other_facts=sorted(all_facts - set(facts)) if counts_all(facts.values()) else [],
        page=block_records(reading),
        statements=statement_records(trace.statements, reading.blocks),
    )
    return _with_digest(_render(document))


def _verdict(trace: Trace) -> dict[str, int]:
    counts = count_classes(trace.body)
    return {"found": sum(counts.values())} | {c.value: counts[c] for c in StatementClass}


def _render(document: Evidence) -> str:
    """The document with a line for each thing that it lists, so that people can read it."""
    fields = document.model_dump(mode="json", exclude_defaults=True)
    return "{\n" + ",\n".join(_members(fields, 1)) + "\n}\n"


def _members(fields: dict[str, Any], depth: int) -> Iterable[str]:
    """The members of an object: a list of objects, or an object of them, item by item."""
    pad = " " * depth
    for key, value in fields.items():
        name = f"{pad}{_json(key)}: "
        if isinstance(value, list) and value and isinstance(value[0], dict):
            items = ",\n".join(f"{pad} {_json(item)}" for item in value)
            yield f"{name}[\n{items}\n{pad}]"
        elif isinstance(value, dict) and any(isinstance(v, dict | list) for v in value.values()):
            yield name + "{\n" + ",\n".join(_members(value, depth + 1)) + f"\n{pad}}}"
        else:
            yield name + _json(value)


def _json(value: object) -> str:
    written = json.dumps(value, ensure_ascii=False)
    for sign, escape in ESCAPES.items():
        written = written.replace(sign, escape)
    return written


def _with_digest(document: str) -> bytes:
    """The document with its own digest in the place of the zeros."""
    content = document.encode()
    return content.replace(NO_DIGEST.encode(), digest(content).encode(), 1)


def digest(content: bytes) -> str:
    """The SHA-256 of some evidence, as it is with zeros in the place of that."""
    return sha256(content).hexdigest()
