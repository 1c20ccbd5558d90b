"""What the documents say is true: their examples run, and what they name is there."""

import json
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt
from projects import load, make_project

from briefing.cli import main
from briefing.config import SETTINGS, SIGNING
from briefing.facts.schema import TELLING_KEYS
from briefing.quantities.algebra import evaluate
from briefing.quantities.expressions import FUNCTIONS, parse_expression
from briefing.quantities.matching import matches
from briefing.quantities.recognise import recognise
from briefing.render.template_checks import CONTEXT
from briefing.render.templates import STYLES
from briefing.report import FORMATS
from briefing.rules import rule_names
from briefing.signatures import Trust, read_signatures
from briefing.signatures.read import EXTRA

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
README, FACTS, TEMPLATES, COMMANDS, DEPENDENCIES, SIGNATURES = (
    (ROOT / name).read_text(encoding="utf-8")
    for name in (
        "README.md",
        "docs/facts.md",
        "docs/templates.md",
        "docs/command-line.md",
        "docs/dependencies.md",
        "docs/signing.md",
    )
)
CODE = re.compile(r"`([^`\n]+)`")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def named_files(document: str) -> dict[str, str]:
    """The blocks of a document that are files, by the name in backticks above them."""
    tokens = MarkdownIt().parse(document)
    found = {}
    for inline, fence in zip(tokens, tokens[2:], strict=False):
        if fence.type == "fence" and re.fullmatch(r"`[^`]+`", inline.content or ""):
            found[inline.content[1:-1]] = fence.content
    return found


def blocks(document: str, language: str) -> list[str]:
    """The blocks of a document in one language."""
    tokens = MarkdownIt().parse(document)
    return [token.content for token in tokens if token.type == "fence" and token.info == language]


def write(folder: Path, files: dict[str, str]) -> None:
    """Put files into a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def run(*arguments: str) -> tuple[int, str]:
    """Exit code and output of a command."""
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


# --- the examples run ---------------------------------------------------------------------


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project of the README's example, made as the README says."""
    for name in ("layout.html.j2", "parts", "themes"):
        source, target = ROOT / "templates" / name, tmp_path / "mine" / "templates" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
        assert f"templates/{name}" in README
    files = named_files(README)
    assert len(files) == 3
    write(tmp_path, files)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "mine"


def test_the_example_of_the_readme_builds(mine: Path):
    """Who pastes the three files has a briefing."""
    code, output = run("build", "mine")
    assert (0, 2) == (code, output.count("\n")), output
    assert {"summary.html", "summary.pdf", "trace.json", "manifest.json"} == {
        path.name for path in (mine / "out" / "latest").iterdir()
    }


@pytest.mark.parametrize(
    ("name", "written", "changed", "finding"),
    [
        ("seeds/facts.yaml", "value: £4.2 million", "value: £4.3 million", "value-not-quoted"),
        (
            "templates/summary.html.j2",
            "{{ fact.mill.price }}",
            "£4.3 million",
            "hand-written-number",
        ),
    ],
    ids=["facts", "template"],
)
def test_a_finding_looks_as_the_readme_shows(
    mine: Path, name: str, written: str, changed: str, finding: str
):
    """The findings of the README are what `briefing check` prints."""
    path = mine / name
    content = path.read_text(encoding="utf-8")
    assert content.count(written) == 1
    path.write_text(content.replace(written, changed), encoding="utf-8")
    expected = [block for block in blocks(README, "text") if f"[{finding}]" in block]
    assert expected == [run("check", "mine")[1]]


def test_the_examples_of_facts_pass(tmp_path: Path):
    """The blocks of the page on facts, put together, are a facts file without findings."""
    yaml = "".join(blocks(FACTS, "yaml"))
    write(tmp_path, {**named_files(FACTS), "seeds/facts.yaml": yaml})
    code, output = run("check", str(tmp_path))
    assert (0, "2 sources, 15 facts, 0 templates: no findings\n") == (code, output)
    assert [key for key in TELLING_KEYS if f" {key}:" not in yaml] == []


def test_the_layout_of_the_page_on_templates_builds(tmp_path: Path):
    """Pages of facts, derivations, counts, disputes and absences build with it alone."""
    body = (
        '{% extends "layout.html.j2" %}{% block title %}Acme and Bolt{% endblock %}'
        "{% block content %}<p>{{ say.staff.acme }}. {{ say.revenue.multiple }}.</p>"
        "<p>{{ say.plant.cost }}. {{ say.staff.sources }}. {{ say.absent.profit }}. "
        "{{ name.acme }} runs the {{ name.kiln }}. {{ quote.revenue.bolt }}</p>{% endblock %}"
    )
    layout = named_files(TEMPLATES)["templates/layout.html.j2"]
    make_project(tmp_path, templates={"layout.html.j2": layout, "summary.html.j2": body})
    code, output = run("build", str(tmp_path))
    assert (0, 2) == (code, output.count("\n")), output


def test_the_example_of_the_page_on_signing_signs(tmp_path: Path):
    """Who runs its commands and pastes its settings has a signed briefing, and can check it."""
    project = make_project(tmp_path / "project")
    install, openssl, verify, check = blocks(SIGNATURES, "sh")
    assert EXTRA in install
    subprocess.run(["sh", "-ec", openssl], cwd=project, check=True, capture_output=True)
    write(project, {"briefing.toml": blocks(SIGNATURES, "toml")[0]})
    code, output = run("build", str(project))
    assert (0, 2) == (code, output.count("\n")), output
    latest = project / "out" / "latest"
    [signature] = read_signatures(
        (latest / "summary.pdf").read_bytes(), (project / "keys/authority.pem").read_bytes()
    )
    assert (True, Trust.TRUSTED) == (signature.is_whole, signature.trust)
    arguments = verify.replace("executive-summary", str(latest / "summary")).split()[1:]
    arguments[2] = str(project / "keys" / arguments[2])
    code, output = run(*arguments)
    assert (0, True) == (code, "a trusted root vouches for the signer" in output), output
    unsigned = json.loads((latest / "manifest.json").read_bytes())["unsigned"]["summary.pdf"]
    command = re.sub(r"\d+ \S+", f"{unsigned['bytes']} summary.pdf", check)
    done = subprocess.run(["sh", "-ec", command], cwd=latest, capture_output=True, check=True)
    assert unsigned["sha256"] == done.stdout.decode().split()[0]


FUNCTION = re.compile(r"^\| `(\w+)\(.*?\)` \|[^|]*\| `([^`]*)` is ([^|]+) \|$", re.MULTILINE)


def test_the_example_of_each_function_is_true(tmp_path: Path):
    """What the page on facts says that a function gives for facts of that page, it gives."""
    yaml = "".join(blocks(FACTS, "yaml"))
    write(tmp_path, {**named_files(FACTS), "seeds/facts.yaml": yaml})
    entries = load(tmp_path).briefing.entries
    values = {id_: entry.quantity for id_, entry in entries.items() if entry.quantity}
    quoted = {f"quote.{id_}": e.supports[0].quoted for id_, e in entries.items() if e.supports}
    rows = FUNCTION.findall(FACTS)
    assert sorted(FUNCTIONS) == sorted(name for name, _, _ in rows)
    for name, expression, expected in rows:
        assert expression.startswith(f"{name}(")
        [stated] = recognise(expected)
        computed = evaluate(parse_expression(expression), values | quoted)
        assert () == matches(stated, computed), expression


# --- what is there is documented, and the other way round ---------------------------------


def test_every_command_and_option_is_documented():
    """The page on the command line has each command with its arguments, and each option."""
    headings = re.findall(r"^### `briefing (\S+)", COMMANDS, re.MULTILINE)
    assert sorted(headings) == sorted(main.commands)
    options = {
        name
        for command in (main, *main.commands.values())
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for name in parameter.opts
    }
    options |= set(main.context_settings["help_option_names"])
    assert options == set(re.findall(r"(?<=`)-{1,2}[a-z-]+|(?<=briefing )--[a-z]+", COMMANDS))


def section(document: str, heading: str) -> str:
    """What stands under a heading, up to the next one of its level."""
    return document.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_every_format_and_setting_is_documented():
    """The tables of formats and of settings are whole."""
    row = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
    assert set(FORMATS) == set(row.findall(section(COMMANDS, "Formats")))
    assert set(SETTINGS) == set(row.findall(section(COMMANDS, "Settings")))


def test_every_setting_for_signing_is_documented():
    """The table on the page on signing is whole."""
    cells = re.findall(r"^\| (`.*?) \|", section(SIGNATURES, "Settings"), re.MULTILINE)
    assert list(SIGNING) == [name for cell in cells for name in CODE.findall(cell)]


def test_everything_a_template_can_name_is_documented():
    """The page on templates has every name and every filter."""
    code = set(CODE.findall(TEMPLATES))
    printed = {"fact", "say", "quote", "name"}
    assert [word for word in printed if f"{{{{ {word}." not in TEMPLATES] == []
    assert CONTEXT - printed - {"self"} - code == set()
    assert set(STYLES) | {"rounded(0)"} <= code


def test_every_dependency_is_documented():
    """The page on dependencies names each package that the project asks for, and no other."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(name for group in groups for name in group)]
    names = {re.split(r"[\[<>=~!]", name)[0].lower() for name in wanted} - {"briefing"}
    tables = "\n".join(re.findall(r"^\| .*\[.*$", DEPENDENCIES, re.MULTILINE))
    linked = {name.lower() for name in re.findall(r"\[([\w-]+)\]\(", tables)}
    assert names == linked


# --- what the documents name is there -----------------------------------------------------


def links(document: Path) -> Iterator[str]:
    """Where the links and pictures of a document lead, but for the web."""
    for token in MarkdownIt().parse(document.read_text(encoding="utf-8")):
        for child in token.children or ():
            target = str(child.attrGet("href") or child.attrGet("src") or "")
            if target and not target.startswith(("https:", "http:")):
                yield target


def anchors(document: Path) -> set[str]:
    """The anchors of a document's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.*)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def test_every_link_leads_somewhere():
    """A link within the project leads to a file, and to a heading in it."""
    found = [(document, target) for document in DOCUMENTS for target in links(document)]
    assert len(found) > 8
    for document, target in found:
        name, _, anchor = target.partition("#")
        path = document.parent / name if name else document
        assert path.exists(), f"{document.name}: {target}"
        assert not anchor or anchor in anchors(path), f"{document.name}: {target}"


def test_every_path_of_ours_is_there():
    """A file or a folder of the project that a document names exists."""
    folders = ("briefing/", "docs/", "seeds/0", "templates/", "tests/", "benchmarks/", ".ci/")
    named = [
        (document.name, name)
        for document in DOCUMENTS
        for name in CODE.findall(FENCE.sub("", document.read_text(encoding="utf-8")))
        if name.startswith(folders) and not re.search(r"[ *…]|NAME", name)
    ]
    assert len(named) > 30
    assert [each for each in named if not (ROOT / each[1]).exists()] == []


def test_every_make_command_is_there():
    """`make x` in a document is a command of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = {
        name
        for document in DOCUMENTS
        for name in re.findall(r"(?:^|`)make (\w[\w-]*)", document.read_text("utf-8"), re.MULTILINE)
    }
    assert {"briefings", "test"} <= named
    assert [name for name in named if f"\n{name}:" not in makefile] == []


def test_every_rule_of_the_documents_is_one():
    """A finding that a document shows or names has a page that explains it."""
    shown = {
        rule
        for d in DOCUMENTS
        for rule in re.findall(r"(?:error|warning)\[([a-z-]+)\]:", d.read_text())
    }
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", TEMPLATES + FACTS))
    assert len(shown | named) > 10
    assert (shown | named) - set(rule_names()) == set()
