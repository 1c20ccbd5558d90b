"""Find the words that say whether a number is exact, a bound, or about right."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Final, NamedTuple

from briefing.quantities import kinds
from briefing.quantities.atoms import Atom
from briefing.quantities.dates import last_word
from briefing.quantities.fast import new
from briefing.quantities.language import ByLanguage, Language
from briefing.quantities.model import Bound, Kind
from briefing.quantities.plain import AT_LEAST, AT_MOST
from briefing.quantities.shadow import Shadow
from briefing.quantities.trie import any_of

_SIGNS: Final = {
    "~": Bound.ABOUT,
    ">": Bound.OVER,
    "<": Bound.UNDER,
    ">=": Bound.AT_LEAST,
    "<=": Bound.AT_MOST,
    AT_LEAST: Bound.AT_LEAST,
    AT_MOST: Bound.AT_MOST,
}
_SIGN: Final = re.compile(rf"([<>]=|[~<>{AT_LEAST}{AT_MOST}]) ?$")
_SIGN_ENDS: Final = frozenset(sign[-1] for sign in _SIGNS)
_OPENINGS: Final = "(\"'"
_REACH: Final = 16  # how far in front of a number the last word of a qualifier begins
_INSIDE: Final = re.compile(r"[\da-z]\+[ -]")
_PLUS_FOLLOWED: Final = re.compile(r" (?:([a-z]+)|[\d$\x82])")
_LAST_LETTERS: Final = re.compile(r"[a-z]*\.?$")
_AFTER_NUMBER: Final = re.compile(r"\d $")
_AFTER_HEAD: Final = 4
QUALIFIED: Final = frozenset(Kind) - {kinds.NAME, kinds.IDIOM, kinds.ORDINAL, kinds.VAGUE}


class _Phrase(NamedTuple):
    """Qualifying words; of those that are `doubtful` others may tell that they qualify nothing."""

    words: str
    spelt: str
    bound: Bound | None
    doubtful: bool


class _Words(NamedTuple):
    """What the last words in front of a number are, and what they are with the one before them."""

    phrase: _Phrase | None
    longer: dict[str, _Words]


class _Forms:
    """How a language qualifies numbers.

    `before` and `before_dates` are the qualifiers in front by their last words, and `heads` the
    characters that begin one behind.
    """

    def __init__(self, language: Language) -> None:
        patterns = language.patterns
        after, relations = any_of(language.after), any_of(language.before_dates)
        heads = {f"{gap}{words}"[:_AFTER_HEAD] for words in language.after for gap in (" ", "-")}
        self.before = _phrases(language, language.before)
        self.before_dates = _phrases(language, _before_dates(language))
        self.after = re.compile(
            rf"[ -](?P<words>{after})(?![\w])"
            rf"|(?P<attached>{any_of(language.attached_after)})\b|(?P<plus>\+)(?![\d$\x82])"
        )
        ends = rf"[.,;:!?)\"'\n]|$| (?:{any_of(language.behind_parts)})\b"
        self.behind_noun = re.compile(
            rf"(?: [a-z]++){{1,2}}? (?P<words>{any_of(language.after_nouns)})(?={ends})"
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


_FORMS: Final = ByLanguage(_Forms)


def _phrases(language: Language, bounds: Mapping[str, Bound | None]) -> dict[str, _Words]:
    doubtful = {
        *(language.not_before.keys() | language.not_before_any.keys()),
        *(language.between_numbers | {language.patterns["up_to"]}),
    }
    phrases = (
        _Phrase(words, language.spelling.get(words, words), bound, words in doubtful)
        for words, bound in bounds.items()
    )
    return _by_last_word({tuple(phrase.words.split(" ")): phrase for phrase in phrases})


def _by_last_word(phrases: dict[tuple[str, ...], _Phrase]) -> dict[str, _Words]:
    """Phrases by their last words, those of each by the word before it, and so on."""
    table: dict[str, dict[tuple[str, ...], _Phrase]] = defaultdict(dict)
    for words, phrase in phrases.items():
        table[words[-1]][words[:-1]] = phrase
    return {last: _Words(rest.pop((), None), _by_last_word(rest)) for last, rest in table.items()}


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
    behind = _find_after(shadow, start, end, kind)
    return behind or (_find_behind_noun(shadow, start, end) if kind is kinds.QUANTITY else None)


def _find_before(shadow: Shadow, start: int, end: int, floor: int, kind: Kind) -> Qualifier | None:
    low, gap = shadow.low, start - 1
    if not start or low[gap] != " ":
        return _find_attached(shadow, start, end, floor, kind) if start else None
    is_date, forms = kind is kinds.DATE, _FORMS[shadow.language]
    known = forms.before_dates if is_date else forms.before
    reach = start - _REACH if start - floor > _REACH else floor
    first = low.rfind(" ", reach, gap) + 1 or reach
    word = low[first:gap]
    if word not in known and not word.isalpha():
        word = word.rpartition("\n")[2].lstrip(_OPENINGS)
        first = gap - len(word)
    if is_date and word == shadow.language.patterns["from"]:
        return _find_around(shadow, start, end, floor)
    if word not in known:
        return _find_sign(shadow, start, end, floor) if low[gap - 1] in _SIGN_ENDS else None
    phrase, first = _longest(low, known[word], first, floor)
    if phrase is None or (phrase.doubtful and _means_other(shadow, phrase.words, first, end, kind)):
        return None
    return new(Qualifier, (phrase.spelt, phrase.bound, first, end))


def _longest(low: str, words: _Words, first: int, floor: int) -> tuple[_Phrase | None, int]:
    """The longest phrase that the words at `first` end, and where it begins."""
    phrase, longer = words
    start = first
    while longer and first > floor and low[first - 1] == " ":
        gap = first - 1
        reach = gap - _REACH if gap - floor > _REACH else floor
        first = low.rfind(" ", reach, gap) + 1 or reach
        word = low[first:gap]
        if word not in longer and not word.isalpha():
            word = _LAST_LETTERS.findall(word)[0]  # "(more than"
            first = gap - len(word)
        if word not in longer:
            break
        found, longer = longer[word]
        if found:
            phrase, start = found, first
    return phrase, start


def _find_attached(
    shadow: Shadow, start: int, end: int, floor: int, kind: Kind
) -> Qualifier | None:
    """Such as "~5", "mid-2024"."""
    last = shadow.low[start - 1]
    if last == "-":
        return _part_of_date(shadow, start, end, floor) if kind is kinds.DATE else None
    return _find_sign(shadow, start, end, floor) if last in _SIGN_ENDS else None


def _find_sign(shadow: Shadow, start: int, end: int, floor: int) -> Qualifier | None:
    sign = _SIGN.search(shadow.low, max(floor, start - 3), start)
    if not sign:
        return None
    return Qualifier(shadow.text[slice(*sign.span(1))], _SIGNS[sign[1]], sign.start(), end)


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


def _means_other(shadow: Shadow, words: str, first: int, end: int, kind: Kind) -> bool:
    """Whether words that begin at `first` qualify nothing, for those around give another sense."""
    low, language = shadow.low, shadow.language
    before = last_word(low, first)
    if kind is kinds.QUANTITY and before in language.not_before.get(words, ()):
        return True  # "took over three firms", but "takes over three hours"
    if words == language.patterns["up_to"] and _is_reached(shadow, end, before, kind):
        return True
    if words in language.between_numbers and _AFTER_NUMBER.search(low, max(0, first - 2), first):
        return True  # "120 over 80"
    return before in language.not_before_any.get(words, ())  # "ein Vertrag über 30 Millionen"


def _is_reached(shadow: Shadow, end: int, before: str, kind: Kind) -> bool:
    """Whether "up to" says where something went ("went up to 96"), and is no bound.

    "Rose up to 40%" is one: by so much at most.
    """
    language = shadow.language
    if before in language.stand_up:  # "is up to 96 from 80"
        return _FORMS[language].from_number.match(shadow.low, end) is not None
    return before in language.moved_up or (before in language.rose_up and kind is not kinds.PERCENT)


def _find_after(shadow: Shadow, start: int, end: int, kind: Kind) -> Qualifier | None:
    low = shadow.low
    if (
        kind is not kinds.QUANTITY  # of which there is no unit inside
        and low.find("+", start, end) >= 0
        and _INSIDE.search(low, start, end)
    ):
        return Qualifier("+", Bound.AT_LEAST, start, end)  # "10+ years"
    language, forms = shadow.language, _FORMS[shadow.language]
    following = low[end : end + _AFTER_HEAD]
    if following not in forms.heads and following[:1] not in forms.heads:
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
