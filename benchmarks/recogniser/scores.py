"""Hold what a recogniser reports against the labels of a corpus.

Idioms count on neither side: to call "one of the" an idiom is to report no number.

A label is *found* by a reading that shares a character with it and has the same value. A range, or
a fraction written with two numbers, is also found by two readings that are these numbers: a tool
without ranges has read them right. A year is found by the number of that year. A vague amount has
no value, so that reading "dozens" as 12 is wrong.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, fields

from recogniser.readings import Label, Meaning, Reading, Recogniser, overlap


@dataclass
class Score:
    """Counts over sentences, which can be added up."""

    labels: int = 0
    reported: int = 0
    values: int = 0
    kinds: int = 0
    missed: int = 0
    alarms: int = 0
    exact: int = 0
    empty: int = 0
    disturbed: int = 0

    def add(self, other: "Score") -> None:
        """Count the sentences of another one, too."""
        for name in (field.name for field in fields(self)):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def precision(self, right: int) -> float:
        """The share of what is reported that is right."""
        return right / self.reported if self.reported else 0.0

    def recall(self, right: int) -> float:
        """The share of the labels that is found."""
        return right / self.labels if self.labels else 0.0

    def f1(self, right: int) -> float:
        """The harmonic mean of precision and recall."""
        both = self.labels + self.reported
        return 2 * right / both if both else 0.0


def score_sentence(
    labels: list[Label], readings: list[Reading], recogniser: Recogniser, *, claimed: bool = False
) -> Score:
    """The score of one sentence, of the kinds that the tool claims or of all."""
    is_empty = not labels
    if claimed:
        labels, readings = _only_claimed(labels, readings, recogniser.claims)
    score = Score(labels=len(labels), reported=len(readings), empty=int(is_empty))
    score.disturbed = int(is_empty and bool(readings))
    score.alarms = sum(not any(overlap(r, label) for label in labels) for r in readings)
    rest = list(readings)
    for label in labels:
        near = [reading for reading in readings if overlap(reading, label)]
        score.missed += not near
        score.exact += any(reading[:2] == label[:2] for reading in near)
        used = _finders(label, [reading for reading in near if reading in rest], recogniser)
        for reading in used:
            rest.remove(reading)
        score.values += bool(used)
        score.kinds += _are_kind(used, label, recogniser)
        score.reported -= max(0, len(used) - 1)
    return score


def total(scores: Iterable[Score]) -> Score:
    """The sum of scores."""
    added = Score()
    for score in scores:
        added.add(score)
    return added


def _only_claimed(
    labels: list[Label], readings: list[Reading], claims: frozenset[str]
) -> tuple[list[Label], list[Reading]]:
    """Without the labels of other kinds, and without what is read at their places."""
    kept = [label for label in labels if label.kind in claims]
    others = [label for label in labels if label.kind not in claims]
    free = [
        reading
        for reading in readings
        if any(overlap(reading, label) for label in kept)
        or not any(overlap(reading, label) for label in others)
    ]
    return kept, free


def _finders(label: Label, near: list[Reading], recogniser: Recogniser) -> list[Reading]:
    """The reading that gives the label's value, or the two that give its parts, or none."""
    right = [reading for reading in near if agree(label.value, reading.value)]
    if right:
        return [max(right, key=lambda reading: _are_kind([reading], label, recogniser))]
    pairs = list(zip(label.parts, near, strict=False))
    if label.parts and len(near) == len(pairs) == len(label.parts):
        return near if all(agree(part, reading.value) for part, reading in pairs) else []
    return []


def agree(expected: Meaning, read: Meaning) -> bool:
    """Whether two values are the same; floats may differ in the last digits."""
    match expected, read:
        case float(), float():
            return math.isclose(expected, read, rel_tol=1e-9)
        case (low, high), (other_low, other_high):
            return agree(low, other_low) and agree(high, other_high)
        case str(), float():
            return expected == f"{read:.0f}"
    return expected == read


def _are_kind(readings: list[Reading], label: Label, recogniser: Recogniser) -> bool:
    """Whether the kind is that of the label, as far as the tool can tell it.

    Two readings tell none: that is right only of a tool that has no such kind.
    """
    if recogniser.says is None or not readings:
        return False
    if len(readings) > 1:
        return label.kind not in recogniser.claims or label.kind in recogniser.says
    return readings[0].kind == recogniser.says.get(label.kind, label.kind)
