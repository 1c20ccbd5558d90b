"""The facts file as a whole, and its JSON Schema for editors."""

from __future__ import annotations

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core.core_schema import (
    BeforeValidatorFunctionSchema,
    CoreSchema,
    DictSchema,
    TypedDictField,
    TypedDictSchema,
    dict_schema,
    list_schema,
    str_schema,
    union_schema,
)

from briefing.facts.schema import FACTS, ID, NAME, WAIVER, WORDS, Form, optional


def _by_id(schema: CoreSchema) -> DictSchema:
    return dict_schema(str_schema(pattern=f"^{ID}$"), schema)


_FILE = Form(
    "FactsFile",
    "Names, facts and waivers; everything is written as text.",
    {
        "names": optional(_by_id(NAME.schema)),
        "facts": optional(_by_id(union_schema([form.schema for form in FACTS]))),
        "waivers": optional(list_schema(WAIVER.schema)),
    },
)


class _ForEditors(GenerateJsonSchema):
    """Adds what the forms tell."""

    def typed_dict_schema(self, schema: TypedDictSchema) -> dict[str, Any]:
        return {**super().typed_dict_schema(schema), **schema["metadata"]}

    def typed_dict_field_schema(self, schema: TypedDictField) -> dict[str, Any]:
        return {**super().typed_dict_field_schema(schema), **schema["metadata"]}

    def function_before_schema(self, schema: BeforeValidatorFunctionSchema) -> dict[str, Any]:
        """A list, or the one text that is taken for a list of one."""
        return {"anyOf": [self.generate_inner(each) for each in (WORDS, schema["schema"])]}


def facts_schema() -> dict[str, Any]:
    """The JSON Schema of the facts file, as plain values."""
    return _ForEditors().generate(_FILE.schema)


def json_schema() -> str:
    """The JSON Schema of the facts file, for editors."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **facts_schema(),
        "title": "The facts file of a briefing",
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
