"""Streams of a PDF are unpacked to what was packed, whatever way their tables are predicted in."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.read.pdf_streams import Stream
from briefing.read.pdf_syntax import DamagedPdfError, Value

ROW, FROM_ABOVE, FROM_THE_LEFT = 0, 2, 1


def packed(rows: list[tuple[int, bytes]], **parameters: Value) -> Stream:
    """A stream of rows that stand behind the way in which each is predicted."""
    content = b"".join(bytes([kind]) + row for kind, row in rows)
    attributes: dict[str, Value] = {"Filter": "FlateDecode", "DecodeParms": dict(parameters)}
    return Stream(attributes, zlib.compress(content))


def predicted(rows: list[bytes], kinds: list[int]) -> list[tuple[int, bytes]]:
    """The rows as PNG has them: as they are, or as what each byte differs from that above it."""
    above = [bytes(len(rows[0])), *rows]
    return [
        (kind, bytes((a - b) % 256 for a, b in zip(row, other, strict=True)) if kind else row)
        for row, other, kind in zip(rows, above, kinds, strict=False)
    ]


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[bytes], list[int]]:
    """Rows of one length, and the way in which each is predicted."""
    length = draw(st.integers(1, 6))
    rows = draw(st.lists(st.binary(min_size=length, max_size=length), min_size=1, max_size=9))
    kinds = st.lists(st.sampled_from([ROW, FROM_ABOVE]), min_size=len(rows), max_size=len(rows))
    return rows, draw(kinds)


@given(tables())
def test_a_table_is_what_it_was_before_it_was_predicted(table: tuple[list[bytes], list[int]]):
    """Each row may be predicted in a way of its own."""
    rows, kinds = table

    stream = packed(predicted(rows, kinds), Predictor=12, Columns=len(rows[0]))

    assert b"".join(rows) == stream.unpack()


@pytest.mark.parametrize(
    ("rows", "parameters", "problem"),
    [
        ([(FROM_THE_LEFT, b"abc")], {"Predictor": 11, "Columns": 3}, "row 1"),
        ([(FROM_ABOVE, b"abc"), (FROM_ABOVE, b"ab")], {"Predictor": 12, "Columns": 3}, "a row"),
        ([(ROW, b"abc")], {"Predictor": 12, "Columns": 10**30}, "within a row"),
        ([(ROW, b"abc")], {"Predictor": 12, "Columns": 0}, "Predictor"),
        ([(ROW, b"abc")], {"Predictor": 2, "Columns": 3}, "Predictor"),
        ([(ROW, b"abc")], {"Predictor": 12, "Columns": 3, "Colors": 1}, "Predictor"),
    ],
)
def test_a_table_that_programs_could_read_in_two_ways_is_damaged(
    rows: list[tuple[int, bytes]], parameters: dict[str, Value], problem: str
):
    """What is not predicted row by row, and what ends too early."""
    with pytest.raises(DamagedPdfError, match=problem):
        packed(rows, **parameters).unpack()


def test_a_table_without_rows_is_empty():
    """However long its rows are said to be: no memory is taken for them."""
    assert packed([], Predictor=12, Columns=10**30).unpack() == b""
