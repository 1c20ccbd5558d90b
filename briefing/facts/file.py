"""The facts file as a whole, and its JSON Schema for editors."""

from __future__ import annotations

import json

from pydantic import Field

from briefing.facts.schema import Entry, FactEntry, Id, NameEntry, WaiverEntry


class FactsFile(Entry):
    """Names, facts and waivers; everything is written as text."""

    names: dict[Id, NameEntry] = Field({})
    facts: dict[Id, FactEntry] = Field({})
    waivers: list[WaiverEntry] = Field([])


def json_schema() -> str:
    """The JSON Schema of the facts file, for editors."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **FactsFile.model_json_schema(by_alias=True),
        "title": "The facts file of a briefing",
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
