"""The CSS that is allowed: what is not listed here could hide, cover, move or generate text.

docs/reading.md lists the same for people; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from briefing.read.css_fonts import address_of, families
from briefing.read.css_values import Measure, Node, Tokens, bare, colour, length, shrinks

Check = Callable[[Tokens], bool]
WIDE = frozenset({"inherit", "initial", "unset"})
_SAFE_FUNCTIONS = frozenset(
    {"calc", "min", "max", "clamp", "rgb", "rgba", "hsl", "hsla", "hwb", "minmax", "repeat",
     "fit-content", "cubic-bezier", "steps", "linear"}
)  # fmt: skip
DISPLAYS = frozenset(
    {"none", "block", "inline", "inline-block", "flow-root", "list-item", "flex", "grid",
     "table", "table-row", "table-cell", "table-caption",
     "table-row-group", "table-header-group", "table-footer-group", "table-column",
     "table-column-group"}
)  # fmt: skip
MARKERS = frozenset(
    {"none", "disc", "circle", "square", "disclosure-open", "disclosure-closed", "decimal",
     "decimal-leading-zero", "lower-alpha", "lower-latin", "upper-alpha", "upper-latin",
     "lower-roman", "upper-roman"}
)  # fmt: skip
_PICTURES = (
    "dings",
    "awesome",
    "webdings",
    "glyph",
    "dingbats",
    "symbol",
    "marlett",
    "mdl2",
    "d050000l",
    "emoji",
    "icon",
)
FONT_SIZES = frozenset(
    {"xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large",
     "smaller", "larger"}
)  # fmt: skip
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
_MOST_COLUMNS = 6
SMALLEST_LETTER = 6.0  # pixels: what is smaller is not seen
_FEATURES = frozenset(
    {"kern", "liga", "clig", "calt", "tnum", "lnum", "onum", "pnum", "zero", "case", "cpsp",
     "ss01", "ss02", "ss03", "ss04", "ss05", "cv01", "cv02", "cv03", "cv04", "cv05", "cv06",
     "cv07", "cv08", "cv09", "cv10", "cv11", "locl", "ccmp", "mark", "mkmk"}
)  # fmt: skip


def _safe(value: Tokens) -> bool:
    """No function that fetches or generates."""
    return all(
        node.type not in {"url", "error"}
        and (
            node.type != "function"
            or (node.lower_name in _SAFE_FUNCTIONS and _safe(tuple(node.arguments)))
        )
        and (not node.type.endswith("block") or _safe(tuple(node.content)))
        for node in value
    )


def _idents(value: Tokens) -> list[str]:
    return [node.lower_value for node in value if node.type == "ident"]


def words(allowed: str, most: int = 1) -> Check:
    """At most so many words out of these, and nothing else."""
    known = frozenset(allowed.split())
    return lambda value: (
        0 < len(value) <= most
        and all(node.type == "ident" and node.lower_value in known for node in value)
    )


def lengths(low: float, high: float, allowed: str = "", most: int = 1) -> Check:
    """At most so many lengths of that many pixels at most and at least, or of the words."""
    known = frozenset(allowed.split())

    def check(value: Tokens) -> bool:
        for node in value:
            if node.type == "ident":
                if node.lower_value not in known:
                    return False
            else:
                pixels = length(node)
                if pixels is None or not low <= pixels <= high:
                    return False
        return 0 < len(value) <= most

    return check


def numbers(low: float, high: float, allowed: str = "") -> Check:
    """One number between the bounds, or one of the words."""
    known = frozenset(allowed.split())
    return lambda value: (
        len(value) == 1
        and (
            (value[0].type == "number" and low <= value[0].value <= high)
            or (value[0].type == "ident" and value[0].lower_value in known)
        )
    )


def either(*checks: Check) -> Check:
    """What any of the checks allows."""
    return lambda value: any(check(value) for check in checks)


def _one_colour(value: Tokens) -> bool:
    return len(value) == 1 and colour(value[0]) is not None


def _ground(value: Tokens) -> bool:
    """A background is one colour, or none."""
    return _one_colour(value) or words("none")(value)


def _edge(value: Tokens) -> bool:
    """A border or an outline: a narrow line of some style and colour."""
    styles = words("none hidden solid dotted dashed double thin medium thick auto")
    widths = lengths(0, 24)
    return 0 < len(value) <= 4 and all(  # noqa: PLR2004
        styles((node,)) or widths((node,)) or _one_colour((node,)) for node in value
    )


def _outline(value: Tokens) -> bool:
    return _edge(value) and all(t.type == "ident" or (length(t) or 0) <= 4 for t in value)  # noqa: PLR2004


def _shadow(value: Tokens) -> bool:
    """A shadow that reaches a few pixels and is drawn around its box."""
    spread = lengths(-24, 48)
    return words("none")(value) or all(
        spread((node,)) or _one_colour((node,)) or node == "," for node in value
    )


def _font(value: Tokens) -> bool:
    """The shorthand: words, a size, a line height, and a family behind them."""
    at = next((i for i, node in enumerate(value) if _font_size((node,))), None)
    if at is None:
        return False
    end = at + 3 if value[at + 1 : at + 2] == ("/",) else at + 1
    lines = value[at + 2 : end]
    weights = words("normal bold bolder lighter italic oblique small-caps")
    return (
        all(weights((node,)) or _is_weight(node) for node in value[:at])
        # What is not a number would have to be followed into letters of another size.
        and all(node.type == "number" and 1 <= node.value <= 4 for node in lines)  # noqa: PLR2004
        and _family(value[end:])
    )


def families_of(name: str, value: Tokens) -> Iterator[str]:
    """The families that `font-family` or `font` names."""
    if name == "font":
        at = next((i for i, node in enumerate(value) if _font_size((node,))), -1)
        value = value[at + 3 if value[at + 1 : at + 2] == ("/",) else at + 1 :]
    return families(value)


def _is_weight(node: Node) -> bool:
    return node.type == "number" and bool(node.is_integer and 1 <= node.value <= 1000)  # noqa: PLR2004


def _line_height(value: Tokens) -> bool:
    if len(value) != 1:
        return False
    node = value[0]
    if node.type == "number":
        return bool(node.value == 0 or 1 <= node.value <= 4)  # noqa: PLR2004
    pixels = length(node)
    return words("normal")(value) or (pixels is not None and 14 <= pixels <= 2400)  # noqa: PLR2004


def _transition(value: Tokens) -> bool:
    seconds = {"s": 1.0, "ms": 0.001}
    return _safe(value) and all(
        node.type != "dimension" or abs(node.value) * seconds.get(node.lower_unit, 1000.0) <= 1
        for node in value
    )


def _content(value: Tokens) -> bool:
    """Strings, attributes, counters and quotes; no pictures, no alternative texts."""
    return words("none normal")(value) or all(
        node.type == "string"
        or (node.type == "ident" and node.lower_value in QUOTE_WORDS)
        or (node.type == "function" and _is_told(node.lower_name, bare(node.arguments)))
        for node in value
    )


def _is_told(function: str, arguments: Tokens) -> bool:
    """Whether it is `attr(NAME)`, `counter(NAME)` or `counter(NAME, STYLE)`."""
    names = [node.lower_value if node.type == "ident" else str(node.value) for node in arguments]
    if function == "attr":
        return len(arguments) == 1 and arguments[0].type == "ident"
    return (
        function == "counter"
        and len(names) in {1, 3}
        and arguments[0].type == "ident"
        and names[0] != "list-item"
        and (len(names) == 1 or (names[1] == "," and names[2] in MARKERS - {"none"}))
    )


QUOTE_WORDS = frozenset({"open-quote", "close-quote", "no-open-quote", "no-close-quote"})


def _counter(value: Tokens) -> bool:
    """`none`, or names, each with a whole number or without."""
    if words("none")(value):
        return True
    kinds = [node.type for node in value]
    return (
        kinds[:1] == ["ident"]
        and all(pair != ("number", "number") for pair in pairwise(kinds))
        and all(
            (node.type == "ident" and node.lower_value not in {"list-item", "none"} | WIDE)
            or (node.type == "number" and node.is_integer and abs(node.value) < 10**6)
            for node in value
        )
    )


def _marker(value: Tokens) -> bool:
    """`list-style`: a kind of marker that is read, or a string, and its position."""
    positions = [node for node in value if words("inside outside")((node,))]
    kinds = [
        node for node in value
        if node.type == "string" or (node.type == "ident" and node.lower_value in MARKERS)
    ]  # fmt: skip
    is_each_once = max(len(kinds), len(positions)) == 1
    return is_each_once and len(kinds) + len(positions) == len(value)


def _scheme(value: Tokens) -> bool:
    """Dark only where the reader prefers it: the ground of the page follows."""
    names = [getattr(node, "lower_value", "") for node in value]
    return names in (["normal"], ["light"], ["only", "light"], ["light", "dark"], ["dark", "light"])


def _text_size(value: Tokens) -> bool:
    return words("auto none")(value) or (
        len(value) == 1 and value[0].type == "percentage" and bool(value[0].value == 100)  # noqa: PLR2004
    )


def _spacing(low: float, high: float) -> Check:
    """A spacing of so many em; in pixels, of the smallest letters."""

    def check(value: Tokens) -> bool:
        if words("normal")(value):
            return True
        em = length(value[0], Measure(em=1, root=1)) if len(value) == 1 else None
        if em is None or value[0].type == "function":
            return False
        is_relative = value[0].type == "dimension" and value[0].lower_unit in {"em", "rem"}
        return low <= (em if is_relative else em / SMALLEST_LETTER) <= high

    return check


def _features(value: Tokens) -> bool:
    return words("normal")(value) or all(
        node.type != "string" or node.value in _FEATURES for node in value
    )


def _font_size(value: Tokens) -> bool:
    return len(value) == 1 and (
        (value[0].type == "ident" and value[0].lower_value in FONT_SIZES)
        or (length(value[0]) or 0) > 0
    )


def _grid_line(value: Tokens) -> bool:
    """Columns may be spanned, or all be taken; the order is left to the page."""
    signs = [
        node.lower_value if node.type == "ident" else getattr(node, "value", "") for node in value
    ]
    return signs in (["auto"], [1, "/", -1]) or (
        len(value) == 2 and signs[0] == "span" and value[1].type == "number"  # noqa: PLR2004
    )


def _columns(value: Tokens) -> bool:
    """A few columns, none of them narrow."""
    if words("none auto")(value):
        return True
    count = 0
    for node in value:
        if node.type == "function" and node.lower_name == "repeat":
            times, *tracks = bare(node.arguments) or (None,)
            is_few = len(tracks) > 1 and (
                times.type == "ident"
                or (times.type == "number" and len(tracks[1:]) * times.value <= _MOST_COLUMNS)
            )
            if not is_few or not all(map(_is_broad, tracks[1:])):
                return False
        elif not _is_broad(node):
            return False
        count += 1
    return 0 < count <= _MOST_COLUMNS


def _is_broad(node: Node) -> bool:
    """Whether a column leaves room for words, on whatever screen."""
    if node.type == "function" and node.lower_name in {"minmax", "fit-content"}:
        return all(_is_broad(part) for part in bare(node.arguments) if part != ",")
    if node.type == "dimension" and node.lower_unit == "fr":
        return bool(node.value > 0)
    pixels = length(node)
    known = words("auto min-content max-content")
    return known((node,)) or (pixels is not None and (pixels == 0 or pixels >= 80))  # noqa: PLR2004


def _grid_row(value: Tokens) -> bool:
    return (
        words("auto")(value)
        or (len(value) == 2 and value[0] == "span" and value[1].type == "number")  # noqa: PLR2004
        or (bool(value) and value[0].type == "ident" and value[0].lower_value == "span")
    )


def _family(value: Tokens) -> bool:
    """Any family but those that draw pictures for letters."""
    name = " ".join(str(getattr(node, "value", "")).lower() for node in value)
    is_list = all(node.type in {"ident", "string"} or node == "," for node in value)
    return bool(value) and is_list and not any(pictures in name for pictures in _PICTURES)


def _is_narrow(node: Node) -> bool:
    width = node.value if node.type == "number" else length(node)
    return width is not None and 0 <= width <= 2  # noqa: PLR2004 - a hair line or the like


def _quotes(value: Tokens) -> bool:
    return words("auto none")(value) or (
        len(value) in {2, 4} and all(node.type == "string" for node in value)
    )


_SIDES = ("top", "right", "bottom", "left", "block", "inline", "block-start", "block-end",
          "inline-start", "inline-end")  # fmt: skip
_CORNERS = ("top-left", "top-right", "bottom-left", "bottom-right")
_SIZE = lengths(24, 4000, "auto none min-content max-content fit-content")
_HARMLESS = """
font-weight font-stretch font-kerning font-optical-sizing font-synthesis
font-synthesis-weight font-synthesis-style
hyphens hyphenate-limit-chars overflow-wrap word-wrap word-break line-break
text-align text-align-last text-justify text-rendering text-wrap text-wrap-mode text-wrap-style
text-underline-position text-decoration-color text-decoration-style
text-decoration-skip-ink
-webkit-font-smoothing -moz-osx-font-smoothing -webkit-tap-highlight-color hanging-punctuation
break-before break-after break-inside page-break-before page-break-after page-break-inside
orphans widows box-sizing box-decoration-break -webkit-box-decoration-break caption-side
align-content align-items align-self justify-content justify-items
justify-self place-content place-items place-self flex-grow flex-shrink

cursor print-color-adjust -webkit-print-color-adjust color-adjust scroll-behavior
scroll-margin scroll-margin-top scroll-margin-block scroll-padding scroll-padding-top
pointer-events user-select accent-color isolation
stroke stroke-linejoin stroke-linecap stroke-dasharray stroke-dashoffset
stroke-miterlimit stroke-opacity text-anchor dominant-baseline alignment-baseline
shape-rendering vector-effect fill-rule clip-rule stop-color stop-opacity paint-order page
marks bleed
"""


def _parts(side: str) -> int:
    """How many lengths a side takes."""
    return 2 if side in {"block", "inline"} else 1


ALLOWED: dict[str, Check] = {
    **dict.fromkeys(_HARMLESS.split(), _safe),
    "display": lambda v: len(v) == 1 and words(" ".join(DISPLAYS))(v),
    "visibility": words("visible hidden"),
    "position": lambda v: len(v) == 1 and words("static relative absolute fixed")(v),
    **dict.fromkeys(
        ("top", "right", "bottom", "left", "inset-inline-start", "inset-inline-end",
         "inset-block-start", "inset-block-end"),
        lengths(-4000, 4000, "auto"),
    ),
    "inset": lengths(-4000, 4000, "auto", 4),
    **dict.fromkeys(("inset-inline", "inset-block"), lengths(-4000, 4000, "auto", 2)),
    "z-index": numbers(0, 9999, "auto"),
    "float": words("left right none inline-start inline-end"),
    "clear": words("left right both none inline-start inline-end"),
    "content": _content,
    "counter-reset": _counter,
    "counter-increment": _counter,
    "quotes": _quotes,
    "color": _one_colour,
    "background": _ground,
    "background-color": _one_colour,
    "background-image": words("none"),
    "color-scheme": _scheme,
    "fill": either(_one_colour, words("none")),
    "fill-opacity": numbers(0, 1),
    "opacity": numbers(0, 1),
    "font": _font,
    "font-size": _font_size,
    "font-feature-settings": _features,
    "font-style": words("normal italic oblique"),
    **{name: words(allowed) for name, allowed in _VARIANTS.items()},
    "font-variant": words(" ".join(_VARIANTS.values()), 8),
    "font-language-override": words("normal"),
    **dict.fromkeys(("text-size-adjust", "-webkit-text-size-adjust"), _text_size),
    "tab-size": numbers(1, 16),
    "size": either(words("a3 a4 a5 b4 b5 letter legal portrait landscape"), lengths(300, 4000)),
    "line-height": _line_height,
    "letter-spacing": _spacing(-0.05, 0.2),
    "word-spacing": _spacing(-0.05, 0.5),
    "text-indent": lengths(0, 64),
    "text-transform": words("none uppercase lowercase capitalize"),
    "text-decoration": lambda v: _safe(v) and not {"line-through", "blink"} & set(_idents(v)),
    "text-decoration-line": words("none underline overline", 2),
    "text-decoration-thickness": lengths(0, 4, "auto from-font"),
    "text-underline-offset": lengths(0, 4, "auto"),
    "text-shadow": words("none"),
    "vertical-align": words("baseline sub super middle top bottom text-top text-bottom"),
    "white-space": words("normal nowrap pre pre-wrap pre-line break-spaces"),
    "list-style": _marker,
    "list-style-type": _marker,
    "list-style-position": words("inside outside"),
    "overflow": words("visible auto", 2),
    "overflow-x": words("visible auto"),
    "overflow-y": words("visible auto"),
    "empty-cells": words("show"),
    "writing-mode": words("horizontal-tb"),
    "direction": words("ltr"),
    "unicode-bidi": words("normal isolate"),
    "flex-direction": words("row column"),
    "flex-wrap": words("nowrap wrap"),
    "flex": _safe,
    "flex-flow": words("row column nowrap wrap", 2),
    "column-rule": _edge,
    "stroke-width": lambda v: len(v) == 1 and _is_narrow(v[0]),
    "font-family": _family,
    "flex-basis": lengths(0, 4000, "auto content min-content max-content"),
    "grid-auto-flow": words("row"),
    "grid-template-columns": _columns,
    "grid-auto-columns": _columns,
    "border-collapse": words("collapse separate"),
    "table-layout": words("auto fixed"),
    "grid-column": _grid_line,
    "grid-column-start": _grid_line,
    "grid-column-end": _grid_line,
    "grid-row": _grid_row,
    "columns": either(numbers(1, 6, "auto"), lengths(100, 4000, "auto")),
    "column-count": numbers(1, 6, "auto"),
    "column-width": lengths(100, 4000, "auto"),
    "column-span": words("none all"),
    "column-fill": words("auto balance"),
    "border": _edge,
    "border-color": lambda v: len(v) <= 4 and all(_one_colour((t,)) for t in v),  # noqa: PLR2004
    "border-style": _edge,
    "border-width": _edge,
    "border-spacing": lengths(0, 64, most=2),
    "border-radius": lengths(0, 4000, most=4),
    **{f"border-{corner}-radius": lengths(0, 4000, most=2) for corner in _CORNERS},
    **{f"border-{side}": _edge for side in _SIDES},
    **{f"border-{side}-{part}": _edge for side in _SIDES for part in ("width", "style", "color")},
    "outline": _outline,
    "outline-width": lengths(0, 4),
    "outline-color": _one_colour,
    "outline-style": _edge,
    "outline-offset": lengths(-4, 8),
    "box-shadow": _shadow,
    "margin": lengths(0, 400, "auto", 4),
    "padding": lengths(0, 400, most=4),
    **{f"margin-{side}": lengths(0, 400, "auto", _parts(side)) for side in _SIDES},
    **{f"padding-{side}": lengths(0, 400, most=_parts(side)) for side in _SIDES},
    "gap": lengths(4, 400, "normal", 2),
    "row-gap": lengths(0, 400, "normal"),
    "column-gap": lengths(4, 400, "normal"),
    "width": _SIZE,
    "max-width": _SIZE,
    "inline-size": _SIZE,
    "max-inline-size": _SIZE,
    "min-width": lengths(0, 4000, "auto min-content max-content fit-content"),
    "min-inline-size": lengths(0, 4000, "auto min-content max-content fit-content"),
    "min-height": lengths(0, 4000, "auto"),
    "min-block-size": lengths(0, 4000, "auto"),
    "height": lengths(0, 4000, "auto"),
    "transition": _transition,
    "transition-property": _safe,
    "transition-duration": _transition,
    "transition-delay": _transition,
    "transition-timing-function": _safe,
}  # fmt: skip

_FONT_FACE: dict[str, Check] = {
    "font-family": _safe,
    "font-weight": _safe,
    "font-style": _safe,
    "font-stretch": _safe,
    "font-display": _safe,
    "unicode-range": lambda _: True,
    "src": lambda value: (
        bool(value)
        and all(_is_font_inside(node) or node == "," or _is_format(node) for node in value)
    ),
}


def _is_font_inside(node: Node) -> bool:
    return (address_of(node) or "").startswith("data:")


def _is_format(node: Node) -> bool:
    return getattr(node, "type", "") == "function" and node.lower_name in {"format", "tech"}


def fault_of(name: str, value: Tokens) -> str | None:
    """What is wrong with a declaration; None if it is allowed."""
    if name.startswith("--"):
        return None if _no_fetch(value) else "fetches something"
    check = ALLOWED.get(name)
    if check is None:
        return "is not among the properties that are allowed"
    if len(value) == 1 and value[0].type == "ident" and value[0].lower_value in WIDE:
        return None
    if any(node.type == "function" and shrinks(node) for node in value):
        return "shrinks as the screen grows"
    return None if value and check(value) else "is not among the values that are allowed"


def fault_of_font(name: str, value: Tokens) -> str | None:
    """What is wrong with a declaration of @font-face; None if it is allowed."""
    check = _FONT_FACE.get(name)
    if check is None:
        return "is not allowed"
    return None if check(value) else "must name a font inside the file (data:)"


def _no_fetch(value: Iterable[Node]) -> bool:
    return all(
        getattr(node, "type", "") not in {"url", "error"}
        and getattr(node, "lower_name", "") not in {"url", "src", "image", "image-set"}
        for node in value
    )
