"""A long text is parted only where no number is read across."""

import random
import re

import pytest
from mixtures import mixture, words_of

from briefing.quantities import pieces
from briefing.quantities.language import ENGLISH, Language, load_language
from briefing.quantities.recognise import compile_names, recognise

SHORT = 20
LANGUAGES = (ENGLISH, load_language("german"))
ENDS = (" sentence.\n", "\n\n", "\r\n\r\n")


def part_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a text parted wherever it may be."""
    monkeypatch.setattr("briefing.quantities.pieces.PIECE", SHORT)
    monkeypatch.setattr("briefing.quantities.recognise.PIECE", SHORT)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda it: it.name)
def test_a_text_in_pieces_says_what_it_says_whole(
    monkeypatch: pytest.MonkeyPatch, language: Language
):
    """Whatever words and numbers stand at the ends of the pieces."""
    chance, words = random.Random(5), words_of(language)
    parted = 0
    for _ in range(3000):
        parts = [mixture(words, chance).rstrip() + chance.choice(ENDS) for _ in range(3)]
        text = "".join(part[:1].upper() + part[1:] for part in parts)
        whole = recognise(text, language=language)
        with monkeypatch.context() as patch:
            part_soon(patch)
            parted += len(list(pieces.pieces(text, pieces.END_OF_SENTENCE))) > 1
            assert whole == recognise(text, language=language), text
    assert parted > 1000


def test_a_declared_name_is_found_where_lines_break(monkeypatch: pytest.MonkeyPatch):
    """It may hold what looks like the end of a sentence."""
    part_soon(monkeypatch)
    names = compile_names(["Jeopardy. Masters 2"])

    found = recognise("Many people will watch Jeopardy.\nMasters 2 there, all of it.", names)

    assert ["Jeopardy. Masters 2"] == [quantity.value for quantity in found]


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda it: it.name)
def test_no_abbreviation_looks_like_the_end_of_a_sentence(language: Language):
    """Behind "approx." a number may stand in the next line."""
    abbreviations = [word for word in words_of(language) if word.endswith(".")]
    assert abbreviations
    assert not [word for word in abbreviations if re.search("[a-z]{7}[.]$", word)]


def test_pieces_are_all_of_a_text(monkeypatch: pytest.MonkeyPatch):
    """Each begins where the one before it ends, and none is short."""
    part_soon(monkeypatch)
    text = "It rained again yesterday.\nThe five dams held, but one.\n\nNobody was hurt.\n" * 9
    parts = list(pieces.pieces(text, pieces.END_OF_SENTENCE))
    assert len(parts) > 5
    assert text == "".join(part for _, part in parts)
    assert all(text.startswith(part, start) and len(part) >= SHORT for start, part in parts)
