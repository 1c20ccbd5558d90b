"""Whether the words of a page are read in the order in which they stand there.

The tags of a PDF say what is read first, and nobody sees them. So what follows stands to the right
of what it follows, or below it; two parts beside one another may be read one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate
from math import inf

from briefing.read.model import Layer
from briefing.read.pdf_geometry import Line
from briefing.read.pdf_lines import NEW_LINE, TURNED
from briefing.read.pdf_tags import Draft

FAULT = "words that are read in another order than they stand in"
# The labels of a drawing stand where what they are of is drawn.
ANYWHERE = frozenset({"label"})
SAME_LINE = 0.3  # of the height of the letters
MAX_LINES = 2_000  # of a page, that are held against one another


def order_faults(drafts: Iterable[Draft]) -> Iterator[str]:
    """Whether the words of a page are read in another order than they stand in."""
    places = [
        line.place
        for draft in drafts
        if draft.layer is Layer.BODY and draft.kind not in ANYWHERE
        for line in draft.lines
        if line.place is not None and abs(line.place.angle) < TURNED
    ]
    if len(places) > MAX_LINES or any(_go_back(places)):
        yield FAULT


def _go_back(places: list[Line]) -> Iterator[bool]:
    """For each line and each one above or beside it, whether it is read too late."""
    same_line = SAME_LINE * max((line.size for line in places), default=0.0)
    for number, (line, highest) in enumerate(zip(places, _highest_behind(places), strict=True)):
        if highest <= line.base - same_line:
            continue  # as it is nearly everywhere: all that is read later stands below
        for later in places[number + 1 :]:
            if later.base - line.base > NEW_LINE * later.size:
                apart = later.start >= line.end - later.size or later.end <= line.start + later.size
                yield not apart
            elif abs(later.base - line.base) < SAME_LINE * later.size:
                yield later.start < line.end - later.size


def _highest_behind(places: list[Line]) -> list[float]:
    """For each line, the height of the highest one that is read later."""
    heights = accumulate((line.base for line in reversed(places)), max, initial=-inf)
    return list(heights)[-2::-1]  # but for the height of all of them
