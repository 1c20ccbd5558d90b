"""In which ways a page can be shown: on screen or in print, wide or narrow, light or dark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from briefing.read.css_values import Measure, Node, Tokens, bare, length

_DISCRETE = {
    "prefers-color-scheme": ("light", "dark"),
    "prefers-reduced-motion": ("no-preference", "reduce"),
    "prefers-contrast": ("no-preference", "more", "less", "custom"),
    "forced-colors": ("none", "active"),
    "hover": ("hover", "none"),
    "any-hover": ("hover", "none"),
    "pointer": ("fine", "coarse", "none"),
    "any-pointer": ("fine", "coarse", "none"),
    "orientation": ("landscape", "portrait"),
}
_ALWAYS = "prefers-color-scheme"  # varied even where no rule asks: the page's ground depends on it
_USUAL_WIDTHS = (1280.0, 360.0)
_MOST_MODES = 256


class UnknownMedia(ValueError):  # noqa: N818 - it names the thing
    """A media query outside the subset that is read."""


@dataclass(frozen=True, slots=True)
class Mode:
    """One way to show the page; `active` when everything is hovered, focused and opened."""

    medium: str
    width: float
    features: Mapping[str, str]
    active: bool

    @property
    def dark(self) -> bool:
        """Whether the reader prefers dark colours."""
        return self.features[_ALWAYS] == "dark"


@dataclass(frozen=True, slots=True)
class Condition:
    """One parenthesis of a query: a feature with a value, or a bound for the width."""

    feature: str
    value: str = ""
    low: float | None = None
    high: float | None = None
    strict: bool = False

    def holds(self, mode: Mode) -> bool:
        """Whether the mode fulfils it."""
        if self.feature != "width":
            return mode.features.get(self.feature) == self.value
        if self.low is not None:
            return mode.width > self.low if self.strict else mode.width >= self.low
        if self.high is not None:
            return mode.width < self.high if self.strict else mode.width <= self.high
        return False


@dataclass(frozen=True, slots=True)
class Query:
    """One media query."""

    negated: bool
    medium: str
    conditions: tuple[Condition, ...]

    def holds(self, mode: Mode) -> bool:
        """Whether the mode fulfils it."""
        fits = self.medium in {"all", mode.medium} and all(c.holds(mode) for c in self.conditions)
        return fits != self.negated


Media = tuple[Query, ...]  # any of them; none at all holds always


def parse_media(tokens: Iterable[Node]) -> Media:
    """The queries of an @media rule; raises UnknownMedia for what is outside the subset."""
    groups: list[list[Node]] = [[]]
    for node in bare(tokens):
        if node == ",":
            groups.append([])
        else:
            groups[-1].append(node)
    if groups == [[]]:
        return ()
    return tuple(_query(group) for group in groups)


def _query(tokens: list[Node]) -> Query:
    """[not | only] MEDIUM and (CONDITION) and …, or conditions alone."""
    words = [node.lower_value if node.type == "ident" else node for node in tokens]
    negated = words[:1] == ["not"]
    if words and str(words[0]) in {"not", "only"}:
        words = words[1:]
        if not words or not isinstance(words[0], str):
            raise UnknownMedia("a query that negates a condition")
    medium = "all"
    if words and isinstance(words[0], str):
        medium = words[0]
        if medium not in {"all", "screen", "print"}:
            raise UnknownMedia(f"the medium {medium}")
    else:
        words = [medium, "and", *words]
    if len(words) % 2 == 0 or any(word != "and" for word in words[1::2]):
        raise UnknownMedia("conditions that are not joined by `and`")
    conditions: list[Condition] = []
    for word in words[2::2]:
        if isinstance(word, str) or word.type != "() block":
            raise UnknownMedia("a condition without parentheses")
        conditions += _condition(bare(word.content))
    return Query(negated, medium, tuple(conditions))


def _condition(tokens: Tokens) -> list[Condition]:
    signs = [node.value if node.type == "literal" else node.type for node in tokens]
    names = [getattr(node, "lower_value", "") for node in tokens]
    if signs == ["ident", ":", "ident"] and names[2] in _DISCRETE.get(names[0], ()):
        return [Condition(names[0], names[2])]
    is_pair = len(tokens) == 3 and signs[:2] == ["ident", ":"]  # noqa: PLR2004
    if is_pair and names[0] in {"min-width", "max-width"}:
        bound = length(tokens[2])
        if bound is not None:
            low = names[0] == "min-width"
            return [Condition("width", low=bound) if low else Condition("width", high=bound)]
    if "width" in names:
        return _range(tokens, signs, names.index("width"))
    raise UnknownMedia(f"the condition ({' '.join(str(t.serialize()) for t in tokens)})")


def _range(tokens: Tokens, signs: list[str], at: int) -> list[Condition]:
    """Conditions such as (width <= 600px) and (400px <= width < 900px)."""
    found: list[Condition] = []
    before, behind = tokens[:at], tokens[at + 1 :]
    for side, turned in ((before, True), (behind, False)):
        if not side:
            continue
        operator = "".join(t.value for t in side if t.type == "literal")
        values = [t for t in side if t.type != "literal"]
        bound = length(values[0], Measure()) if len(values) == 1 else None
        if bound is None or operator not in {"<", ">", "<=", ">="}:
            raise UnknownMedia(f"the range {' '.join(signs)}")
        strict = len(operator) == 1
        if (operator[0] == "<") != turned:
            found.append(Condition("width", high=bound, strict=strict))
        else:
            found.append(Condition("width", low=bound, strict=strict))
    if not found:
        raise UnknownMedia("a width of any size")
    return found


def all_modes(queries: Iterable[Media]) -> list[Mode]:
    """Every mode that one of the queries tells from another; raises UnknownMedia if too many."""
    conditions = {c for media in queries for query in media for c in query.conditions}
    features = sorted({c.feature for c in conditions if c.feature != "width"} | {_ALWAYS})
    modes = [
        Mode(medium, width, dict(zip(features, values, strict=True)), active=active)
        for medium, active in (("screen", False), ("print", False), ("screen", True))
        for width in _widths({c for c in conditions if c.feature == "width"})
        for values in product(*(_DISCRETE[feature] for feature in features))
    ]
    if len(modes) > _MOST_MODES:
        raise UnknownMedia(f"{len(modes)} ways to show the page")
    return modes


def _widths(conditions: set[Condition]) -> list[float]:
    """One width for each way in which the conditions can turn out."""
    bounds = {b for c in conditions for b in (c.low, c.high) if b is not None}
    candidates = [*_USUAL_WIDTHS, *(b + d for b in sorted(bounds) for d in (0.0, -0.5, 0.5))]
    found: dict[tuple[bool, ...], float] = {}
    for width in candidates:
        mode = Mode("screen", width, {}, active=False)
        found.setdefault(tuple(c.holds(mode) for c in sorted(conditions, key=repr)), width)
    return list(found.values())
