"""The forms of values about fonts: which letters are drawn, how high, and how far apart."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.read.css_fonts import families
from briefing.read.css_forms import Check, either, lengths, numbers, words
from briefing.read.css_values import FONT_SIZES, SMALLEST_LETTER, Measure, Tokens, length

# Parts of the names of fonts that draw pictures for letters.
_PICTURES = ("dings", "dingbats", "awesome", "glyph", "symbol", "marlett", "mdl2", "d050000l",
             "emoji", "icon")  # fmt: skip
# Those that neither raise nor exchange a digit.
_VARIANTS = {
    "font-variant-numeric": (
        "normal lining-nums oldstyle-nums proportional-nums tabular-nums slashed-zero"
    ),
    "font-variant-ligatures": (
        "normal none common-ligatures no-common-ligatures contextual no-contextual"
    ),
    "font-variant-caps": "normal small-caps all-small-caps",
    "font-variant-position": "normal",
}
VARIANTS: dict[str, Check] = {
    **{name: words(allowed) for name, allowed in _VARIANTS.items()},
    "font-variant": words(" ".join(_VARIANTS.values()), 8),
}
_FEATURES = frozenset(
    {"kern", "liga", "clig", "calt", "tnum", "lnum", "onum", "pnum", "zero", "case", "cpsp",
     "ss01", "ss02", "ss03", "ss04", "ss05", "cv01", "cv02", "cv03", "cv04", "cv05", "cv06",
     "cv07", "cv08", "cv09", "cv10", "cv11", "locl", "ccmp", "mark", "mkmk"}
)  # fmt: skip


def _is_positive(value: Tokens) -> bool:
    return len(value) == 1 and (length(value[0]) or 0) > 0


def _is_weight(value: Tokens) -> bool:
    return value[0].type == "number" and bool(value[0].is_integer and 1 <= value[0].value <= 1000)  # noqa: PLR2004


FONT_SIZE = either(words(" ".join(FONT_SIZES)), _is_positive)
LINE_HEIGHT = either(words("normal"), numbers(0, 0), numbers(1, 4), lengths(14, 2400))
_BEFORE_SIZE = either(words("normal bold bolder lighter italic oblique small-caps"), _is_weight)


def is_family(value: Tokens) -> bool:
    """Any family but those that draw pictures for letters."""
    name = " ".join(str(getattr(node, "value", "")).lower() for node in value)
    is_list = all(node.type in {"ident", "string"} or node == "," for node in value)
    return bool(value) and is_list and not any(pictures in name for pictures in _PICTURES)


def _parts(font: Tokens) -> tuple[Tokens, Tokens, Tokens] | None:
    """What stands before the size of a shorthand, its line height, and its family."""
    at = next((i for i, node in enumerate(font) if FONT_SIZE((node,))), None)
    if at is None:
        return None
    end = at + 3 if font[at + 1 : at + 2] == ("/",) else at + 1
    return font[:at], font[at + 2 : end], font[end:]


def is_font(value: Tokens) -> bool:
    """The shorthand: words, a size, a line height, and a family behind them."""
    parts = _parts(value)
    if parts is None:
        return False
    before, lines, family = parts
    return (
        all(_BEFORE_SIZE((node,)) for node in before)
        # A height that is no number would have to be followed into letters of another size.
        and all(node.type == "number" and 1 <= node.value <= 4 for node in lines)  # noqa: PLR2004
        and is_family(family)
    )


def families_of(name: str, value: Tokens) -> Iterator[str]:
    """The families that `font-family` or `font` names."""
    parts = _parts(value) if name == "font" else None
    return families(parts[2] if parts else value)


def is_features(value: Tokens) -> bool:
    """Features that change no meaning."""
    return words("normal")(value) or all(
        node.type != "string" or node.value in _FEATURES for node in value
    )


def is_text_size(value: Tokens) -> bool:
    """Whether letters keep their size on small screens."""
    is_whole = len(value) == 1 and value[0].type == "percentage" and bool(value[0].value == 100)  # noqa: PLR2004
    return is_whole or words("auto none")(value)


def spacing(low: float, high: float) -> Check:
    """A spacing of so many em; in pixels, of the smallest letters."""

    def is_within(value: Tokens) -> bool:
        em = length(value[0], Measure(em=1, root=1)) if len(value) == 1 else None
        if em is None or value[0].type == "function":
            return False
        is_relative = value[0].type == "dimension" and value[0].lower_unit in {"em", "rem"}
        return low <= (em if is_relative else em / SMALLEST_LETTER) <= high

    return either(words("normal"), is_within)
