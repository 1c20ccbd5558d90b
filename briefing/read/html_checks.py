"""Whether displayed text can be seen: it is not covered, too small, too faint or turned."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from briefing.diagnostics import Finding
from briefing.read.css_looks import OFF_PAGE, Look, Style
from briefing.read.css_values import FAINTEST, SMALLEST_LETTER, contrast
from briefing.read.html_tree import SPACE, Element
from briefing.text import Place

_TIGHTEST, _LOOSEST = -0.07, 0.3  # of the height of the letters
_LOWEST = 0.95  # from line to line, of the height of the letters
_CLEAR = 0.3  # opacity, where the ground is not known
_LETTER = 0.6  # of its height: how wide a letter is, roughly
_RISEN = frozenset({"sup", "sub", "svg", "img"})  # their height moves no other text


def check_box(element: Element, style: Style, shown: int, at_rest: int) -> Iterator[Finding]:
    """Findings for a box that can lie upon others, or whose text can run out of it."""
    for bits, look in style.looks:
        if look.off_page and bits & at_rest and look.placed is not None:
            across = len(element.words().strip(SPACE)) * look.size * _LETTER
            is_long = across + look.room.left > -OFF_PAGE
            if is_long or look.width is not None:
                yield _finding(
                    f"<{element.name}> reaches from off the page into it",
                    look.placed.place,
                    "let what stands off the page be short, and give it no width",
                )
        if not bits & shown:
            continue
        lies_above = look.position in {"absolute", "fixed"} and bits & shown & at_rest
        if (lies_above or look.moved) and look.placed is not None:
            yield _finding(
                f"<{element.name}> can cover other text, as it is moved out of its place",
                look.placed.place,
                "only what is shown on hover or focus may lie above the page",
            )
        if look.drawn_over is not None and bits & shown & at_rest:
            yield _finding(
                f"an outline or a shadow of <{element.name}> can cover what is beside it",
                look.drawn_over.place,
                "draw it only while it is hovered or has the focus",
            )
        is_risen = element.name in _RISEN and (
            element.name in {"svg", "img"} or look.display == "inline"
        )
        is_flat = look.flat is not None and not is_risen
        if is_flat and look.flat is not None and element.words().strip(SPACE):
            yield _finding(
                f"the text of <{element.name}> can run into what follows",
                look.flat.place,
                "let text take the height that it needs",
            )


def check_ground(
    element: Element, style: Style, shown: int, page: Style
) -> Iterator[tuple[Element, str]]:
    """What is wrong with the ground of a box out of the flow, or of a column; `page` is the body's.

    Both lie upon something else than what they stand in.
    """
    if style.flown & shown and any(
        bits & mask & shown and look.is_bare and look.ground != under.ground
        for bits, look in style.looks
        for mask, under in page.looks
    ):
        yield element, "lies elsewhere than on the ground that it seems to have"
    if element.name in {"col", "colgroup"}:
        if any(look.ground != look.around for _, look in style.looks):
            yield element, "has a ground, which lies under its cells"
    elif style.columns & shown:
        yield element, "is laid out as if it were a column, which shows no text"


def fault_of_size(style: Style, shown: int, scale: float) -> str:
    """Why a label of a drawing that is shown at this scale is too small; empty if it is not."""
    smallest = scale * min(look.size for bits, look in style.looks if bits & shown)
    return f"is {smallest:.1f} pixels high" if smallest < SMALLEST_LETTER else ""


def fault_of_text(style: Style, mask: int, *, is_drawn: bool) -> str:
    """Why text cannot be seen in one of the modes; empty if it can."""
    faults = style.unseen(partial(_fault_of, is_drawn=is_drawn), is_drawn=is_drawn)
    return next((fault for bits, fault in faults if bits & mask), "")


def _finding(message: str, place: Place, way_out: str) -> Finding:
    return Finding("unreadable-style", message, place, help=way_out)


def _fault_of(look: Look, *, is_drawn: bool) -> str:
    """Why text with this look cannot be seen."""
    if look.size < SMALLEST_LETTER:
        return f"its letters are {look.size:.1f} pixels high"
    spacing = _spacing_of(look, is_drawn=is_drawn)
    if spacing:
        return spacing
    if is_drawn and look.stroked:
        return "its outlines are drawn over"
    if is_drawn:
        return "it is transparent" if look.drawn().alpha < _CLEAR else ""
    front = look.colour._replace(alpha=look.colour.alpha * look.opacity)
    ratio = contrast(front.over(look.ground), look.ground)
    return f"its colour has a contrast of {ratio:.1f} to its ground" if ratio < FAINTEST else ""


def _spacing_of(look: Look, *, is_drawn: bool) -> str:
    """What is wrong with how the letters, words and lines of a text stand; empty if nothing is."""
    if not _TIGHTEST <= look.letters / look.size <= _LOOSEST:
        return f"its letters stand {look.letters:.1f} pixels apart"
    if look.words / look.size < _TIGHTEST:
        return f"its words stand {-look.words:.1f} pixels nearer"
    return "its lines lie upon one another" if not is_drawn and look.lines < _LOWEST else ""
