"""The process that workers are copied from, which has loaded what they need."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import forkserver
from types import ModuleType

# With this, modules are not looked for where the program is run: that may be a stranger's folder.
SAFE = "PYTHONSAFEPATH"


def start_server(modules: Sequence[str]) -> None:
    """Start that process, if there is none; it loads modules while this returns at once."""
    forkserver.set_forkserver_preload(list(modules))
    kept = os.environ.get(SAFE)
    os.environ[SAFE] = "1"
    try:
        with script_left_out():
            forkserver.ensure_running()
    finally:
        os.environ.pop(SAFE)
        if kept is not None:
            os.environ[SAFE] = kept


@contextmanager
def script_left_out() -> Iterator[None]:
    """Let a process that starts not run the script of this program again, as it otherwise would."""
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script
