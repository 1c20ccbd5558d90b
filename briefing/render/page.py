"""What a template sees: numbers, sentences, names and quotations that print their own proof.

    {{ fact.deal.price }}    Page.number     <data data-fact=…><a href="#e-…">…</a></data> and its hover copy
    {{ say.deal.price }}     Page.sentence   the words of `says`, with its number and names
    {{ quote.deal.price }}   Page.quotation  <q data-quote=…>
    {{ name.gemini }}        Page.name       <span data-name=…>

`Page.claim` is the only way a number is printed.
"""  # noqa: E501 - the drawing

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from markupsafe import Markup, escape

from briefing.assemble import Briefing, Entry
from briefing.citations import Support
from briefing.diagnostics import Finding
from briefing.facts.model import Wording
from briefing.prose import meant
from briefing.quantities.model import Quantity
from briefing.quantities.write import machine_value
from briefing.render.running import RunningTemplate
from briefing.sources import Source
from briefing.text import Place

SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
# "Llama 4", "Gemini 3.1 Pro": the figure is nothing without the word.
BEFORE_NUMBER, NO_BREAK = re.compile(r" (?=\d)"), "\N{NO-BREAK SPACE}"
DOUBLE_QUOTES = re.compile(r"[\"“”„]")


class TemplateFault(Exception):  # noqa: N818 - it carries a finding, and is caught by its renderer
    """A template asks for what cannot be given."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class Printed(NamedTuple):
    """A number as it was printed: `n` counts from 1 down the page, `origin` is in the template.

    `is_alone` tells that the template has put it among words of its own; a whole sentence of the
    facts file, or a row of a table about facts, moves with its words.
    """

    n: int
    entry: Entry
    origin: Place
    is_alone: bool


@dataclass(slots=True)
class Page:
    """One page while it is rendered; it remembers each number that it prints, and where.

    `places` are the ids of the places that state an entry, by the entry's id.
    """

    briefing: Briefing
    template: RunningTemplate
    printed: list[Printed] = field(default_factory=list)
    places: dict[str, list[str]] = field(default_factory=dict)
    mentioned: set[str] = field(default_factory=set)

    def number(
        self,
        entry: Entry,
        quantity: Quantity | None = None,
        words: str = "",
        *,
        is_alone: bool = False,
    ) -> Markup:
        """A number that a reader can follow to its evidence, with its hover copy behind it.

        `quantity` and `words` are the entry's own unless a style gives others.
        """
        n = self._print(entry, is_alone=is_alone)
        return Markup('{}<span class="tip" role="tooltip" id="t{}">{}</span>').format(
            self.claim(entry, quantity, words, n), n, self._tip(entry)
        )

    def claim(
        self, entry: Entry, quantity: Quantity | None = None, words: str = "", n: int | None = None
    ) -> Markup:
        """A number and what it claims; with `n` it is a place that the evidence leads back to."""
        quantity = quantity or entry.quantity
        if quantity is None:
            raise self.fault(
                "no-value",
                f"`{entry.id}` has no value that could be stated",
                entry.id,
                help=f"state it in words: {{{{ say.{entry.id} }}}}",
            )
        place = Markup(' id="n{0}" aria-describedby="t{0}"').format(n) if n else ""
        return Markup(
            '<data value="{}" data-fact="{}"><a{} class="number" href="#{}">{}</a></data>'
        ).format(machine_value(quantity), entry.id, place, entry.anchor, words or entry.written)

    def stated(self, entry: Entry) -> Markup:
        """The sentence of a fact, where a page states it and the evidence leads back to."""
        if entry.quantity is not None:
            return self.sentence(entry, self.number)
        return Markup('<span id="n{}">{}</span>').format(
            self._print(entry), self.sentence(entry, self.claim)
        )

    def _print(self, entry: Entry, *, is_alone: bool = False) -> int:
        """Remember a place that states an entry; its number in the page."""
        self.mention(entry)
        n = len(self.printed) + 1
        self.printed.append(Printed(n, entry, self.template.next_origin(entry.id), is_alone))
        self.places.setdefault(entry.id, []).append(f"n{n}")
        return n

    def printed_in_drawing(self, entry: Entry) -> str:
        """The id of a place in a drawing that states an entry."""
        return f"n{self._print(entry)}"

    def sentence(self, entry: Entry, print_number: Callable[[Entry], Markup]) -> Markup:
        """The words of `says` (or the names and the value), its number printed as given."""
        if entry.says is not None:
            return self.fill(entry.says, entry, print_number)
        subjects = Markup(", ").join(self.name(name) for name in entry.about)
        if entry.quantity is None:
            return subjects
        return Markup("{}: {}").format(subjects, print_number(entry))

    def question(self, entry: Entry) -> Markup:
        """What a dispute is about."""
        return self.fill(entry.fact.asks, entry, self.claim) if entry.fact.asks else Markup("")

    def fill(
        self, wording: Wording, entry: Entry, print_number: Callable[[Entry], Markup]
    ) -> Markup:
        """A printed text of the facts file, its slots filled."""
        parts = SLOT.split(wording.text)
        printed = [escape(parts[0])]
        for slot, words in zip(parts[1::2], parts[2::2], strict=True):
            printed += [print_number(entry) if slot == "value" else self.name(slot), escape(words)]
        return Markup("").join(printed)

    def name(self, id_: str) -> Markup:
        """A name, marked as one; its number stands on the line of the word before it."""
        name = BEFORE_NUMBER.sub(NO_BREAK, self.briefing.names[id_].name)
        return Markup('<span data-name="{}">{}</span>').format(id_, name)

    def quotation(self, support: Support, entry: Entry) -> Markup:
        """The words of a citation as they stand in its source."""
        return self.quoted(support.quoted, entry)

    def quoted(self, words: str, entry: Entry) -> Markup:
        """Words that stand on a line that the entry cites.

        Those with double quotation marks of their own have a class by which a theme can set them
        in single ones.
        """
        nested = Markup(' class="nested"') if DOUBLE_QUOTES.search(words) else ""
        return Markup('<q data-quote="{}"{}>{}</q>').format(entry.id, nested, words)

    def reference(self, support: Support) -> Markup:
        """The source and line of a citation, in words."""
        citation, source = support.citation, support.source
        lines = f"line {citation.first}"
        if citation.last != citation.first:
            lines = f"lines {citation.first}–{citation.last}"
        return Markup('<cite data-cite="{}:{}-{}">{}, {}</cite>').format(
            source.key, citation.first, citation.last, source.key, lines
        )

    def source_key(self, source: Source) -> Markup:
        """The short name of a source."""
        return Markup('<span data-source="{0}">{0}</span>').format(source.key)

    def entry(self, id_: str) -> Entry:
        """The entry that a template asks for by its id."""
        entry = self.briefing.entries.get(id_)
        if entry is None:
            raise self.unknown_fact(id_)
        return entry

    def mention(self, entry: Entry) -> None:
        """Have the evidence for an entry, and for what it is computed from, stand on the page."""
        if entry.fact.id not in self.mentioned:
            self.mentioned.add(entry.fact.id)
            for used in self.briefing.inputs(self.briefing.entries[entry.fact.id]):
                self.mention(used)

    def _tip(self, entry: Entry) -> Markup:
        """The hover copy: the quote with its source line, or what a number is computed from."""
        if entry.supports:
            support = entry.supports[0]
            return Markup("{} {}").format(self.quotation(support, entry), self.reference(support))
        return self.derivation(entry, _unlinked) or self.counted(entry)

    def counted(self, entry: Entry) -> Markup:
        """What a count has counted."""
        sources = self.briefing.counted_sources(entry)
        if not sources:
            return Markup("Counted in the facts file")
        return Markup("Counted: {}").format(Markup(", ").join(map(self.source_key, sources)))

    def derivation(self, entry: Entry, print_number: Callable[[Entry], Markup]) -> Markup | None:
        """The expression of a derived number, with the values of its operands."""
        expression = entry.expression
        if expression is None:
            return None
        printed, end = [Markup("Computed: ")], 0
        for span, operand, quoted in self.briefing.operands(entry):
            printed.append(escape(_typeset(expression.text[end : span.start])))
            printed.append(
                self.quotation(operand.supports[0], operand)
                if quoted
                else self._with_subject(operand, print_number)
            )
            end = span.end
        printed.append(escape(_typeset(expression.text[end:])))
        return Markup("").join(printed)

    def _with_subject(self, entry: Entry, print_number: Callable[[Entry], Markup]) -> Markup:
        """A number, and behind it what it is about."""
        subjects = Markup(", ").join(self.name(name) for name in entry.about)
        number = print_number(entry)
        return Markup("{} ({})").format(number, subjects) if subjects else number

    def fault(self, rule: str, message: str, words: str, help: str = "") -> TemplateFault:  # noqa: A002
        """The fault that stops this page, at the words of the template that ask for it."""
        return TemplateFault(Finding(rule, message, self.template.origin(words), help=help))

    def unknown_fact(self, path: str) -> TemplateFault:
        """The fault of an id that no fact has."""
        return self.fault(
            "unknown-fact",
            f"no fact is called `{path}`" if path else "no fact is named here",
            path,
            help=meant(path, self.briefing.entries) or "add it to the facts file",
        )


def disputed_fact(id_: str, briefing: Briefing, place: Place) -> Finding:
    """The finding on a dispute that is stated as if it were settled."""
    fact = briefing.entries[id_].fact
    key = fact.position_ids[0].removeprefix(f"{id_}.")
    return Finding(
        "disputed-fact",
        f"the sources disagree about `{id_}`, so it cannot be stated as settled",
        place,
        help=f'state one position, {{{{ fact.{id_}.position("{key}") }}}}, '
        f"or all of them, {{{{ say.{id_} }}}}",
    )


def _unlinked(entry: Entry) -> Markup:
    """A claim without a link, for a hover copy: nothing in it can be reached by keyboard."""
    assert entry.quantity is not None
    return Markup('<data value="{}" data-fact="{}">{}</data>').format(
        machine_value(entry.quantity), entry.id, entry.written
    )


def _typeset(expression: str) -> str:
    return expression.replace("-", "−").replace("*", "×").replace("/", "÷")
