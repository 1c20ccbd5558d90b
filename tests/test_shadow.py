"""The shadow leaves out what nobody sees, and leads back to where the rest stands."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.quantities.language import ENGLISH
from briefing.quantities.recognise import recognise
from briefing.quantities.shadow import cast

UNSEEN = ("\u00ad", "\u200b", "\ufe0f", "\u20e3", "\U000e0031")
SEEN = ("5", "a", " ", "\n", "\u20ac", "\u00e9", "\u2019", "\x8b", "\r", "\ud800", "\U0001f600")


@given(st.lists(st.sampled_from([*UNSEEN, *SEEN])))
@example(["\r", "\u00ad", "\n"])
@example(["\u2019"] * 3000)
@example([*"5 " * 1000, "\u00ad", *"\u20ac5" * 1000])
def test_each_character_that_is_seen_keeps_its_place(characters: list[str]):
    """Also beside others that are not, and where the text is broken by CR LF."""
    text = "".join(characters)
    shadow = cast(text, ENGLISH)
    seen = [
        at
        for at, character in enumerate(text)
        if character not in UNSEEN and text[at : at + 2] != "\r\n"
    ]
    assert "".join(text[at] for at in seen) == shadow.text
    assert len(shadow.text) == len(shadow.plain) == len(shadow.low)
    if shadow.gaps:
        assert seen == [shadow.gaps.original(offset) for offset in range(len(shadow.text))]


@pytest.mark.parametrize(
    "text",
    ["5 per\r\ncent", "5 p\u00ader cent", "5\ufe0f\u20e3 per cent", "\u200b5 per\u200b cent"],
)
def test_a_number_is_read_across_what_nobody_sees(text: str):
    """Its span holds what stands in between."""
    (number,) = recognise(text)
    assert number.unit == "percent"
    assert text.lstrip("\u200b") == number.written
