"""The facts put together into a briefing."""

from pathlib import Path

import pytest
from projects import load, make_project

from briefing.assemble import Briefing
from briefing.report.model import StatementClass


@pytest.fixture(scope="module")
def briefing(tmp_path_factory: pytest.TempPathFactory) -> Briefing:
    """All that a template of the small project may see."""
    return load(make_project(tmp_path_factory.mktemp("assemble"))).briefing


def test_facts_and_positions_are_entries_in_the_order_of_the_file(briefing: Briefing):
    """Each fact, and behind a dispute each of its positions, can be stated by its id."""
    assert [
        "staff.acme",
        "staff.bolt",
        "revenue.acme",
        "revenue.bolt",
        "revenue.multiple",
        "plant.opened",
        "plant.cost",
        "plant.cost.002",
        "plant.cost.003",
        "staff.sources",
        "absent.profit",
    ] == list(briefing.entries)


WRITTEN = {
    "staff.bolt": "over 80",
    "revenue.multiple": "3 times",
    "plant.cost": "",
    "plant.cost.003": "about $30 million",
    "staff.sources": "2 of 3",
    "absent.profit": "",
}


@pytest.mark.parametrize("id_", WRITTEN)
def test_an_entry_is_written_as_its_author_wrote_it(briefing: Briefing, id_: str):
    """The written form is the author's, and for a count that of the build."""
    entry = briefing.entries[id_]
    assert WRITTEN[id_] == entry.written
    assert bool(WRITTEN[id_]) == (entry.quantity is not None)
    assert f"e-{id_}" == entry.anchor


CLASSES = {
    "staff.acme": StatementClass.FACT,
    "plant.cost.002": StatementClass.FACT,
    "revenue.multiple": StatementClass.DERIVED,
    "staff.sources": StatementClass.COUNT,
}


@pytest.mark.parametrize("id_", CLASSES)
def test_the_kind_of_a_fact_tells_the_class_of_its_statements(briefing: Briefing, id_: str):
    """What a source states, what is computed and what is counted are told apart."""
    assert CLASSES[id_] is briefing.entries[id_].statement_class


def test_an_entry_knows_the_lines_that_hold_it(briefing: Briefing):
    """The supports of an entry are its citations, each with the words of its source."""
    supports = briefing.entries["staff.acme"].supports
    assert ["001", "002"] == [support.source.key for support in supports]
    assert {"Acme employed 312 people"} == {support.quoted for support in supports}
    assert ["003"] == [s.source.key for s in briefing.entries["plant.cost.003"].supports]


def test_a_dispute_as_a_whole_is_told_from_its_positions(briefing: Briefing):
    """Only the dispute itself cannot be settled by a number."""
    disputed = [id_ for id_ in briefing.entries if briefing.is_disputed(id_)]
    assert ["plant.cost"] == disputed
    assert not briefing.is_disputed("no.such.fact")
    positions = briefing.positions(briefing.entries["plant.cost"])
    assert ["plant.cost.002", "plant.cost.003"] == [entry.id for entry in positions]
    assert [] == briefing.positions(positions[0])


def test_operands_stand_where_the_expression_has_them(briefing: Briefing):
    """What a derived number is computed from, with its place in the expression."""
    entry = briefing.entries["revenue.multiple"]
    assert entry.expression is not None
    assert [("revenue.acme", "revenue.acme"), ("revenue.bolt", "revenue.bolt")] == [
        (entry.expression.text[slice(*span)], operand.id)
        for span, operand, _ in briefing.operands(entry)
    ]
    assert [] == briefing.operands(briefing.entries["staff.acme"])


def test_the_evidence_refers_to_all_that_an_entry_rests_on(briefing: Briefing):
    """Operands of a derivation, and what a count counts."""
    inputs = {
        id_: [used.id for used in briefing.inputs(entry)]
        for id_, entry in briefing.entries.items()
        if list(briefing.inputs(entry))
    }
    assert {
        "revenue.multiple": ["revenue.acme", "revenue.bolt"],
        "staff.sources": ["staff.acme"],
    } == inputs


@pytest.mark.parametrize(
    ("path", "known"),
    [("plant", True), ("plant.cost", True), ("plant.cost.002", True), ("plan", False), ("", False)],
)
def test_the_beginning_of_an_id_is_known(briefing: Briefing, path: str, *, known: bool):
    """A template spells an id part by part, and each part must lead on."""
    assert known == briefing.has_prefix(path)


def test_names_with_digits_are_read_as_names(briefing: Briefing):
    """The recogniser is told of the names that it would take for numbers, and of no others."""
    assert "Kiln-9" in str(briefing.numbered_names)
    assert "Acme" not in str(briefing.numbered_names)


def test_a_fact_that_is_wrong_is_no_entry(tmp_path: Path):
    """What was left out because of a finding cannot be stated, and is not told again."""
    folder = make_project(tmp_path)
    facts = folder / "seeds" / "facts.yaml"
    facts.write_text(facts.read_text().replace("value: 312", "value: no number"))
    project = load(folder)
    assert "staff.acme" not in project.briefing.entries
    assert not [f for f in project.findings if f.rule == "unknown-fact"]
