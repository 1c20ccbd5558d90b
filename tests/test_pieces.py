"""A long text is parted only where no number is read across."""

import random
import re
from collections.abc import Iterator

import pytest
from mixtures import mixture, words_of

from briefing.quantities.language import ENGLISH, Language, load_language
from briefing.quantities.model import Quantity
from briefing.quantities.pieces import BLANK_LINE, END_OF_SENTENCE, PIECE, pieces
from briefing.quantities.recognise import Names, compile_names, recognise

LANGUAGES = (ENGLISH, load_language("german"))
ENDS = (" sentence.\n", "\n\n", "\r\n\r\n")
SHORT = 20


def shifted(quantity: Quantity, by: int) -> Quantity:
    """The same in a text in which its own begins further on."""
    reach = quantity.reach and quantity.reach.shifted(by)
    return quantity._replace(span=quantity.span.shifted(by), reach=reach)


def read_in_pieces(text: str, language: Language) -> Iterator[Quantity]:
    """What is read in a text that is parted wherever it may be."""
    for start, piece in pieces(text, END_OF_SENTENCE, SHORT):
        for quantity in recognise(piece, language=language):
            yield shifted(quantity, start)


def text_of_parts(words: list[str], chance: random.Random) -> str:
    """Mixtures of words and numbers that end in ways in which pieces end."""
    parts = [mixture(words, chance).rstrip() + chance.choice(ENDS) for _ in range(3)]
    return "".join(part[:1].upper() + part[1:] for part in parts)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda it: it.name)
def test_a_text_in_pieces_says_what_it_says_whole(language: Language):
    """Whatever words and numbers stand at the ends of the pieces."""
    chance, words = random.Random(5), words_of(language)
    texts = [text_of_parts(words, chance) for _ in range(3000)]
    assert sum(len(pieces(text, END_OF_SENTENCE, SHORT)) > 1 for text in texts) > 1000
    for text in texts:
        assert recognise(text, language=language) == tuple(read_in_pieces(text, language))


@pytest.mark.parametrize("names", [None, compile_names(["Masters 2"])])
def test_a_long_text_is_read_in_pieces(names: Names | None):
    """Spans, and those of qualifiers, count from the beginning of the text."""
    paragraph = "It rained over 14 soft\u00ad days in the Masters 2 of yesterday.\n\n"
    times = 3 * PIECE // len(paragraph)
    found = recognise(paragraph * times, names)
    first = recognise(paragraph, names)
    assert 3 == len(first)
    assert found == tuple(
        shifted(quantity, start)
        for start in range(0, len(paragraph) * times, len(paragraph))
        for quantity in first
    )


def test_where_names_are_declared_only_a_blank_line_parts():
    """A name may hold what looks like the end of a sentence."""
    text = (
        "Many people will watch Jeopardy.\nMasters 2 there, all of it.\n\nAll of it, I said again."
    )
    assert 3 == len(pieces(text, END_OF_SENTENCE, SHORT))
    assert 2 == len(pieces(text, BLANK_LINE, SHORT))

    found = recognise(text * 4000, compile_names(["Jeopardy. Masters 2"]))
    assert {"Jeopardy. Masters 2"} == {quantity.value for quantity in found}


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda it: it.name)
def test_no_abbreviation_looks_like_the_end_of_a_sentence(language: Language):
    """Behind "approx." a number may stand in the next line."""
    abbreviations = [word for word in words_of(language) if word.endswith(".")]
    assert abbreviations
    assert not [word for word in abbreviations if re.search("[a-z]{7}[.]$", word)]


def test_pieces_are_all_of_a_text():
    """Each begins where the one before it ends, and none is short."""
    text = "It rained again yesterday.\nThe five dams held, but one.\n\nNobody was hurt.\n" * 9
    parts = pieces(text, END_OF_SENTENCE, SHORT)
    assert len(parts) > 5
    assert text == "".join(part for _, part in parts)
    assert all(text.startswith(part, start) and len(part) >= SHORT for start, part in parts)
