"""Values of a PDF are read in one way, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.read.pdf_syntax import DamagedPdfError, Name, Reference, Value, read_value

FIGURES = st.from_regex(r"[+-]?([0-9]{1,6}(\.[0-9]{0,3})?|\.[0-9]{1,3})", fullmatch=True)
GAPS = st.text(st.sampled_from(" \t\n\f\r\0"), min_size=1, max_size=2)


@given(st.lists(st.tuples(FIGURES, GAPS)), GAPS)
def test_an_array_of_numbers_is_read_as_among_other_values(parts: list[tuple[str, str]], gap: str):
    """Numbers alone are taken all at once, others one by one."""
    written = gap + "".join(figures + behind for figures, behind in parts)

    alone, _ = read_value(f"[{written}]".encode(), 0)
    among, _ = read_value(f"[{written}/Name]".encode(), 0)

    assert isinstance(alone, list)
    assert [*alone, Name("Name")] == among
    assert [float(figures) for figures, _ in parts] == alone


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("[1 0 R]", [Reference(1, 0)]),
        ("[1 2 0 R 3]", [1, Reference(2, 0), 3]),
        ("[1(2)3]", [1, b"2", 3]),
        ("[[1 2][3]]", [[1, 2], [3]]),
        ("[]", []),
        ("[ 1]", [1]),
        ("[1\0002]", [1, 2]),
    ],
)
def test_an_array_is_what_stands_in_it(written: str, value: Value):
    """References, texts and arrays among numbers, and a zero byte as white space."""
    assert (value, len(written)) == read_value(written.encode(), 0)


@pytest.mark.parametrize("written", ["[1-2]", "[1 2", "[1\x0b2]", "[1 % 2\n]", f"[{'1' * 16}]"])
def test_an_array_that_programs_could_read_in_two_ways_is_damaged(written: str):
    """Numbers without a space, without an end, with a comment, or longer than any."""
    with pytest.raises(DamagedPdfError):
        read_value(written.encode(), 0)
