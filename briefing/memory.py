"""When Python may look for garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Let nobody look for garbage cycles while the block runs.

    For work that makes many objects which all live until it is done: looking through them again
    and again took a sixth of the time of setting a page, and two thirds of reading one back.
    What the block leaves behind is found afterwards.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def collector_dismissed() -> Iterator[None]:
    """Let nobody look for garbage cycles while the block runs, nor later in what it made.

    For the last work of a process: as it ends, Python would look through all objects twice, only
    for the system to take back all memory at once.
    """
    with collector_paused():
        yield
        gc.freeze()
