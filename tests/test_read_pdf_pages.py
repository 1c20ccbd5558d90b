"""Which text of a page each of its characters belongs to."""

from itertools import groupby
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.read import pdf_calls
from briefing.read.pdf_pages import find_texts

TEXTS = st.lists(st.tuples(st.integers(1, 4) | st.none(), st.integers(1, 20)), max_size=12)


def texts(addresses: list[int | None], characters: str) -> list[tuple[int | None, int, int]]:
    """What is found where the character at each index belongs to the text at its address."""
    with patch.object(pdf_calls, "text_at", lambda _, index: addresses[index]):
        return list(find_texts(0, characters))


def runs(addresses: list[int | None]) -> list[tuple[int | None, int, int]]:
    """The same, by asking for every character."""
    found, end = [], 0
    for address, group in groupby(addresses):
        start, end = end, end + len(list(group))
        found.append((address, start, end))
    return found


@given(TEXTS)
@example([(1, 20), (None, 1), (2, 1)])
def test_the_characters_of_a_text_stand_in_a_row(lengths: list[tuple[int | None, int]]):
    """Those between two of one text need not be asked for, wherever the text ends."""
    seen: set[int] = set()
    addresses: list[int | None] = []
    for number, (address, length) in enumerate(lengths):
        again = address in seen  # a text stands in one place alone
        addresses += [number + 10 if again else address] * length
        seen |= {address} if address else set()

    assert texts(addresses, "x" * len(addresses)) == runs(addresses)


@pytest.mark.parametrize("letter", ["א", "\u202e", "ﷺ", "\U0001e900"])
def test_a_text_may_be_parted_where_letters_are_read_from_right_to_left(letter: str):
    """There every character is asked for."""
    addresses: list[int | None] = [1, 1, 2, 1, 1, 1, 1, None, None, 3]

    assert texts(addresses, f"ab1{letter}efg\r\nx") == runs(addresses)
