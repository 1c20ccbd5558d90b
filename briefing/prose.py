"""Words as people write them: typographic variants, whole words and sentences."""

from __future__ import annotations

import re

from briefing.text import Span

# One character for one, so that offsets hold.
_VARIANTS = {
    "'": "‘’‚‛ʼ′",
    '"': "“”„‟″«»",
    "-": "‐‑‒–—―−",
    " ": "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000",
}
_FOLD = str.maketrans({other: plain for plain, others in _VARIANTS.items() for other in others})

# The full stop of an abbreviation ends no sentence.
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st sr jr inc ltd co corp plc vs no nos art sec fig ed eds e.g i.e cf al ca"
    " approx est u.s u.k e.u a.m p.m jan feb mar apr jun jul aug sep sept oct nov dec".split()  # noqa: SIM905 - a list of forty would fill a page
)
_SENTENCE_END = re.compile(r"""[.!?…]+["')\]]* +(?=["'(\[]*[^\W_a-z])""")
_LAST_WORD = re.compile(r"[\w.]+$")


def fold(text: str) -> str:
    """The text with typographic variants made alike, character for character.

    Curly quotes become straight, every dash a hyphen, every white space a space.
    """
    return text.translate(_FOLD)


def find_words(words: str, folded: str) -> list[Span]:
    """Where the words stand in a folded text, runs of white space counting as one space.

    They stand only where no letter or digit is cut off from them on either side.
    """
    parts = [re.escape(part) for part in fold(words).split()]
    if not parts:
        return []
    # The look-ahead finds occurrences that overlap, too.
    pattern = re.compile(f"(?=({' +'.join(parts)}))")
    spans = (Span(*match.span(1)) for match in pattern.finditer(folded))
    return [span for span in spans if not cuts_word(folded, span)]


def cuts_word(text: str, span: Span) -> bool:
    """Whether an end of the span stands inside a run of letters and digits."""
    return any(0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum() for at in span)


def sentences(text: str) -> list[Span]:
    """The sentences of a text, in order; the white space between them belongs to none."""
    folded = fold(text)
    starts, ends = [len(folded) - len(folded.lstrip(" "))], []
    for match in _SENTENCE_END.finditer(folded):
        before = _LAST_WORD.search(folded, max(0, match.start() - 12), match.start())
        if folded[match.start()] == "." and before and _is_short(before.group()):
            continue
        ends.append(len(folded[: match.end()].rstrip(" ")))
        starts.append(match.end())
    ends.append(len(folded.rstrip(" ")))
    return [Span(*pair) for pair in zip(starts, ends, strict=True) if pair[0] < pair[1]]


def sentences_around(text: str, span: Span) -> Span:
    """From the start of the first to the end of the last sentence that the span touches."""
    touched = [sentence for sentence in sentences(text) if sentence.overlaps(span)]
    return Span(touched[0].start, touched[-1].end) if touched else span


def _is_short(word: str) -> bool:
    """Whether a full stop behind the word is more likely that of an abbreviation."""
    return word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isupper())
