"""Hold what stands in the facts file against its syntax."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pydantic_core import ErrorDetails, ValidationError

from briefing.diagnostics import Finding
from briefing.facts.schema import FACTS, TELLING_KEYS, Entry, Form
from briefing.located import Mapping, Node, Scalar, Sequence, at_path, block_help, to_plain
from briefing.prose import meant
from briefing.text import Place

_WORDS = {Scalar: "a text", Sequence: "a list", Mapping: "a mapping"}
_WANTED = {
    "string_type": "a text",
    "list_type": "a list",
    "dict_type": "a mapping",
}
_ALL_KEYS = {key for form in FACTS for key in form.keys}


def read_entry(form: Form, key: Scalar, node: Node) -> tuple[Entry | None, list[Finding]]:
    """One entry, given its key and what the key holds, and what is wrong with its form."""
    try:
        return form.validator.validate_python(to_plain(node)), []
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False, include_input=False)
        return None, [_finding(form, key, node, error) for error in _apart(errors)]


def _apart(errors: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """The errors, but for a field that is missing where one is misspelt."""
    misspelt = {error["loc"][:-1] for error in errors if error["type"] == "extra_forbidden"}
    for error in errors:
        if error["type"] != "missing" or error["loc"][:-1] not in misspelt:
            yield error


def first_line(place: Place) -> Place:
    """The place, up to the end of the line on which it begins."""
    end = place.text.line_span(place.start.line).end
    return place.text.place(place.span.start, max(place.span.start, min(place.span.end, end)))


def _finding(form: Form, key: Scalar, node: Node, error: ErrorDetails) -> Finding:
    """One error of pydantic's as a finding at its place."""
    path, kind = error["loc"], error["type"]
    if kind == "extra_forbidden":
        return _unknown_key(form, at_path(node, path[:-1]), str(path[-1]))
    if kind in _WANTED:
        return _wrong_type(_field(path, key), at_path(node, path), _WANTED[kind])
    if kind == "string_pattern_mismatch":
        place = at_path(node, path).place
        help_ = "write it as year, month and day: 2027-06-30"
        return Finding("bad-date", f"`{place.words}` is no date", place, help=help_)
    if kind == "value_error":
        message = f"`{key.value}` {error['ctx']['error']}"
        return Finding("missing-field", message, _head(node, key, path))
    return _missing(key, node, path, kind)


def _missing(key: Scalar, node: Node, path: tuple[str | int, ...], kind: str) -> Finding:
    """The finding for a field that is not there, or empty."""
    field = _field(path, key)
    place = _head(node, key, path[:-1]) if kind == "missing" else _key_place(node, path, key)
    if field == "cite":
        return Finding(
            "uncited-fact",
            f"`{key.value}` cites no source",
            place,
            help="add a citation, `cite: SOURCE:LINE QUOTE`",
        )
    if field == "positions":
        return Finding(
            "lone-position",
            f"the dispute `{key.value}` has fewer than two positions",
            place,
            help="a dispute has two positions or more; state a single one as a fact",
        )
    if kind == "missing":
        return Finding("missing-field", f"`{key.value}` has no `{field}`", place)
    return Finding("missing-field", f"`{field}` is empty", place)


def _field(path: tuple[str | int, ...], key: Scalar) -> str:
    """The innermost key of the path."""
    return next((step for step in reversed(path) if isinstance(step, str)), key.value)


def _unknown_key(form: Form, mapping: Node, name: str) -> Finding:
    """The finding for a key that the mapping may not have."""
    assert isinstance(mapping, Mapping)
    key = mapping.key(name)
    value = mapping.get(name)
    assert key is not None
    cut = _cut_at_comma(mapping, key, value)
    if cut:
        return cut
    known = _keys(form, mapping)
    message = f"there is no key `{name}` here"
    if name in _ALL_KEYS and name not in known:
        telling = next((each for each in TELLING_KEYS if mapping.key(each)), "cite")
        message = f"`{name}` does not go together with `{telling}`"
    hint = meant(name, known) or f"the keys here are {_listed(known)}"
    return Finding("unknown-key", message, key.place, help=hint)


def _keys(form: Form, mapping: Mapping) -> tuple[str, ...]:
    """The keys of the form that fits the mapping: the one given, or the one within it."""
    written = {key.value for key, _ in mapping.entries}
    forms = (form, form.inner) if form.inner else (form,)
    return max((each.keys for each in forms), key=lambda keys: len(written.intersection(keys)))


def _cut_at_comma(mapping: Mapping, key: Scalar, value: Node | None) -> Finding | None:
    """The finding for the rest of a value that YAML cuts at a comma, as in `{value: $1,000}`."""
    index = [each for each, _ in mapping.entries].index(key)
    if mapping.place.words[:1] != "{" or index == 0:
        return None
    if not isinstance(value, Scalar) or value.place.words:
        return None
    owner, before = mapping.entries[index - 1]
    whole = key.place.text.place(before.place.span.start, key.place.span.end)
    return Finding(
        "cut-value",
        f"YAML cuts `{whole.words}` at the comma",
        whole,
        help=f'quote it: {owner.value}: "{whole.words}"',
    )


def _wrong_type(field: str, node: Node, wanted: str) -> Finding:
    written = node.place.words
    return Finding(
        "wrong-type",
        f"`{field}` is {_WORDS[type(node)]}, and {wanted} is wanted",
        first_line(node.place),
        help=block_help(field, written)
        if written[:1] in {"{", "["} and "\n" not in written
        else "",
    )


def _key_place(node: Node, path: tuple[str | int, ...], key: Scalar) -> Place:
    """Where the innermost key of the path stands."""
    for end in range(len(path), 0, -1):
        owner, step = at_path(node, path[: end - 1]), path[end - 1]
        found = owner.key(step) if isinstance(owner, Mapping) and isinstance(step, str) else None
        if found:
            return found.place
    return key.place


def _head(node: Node, key: Scalar, path: tuple[str | int, ...]) -> Place:
    """Where the entry that the path leads to begins: its key, or the first key in a list's item."""
    owner = at_path(node, path)
    if path and isinstance(path[-1], int) and isinstance(owner, Mapping) and owner.entries:
        return owner.entries[0][0].place
    return _key_place(node, path, key)


def _listed(words: Collection[str] | Iterator[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)
