"""The CSS that is allowed: what is not listed here could hide, cover, move or generate text.

docs/reading.md lists the same for people; a test holds the two together.
"""

from __future__ import annotations

from briefing.read.css_box_forms import (
    edge,
    is_columns,
    is_grid_line,
    is_grid_row,
    is_shadow,
    is_transition,
)
from briefing.read.css_content_forms import QUOTES, is_content, is_counter, is_marker
from briefing.read.css_font_forms import (
    FONT_SIZE,
    LINE_HEIGHT,
    VARIANTS,
    is_family,
    is_features,
    is_font,
    is_text_size,
    spacing,
)
from briefing.read.css_fonts import address_of
from briefing.read.css_forms import (
    Check,
    each,
    either,
    is_colour,
    is_safe,
    lengths,
    numbers,
    words,
)
from briefing.read.css_values import WIDE, Node, Tokens, shrinks


def _by_name(checks: dict[str, Check]) -> dict[str, Check]:
    """The check of each property, where several that share one are listed together."""
    return {name: check for names, check in checks.items() for name in names.split()}


def _is_scheme(value: Tokens) -> bool:
    """Dark only where the reader prefers it: the ground of the page follows."""
    names = [getattr(node, "lower_value", "") for node in value]
    return names in (["normal"], ["light"], ["only", "light"], ["light", "dark"], ["dark", "light"])


def _is_underline(value: Tokens) -> bool:
    """A line that neither strikes out nor blinks."""
    idents = {node.lower_value for node in value if node.type == "ident"}
    return is_safe(value) and not {"line-through", "blink"} & idents


_AXES = ("block", "inline")  # a shorthand for two sides each
_SIDES = ("top", "right", "bottom", "left", *_AXES, "block-start", "block-end", "inline-start",
          "inline-end")  # fmt: skip
_OF_BOX = {
    "margin": lengths(0, 400, "auto", 4),
    "padding": lengths(0, 400, most=4),
    "border": edge(24),
    **{f"margin-{side}": lengths(0, 400, "auto", 1 + (side in _AXES)) for side in _SIDES},
    **{f"padding-{side}": lengths(0, 400, most=1 + (side in _AXES)) for side in _SIDES},
    **{f"border-{side}": edge(24) for side in _SIDES},
    **{
        f"border-{side}-{part}": edge(24) for side in _SIDES for part in ("width", "style", "color")
    },
}
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
justify-self place-content place-items place-self flex flex-grow flex-shrink
transition-property transition-timing-function
cursor print-color-adjust -webkit-print-color-adjust color-adjust scroll-behavior
scroll-margin scroll-margin-top scroll-margin-block scroll-padding scroll-padding-top
pointer-events user-select accent-color isolation
stroke stroke-linejoin stroke-linecap stroke-dasharray stroke-dashoffset
stroke-miterlimit stroke-opacity text-anchor dominant-baseline alignment-baseline
shape-rendering vector-effect fill-rule clip-rule paint-order page
marks bleed
"""

ALLOWED = _by_name({
    _HARMLESS: is_safe,
    # whether it is there, and where
    "display": words(
        "none block inline inline-block flow-root list-item flex grid table table-row table-cell"
        " table-caption table-row-group table-header-group table-footer-group table-column"
        " table-column-group"
    ),
    "visibility": words("visible hidden"),
    "opacity fill-opacity": numbers(0, 1),
    "position": words("static relative absolute fixed"),
    "top right bottom left inset-inline-start inset-inline-end inset-block-start inset-block-end":
        lengths(-4000, 4000, "auto"),
    "inset": lengths(-4000, 4000, "auto", 4),
    "inset-inline inset-block": lengths(-4000, 4000, "auto", 2),
    "z-index": numbers(0, 9999, "auto"),
    "float": words("left right none inline-start inline-end"),
    "clear": words("left right both none inline-start inline-end"),
    "overflow": words("visible auto", 2),
    "overflow-x overflow-y": words("visible auto"),
    "transition transition-duration transition-delay": is_transition,
    # generated text
    "content": is_content,
    "counter-reset counter-increment": is_counter,
    "quotes": QUOTES,
    "list-style list-style-type": is_marker,
    "list-style-position": words("inside outside"),
    # colours
    "color background-color outline-color": is_colour,
    "background fill": either(is_colour, words("none")),
    "background-image text-shadow": words("none"),
    "color-scheme": _is_scheme,
    # letters
    "font": is_font,
    "font-family": is_family,
    "font-size": FONT_SIZE,
    "font-style": words("normal italic oblique"),
    "font-feature-settings": is_features,
    "font-language-override": words("normal"),
    **VARIANTS,
    "text-size-adjust -webkit-text-size-adjust": is_text_size,
    "text-transform": words("none uppercase lowercase capitalize"),
    "text-decoration": _is_underline,
    "text-decoration-line": words("none underline overline", 2),
    "text-decoration-thickness": lengths(0, 4, "auto from-font"),
    "text-underline-offset": lengths(0, 4, "auto"),
    # lines
    "line-height": LINE_HEIGHT,
    "letter-spacing": spacing(-0.05, 0.2),
    "word-spacing": spacing(-0.05, 0.5),
    "text-indent": lengths(0, 64),
    "tab-size": numbers(1, 16),
    "vertical-align": words("baseline sub super middle top bottom text-top text-bottom"),
    "white-space": words("normal nowrap pre pre-wrap pre-line break-spaces"),
    "writing-mode": words("horizontal-tb"),
    "direction": words("ltr"),
    "unicode-bidi": words("normal isolate"),
    # rows and columns
    "flex-direction": words("row column"),
    "flex-wrap": words("nowrap wrap"),
    "flex-flow": words("row column nowrap wrap", 2),
    "flex-basis": lengths(0, 4000, "auto content min-content max-content"),
    "grid-auto-flow": words("row"),
    "grid-template-columns grid-auto-columns": is_columns,
    "grid-column grid-column-start grid-column-end": is_grid_line,
    "grid-row": is_grid_row,
    "gap": lengths(4, 400, "normal", 2),
    "row-gap": lengths(0, 400, "normal"),
    "column-gap": lengths(4, 400, "normal"),
    "columns": either(numbers(1, 6, "auto"), lengths(100, 4000, "auto")),
    "column-count": numbers(1, 6, "auto"),
    "column-width": lengths(100, 4000, "auto"),
    "column-span": words("none all"),
    "column-fill": words("auto balance"),
    "column-rule": edge(24),
    "border-collapse": words("collapse separate"),
    "border-spacing": lengths(0, 64, most=2),
    "empty-cells": words("show"),
    "table-layout": words("auto fixed"),
    # boxes
    **_OF_BOX,
    "border-style border-width outline-style": edge(24),
    "border-color": each(is_colour, 4),
    "border-radius": lengths(0, 4000, most=4),
    "border-top-left-radius border-top-right-radius"
    " border-bottom-left-radius border-bottom-right-radius": lengths(0, 4000, most=2),
    "outline": edge(4),
    "outline-width": lengths(0, 4),
    "outline-offset": lengths(-4, 8),
    "box-shadow": is_shadow,
    "stroke-width": either(numbers(0, 2), lengths(0, 2)),
    "width max-width inline-size max-inline-size":
        lengths(24, 4000, "auto none min-content max-content fit-content"),
    "min-width min-inline-size": lengths(0, 4000, "auto min-content max-content fit-content"),
    "height min-height min-block-size": lengths(0, 4000, "auto"),
    "size": either(words("a3 a4 a5 b4 b5 letter legal portrait landscape"), lengths(300, 4000)),
})  # fmt: skip


def _is_font_inside(value: Tokens) -> bool:
    """Addresses of fonts in the file, and their formats."""
    return bool(value) and all(
        (address_of(node) or "").startswith("data:")
        or node == ","
        or (node.type == "function" and node.lower_name in {"format", "tech"})
        for node in value
    )


_FONT_FACE = _by_name({
    "font-family font-weight font-style font-stretch font-display": is_safe,
    "unicode-range": lambda _: True,
    "src": _is_font_inside,
})  # fmt: skip


def fault_of(name: str, value: Tokens) -> str | None:
    """What is wrong with a declaration; None if it is allowed."""
    if name.startswith("--"):
        return "fetches something" if any(map(_fetches, value)) else None
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


def _fetches(node: Node) -> bool:
    """Whether a part fetches something, or cannot be read."""
    return node.type in {"url", "error"} or (
        node.type == "function" and node.lower_name in {"url", "src", "image", "image-set"}
    )
