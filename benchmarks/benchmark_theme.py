"""What the themes cost in typesetting, against hardly any style on the same page.

`python benchmarks/benchmark_theme.py` sets one made page of a few hundred facts in each theme, and
in a style that only says what a page needs to be read. It exits with 1 where a theme takes more
than 1.5 times as long. The least of several times counts, in processor time.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import made_project

import briefing.build
from briefing.config import load_config
from briefing.render.pdf import PdfJob, render_pdf
from briefing.render.templates import load_templates
from briefing.render.theme import Theme, read_theme, theme_names
from briefing.text import Text

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
SIZE, ROUNDS, BOUND = 150, 3, 1.5
MADE_IN = "house"
MINIMAL = Theme("body { font-family: Inter } .tip, .skip { display: none }", "", {})


def made_page(folder: Path) -> str:
    """The HTML of a page that was made and traced, in the theme that is set by default."""
    made_project.make_project(folder, SIZE)
    config, _ = load_config(folder)
    outcome = briefing.build.build(config, NOW, lambda _step, _done, _all: None)
    if outcome.edition is None:
        sys.exit(outcome.report.summary)
    return (folder / "out" / "latest" / "all.html").read_text(encoding="utf-8")


def set_page(page: str, theme: Theme) -> None:
    """Set the page in a theme."""
    content, _ = render_pdf(PdfJob(Text("all.html", page), theme.pdf, NOW))
    if not content:
        sys.exit("the page cannot be set")


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> int:
    """Print the table."""
    sheets = load_templates(ROOT, "templates")[0].sheets
    themes = {name: read_theme(sheets, name, "A4") for name in theme_names(sheets)}
    looks = {"hardly any style": MINIMAL, **themes}
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        page = made_page(Path(folder) / "project")
    before = themes[MADE_IN].screen
    works = {
        name: partial(set_page, page.replace(before, look.screen), look)
        for name, look in looks.items()
    }
    # In turns, so that a busy moment hits all of them.
    times = [{name: seconds(work) for name, work in works.items()} for _ in range(ROUNDS)]
    least = {name: min(each[name] for each in times) for name in works}
    bare = least["hardly any style"]
    for name, took in least.items():
        over = "  OVER" if took > BOUND * bare else ""
        print(f"{name:20}{took:7.2f} s{took / bare:7.2f} ×  ≤ {BOUND} ×{over}")
    return int(max(least.values()) > BOUND * bare)


if __name__ == "__main__":
    sys.exit(main())
