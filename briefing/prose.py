"""Words as people write them: typographic variants, whole words and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from briefing.text import Span

# One character for one, so that offsets hold.
_VARIANTS = {
    "'": "‘’‚‛ʼ′",
    '"': "“”„‟″«»",
    "-": "‐‑‒–—―−",
    " ": "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000",
}
_FOLD = {other: plain for plain, others in _VARIANTS.items() for other in others}
_FOLD_ASCII = str.maketrans(_FOLD)

# Words that a number follows, and that end a sentence otherwise.
_BEFORE_NUMBER = frozenset({"no", "nos", "art", "sec", "fig", "ca", "st"})
# The full stop of an abbreviation ends no sentence.
_ABBREVIATION = re.compile(
    r"mr|mrs|ms|dr|prof|sr|jr|inc|ltd|corp|plc|vs|eds?|e\.g|i\.e|cf|approx|u\.s|u\.k|e\.u"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
# Behind an omission nothing goes on. The first sign stands in front of both ways: so it is found in
# a tenth of the time.
_SENTENCE_END = re.compile(
    r"""[.!?…[](?:(?<!\[)[.!?…]*["')\]]* +(?=["'(\[]*[^\W_a-z])|(?<=\[)…\] *)"""
)
_LAST_WORD = re.compile(r"[\w.]+$")


def fold(text: str) -> str:
    """The text with typographic variants made alike, character for character.

    Curly quotes become straight, every dash a hyphen, every white space a space.
    """
    if text.isascii():
        return text.translate(_FOLD_ASCII)
    # Of any other text, Python asks for each character.
    for variant in _FOLD.keys() & set(text):
        text = text.replace(variant, _FOLD[variant])
    return text


def lowered(text: str) -> str:
    """The text in lower case, character for character."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def plain_form(form: str) -> str:
    """A written form with all of its variants made alike: typography, capitals and white space."""
    return " ".join(fold(form).lower().split())


def find_words(words: str, folded: str, *, whole_words: bool = True) -> list[Span]:
    """Where the words stand in a folded text, runs of white space counting as one space.

    Whole words stand only where no letter or digit is cut off from them on either side.
    """
    # Not a regular expression: each quote is looked for once, and compiling takes far longer.
    parts = fold(words).split()
    found = []
    at = folded.find(parts[0]) if parts else -1
    while at >= 0:
        end = end_of_words(parts, folded, at)
        if end is not None and not (whole_words and cuts_word(folded, Span(at, end))):
            found.append(Span(at, end))
        at = folded.find(parts[0], at + 1)
    return found


def end_of_words(words: Sequence[str], folded: str, at: int) -> int | None:
    """Where the words end that begin at `at`, with spaces between them; None where others do."""
    if not folded.startswith(words[0], at):
        return None
    at += len(words[0])
    for word in words[1:]:
        end = at
        while folded.startswith(" ", at):
            at += 1
        if at == end or not folded.startswith(word, at):
            return None
        at += len(word)
    return at


def cuts_word(text: str, span: Span) -> bool:
    """Whether an end of the span stands inside a run of letters and digits."""
    return any(0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum() for at in span)


def sentences(text: str) -> list[Span]:
    """The sentences of a text, in order; the white space between them belongs to none."""
    folded = fold(text)
    starts, ends = [len(folded) - len(folded.lstrip(" "))], []
    for match in _SENTENCE_END.finditer(folded):
        before = _LAST_WORD.search(folded, max(0, match.start() - 12), match.start())
        following = folded[match.end() : match.end() + 1]
        if folded[match.start()] == "." and before and _is_short(before.group(), following):
            continue
        ends.append(len(folded[: match.end()].rstrip(" ")))
        starts.append(match.end())
    ends.append(len(folded.rstrip(" ")))
    return [Span(*pair) for pair in zip(starts, ends, strict=True) if pair[0] < pair[1]]


def _is_short(word: str, following: str) -> bool:
    """Whether a full stop behind the word is more likely that of an abbreviation."""
    low = word.lower()
    initial = len(word) == 1 and word.isupper() and word != "I"
    return (
        bool(_ABBREVIATION.fullmatch(low))
        or initial
        or (low in _BEFORE_NUMBER and following.isdigit())
    )


def meant(word: str, known: Iterable[str]) -> str:
    """The help for a word that is none of the known: the one that was probably meant."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"did you mean `{close[0]}`?" if close else ""
