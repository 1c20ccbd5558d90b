"""A real browser to hold the reader against: what Chromium lays out, and what it complains of."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STYLES = ["display", "visibility", "position", "opacity"]
IN_LINE = {"inline", "inline-block", "inline-table", "ruby", "contents"}


@dataclass(frozen=True)
class View:
    """One way to look at a page."""

    name: str
    media: str = "screen"
    scheme: str = "light"
    width: int = 1280


VIEWS = (
    View("on screen"),
    View("in print", media="print", width=800),
    View("in the dark", scheme="dark"),
    View("on a phone", width=360),
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium; the test fails with the command that installs it where it is missing."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    assert path, "Chromium is missing; install it: sudo apt-get install --yes chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def look(page: Page, view: View) -> None:
    """Look at the page in this way."""
    page.emulate_media(media=view.media, color_scheme=view.scheme)
    page.set_viewport_size({"width": view.width, "height": 900})


def laid_out(page: Page) -> list[str]:
    """The texts that Chromium has laid out on the page, a block each, generated text included."""
    session = page.context.new_cdp_session(page)
    shot = session.send("DOMSnapshot.captureSnapshot", {"computedStyles": STYLES})
    session.detach()
    return _Snapshot(shot).blocks()


def folded(text: str) -> str:
    """The text in the form in which both sides are compared: superscripts as digits."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


class _Snapshot:
    """The layout tree of a page, as the DevTools protocol gives it."""

    def __init__(self, shot: dict) -> None:
        self.strings = shot["strings"]
        nodes = shot["documents"][0]["nodes"]
        layout = shot["documents"][0]["layout"]
        self.names = [self.strings[i] for i in nodes["nodeName"]]
        self.classes = [self._classes(pairs) for pairs in nodes["attributes"]]
        kinds = nodes.get("pseudoType", {"index": [], "value": []})
        values = (self.strings[i] for i in kinds["value"])
        self.pseudos = dict(zip(kinds["index"], values, strict=True))
        self.children: dict[int, list[int]] = {}
        for node, parent in enumerate(nodes["parentIndex"]):
            self.children.setdefault(parent, []).append(node)
        self.texts: dict[int, str] = {}
        self.styles: dict[int, dict[str, str]] = {}
        for number, node in enumerate(layout["nodeIndex"]):
            if layout["text"][number] >= 0:
                text = self.strings[layout["text"][number]]
                self.texts[node] = self.texts.get(node, "") + text
            values = (self.strings[i] for i in layout["styles"][number])
            style = dict(zip(STYLES, values, strict=False))
            if style:
                self.styles.setdefault(node, style)
        self.runs: list[list[str]] = [[]]

    def _classes(self, pairs: list[int]) -> list[str]:
        words = [self.strings[i] for i in pairs]
        return dict(zip(words[::2], words[1::2], strict=True)).get("class", "").split()

    def blocks(self) -> list[str]:
        """The texts in the order of the tree, those of one block joined."""
        self._visit(0, seen=True)
        return [text for run in self.runs if (text := folded("".join(run)))]

    def _visit(self, node: int, *, seen: bool) -> None:
        style = self.styles.get(node, {})
        if style:
            seen = style["visibility"] == "visible" and float(style["opacity"]) > 0
        in_line = not style or self.names[node] == "#text" or self._is_in_line(node, style)
        apart = not in_line and (
            style.get("position") in {"absolute", "fixed"} or "back" in self.classes[node]
        )
        if apart:  # read behind the run in which it stands
            runs, self.runs = self.runs, [[]]
            self._read(node, seen=seen)
            self.later, self.runs = [*getattr(self, "later", []), *self.runs], runs
            if "back" in self.classes[node]:
                self.runs[-1].append(" ")
            return
        if not in_line:
            self._end()
        self._read(node, seen=seen)
        if not in_line:
            self._end()

    def _end(self) -> None:
        self.runs += getattr(self, "later", [])
        self.later: list[list[str]] = []
        self.runs.append([])

    def _read(self, node: int, *, seen: bool) -> None:
        if seen and node in self.texts:
            self.runs[-1].append(self.texts[node])
        order = {"marker": 0, "before": 1, "after": 3}
        children = self.children.get(node, [])
        for child in sorted(children, key=lambda c: order.get(self.pseudos.get(c, ""), 2)):
            if self.texts.get(node) is None or child not in self.texts:
                self._visit(child, seen=seen)

    def _is_in_line(self, node: int, style: dict[str, str]) -> bool:
        return (
            style["display"] in IN_LINE
            and style["position"] not in {"absolute", "fixed"}
            and not (self.names[node] == "A" and "back" in self.classes[node])
            and self.names[node] not in {"LI", "text"}
            and self.pseudos.get(node) != "marker"
        ) or self.names[node] in {"BR", "tspan", "a"}
