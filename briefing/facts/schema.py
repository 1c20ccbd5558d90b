"""The syntax of the facts file: which keys there are, and what may stand behind them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import Any

# Pydantic makes such schemas of models, too; but to make models takes a process that only checks
# a facts file longer than to check it.
from pydantic_core import SchemaValidator
from pydantic_core.core_schema import (
    CoreSchema,
    TypedDictField,
    dict_schema,
    list_schema,
    no_info_after_validator_function,
    no_info_before_validator_function,
    str_schema,
    typed_dict_field,
    typed_dict_schema,
)

Entry = dict[str, Any]
Fields = dict[str, TypedDictField]

ID = r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*"


class Form:
    """What a mapping may be: it has these keys and no others, and passes `check`.

    `inner` is the form of the mappings behind one of its keys. What is `told` stands in the JSON
    Schema, and is asked of nobody here.
    """

    def __init__(
        self,
        name: str,
        about: str,
        fields: Fields,
        *,
        check: Callable[[Entry], Entry] | None = None,
        inner: Form | None = None,
        **told: object,
    ) -> None:
        self.keys = tuple(fields)
        self.inner = inner
        told = {"title": name, "description": about, **told}
        mapping = typed_dict_schema(fields, extra_behavior="forbid", ref=name, metadata=told)
        self.schema = no_info_after_validator_function(check, mapping) if check else mapping

    @cached_property
    def validator(self) -> SchemaValidator:
        """What holds a mapping against it."""
        return SchemaValidator(self.schema)


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def needed(schema: CoreSchema, **told: object) -> TypedDictField:
    """A key that must be there, and what the JSON Schema tells of it besides."""
    return typed_dict_field(schema, required=True, metadata=told)


def optional(schema: CoreSchema, **told: object) -> TypedDictField:
    """A key that may be there."""
    return typed_dict_field(schema, required=False, metadata=told)


WORDS = str_schema(min_length=1)
# One text, or a list of texts.
LISTED = no_info_before_validator_function(_listed, list_schema(WORDS, min_length=1))
DAY = str_schema(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")

_SAYS = {"description": "The sentence that states it, with {value} and names as {name_id}."}
_VALUE = {
    "description": "One quantity as its source writes it, with unit and qualifier.",
    # An editor reads the figure as YAML's number; we do not.
    "type": ["string", "number"],
}
SAYS = optional(WORDS, **_SAYS)
ABOUT = optional(LISTED, description="The ids of the names that it is about.")
CITE = needed(LISTED, description="SOURCE:LINE QUOTE, one citation a line of a literal block.")
READ_AS = optional(
    dict_schema(WORDS, WORDS),
    description="Words of the quote, and the id of the name that they stand for.",
)
DERIVE = needed(WORDS, description="An expression over the ids of facts.")
_VALUE_OR_SAYS = [{"required": ["value"]}, {"required": ["says"]}]


def _claims_something(entry: Entry, of: str = "") -> Entry:
    if not entry.keys() & {"says", "value"}:
        raise ValueError(f"has {of}neither a value nor a sentence")
    return entry


def _counts_one_thing(entry: Entry) -> Entry:
    if len(entry) != 1:
        raise ValueError("does not count one of `sources`, `facts` and `positions`")
    return entry


NAME = Form(
    "NameEntry",
    "A product, body, benchmark, law or topic that sources name.",
    {"name": needed(WORDS), "group": needed(WORDS), "aliases": optional(LISTED)},
)
STATED = Form(
    "StatedEntry",
    "A fact that sources state.",
    {
        "says": SAYS,
        "about": ABOUT,
        "value": optional(WORDS, **_VALUE),
        "cite": CITE,
        "read_as": READ_AS,
    },
    check=_claims_something,
    anyOf=_VALUE_OR_SAYS,
)
DERIVED = Form(
    "DerivedEntry",
    "A fact computed from facts, stated and recomputed.",
    {"says": SAYS, "about": ABOUT, "derive": DERIVE, "value": needed(WORDS, **_VALUE)},
)
_COUNTED = Form(
    "Count",
    "What is counted: the sources of a fact (or all), facts by a prefix, or positions.",
    {key: optional(WORDS) for key in ("sources", "facts", "positions")},
    check=_counts_one_thing,
    minProperties=1,
    maxProperties=1,
)
COUNT = Form(
    "CountEntry",
    "How many sources, facts or positions there are of something: computed.",
    {"says": SAYS, "about": ABOUT, "count": needed(_COUNTED.schema)},
    inner=_COUNTED,
)
_POSITION = Form(
    "PositionEntry",
    "One answer to a disputed question.",
    {"says": SAYS, "value": optional(WORDS, **_VALUE), "cite": CITE, "read_as": READ_AS},
    check=partial(_claims_something, of="a position with "),
    anyOf=_VALUE_OR_SAYS,
)
DISPUTE = Form(
    "DisputeEntry",
    "A question that sources answer differently.",
    {
        "asks": needed(WORDS),
        "about": ABOUT,
        "positions": needed(list_schema(_POSITION.schema, min_length=2)),
    },
    inner=_POSITION,
)
_CONTRADICTION = Form(
    "Contradiction",
    "A stated fact, and what other words of its source give.",
    {"stated": needed(WORDS), "derive": DERIVE, "value": needed(WORDS, **_VALUE)},
)
INCONSISTENCY = Form(
    "InconsistencyEntry",
    "A source's stated value beside what its own words give.",
    {"says": SAYS, "about": ABOUT, "inconsistent": needed(_CONTRADICTION.schema)},
    inner=_CONTRADICTION,
)
ABSENCE = Form(
    "AbsenceEntry",
    "A checked claim that no source mentions something.",
    {
        "says": needed(WORDS),
        "about": ABOUT,
        "absent": needed(LISTED),
        "near": optional(LISTED),
    },
)
WAIVER = Form(
    "WaiverEntry",
    "Words that may stand untraced in one briefing, for a time.",
    {
        "text": needed(WORDS),
        "in": needed(WORDS),
        "reason": needed(WORDS),
        "owner": needed(WORDS),
        "expires": needed(DAY),
    },
)

# The key that tells of what kind a fact is, the first that is there; without one it is stated.
TELLING_KEYS = {
    "inconsistent": INCONSISTENCY,
    "positions": DISPUTE,
    "asks": DISPUTE,
    "count": COUNT,
    "absent": ABSENCE,
    "near": ABSENCE,
    "derive": DERIVED,
}
FACTS = (STATED, DERIVED, COUNT, DISPUTE, INCONSISTENCY, ABSENCE)
