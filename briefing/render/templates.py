"""The templates of a project."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jinja2 import FunctionLoader, StrictUndefined
from markupsafe import Markup

from briefing.diagnostics import Finding
from briefing.files import read_file, refuse_file
from briefing.quantities.figures import Style
from briefing.render.references import FactReference
from briefing.render.sandbox import Sandbox
from briefing.text import Text, decode

STYLES = {"compact": Style.COMPACT, "exact": Style.EXACT, "words": Style.WORDS}
LAYOUT = "layout"
PAGE = ".html.j2"


@dataclass(frozen=True)
class Templates:
    """The templates of a project by name, with `sheets`, the style sheets beside them."""

    texts: Mapping[str, Text]
    sheets: Mapping[str, Text]

    @property
    def pages(self) -> dict[str, str]:
        """The templates that are briefings, by the briefing's name.

        Those are the ones at the top that are neither a layout nor marked as a part by a `_`.
        """
        return {
            name.removesuffix(PAGE): name
            for name in sorted(self.texts)
            if name.endswith(PAGE) and not name.startswith(("_", LAYOUT)) and "/" not in name
        }

    @cached_property
    def environment(self) -> Sandbox:
        """The Jinja environment: sandboxed, strict, everything escaped."""
        environment = Sandbox(
            loader=FunctionLoader(self._load),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        for name, style in STYLES.items():
            environment.filters[name] = _style_filter(style)
        environment.filters["rounded"] = lambda reference, digits=0: reference.rounded(digits)
        environment.filters["under"] = lambda reference, head: reference.under(head)
        return environment

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        # The file's name makes the frames of a running template known by it.
        return (self.texts[name].content, name, lambda: True) if name in self.texts else None


def _style_filter(style: Style) -> Callable[[FactReference], Markup]:
    return lambda reference: reference.styled(style)


def load_templates(root: Path, folder: str) -> tuple[Templates, list[Finding]]:
    """The templates (`*.j2`) and style sheets (`*.css`) of a folder and those below it.

    Hidden files are none: editors leave links and copies of that kind behind.
    """
    base, findings = root / folder, []
    texts: dict[str, Text] = {}
    sheets: dict[str, Text] = {}
    for path in sorted(base.rglob("*")):
        found = {".j2": texts, ".css": sheets}.get(path.suffix)
        if found is None or path.name.startswith("."):
            continue
        name = path.relative_to(root).as_posix()
        refused = refuse_file(path, name)
        text, finding = (Text(refused.place.path, ""), refused) if refused else _read(path, name)
        findings += [finding] if finding else []
        found[path.relative_to(base).as_posix()] = text
    return Templates(texts, sheets), findings


def _read(path: Path, name: str) -> tuple[Text, Finding | None]:
    text, bad = decode(name, read_file(path))
    if bad is None:
        # Jinja knows one kind of line break; lines and columns stay what they are.
        return Text(name, text.content.replace("\r\n", "\n").replace("\r", "\n")), None
    return Text(name, ""), Finding(
        "undecodable-template",
        f"{name} is not UTF-8",
        text.place(*bad),
        label="the first bytes that are no character",
        help="save the file as UTF-8",
    )
