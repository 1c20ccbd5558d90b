"""Load the facts file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from briefing.diagnostics import Finding, Related
from briefing.facts.entries import EntryReader
from briefing.facts.model import Fact, Facts, Name, Waiver
from briefing.facts.schema import ID, NAME, STATED, TELLING_KEYS, WAIVER, Entry, Form
from briefing.facts.syntax import first_line, read_entry
from briefing.located import (
    Json,
    Mapping,
    Node,
    Scalar,
    Sequence,
    at_path,
    load_yaml,
    write_json,
)
from briefing.prose import fold, meant, plain_form
from briefing.quantities.model import Kind
from briefing.quantities.recognise import Names, compile_names, recognise
from briefing.text import Text, decode

_ID = re.compile(ID)
_SECTIONS = ("names", "facts", "waivers")


def read_facts(path: str, data: bytes) -> tuple[Facts, list[Finding]]:
    """The facts in a file, given by its path relative to the project and its bytes."""
    text, bad = decode(path, data)
    if bad is None:
        return load_facts(text)
    finding = Finding(
        "invalid-yaml",
        f"{path} is not UTF-8",
        text.place(*bad),
        label="the first bytes that are no character",
        help="save the file as UTF-8 text",
    )
    return no_facts(text), [finding]


def no_facts(text: Text) -> Facts:
    """What a file gives that cannot be read."""
    return Facts(text, {}, {}, (), is_refused=True)


def load_facts(text: Text) -> tuple[Facts, list[Finding]]:
    """The facts in a text, and everything that is wrong with its form.

    A name, fact or waiver with an error is left out, and its id is in `refused`; all others stand.
    Where a section is none or goes by another name, nothing is told of what it lacks.
    """
    return _load(text, *load_yaml(text))


def load_facts_of(path: str, value: Json) -> tuple[Facts, list[Finding]]:
    """The same for what a facts file would say, which is written to a text under this path."""
    return _load(*write_json(path, value))


def _load(text: Text, root: Node | None, findings: list[Finding]) -> tuple[Facts, list[Finding]]:
    if isinstance(root, Mapping):
        loaded = _Loaded(text, findings)
        loaded.load(root)
        return no_facts(text) if loaded.is_refused else loaded.facts(), loaded.findings
    if root is not None:
        message = "the facts file is no mapping"
        help_ = f"write the keys {', '.join(_SECTIONS)} at the margin"
        findings.append(Finding("wrong-type", message, text.whole(), help=help_))
    return no_facts(text), findings


@dataclass
class _Loaded:
    """What has been loaded so far."""

    text: Text
    findings: list[Finding]
    names: dict[str, Name] = field(default_factory=dict)
    entries: dict[str, Fact] = field(default_factory=dict)
    waivers: list[Waiver] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    is_refused: bool = False
    numbered: Names | None = None

    def facts(self) -> Facts:
        return Facts(
            self.text,
            self.names,
            self.entries,
            tuple(self.waivers),
            frozenset(self.refused),
            numbered_names=self.numbered,
        )

    def load(self, root: Mapping) -> None:
        for key, _ in root.entries:
            if key.value not in _SECTIONS:
                help_ = meant(key.value, _SECTIONS) or f"the keys here are {', '.join(_SECTIONS)}"
                message = f"there is no key `{key.value}` here"
                self.findings.append(Finding("unknown-key", message, key.place, help=help_))
                missing = [name for name in _SECTIONS if root.get(name) is None]
                self.is_refused |= bool(meant(key.value, missing))
        for key, node in self.section(root, "names"):
            self.load_name(key, node)
        self.check_forms()
        if self.is_refused:
            return
        forms = (form for name in self.names.values() for form in name.forms)
        self.numbered = compile_names(form for form in forms if recognise(form))
        reader = EntryReader(self.names, frozenset(self.refused), self.numbered)
        for key, node in self.section(root, "facts"):
            self.load_fact(key, node, reader)
        self.findings += reader.findings
        self.load_waivers(root.get("waivers"))

    def section(self, root: Mapping, name: str) -> Iterator[tuple[Scalar, Mapping]]:
        """The entries of a section that are mappings with a good id."""
        node = root.get(name)
        if node is None or (isinstance(node, Scalar) and not node.value):
            return
        if not isinstance(node, Mapping):
            self.findings.append(_no_mapping(name, root.key(name) or node))
            self.is_refused = True
            return
        for key, value in node.entries:
            if not _ID.fullmatch(key.value):
                self.findings.append(_bad_id(key))
                self.refused.add(key.value)
            elif not isinstance(value, Mapping):
                self.findings.append(_no_mapping(key.value, key))
                self.refused.add(key.value)
            else:
                yield key, value

    def read(self, form: Form, key: Scalar, node: Node) -> Entry | None:
        """The entry in its form; if it is not in it, its findings are kept."""
        entry, wrong = read_entry(form, key, node)
        self.findings += wrong
        return entry

    def load_name(self, key: Scalar, node: Mapping) -> None:
        entry = self.read(NAME, key, node)
        if entry is None:
            self.refused.add(key.value)
            return
        aliases = tuple(alias.strip() for alias in entry.get("aliases", ()))
        self.names[key.value] = Name(
            key.value, entry["name"].strip(), aliases, entry["group"].strip(), key.place
        )

    def check_forms(self) -> None:
        """No two names may be written alike: a text could not tell them apart. None is a number."""
        forms: dict[str, Name] = {}
        for name in self.names.values():
            for form in name.forms:
                if _is_number(form):
                    self.findings.append(_numeric(form, name))
                other = forms.setdefault(plain_form(form), name)
                if other is not name and _is_alike(form, other):
                    self.findings.append(_ambiguous(form, name, other))

    def load_fact(self, key: Scalar, node: Mapping, reader: EntryReader) -> None:
        kinds = (form for name, form in TELLING_KEYS.items() if node.get(name))
        entry = self.read(next(kinds, STATED), key, node)
        fact = None if entry is None else reader.fact(key, node)
        if fact is None:
            self.refused.add(key.value)
        else:
            self.entries[fact.id] = fact

    def load_waivers(self, node: Node | None) -> None:
        if node is None or (isinstance(node, Scalar) and not node.value):
            return
        if not isinstance(node, Sequence):
            help_ = "write one waiver an item: - {text: …, in: …, reason: …, owner: …, expires: …}"
            message = "`waivers` is no list"
            self.findings.append(Finding("wrong-type", message, node.place, help=help_))
            return
        for item in node.items:
            entry = self.read(WAIVER, Scalar("waiver", first_line(item.place)), item)
            if entry and self.is_date(entry["expires"], item):
                self.waivers.append(
                    Waiver(
                        text=entry["text"],
                        within=entry["in"],
                        reason=entry["reason"],
                        owner=entry["owner"],
                        expires=entry["expires"],
                        place=first_line(item.place),
                    )
                )

    def is_date(self, written: str, item: Node) -> bool:
        try:
            date.fromisoformat(written)
        except ValueError:
            place = at_path(item, ["expires"]).place
            self.findings.append(Finding("bad-date", f"`{written}` is no date", place))
            return False
        return True


def _no_mapping(name: str, node: Node) -> Finding:
    message = f"`{name}` is no mapping"
    return Finding("wrong-type", message, node.place, help="indent its keys below it")


def _bad_id(key: Scalar) -> Finding:
    return Finding(
        "bad-id",
        f"`{key.value}` is no id",
        key.place,
        help="an id is made of lower-case letters, digits and `_`, in parts joined by full stops",
    )


def _is_alike(form: str, other: Name) -> bool:
    """Whether a text could mean the other name by the form, capitals considered."""
    plain = " ".join(fold(form).split())
    others = (" ".join(fold(each).split()) for each in other.forms)
    return any(
        plain == each or (plain.lower() == each.lower() and plain.lower() in {plain, each})
        for each in others
    )


def _is_number(form: str) -> bool:
    """Whether a reader would take it for an amount; what has capitals (3M) can be a name.

    Dates are left: facts are told apart by months and years.
    """
    if any(map(str.isupper, form)):
        return False
    whole = [q for q in recognise(form) if q.whole_span == (0, len(form))]
    return any(q.kind not in {Kind.NAME, Kind.IDIOM, Kind.DATE} for q in whole)


def _numeric(form: str, name: Name) -> Finding:
    return Finding(
        "numeric-name",
        f"`{form}` is a number, and no name",
        name.place,
        help="state it through a fact; as a form of a name, give it with the words around it",
    )


def _ambiguous(form: str, name: Name, other: Name) -> Finding:
    return Finding(
        "ambiguous-name",
        f"`{form}` is written for both `{other.id}` and `{name.id}`",
        name.place,
        related=(Related(other.place, "the other name"),),
        help="give the form to one of the two",
    )
