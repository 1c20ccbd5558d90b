"""The labelled sentences of the corpus, a group for each English file."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from recogniser.readings import Label, label_of

FOLDER = Path(__file__).parents[2] / "tests" / "corpus"
OTHER_LANGUAGES = frozenset({"german", "german_held"})
# Nobody looks at these sentences while the recogniser is worked on.
HELD_BACK = frozenset({"held"})


@dataclass(frozen=True)
class Sentence:
    """A sentence with its labels as the corpus has them."""

    text: str
    quantities: list[dict[str, Any]]

    @cached_property
    def labels(self) -> list[Label]:
        """The labels in the form of `readings`, without idioms."""
        return [label_of(plain) for plain in self.quantities if plain["kind"] != "idiom"]


def load_corpora() -> dict[str, list[Sentence]]:
    """The sentences of each English file, by its name."""
    paths = sorted(FOLDER.glob("*.jsonl"))
    return {path.stem: _load(path) for path in paths if path.stem not in OTHER_LANGUAGES}


def _load(path: Path) -> list[Sentence]:
    lines = path.read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    return [Sentence(row["text"], row["quantities"]) for row in rows]
