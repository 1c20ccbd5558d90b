"""Find the words that say whether a number is exact, a bound, or about right."""

from __future__ import annotations

import re
from typing import NamedTuple

from briefing.quantities import kinds
from briefing.quantities.atoms import Atom
from briefing.quantities.beside import by_last_word
from briefing.quantities.language import ByLanguage, Language
from briefing.quantities.model import Bound, Kind
from briefing.quantities.plain import AT_LEAST, AT_MOST
from briefing.quantities.shadow import Shadow
from briefing.quantities.trie import any_of

_SIGNS = {
    "~": Bound.ABOUT,
    ">": Bound.OVER,
    "<": Bound.UNDER,
    ">=": Bound.AT_LEAST,
    "<=": Bound.AT_MOST,
    AT_LEAST: Bound.AT_LEAST,
    AT_MOST: Bound.AT_MOST,
}
_SIGN = re.compile(rf"([<>]=|[~<>{AT_LEAST}{AT_MOST}]) ?$")
_SIGN_ENDS = frozenset(sign[-1] for sign in _SIGNS)
_MAY_QUALIFY = _SIGN_ENDS | {" ", "-"}
_NEVER_QUALIFY = frozenset(",;:)]")
_REACH = 16  # how far in front of a number the last word of a qualifier begins
_INSIDE = re.compile(r"[\da-z]\+[ -]")
_PLUS_FOLLOWED = re.compile(r" (?:([a-z]+)|[\d$\x82])")
_AFTER_NUMBER = re.compile(r"\d $")
_AFTER_HEAD = 4
QUALIFIED = frozenset(Kind) - {kinds.NAME, kinds.IDIOM, kinds.ORDINAL, kinds.VAGUE}


class _Forms:
    """How a language qualifies numbers.

    `in_front` are the qualifiers by their last words, and `heads` the characters that begin one
    behind.
    """

    def __init__(self, language: Language) -> None:
        patterns = language.patterns
        before_dates = _before_dates(language)
        known = (*language.before, *before_dates)
        most_words = max(len(words.split()) for words in known)
        after, relations = any_of(language.after), any_of(language.before_dates)
        heads = {f"{gap}{words}"[:_AFTER_HEAD] for words in language.after for gap in (" ", "-")}
        self.before_dates = before_dates
        self.in_front = by_last_word((*known, patterns["from"]))
        self.words_before = re.compile(rf"(?:[a-z]++\.? ){{0,{most_words}}}+$")
        self.after = re.compile(
            rf"[ -](?P<words>{after})(?![\w])"
            rf"|(?P<attached>{any_of(language.attached_after)})\b|(?P<plus>\+)(?![\d$\x82])"
        )
        ends = rf"[.,;:!?)\"'\n]|$| (?:{any_of(language.behind_parts)})\b"
        self.behind_noun = re.compile(
            rf"(?: [a-z]+){{1,2}}? (?P<words>{any_of(language.after_nouns)})(?={ends})"
        )
        self.heads = frozenset({*heads, "+", *(words[0] for words in language.attached_after)})
        self.part_of_date = re.compile(
            rf"(?:\b({relations}) )?\b({any_of(language.parts_of_dates)})-$"
        )
        self.longest_part = (
            max(map(len, language.before_dates)) + max(map(len, language.parts_of_dates)) + 3
        )
        self.from_ = re.compile(rf"(?<![a-z]){patterns['from']} $")
        self.onwards = re.compile(patterns["onwards"])
        self.from_number = re.compile(patterns["from_number"])


_FORMS = ByLanguage(_Forms)


def _before_dates(language: Language) -> dict[str, Bound | None]:
    """What qualifies a date; in "since early", "by about" a relation goes before what else does."""
    around = dict.fromkeys(language.parts_of_dates) | {
        words: language.before[words] for words in language.around_dates
    }
    return (
        around
        | language.before_dates
        | {
            f"{relation} {words}": bound
            for relation, bound in language.before_dates.items()
            for words in around
        }
    )


class Qualifier(NamedTuple):
    """The qualifying words, what they do, and where number and words begin and end."""

    words: str
    bound: Bound | None
    start: int
    end: int


def find_qualifier(shadow: Shadow, atom: Atom, floor: int) -> Qualifier | None:
    """The qualifier in front of what was read, else the one behind it, unless that is alone."""
    start, end, kind, _, _, _, _, alone, _ = atom
    before = _find_before(shadow, start, end, floor, kind)
    if before or alone or kind is kinds.DATE:
        return before
    behind = _find_after(shadow, start, end)
    return behind or (_find_behind_noun(shadow, start, end) if kind is kinds.QUANTITY else None)


def _find_before(shadow: Shadow, start: int, end: int, floor: int, kind: Kind) -> Qualifier | None:
    low, gap = shadow.low, start - 1
    last = low[gap:start]
    before = low[gap - 1 : gap] if last == " " else last
    if last not in _MAY_QUALIFY or before in _NEVER_QUALIFY:
        return None
    if before in _SIGN_ENDS and (sign := _SIGN.search(low, max(floor, start - 3), start)):
        return Qualifier(shadow.text[slice(*sign.span(1))], _SIGNS[sign[1]], sign.start(), end)
    if last == "-":
        return _part_of_date(shadow, start, end, floor) if kind is kinds.DATE else None
    reach = max(floor, start - _REACH)
    first = low.rfind(" ", reach, gap) + 1
    last = low[first or reach : gap].rpartition("\n")[2]
    phrases = _FORMS[shadow.language].in_front.get(last.lstrip("(\"'"))
    if phrases is None or not low.endswith(phrases, floor, start):
        return None
    if kind is kinds.DATE and last == shadow.language.patterns["from"]:
        return _find_around(shadow, start, end, floor)
    return _longest_before(shadow, start, end, floor, kind)


def _part_of_date(shadow: Shadow, start: int, end: int, floor: int) -> Qualifier | None:
    """Such as "mid-2024", "since mid-2024"."""
    language, forms = shadow.language, _FORMS[shadow.language]
    part = forms.part_of_date.search(shadow.low, max(floor, start - forms.longest_part), start)
    if not part:
        return None
    words = " ".join(language.spelling.get(words, words) for words in part.groups() if words)
    return Qualifier(words, language.before_dates.get(part[1]), part.start(), end)


def _find_around(shadow: Shadow, start: int, end: int, floor: int) -> Qualifier | None:
    """Such as "from July 2024 on"; "from July 2024" alone says nothing of the days behind it."""
    forms = _FORMS[shadow.language]
    before = forms.from_.search(shadow.low, max(floor, start - 6), start)
    behind = forms.onwards.match(shadow.low, end)
    if not before or not behind:
        return None
    return Qualifier(f"from …{behind[0]}", Bound.AT_LEAST, before.start(), behind.end())


def _longest_before(
    shadow: Shadow, start: int, end: int, floor: int, kind: Kind
) -> Qualifier | None:
    low, language, forms = shadow.low, shadow.language, _FORMS[shadow.language]
    match = forms.words_before.search(low, max(floor, start - 48), start)
    words = match[0].split() if match else []
    known = forms.before_dates if kind is kinds.DATE else language.before
    counted = kind is kinds.QUANTITY
    for first in range(len(words)):
        phrase = " ".join(words[first:])
        if phrase not in known:
            continue
        if first and counted and words[first - 1] in language.not_before.get(phrase, ()):
            return None  # "took over three firms", but "takes over three hours"
        if (
            first
            and phrase == language.patterns["up_to"]
            and _is_reached(shadow, end, words[first - 1], kind)
        ):
            return None
        if phrase in language.between_numbers and _AFTER_NUMBER.search(
            low, max(0, start - len(phrase) - 3), start - len(phrase) - 1
        ):
            return None  # "120 over 80"
        if first and words[first - 1] in language.not_before_any.get(phrase, ()):
            return None  # "ein Vertrag über 30 Millionen"
        words_ = language.spelling.get(phrase, phrase)
        return Qualifier(words_, known[phrase], start - len(phrase) - 1, end)
    return None


def _is_reached(shadow: Shadow, end: int, before: str, kind: Kind) -> bool:
    """Whether "up to" says where something went ("went up to 96"), and is no bound.

    "Rose up to 40%" is one: by so much at most.
    """
    language = shadow.language
    if before in language.stand_up:  # "is up to 96 from 80"
        return _FORMS[language].from_number.match(shadow.low, end) is not None
    return before in language.moved_up or (before in language.rose_up and kind is not kinds.PERCENT)


def _find_after(shadow: Shadow, start: int, end: int) -> Qualifier | None:
    low = shadow.low
    if low.find("+", start, end) >= 0 and _INSIDE.search(low, start, end):
        return Qualifier("+", Bound.AT_LEAST, start, end)  # "10+ years"
    language, forms = shadow.language, _FORMS[shadow.language]
    if low[end : end + _AFTER_HEAD] not in forms.heads and low[end : end + 1] not in forms.heads:
        return None
    match = forms.after.match(low, end)
    if not match:
        return None
    words = match["words"]
    if words is None:
        bound = Bound.AT_LEAST if match["plus"] else Bound.ABOUT
        return Qualifier(match[0], bound, start, match.end())
    if words == language.patterns["plus"] and not _ends_with_plus(shadow, match):
        return None
    spelt = language.spelling.get(words, words)
    return Qualifier(spelt, language.after[words], start, match.end())


def _find_behind_noun(shadow: Shadow, start: int, end: int) -> Qualifier | None:
    """Such as "14 km or so", "200 clinics and counting"."""
    behind = _FORMS[shadow.language].behind_noun.match(shadow.low, end)
    if not behind:
        return None
    words = behind["words"]
    spelt = shadow.language.spelling.get(words, words)
    return Qualifier(spelt, shadow.language.after[words], start, behind.end())


def _ends_with_plus(shadow: Shadow, match: re.Match[str]) -> bool:
    """Whether "plus" belongs to the number in front, and adds nothing to it."""
    followed = _PLUS_FOLLOWED.match(shadow.low, match.end())
    return not followed or (
        followed[1] is not None and followed[1] not in shadow.language.after_plus
    )
