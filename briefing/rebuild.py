"""Build a project once more in a process of its own, to compare what comes out.

    python -m briefing.rebuild one|all FOLDER MOMENT

With `one`, as if the machine had one processor, and so without workers. Nothing is signed: a
signature says when it was made, and is another each time.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from briefing.build import build
from briefing.config import load_config
from briefing.diagnostics import BriefingError
from briefing.report import render_report


def main(processors: str, folder: str, moment: str) -> int:
    """Print what there is to say of the build; 0 where it gave an edition."""
    if processors == "one" and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    config, _ = load_config(Path(folder))
    now = datetime.fromisoformat(moment)
    try:
        outcome = build(replace(config, sign=None), now, lambda _step, _done, _all: None)
    except BriefingError as error:
        sys.stdout.write(f"{error.problem}\n")
        return 2
    sys.stdout.write(render_report(outcome.report, "concise"))
    return int(outcome.edition is None)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
