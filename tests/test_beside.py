"""What stands alone is read as it would be if every reader were tried."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.quantities import accounts, company
from briefing.quantities.beside import stands_alone
from briefing.quantities.language import ENGLISH, Language, load_language
from briefing.quantities.recognise import Quantity, recognise
from briefing.quantities.shadow import cast

CORPUS = Path(__file__).parent / "corpus"
LANGUAGES = {"open": ENGLISH, "german": load_language("german")}


def sentences(name: str) -> list[str]:
    """The sentences of a part of the corpus."""
    lines = (CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


WORDS = {name: " ".join(sentences(name)).split(" ") for name in LANGUAGES}


def read_by_all(text: str, language: Language) -> tuple[Quantity, ...]:
    """What is read where no number counts as standing alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(company, "stands_alone", lambda *_: False)
        patch.setattr(company, "has_nothing_behind", lambda *_: False)
        patch.setattr(accounts, "has_nothing_in_front", lambda *_: False)
        return recognise(text, language=language)


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_sentences_of_the_corpus_are_read_as_all_readers_read_them(name: str):
    """No sentence, and no two whose words are mixed, is read otherwise for its lone numbers."""
    language, words, chance = LANGUAGES[name], WORDS[name], random.Random(3)
    mixed = [" ".join(chance.choices(words, k=9)) for _ in range(1000)]
    lone = 0
    for text in [*sentences(name), *mixed]:
        read = recognise(text, language=language)
        assert read_by_all(text, language) == read, text
        shadow = cast(text, language)
        lone += sum(
            stands_alone(shadow, *quantity.span) for quantity in read if shadow.gaps is None
        )
    assert lone > len(mixed) // 20


@given(st.sampled_from(sorted(LANGUAGES)), st.data())
def test_numbers_among_any_words_are_read_as_all_readers_read_them(name: str, data: st.DataObject):
    """Nor is a number among words of the corpus with a mark or a space between them."""
    word = st.sampled_from(WORDS[name]) | st.integers(0, 9999).map(str)
    gap = st.sampled_from(
        [" ", " ", " ", "\n", "\u00a0", ", ", ". ", " (", ") ", "-", "\u2013", '"', "'"]
    )
    text = "".join(data.draw(st.lists(st.tuples(word, gap).map("".join), min_size=1, max_size=8)))
    assert read_by_all(text, LANGUAGES[name]) == recognise(text, language=LANGUAGES[name])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("There are 30 users in the house.", "30"),
        ("Changed in version 3.4: it is one.", "3.4"),
        ("the list (see 4) of it", "4"),
        ("With two arguments, it is set.", "two"),
        ("A 32-bit value", "32"),
    ],
)
def test_a_number_among_words_of_no_table_stands_alone(text: str, number: str):
    """No reader of units, dates, ranges, names or qualifiers has to look at it."""
    at = text.index(number)
    assert stands_alone(cast(text, ENGLISH), at, at + len(number))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("over 30 users", "30"),
        ("30 per cent", "30"),
        ("30 of 40 users", "30"),
        ("30 users or so", "30"),
        ("30 October", "30"),
        ("30 EUR", "30"),
        ("from 3 to 4", "3"),
        ("from 3 to C$9", "3"),
        ("twenty thousand", "twenty"),
        ("minus 3 then", "3"),
        ("USD 40 then", "40"),
    ],
)
def test_a_number_beside_a_word_of_a_table_does_not_stand_alone(text: str, number: str):
    """What may say something of a number is never passed over."""
    at = text.index(number)
    assert not stands_alone(cast(text, ENGLISH), at, at + len(number))
