"""What stands in `evidence.json`: its fields, and the JSON Schema of them."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, StringConstraints

from briefing.facts.file import facts_schema
from briefing.quantities.model import Bound, Kind
from briefing.read.model import Layer
from briefing.report.model import StatementClass

FORMAT: Final = "briefing-evidence"
# Raised when a field is renamed or changes its meaning; fields may be added without.
VERSION: Final = 1

# Far beyond what a document has; a stranger's file may claim anything.
MAX_LINE = 1_000_000
MAX_COLUMN = 10_000_000

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Count = Annotated[int, Field(ge=0)]
OneLine = Annotated[str, StringConstraints(pattern=r"^[^\r\n]*$")]


def _one_of(enum: type[StrEnum]) -> BeforeValidator:
    """Takes a member by its value, as JSON has it."""
    return BeforeValidator(lambda value: value if isinstance(value, enum) else enum(str(value)))


class Embed(StrEnum):
    """How much of the sources a finished document carries."""

    SENTENCE = "sentence"  # the sentences around the quotes
    LINES = "lines"  # the whole cited lines
    SOURCES = "sources"  # every source in full


class Record(BaseModel):
    """What all records have in common: what a later release adds is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Part(Record):
    """Words of a line, as they stand there from `column` on, in code points from 1."""

    column: Annotated[int, Field(ge=1, le=MAX_COLUMN)]
    text: OneLine


class Line(Record):
    """A line of a source: the hash of all of it in UTF-8, and the parts that are carried."""

    line: Annotated[int, Field(ge=1, le=MAX_LINE)]
    length: Annotated[int, Field(ge=0, le=MAX_COLUMN)]
    sha256: Digest
    parts: list[Part]


class SourceRecord(Record):
    """A source document: its file name, the prefix that citations use, the hash of its bytes."""

    name: OneLine
    key: OneLine
    sha256: Digest
    lines: list[Line] = []


class MarkRecord(Record):
    """What the page claims of some characters of a block: offsets from 0, end excluded."""

    kind: str
    target: str
    start: Count
    end: Count


class BlockRecord(Record):
    """A run of text of the page that is read in one go, and what the page claims of it."""

    layer: Annotated[Layer, _one_of(Layer)]
    kind: str
    text: str
    context: list[str] = []
    marks: list[MarkRecord] = []


class StatementRecord(Record):
    """A number of the page: where it stands, what it means, what proves it.

    `block` counts the blocks of `page` from 0; `start` and `end` are offsets in its text.
    `value`, `unit`, `qualifier`, `bound` and `step` are as `briefing numbers` gives them. `fact` is
    the id of what it states, `anchor` that of its element in the HTML.
    """

    block: Count
    start: Count
    end: Count
    written: str
    kind: Annotated[Kind, _one_of(Kind)]
    value: str | dict[str, str] | None
    unit: str | None = None
    qualifier: str | None = None
    bound: Annotated[Bound | None, BeforeValidator(lambda v: None if v is None else Bound(v))] = (
        None
    )
    step: str | None = None
    head: str | None = None
    proof: Annotated[StatementClass, _one_of(StatementClass)]
    fact: str | None = None
    anchor: str | None = None


class Evidence(Record):
    """Everything that a finished document carries to prove its numbers.

    `sha256` is the hash of the file with these 64 digits as zeros. `facts` is the part of the facts
    file that the page rests on, in the syntax of that file; `other_facts` are the ids of the rest
    where one of the facts counts them all. `page` is the text of the page, as it was read back.
    """

    format: Literal["briefing-evidence"]
    version: Literal[1]
    sha256: Digest
    briefing: OneLine
    edition: OneLine
    date: Day
    embed: Annotated[Embed, _one_of(Embed)]
    verdict: dict[str, Count]
    sources: list[SourceRecord]
    facts: dict[str, JsonValue]
    other_facts: list[str] = []
    page: list[BlockRecord]
    statements: list[StatementRecord]


def json_schema() -> str:
    """The JSON Schema of `evidence.json`."""
    schema: dict[str, Any] = Evidence.model_json_schema()
    facts = facts_schema()
    definitions = {**schema.pop("$defs"), **facts.pop("$defs")}
    schema["properties"]["facts"] = {"$ref": "#/$defs/FactsFile"}
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": f"The evidence in a finished briefing, version {VERSION}",
        "$defs": {**definitions, "FactsFile": facts},
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
