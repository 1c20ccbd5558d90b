"""The room around a box: what parts its text from that of its neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from briefing.read.css_values import Measure, Tokens, length

SIDES = ("top", "right", "bottom", "left")
_OF_FLOW = {"block": ("top", "bottom"), "inline": ("left", "right"), "block-start": ("top",),
            "block-end": ("bottom",),
            "inline-start": ("left",), "inline-end": ("right",)}  # fmt: skip
_LINES = frozenset({"solid", "dotted", "dashed", "double", "auto"})
_WIDTHS = {"thin": 1.0, "medium": 3.0, "thick": 5.0}


def _box_traits() -> dict[str, tuple[str, ...]]:
    """Which declaration decides about the room on which sides."""
    found: dict[str, tuple[str, ...]] = {}
    sides = {"": SIDES, **{f"-{side}": (side,) for side in SIDES},
             **{f"-{name}": sides for name, sides in _OF_FLOW.items()}}  # fmt: skip
    for kind in ("margin", "padding", "border"):
        for end, names in sides.items():
            found[f"{kind}{end}"] = tuple(f"{kind}-{side}" for side in names)
            if kind == "border":
                found[f"{kind}{end}-width"] = found[f"{kind}{end}"]
                found[f"{kind}{end}-style"] = tuple(f"line-{side}" for side in names)
                found[f"{kind}{end}"] += found[f"{kind}{end}-style"]
    return found


BOX_TRAITS = {
    **_box_traits(),
    "float": ("float",),
    "gap": ("gap",),
    "column-gap": ("gap",),
    "flex-direction": ("direction",),
    "flex-flow": ("direction",),
    "grid-template-columns": ("columns",),
    "grid-auto-columns": ("columns",),
    "border-collapse": ("collapse",),
    "border-spacing": ("spacing",),
    "outline": ("outline",),
    "outline-width": ("outline",),
    "outline-style": ("outline",),
    "box-shadow": ("shadow",),
}


@dataclass(frozen=True, slots=True)
class Room:
    """The room around a box and between its children; lengths in pixels."""

    left: float = 0.0
    right: float = 0.0
    above: float = 0.0  # padding and border alone
    below: float = 0.0
    side: str = "none"  # to which it floats
    gap: float = 0.0
    in_row: bool = True
    in_columns: bool = False
    collapsed: bool = False
    spacing: float = 2.0


PLAIN = Room()


def room_of(
    values: Mapping[str, Tokens], names: Mapping[str, str], measure: Measure, above: Room
) -> Room:
    """The room that the winning values give; `names` are the properties that gave them."""

    def side(kind: str, at: str) -> float:
        trait = f"{kind}-{at}"
        if trait not in values:
            return 0.0
        part = _part(values[trait], names[trait], at)
        return (length(part[0], measure) or 0.0) if part else 0.0

    def inner(at: str) -> float:
        return side("padding", at) + _border(values, names, at, measure)

    def word(trait: str, usual: str) -> str:
        value = values.get(trait)
        return str(getattr(value[0], "lower_value", usual)) if value else usual

    gap = values.get("gap", ())
    spacing = values.get("spacing", ())
    return Room(
        left=side("margin", "left") + inner("left"),
        right=side("margin", "right") + inner("right"),
        above=inner("top"),
        below=inner("bottom"),
        side=word("float", "none"),
        gap=(length(gap[-1], measure) or 0.0) if gap else 0.0,
        in_row=not any(
            getattr(n, "lower_value", "") == "column" for n in values.get("direction", ())
        ),
        in_columns="columns" in values and word("columns", "") != "none",
        collapsed=word("collapse", "collapse" if above.collapsed else "separate") == "collapse",
        spacing=(length(spacing[0], measure) or 0.0) if spacing else above.spacing,
    )


def _part(value: Tokens, name: str, at: str) -> Tokens:
    """The part of a shorthand that holds for a side."""
    if len(value) < 2 or name.endswith(SIDES):  # noqa: PLR2004 - one value holds for all sides
        return value[:1]
    if name.endswith(("inline", "block")):
        return value[1:2] if at in {"right", "bottom"} else value[:1]
    top, right, *rest = value
    bottom = rest[0] if rest else top
    left = rest[1] if len(rest) > 1 else right
    return ({"top": top, "right": right, "bottom": bottom, "left": left}[at],)


def _border(
    values: Mapping[str, Tokens], names: Mapping[str, str], at: str, measure: Measure
) -> float:
    """How wide a border is: it is there only if a style of line is given."""
    if f"line-{at}" not in values:
        return 0.0
    line, width = (
        _of_border(values.get(trait, ()), names.get(trait, ""), at)
        for trait in (f"line-{at}", f"border-{at}")
    )
    if not _LINES & set(_words(line)):
        return 0.0
    known = [_WIDTHS[word] for word in _words(width) if word in _WIDTHS]
    found = [pixels for node in width if (pixels := length(node, measure)) is not None]
    return (known + found + [_WIDTHS["medium"]])[0]


def _of_border(value: Tokens, name: str, at: str) -> Tokens:
    """The part that holds for a side; a shorthand for a whole border has none."""
    bare = name.removesuffix("-width").removesuffix("-style")
    return value if bare == name else _part(value, bare, at)


def _words(value: Tokens) -> list[str]:
    return [str(getattr(node, "lower_value", "")) for node in value]
