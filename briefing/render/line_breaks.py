"""A repair of WeasyPrint 70: lines that it breaks behind their first word for want of a space.

Where the rest of a text fits on a line but for the space at its end, as before a link or a name,
WeasyPrint takes the line for too long, finds no earlier place to break it, and leaves the first
word alone on it. A space at the end of a line takes no room (CSS Text 3, 4.1.2).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from math import inf
from typing import Any

# Layout, length, where the next line goes on (None: nowhere), width, height, baseline.
_Line = tuple[Any, int, int | None, float, float, float]


@cache
def mend_line_breaks() -> None:
    """Let WeasyPrint break lines as the standard says."""
    layout: Any = import_module("weasyprint.layout.inline")
    layout.split_first_line = _mended(layout.split_first_line)


def _mended(split_first_line: Callable[..., _Line]) -> Callable[..., _Line]:
    def split(
        text: str, style: object, context: object, room: float, *rest: object, **named: object
    ) -> _Line:
        line = split_first_line(text, style, context, room, *rest, **named)
        _, length, following, *_ = line
        if following is None or not text.endswith(" ") or b" " in text.encode()[:length].strip():
            return line
        _, _, following, width, *_ = split_first_line(
            text.rstrip(" "), style, context, room, *rest, **named
        )
        if following is not None or width > room:
            return line
        return split_first_line(text, style, context, inf, *rest, **named)

    return split
