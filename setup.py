"""Compile the recogniser into the package, where that is asked for.

    BRIEFING_COMPILED=1 pip wheel --no-build-isolation .

All else about the package stands in `pyproject.toml`. What is compiled is the same source: mypyc
takes the types that it has for what they say.
"""

import ast
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from setuptools import Extension, setup

PACKAGE = "briefing.quantities"
FIRST = f"{PACKAGE}.recognise"
# These fill themselves from data when they are imported, or hold what is made and not run.
AS_THEY_ARE = {f"{PACKAGE}.{name}" for name in ("language", "model", "plain", "trie")}


def compiled() -> list[Extension]:
    """The recogniser and what it imports of its package, as one extension.

    More than the compiler's first level gains nothing, and takes twice as long.
    """
    from mypyc.build import mypycify  # noqa: PLC0415 - who does not compile needs none

    names = sorted(_needed(FIRST, set()) - AS_THEY_ARE)
    options = ["--follow-imports=silent", "--ignore-missing-imports"]
    files = [str(_file(name)) for name in names]
    return mypycify([*options, *files], opt_level="1", debug_level="0", group_name="recogniser")


def _needed(name: str, known: set[str]) -> set[str]:
    """The modules of the package that a module imports, and those that these import."""
    if name not in known and _file(name).exists():
        known.add(name)
        for imported in _imports(ast.parse(_file(name).read_bytes())):
            _needed(imported, known)
    return known


def _imports(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(PACKAGE):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _file(name: str) -> Path:
    return Path(*name.split(".")).with_suffix(".py")


is_compiled = "BRIEFING_COMPILED" in os.environ and "bdist_wheel" in sys.argv
setup(ext_modules=compiled() if is_compiled else [])
