"""What stands alone is read as it would be if every reader were tried."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.quantities import accounts, at_digits, at_words, company
from briefing.quantities.beside import (
    bare,
    has_nothing_behind,
    has_nothing_in_front,
    read_lone_digits,
    word_in_front,
)
from briefing.quantities.digits import read_digits
from briefing.quantities.language import ENGLISH, Language, load_language
from briefing.quantities.recognise import Quantity, recognise
from briefing.quantities.shadow import Shadow, cast

CORPUS = Path(__file__).parent / "corpus"
LANGUAGES = {"open": ENGLISH, "german": load_language("german")}


def sentences(name: str) -> list[str]:
    """The sentences of a part of the corpus."""
    lines = (CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


WORDS = {name: " ".join(sentences(name)).split(" ") for name in LANGUAGES}


def stands_alone(shadow: Shadow, start: int, end: int) -> bool:
    """Whether nothing beside the digits or words from `start` to `end` may belong to them."""
    return has_nothing_behind(shadow, end) and has_nothing_in_front(shadow, start)


def read_by_all(text: str, language: Language) -> tuple[Quantity, ...]:
    """What is read where no number counts as standing alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(at_digits, "read_lone_digits", lambda *_: None)
        patch.setattr(at_words, "read_lone_word", lambda *_: None)
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
        ("(USD 40 then", "40"),
        ("x=Rs. 40 then", "40"),
    ],
)
def test_a_number_beside_a_word_of_a_table_does_not_stand_alone(text: str, number: str):
    """What may say something of a number is never passed over."""
    at = text.index(number)
    assert not stands_alone(cast(text, ENGLISH), at, at + len(number))


@pytest.mark.parametrize("name", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    [
        *("5 users", "5.5 users", "12, or so", "1,204 users", "3.125 users", "2,3", "7.", "5-bit"),
        *("2 1/2 miles", "5 ½ miles", "1 000 users", "1.234,56 then", "12,5 then", "0,75 then"),
        *("5 x 10^6 then", "5·10⁴ then", "5-x10^6", "1 234 567 then", "52.227.19 then", "1.2.3"),
        *("1.234 then", "12,34 then", "12-3/4 then", "1'250 then", "5.5.", "1e5 then", "3.2e-5"),
    ],
)
def test_lone_digits_are_read_as_digits_are(name: str, text: str):
    """Digits that go on behind a mark are never read without what they go on with."""
    shadow = cast(text, LANGUAGES[name])
    lone, digits = read_lone_digits(shadow, 0), read_digits(shadow, 0)
    assert digits
    assert lone is None or lone[:6] == bare(digits)[:6]


@pytest.mark.parametrize(
    "text", ["5 users", "5.5 users", "1,204 users", "12-3/4 then", "5-bit", "2200 users"]
)
def test_digits_before_words_of_no_table_are_lone(text: str):
    """One match reads most numbers."""
    assert read_lone_digits(cast(text, ENGLISH), 0)


@pytest.mark.parametrize(
    "text",
    [
        *("007 users", "1990 users", "2199 users", "2822 Q3", "5 per cent", "5 x 10^6"),
        *("over 12-3/4 then", "5 of three"),
    ],
)
def test_keys_and_years_and_measures_are_not_lone(text: str):
    """Of these other readers say what they are."""
    shadow = cast(text, ENGLISH)
    assert read_lone_digits(shadow, text.index(next(filter(str.isdigit, text)))) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [("see Python 3", "Python"), ("see (Python 3", "Python"), ("x, 3", ""), ("about 3", None)],
)
def test_the_word_in_front_is_known_where_it_says_nothing(text: str, word: str | None):
    """It is written as in the text, for its capital may make a name."""
    assert word_in_front(cast(text, ENGLISH), text.index("3")) == word
