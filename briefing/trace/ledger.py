"""What the statements of a page are held against."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from briefing.assemble import Briefing, Entry
from briefing.names import Mention, NameIndex
from briefing.prose import fold
from briefing.quantities.units import MONTH_NAMES
from briefing.text import Place, Span


@dataclass(frozen=True, slots=True)
class Issue:
    """What a page may say of its own edition: its name, and its date in words and digits."""

    edition: str
    dates: tuple[str, ...]

    @classmethod
    def of(cls, edition: str, day: date) -> Issue:
        """The issue of an edition of this day."""
        return cls(edition, (date_words(day), day.isoformat()))

    def says(self, words: str) -> bool:
        """Whether the words are about this edition."""
        return words in {self.edition, *self.dates}


@dataclass(frozen=True)
class Ledger:
    """What the statements of a page are held against.

    `counted` are the entries of the figures that the page states about itself; `origins` say
    where a template asked for the element with an id, `alone` are the ids of those that it has put
    among words of its own; `today` is an ISO date.
    """

    briefing: Briefing
    issue: Issue
    page: str
    today: str
    counted: Mapping[str, Entry] = field(default_factory=dict)
    origins: Mapping[str, Place] = field(default_factory=dict)
    alone: frozenset[str] = frozenset()

    @cached_property
    def known_names(self) -> frozenset[str]:
        """Every way in which a name may be written, with typographic variants folded."""
        return frozenset(fold(form) for name in self.briefing.names.values() for form in name.forms)

    @cached_property
    def references(self) -> frozenset[str]:
        """The lines of sources that facts cite, "001:9-9"."""
        return frozenset(
            f"{support.source.key}:{support.citation.first}-{support.citation.last}"
            for entry in self.briefing.entries.values()
            for support in entry.supports
        )

    def entry(self, id_: str) -> Entry | None:
        """The entry that a page claims to state."""
        return self.briefing.entries.get(id_) or self.counted.get(id_)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the words around a number name: in its sentence, in its window, and along with it."""

    index: NameIndex
    mentions: Sequence[Mention]
    window: Span
    context: frozenset[str]

    def missing(self, about: Collection[str]) -> tuple[str, ...]:
        """Which of the names a fact is about are not named here.

        Heads and captions name it, too, unless the sentence itself names others of its group.
        """
        return tuple(
            name
            for name in self.index.missing(about, self.mentions, self.window)
            if name not in self.context or self.index.others(name, about, self.mentions)
        )

    @property
    def named(self) -> frozenset[str]:
        """Everything that is named here at all."""
        return self.context | {mention.name for mention in self.mentions}


def date_words(day: date) -> str:
    """A day as people write it: "21 November 2026"."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
