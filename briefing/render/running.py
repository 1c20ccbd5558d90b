"""The template that is running, and where it says what is just being printed."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import FrameType, TracebackType

from jinja2 import Environment

from briefing.text import Place, Text

IDENTIFIER = re.compile(r"'(\w+)'")
# What stands in front of an id as a whole, and what shows that it is only the first part of one.
BEFORE_ID = re.compile(r"(?<![\w.])(?:(?:fact|say|quote|name)\.)?\Z")
LONGEST_ROOT = len("quote.")
GOES_ON = re.compile(r"\.?\w")


@dataclass(slots=True)
class RunningTemplate:
    """A page's own template while it is rendered; `texts` are all templates by name."""

    name: str
    texts: Mapping[str, Text]
    environment: Environment
    # Lines of each template, and of its compiled code.
    lines: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    origins: set[Place] = field(default_factory=set)

    def origin(self, words: str) -> Place:
        """Where the template that is being rendered says `words`, or the line that is running."""
        name, line = self._running()
        return _find(self.texts[name], line, words)

    def next_origin(self, words: str) -> Place:
        """As `origin`; where one expression says `words` again and again, each in its turn."""
        place = self.origin(words)
        text = place.text
        end = max(text.line_span(place.start.line).end, text.content.find("}}", place.span.end))
        while place in self.origins:
            start = text.content.find(words, place.span.end, end)
            if start < 0:
                break
            place = text.place(start, start + len(words))
        self.origins.add(place)
        return place

    def _running(self) -> tuple[str, int]:
        """Template and line: the page's own template, as far as one of its lines is running."""
        frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 - as jinja2.debug does
        innermost: tuple[str, int] | None = None
        while frame is not None:
            name = frame.f_code.co_filename
            if name in self.texts:
                here = (name, self._line(name, frame.f_lineno))
                if name == self.name:
                    return here
                innermost = innermost or here
            frame = frame.f_back
        return innermost or (self.name, 1)

    def _line(self, name: str, running: int) -> int:
        """The line of a template that a line of its compiled code is of."""
        # Jinja's own way to ask parses the whole table for every number that is printed.
        if name not in self.lines:
            self.lines[name] = self.environment.get_template(name).debug_info
        lines = self.lines[name]
        behind = bisect_right(lines, running, key=lambda pair: pair[1])
        return lines[behind - 1][0] if behind else 1

    def broke_at(self, error: Exception) -> Place:
        """The line of the page's own template that led to an error, or the word it is about."""
        lines = [
            (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
            for trace in _frames(error.__traceback__)
            if trace.tb_frame.f_code.co_filename in self.texts
        ]
        lines = [line for line in lines if line[0] == self.name] or lines
        name, line = (lines or [(self.name, 1)])[-1]
        if isinstance(error, RecursionError):  # the line in the circle, not where it broke off
            [((name, line), _)] = Counter(lines).most_common(1)
        text = self.texts[name]
        whole = text.nearest_line_span(line)
        for word in IDENTIFIER.findall(str(error)):
            found = re.compile(rf"\b{word}\b").search(text.content, *whole)
            if found:
                return text.place(*found.span())
        return Place(text, whole)


def _frames(trace: TracebackType | None) -> Iterator[TracebackType]:
    while trace is not None:
        yield trace
        trace = trace.tb_next


def _find(text: Text, line: int, words: str) -> Place:
    """An id from a line on, and not where it is a part of another; else the line."""
    whole = text.nearest_line_span(line)
    at = text.content.find(words, whole.start) if words else -1
    while at >= 0:
        end = at + len(words)
        before = BEFORE_ID.search(text.content, max(0, at - LONGEST_ROOT), at)
        if before and not GOES_ON.match(text.content, end):
            return text.place(at, end)
        at = text.content.find(words, at + 1)
    return Place(text, whole)
