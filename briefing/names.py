"""Which names a text names, and whether it names what a fact is about."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from briefing.prose import end_of_words, fold, lowered
from briefing.text import Span

# All the names that a fact is about.
About = frozenset[str]

_WORD = re.compile(r"\w+")
_SPACES = re.compile(" +")
# Behind a form, a digit after a full stop or comma belongs to it: "GPT-5" is not in "GPT-5.4".
_END = re.compile(r"(?!\w|[.,]\d)")
_START = re.compile(r"(?<!\w)(?<!\d[.,])")


class Named(Protocol):
    """What has an id, a group and written forms."""

    @property
    def id(self) -> str:
        """What it is called in the facts file."""

    @property
    def group(self) -> str:
        """What kind of thing it is."""

    @property
    def forms(self) -> tuple[str, ...]:
        """Every way in which it may be written."""


class Mention(NamedTuple):
    """A place in a text that names something."""

    name: str  # its id
    span: Span


class _Form(NamedTuple):
    """A written form in its parts between spaces, and the id of what it names."""

    name: str
    parts: tuple[str, ...]
    before: int  # characters in front of the first word
    in_any_case: bool
    length: int


class NameIndex:
    """Finds the names of a facts file in texts.

    A form stands for its name as whole words, with typographic variants; a form all in lower
    case also with capitals. Where forms overlap, the longest counts. `groups` maps the ids to
    their groups.
    """

    def __init__(self, names: Mapping[str, Named]) -> None:
        self.groups = {name.id: name.group for name in names.values()}
        self._forms: dict[str, list[_Form]] = {}
        for name in names.values():
            for form in name.forms:
                self._add(name.id, form)
        for forms in self._forms.values():
            forms.sort(key=lambda form: -form.length)

    def _add(self, name: str, written: str) -> None:
        form = _SPACES.sub(" ", fold(written)).strip()
        first = _WORD.search(form)
        if first is None:
            return
        parts = tuple(form.split(" "))
        entry = _Form(name, parts, first.start(), form == form.lower(), len(form))
        self._forms.setdefault(lowered(first.group()), []).append(entry)

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """What the text names, in the order of the text, with the places."""
        folded = fold(text)
        low = lowered(folded)
        found: list[Mention] = []
        words = self._forms.keys() & _WORD.findall(low)  # few of all that a text has
        for start, word in sorted((at, own) for own in words for at in _places(low, own)):
            if mention := self._at(folded, low, start, self._forms[word]):
                _keep_longest(found, mention)
        return tuple(found)

    def _at(self, folded: str, low: str, word: int, forms: Iterable[_Form]) -> Mention | None:
        """The longest form whose first word begins there."""
        for form in forms:
            start = max(0, word - form.before)
            end = end_of_words(form.parts, low if form.in_any_case else folded, start)
            if end is not None and _START.match(folded, start) and _END.match(folded, end):
                return Mention(form.name, Span(start, end))
        return None

    def missing(
        self,
        about: Collection[str],
        mentions: Sequence[Mention],
        window: Span | None = None,
    ) -> tuple[str, ...]:
        """Which of the names `about` a statement does not name.

        `mentions` are those of its sentence (or quote, or row with its heads). A name is named if
        it is mentioned; where others of its group are mentioned that the statement is not about,
        only if it is mentioned within the window. Without a window, the whole sentence counts.
        """
        return tuple(name for name in about if not self._names(name, about, mentions, window))

    def _names(
        self,
        name: str,
        about: Collection[str],
        mentions: Sequence[Mention],
        window: Span | None,
    ) -> bool:
        own = [mention for mention in mentions if mention.name == name]
        if window is None or not self.others(name, about, mentions):
            return bool(own)
        return any(mention.span.within(window) for mention in own)

    def others(
        self, name: str, about: Collection[str], mentions: Iterable[Mention]
    ) -> tuple[Mention, ...]:
        """The mentions of the name's group that are not of anything in `about`."""
        group = self.groups.get(name)
        return tuple(
            m for m in mentions if self.groups.get(m.name) == group and m.name not in about
        )


def by_rarest(abouts: Iterable[About]) -> dict[str, list[About]]:
    """What facts are about, by the name in it that the fewest share; "" where it is nothing.

    So a fact is held against the few others that the words around it may name, and not against
    all.
    """
    abouts = list(abouts)
    counts = Counter(name for about in abouts for name in about)
    found: dict[str, list[About]] = defaultdict(list)
    for about in abouts:
        found[min(about, key=lambda name: (counts[name], name), default="")].append(about)
    return found


def window(number: Span, others: Iterable[Span], sentence: Span) -> Span:
    """Where a sentence must name what its number is about, if it names several of a kind.

    From the end of the number before it to the start of the number behind it.
    """
    others = tuple(others)
    start = max((o.end for o in others if o.end <= number.start), default=sentence.start)
    end = min((o.start for o in others if o.start >= number.end), default=sentence.end)
    return Span(start, end)


def _places(text: str, word: str) -> Iterator[int]:
    """Where a word stands in a text, also as a part of another one."""
    start = text.find(word)
    while start >= 0:
        yield start
        start = text.find(word, start + len(word))


def _keep_longest(found: list[Mention], mention: Mention) -> None:
    """Add the mention, unless one at least as long overlaps it."""
    overlapping = [other for other in found[-2:] if other.span.overlaps(mention.span)]
    if all(_length(other) < _length(mention) for other in overlapping):
        for other in overlapping:
            found.remove(other)
        found.append(mention)


def _length(mention: Mention) -> int:
    return mention.span.end - mention.span.start
