"""The evidence for what a page states, as its templates print it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from briefing.assemble import Entry
from briefing.render.page import Page


@dataclass(frozen=True, slots=True)
class CitationView:
    """A citation: the source line, and the words on it."""

    reference: Markup
    quote: Markup


class EntryView:
    """An entry of the evidence, or a row of a table about facts; each part is ready to print.

    In a table of the body its numbers are places that the evidence leads back to; in the evidence
    itself (`restated`) they only point to their entry.
    """

    def __init__(self, page: Page, entry: Entry, *, restated: bool) -> None:
        self._page = page
        self._entry = entry
        self._restated = restated
        if not restated:
            page.mention(entry)

    @property
    def id(self) -> str:
        """The fact's id."""
        return self._entry.id

    @property
    def anchor(self) -> str:
        """The id that the entry's element must have in the evidence."""
        return self._entry.anchor

    @property
    def kind(self) -> str:
        """How the fact comes to its value: "stated", "derived", "dispute" and so on."""
        return self._entry.fact.kind.value

    @property
    def sentence(self) -> Markup:
        """What the fact says, with its number."""
        if self._restated:
            return self._page.sentence(self._entry, self._page.claim)
        return self._page.stated(self._entry)

    @property
    def asks(self) -> Markup:
        """The question that a dispute is about."""
        return self._page.question(self._entry)

    @property
    def stated(self) -> Markup | None:
        """For an inconsistency: the sentence with the number that the source states."""
        inconsistent = self._entry.fact.inconsistent
        if inconsistent is None:
            return None
        return self._page.stated(self._page.briefing.entries[inconsistent.stated])

    @property
    def derivation(self) -> Markup | None:
        """What a derived number is computed from."""
        return self._page.derivation(self._entry, self._page.claim)

    @property
    def counted(self) -> Markup:
        """What a count has counted."""
        return self._page.counted(self._entry)

    @property
    def citations(self) -> list[CitationView]:
        """The source lines that say so."""
        return [
            CitationView(self._page.reference(s), self._page.quotation(s, self._entry))
            for s in self._entry.supports
        ]

    @property
    def positions(self) -> list[EntryView]:
        """What each side of a dispute says."""
        return [
            EntryView(self._page, position, restated=self._restated)
            for position in self._page.briefing.positions(self._entry)
        ]

    @property
    def terms(self) -> list[Markup]:
        """For an absence: the words that no source uses."""
        claim = Markup('<span data-term="{}">{}</span>')
        return [claim.format(self._entry.id, term) for term in self._entry.fact.absent]

    @property
    def reading(self) -> Markup:
        """How the author read a pronoun or a paraphrase in the quote, if one had to be read."""
        return Markup("; ").join(
            Markup("{} is read as {}").format(
                self._page.quoted(words, self._entry), self._page.name(name)
            )
            for words, name in self._entry.read_as.items()
        )

    @property
    def statements(self) -> list[str]:
        """The ids of the places that state it, in the order of the page."""
        return list(self._page.places.get(self._entry.id, ()))


class Evidence:
    """The entries of everything that the page has mentioned so far, so iterate at its end."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def __iter__(self) -> Iterator[EntryView]:
        """The entries in the order of the facts file."""
        for id_, entry in self._page.briefing.entries.items():
            if id_ in self._page.mentioned:
                yield EntryView(self._page, entry, restated=True)


class Rows:
    """`facts_by_id`: facts as rows of a table in the body."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def __getitem__(self, id_: str) -> EntryView:
        """The row of a fact."""
        return EntryView(self._page, self._page.entry(id_), restated=False)
