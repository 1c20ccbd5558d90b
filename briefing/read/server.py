"""The process that readers are copied from, which has loaded what they need."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from types import ModuleType

LOADED = ["briefing.read.confined"]


def start_server() -> None:
    """Start that process, if there is none; it loads meanwhile, and this returns at once."""
    forkserver.set_forkserver_preload(LOADED)
    with script_left_out():
        forkserver.ensure_running()


@contextmanager
def script_left_out() -> Iterator[None]:
    """Let a process that starts not run the script of this program again, as it otherwise would."""
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script
