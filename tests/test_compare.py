from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from made_quantities import (
    amounts,
    bounded,
    count,
    date,
    duration,
    made,
    money,
    percent,
    quantities,
    span_of,
)

from briefing.quantities.compare import agree, differences, restates, rounds_to
from briefing.quantities.figures import Style
from briefing.quantities.model import Bound, Days, Kind, Quantity, Ratio
from briefing.quantities.write import write

PRICE = money("$14.3 billion", "14.3e9", "1e8")


def fine_span(low: str | int, high: str | int):
    """A range with one decimal."""
    return span_of(low, high)._replace(step=Decimal("0.1"))


def told(claimed: Quantity, found: Quantity):
    """What is said about the differences of two quantities."""
    return [each.words for each in differences(claimed, found)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (duration(9, "month"), made("nine months", Kind.DURATION, 9, "month")),
        (percent(49), made("49 per cent", Kind.PERCENT, 49, "percent", "1")),
        (
            money("$1 trillion", "1e12", "1e12", Bound.OVER),
            money("$1tn", "1e12", "1e12", Bound.OVER)._replace(qualifier="more than"),
        ),
        (made("½", Kind.FRACTION, Ratio(1, 2)), made("half", Kind.FRACTION, Ratio(1, 2))),
        (made("Hundreds  of", Kind.VAGUE, None), made("hundreds of", Kind.VAGUE, None)),
    ],
)
def test_the_words_do_not_count(one: Quantity, other: Quantity):
    """Quantities agree whatever the words in which they are written."""
    assert agree(one, other)


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        (
            "value: $14.3 billion claimed, $14.8 billion found",
            money("$14.8 billion", "14.8e9", "1e8"),
        ),
        (
            "scale: $14.3 billion claimed, $14.3 million found",
            money("$14.3 million", "14.3e6", "1e5"),
        ),
        (
            "sign: $14.3 billion claimed, −$14.3 billion found",
            money("−$14.3 billion", "-14.3e9", "1e8"),
        ),
        ("unit: USD claimed, EUR found", money("€14.3 billion", "14.3e9", "1e8", unit="EUR")),
        (
            "precision: $14.3 billion claimed, $14.30 billion found",
            money("$14.30 billion", "14.3e9", "1e7"),
        ),
        (
            "precision: $14.3 billion claimed, $14,300,000,000 found",
            money("$14,300,000,000", "14.3e9", "1"),
        ),
        (
            "qualifier: exact claimed, over found",
            money("$14.3 billion", "14.3e9", "1e8", Bound.OVER),
        ),
        ("kind: money claimed, a range found", span_of("14.3e9", "15e9", "USD")),
    ],
)
def test_one_fault_is_told_once_and_by_its_name(expected: str, found: Quantity):
    """A digit, a power of ten, a sign, a unit, a precision, a qualifier and a kind are apart."""
    assert [expected] == told(PRICE, found)


@pytest.mark.parametrize(
    ("expected", "claimed", "found"),
    [
        (["unit"], duration(18, "month"), made("1.5 years", Kind.DURATION, "1.5", "year", "0.1")),
        (["unit", "value"], duration(18, "month"), duration(2, "year")),
        (["unit"], percent(5), made("5 points", Kind.PERCENT, 5, "percentage_point", "1")),
        (["kind"], count(3), made("3rd", Kind.ORDINAL, 3)),
        (["kind"], made("half", Kind.FRACTION, Ratio(1, 2)), percent(50)),
        (["value"], made("2/4", Kind.FRACTION, Ratio(2, 4)), made("½", Kind.FRACTION, Ratio(1, 2))),
        (["precision"], date("2024-07"), date("2024-07-08")),
        (["precision"], date("2024"), date("2024-07")),
        (["precision"], date("--07-04"), date("2024-07-04")),
        (["value"], date("2024-07"), date("2025-07")),
        (["value"], date("2024"), date("2025-07")),
        (["value"], span_of(1, 2), span_of(1, 3)),
        (["scale"], span_of(1, 2), span_of(10, 20)),
        (["value"], made("a few", Kind.VAGUE, None), made("several", Kind.VAGUE, None)),
        (["value"], made("GPT-5", Kind.NAME, "GPT-5"), made("GPT-4", Kind.NAME, "GPT-4")),
        (
            ["precision"],
            made("", Kind.RANGE, Days("2024", "2025")),
            made("", Kind.RANGE, Days("2024-01", "2025")),
        ),
        (
            ["value"],
            made("", Kind.RANGE, Days("2024", "2025")),
            made("", Kind.RANGE, Days("2024", "2026")),
        ),
        (["value", "qualifier"], count(3), count(4, bound=Bound.ABOUT)),
        ([], count(0), count("-0")),
    ],
)
def test_what_differs(expected: list[str], claimed: Quantity, found: Quantity):
    """Each respect in which two quantities differ is named, and no other."""
    assert expected == [each.aspect for each in differences(claimed, found)]


@given(quantities)
def test_everything_agrees_with_itself(quantity: Quantity):
    """A quantity has no difference from itself."""
    assert agree(quantity, quantity)


@given(quantities, quantities)
def test_differences_are_found_from_both_sides(one: Quantity, other: Quantity):
    """What differs does not depend on which side is the claim."""
    assert {d.aspect for d in differences(one, other)} == {
        d.aspect for d in differences(other, one)
    }


@given(amounts(), st.integers(-5, 5).filter(bool))
def test_a_changed_last_digit_is_found(quantity: Quantity, by: int):
    """A change of the last digit, however written, is a difference, also on a page."""
    changed = quantity._replace(value=quantity.value + by * quantity.step)
    assert differences(quantity, changed)
    assert restates(quantity, changed)


@given(amounts(), st.sampled_from(Bound))
def test_a_changed_qualifier_is_found(quantity: Quantity, bound: Bound | None):
    """A qualifier that was added, lost or turned round is a difference, also on a page."""
    assume(bound is not quantity.bound)
    assert differences(quantity, quantity._replace(bound=bound))
    assert restates(quantity, quantity._replace(bound=bound))


@pytest.mark.parametrize(
    ("fine", "coarse"),
    [
        (PRICE, money("$14 billion", "14e9", "1e9")),
        (PRICE, money("$14 billion", "14e9", "1e9", Bound.ABOUT)),
        (percent("89.5", "0.1"), percent(90)),
        (percent("-2.5", "0.1"), percent(-3)),
        (percent("4.4", "0.1", Bound.OVER), percent(4, bound=Bound.OVER)),
        (percent("4.1", "0.1", Bound.UNDER), percent(5, bound=Bound.UNDER)),
        (percent("4.1", "0.1", Bound.NEARLY), percent(4, bound=Bound.ABOUT)),
        (count("14.0", "0.1"), count(14)),
        (count("9.6", "0.1"), made("ten", Kind.QUANTITY, 10)),
        (fine_span("1.4", "2.6"), span_of(1, 3)),
        (date("2024-07-08"), date("2024-07")),
        (date("2024-07-08"), date("2024")),
    ],
)
def test_correct_roundings(fine: Quantity, coarse: Quantity):
    """A rounding is half up at the last digit of the coarse side, and bounds stay true."""
    assert rounds_to(fine, coarse)


@pytest.mark.parametrize(
    ("fine", "coarse"),
    [
        (PRICE, money("$15 billion", "15e9", "1e9")),
        (PRICE, money("€14 billion", "14e9", "1e9", unit="EUR")),
        (PRICE, money("$14.30 billion", "14.3e9", "1e7")),
        (PRICE, money("$14.3 billion", "14.3e9", "1e8")),
        (PRICE, money("$14 billion", "14e9", "1e9", Bound.OVER)),
        (PRICE, count("14e9", "1e9")),
        (percent("4.6", "0.1", Bound.OVER), percent(5, bound=Bound.OVER)),
        (percent("4.6", "0.1", Bound.ABOUT), percent(5)),
        (date("2024-07"), date("2024-07-08")),
        (date("2024-07"), date("20")),
        (bounded(date("2024-07-08"), Bound.UNDER), bounded(date("2024-07"), Bound.UNDER)),
        (bounded(date("2024-07-08"), Bound.OVER), bounded(date("2024-07"), Bound.OVER)),
        (made("GPT-5", Kind.NAME, "GPT-5"), made("GPT", Kind.NAME, "GPT")),
    ],
)
def test_what_is_no_rounding(fine: Quantity, coarse: Quantity):
    """Other digits, units, kinds, a precision that was not there, and an untrue bound are none."""
    assert not rounds_to(fine, coarse)


@given(amounts(), st.sampled_from(Style))
def test_every_style_may_stand_on_a_page(quantity: Quantity, style: Style):
    """A number in each style, with the precision that its digits show, restates its fact."""
    shown_step = min(Decimal(1), quantity.step) if style is Style.EXACT else quantity.step
    shown = quantity._replace(step=shown_step, written=write(quantity, style))
    assert () == restates(quantity, shown)


def test_a_page_may_not_add_digits():
    """More precision than the fact has is a difference, but for zeros that are written out."""
    assert restates(PRICE, money("$14.30 billion", "14.3e9", "1e7"))
    assert not restates(PRICE, money("$14,300,000,000", "14.3e9", "1"))
