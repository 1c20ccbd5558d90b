"""The layers: a module imports only from below."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import briefing

PACKAGE = Path(briefing.__file__).parent
ARCHITECTURE = Path(__file__).parent.parent / "docs" / "architecture.md"

# From the ground up, as docs/architecture.md has it; a package stands for all its modules.
LAYERS = {
    "text": 0,
    "memory": 0,
    "processes": 0,
    "diagnostics": 1,
    "prose": 1,
    "quantities": 1,
    "disk": 2,
    "files": 2,
    "located": 2,
    "rules": 2,
    "sources": 3,
    "facts": 3,
    "names": 3,
    "read": 3,
    "report": 3,
    "config": 3,
    "numbers": 3,
    "standards": 3,
    "inputs": 4,
    "signatures": 4,
    "citations": 4,
    "derivations": 5,
    "assemble": 5,
    "grounds": 6,
    "trace": 6,
    "render": 6,
    "evidence": 7,
    "project": 7,
    "editions": 7,
    "press": 8,
    "build": 9,
    "retrace": 9,
    "verification": 9,
    "reproducibility": 9,
    "rebuild": 10,
    "cli": 10,
}
# What a package must not know, whatever the layers would allow.
STRANGERS = {
    "trace": {"render"},
    "evidence": {"render"},
    "read": {"facts", "citations", "assemble", "trace", "render"},
    "quantities": {"facts", "citations", "assemble", "trace", "render"},
}
HEAVY = {"weasyprint", "matplotlib", "fontTools", "babel", "pydyf", "page"}
# What takes as long to import as all the patterns of a language take to compile.
HEAVY_FOR_NUMBERS = {"dataclasses", "inspect", "pydantic"}
# Run by a developer, and imported by nothing.
PROGRAMS = {
    "briefing.quantities.data.generate",
    "briefing.read.data.make_glyphs",
    "briefing.render.fonts.make_fonts",
}
ROW = re.compile(r"^\| *(\d+) *\| *`(\w+)/?` *\|.*\|$", re.MULTILINE)


def room(module: str) -> str:
    """The row of the table that a module belongs to."""
    return module.split(".")[1] if "." in module else ""


def modules() -> dict[str, Path]:
    """Every module of the package by its name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(parts).removesuffix(".__init__")] = path
    return found


def imports(path: Path, known: set[str]) -> Iterator[str]:
    """Every module of the package that a file imports, wherever the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names if name.name.startswith("briefing"))
            case ast.ImportFrom(module=str(module), names=names, level=0):
                if module.partition(".")[0] == "briefing":
                    for name in names:
                        whole = f"{module}.{name.name}"
                        yield whole if whole in known else module
            case ast.ImportFrom(level=level) if level:
                yield "a relative import"


MODULES = modules()
EDGES = [(name, target) for name, path in MODULES.items() for target in imports(path, set(MODULES))]


def test_every_module_has_a_layer():
    """The table and the package name the same modules, and all of them were read."""
    assert len(MODULES) > 60
    assert len(EDGES) > 200
    assert set(LAYERS) == {room(name) for name in MODULES if room(name)}


def test_a_module_imports_only_from_below():
    """An import leads to a lower layer, or stays within its own package."""
    wrong = [
        f"{name} (layer {LAYERS[room(name)]}) imports {target}"
        for name, target in EDGES
        if room(name) != room(target) and LAYERS[room(target)] >= LAYERS[room(name)]
    ]
    assert [] == wrong


def test_the_architecture_page_has_the_same_table():
    """What the page on the architecture says of the layers is what is tested here."""
    rows = ROW.findall(ARCHITECTURE.read_text(encoding="utf-8"))
    assert LAYERS == {module: int(layer) for layer, module in rows}


@pytest.mark.parametrize("name", STRANGERS)
def test_the_two_halves_do_not_know_each_other(name: str):
    """What comes up from a page shares no code with what goes down to it."""
    below = {room(target) for source, target in EDGES if room(source) == name}
    assert {name, *STRANGERS[name]} <= set(LAYERS)
    assert below & STRANGERS[name] == set()


def test_no_modules_import_each_other():
    """There is no circle of imports, however long."""
    left = {name: {t for s, t in EDGES if s == name and t != name} for name in MODULES}
    while free := [name for name, targets in left.items() if not targets & left.keys()]:
        for name in free:
            del left[name]
    assert {} == left


def test_heavy_libraries_are_imported_where_they_are_needed():
    """What takes long to import is imported by the function that needs it."""
    tops = {
        (name, alias.name if isinstance(node, ast.Import) else str(node.module))
        for name, path in MODULES.items()
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if name not in PROGRAMS
    }
    assert ("briefing.read.pdf_pages", "pypdfium2.raw") in tops
    assert [top for top in tops if top[1].partition(".")[0] in HEAVY] == []


def test_the_recogniser_imports_little():
    """Who only wants numbers read waits for nothing else to be loaded."""
    code = """import sys
before = set(sys.modules)
import briefing.quantities.recognise
print(*set(sys.modules) - before)
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert HEAVY_FOR_NUMBERS & set(done.stdout.split()) == set()
