import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from made_projects import MadeProject, projects

import briefing.facts
from briefing.diagnostics import Finding
from briefing.facts.file import json_schema
from briefing.facts.load import load_facts, read_facts
from briefing.facts.model import FactKind, Facts
from briefing.text import Text

SCHEMA = Path(briefing.facts.__file__).with_name("facts.schema.json")
NAMES = """\
names:
  acme: {name: Acme, group: company}
  gpt: {name: GPT-5.4, aliases: [GPT 5.4], group: model}
"""
EVERYTHING = (
    NAMES
    + """\
facts:
  deal.price:
    says: Acme paid {value} for {gpt}
    about: [acme, gpt]
    value: over $14.3 billion
    cite: |
      001:9 paid over $14.3 billion, #1: “cash”
      002:4-5 over $14.3 billion
    read_as: {They: acme}
  deal.gap:
    derive: deal.price - deal.price
    value: 4.8 percentage points
  deal.extent:
    asks: How much did {acme} buy?
    positions:
      - value: 49%
        cite: 001:1 49%
      - says: It bought all of it
        cite: [002:1 all of it, 002:2 the whole]
  deal.sources:
    count: {sources: deal.price}
  deal.odd:
    inconsistent: {stated: deal.price, derive: deal.gap, value: 12 months}
  deal.terms:
    says: No source gives the terms
    absent: [term sheet, "paid for"]
    near: [paid]
waivers:
  - {text: Article 9, in: privacy, reason: our heading, owner: editors, expires: 2027-06-30}
"""
)


def load(content: str) -> tuple[Facts, list[Finding]]:
    """The facts in a text, and what is wrong with them."""
    return load_facts(Text("seeds/facts.yaml", content))


def only(entry: str, names: str = NAMES) -> list[tuple[str, str]]:
    """The rule of each finding for one entry, and the words at its place."""
    _, findings = load(f"{names}facts:\n  a:\n{entry}")
    return [(finding.rule, finding.place.words) for finding in findings]


def test_every_kind_of_entry_is_read():
    """What the author wrote stands in the facts, with its kind."""
    facts, findings = load(EVERYTHING)
    assert findings == []
    assert {fact.id: fact.kind for fact in facts.facts.values()} == {
        "deal.price": FactKind.STATED,
        "deal.gap": FactKind.DERIVED,
        "deal.extent": FactKind.DISPUTE,
        "deal.sources": FactKind.COUNT,
        "deal.odd": FactKind.INCONSISTENCY,
        "deal.terms": FactKind.ABSENCE,
    }
    price = facts.facts["deal.price"]
    assert price.about == ("acme", "gpt")
    assert price.value.quantity.qualifier == "over"
    assert price.read_as == {"They": "acme"}
    assert [(c.source, c.first, c.last, c.quote) for c in price.citations] == [
        ("001", 9, 9, "paid over $14.3 billion, #1: “cash”"),
        ("002", 4, 5, "over $14.3 billion"),
    ]
    assert facts.facts["deal.extent"].position_ids == ("deal.extent.001", "deal.extent.002")
    assert facts.facts["deal.odd"].inconsistent.stated == "deal.price"
    assert facts.facts["deal.terms"].absent == ("term sheet", "paid for")
    assert facts.names["gpt"].forms == ("GPT-5.4", "GPT 5.4")
    assert facts.waivers[0].within == "privacy"


def test_every_citation_knows_its_place():
    """Each line of a literal block has its own place, and so has the quote in it."""
    facts, _ = load(EVERYTHING)
    one, other = facts.facts["deal.price"].citations
    assert (one.place.start, other.place.start) == ((10, 7), (11, 7))
    assert one.place.words == "001:9 paid over $14.3 billion, #1: “cash”"
    assert other.quote_place.words == "over $14.3 billion"


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("    value: 5\n", [("uncited-fact", "a")]),
        ("    value: 5\n    cite:\n", [("uncited-fact", "cite")]),
        ("    value: 5\n    cite: []\n", [("uncited-fact", "cite")]),
        ("    cite: 001:1 x\n", [("missing-field", "a")]),
        ("    vale: 5\n    cite: 001:1 x\n", [("unknown-key", "vale")]),
        ("    value: 5\n    cite: 001:1 x\n    value: 6\n", [("duplicate-key", "value")]),
        ("    value: {b: 5}\n    cite: 001:1 x\n", [("wrong-type", "{b: 5}")]),
        ("    value: [5]\n    cite: 001:1 x\n", [("wrong-type", "[5]")]),
        ("    value: 5\n    cite: 001:1 x\n    read_as: [It]\n", [("wrong-type", "[It]")]),
        ("    value: 5 apples\n    cite: 001:1 x\n", [("unparsable-value", "5 apples")]),
        ("    value: 5 and $6\n    cite: 001:1 x\n", [("unparsable-value", "5 and $6")]),
        ("    value: some\n    cite: 001:1 x\n", [("unparsable-value", "some")]),
        ("    value: GPT-5.4\n    cite: 001:1 x\n", [("unparsable-value", "GPT-5.4")]),
        ("    value: 5\n    cite: 001 x\n", [("bad-citation", "001 x")]),
        ("    value: 5\n    cite: 001:1\n", [("bad-citation", "001:1")]),
        ("    value: 5\n    cite: |\n      001:1 x\n      x\n", [("bad-citation", "x")]),
        ("    value: 5\n    cite: [001:1 x, y]\n", [("bad-citation", "y")]),
        ("    value: 5 # five\n    cite: 001:1 x\n", [("cut-value", "# five")]),
        ("    value: 5\n    cite: 001:1 was #1\n", [("cut-value", "#1")]),
        ("    value: 5\n    cite: |  # one\n      001:1 x\n", []),
        ("    value: '5' # five\n    cite: 001:1 x\n", []),
        ("    value: 5\n    about: amce\n    cite: 001:1 x\n", [("unknown-name", "amce")]),
        ("    value: 5\n    read_as: {It: amce}\n    cite: 001:1 x\n", [("unknown-name", "amce")]),
        ("    says: So\n    value: 5\n    cite: 001:1 x\n", [("missing-slot", "So")]),
        ("    says: It is {vale}\n    cite: 001:1 x\n", [("unknown-slot", "{vale}")]),
        ("    says: It is {value}\n    cite: 001:1 x\n", [("unknown-slot", "{value}")]),
        ("    says: It is {a b\n    cite: 001:1 x\n", [("unknown-slot", "{")]),
        ("    says: All 5 of them\n    cite: 001:1 x\n", [("hand-written-number", "5")]),
        ("    says: All nine of them\n    cite: 001:1 x\n", [("hand-written-number", "nine")]),
        ("    says: It is GPT-5.4\n    cite: 001:1 x\n", [("hand-written-number", "GPT-5.4")]),
        ("    says: It is Acme\n    cite: 001:1 x\n", []),
        ("    derive: b\n    value: 5\n    cite: 001:1 x\n", [("unknown-key", "cite")]),
        ("    derive: b\n", [("missing-field", "a")]),
        ("    count: {sources: b, facts: c}\n", [("missing-field", "count")]),
        ("    count: {source: b}\n", [("unknown-key", "source")]),
        ("    count: b\n", [("wrong-type", "b")]),
        ("    asks: Why\n    positions: []\n", [("lone-position", "positions")]),
        (
            "    asks: Why\n    positions:\n      - value: 5\n      - {value: 6, cite: 001:1 x}\n",
            [("uncited-fact", "value")],
        ),
        (
            "    positions: [{value: 5, cite: 001:1 x}, {value: 6, cite: 001:1 x}]\n",
            [("missing-field", "a")],
        ),
        ("    inconsistent: {stated: b, derive: c, value: 1,300}\n", [("cut-value", "1,300")]),
        ("    inconsistent: {stated: b, derive: c}\n", [("missing-field", "inconsistent")]),
        ("    says: No\n    absent: [—]\n", [("wrong-type", "—")]),
        ("    says: No\n    absent:\n", [("missing-field", "absent")]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_entry_is_told_at_its_place(
    entry: str, expected: list[tuple[str, str]]
):
    """One finding a fault, at the smallest place."""
    assert only(entry) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("x", ("wrong-type", "")),
        ("[a]", ("wrong-type", "")),
        ("name: {}", ("unknown-key", "name")),
        ("names: x", ("wrong-type", "names")),
        ("names: {A: {name: A, group: g}}", ("bad-id", "A")),
        ("names: {a: A}", ("wrong-type", "a")),
        ("names: {a: {name: A}}", ("missing-field", "a")),
        (
            "names: {a: {name: A, group: g}, b: {name: B, aliases: A, group: g}}",
            ("ambiguous-name", "b"),
        ),
        ("names: {a: {name: 96%, group: g}}", ("numeric-name", "a")),
        ("names: {a: {name: A, aliases: [doubled], group: g}}", ("numeric-name", "a")),
        ("facts: {a..b: {}}", ("bad-id", "a..b")),
        ("waivers: {a: b}", ("wrong-type", "{a: b}")),
        (
            "waivers: [{text: a, in: b, reason: c, owner: d, expires: 2027-13-01}]",
            ("bad-date", "2027-13-01"),
        ),
        ("waivers: [{text: a, in: b, reason: c, owner: d, expires: soon}]", ("bad-date", "soon")),
        ("waivers: [{text: a, in: b}]", ("missing-field", "{text: a, in: b}")),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_told_at_its_place(content: str, expected: tuple[str, str]):
    """Sections, ids, names and waivers are held against their form."""
    _, findings = load(content)
    assert {(f.rule, f.place.words) for f in findings} == {expected}


@pytest.mark.parametrize("form", ["3M", "January", "2025", "100 metres", "Llama 3.1", "the first"])
def test_a_name_may_hold_a_number(form: str):
    """What has capitals or other words, and what is a date, can be a name."""
    _, findings = load(f'names: {{a: {{name: "{form}", group: g}}}}')
    assert findings == []


def test_a_misspelt_key_is_told_with_the_one_that_was_meant():
    """The help says what the author probably meant."""
    _, (finding,) = load("facts: {a: {value: 5, citation: 001:1 x}}")
    assert finding.help == "did you mean `cite`?"


def test_a_fact_with_an_error_is_left_out_and_all_others_stand():
    """Its id is among the refused, so that nobody tells that it is unknown."""
    facts, findings = load(
        NAMES.replace("group: company", "grop: company")
        + "facts:\n  a: {value: x, cite: 001:1 x}\n  b: {value: 5, cite: 001:1 5}\n"
        + "  c: {value: 5, about: acme, cite: 001:1 5}\n"
    )
    assert [finding.rule for finding in findings] == ["unknown-key", "unparsable-value"]
    assert list(facts.facts) == ["b"]
    assert facts.refused == {"acme", "a", "c"}


def test_a_file_that_is_not_utf_8_is_refused_at_its_first_bad_byte():
    """The finding names the place of the first bytes that are no character."""
    facts, (finding,) = read_facts("seeds/facts.yaml", "é\nü".encode() + b"\xff")
    assert (finding.rule, finding.place.start) == ("invalid-yaml", (2, 2))
    assert not facts.facts


@given(st.binary())
def test_any_bytes_are_facts_or_findings_inside_the_file(data: bytes):
    """Bytes that hold no fact have a finding, and each finding stands within the text."""
    facts, findings = read_facts("seeds/facts.yaml", data)
    assert findings
    for finding in findings:
        assert finding.place.span.end <= len(facts.text.content)


SIGNS = list("\n:-{}[]|#'\"\t,>@%`é😀5\x00\ufeff")
WORDS = ["  ", "&a ", "*a", "!!", "{value}", "{acme}", "001:1 ", "acme", "cite", "deal.price"]


@given(st.integers(0, len(EVERYTHING)), st.integers(0, 12), st.sampled_from(SIGNS + WORDS))
def test_a_file_with_any_slip_is_facts_and_findings(at: int, cut: int, piece: str):
    """Whatever is cut out and put in, no finding is out of the file, and no fact is lost unsaid."""
    facts, findings = load(EVERYTHING[:at] + piece + EVERYTHING[at + cut :])
    for finding in findings:
        for place in (finding.place, *(related.place for related in finding.related)):
            assert 0 <= place.span.start <= place.span.end <= len(facts.text.content)
    assert findings or (len(facts.facts), facts.refused) == (6, set())


# --- the schema for editors -------------------------------------------------------------------


def test_the_schema_for_editors_is_that_of_the_forms():
    """The file in the package is what the forms give."""
    update = "from briefing.facts.file import json_schema; print(json_schema(), end='')"
    assert json_schema() == SCHEMA.read_text(encoding="utf-8"), (
        f'to update it: .venv/bin/python -c "{update}" > {SCHEMA.relative_to(Path.cwd())}'
    )


def test_the_schema_takes_what_the_loader_takes():
    """An editor that follows the schema accepts a file with everything in it."""
    schema = json.loads(json_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(yaml.load(EVERYTHING, Loader=yaml.BaseLoader), schema)


@given(projects())
def test_the_schema_takes_every_honest_project(project: MadeProject):
    """So it does for projects that are made up."""
    tree = yaml.load(project.yaml, Loader=yaml.BaseLoader)
    jsonschema.validate(tree, json.loads(json_schema()))


@pytest.mark.parametrize(
    "entry",
    [
        "{value: '5'}",
        "{value: '5', cite: x, vale: y}",
        "{value: '', cite: x}",
        "{derive: a}",
        "{count: {}}",
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(entry: str):
    """An editor marks a missing or a misspelt key, and an empty value."""
    assert load(f"facts: {{a: {entry}}}")[1]
    tree = {"facts": {"a": yaml.load(entry, Loader=yaml.BaseLoader)}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(tree, json.loads(json_schema()))
