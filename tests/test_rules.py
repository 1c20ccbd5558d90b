"""The rules' pages: each explains a rule that exists, and what its examples show is true."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt

import briefing
from briefing.cli import main
from briefing.rules import load_page, rule_names

PACKAGE = Path(briefing.__file__).parent
PAGES = PACKAGE / "rules"
HEADINGS = ["Why it matters", "How to mend it"]
EXAMPLE = "Example: "


# --- the pages as test cases --------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """An example of a page: files, a command, and the lines of the page that it must print."""

    page: Path
    title: str
    line: int
    files: dict[str, str]
    command: str
    expected: str
    lines: tuple[int, int]

    @property
    def id(self) -> str:
        """The rule and the example."""
        return f"{self.page.stem}: {self.title}"


def read_cases(page: Path) -> Iterator[Case]:
    """Every example of a page: the pairs of a name in backticks and a block behind it."""
    title, line, blocks = "", 0, []
    tokens = MarkdownIt().parse(page.read_text(encoding="utf-8"))
    for before, token in pairwise(tokens):
        if token.type == "inline" and before.type == "heading_open":
            title, line, blocks = token.content, token.map[0] + 1, []
        elif token.type == "inline" and re.fullmatch(r"`[^`]+`", token.content):
            blocks.append((token.content[1:-1], None))
        elif token.type == "fence" and title.startswith(EXAMPLE):
            name = blocks.pop()[0]
            blocks.append((name, token.content))
            if name.startswith("briefing "):
                files = dict(blocks[:-1])
                lines = (token.map[0] + 1, token.map[1] - 1)
                yield Case(page, title, line, files, name, token.content, lines)


CASES = [case for page in sorted(PAGES.glob("*.md")) for case in read_cases(page)]


def run_case(case: Case, folder: Path) -> str:
    """What the command of the case prints in a folder that holds its files alone."""
    for name, content in case.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    result = CliRunner().invoke(main, case.command.split()[1:])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return "".join(f"{line.rstrip()}\n" for line in result.output.splitlines())


def update(case: Case, printed: str) -> None:
    """Put what was printed in the place of what the page expects."""
    content = case.page.read_text(encoding="utf-8")
    before, found, after = content.partition(f"## {case.title}\n")
    assert found, case.id
    command = f"`{case.command}`\n\n```text\n"
    inputs, _, rest = after.partition(command)
    assert rest.startswith(case.expected), f"{case.id}: write ```text behind the command"
    new = inputs + command + printed + rest.removeprefix(case.expected)
    case.page.write_text(before + found + new, encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_an_example_prints_what_its_page_shows(
    case: Case,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
):
    """What a rule's page shows is what the command prints."""
    monkeypatch.chdir(tmp_path)
    printed = run_case(case, tmp_path)
    if request.config.getoption("--update-cases"):
        update(case, printed)
        return
    where = f"{case.page.relative_to(PACKAGE.parent)}:{case.line}"
    assert case.expected == printed, f"{where}: `pytest {__file__} --update-cases` rewrites it"


def test_an_example_shows_the_rule_of_its_page():
    """An example of a page is about the rule that the page explains."""
    assert len(CASES) > 20
    assert [case.id for case in CASES if f"[{case.page.stem}]" not in case.expected] == []


@pytest.mark.parametrize("rule", rule_names())
def test_a_page_has_the_fixed_headings(rule: str):
    """A page is headed by its rule, says why and what to do, and then gives examples."""
    tokens = MarkdownIt().parse(load_page(rule))
    headings = [
        (opening.tag, inline.content)
        for opening, inline in pairwise(tokens)
        if opening.type == "heading_open"
    ]
    assert headings[0] == ("h1", rule)
    assert headings[1:3] == [("h2", heading) for heading in HEADINGS]
    assert all(tag == "h2" and title.startswith(EXAMPLE) for tag, title in headings[3:])
    examples = [title for _, title in headings[3:]]
    assert examples == [case.title for case in CASES if case.page.stem == rule]
    assert len(examples) == len(set(examples))


def test_what_is_no_rule_has_no_page():
    """A name that is no rule's finds nothing, not even when it leads to a file."""
    assert load_page("no-such-rule") is None
    assert load_page("../../README") is None


# --- the rules that the code uses ---------------------------------------------------------


RULE = re.compile(r"[a-z]+(-[a-z]+)+")


def assigned(node: ast.Module | ast.FunctionDef) -> dict[str, ast.expr]:
    """What the names of a module, or anywhere in a function, are set to."""
    found: dict[str, ast.expr] = {}
    for statement in node.body if isinstance(node, ast.Module) else ast.walk(node):
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found[name] = ast.Tuple([found[name], value]) if name in found else value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                found[name] = value
            case ast.ImportFrom(module=str(module), names=names) if module.startswith("briefing."):
                path = (PACKAGE.parent / module.replace(".", "/")).with_suffix(".py")
                theirs = constants(path) if path.is_file() else {}
                found |= {n.name: theirs[n.name] for n in names if n.name in theirs}
    return found


@cache
def constants(path: Path) -> dict[str, ast.expr]:
    """What the names of a module are set to."""
    return assigned(ast.parse(path.read_text(encoding="utf-8")))


def written(node: ast.expr) -> set[str]:
    """The texts in an expression that have the shape of a rule's name."""
    parts = {
        part for text in ast.walk(node) if isinstance(text, ast.JoinedStr) for part in text.values
    }
    texts = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and n not in parts}
    return {text for text in texts if isinstance(text, str) and RULE.fullmatch(text)}


class Module(ast.NodeVisitor):
    """The calls in a module by what is called, each with the functions that it stands in."""

    def __init__(self, path: Path) -> None:
        self.path = path.relative_to(PACKAGE.parent).as_posix()
        self.inside: list[ast.FunctionDef] = []
        self.calls: dict[str, list[tuple[ast.Call, list[ast.FunctionDef]]]] = defaultdict(list)
        self.name = self.path.removesuffix(".py").replace("/", ".")
        self.imported: set[str] = set()
        self.constants = constants(path)
        self.visit(ast.parse(path.read_text(encoding="utf-8")))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Note that what follows stands in this function."""
        self.inside.append(node)
        self.generic_visit(node)
        self.inside.pop()

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Note what it imports from."""
        self.imported |= {node.module or "", *(f"{node.module}.{n.name}" for n in node.names)}

    def visit_Call(self, node: ast.Call) -> None:
        """Note the call."""
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
        owner = getattr(getattr(node.func, "value", None), "id", "")
        if f"briefing.{owner}" in self.imported:  # a function of that module, of no class
            name = f"{owner}.{name}"
        self.calls[name].append((node, self.inside[::-1]))
        self.generic_visit(node)

    def rules(self, function: str = "Finding", parameter: str = "rule", at: int = 0) -> set[str]:
        """The rules of the findings made here; "?" and the line for one that cannot be seen.

        A rule must be written whole, where a search finds it: in the call of Finding, in a
        constant, or in a call of the function that takes it as a parameter.
        """
        found: set[str] = set()
        for call, inside in self.calls[function]:
            named = {keyword.arg: keyword.value for keyword in call.keywords}
            node = named.get(parameter) or (call.args[at] if len(call.args) > at else call)
            found |= self.seen(node, inside) or {f"? {self.path}:{node.lineno}"}
        return found

    def seen(self, node: ast.expr, inside: list[ast.FunctionDef]) -> set[str]:
        """The rules that an expression may come to; empty where none can be seen."""
        if isinstance(node, ast.Constant):
            return {node.value}
        for function in inside if isinstance(node, ast.Name) else ():
            arguments = [a.arg for a in (*function.args.args, *function.args.kwonlyargs)]
            if node.id in arguments:
                at = [name for name in arguments if name not in {"self", "cls"}].index(node.id)
                name = function.name
                users = [m for m in modules() if self.name in m.imported and name[0] != "_"]
                return set().union(*(m.rules(name, node.id, at) for m in (self, *users)))
            node = assigned(function).get(node.id, node)
        names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
        known = [self.constants[name] for name in names & self.constants.keys()]
        return set().union(*map(written, (node, *known)))


@cache
def modules() -> list[Module]:
    """Every module of the package."""
    return [Module(path) for path in sorted(PACKAGE.rglob("*.py"))]


def test_every_rule_in_the_code_has_a_page_and_every_page_a_rule():
    """The rules of the findings that the code makes are the rules that have a page."""
    used = {rule: module.path for module in modules() for rule in module.rules()}
    assert len(used) > 20
    assert [rule for rule in used if rule.startswith("?")] == [], "rules that cannot be seen"
    assert {rule: used[rule] for rule in used.keys() - set(rule_names())} == {}, "without a page"
    assert set(rule_names()) - used.keys() == set(), "pages of no rule"
