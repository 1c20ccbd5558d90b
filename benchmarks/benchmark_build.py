"""How long checking and building take, against named baselines in the same run.

`python benchmarks/benchmark_build.py` measures four things, and exits with 1 where one is over
its bound:

- `briefing check` on this project, against a Python that imports pydantic;
- the whole build of this project, against WeasyPrint with its default options on the same
  finished pages, with all imports left out on both sides (the pages carry their fonts in
  themselves, which costs the plain rendering time: it is shown without them, too);
- a second build with nothing changed;
- ten times the facts, sources and numbers, outside WeasyPrint.

Each is measured several times, and the least counts, so that other programs count little. What
happens in one process is measured in processor time, the rest by the clock. Workers have imported
what they need before the clock starts, as has this process.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pathlib import Path

import made_project
import weasyprint

import briefing.build
import briefing.press
from briefing.config import load_config
from briefing.diagnostics import Finding
from briefing.render.fonts import FOLDER
from briefing.render.pdf import PendingPdf
from briefing.render.typesetting import FONT_CONFIGURATION, FONT_STYLE, PdfJob

ROOT = Path(__file__).parent.parent
BRIEFING = str(Path(sys.executable).with_name("briefing"))
NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
ROUNDS = 3
PROCESS_ROUNDS = 12
SIZE = 40
TIMES = 10
DRAWING = "matplotlib.backends.backend_svg"
IMPORTS_AGAIN = """
import sys
from briefing.cli import main
try:
    main(["build", sys.argv[1]])
finally:
    print(*sys.modules, file=sys.stderr)
"""

Clock = Callable[[], float]


@dataclass(frozen=True)
class Row:
    """A line of the table; the bound is the most that the figure may be, if there is one."""

    what: str
    figure: float
    unit: str
    bound: float | None = None

    @property
    def is_over(self) -> bool:
        """Whether it costs more than it may."""
        return self.bound is not None and self.figure > self.bound

    def __str__(self) -> str:
        bound = "" if self.bound is None else f"≤ {self.bound:g} {self.unit}"
        over = "OVER" if self.is_over else ""
        return f"{self.what:62}{self.figure:8.2f} {self.unit:2}  {bound:8}{over}".rstrip()


def seconds(work: Callable[[], object], clock: Clock) -> float:
    """How long a piece of work takes."""
    start = clock()
    work()
    return clock() - start


def run(*command: str) -> None:
    """Run a program, which must succeed; as everywhere, Python may keep what it has compiled."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        sys.exit(f"{' '.join(command)}:\n{done.stdout}{done.stderr}")


def least_of_each(*works: Callable[[], object], rounds: int, clock: Clock) -> list[float]:
    """The least time of each piece of work, taken in turns, so that a busy moment hits all."""
    times = [[seconds(work, clock) for work in works] for _ in range(rounds)]
    return [min(column) for column in zip(*times, strict=True)]


# --- checking, and building again: whole processes ----------------------------------------


def check_rows() -> Iterator[Row]:
    """`briefing check` on this project."""
    bare, full = least_of_each(
        partial(run, sys.executable, "-c", "import pydantic"),
        partial(run, BRIEFING, "check", str(ROOT)),
        rounds=PROCESS_ROUNDS,
        clock=time.perf_counter,
    )
    yield Row("python -c 'import pydantic'", bare, "s")
    yield Row("briefing check", full, "s")
    yield Row("briefing check, beyond that Python", full - bare, "s", 0.5)


def again_rows(project: Path) -> Iterator[Row]:
    """A second build, which must import no WeasyPrint and leave no second edition."""
    clear(project)
    build = partial(run, BRIEFING, "build", str(project))
    first = seconds(build, time.perf_counter)
    (again,) = least_of_each(build, rounds=PROCESS_ROUNDS, clock=time.perf_counter)
    yield Row("briefing build", first, "s")
    yield Row("briefing build, nothing changed", again, "s", 0.5)
    command = (sys.executable, "-c", IMPORTS_AGAIN, str(project))
    imported = subprocess.run(command, capture_output=True, text=True, check=True).stderr.split()
    heavy = {"weasyprint", "matplotlib"}.intersection(imported)
    yield Row("heavy libraries that it imports", len(heavy), "", 0)
    editions = len(list((project / "out" / "editions").iterdir()))
    yield Row("editions after all of these builds", editions, "", 1)


# --- the whole build, against plain rendering ---------------------------------------------


def clear(project: Path) -> None:
    """Forget what was built."""
    shutil.rmtree(project / "out", ignore_errors=True)


def build(project: Path) -> briefing.build.Outcome:
    """Build a project from the beginning, in this process and its workers."""
    clear(project)
    config, _ = load_config(project)
    outcome = briefing.build.build(config, NOW, lambda _step, _done, _all: None)
    if outcome.edition is None:
        sys.exit(outcome.report.summary)
    return outcome


def finished_pages(project: Path) -> list[str]:
    """The HTML files of the standing edition."""
    paths = sorted((project / "out" / "latest").glob("*.html"))
    return [path.read_text(encoding="utf-8") for path in paths]


def render_plainly(pages: list[str]) -> None:
    """What WeasyPrint does when it is told nothing."""
    for page in pages:
        weasyprint.HTML(string=page).write_pdf()


@contextmanager
def bundled_fonts() -> Iterator[None]:
    """The fonts that the build uses, for the plain rendering as well."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "fonts.conf"
        fonts = FONT_CONFIGURATION.format(fonts=FOLDER / "ttf", cache=folder)
        file.write_text(fonts, encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(file)
        yield
        del os.environ["FONTCONFIG_FILE"]


@contextmanager
def one_processor() -> Iterator[None]:
    """Let this process have a single processor, on which the build starts no workers."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def whole_build_rows(project: Path) -> Iterator[Row]:
    """The build in one process, and with workers."""
    build(project)
    pages = finished_pages(project)
    lean = [FONT_STYLE.sub("", page, count=1) for page in pages]
    plainly = partial(render_plainly, pages)
    ours = partial(build, project)
    with one_processor():
        plain, bare, whole = least_of_each(
            plainly,
            partial(render_plainly, lean),
            ours,
            rounds=ROUNDS,
            clock=time.process_time,
        )
    yield Row(f"plain WeasyPrint, the {len(pages)} finished pages", plain, "s")
    yield Row("plain WeasyPrint, without the fonts in the pages", bare, "s")
    yield Row("whole build in one process", whole, "s")
    yield Row("whole build in one process / plain, without the fonts", whole / bare, "×")
    yield Row("whole build in one process / plain WeasyPrint", whole / plain, "×", 1.3)
    workers = min(len(os.sched_getaffinity(0)), len(pages))
    if workers == 1:
        return
    plain, whole = least_of_each(plainly, ours, rounds=ROUNDS, clock=time.perf_counter)
    yield Row("plain WeasyPrint, by the clock", plain, "s")
    yield Row(f"whole build with {workers} workers, by the clock", whole, "s")
    yield Row("whole build with workers / plain WeasyPrint", whole / plain, "×", 1.3)


# --- growth -------------------------------------------------------------------------------


def outside_weasyprint(project: Path) -> float:
    """How long a build works, but for typesetting."""
    inside = 0.0
    start_pdf = briefing.press.start_pdf

    def start_timed(job: PdfJob, workers: Executor | None) -> PendingPdf:
        pending = start_pdf(job, workers)

        def wait() -> tuple[bytes, list[Finding]]:
            nonlocal inside
            start = time.process_time()
            rendered = pending()
            inside += time.process_time() - start
            return rendered

        return wait

    briefing.press.start_pdf = start_timed
    try:
        return seconds(partial(build, project), time.process_time) - inside
    finally:
        briefing.press.start_pdf = start_pdf


def growth_rows(folder: Path) -> Iterator[Row]:
    """The time outside WeasyPrint for some facts, and for ten times as many."""
    times = []
    for size in (SIZE, SIZE * TIMES):
        project = folder / f"made-{size}"
        made_project.make_project(project, size)
        with one_processor():
            times.append(min(outside_weasyprint(project) for _ in range(2)))
        found = re.search(r"found (\d+)", build(project).report.summary)
        assert found, "a build says what it found"
        yield Row(f"{size} facts, {found[1]} numbers found, outside WeasyPrint", times[-1], "s")
    yield Row(f"{TIMES} × facts, sources and numbers", times[1] / times[0], "×", 12)


def warm_up(folder: Path) -> None:
    """Import all that a build imports, on a project that has nothing to do with what follows."""
    import_module(DRAWING)
    project = folder / "warm-up"
    made_project.make_project(project, 10)
    build(project)
    render_plainly(finished_pages(project))


def rows(folder: Path) -> Iterator[Row]:
    """Everything that is measured, as soon as it is."""
    project = folder / "project"
    project.mkdir()
    for name in ("seeds", "templates"):
        shutil.copytree(ROOT / name, project / name)
    shutil.copy(ROOT / "pyproject.toml", project)
    yield from check_rows()
    with bundled_fonts():
        warm_up(folder)
        yield from whole_build_rows(project)
        yield from growth_rows(folder)
    yield from again_rows(project)


def main() -> int:
    """Print the table."""
    # The plain rendering knows nothing of our style for screens, and warns of it.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    over = False
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        for row in rows(Path(folder)):
            print(row, flush=True)
            over |= row.is_over
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
