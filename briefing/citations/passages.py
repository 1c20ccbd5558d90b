"""The lines of a source that a citation points to: their numbers, names and sentences."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from briefing.names import Mention, NameIndex
from briefing.prose import find_words, fold, sentences
from briefing.quantities.model import Kind, Quantity
from briefing.quantities.recognise import recognise
from briefing.sources import Source
from briefing.text import Span

# These state nothing that could be taken for another number.
NO_STATEMENT = {Kind.NAME, Kind.IDIOM}
# What `find_words` never cuts in two.
ALPHANUMERIC = re.compile(r"[^\W_]+")
_WORD = re.compile(r"\S+")


class Passage:
    """Some lines of a source, read as one; all spans are offsets in the source's text."""

    def __init__(self, source: Source, first: int, last: int, mentions: Sequence[Mention]) -> None:
        self.source = source
        self.first = first
        self.last = last
        text = source.text
        self.span = Span(text.line_span(first).start, text.line_span(last).end)
        start = bisect_left(mentions, self.span.start, key=lambda mention: mention.span.start)
        end = bisect_left(mentions, self.span.end, key=lambda mention: mention.span.start)
        self.mentions = tuple(m for m in mentions[start:end] if m.span.within(self.span))

    def find(self, words: str, *, whole_words: bool = True) -> list[Span]:
        """Where the words stand here, but for typographic variants."""
        found = find_words(words, self._folded, whole_words=whole_words)
        return [span.shifted(self.span.start) for span in found]

    def is_filled_by(self, quote: Span) -> bool:
        """Whether a quote in these lines begins on the first and ends on the last of them."""
        text = self.source.text
        lines = text.position(quote.start).line, text.position(quote.end - 1).line
        return lines == (self.first, self.last)

    @cached_property
    def _folded(self) -> str:
        return fold(self.source.text.content[slice(*self.span)])

    @cached_property
    def alphanumerics(self) -> frozenset[str]:
        """Every run of letters and digits on these lines."""
        return frozenset(ALPHANUMERIC.findall(self._folded))

    @cached_property
    def quantities(self) -> tuple[tuple[Quantity, Span, Span], ...]:
        """The quantities that touch these lines: each with its span, and that with qualifier."""
        around = self._with_wrapped_lines()
        text = self.source.text.content[slice(*around)].replace("\r", " ").replace("\n", " ")
        found = (
            (q, q.span.shifted(around.start), q.whole_span.shifted(around.start))
            for q in recognise(text)
            if q.kind is not Kind.IDIOM
        )
        return tuple(each for each in found if each[2].overlaps(self.span))

    def _with_wrapped_lines(self) -> Span:
        """These lines, and a neighbour if a sentence seems to be wrapped between them.

        So a number that goes on in the next line is not taken for its first half.
        """
        text = self.source.text
        start, end = self.span
        if self.last < text.line_count and text.line(self.last + 1)[:1].islower():
            end = text.line_span(self.last + 1).end
        if self.first > 1 and text.line(self.first - 1)[-1:].islower():
            here = text.line(self.first)[:1]
            start = start if here.isupper() else text.line_span(self.first - 1).start
        return Span(start, end)

    @property
    def words(self) -> list[Span]:
        """The words of these lines."""
        return [
            Span(*match.span()) for match in _WORD.finditer(self.source.text.content, *self.span)
        ]

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of these lines."""
        text = self.source.text.content[slice(*self.span)]
        return tuple(span.shifted(self.span.start) for span in sentences(text))

    def sentences_around(self, span: Span) -> Span:
        """From the start of the first to the end of the last sentence that the span touches."""
        touched = [sentence for sentence in self.sentences if sentence.overlaps(span)]
        return Span(touched[0].start, touched[-1].end) if touched else span


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote in its place, and what it and its surroundings name."""

    index: NameIndex
    passage: Passage
    quote: Span
    quoted: tuple[Mention, ...]
    sentence: tuple[Mention, ...]
    line: tuple[Mention, ...]

    @property
    def visible(self) -> frozenset[str]:
        """Every name that the quote might be about."""
        return frozenset(mention.name for mention in self.line)

    def read_as(self, readings: Mapping[str, str]) -> Evidence:
        """The same quote with the readings of another author."""
        return read_evidence(self.index, self.passage, self.quote, readings)

    def holds(self, words: str) -> bool:
        """Whether the words of a reading stand in the quote or on its line."""
        return bool(_readings_in(self.passage, self.quote, words))

    def missing(self, about: Iterable[str]) -> tuple[str, ...]:
        """Which of the names it does not name.

        A name stands in the quote, which holds one number of its kind; or in the sentence or
        the line around it, as long as that names nothing else of the same group.
        """
        wanted = frozenset(about)
        return tuple(name for name in about if not self._names(name, wanted))

    def _names(self, name: str, about: frozenset[str]) -> bool:
        if any(mention.name == name for mention in self.quoted):
            return True
        return any(
            any(mention.name == name for mention in around)
            and not self.index.others(name, about, around)
            for around in (self.sentence, self.line)
        )


def read_evidence(
    index: NameIndex, passage: Passage, quote: Span, read_as: Mapping[str, str]
) -> Evidence:
    """What a quote and its surroundings name, with the author's readings."""
    line = _with_readings(passage, quote, read_as)
    around = passage.sentences_around(quote)
    return Evidence(
        index,
        passage,
        quote,
        tuple(mention for mention in line if mention.span.within(quote)),
        tuple(mention for mention in line if mention.span.within(around)),
        line,
    )


def _readings_in(passage: Passage, quote: Span, words: str) -> list[Span]:
    """Where the words of a reading stand: in the quote, or else on its line."""
    found = passage.find(words)
    return [span for span in found if span.within(quote)] or found


def _with_readings(
    passage: Passage, quote: Span, read_as: Mapping[str, str]
) -> tuple[Mention, ...]:
    """The names on the lines; where the author reads words as another name, that one."""
    readings = [
        Mention(name, span)
        for words, name in read_as.items()
        for span in _readings_in(passage, quote, words)
    ]
    if not readings:
        return passage.mentions
    kept = (m for m in passage.mentions if not any(m.span.overlaps(r.span) for r in readings))
    return tuple(sorted((*kept, *readings), key=lambda mention: mention.span))
