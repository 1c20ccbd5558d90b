"""The words in front of a number are found as patterns find them that look everywhere."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.quantities.atoms import Atom
from briefing.quantities.codes import start_of_headed
from briefing.quantities.company import read_atom
from briefing.quantities.dates import last_word
from briefing.quantities.idioms import IDIOMS, read_phrase
from briefing.quantities.language import ENGLISH, load_language
from briefing.quantities.model import Kind
from briefing.quantities.names import word_behind
from briefing.quantities.qualifiers import find_qualifier
from briefing.quantities.recognise import recognise
from briefing.quantities.shadow import cast

LAST = re.compile(r"([a-z]+-?|[('\[]) ?$")
CAPITAL = re.compile(r"([a-z]{0,3}[A-Z\x8e][\w.&'\x8e]*(?:-[\w.]+)*) $")
PIECES = (
    "a",
    "bc",
    "Foo",
    "iPad",
    "B-52",
    "\x8e",
    "x" * 20,
    " ",
    " ",
    "-",
    "'",
    "(",
    "\n",
    "1",
    ".",
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(TEXTS)
@example("foo \n")
@example("foo  ")
@example("foo\n")
def test_the_last_word_is_that_of_the_pattern(text: str):
    """Whatever spaces and line breaks stand behind it."""
    found = LAST.search(text.lower(), max(0, len(text) - 24))
    assert (found[1] if found else "") == last_word(text.lower(), len(text))


@given(TEXTS)
@example("Foo \n")
@example("Foo  ")
@example("caf\x8e ")
@example("bar(Foo ")
def test_the_capitalised_word_is_that_of_the_pattern(text: str):
    """Also where it begins within what stands between spaces, or has its capital inside."""
    found = CAPITAL.search(text, max(0, len(text) - 32), len(text))
    behind = word_behind(text, len(text))
    assert (found and found.span()) == (behind and behind.span())


@pytest.mark.parametrize(
    "text",
    ["Form 10-K", "a (Form 10-K", "the Form No. 10-K", "Model Foo 10-K", "wi-fi 6E", "in seat 14B"],
)
def test_the_head_of_a_code_is_looked_for_where_its_word_stands(text: str):
    """Be it followed by another word, or part of one with a hyphen."""
    shadow, start = cast(text, ENGLISH), text.rindex(" ") + 1
    assert start_of_headed(shadow, start, len(text), 0) is not None


class Watched(str):
    """Text that knows how much of it was taken at once."""

    __slots__ = ("most",)

    def __getitem__(self, key: object) -> str:
        part = super().__getitem__(key)
        self.most = max(getattr(self, "most", 0), len(part))
        return part


def test_the_head_of_a_code_is_looked_for_near_it():
    """However long the word in front is, so that a text of such words takes no longer for each."""
    text = Watched("a" * 1000 + " 10-K")
    shadow = cast("", ENGLISH)
    shadow.plain = shadow.low = text
    assert start_of_headed(shadow, 1001, 1005, 0) is None
    assert text.most <= 40


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("up to 5 men", "up to"),
        ("no fewer than 5 men", "no fewer than"),
        ("it is one of no fewer than 5 men", "no fewer than"),
        ("was seen (more than 5 men)", "more than"),
        ("was seen (about 5 men)", "about"),
        ('"It cost $7"under 5 men', "under"),
        ("It is 7 under 5", None),
        ("Seen:\n\nabout 5 men", "about"),
        ("Seen more\n\nthan 5 men", None),
        ("some 5 men or so", "some"),
        ("at 5 men or so", "or so"),
        ("at 5.", None),
    ],
)
def test_the_longest_qualifier_is_found(text: str, qualifier: str | None):
    """However many words stand in front of it."""
    (number,) = (read for read in recognise(text) if read.written == "5")
    assert number.qualifier == qualifier


def test_a_qualifier_does_not_reach_into_the_number_in_front():
    """Words behind its end are all that qualifies the next."""
    shadow = cast("no more than 5 men", ENGLISH)
    number = read_atom(shadow, 13, 0)
    found = [find_qualifier(shadow, number, floor) for floor in (0, 2, 4)]
    assert [qualifier and qualifier.words for qualifier in found] == [
        "no more than",
        "more than",
        None,
    ]


def test_an_idiom_does_not_reach_into_the_number_in_front():
    """The "one" of "one in a million" may be the end of another number."""
    shadow = cast("one in a million", ENGLISH)
    assert read_phrase(IDIOMS[ENGLISH], shadow, 9, "million", 0) == Atom(0, 16, Kind.IDIOM, None)
    assert read_phrase(IDIOMS[ENGLISH], shadow, 9, "million", 3) is None


def test_an_idiom_is_found_behind_a_word_that_ends_like_another():
    """The end of "breathe" is not the article of "the one"."""
    (idiom,) = recognise("We breathe one of the gases.")
    assert idiom.written == "one of the"


def test_the_comma_that_tells_an_idiom_is_no_part_of_it():
    """It is there so that "for one man" is none."""
    (idiom,) = recognise("For one, it was late.")
    assert idiom.written == "For one"


@pytest.mark.parametrize("text", ["countless", "umpteen", "orders of magnitude", "decades-old"])
def test_a_vague_phrase_is_found_by_its_words(text: str):
    """Whether it is one word, or several of which the first says nothing alone."""
    (number,) = recognise(f"There are {text} ones here.")
    assert number.kind == "vague"


@pytest.mark.parametrize("text", ["Kapitel II.", "Teil I. Anfang"])
def test_the_stop_behind_a_labelled_roman_is_no_part_of_it(text: str):
    """German puts one behind the numeral of a king, which may be the sentence's, too."""
    (number,) = recognise(text, language=load_language("german"))
    assert number.written in {"I", "II"}


def test_a_vague_phrase_is_found_behind_an_article():
    """Though the article and its first word could be a duration."""
    (number,) = recognise("It was a decade-long war.")
    assert number.written == "decade-long"


def test_the_first_word_of_a_vague_phrase_is_none():
    """An order is no order of magnitude."""
    assert recognise("It is an order of a multi court, in order to order.") == ()
