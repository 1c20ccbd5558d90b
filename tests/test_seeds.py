"""The seeds are found as a regular expression finds them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.quantities.seeds import Seeds

WORDS = ("seven", "seventh", "a hundred", "hundredths", "decade-long", "a decade", "i)", "part i")
PARTS = ("ein", "und", "zwanzig", "drei")
PIECES = (*WORDS, *PARTS, "a", "hundred", "sevens", "x", " ", "-", "_", "'", "1", ")", "\x8f", "\n")


def find_by_pattern(text: str, *, parts: bool) -> list[tuple[int, str]]:
    """Where the seeds begin, found with the pattern that says what they are."""
    seeds = sorted(WORDS, key=len, reverse=True)
    compound = rf"|(?:{'|'.join(PARTS)}){{2,}}(?:ste)?" if parts else ""
    pattern = rf"[^a-z0-9_'\x8f]({'|'.join(map(re.escape, seeds))}{compound})(?![a-z\x8f])"
    return [(match.start(), match[1]) for match in re.finditer(pattern, " " + text)]


@given(st.lists(st.sampled_from(PIECES)).map("".join), st.booleans())
def test_the_automaton_finds_what_the_pattern_finds(text: str, parts: bool):  # noqa: FBT001
    """The longest seed at each gap, none in a longer word, and none that shares a gap's place."""
    seeds = Seeds(WORDS, PARTS if parts else (), ("ste",))
    assert find_by_pattern(text, parts=parts) == seeds.find(text.encode("latin-1"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("seven sevens", [(0, "seven")]),
        ("seven seven", [(0, "seven"), (6, "seven")]),
        ("a hundredths", [(2, "hundredths")]),
        ("a decade-long", [(0, "a decade")]),
        ("dreiundzwanzigste", [(0, "dreiundzwanzigste")]),
        ("(i) it", [(1, "i)")]),
        ("seven's", [(0, "seven")]),
    ],
)
def test_a_seed_is_whole(text: str, found: list[tuple[int, str]]):
    """A seed is found between gaps, with what makes it longer."""
    assert found == Seeds(WORDS, PARTS, ("ste",)).find(text.encode("latin-1"))
