from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_quantities import amounts, count, date, made, money, percent, quantities, span_of

from briefing.quantities.compare import differences, restates, rounds_to
from briefing.quantities.figures import Style
from briefing.quantities.model import Bound, Days, Kind, Quantity, Ratio
from briefing.quantities.recognise import recognise
from briefing.quantities.write import machine_value, quantity_of, round_to, write
from briefing.text import Span

PRICE = money("$14.3 billion", "14.3e9", "1e8")


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (Style.AS_WRITTEN, "$14.3 billion"),
        (Style.STANDARD, "$14.3 billion"),
        (Style.COMPACT, "$14.3bn"),
        (Style.EXACT, "$14,300,000,000"),
        (Style.WORDS, "14.3 billion dollars"),
    ],
)
def test_a_style_changes_the_form(style: Style, expected: str):
    """One amount of money reads differently in each style."""
    assert expected == write(PRICE, style)


@pytest.mark.parametrize(
    ("expected", "quantity", "style"),
    [
        ("nine months", made("9 months", Kind.DURATION, 9, "month", "1"), "words"),
        ("one month", made("a month", Kind.DURATION, 1, "month"), "words"),
        ("18 months", made("18 months", Kind.DURATION, 18, "month", "1"), "words"),
        ("four centuries", made("400 years", Kind.DURATION, 4, "century", "1"), "words"),
        ("89.5 per cent", percent("89.5", "0.1"), "words"),
        ("89.50%", percent("89.50", "0.01"), "compact"),
        ("−5%", percent(-5), "standard"),
        ("minus five per cent", percent(-5), "words"),
        ("1 percentage point", made("1 pp", Kind.PERCENT, 1, "percentage_point", "1"), "exact"),
        ("$115,000,000 to $135,000,000", span_of("115e6", "135e6", "USD"), "exact"),
        ("$200 a month", money("$200 a month", 200, "1", unit="USD/month"), "standard"),
        ("200 dollars a month", money("$200 a month", 200, "1", unit="USD/month"), "words"),
        ("$2 per share", money("$2 a share", 2, "1", unit="USD/share"), "compact"),
        ("$5 to $10 per head", span_of(5, 10, "USD/head"), "standard"),
        ("CHF 5", money("5 francs", 5, "1", unit="CHF"), "words"),
        ("£5", money("five pounds", 5, "1", unit="GBP"), "words"),
        ("412k", count(412000, "1000"), "compact"),
        ("94,772", count(94772), "compact"),
        ("0.3 million", count("3e5", "1e5"), "standard"),
        ("one trillion", count("1e12", "1e12"), "words"),
        ("8 July 2024", date("2024-07-08"), "standard"),
        ("8 Jul 2024", date("2024-07-08"), "compact"),
        ("July 2024", date("2024-07"), "words"),
        ("2024", date("2024"), "exact"),
        ("4 July", date("--07-04"), "standard"),
        ("Q3 2025", date("2025-Q3"), "standard"),
        ("1990s", date("1990s"), "standard"),
        ("FY2025", date("FY2025"), "standard"),
        ("21:30", date("T21:30"), "standard"),
        ("Wednesday", date("weekday:Wednesday"), "standard"),
        ("third", made("3rd", Kind.ORDINAL, 3), "words"),
        ("22nd", made("22nd", Kind.ORDINAL, 22), "words"),
        ("113th", made("113th", Kind.ORDINAL, 113), "exact"),
        ("twice", made("2x", Kind.MULTIPLE, 2), "words"),
        ("2x", made("twice", Kind.MULTIPLE, 2), "compact"),
        ("three times", made("3x", Kind.MULTIPLE, 3), "words"),
        ("two thirds", made("2/3", Kind.FRACTION, Ratio(2, 3)), "words"),
        ("three quarters", made("3/4", Kind.FRACTION, Ratio(3, 4)), "words"),
        ("one half", made("½", Kind.FRACTION, Ratio(1, 2)), "words"),
        ("five of five", made("5 of 5", Kind.FRACTION, Ratio(5, 5)), "words"),
        ("2/3", made("two thirds", Kind.FRACTION, Ratio(2, 3)), "standard"),
    ],
)
def test_every_kind_has_its_forms(expected: str, quantity: Quantity, style: Style):
    """Each kind of quantity is written as British English has it."""
    assert expected == write(quantity, style)


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize(
    "quantity",
    [
        made("GPT-5.4", Kind.NAME, "GPT-5.4"),
        made("hundreds of billions", Kind.VAGUE, None, "USD"),
        made("at first glance", Kind.IDIOM, None),
        made("yesterday", Kind.DATE, "relative:yesterday"),
        made("three quarters", Kind.DURATION, 3, "quarter"),
        made("three halves", Kind.FRACTION, Ratio(3, 2)),
        span_of(1, 2)._replace(unit="gigabyte"),
        made("3 GB", Kind.QUANTITY, 3, "gigabyte"),
    ],
)
def test_what_has_only_its_own_words_keeps_them(quantity: Quantity, style: Style):
    """Names, idioms, vague amounts and unknown units are given in the author's words."""
    assert quantity.written == write(quantity, style)


def test_a_bound_keeps_its_words():
    """A qualifier is part of the meaning and survives each style."""
    over = money("$1 trillion", "1e12", "1e12", Bound.OVER)
    assert "over $1 trillion" == write(over)
    assert "over $1tn" == write(over, "compact")
    assert "over one trillion dollars" == write(over, "words")


@given(quantities)
def test_as_written_is_what_the_author_wrote(quantity: Quantity):
    """The words of the author stand in the as-written form, whatever they are."""
    assert quantity.written in write(quantity)


@pytest.mark.parametrize(
    ("expected", "quantity"),
    [
        ("14300000000", PRICE),
        ("89.5", percent("89.50", "0.01")),
        ("115000000000/135000000000", span_of("115e9", "135e9", "USD")),
        ("2024-07", date("2024-07")),
        ("2024-07/2025-06", made("", Kind.RANGE, Days("2024-07", "2025-06"))),
        ("2/3", made("two thirds", Kind.FRACTION, Ratio(2, 3))),
        ("GPT-5.4", made("GPT-5.4", Kind.NAME, "GPT-5.4")),
        ("", made("hundreds", Kind.VAGUE, None)),
        ("0", count("0e9")),
        ("0", count("-0")),
        ("100", count("1e2")),
    ],
)
def test_the_value_for_programs_has_no_exponent(expected: str, quantity: Quantity):
    """Programs get plain decimals, ISO dates, and both ends of a range."""
    assert expected == machine_value(quantity)


@pytest.mark.parametrize(
    ("expected", "quantity", "digits"),
    [
        ("about $14 billion", PRICE, 0),
        ("$14.3 billion", PRICE, 1),
        ("about 95 thousand", count(94772), 0),
        ("about 94.8 thousand", count(94772), 1),
        ("about 94.77 thousand", count(94772), 2),
        ("about 90%", percent("89.5", "0.1"), 0),
        ("about −3%", percent("-2.5", "0.1"), 0),
        ("over $14 billion", money("", "14.7e9", "1e8", Bound.OVER), 0),
        ("at most $15 billion", money("", "14.2e9", "1e8", Bound.AT_MOST), 0),
        ("about $115 billion to $135 billion", span_of("115.4e9", "134.6e9", "USD"), 0),
        ("14.3e9 to 14.4e9", span_of("14.3e9", "14.4e9", "USD"), 0),
        ("2024-07", date("2024-07"), 0),
        ("3rd", made("3rd", Kind.ORDINAL, 3), 0),
    ],
)
def test_rounding_says_about_unless_it_is_exact(expected: str, quantity: Quantity, digits: int):
    """Half goes up, bounds to the side where they stay true, and nothing else loses digits."""
    assert expected == write(round_to(quantity, digits))


@given(amounts(), st.integers(0, 3))
def test_what_was_rounded_is_a_correct_rounding(quantity: Quantity, digits: int):
    """A rounded quantity is the quantity itself, or passes for its rounding."""
    coarse = round_to(quantity, digits)
    assert coarse == quantity or rounds_to(quantity, coarse)


@given(amounts(), st.integers(0, 3))
def test_a_rounded_number_may_stand_on_a_page(quantity: Quantity, digits: int):
    """What the rounding filter prints restates the fact."""
    assert () == restates(quantity, round_to(quantity, digits))


@pytest.mark.parametrize(
    ("endless", "suffix"),
    [("9" * 5000, ""), ("9" * 5000, "th"), ("0." + "0" * 5000 + "1", "%"), ("1" + "0" * 5000, "")],
)
def test_endless_numbers_keep_their_own_words(endless: str, suffix: str):
    """A number with thousands of digits is compared exactly, and never written anew."""
    (quantity,) = recognise(endless + suffix)
    assert {endless + suffix} == {write(quantity, style) for style in Style}
    assert endless == machine_value(quantity)
    assert quantity is round_to(quantity, 0)
    assert not rounds_to(quantity, quantity._replace(bound=Bound.ABOUT, step=Decimal(10)))
    assert [] == list(restates(quantity, quantity))
    assert restates(quantity, quantity._replace(value=quantity.value * 10))


def test_a_computed_quantity_has_standard_words():
    """A quantity that nobody wrote is written in the standard style."""
    quantity = quantity_of(Kind.MONEY, Decimal("14.3e9"), "USD", bound=Bound.ABOUT)
    assert ("$14.3 billion", "about") == (quantity.written, quantity.qualifier)


def read_back(text: str):
    """The one quantity that the recogniser reads in a text, with nothing left over."""
    read = recognise(text)
    assert [Span(0, len(text))] == [each.whole_span for each in read], text
    return read[0]


@given(quantities, st.sampled_from(Style))
def test_writing_and_recognising_are_inverse(quantity: Quantity, style: Style):
    """What is written in any style is read as one quantity that restates the first."""
    read = read_back(write(quantity, style))
    assert [] == [each.words for each in restates(quantity, read)]


@given(
    st.sampled_from(["before", "after", "since", "by", "until", "no later than", "since early"]),
    st.sampled_from(["2024", "July 2024", "4 July 2024", "Q3 2025", "noon", "yesterday"]),
    st.sampled_from(Style),
)
def test_a_relation_to_a_date_survives_each_style(relation: str, day: str, style: Style):
    """On which side of a date something lies is written with it."""
    quantity = read_back(f"{relation} {day}")
    assert quantity.bound is not None
    assert () == differences(quantity, read_back(write(quantity, style)))


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("text", ["US£212 million", "$£5", "EUR £3bn"])
def test_what_is_no_currency_is_the_same_in_each_style(text: str, style: Style):
    """Signs that make no currency keep the author's words, and differ from either sign."""
    quantity = read_back(text)
    assert text == write(quantity, style)
    assert differences(quantity, read_back(text[text.index("£") :]))


@pytest.mark.parametrize("style", Style)
def test_words_on_either_side_of_a_date_stay_there(style: Style):
    """What stands in front of a date and behind it is written so again."""
    assert "from July 2024 on" == write(read_back("from July 2024 on"))
    assert () == differences(
        read_back("from 2024 onwards"), read_back(write(read_back("from 2024 onwards"), style))
    )


@pytest.mark.parametrize("bound", ["over", "at_least", "under", "at_most"])
def test_a_computed_bound_of_a_date_has_the_words_of_dates(bound: str):
    """A date has "after" where a number has "over"."""
    quantity = quantity_of(Kind.DATE, "2024-07-04", bound=Bound(bound))
    assert bound == read_back(write(quantity)).bound


@given(st.integers(1, 99), st.integers(1, 59), st.sampled_from([" ", " and "]))
def test_a_compound_duration_survives_each_style(hours: int, minutes: int, join: str):
    """Hours and minutes are one quantity in minutes, which each style states."""
    text = f"{hours} hour{'s' * (hours > 1)}{join}{minutes} minute{'s' * (minutes > 1)}"
    quantity = read_back(text)
    assert (hours * 60 + minutes, "minute") == (quantity.value, quantity.unit)
    for style in Style:
        assert () == restates(quantity, read_back(write(quantity, style)))


@given(amounts(), st.integers(0, 3))
def test_a_rounded_number_is_read_as_it_was_rounded(quantity: Quantity, digits: int):
    """A rounding keeps its magnitude, so that its last digit can be seen."""
    coarse = round_to(quantity, digits)
    assert [] == [each.words for each in differences(coarse, read_back(write(coarse)))]


@pytest.mark.parametrize("style", Style)
def test_every_number_of_the_articles_can_be_written(style: Style):
    """Each number that the project's own sources state survives each style."""
    articles = sorted(Path(__file__).parent.parent.joinpath("seeds").glob("*.txt"))
    found = [each for path in articles for each in recognise(path.read_text("utf-8"))]
    assert found
    for quantity in found:
        assert not restates(quantity, read_back(write(quantity, style))), write(quantity, style)
