from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.prose import find_words, fold, sentences
from briefing.text import Span


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str):
    """Offsets in the folded text are those of the text, and folding twice changes nothing."""
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


def test_typographic_variants_fold():
    """Quotation marks, dashes and spaces become the plain ones, and nothing else changes."""
    assert fold("‘a’ “b” «c» –—‑−\u00a0\t\n…é") == '\'a\' "b" "c" ----   …é'


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("a b", "a b, a  b, a\nb", [(0, 3), (5, 9), (11, 14)]),
        ("312", "312, 3123, 1312, x312", [(0, 3)]),
        ("a a", "a a a", [(0, 3), (2, 5)]),
        ("", "a", []),
        ("  ", "a", []),
        ("14", "$14.3", [(1, 3)]),
    ],
)
def test_words_are_found_whole(words: str, text: str, found: list[tuple[int, int]]):
    """Every occurrence that cuts no run of letters and digits, overlapping ones included."""
    assert find_words(words, fold(text)) == found


@pytest.mark.parametrize(
    "parts",
    [
        ["One.", "Two!", "Three?", "Four"],
        ["It cost $14.3 billion.", "“Why?” he asked."],
        ["He said “no.”", "She did not."],
        ["Mr. A. Smith of the U.S. Army met Dr. No.", "He left."],
        ["See no. 5 and Fig. 3.", "Is it so?", "No.", "It is not."],
        ["Gemini 3.1 Pro won (94.3%).", "4.6 lost."],
        ["iPhones sell. iPads do not…", "Then: what?"],
        ["wrapped\nover lines.", "And on."],
        ["It has [ Angular brackets.", "They end."],
        ["He said so.…] but nobody heard."],
    ],
)
def test_sentences_end_where_a_reader_ends_them(parts: list[str]):
    """Abbreviations, initials and decimal points end none."""
    text = " ".join(parts)
    assert [text[slice(*span)] for span in sentences(text)] == parts


@given(st.text(alphabet='aB .!?"“\n1'))
def test_sentences_hold_every_character_but_the_space_between(text: str):
    """Sentences are in order and apart, and only white space is outside."""
    spans = sentences(text)
    outside = [Span(0, 0), *spans, Span(len(text), len(text))]
    for one, other in pairwise(outside):
        assert one.end <= other.start
        assert text[one.end : other.start].strip() == ""
