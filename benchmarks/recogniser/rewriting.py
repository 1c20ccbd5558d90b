"""Read the numbers of a text that a tool has rewritten, and find where they came from."""

import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

from recogniser.readings import Reading

NUMBER = re.compile(r"(\d+(?:,\d{3})+|\d+)(\.\d+)?(?:/(\d+))?(?:(?:st|nd|rd|th|s)(?![^\W\d_]))?")
TOKEN = re.compile(rf"{NUMBER.pattern}|\d+|[^\W\d_]+|[^\w\s]")


def read_rewritten(rewrite: Callable[[str], str], text: str) -> list[Reading]:
    """Every number of the rewritten text, at the place of the words that it was made from."""
    rewritten = rewrite(text)
    before, after = list(TOKEN.finditer(text)), list(TOKEN.finditer(rewritten))
    origins = _origins([token[0] for token in before], [token[0] for token in after])
    return [
        Reading(before[first].start(), before[last - 1].end(), value)
        for token, (first, last) in zip(after, origins, strict=True)
        if (value := _number(token[0])) is not None
    ]


def _origins(before: list[str], after: list[str]) -> Iterator[tuple[int, int]]:
    """For each token behind, the tokens in front that it stands for: at least one."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, start_after, end_after in matcher.get_opcodes():
        for i in range(end_after - start_after):
            if tag == "equal":
                yield start + i, start + i + 1
            else:
                yield min(start, len(before) - 1), max(end, min(start, len(before) - 1) + 1)


def _number(token: str) -> float | None:
    match = NUMBER.fullmatch(token)
    if match is None:
        return float(token) if token.isdecimal() else None
    value = float(match[1].replace(",", "") + (match[2] or ""))
    return value / int(match[3]) if match[3] and int(match[3]) else value
