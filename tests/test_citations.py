import re
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from made_projects import FACTS, MadeProject, check, projects, told

from briefing.citations import Support, check_citations
from briefing.diagnostics import Finding
from briefing.facts.load import load_facts
from briefing.names import NameIndex
from briefing.sources import read_sources
from briefing.text import Text

NAMES = """\
names:
  acme: {name: Acme, group: company}
  bolt: {name: Bolt, group: company}
facts:
"""


def findings(source: str, entry: str, names: str = NAMES) -> list[Finding]:
    """What is wrong with one fact, cited to a source `001`, but for names that it does not use."""
    found = check({"seeds/001.txt": source}, names + entry)
    return [finding for finding in found if finding.rule != "unsourced-name"]


def rules(source: str, entry: str, names: str = NAMES) -> list[str]:
    """The rules of the findings."""
    return [finding.rule for finding in findings(source, entry, names)]


def fact(value: str, quote: str, about: str = "acme", more: str = "") -> str:
    """An entry with one citation of line 1."""
    return f"  a:\n    about: {about}\n    value: {value}\n    cite: |\n      001:1 {quote}\n{more}"


def supports(source: str, entry: str) -> tuple[Support, ...]:
    """The supports of the first fact."""
    sources, _ = read_sources([("seeds/001.txt", source.encode())])
    facts, _ = load_facts(Text(FACTS, NAMES + entry))
    cited, _ = check_citations(facts, sources, NameIndex(facts.names))
    return cited[0].supports


# --- honest and dishonest projects ------------------------------------------------------------


@given(projects())
def test_an_honest_project_has_no_finding(project: MadeProject):
    """Facts whose quotes hold their values and name their subjects pass."""
    assert told(check(project.sources, project.yaml)) == []


def other_digit(text: str, at: int) -> str:
    """The text with another digit in the place of one."""
    return text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]


@given(projects(), st.data())
def test_a_changed_digit_of_a_value_is_found_in_its_entry(
    project: MadeProject, data: st.DataObject
):
    """Whatever digit of a value is changed, the fact itself is told, and no other."""
    index = data.draw(st.integers(0, len(project.facts) - 1))
    lines = project.yaml.splitlines(keepends=True)
    number = project.entry_lines(index)[2]
    line = lines[number - 1]
    at = data.draw(st.sampled_from([m.start() for m in re.finditer("[0-9]", line)]))
    lines[number - 1] = other_digit(line, at)
    found = check(project.sources, "".join(lines))
    assert found, lines[number - 1]
    assert {f.place.start.line for f in found} <= set(project.entry_lines(index)), told(found)


@given(projects(), st.data())
def test_a_changed_digit_of_a_quote_is_found_at_the_quote(
    project: MadeProject, data: st.DataObject
):
    """Whatever digit of a quote is changed, the citation is told, and no other."""
    index = data.draw(st.integers(0, len(project.facts) - 1))
    lines = project.yaml.splitlines(keepends=True)
    number = project.entry_lines(index)[4]
    line = lines[number - 1]
    quote = line.index(" ", line.index(":"))
    places = [m.start() for m in re.finditer("[0-9]", line) if m.start() > quote]
    lines[number - 1] = other_digit(line, data.draw(st.sampled_from(places)))
    found = check(project.sources, "".join(lines))
    assert [(f.rule, f.place.start.line) for f in found] == [("quote-not-found", number)]


@given(projects(), st.data())
def test_a_changed_digit_of_a_source_is_found_at_its_citation(
    project: MadeProject, data: st.DataObject
):
    """Whatever digit of a cited line is changed, the fact that cites it is told."""
    index = data.draw(st.integers(0, len(project.facts) - 1))
    made = project.facts[index]
    path = f"seeds/{made.source}-document.txt"
    text = project.sources[path]
    start = text.index(made.sentence)
    places = [start + m.start() for m in re.finditer("[0-9]", made.sentence)]
    changed = other_digit(text, data.draw(st.sampled_from(places)))
    found = check({**project.sources, path: changed}, project.yaml)
    assert project.entry_lines(index)[4] in {f.place.start.line for f in found}, told(found)


@given(projects(), st.data())
def test_exchanged_values_and_citations_are_found_in_both_entries(
    project: MadeProject, data: st.DataObject
):
    """Two facts that exchange what they state and cite are both told."""
    one, other = data.draw(
        st.lists(st.integers(0, len(project.facts) - 1), min_size=2, max_size=2, unique=True)
    )
    lines = project.yaml.splitlines(keepends=True)
    for a, b in zip(project.entry_lines(one)[2:], project.entry_lines(other)[2:], strict=True):
        lines[a - 1], lines[b - 1] = lines[b - 1], lines[a - 1]
    found = check(project.sources, "".join(lines))
    named = {f.place.start.line for f in found if f.rule == "subject-not-named"}
    assert {project.entry_lines(one)[4], project.entry_lines(other)[4]} <= named, told(found)


@given(projects(), st.data())
def test_two_facts_about_the_same_are_exchangeable(project: MadeProject, data: st.DataObject):
    """Where the quotes of two facts would hold after an exchange, that is told beforehand."""
    one, other = sorted(
        data.draw(
            st.lists(st.integers(0, len(project.facts) - 1), min_size=2, max_size=2, unique=True)
        )
    )
    name = project.facts[one].name
    assume(not any(c.isdigit() for c in name))
    facts = list(project.facts)
    facts[other] = replace(facts[other], name=name)
    same = replace(project, facts=tuple(facts))
    yaml = same.yaml.replace(f"  c{other}: {{name: {name}, group: company}}\n", "")
    yaml = yaml.replace(f"    about: c{other}\n", f"    about: c{one}\n")
    found = check(same.sources, yaml)
    assert [f.rule for f in found] == ["exchangeable-facts"], told(found)
    assert found[0].place.start.line == same.entry_lines(other)[2] - 1


# --- exchanges, with the readings of words ------------------------------------------------------

PRONOUNS = (
    "It put its staff at 11.",
    "It put its staff at 12, and so did he.",
    "Acme put its staff at 13.",
    "Acme said that it put its staff at 14.",
    "Acme said that he put its staff at 15.",
    "Bolt said that it put its staff at 16.",
    "The group put Acme at 17.",
    "The group put Bolt at 18, and Acme lower.",
    "Acme and Bolt met.",
)
READINGS = ("", *(f"{words}: {name}" for words in ("It", "it", "he", "The group", "Acme")
                  for name in ("acme", "bolt")))  # fmt: skip


def entry(id_: str, about: str, readings: tuple[str, ...], line: int) -> str:
    """A fact that cites a line of the pronouns, in the author's reading."""
    said = PRONOUNS[line - 1]
    value = re.search("[0-9]+", said)[0]
    quote = said[: said.index(value) + len(value)]
    return (
        f"  {id_}:\n    about: {about}\n    read_as: {{{', '.join(filter(None, readings))}}}\n"
        f"    value: {value}\n    cite: |\n      001:{line} {quote}\n"
    )


def said_of(*entries: str) -> list[str]:
    """The rules of what is wrong with facts on the pronouns."""
    found = check({"seeds/001.txt": "\n".join(PRONOUNS) + "\n"}, NAMES + "".join(entries))
    return [finding.rule for finding in found]


def test_facts_are_exchangeable_exactly_if_an_exchange_would_not_be_noticed():
    """Whether the readings of words go with the quotes or stay, both facts are told beforehand."""
    sound = [
        (about, readings, line)
        for about in ("acme", "bolt")
        for readings in [(one,) for one in READINGS] + [("It: acme", "he: bolt")]
        for line in range(1, len(PRONOUNS))
        if said_of(entry("a", about, readings, line)) == []
    ]
    outcomes = set()
    for (one, one_reads, one_line), (two, two_reads, two_line) in combinations(sound, 2):
        if one_line == two_line:
            continue
        before = said_of(entry("a", one, one_reads, one_line), entry("b", two, two_reads, two_line))
        after = [
            said_of(entry("a", one, reads, two_line), entry("b", two, others, one_line))
            for reads, others in ((one_reads, two_reads), (two_reads, one_reads))
        ]
        is_noticed = [rules != [] and set(rules) != {"exchangeable-facts"} for rules in after]
        outcomes.add(tuple(is_noticed))
        told_before = [] if all(is_noticed) else ["exchangeable-facts"]
        assert told_before == before, (one, one_reads, one_line, two, two_reads, two_line)
    assert outcomes == {(True, True), (True, False), (False, True), (False, False)}


# --- quotes -----------------------------------------------------------------------------------


def test_a_quote_stands_with_other_dashes_quotation_marks_and_spaces():
    """Typographic variants fold: curly quotes, dash kinds, white space."""
    source = "“Acme” — the firm’s own word –\u00a0put  it at 312.\n"
    assert rules(source, fact("312", '"Acme" - the firm\'s own word - put it at 312')) == []


def test_nothing_else_folds():
    """A capital letter, an accent or a full stop is a difference."""
    for quote in ("acme put it at 312", "Acmé put it at 312", "Acme put it at 312!"):
        assert rules("Acme put it at 312.\n", fact("312", quote)) == ["quote-not-found"]


def test_a_quote_runs_over_the_lines_of_a_wrapped_document():
    """A range of lines is joined by spaces, and the number that a line end parts is one."""
    source = "Acme paid\n$14.3\nbillion for it.\n"
    entry = "  a:\n    about: acme\n    value: $14.3 billion\n    cite: |\n      {} {}\n"
    whole = entry.format("001:1-3", "Acme paid $14.3 billion")
    assert rules(source, whole) == []
    assert supports(source, whole)[0].quoted == "Acme paid $14.3 billion"
    half = entry.replace("$14.3 billion", "$14.3").format("001:1-2", "Acme paid $14.3")
    assert rules(source, half) == ["cut-quote"]


def test_a_support_says_where_everything_stands():
    """The spans of a support are those of the source's own text."""
    source = "Heading\r\nNo. Acme employed over 312 people. So it said.\r\n"
    entry = fact("over 312", "employed over 312").replace("001:1", "001:2")
    (support,) = supports(source, entry)
    content = support.source.text.content
    shown = [content[slice(*span)] for span in (support.lines, support.quote, support.value)]
    assert shown == [
        "No. Acme employed over 312 people. So it said.",
        "employed over 312",
        "over 312",
    ]
    assert content[slice(*support.sentence)] == "Acme employed over 312 people."


@pytest.mark.parametrize(
    ("source", "value", "quote", "expected"),
    [
        ("Acme put it at 312.", "312", "Acme put it at 312", []),
        ("Acme put it at 312.", "321", "Acme put it at 312", ["value-not-quoted"]),
        ("Acme put it at $312.", "€312", "Acme put it at $312", ["value-not-quoted"]),
        ("Acme put it at 31%.", "31", "Acme put it at 31%", ["value-not-quoted"]),
        (
            "Acme put it at $3 million.",
            "$3 billion",
            "Acme put it at $3 million",
            ["value-not-quoted"],
        ),
        ("Acme put it at over 312.", "312", "Acme put it at over 312", ["citation-disagrees"]),
        ("Acme put it at over 312.", "over 312", "Acme put it at over 312", []),
        ("Acme put it at 89.5%.", "89.50%", "Acme put it at 89.5%", ["citation-disagrees"]),
        ("Acme put it at nine months.", "9 months", "Acme put it at nine months", []),
        ("Acme put it at -5%.", "5%", "Acme put it at -5%", ["value-not-quoted"]),
        ("Acme said so.", "312", "Acme said so", ["value-not-quoted"]),
        (
            "Acme put it at 312, then 320.",
            "312",
            "Acme put it at 312, then 320",
            ["ambiguous-quote"],
        ),
        ("Acme: $14.3 billion.", "$14", "Acme: $14", ["cut-quote"]),
        ("Acme: $14.3 billion.", "3 billion", "3 billion", ["cut-quote"]),
        ("Acme: $14.3 billion.", "$14.3", "Acme: $14.3", ["cut-quote"]),
        ("Acme: over 312.", "312", "312", ["cut-quote"]),
        ("Acme: July 2024.", "2024", "2024", ["cut-quote"]),
        ("Acme rose in 1999.", "1999", "cme rose in 1999", ["cut-quote"]),
        ("Acme: 5%, Bolt: 6%, of 5%", "5%", "5%", []),
    ],
)
def test_a_quote_must_hold_its_value(source: str, value: str, quote: str, expected: list[str]):
    """The value agrees with the one quantity of its kind in the quote, in every respect."""
    names = NAMES.replace("  bolt: {name: Bolt, group: company}\n", "")
    assert rules(source, fact(value, quote), names) == expected


@pytest.mark.parametrize(
    ("source", "quote", "at"),
    [
        ("Acme owns a third, and a third of it pays.", "a third", 10),
        ("Acme has a third plant, and owns a third of it.", "a third", 33),
        ("Acme put it at $312, and then at 312.", "312", 33),
        ("Acme put it at 312, and then at over 312.", "312", 15),
    ],
)
def test_a_quote_that_stands_twice_counts_where_it_says_the_value(source: str, quote: str, at: int):
    """Where the words stand several times on the line, in the first place that says it."""
    names = NAMES.replace("  bolt: {name: Bolt, group: company}\n", "")
    entry = fact(quote, quote)
    assert rules(source, entry, names) == []
    assert supports(source, entry)[0].quote.start == at


def test_a_moved_quote_is_told_with_the_line_where_it_stands_now():
    """The help of a moved quote is the citation to write."""
    source = "One.\n\nAcme put it at 312.\n"
    (moved,) = findings(source, fact("312", "Acme put it at 312"))
    assert (moved.rule, moved.help) == ("moved-quote", "cite 001:3")
    assert moved.related[0].place.start == (3, 1)


def test_a_range_of_lines_is_no_wider_than_its_quote():
    """A quote begins on the first of the cited lines and ends on the last."""
    source = "Acme put it\nat 312.\nBolt did not.\n"
    wide = fact("312", "Acme put it at 312").replace("001:1", "001:1-3")
    (moved,) = findings(source, wide)
    assert (moved.rule, moved.help) == ("moved-quote", "cite 001:1-2")
    assert rules(source, wide.replace("001:1-3", "001:1-2")) == []


def test_the_nearest_words_of_the_line_are_shown_for_a_quote_that_is_not_there():
    """A reader of the finding sees what the source has instead."""
    source = "On Monday Acme put it at 312, they said.\n"
    (missing,) = findings(source, fact("312", "Acme puts it at 312"))
    assert missing.related[0].place.words == "Acme put it at 312,"


@pytest.mark.parametrize(
    ("citation", "expected", "head"),
    [
        ("001:0 Acme", "line-out-of-range", "001:0"),
        ("001:2 Acme", "line-out-of-range", "001:2"),
        ("001:1-2 Acme", "line-out-of-range", "001:1-2"),
        ("001:9999999 Acme", "line-out-of-range", "001:9999999"),
        ("002:1 Acme", "unknown-source", "002"),
    ],
)
def test_a_citation_must_lead_to_a_line(citation: str, expected: str, head: str):
    """A source or a line that is not there is told at the head of the citation."""
    entry = f"  a:\n    says: It is {{acme}}\n    about: acme\n    cite: {citation}\n"
    (found,) = findings("Acme.\n", entry)
    assert (found.rule, found.place.words) == (expected, head)


def test_a_source_that_cannot_be_read_is_told_once():
    """Citations of a refused source add nothing to its finding."""
    sources = [("seeds/001.txt", b"\xff"), ("seeds/002.txt", b"Acme Bolt")]
    read, found = read_sources(sources)
    facts, _ = load_facts(Text(FACTS, NAMES + fact("312", "Acme put it at 312")))
    _, of_citations = check_citations(facts, read, NameIndex(facts.names))
    assert [f.rule for f in (*found, *of_citations)] == ["undecodable-source"]


# --- subjects ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "quote", "expected"),
    [
        ("Acme put it at 312.", "put it at 312", []),
        ("Acme put it at 312. Bolt did not.", "put it at 312", []),
        ("Acme grew. It put it at 312. So be it.", "put it at 312", []),
        ("Acme and Bolt put it at 312.", "put it at 312", ["subject-not-named"]),
        ("Acme grew. Bolt put it at 312.", "put it at 312", ["subject-not-named"]),
        ("Bolt put it at 312.", "Bolt put it at 312", ["subject-not-named"]),
        ("Acme paid $5 for 312 of Bolt.", "Acme paid $5 for 312 of Bolt", []),
        ("Acme’s 312 staff.", "Acme's 312", []),
        ("ACME put it at 312.", "ACME put it at 312", ["subject-not-named"]),
    ],
)
def test_a_quote_names_what_its_fact_is_about(source: str, quote: str, expected: list[str]):
    """In the quote; or in its sentence or line, as long as that names no other of its group."""
    assert rules(source, fact("312", quote)) == expected


def test_a_reading_names_the_subject():
    """`read_as` says which words of the quote mean what the fact is about."""
    source = "Bolt fell, Acme rose. It put it at 312."
    quote = "It put it at 312"
    assert rules(source, fact("312", quote)) == ["subject-not-named"]
    assert rules(source, fact("312", quote, more="    read_as: {It: acme}\n")) == []
    assert rules(source, fact("312", quote, more="    read_as: {He: acme}\n")) == [
        "subject-not-named"
    ]
    named = fact("312", "Acme rose. It put it at 312", more="    read_as: {He: acme}\n")
    assert rules(source, named) == ["unused-reading"]


def test_the_sentence_of_a_fact_names_what_it_is_about():
    """`says` names every name of `about`, in words or by slot."""
    source = "Acme put it at 312 for Bolt."
    for says, expected in (
        ("{acme} put it at {value} for Bolt", []),
        ("They put it at {value} for Bolt", ["subject-not-named"]),
    ):
        entry = fact("312", "Acme put it at 312", "[acme, bolt]", f"    says: '{says}'\n")
        assert rules(source, entry) == expected


# --- disputes, absences, names ----------------------------------------------------------------

DISPUTE = """\
  a:
    asks: How much did {acme} pay?
    about: acme
    positions:
      - value: FIRST
        cite: 001:1 Acme paid FIRST
      - value: SECOND
        cite: 001:2 Acme paid SECOND
"""


def test_positions_of_a_dispute_differ():
    """Two positions with one value are a finding, however they are written."""
    for first, second, expected in (
        ("$5 million", "$6 million", []),
        ("$5 million", "$5m", ["agreeing-positions"]),
    ):
        entry = DISPUTE.replace("FIRST", first).replace("SECOND", second)
        assert rules(f"Acme paid {first}.\nAcme paid {second}.\n", entry) == expected


def test_positions_have_ids_of_their_own():
    """Two positions that cite one line first could not be told apart."""
    entry = DISPUTE.replace("FIRST", "$5").replace("SECOND", "$6").replace("001:2", "001:1")
    assert rules("Acme paid $5, no, Acme paid $6.\n", entry) == ["duplicate-position"]


@pytest.mark.parametrize(
    ("absent", "near", "expected"),
    [
        ("retention", "data", []),
        ("retain", "data", ["not-absent"]),
        ("kept for", "data", []),
        ("stored in", "data", ["not-absent"]),
        ("Retained", "data", []),
        ("tain", "data", []),
        ("retention", "Dat", ["near-not-found"]),
        ("retention", "metadata", ["near-not-found"]),
    ],
)
def test_an_absent_term_stands_in_no_source(absent: str, near: str, expected: list[str]):
    """Terms are found at the beginning of words, whatever the white space between them."""
    entry = f"  a:\n    says: Nothing is said\n    absent: [{absent}]\n    near: [{near}]\n"
    assert rules("The data are retained and stored\nin Oslo.\n", entry) == expected


def test_a_name_that_no_source_uses_is_told():
    """A name counts as used only where it is no part of a longer name."""
    names = NAMES.replace("name: Bolt", "name: Acme Bolt")
    found = check({"seeds/001.txt": "Acme Bolt said so."}, names)
    assert [(f.rule, f.place.words) for f in found] == [("unsourced-name", "acme")]


def test_every_form_with_a_digit_stands_in_a_source():
    """A digit in an alias is a number like any other, and is not let pass unread."""
    names = "names:\n  acme: {name: Acme, aliases: [ACME, Acme 2.0], group: company}\n"
    assert check({"seeds/001.txt": "Acme is Acme\u00a02.0."}, names) == []
    found = check({"seeds/001.txt": "Acme is Acme 2.1."}, names)
    assert [f.message for f in found] == ["no source names `acme` as Acme 2.0"]
