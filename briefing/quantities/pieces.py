"""Part a long text where no number is read across, so that it is read as fast as a short one.

What is kept of a piece stays in the caches of a processor, where a text of megabytes does not.
"""

from __future__ import annotations

import re
from typing import Final

PIECE: Final = 100_000  # characters that a piece has at least
BLANK_LINE: Final = re.compile(r"\n\r?\n")
# A line that ends a sentence, in front of one that begins another. Behind a word of so many letters
# the stop is that of the sentence: no abbreviation that a number may have is as long.
END_OF_SENTENCE: Final = re.compile(r"\n(?:(?<=[a-z]{7}\.\n)(?=[A-Z][a-z])|\r?\n)")


def pieces(text: str, end: re.Pattern[str], least: int = PIECE) -> list[tuple[int, str]]:
    """Where each piece of a text begins, and the piece, which ends where `end` does.

    Each has at least so many characters.
    """
    parts, start, last = [], 0, len(text) - least
    while start < last and (cut := end.search(text, start + least, last)):
        parts.append((start, text[start : cut.end()]))
        start = cut.end()
    return [*parts, (start, text[start:])]
