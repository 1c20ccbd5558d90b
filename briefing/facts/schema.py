"""The syntax of the facts file: which keys there are, and what may stand behind them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

ID = r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*"

_ONE_OR_MANY = {
    "anyOf": [
        {"type": "string", "minLength": 1},
        {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1},
    ]
}


def _listed(value: Any) -> Any:  # noqa: ANN401 - whatever the file holds
    return [value] if isinstance(value, str) else value


_VALUE_OR_SAYS = ConfigDict(
    extra="forbid", json_schema_extra={"anyOf": [{"required": ["value"]}, {"required": ["says"]}]}
)

Words = Annotated[str, StringConstraints(min_length=1)]
Id = Annotated[str, StringConstraints(pattern=f"^{ID}$")]
Listed = Annotated[
    list[Words], BeforeValidator(_listed), Field(min_length=1), WithJsonSchema(_ONE_OR_MANY)
]
Says = Annotated[
    Words, Field(description="The sentence that states it, with {value} and names as {name_id}.")
]
About = Annotated[Listed, Field(description="The ids of the names that it is about.")]
Value = Annotated[
    Words,
    Field(description="One quantity as its source writes it, with unit and qualifier."),
    # An editor reads the figure as YAML's number; we do not.
    WithJsonSchema({"type": ["string", "number"]}),
]
Cite = Annotated[
    Listed, Field(description="SOURCE:LINE QUOTE, one citation a line of a literal block.")
]
ReadAs = Annotated[
    dict[Words, Words],
    Field(description="Words of the quote, and the id of the name that they stand for."),
]
Derive = Annotated[Words, Field(description="An expression over the ids of facts.")]


class Entry(BaseModel):
    """What all entries have in common: no key but the ones that are listed."""

    model_config = ConfigDict(extra="forbid")


class NameEntry(Entry):
    """A product, body, benchmark, law or topic that sources name."""

    name: Words
    group: Words
    aliases: Listed = []


class StatedEntry(Entry):
    """A fact that sources state."""

    model_config = _VALUE_OR_SAYS

    says: Says = ""
    about: About = []
    value: Value = ""
    cite: Cite
    read_as: ReadAs = {}

    @model_validator(mode="after")
    def _claims_something(self) -> StatedEntry:
        if not (self.says or self.value):
            raise ValueError("has neither a value nor a sentence")
        return self


class DerivedEntry(Entry):
    """A fact computed from facts, stated and recomputed."""

    says: Says = ""
    about: About = []
    derive: Derive
    value: Value


class Count(Entry):
    """What is counted: the sources of a fact (or all), facts by a prefix, or positions."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"minProperties": 1, "maxProperties": 1}
    )

    sources: Words = ""
    facts: Words = ""
    positions: Words = ""

    @model_validator(mode="after")
    def _counts_one_thing(self) -> Count:
        if len(self.model_fields_set) != 1:
            raise ValueError("does not count one of `sources`, `facts` and `positions`")
        return self


class CountEntry(Entry):
    """How many sources, facts or positions there are of something: computed."""

    says: Says = ""
    about: About = []
    count: Count


class PositionEntry(Entry):
    """One answer to a disputed question."""

    model_config = _VALUE_OR_SAYS

    says: Says = ""
    value: Value = ""
    cite: Cite
    read_as: ReadAs = {}

    @model_validator(mode="after")
    def _answers(self) -> PositionEntry:
        if not (self.says or self.value):
            raise ValueError("has a position with neither a value nor a sentence")
        return self


class DisputeEntry(Entry):
    """A question that sources answer differently."""

    asks: Words
    about: About = []
    positions: Annotated[list[PositionEntry], Field(min_length=2)]


class Contradiction(Entry):
    """A stated fact, and what other words of its source give."""

    stated: Words
    derive: Derive
    value: Value


class InconsistencyEntry(Entry):
    """A source's stated value beside what its own words give."""

    says: Says = ""
    about: About = []
    inconsistent: Contradiction


class AbsenceEntry(Entry):
    """A checked claim that no source mentions something."""

    says: Words
    about: About = []
    absent: Listed
    near: Listed = []


class WaiverEntry(Entry):
    """Words that may stand untraced in one briefing, for a time."""

    text: Words
    within: Words = Field(alias="in")
    reason: Words
    owner: Words
    expires: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


FactEntry = (
    StatedEntry | DerivedEntry | CountEntry | DisputeEntry | InconsistencyEntry | AbsenceEntry
)

# The key that tells of what kind a fact is, the first that is there; without one it is stated.
TELLING_KEYS: dict[str, type[FactEntry]] = {
    "inconsistent": InconsistencyEntry,
    "positions": DisputeEntry,
    "asks": DisputeEntry,
    "count": CountEntry,
    "absent": AbsenceEntry,
    "near": AbsenceEntry,
    "derive": DerivedEntry,
}
