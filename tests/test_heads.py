"""The unit that the head of a table gives to the cells under it."""

from decimal import Decimal

import pytest

from briefing.quantities.heads import figure_under, head_of, read_head, under_head
from briefing.quantities.language import load_language
from briefing.quantities.model import Interval, Kind, Quantity
from briefing.quantities.recognise import recognise

UNITS = {
    "£m": ("money", "GBP", 6),
    "Sales (£m)": ("money", "GBP", 6),
    "Revenue, $bn": ("money", "USD", 9),
    "Sales in £m": ("money", "GBP", 6),
    "Loss (£000)": ("money", "GBP", 3),
    "£'000": ("money", "GBP", 3),
    "£\u2019000": ("money", "GBP", 3),
    "€ million": ("money", "EUR", 6),
    "EUR thousand": ("money", "EUR", 3),
    "US$ m": ("money", "USD", 6),
    "Profit, £": ("money", "GBP", 0),
    "Price, p": ("money", "GBP", -2),
    "%": ("percent", "percent", 0),
    "Share (%)": ("percent", "percent", 0),
    "in per cent": ("percent", "percent", 0),
    "Change (percentage points)": ("percent", "percentage_point", 0),
    "Yield [bps]": ("percent", "basis_point", 0),
    "'000": ("quantity", None, 3),
    "Passengers ('000)": ("quantity", None, 3),
    "Patients (thousands)": ("quantity", None, 3),
    "Amount (millions)": ("quantity", None, 6),
    "Time (months)": ("duration", "month", 0),
}


@pytest.mark.parametrize("words", UNITS)
def test_a_head_gives_a_unit(words: str):
    """Currency, magnitude, share or time, alone, in brackets, behind a comma or "in"."""
    head = read_head(words)
    assert head is not None
    assert UNITS[words] == (str(head.kind), head.unit, head.exponent)


@pytest.mark.parametrize(
    "words",
    ["", "Cost", "Year", "Days", "2024", "Height (m)", "Weight (kg)", "Model 3", "Number", "(a)"],
)
def test_other_heads_give_none(words: str):
    """What a column holds is no unit of it, and units of measure are counted nouns."""
    assert read_head(words) is None


@pytest.mark.parametrize(
    ("words", "unit", "exponent"),
    [
        ("Umsatz (Mio. €)", "EUR", 6),
        ("in Mrd. Euro", "EUR", 9),
        ("Kunden (Tsd.)", None, 3),
        ("Umsatz in %", "percent", 0),
    ],
)
def test_a_german_head_gives_a_unit(words: str, unit: str | None, exponent: int):
    """Another language is another table."""
    head = read_head(words, load_language("german"))
    assert head is not None
    assert (unit, exponent) == (head.unit, head.exponent)


def cell(words: str, head: str = "Sales (£m)") -> Quantity:
    """The only number of a cell under a head."""
    given = read_head(head)
    assert given is not None
    (quantity,) = under_head(recognise(words), words, given)
    return quantity


@pytest.mark.parametrize(
    ("words", "value", "step"),
    [
        ("4.2", "4200000", "100000"),
        ("1,204", "1204000000", "1000000"),
        ("2024", "2024000000", "1000000"),
    ],
)
def test_a_number_has_the_unit_of_its_head(words: str, value: str, step: str):
    """Its value and the size of its last digit are in that unit, and it says where from."""
    quantity = cell(words)
    assert (Kind.MONEY, "GBP", "£m") == (quantity.kind, quantity.unit, quantity.head)
    assert (Decimal(value), Decimal(step)) == (quantity.value, quantity.step)


def test_a_range_has_the_unit_of_its_head():
    """Both of its ends."""
    quantity = cell("3–5", "%")
    assert (Kind.RANGE, "percent") == (quantity.kind, quantity.unit)
    assert Interval(Decimal(3), Decimal(5)) == quantity.value


@pytest.mark.parametrize("words", ["£4.2m", "4.2%", "4.2 in all", "7 mills", "4k"])
def test_a_number_with_words_or_a_unit_of_its_own_keeps_it(words: str):
    """The head is for figures alone."""
    assert recognise(words)[0] == cell(words)


def test_heads_that_differ_give_nothing():
    """Where a row says another unit than its column, nobody can tell which holds."""
    assert head_of(["Sales (£m)", "Share (%)"]) is None
    assert head_of(["All figures in £m", "Sales (£m)", "2024"]) is not None


@pytest.mark.parametrize(
    ("written", "head", "figure"),
    [
        ("$14.3 billion", "$bn", "14.3"),
        ("$14.3 billion", "$m", "14,300"),
        ("$115 to $135 billion", "$bn", "115–135"),
        ("−3.2%", "%", "−3.2"),
        ("312,000", "'000", "312.000"),
        ("$14.3 billion", "£m", None),
        ("over $14.3 billion", "$bn", None),
        ("July 2024", "%", None),
    ],
)
def test_a_figure_states_a_quantity_under_a_head(written: str, head: str, figure: str | None):
    """In its own precision; none does with a qualifier, or under another unit."""
    given = read_head(head)
    assert given is not None
    (quantity,) = recognise(written)
    assert figure == figure_under(quantity, given)
    if figure is not None:
        (read,) = under_head(recognise(figure), figure, given)
        assert (quantity.value, quantity.unit) == (read.value, read.unit)


@pytest.mark.parametrize("words", ["Sales (£000)", "Passengers ('000)", "Costs ($000s)"])
def test_the_unit_of_a_head_is_no_number(words: str):
    """It is an idiom, which counts nothing."""
    assert [Kind.IDIOM] == [quantity.kind for quantity in recognise(words)]
