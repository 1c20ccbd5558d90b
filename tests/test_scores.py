"""How the benchmark of recognisers counts, so that its table says what it seems to say."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

from recogniser.accuracy import print_agreement  # noqa: E402 - a script's folder is no package
from recogniser.corpora import Sentence  # noqa: E402
from recogniser.peers import ours  # noqa: E402
from recogniser.readings import Label, Reading, Recogniser, label_of  # noqa: E402
from recogniser.rewriting import read_rewritten  # noqa: E402
from recogniser.scores import score_sentence  # noqa: E402
from recogniser.timex import read_timex  # noqa: E402

LESS = frozenset({"quantity", "fraction"})


def made_tool(claims: frozenset[str] = LESS) -> Recogniser:
    """A tool that claims some kinds, and reports fractions as quantities."""
    return Recogniser("made", "made", lambda _: [], claims, {"fraction": "quantity"})


RANGE = Label(5, 20, "range", (5.0, 10.0), (5.0, 10.0))
SHARE = Label(0, 6, "fraction", 0.6, (3.0, 5.0))


@pytest.mark.parametrize(
    ("label", "readings", "value", "kind"),
    [
        (Label(0, 2, "quantity", 12.0), [Reading(0, 2, 12.0, "quantity")], 1, 1),
        (Label(0, 2, "quantity", 12.0), [Reading(0, 9, 12.0, "money")], 1, 0),
        (Label(0, 2, "quantity", 12.0), [Reading(0, 2, 13.0, "quantity")], 0, 0),
        (Label(0, 2, "quantity", 12.0), [Reading(2, 4, 12.0, "quantity")], 0, 0),
        (Label(0, 4, "date", "2024"), [Reading(0, 4, 2024.0, "quantity")], 1, 0),
        (Label(0, 6, "vague", None), [Reading(0, 6, 12.0, "quantity")], 0, 0),
        (SHARE, [Reading(0, 6, 3 / 5, "quantity")], 1, 1),
        (SHARE, [Reading(0, 1, 3.0, "quantity"), Reading(5, 6, 5.0, "quantity")], 1, 1),
        (RANGE, [Reading(5, 6, 5.0, "quantity"), Reading(18, 20, 10.0, "quantity")], 1, 1),
        (RANGE, [Reading(5, 6, 10.0, "quantity"), Reading(18, 20, 5.0, "quantity")], 0, 0),
        (RANGE, [Reading(5, 6, 5.0, "quantity")], 0, 0),
    ],
)
def test_a_number_is_found_by_its_place_and_value(
    label: Label, readings: list[Reading], value: int, kind: int
):
    """The kind is counted apart, as far as the tool can tell it."""
    score = score_sentence([label], readings, made_tool())
    assert (value, kind) == (score.values, score.kinds)


def test_both_ends_of_a_range_tell_no_range_where_the_tool_has_some():
    """Who claims ranges has found the numbers, but not the kind."""
    ends = [Reading(5, 6, 5.0, "quantity"), Reading(18, 20, 10.0, "quantity")]
    score = score_sentence([RANGE], ends, made_tool(LESS | {"range"}))
    assert (1, 0, 1) == (score.values, score.kinds, score.reported)


def test_silent_misses_and_false_alarms_are_told_apart_from_wrong_values():
    """What overlaps a label is neither, whatever its value."""
    labels = [Label(0, 2, "quantity", 12.0), Label(9, 12, "quantity", 100.0)]
    readings = [Reading(0, 2, 1.0, "quantity"), Reading(5, 8, 1.0, "quantity")]
    score = score_sentence(labels, readings, made_tool())
    assert (1, 1, 0) == (score.missed, score.alarms, score.disturbed)
    assert 1 == score_sentence([], readings, made_tool()).disturbed


def test_what_a_tool_does_not_claim_counts_neither_way():
    """On its own kinds alone, what it reads in a date is no false alarm, and no miss."""
    labels = [Label(0, 4, "date", "2024-07"), Label(9, 12, "quantity", 100.0)]
    readings = [Reading(0, 4, 4.0, "quantity"), Reading(9, 12, 100.0, "quantity")]
    score = score_sentence(labels, readings, made_tool(), claimed=True)
    assert (1.0, 1.0) == (score.precision(score.values), score.recall(score.values))
    assert 0.5 == score_sentence(labels, readings, made_tool()).f1(score.values)


def test_ours_reads_an_idiom_as_no_number():
    """Calling "one of the" an idiom alarms nobody."""
    assert [] == ours().read("It is one of the best.")


def test_numbers_of_a_rewritten_text_come_from_the_words_that_they_were_made_of():
    """The places are those of the text as it was given."""

    def rewrite(text: str) -> str:
        return text.replace("two hundred", "200").replace("two thirds", "2/3")

    text = "He met two hundred men, 5m of them and two thirds."
    read = [(text[r.start : r.end], r.value) for r in read_rewritten(rewrite, text)]
    assert [("two hundred", 200.0), ("5", 5.0), ("two thirds", 2 / 3)] == read


@pytest.mark.parametrize(
    ("timex", "read"),
    [
        ("2024-07", [("2024-07", "date")]),
        ("XXXX-07-04", [("--07-04", "date")]),
        ("XXXX-WXX-1", [("weekday:Monday", "date")]),
        ("T21", [("T21:00", "date")]),
        ("XXXX-07-04T12", [("--07-04", "date"), ("T12:00", "date")]),
        ("P18M", [(18.0, "duration")]),
        ("PT2H15M", [(135.0, "duration")]),
        ("(2025-07-01,2025-10-01,P3M)", [("2025-Q3", "date")]),
        ("(2024-06-01,2024-08-01,P2M)", [(("2024-06", "2024-08"), "range")]),
    ],
)
def test_dates_of_recognizers_text_take_the_form_of_the_corpus(timex: str, read: list[object]):
    """A TIMEX is compared by what it means."""
    assert read == list(read_timex(timex))


def test_a_held_back_sentence_is_shown_to_nobody_who_does_not_ask(
    capsys: pytest.CaptureFixture[str],
):
    """Its figures are printed, and its words are not."""
    corpora = {"held": [Sentence("A secret 12 there.", [])]}
    print_agreement(corpora, failures=True)
    assert "secret" not in capsys.readouterr().out
    print_agreement(corpora, failures=True, look=True)
    assert "secret" in capsys.readouterr().out


def test_a_label_has_the_numbers_that_it_is_written_with():
    """The form of the corpus, with the two numbers of a fraction."""
    plain = {"start": 3, "written": "3 of 5", "kind": "fraction", "value": "3/5"}
    assert Label(3, 9, "fraction", 0.6, (3.0, 5.0)) == label_of(plain)
