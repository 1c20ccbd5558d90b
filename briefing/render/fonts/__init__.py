"""The fonts that travel with every briefing: Inter in a few static styles.

`make_fonts` says how the files came about.
"""

from __future__ import annotations

import base64
from functools import cache
from importlib.resources import files
from pathlib import Path

FAMILY = "Inter"
FOLDER = Path(str(files(__name__)))
# File name: CSS weight and style.
STYLES = {
    "Inter-Regular": (400, "normal"),
    "Inter-Italic": (400, "italic"),
    "Inter-SemiBold": (600, "normal"),
    "Inter-Bold": (700, "normal"),
}
FACE = """@font-face {{
  font-family: "{family}"; font-weight: {weight}; font-style: {style}; font-display: block;
  src: url(data:font/woff2;base64,{content}) format("woff2");
}}
"""


@cache
def font_faces() -> str:
    """The `@font-face` rules with the fonts in them, for an HTML file that stands alone.

    They belong in a `<style data-fonts>` of their own, which `render_pdf` leaves out: a PDF takes
    the same fonts from the package.
    """
    return "".join(
        FACE.format(
            family=FAMILY,
            weight=weight,
            style=style,
            content=base64.b64encode((FOLDER / "woff2" / f"{name}.woff2").read_bytes()).decode(),
        )
        for name, (weight, style) in STYLES.items()
    )
