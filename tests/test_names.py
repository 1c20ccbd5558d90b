from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.facts.model import Name
from briefing.names import NameIndex, window
from briefing.text import Span, Text

PLACE = Text("facts.yaml", "").whole()


def index(**groups: list[str]) -> NameIndex:
    """An index of names by group; each is its own id, and aliases follow behind a `/`."""
    names = {}
    for group, forms in groups.items():
        for form in forms:
            name, *aliases = form.split("/")
            names[name] = Name(name, name, tuple(aliases), group, PLACE)
    return NameIndex(names)


WORLD = index(
    company=["Meta", "Scale AI", "AI", "Google", "Google DeepMind"],
    model=["Muse Spark", "Muse", "Gemini 3.1 Pro", "GPT-5", "GPT-5.4", "Llama 4"],
    topic=["capex/capital expenditure", "C++", "open-source/open source", "Opus “4”"],
)


def named(text: str) -> list[str]:
    """The names that a text names, in its order."""
    return [mention.name for mention in WORLD.mentions(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Meta bought Scale AI.", ["Meta", "Scale AI"]),
        ("Meta’s AI, Meta's AI", ["Meta", "AI", "Meta", "AI"]),
        ("OpenAI, metadata, Metas, META, meta", []),
        ("Muse Spark and Muse", ["Muse Spark", "Muse"]),
        ("Google DeepMind, not Google", ["Google DeepMind", "Google"]),
        ("GPT-5.4, GPT-5, GPT-5.", ["GPT-5.4", "GPT-5", "GPT-5"]),
        ("GPT‑5.4 and GPT–5.4", ["GPT-5.4", "GPT-5.4"]),
        ("GPT-5.41 and GPT-51 and Llama 4.1 and Llama 40", []),
        ("Gemini\u00a03.1\nPro", ["Gemini 3.1 Pro"]),
        ("Capex, CAPEX and Capital  Expenditure", ["capex", "capex", "capex"]),
        ("Open Source and open‐source", ["open-source", "open-source"]),
        ("C++ and C", ["C++"]),
        ('Opus "4" or Opus ”4”', ["Opus “4”", "Opus “4”"]),
        ("Meta-owned", ["Meta"]),
        ("", []),
    ],
)
def test_a_text_names_whole_words_in_any_typography(text: str, names: list[str]):
    """The longest form counts; capitals matter unless the form has none."""
    assert named(text) == names


def test_a_mention_knows_where_it_stands():
    """Spans are of the text as it is given."""
    text = "– Scale\u00a0AI’s"
    assert [text[slice(*mention.span)] for mention in WORLD.mentions(text)] == ["Scale\u00a0AI"]


WORDS = st.lists(st.sampled_from(["Meta", "Scale", "AI", "Muse", "Spark", "x", "open", "source"]))


@given(WORDS)
def test_mentions_are_in_order_and_apart(words: list[str]):
    """No character is in two mentions, and each mention is written as its name is."""
    text = " ".join(words)
    mentions = WORLD.mentions(text)
    for one, other in pairwise(mentions):
        assert one.span.end <= other.span.start
    for mention in mentions:
        assert text[slice(*mention.span)].replace(" s", "-s") in mention.name


@given(WORDS)
def test_a_word_that_is_a_name_is_never_passed_over(words: list[str]):
    """Every word that is a name by itself is in some mention."""
    text = " ".join(words)
    covered = {i for mention in WORLD.mentions(text) for i in range(*mention.span)}
    at = 0
    for word in words:
        assert word not in {"Meta", "AI", "Muse"} or at in covered
        at += len(word) + 1


def missing(about: list[str], text: str, number: str) -> tuple[str, ...]:
    """Which names a sentence does not name for one of its numbers, written as [1], [2], [3]."""
    others = [f"[{digit}]" for digit in "123" if f"[{digit}]" in text]
    spans = {other: Span(text.index(other), text.index(other) + 3) for other in others}
    own = spans.pop(f"[{number}]")
    near = window(own, spans.values(), Span(0, len(text)))
    return WORLD.missing(about, WORLD.mentions(text), near)


@pytest.mark.parametrize(
    ("text", "about", "numbers"),
    [
        ("Meta paid [1] and [2].", ["Meta"], "12"),
        ("Meta paid [1], Google paid [2].", ["Meta"], "1"),
        ("Meta paid [1], Google paid [2].", ["Google"], "12"),
        ("[1] for Meta, [2] for Google, [3] for AI", ["Google"], "23"),
        ("Meta paid [1], Google paid [2].", ["Meta", "Google"], "12"),
        ("Meta’s Muse got [1], its GPT-5 [2].", ["Meta", "Muse"], "1"),
        ("It paid [1].", ["Meta"], ""),
    ],
)
def test_a_number_stands_next_to_what_it_is_about(text: str, about: list[str], numbers: str):
    """Where others of a group are named, the name stands between the numbers on either side."""
    fitting = [
        number for number in "123" if f"[{number}]" in text and not missing(about, text, number)
    ]
    assert fitting == list(numbers)


@given(st.permutations(["Meta", "Google", "AI"]), st.sampled_from(["{} [{}]", "[{1}] {0}"]))
def test_numbers_that_change_places_in_an_enumeration_are_found(order: list[str], form: str):
    """Of two exchanged numbers of a list, at least one does not stand next to its name."""
    text = ", ".join(form.format(name, number) for number, name in enumerate(order, start=1))
    for one in range(3):
        for other in range(one):
            exchanged = (order[one], str(other + 1)), (order[other], str(one + 1))
            assert any(missing([name], text, number) for name, number in exchanged)


def test_others_are_of_the_same_group_and_not_what_it_is_about():
    """A company does not stand in the way of a model."""
    mentions = WORLD.mentions("Meta, Google and Muse")
    assert [m.name for m in WORLD.others("Meta", ["Meta"], mentions)] == ["Google"]
    assert WORLD.others("Meta", ["Meta", "Google"], mentions) == ()
