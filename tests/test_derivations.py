from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_projects import check, told

from briefing.citations import check_citations
from briefing.derivations import Derived, check_derivations
from briefing.diagnostics import Finding
from briefing.facts.load import load_facts
from briefing.names import NameIndex
from briefing.quantities.model import Ratio
from briefing.sources import read_sources
from briefing.text import Text

SOURCES = {
    "seeds/001.txt": (
        "Acme paid $14.3 billion for a 49% stake.\n"
        "Bolt put its score at 94.3%, Acme its own at 89.5%.\n"
        "The manifesto of Acme is of July 2024, its rise of June 2025: 18 months.\n"
        "Acme spent hundreds of billions. “Not one word too many”, said Acme.\n"
    ),
    "seeds/002.txt": "Acme paid $14 billion.\nAcme paid $14.3 billion for it.\n",
}
NAMES = """\
names:
  acme: {name: Acme, group: company}
  bolt: {name: Bolt, group: company}
  stake: {name: stake, group: topic}
  score: {name: score, group: topic}
  manifesto: {name: manifesto, group: topic}
  rise: {name: rise, group: topic}
  paid: {name: paid, group: topic}
facts:
"""
STATED = """\
  price:
    about: [acme, paid]
    value: $14.3 billion
    cite: |
      001:1 Acme paid $14.3 billion
      002:2 Acme paid $14.3 billion
  stake: {about: [acme, stake], value: 49%, cite: 001:1 a 49% stake}
  score.acme: {about: [acme, score], value: 89.5%, cite: "001:2 Acme its own at 89.5%", read_as: {its own: score}}
  score.bolt: {about: [bolt, score], value: 94.3%, cite: 001:2 Bolt put its score at 94.3%}
  start: {about: [acme, manifesto], value: July 2024, cite: 001:3 manifesto of Acme is of July 2024}
  end: {about: [acme, rise], value: June 2025, cite: 001:3 rise of June 2025}
  vague: {about: acme, value: hundreds of billions, cite: 001:4 Acme spent hundreds of billions}
  said: {says: Acme was brief, about: acme, cite: 001:4 Not one word too many}
  sum:
    asks: How much did {acme} pay?
    about: acme
    positions:
      - {value: $14.3 billion, cite: 001:1 Acme paid $14.3 billion}
      - {value: $14 billion, cite: 002:1 Acme paid $14 billion}
"""  # noqa: E501


def derive(entries: str) -> tuple[Derived, list[Finding]]:
    """What follows from the stated facts and more entries, and what is wrong."""
    sources, _ = read_sources((path, text.encode()) for path, text in SOURCES.items())
    facts, findings = load_facts(Text("seeds/facts.yaml", NAMES + STATED + entries))
    assert told(findings) == []
    index = NameIndex(facts.names)
    cited, findings = check_citations(facts, sources, index)
    assert [f for f in told(findings) if "exchange" not in f] == []
    return check_derivations(facts, cited, sources, index)


def rules(entries: str) -> list[tuple[str, str]]:
    """The rules of the findings, and the words at their places."""
    return [(finding.rule, finding.place.words) for finding in derive(entries)[1]]


def one(derivation: str, value: str, more: str = "") -> str:
    """An entry of one derived fact."""
    return f"  it: {{derive: '{derivation}', value: {value}{more}}}\n"


@pytest.mark.parametrize(
    ("derivation", "value"),
    [
        ("score.bolt - score.acme", "4.8 percentage points"),
        ("end - start", "11 months"),
        ("price / stake", "about $29.2 billion"),
        ("price - sum.002", "$0.3 billion"),
        ("words(quote.said)", "5"),
        ("words(quote.sum.002)", "4"),
        ("counted + counted", "4"),
    ],
)
def test_a_derived_value_is_recomputed(derivation: str, value: str):
    """Facts, positions, counts and the words of a quotation are operands."""
    count = "  counted: {count: {positions: sum}}\n"
    assert rules(count + one(derivation, f"'{value}'")) == []


def test_a_wrong_value_is_told_with_the_computed_one():
    """Both numbers are in the message, and the help gives the line to write."""
    _, (finding,) = derive(one("score.bolt - score.acme", "4.9 percentage points"))
    assert finding.rule == "wrong-derivation"
    assert finding.place.words == "4.9 percentage points"
    assert "4.9 percentage points" in finding.message
    assert "4.8 percentage points is computed" in finding.message
    assert "value: 4.8 percentage points" in finding.help


@pytest.mark.parametrize(
    ("computed", "stated"),
    [
        ("$340 million", "$339 million"),
        ("$340.0 million", "$339.6 million"),
        ("$340,000,000", "$339,999,999"),
        ("$340 million", "$340 billion"),
        ("$340 million", "three hundred million dollars"),
    ],
)
def test_a_computed_value_is_as_precise_as_the_stated_one(computed: str, stated: str):
    """What is computed can be laid beside what is stated, digit by digit."""
    text = "Acme paid $300 million.\nAcme paid $40 million for it.\n"
    part = "    value: {}\n    cite: |\n      001:{} Acme paid {}\n"
    entries = (
        "  all:\n    about: acme\n" + part.format("$300 million", 1, "$300 million")
        + "  part:\n    about: [acme, paid]\n" + part.format("$40 million", 2, "$40 million")
        + f"  sum:\n    about: acme\n    derive: all + part\n    value: {stated}\n"
    )  # fmt: skip
    found = check({"seeds/001.txt": text}, NAMES + entries)
    (finding,) = [each for each in found if each.rule == "wrong-derivation"]
    assert f"and {computed} is computed" in finding.message


@pytest.mark.parametrize(
    ("derivation", "rule", "words"),
    [
        ("score.bolt - score.acne", "unknown-fact", "score.acne"),
        ("score.bolt -", "bad-derivation", "-"),
        ("score.bolt - 5", "bad-derivation", "5"),
        ("price - sum", "refused-input", "sum"),
        ("price - vague", "refused-input", "vague"),
        ("price - said", "refused-input", "said"),
        ("price - score.bolt", "refused-input", "score.bolt"),
        ("words(quote.counted)", "refused-input", "quote.counted"),
        ("it - price", "circular-derivation", "'it - price'"),
    ],
)
def test_what_cannot_be_computed_is_refused_at_its_place(derivation: str, rule: str, words: str):
    """The finding marks the operand that is to blame."""
    count = "  counted: {count: {positions: sum}}\n"
    assert rules(count + one(derivation, "$1")) == [(rule, words)]


def test_an_inconsistent_value_is_no_input():
    """What a source contradicts itself in is not computed with."""
    odd = "  odd: {inconsistent: {stated: price, derive: sum.002, value: $14 billion}}\n"
    assert rules(odd) == []
    assert rules(odd + one("price - sum.002", "$0.3 billion")) == [("refused-input", "price")]


def test_an_inconsistency_gives_another_value():
    """A contradiction that is none, and one that is wrongly computed, are findings."""
    odd = "  odd: {{inconsistent: {{stated: price, derive: {}, value: {}}}}}\n"
    agreeing = odd.format("sum.001", "$14.3 billion")
    assert rules(agreeing) == [("agreeing-inconsistency", "$14.3 billion")]
    assert rules(odd.format("sum.002", "$15 billion")) == [("wrong-derivation", "$15 billion")]
    assert rules(odd.format("sum.002", "$14 billion").replace("price", "prise")) == [
        ("unknown-fact", "prise")
    ]


@given(st.permutations(["a", "b", "c", "d"]))
def test_a_circle_is_told_once_and_all_else_is_computed(order: list[str]):
    """Three facts in a circle, and one beside it, in any order of the file."""
    entries = {
        "a": "  a: {derive: b + price, value: $1}\n",
        "b": "  b: {derive: c + price, value: $1}\n",
        "c": "  c: {derive: a + price, value: $1}\n",
        "d": "  d: {derive: price + price, value: $1}\n",
    }
    found = [rule for rule, _ in rules("".join(entries[id_] for id_ in order))]
    assert sorted(found) == ["circular-derivation", "wrong-derivation"]


def test_a_long_chain_of_derivations_is_followed():
    """Facts may be derived from derived ones, however many."""
    chain = "".join(
        f"  x{n}: {{derive: 'min(x{n - 1}, score.bolt)', value: 94.3%}}\n" for n in range(1, 1500)
    )
    assert rules("  x0: {derive: score.bolt, value: 94.3%}\n" + chain) == []


# --- counts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "value"),
    [
        ("{sources: price}", Ratio(2, 2)),
        ("{sources: stake}", Ratio(1, 2)),
        ("{sources: sum}", Ratio(2, 2)),
        ("{sources: sum.002}", Ratio(1, 2)),
        ("{sources: all}", Decimal(2)),
        ("{facts: score}", Decimal(2)),
        ("{facts: score.}", Decimal(2)),
        ("{facts: all}", Decimal(10)),
        ("{positions: sum}", Decimal(2)),
    ],
)
def test_counts_are_computed(count: str, value: object):
    """Sources are counted out of all; facts by the beginning of their ids."""
    derived, findings = derive(f"  n: {{count: {count}}}\n")
    assert findings == []
    assert derived.counted["n"].value == value


@pytest.mark.parametrize(
    ("count", "rule", "words"),
    [
        ("{sources: prise}", "unknown-fact", "prise"),
        ("{facts: scare}", "unknown-fact", "scare"),
        ("{positions: sun}", "unknown-fact", "sun"),
        ("{positions: price}", "refused-input", "price"),
    ],
)
def test_what_is_not_there_is_not_counted(count: str, rule: str, words: str):
    """A count of nothing is no number."""
    assert rules(f"  n: {{count: {count}}}\n") == [(rule, words)]


def test_a_fact_whose_citations_fail_is_not_counted():
    """The fact itself is told, and nobody prints a count of what does not hold."""
    yaml = NAMES + STATED.replace(
        "001:1 Acme paid $14.3 billion\n      002", "001:1 Acme x\n      002"
    )
    found = check(SOURCES, yaml + "  n: {count: {sources: price}}\n")
    assert [f.rule for f in found if f.rule != "exchangeable-facts"] == ["quote-not-found"]


# --- what computed facts are about ------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "about"),
    [
        ("{derive: score.bolt - score.acme, value: 4.8 percentage points}", "bolt score acme"),
        (
            "{derive: end - start, value: 11 months, says: 'Acme took {value} to its rise'}",
            "acme rise",
        ),
        ("{derive: end - start, value: 11 months, about: [acme, paid]}", "acme paid"),
        ("{count: {sources: price}}", "acme paid"),
        ("{count: {sources: all}}", ""),
    ],
)
def test_a_computed_fact_is_about_what_its_inputs_are_about(entry: str, about: str):
    """Unless the author says it: of those names, the ones in its sentence, or else all."""
    derived, findings = derive(f"  it: {entry}\n")
    assert told(findings) == []
    assert derived.about["it"] == tuple(about.split())


def test_names_are_handed_down_through_derived_facts():
    """A fact derived from a derived one is about the same."""
    chain = one("end - start", "11 months") + "  then: {derive: it + it, value: 22 months}\n"
    derived, _ = derive(chain)
    assert derived.about["then"] == derived.about["it"] == ("acme", "rise", "manifesto")


def test_a_computed_fact_is_about_nothing_else():
    """A name that no input is about is told; a topic may be new, but not with a count."""
    assert rules(one("end - start", "11 months", ", about: [acme, bolt]")) == [
        ("subject-not-derived", "it")
    ]
    assert rules("  n: {count: {sources: price}, about: [acme, stake]}\n") == [
        ("subject-not-derived", "n")
    ]


def test_computed_facts_about_the_same_could_be_exchanged():
    """Two of one kind with different values need a topic that tells them apart."""
    two = one("end - start", "11 months") + "  then: {derive: it + it, value: 22 months}\n"
    assert rules(two) == [("exchangeable-facts", "then")]
    told_apart = two.replace("22 months", "22 months, about: [acme, rise]")
    assert rules(told_apart) == []
