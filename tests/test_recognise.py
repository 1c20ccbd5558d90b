"""What the recogniser sees: a corpus of sentences, and what must hold of any text."""

import json
import random
import re
import runpy
import sys
import unicodedata
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mixtures import mixture, words_of

from briefing.quantities.counted import counted_noun
from briefing.quantities.language import ENGLISH, Language, load_language
from briefing.quantities.listing import as_plain, as_record
from briefing.quantities.model import Kind, Quantity
from briefing.quantities.recognise import compile_names, recognise
from briefing.text import Text

ROOT = Path(__file__).parent.parent
# The held-back parts are measured in the benchmark alone, so that nobody writes rules for them.
CORPUS = {
    path: language
    for pattern, language in (("open*", ENGLISH), ("german", load_language("german")))
    for path in sorted((ROOT / "tests" / "corpus").glob(f"{pattern}.jsonl"))
}
DATA = ROOT / "briefing" / "quantities" / "data"


def sentences():
    """Every sentence of the corpus, named by its file and line."""
    return [
        pytest.param(json.loads(line), language, id=f"tests/corpus/{path.name}:{number}")
        for path, language in CORPUS.items()
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1)
        if line
    ]


def as_labelled(quantity: Quantity) -> dict[str, object]:
    """A quantity in the form of the corpus: what is None is left out."""
    label = {
        "start": quantity.span.start,
        "written": quantity.written,
        "kind": str(quantity.kind),
        "value": as_plain(quantity.value),
        "unit": quantity.unit,
        "qualifier": quantity.qualifier,
        "bound": quantity.bound and str(quantity.bound),
    }
    return {key: value for key, value in label.items() if value is not None}


@pytest.mark.parametrize(("case", "language"), sentences())
def test_reads_each_sentence_of_the_corpus_as_a_person_does(
    case: dict[str, Any], language: Language
):
    """Each number is read with all of its label; a known gap is still one."""
    quantities = recognise(case["text"], language=language)
    read = [as_labelled(quantity) for quantity in quantities]
    expected = [{k: v for k, v in label.items() if k != "of"} for label in case["quantities"]]
    if case.get("gap"):
        assert expected != read, "no gap any more: take the mark away, here and in docs/"
        return
    assert expected == read
    nouns = [label.get("of") for label in case["quantities"]]
    if any(nouns):
        text = Text("", case["text"])
        assert nouns == [as_record(text, quantity, language)["of"] for quantity in quantities]


def test_the_corpus_is_there():
    """A corpus that went missing would pass silently."""
    cases = [case.values[0] for case in sentences()]
    assert len(cases) >= 450
    assert sum(not case["quantities"] for case in cases) >= 60


def test_the_documentation_lists_each_known_gap_and_no_other():
    """What is known not to work stands in docs/recogniser.md."""
    section = (ROOT / "docs" / "recogniser.md").read_text(encoding="utf-8")
    listed = re.findall(r"^- (.+)$", section.partition("## Known gaps")[2], re.MULTILINE)
    gaps = [case.values[0]["text"] for case in sentences() if case.values[0].get("gap")]
    assert gaps == listed


def test_the_languages_have_the_same_patterns():
    """A pattern that one language lacks would fail at its first number alone."""
    english, *others = [language.patterns.keys() for language in CORPUS.values()]
    assert others
    assert all(english == other for other in others)


def test_each_unit_begins_with_a_whole_word():
    """The word is looked up before the pattern is tried, so that no part of it may be a pattern."""
    phrases = [
        phrase
        for language in CORPUS.values()
        for forms in language.units.values()
        for phrases in forms.values()
        for phrase in phrases
    ]
    assert len(phrases) > 20
    assert [] == [p for p in phrases if not re.match(r"(?:[a-z]+|%)(?![a-z?*+{]|\(\?:|\[[a-z])", p)]


def test_the_tables_are_what_cldr_says():
    """`cldr.json` is what the generator writes with the Babel that is installed."""
    written = runpy.run_path(str(DATA / "generate.py"))["tables"]()
    assert written == json.loads((DATA / "cldr.json").read_text(encoding="utf-8"))


def test_the_example_in_the_documentation_runs():
    """The Python block of docs/recogniser.md holds."""
    page = (ROOT / "docs" / "recogniser.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    exec(block, {})


PIECES = st.sampled_from(
    [
        *"0123456789 .,-–—−/:%$€£()'’\n\t½²①٣४３\u00ad\u200b\u00a0\u2009xkmbn",
        *("one", "two", "three", "hundred", "thousand", "million", "of", "in", "to", "and", "a"),
        *("half", "third", "second", "first", "per cent", "July", "Monday", "noon", "today"),
        *("between", "minus", "dozen", "hundreds", "twice", "GPT-", "Q", "FY", "ISO", "http://"),
        *("2024", "1,000", "3.14", "10", "99", "1st", "24/7", "07:30", "pm", "bn", "USD", "Llama"),
        *("drei", "Millionen", "Mrd.", "Uhr", "Prozent", "zweite", "bis", "hundertzwanzig", "ein"),
        *(
            "(",
            ")",
            "|",
            "±",
            "×10",
            "10⁻⁴",
            "2⁸",
            "point",
            "a couple of",
            "won",
            "1.234",
            ",56",
            "s",
        ),
        *("the", "years", "percentage points", "e1", "v", "or", "plus", "over", "at least", "II"),
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES).map("".join), st.lists(PIECES).map(" ".join))


LANGUAGES = st.sampled_from(list(CORPUS.values()))


@given(TEXTS, LANGUAGES)
def test_spans_are_in_order_and_apart_and_hold_what_is_written(text: str, language: Language):
    """Quantities come in reading order, share no character, and say what stands in their span."""
    end = 0
    for quantity in recognise(text, language=language):
        assert end <= quantity.span.start < quantity.span.end <= len(text)
        assert quantity.written == text[slice(*quantity.span)]
        assert quantity.reach is None or quantity.span.within(quantity.reach)
        end = quantity.span.end


@given(TEXTS, LANGUAGES)
def test_no_digit_is_passed_over(text: str, language: Language):
    """Every decimal digit, of whatever script, lies in the span of a quantity."""
    seen = {i for quantity in recognise(text, language=language) for i in range(*quantity.span)}
    assert {i for i, c in enumerate(text) if unicodedata.category(c) == "Nd"} <= seen


@pytest.mark.parametrize("language", dict.fromkeys(CORPUS.values()), ids=lambda it: it.name)
def test_no_words_of_the_tables_lead_astray(language: Language):
    """Whatever stands beside them, quantities come in order and apart, and nothing fails."""
    chance, words = random.Random(11), words_of(language)
    assert len(words) > 1000
    for _ in range(8000):
        text = mixture(words, chance)
        spans = [quantity.span for quantity in recognise(text, language=language)]
        assert all(one.end <= two.start for one, two in pairwise(spans)), text


@pytest.mark.parametrize("before", ["", "over ", "rose ", "a board of ", "inches. "])
def test_a_mixed_number_with_a_hyphen_is_one_whatever_is_in_front(before: str):
    """It has the parts of a code, whose last two are no fraction."""
    (number,) = recognise(f"{before}12-3/4 wide")
    (code,) = recognise(f"{before}12-4/3 wide")

    assert ("12-3/4", Decimal("12.75")) == (number.written, number.value)
    assert Kind.NAME is code.kind


@pytest.mark.parametrize("behind", ["", ".", " to the left", " km", "\n\nThen"])
def test_a_fraction_keeps_its_sign(behind: str):
    """Such as "minus ½", whatever stands behind it."""
    (number,) = recognise(f"It moved by minus ½{behind}")
    assert ("minus ½", Decimal("-0.5")) == (number.written, number.value)


@pytest.mark.parametrize("number", ["5", "12-3/4", "1,204", "twenty"])
def test_a_blank_line_ends_what_is_read_behind_a_number(number: str):
    """As the end of the text does."""
    assert recognise(f"about {number}") == recognise(f"about {number}\n\nThen")


def test_a_name_does_not_begin_in_the_sentence_before():
    """With "Unit" in front "5.4" might be the number of a unit."""
    found = recognise("It was 122, said Unit Labs. Orca-5.4 has 124,124 users.")
    assert ["122", "Orca-5.4", "124,124"] == [number.written for number in found]


def test_the_cents_behind_a_rate_are_of_its_amount():
    """Money with nothing but a rate behind it may still go on."""
    (amount,) = recognise("He pays $200 monthly and 20c.")

    assert ("$200 monthly and 20c", Decimal("200.20")) == (amount.written, amount.value)


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("5 m 30 s", 330, "second"),
        ("2024 Q3", "2024-Q3", None),
        ("www.site1.org/x?y=2", "www.site1.org/x?y=2", None),
        ("5%", 5, "percent"),
    ],
)
def test_what_is_looked_up_by_what_follows_is_read_whole(
    written: str, value: int | str, unit: str | None
):
    """Nothing more is read than that, be it followed by what makes a rate of money."""
    (read,) = recognise(f"It is {written} per share.")
    assert (written, value, unit) == (read.written, read.value, read.unit)


def test_every_character_that_is_a_number_can_be_read():
    """Whatever Unicode takes for a number, in whichever place, never stops the recogniser."""
    numerals = [c for c in map(chr, range(sys.maxunicode)) if c.isnumeric()]
    assert len(numerals) > 1000
    for numeral in numerals:
        recognise(f"about {numeral} people, ${numeral}m, 1{numeral}, {numeral}%")


@given(TEXTS, st.integers(1, 40))
def test_a_text_in_front_shifts_the_spans_and_nothing_else(text: str, lines: int):
    """What is read in a paragraph does not hang on the paragraphs in front of it."""
    before = "No number here.\n\n" * lines
    shifted = [
        (q.written, q.kind, q.value, q.unit, q.qualifier, q.span.shifted(len(before)))
        for q in recognise(text)
    ]
    assert shifted == [
        (q.written, q.kind, q.value, q.unit, q.qualifier, q.span) for q in recognise(before + text)
    ]


@pytest.mark.parametrize(
    ("text", "form", "written"),
    [
        ("We tried Gemini 3.1 Pro again", "Gemini 3.1 Pro", "Gemini 3.1 Pro"),
        ("We tried Gemini\u00a03.1\u00a0Pro again", "Gemini 3.1 Pro", "Gemini\u00a03.1\u00a0Pro"),
        ("GPT\u20115.4’s score", "GPT-5.4", "GPT\u20115.4"),
        ("It names Article 9 GDPR here", "Article 9 GDPR", "Article 9 GDPR"),
        ("Seven & i closed 40 shops", "Seven & i", "Seven & i"),
        ("an iPhone 15-based kit", "iPhone 15", "iPhone 15"),
    ],
)
def test_a_declared_name_is_found_whole(text: str, form: str, written: str):
    """A declared name is one quantity whose value is the declared form, however it is typeset."""
    names = [q for q in recognise(text, compile_names([form])) if q.kind is Kind.NAME]
    assert [(written, form)] == [(q.written, q.value) for q in names]


def test_a_declared_name_may_have_a_tail_in_another_language():
    """What may hang behind a name is said by the language."""
    german = load_language("german")
    names = compile_names(["GPT-4"], german)
    (name,) = recognise("ein Modell der GPT-4-Klasse", names, german)
    assert (Kind.NAME, "GPT-4") == (name.kind, name.written)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Llama 3.1 was open", "Llama 3"),
        ("GPT-4-mini is small", "GPT-4"),
        ("GPT-41 is not", "GPT-4"),
        ("MetaGemma 4 is not", "Gemma 4"),
    ],
)
def test_a_declared_name_is_not_found_in_a_longer_one(text: str, form: str):
    """Part of another name is not the declared one."""
    assert form not in [q.value for q in recognise(text, compile_names([form]))]


def test_the_longest_declared_name_wins():
    """Where one declared name begins another, the longer is read."""
    names = compile_names(["Gemini 3.1", "Gemini 3.1 Pro"])
    assert ["Gemini 3.1 Pro"] == [q.value for q in recognise("with Gemini 3.1 Pro", names)]


def test_a_record_has_plain_decimals_and_places_from_one():
    """The listing gives values without exponents, and columns as an editor shows them."""
    text = Text("a.txt", "One\nspent over $14.3 billion there")
    (quantity,) = [q for q in recognise(text.content) if q.kind is Kind.MONEY]
    assert {
        "path": "a.txt",
        "line": 2,
        "column": 12,
        "end_line": 2,
        "end_column": 25,
        "written": "$14.3 billion",
        "kind": "money",
        "value": "14300000000",
        "unit": "USD",
        "qualifier": "over",
        "bound": "over",
        "step": "100000000",
        "of": None,
    } == as_record(text, quantity)


@given(st.text(alphabet=st.sampled_from("0179 .,-%aeghnost's\u00a0\u00ad°²of")))
def test_what_is_counted_stands_behind_the_number(text: str):
    """Whatever stands in a text, the noun is part of it, and begins behind its number."""
    for quantity in recognise(text):
        noun = counted_noun(text, quantity)
        assert noun is None or text.find(noun, quantity.span.end) >= quantity.span.end
