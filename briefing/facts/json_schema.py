"""The JSON Schema of the facts file, for editors."""

from __future__ import annotations

import json

from briefing.facts.schema import Entry, FactEntry, Id, NameEntry, WaiverEntry


class FactsFile(Entry):
    """Names, facts and waivers; everything is written as text."""

    names: dict[Id, NameEntry] = {}
    facts: dict[Id, FactEntry] = {}
    waivers: list[WaiverEntry] = []


def json_schema() -> str:
    """The JSON Schema of the facts file, for editors."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **FactsFile.model_json_schema(by_alias=True),
        "title": "The facts file of a briefing",
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
