from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from made_quantities import (
    bounded,
    count,
    date,
    dates,
    duration,
    made,
    money,
    percent,
    quantities,
    span_of,
)

from briefing.quantities.algebra import Amount, Moment, Refusal, evaluate
from briefing.quantities.expressions import (
    MAX_DEPTH,
    MAX_LENGTH,
    MAX_NESTING,
    Expression,
    ExpressionError,
    parse_expression,
)
from briefing.quantities.matching import as_quantity, matches
from briefing.quantities.model import Bound, Days, Kind, Quantity, Ratio
from briefing.quantities.write import write

VALUES: dict[str, Quantity | str] = {
    "deal.price": money("$14.3 billion", "14.3e9", "1e8"),
    "deal.stake": percent(49),
    "deal.extent.003": percent(49),
    "score.gemini": percent("94.3", "0.1"),
    "score.muse": percent("89.5", "0.1"),
    "gain": made("2 points", Kind.PERCENT, 2, "percentage_point", "1"),
    "basis": made("25 basis points", Kind.PERCENT, 25, "basis_point", "1"),
    "manifesto": date("2024-07"),
    "deal.date": date("2025-06"),
    "launch": date("2026-04-08"),
    "eve": date("2024-02-28"),
    "now": date("2026"),
    "nine": duration(9, "month"),
    "years2": duration(2, "year"),
    "week": duration(1, "week"),
    "about_year": duration(1, "year", Bound.ABOUT),
    "worth": money("$1 trillion", "1e12", "1e12", Bound.OVER),
    "cap": money("$2 billion", "2e9", "1e9", Bound.AT_MOST),
    "capex": span_of("115e9", "135e9", "USD"),
    "around_zero": span_of(-1, 1),
    "backwards": span_of(2, 1),
    "fee": money("$200 a month", 200, "1", unit="USD/month"),
    "euro": money("€3", 3, "1", unit="EUR"),
    "three": count(3),
    "roughly": count(3, bound=Bound.ABOUT),
    "more": count(2, bound=Bound.OVER),
    "zero": count(0),
    "half": made("half", Kind.FRACTION, Ratio(1, 2)),
    "broken": made("1/0", Kind.FRACTION, Ratio(1, 0)),
    "vague": made("hundreds of billions", Kind.VAGUE, None, "USD"),
    "rank": made("third", Kind.ORDINAL, 3),
    "model": made("GPT-5.4", Kind.NAME, "GPT-5.4"),
    "season": made("2024 to 2025", Kind.RANGE, Days("2024", "2025")),
    "weekday": date("weekday:Wednesday"),
    "early": bounded(date("2024-07"), Bound.UNDER),
    "unreal": date("2024-02-30"),
    "giant": made("1e999999", Kind.QUANTITY, "1e999999"),
    "over_range": bounded(span_of(1, 2), Bound.OVER),
    "quote": "We hope to open-source future versions — “soon”.",
}


def parsed(text: str):
    """The expression in a text that holds one."""
    expression = parse_expression(text)
    assert isinstance(expression, Expression)
    return expression


def computed(text: str):
    """What an expression gives that gives something."""
    result = evaluate(parsed(text), VALUES)
    assert not isinstance(result, Refusal), result.reason
    return result


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("4.8 percentage points", "score.gemini - score.muse"),
        ("91.5%", "score.muse + gain"),
        ("91.5%", "gain + score.muse"),
        ("89.25%", "score.muse - basis"),
        ("225 basis points", "sum(gain, basis)"),
        ("183.8%", "score.gemini + score.muse"),
        ("about $29.18 billion", "deal.price / deal.stake"),
        ("$7.007 billion", "deal.price * deal.stake"),
        ("24.01%", "deal.stake * deal.extent.003"),
        ("1.47", "three * deal.stake"),
        ("94.3%", "score.gemini - (gain - gain)"),
        ("11 months", "deal.date - manifesto"),
        ("21 months", "launch - manifesto"),
        ("2 years", "now - year(manifesto)"),
        ("770 days", "launch - eve"),
        ("−11 months", "manifesto - deal.date"),
        ("April 2025", "manifesto + nine"),
        ("April 2025", "nine + manifesto"),
        ("October 2023", "manifesto - nine"),
        ("2028", "now + years2"),
        ("January 2027", "launch + nine"),
        ("6 March 2024", "eve + week"),
        ("about July 2023", "manifesto - about_year"),
        ("33 months", "nine + years2"),
        ("0.75 years", "years(nine)"),
        ("7 days", "days(week)"),
        ("$1,800", "fee * nine"),
        ("$4,800", "years2 * fee"),
        ("about $1.589 billion a month", "deal.price / nine"),
        ("9 months", "fee * nine / fee"),
        ("$14.3 billion", "abs(-deal.price)"),
        ("91.9%", "mean(score.gemini, score.muse)"),
        ("about 12", "roughly + three * three"),
        ("94.3%", "max(score.gemini, score.muse)"),
        ("9 months", "min(nine, years2)"),
        ("July 2024", "min(manifesto, deal.date)"),
        ("June 2025", "max(manifesto, deal.date)"),
        ("about 5.363%", "change(score.muse, score.gemini)"),
        ("37.5%", "share(nine, years2)"),
        ("0.375", "nine / years2"),
        ("1.5", "three * half"),
        ("7", "words(quote)"),
        ("over $1,014.3 billion", "deal.price + worth"),
        ("under −$985.7 billion", "deal.price - worth"),
        ("over $2 trillion", "worth + worth"),
        ("at most $16.3 billion", "deal.price + cap"),
        ("at least $12.3 billion", "deal.price - cap"),
        ("$129.3 billion to $149.3 billion", "capex + deal.price"),
        ("about $38.333 billion to $45.000 billion", "capex / three"),
        ("July 2024", "month(manifesto)"),
        ("April 2026", "month(launch)"),
    ],
)
def test_units_follow_their_algebra(expected: str, text: str):
    """Each pair of units has the one result that the field gives it."""
    assert expected == write(as_quantity(computed(text)))


@pytest.mark.parametrize(
    ("part", "reason", "text"),
    [
        ("nope", "nothing has the id `nope`", "three + nope"),
        ("euro", "`deal.price` is in USD, `euro` is in EUR", "deal.price + euro"),
        ("three", "`deal.price` is in USD, `three` is a plain number", "deal.price + three"),
        ("score.muse", "they do not go together", "gain - score.muse"),
        ("week", "`nine` is in months, `week` is in weeks", "nine + week"),
        ("deal.price", "they do not go together", "deal.price * deal.price"),
        ("worth", "they do not go together", "three / worth"),
        ("euro", "they do not go together", "max(three, euro)"),
        ("euro", "they do not go together", "share(three, euro)"),
        ("zero", "`zero` may be zero", "deal.price / zero"),
        ("around_zero", "`around_zero` may be zero", "three / around_zero"),
        ("three - three", "`three - three` may be zero", "change(three - three, three)"),
        ("worth - worth", "`worth - worth` has no bound on either side", "worth - worth"),
        ("roughly + more", "only about so", "roughly + more"),
        ("vague", "is a vague amount (hundreds of billions)", "vague + deal.price"),
        ("rank", "is an ordinal", "rank + three"),
        ("model", "is a name", "model + three"),
        ("season", "no single date", "season - manifesto"),
        ("weekday", "no single calendar date", "weekday - manifesto"),
        ("early", "no single calendar date", "deal.date - early"),
        ("unreal", "no single calendar date", "deal.date - unreal"),
        ("giant", "beyond 400 digits", "giant + three"),
        ("broken", "divides by zero", "broken + three"),
        ("backwards", "runs from 2 down to 1", "backwards + three"),
        ("over_range", "a range with a bound", "over_range + three"),
        ("now", "gives only a year (2026); `year(manifesto)`", "now - manifesto"),
        ("now", "gives only a year (2026); `year(manifesto)`", "manifesto - now"),
        ("week", "cannot be counted from `manifesto`", "manifesto + week"),
        ("nine", "cannot be counted from `now`", "now + nine"),
        ("worth", "cannot be counted from", "manifesto + worth"),
        ("manifesto", "cannot be applied to the date", "manifesto + deal.date"),
        ("manifesto", "cannot be applied to the date", "three * manifesto"),
        ("manifesto", "cannot be applied to the date", "max(three, manifesto)"),
        ("manifesto", "do not give the same parts", "max(manifesto, launch)"),
        ("now", "no date that gives a month", "month(now)"),
        ("three", "no date that gives a year", "year(three)"),
        ("three", "cannot be counted in days", "days(three)"),
        ("quote", "is a text; `words(quote)`", "quote + three"),
        ("quote", "is a text; `words(quote)`", "quote"),
        ("three", "no text whose words", "words(three)"),
    ],
)
def test_what_cannot_be_computed_is_refused(part: str, reason: str, text: str):
    """A refusal names the operand and says why in words."""
    refusal = evaluate(parsed(text), VALUES)
    assert isinstance(refusal, Refusal)
    assert part == str(refusal.part) == text[slice(*refusal.part.span)]
    assert reason in refusal.reason


def test_a_refusal_points_at_its_operand():
    """The operand at fault is told by its place, where its words stand elsewhere too."""
    refusal = evaluate(parsed("score.nope + nope"), {"score.nope": count(1)})
    assert isinstance(refusal, Refusal)
    assert 13 == refusal.part.span.start


def test_a_date_does_not_leave_the_calendar():
    """Dates before the year 1 and after 9999 are refused."""
    values: dict[str, Quantity | str] = {
        "end": date("9999-12-31"),
        "month": date("9999-12"),
        "day": duration(1, "day"),
        "year": duration(1, "year"),
        "aeon": duration("1e300", "day"),
    }
    for text in ("end + day", "month + year", "end + aeon"):
        refusal = evaluate(parsed(text), values)
        assert isinstance(refusal, Refusal)
        assert "beyond the years 1 to 9999" in refusal.reason


@pytest.mark.parametrize(
    ("message", "start", "text"),
    [
        ("the expression is empty", 0, ""),
        ("the expression is empty", 2, "  "),
        ("`12` is typed by hand", 4, "a - 12"),
        ("`0.5` is typed by hand", 0, "0.5 * a"),
        ("there is no function `foo`", 0, "foo(a)"),
        ("there is no function `a.b`", 0, "a.b(a)"),
        ("`change` takes 2 operands, not 1", 0, "change(a)"),
        ("`)` is missing", 2, "(a"),
        ("`)` is missing", 6, "sum(a b)"),
        ("`)` stands where an operator or the end should", 1, "a)"),
        ("`b` stands where", 2, "a b"),
        ("the expression ends too early", 3, "a +"),
        ("an id is missing before `*`", 4, "a + * b"),
        ("an id is missing before `)`", 4, "sum()"),
        ("`“` has no meaning", 0, "“a”"),
        ("`.` has no meaning", 1, "a.-b"),
        ("`^` has no meaning", 2, "a ^ b"),
        (f"deeper than {MAX_NESTING}", MAX_NESTING, "(" * 500 + "a" + ")" * 500),
        (f"deeper than {MAX_NESTING}", MAX_NESTING, "-" * 500 + "a"),
        (f"more than {MAX_DEPTH} operations", 0, "+".join("a" * 500)),
        (f"more than {MAX_LENGTH}", MAX_LENGTH, "a" * 5000),
    ],
)
def test_what_is_no_expression_is_told_at_its_place(message: str, start: Quantity, text: str):
    """The fault of an expression has a message and the characters at fault."""
    error = parse_expression(text)
    assert isinstance(error, ExpressionError)
    assert message in error.message
    assert start == error.span.start


def test_an_expression_knows_its_names():
    """The ids stand once each, in their order, and functions are none."""
    expression = parsed("sum(b.c, a) - b.c / d.e.003")
    assert ("b.c", "a", "d.e.003") == expression.names


@given(st.text(max_size=60) | st.text("ab.()+-*/, 1sumwords", max_size=60))
def test_any_text_is_an_expression_or_an_error_in_it(text: str):
    """Whatever is written is parsed, or its fault stands within it."""
    read = parse_expression(text)
    if isinstance(read, ExpressionError):
        assert 0 <= read.span.start <= read.span.end <= len(text)
    else:
        assert all(name in text for name in read.names)


ids = st.sampled_from(list(VALUES))
expressions = st.recursive(
    ids,
    lambda inner: (
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/"]), inner).map(
            lambda parts: f"({' '.join(parts)})"
        )
        | st.tuples(
            st.sampled_from(["abs", "days", "mean", "month", "sum", "words", "years"]), inner
        ).map(lambda parts: f"{parts[0]}({parts[1]})")
    ),
    max_leaves=6,
)


@given(expressions, st.dictionaries(ids, quantities, max_size=5))
def test_every_expression_gives_a_result_or_a_reason(text: str, values: dict[str, Quantity | str]):
    """Whatever values meet in an expression, they give a result or a refusal in words."""
    result = evaluate(parsed(text), VALUES | values)
    if isinstance(result, Refusal):
        assert result.reason
        assert str(result.part) == text[slice(*result.part.span)]
    else:
        assert write(as_quantity(result))


numbers = st.decimals(-1000, 1000, allow_nan=False, places=2)
OPERATIONS = {
    "a + b": lambda a, b: a + b,
    "a - b": lambda a, b: a - b,
    "a * b": lambda a, b: a * b,
    "a / b": lambda a, b: a / b,
    "abs(a) - -b": lambda a, b: abs(a) + b,
    "sum(a, b, b)": lambda a, b: a + 2 * b,
    "mean(a, b)": lambda a, b: (a + b) / 2,
    "min(a, b) * max(a, b)": lambda a, b: min(a, b) * max(a, b),
    "share(a, b)": lambda a, b: a / b * 100,
    "change(b, a)": lambda a, b: (a - b) / b * 100,
}


def of(text: str, left: Quantity, right: Quantity):
    """What an expression gives for two quantities."""
    return evaluate(parsed(text), {"a": left, "b": right})


@given(st.sampled_from(list(OPERATIONS)), numbers, numbers)
def test_arithmetic_is_exact(text: str, one: Quantity, other: Quantity):
    """Nothing is rounded on the way: the result is that of fractions."""
    assume(other)
    result = of(text, count(one, "0.01"), count(other, "0.01"))
    assert isinstance(result, Amount)
    assert OPERATIONS[text](Fraction(one), Fraction(other)) == result.extent.point


@st.composite
def uncertain(draw: st.DrawFn):
    """A number, a range or a bound, and a number that it may stand for."""
    value = draw(numbers)
    bound = draw(st.none() | st.sampled_from([Bound.OVER, Bound.AT_LEAST, Bound.UNDER]))
    away = draw(st.decimals("0.01", 50, places=2))
    if bound is not None:
        inside = value + away if bound is not Bound.UNDER else value - away
        return count(value, "0.01", bound), Fraction(inside)
    if draw(st.booleans()):
        part = Fraction(draw(st.integers(0, 100)), 100)
        return span_of(value, value + away), Fraction(value) + Fraction(away) * part
    return count(value, "0.01"), Fraction(value)


@given(st.sampled_from(list(OPERATIONS)), uncertain(), uncertain())
def test_no_possible_result_is_left_out(text: str, one: Quantity, other: Quantity):
    """Whatever a range or a bound stands for, the result of it lies within the result."""
    result = of(text, one[0], other[0])
    if isinstance(result, Amount):
        assert OPERATIONS[text](one[1], other[1]) in result.extent


@given(uncertain(), uncertain())
def test_only_zero_and_the_unbounded_are_refused(one: Quantity, other: Quantity):
    """Numbers without a unit can be divided, unless by zero or without a bound left."""
    result = of("a / b", one[0], other[0])
    if isinstance(result, Refusal):
        assert "zero" in result.reason or "no bound" in result.reason


@given(dates(), st.integers(1, 500))
def test_a_duration_is_found_again_between_dates(start: Quantity, length: Quantity):
    """A date moved by a duration lies just that far from where it was."""
    unit = {4: "year", 7: "month", 10: "day"}[len(str(start.value))]
    moved = of("a + b", start, duration(length, unit))
    if isinstance(moved, Moment):
        assert of("a - b", as_quantity(moved), start) == computed_duration(length, unit)


def computed_duration(length: Quantity, unit: str | None):
    """A duration as a result."""
    return evaluate(parsed("a"), {"a": duration(length, unit)})


def told(stated: Quantity, text: str):
    """What is said about a stated value beside the computed one."""
    return [each.words for each in matches(stated, computed(text))]


WHOLE = "deal.price / deal.stake"


@pytest.mark.parametrize(
    ("stated", "text"),
    [
        (
            made("4.8 points", Kind.PERCENT, "4.8", "percentage_point", "0.1"),
            "score.gemini - score.muse",
        ),
        (money("$29.2 billion", "29.2e9", "1e8", Bound.ABOUT), WHOLE),
        (money("$29 billion", "29e9", "1e9", Bound.ABOUT), WHOLE),
        (money("$29 billion", "29e9", "1e9", Bound.OVER), WHOLE),
        (money("$30 billion", "30e9", "1e9", Bound.UNDER), WHOLE),
        (money("$29.2 billion", "29.2e9", "1e8", Bound.NEARLY), WHOLE),
        (money("$14.3 billion", "14.3e9", "1e8", Bound.AT_LEAST), "deal.price"),
        (money("$14.2 billion", "14.2e9", "1e8", Bound.OVER), "deal.price"),
        (money("$14.3 billion", "14.3e9", "1e8", Bound.AT_MOST), "deal.price"),
        (money("$14.4 billion", "14.4e9", "1e8", Bound.UNDER), "deal.price"),
        (money("$1 trillion", "1e12", "1e12", Bound.OVER), "worth"),
        (money("$2 billion", "2e9", "1e9", Bound.AT_MOST), "cap"),
        (count("0.02", "0.01", Bound.UNDER), "deal.price / worth"),
        (span_of("115e9", "135e9", "USD"), "capex"),
        (date("2025-04"), "manifesto + nine"),
        (bounded(date("2023-07"), Bound.ABOUT), "manifesto - about_year"),
        (duration(9, "month"), "years2 * half * half + nine - years2 * half * half"),
        (made("two years", Kind.DURATION, 2, "year"), "months(years2)"),
        (made("two thirds", Kind.FRACTION, Ratio(2, 3)), "(three - (three / three)) / three"),
        (made("twice", Kind.MULTIPLE, 2), "years2 / (years2 * half)"),
        (made("a year", Kind.DURATION, 1, "year", None), "years2 * half"),
        (count(-1, bound=Bound.ABOUT), "-half"),
    ],
)
def test_what_is_stated_rightly(stated: Quantity, text: str):
    """A value is right if it is equal, or a correct rounding, or a close and true bound."""
    assert [] == told(stated, text)


@pytest.mark.parametrize(
    ("expected", "stated", "text"),
    [
        (
            "value: 12 months stated, 11 months computed",
            duration(12, "month"),
            "deal.date - manifesto",
        ),
        (
            "scale: $143 billion stated, $14.3 billion computed",
            money("$143 billion", "143e9", "1e9"),
            "deal.price",
        ),
        (
            "sign: −11 stated, 11 computed",
            made("−11", Kind.QUANTITY, -11, None, "1"),
            "three * three + three - three / three",
        ),
        (
            "unit: percent stated, percentage point computed",
            percent("4.8", "0.1"),
            "score.gemini - score.muse",
        ),
        ("kind: an ordinal stated, a plain number computed", made("3rd", Kind.ORDINAL, 3), "three"),
        ("kind: a date stated, a plain number computed", date("2024"), "three"),
        ("kind: a plain number stated, a date computed", count(2024), "manifesto"),
        ("kind: money stated, a range computed", money("$115 billion", "115e9", "1e9"), "capex"),
        ("kind: a range stated, money computed", span_of("115e9", "135e9", "USD"), "deal.price"),
        ("precision: 2025 stated, April 2025 computed", date("2025"), "manifesto + nine"),
        ("value: 2025-05 stated, April 2025 computed", date("2025-05"), "manifesto + nine"),
        ("qualifier: exact stated, about computed", date("2023-07"), "manifesto - about_year"),
        ("qualifier: exact stated, about computed", money("$29.2 billion", "29.2e9", "1e8"), WHOLE),
        ("qualifier: exact stated, about computed", duration(1, "year"), "about_year"),
        ("qualifier: exact stated, over computed", money("$1 trillion", "1e12", "1e12"), "worth"),
        (
            "qualifier: over stated, at most computed",
            money("$2 billion", "2e9", "1e9", Bound.OVER),
            "cap",
        ),
        ("qualifier: over stated, about computed", count(0, bound=Bound.OVER), "roughly / more"),
        ("qualifier: nearly stated, exact computed", count(3, bound=Bound.NEARLY), "three"),
        (
            "qualifier: over stated, exact computed",
            bounded(span_of("115e9", "135e9", "USD"), Bound.OVER),
            "capex",
        ),
        (
            "value: about 30% stated, about 33% (from about 33.33%) computed",
            percent(30, bound=Bound.ABOUT),
            "share(three, three * three)",
        ),
        (
            "value: $29.3 billion stated, about $29.18 billion computed",
            money("$29.3 billion", "29.3e9", "1e8"),
            WHOLE,
        ),
        (
            "value: over $28 billion stated, over $29 billion (from about $29.18 billion) computed",
            money("$28 billion", "28e9", "1e9", Bound.OVER),
            WHOLE,
        ),
        (
            "value: over $14.3 billion stated, over $14.2 billion (from $14.3 billion) computed",
            money("$14.3 billion", "14.3e9", "1e8", Bound.OVER),
            "deal.price",
        ),
        (
            "value: 115e9 to 136e9 stated, $115,000,000,000 to $135,000,000,000 computed",
            span_of("115e9", "136e9", "USD"),
            "capex",
        ),
    ],
)
def test_what_is_stated_wrongly_gives_both_sides(expected: str, stated: Quantity, text: str):
    """A wrong value, unit, sign, scale, precision or qualifier is told with what was computed."""
    assert [expected] == told(stated, text)


@given(st.sampled_from(list(OPERATIONS)), numbers, numbers, st.integers(0, 4))
def test_only_the_correct_rounding_matches(text: str, one: Quantity, other: Quantity, digits: int):
    """Of all multiples of a step, "about" is right for the nearest one alone."""
    assume(other)
    result = of(text, count(one, "0.01"), count(other, "0.01"))
    assert isinstance(result, Amount)
    step = Decimal(1).scaleb(-digits)
    nearest = (result.extent.low.value / Fraction(step) + Fraction(1, 2)).__floor__()
    right = [
        steps
        for steps in range(nearest - 2, nearest + 3)
        if not matches(stated_about(steps * step, step, result), result)
    ]
    assert 1 == len(right)
    assert abs(right[0] * Fraction(step) - result.extent.low.value) * 2 <= step


def stated_about(number: Fraction, step: str | None, like: Amount):
    """About a number, in the unit of a result."""
    kind = Kind.PERCENT if like.unit else Kind.QUANTITY
    return bounded(made("", kind, number, like.unit, str(step)), Bound.ABOUT)


@given(st.sampled_from(list(OPERATIONS)), uncertain(), uncertain(), uncertain())
def test_the_message_states_what_would_match(
    text: str, one: Quantity, other: Quantity, beside: Quantity
):
    """What a message gives as the computed value is itself a right statement of it."""
    result = of(text, one[0], other[0])
    if isinstance(result, Amount):
        quantity = as_quantity(result, beside[0])
        assert [] == [each.words for each in matches(quantity, result)]
