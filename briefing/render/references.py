"""How a template spells a fact: `fact.deal.price`, `say.deal.price`, `quote.deal.price`."""

from __future__ import annotations

from typing import Self

from markupsafe import Markup

from briefing.assemble import Entry
from briefing.prose import meant
from briefing.quantities.figures import Style
from briefing.quantities.heads import figure_under, read_head
from briefing.quantities.write import round_to, write
from briefing.render.page import Page, TemplateFault, disputed_fact


class Reference:
    """An id that is being spelled, part by part; printing it asks for the whole."""

    # What Jinja asks of everything that is called; they are no parts of an id.
    unsafe_callable = alters_data = False
    jinja_pass_arg = None

    def __init__(self, page: Page, path: str = "") -> None:
        self._page = page
        self._path = path

    def __getattr__(self, part: str) -> Self:
        """The id with one part more."""
        if part.startswith("_"):
            raise AttributeError(part)
        return self[part]

    def __getitem__(self, part: str) -> Self:
        """The id with one part more; a whole id may be given at once."""
        path = f"{self._path}.{part}" if self._path else str(part)
        if not self._page.briefing.has_prefix(path):
            raise self._page.unknown_fact(path)
        return type(self)(self._page, path)

    def __html__(self) -> Markup:
        """What is printed."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.__html__()

    def _entry(self) -> Entry:
        return self._page.entry(self._path)


class FactReference(Reference):
    """Prints the number of a fact, and its own style of it through a filter."""

    def __html__(self) -> Markup:
        """The number as the author wrote it, and the source of one side of a dispute."""
        entry = self._settled()
        if entry.id != entry.fact.id:
            return self._attributed(entry)
        return self._page.number(entry, is_alone=True)

    def position(self, source: str) -> Markup:
        """The number of one position of a dispute, with its source."""
        position = self._page.briefing.entries.get(f"{self._path}.{source}")
        if position is None:
            raise self._page.unknown_fact(f"{self._path}.{source}")
        return self._attributed(position)

    def _attributed(self, position: Entry) -> Markup:
        key = self._page.source_key(position.supports[0].source)
        return Markup("{} ({})").format(self._page.number(position, is_alone=True), key)

    def styled(self, style: Style) -> Markup:
        """The number in a style that changes its form, never its meaning."""
        entry = self._settled()
        words = write(entry.quantity, style) if entry.quantity else ""
        return self._page.number(entry, words=words, is_alone=True)

    def rounded(self, digits: int) -> Markup:
        """About the number, with so many digits behind the point of its magnitude."""
        entry = self._settled()
        if entry.quantity is None:
            return self._page.number(entry)
        coarse = round_to(entry.quantity, digits)
        return self._page.number(entry, coarse, write(coarse), is_alone=True)

    def under(self, words: str) -> Markup:
        """The figure alone, for a cell of a table whose head gives the unit: "14.3" under "$bn"."""
        entry = self._settled()
        head = read_head(words)
        figure = figure_under(entry.quantity, head) if head and entry.quantity else None
        if figure is None:
            raise self._page.fault(
                "unfit-head",
                f"no figure under “{words}” says what `{entry.id}` is: {entry.written}",
                entry.id,
                help="name a head with the unit of the fact, such as “%” or “£m”, or state the "
                "fact with its unit",
            )
        return self._page.number(entry, words=figure, is_alone=True)

    def _settled(self) -> Entry:
        entry = self._entry()
        if self._page.briefing.is_disputed(entry.id):
            place = self._page.template.origin(entry.id)
            raise TemplateFault(disputed_fact(entry.id, self._page.briefing, place))
        return entry


class SentenceReference(Reference):
    """Prints the whole sentence of a fact, and of a dispute every position."""

    def __html__(self) -> Markup:
        """The sentence, its number linked to the evidence."""
        entry, page = self._entry(), self._page
        page.mention(entry)
        positions = page.briefing.positions(entry)
        if not positions:
            return page.stated(entry)
        said = (
            Markup("{} ({})").format(page.stated(p), page.source_key(p.supports[0].source))
            for p in positions
        )
        return Markup("{} {}").format(page.question(entry), Markup("; ").join(said))


class QuotationReference(Reference):
    """Prints a verified quotation: of the first citation, or of the source that is named."""

    def __html__(self) -> Markup:
        """The quotation of the first citation."""
        return self._quotation(None)

    def __call__(self, source: str) -> Markup:
        """The quotation of the citation of one source."""
        return self._quotation(source)

    def _quotation(self, source: str | None) -> Markup:
        entry, page = self._entry(), self._page
        for support in entry.supports:
            if source is None or support.source.name.startswith(source):
                page.mention(entry)
                return page.quotation(support, entry)
        raise page.fault(
            "uncited-quotation",
            f"`{entry.id}` cites no words" + ("" if source is None else f" of a source `{source}`"),
            entry.id,
            help="quote a source that the fact cites",
        )


class NameReference:
    """`name.gemini`: prints a name of the names table."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def __getattr__(self, id_: str) -> Markup:
        """The name, marked as one."""
        if id_.startswith("_"):
            raise AttributeError(id_)
        return self[id_]

    def __getitem__(self, id_: str) -> Markup:
        """The name, marked as one."""
        names = self._page.briefing.names
        if id_ in names:
            return self._page.name(id_)
        raise self._page.fault(
            "unknown-name",
            f"no name is called `{id_}`",
            id_,
            help=meant(id_, names) or "add it to `names` in the facts file",
        )
