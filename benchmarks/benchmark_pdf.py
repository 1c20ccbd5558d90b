"""What tags, PDF/A-3a, PDF/UA-1 and the evidence inside cost, against plain PDFs of the same pages.

`python benchmarks/benchmark_pdf.py` sets the three briefings of this project and a long made page,
as the build does and with WeasyPrint's default options, and exits with 1 where time or size is over
its bound. Both sides are given the same HTML and styles. Each is measured several times in turns,
in processor time, and the least counts. What the validator takes is shown beside it. The
evidence, compressed, does not count for the size.
"""

from __future__ import annotations

import logging
import shutil
import sys
import tempfile
import zlib
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import astuple, dataclass, replace
from functools import partial
from pathlib import Path
from time import process_time

import weasyprint
from benchmark_build import ROOT, Row, build, bundled_fonts, least_of_each

import briefing.press
from briefing.render.pdf import PendingPdf
from briefing.render.typesetting import PdfJob, typeset, with_style
from briefing.standards import check_pdf
from briefing.text import Text

ROUNDS = 5
SECTIONS = 12
MOST_TIME, MOST_SIZE = 1.25, 1.3
# The long page is made of short entries that link to each other, each of which has its tags.
MOST_SIZE_OF_LINKS = 1.9
HEAD = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Long</title></head>'


def jobs(folder: Path) -> list[PdfJob]:
    """What the build sets: the three briefings with their evidence; and the long page with some."""
    for name in ("seeds", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "pyproject.toml", folder)
    made: list[PdfJob] = []
    start_pdf = briefing.press.start_pdf

    def start_noted(job: PdfJob, workers: Executor | None) -> PendingPdf:
        made.append(job)
        return start_pdf(job, workers)

    briefing.press.start_pdf = start_noted
    build(folder)
    briefing.press.start_pdf = start_pdf
    return [*made, replace(made[0], page=Text("a-long-page.html", long_page()))]


def long_page() -> str:
    """Headings, paragraphs with links, lists and tables, and what the links lead to."""
    links = "".join(
        f'<p>In section {n} stands <a id="s{n}" href="#e-{n}">${n}.5 million</a>, which is much. '
        f"{'Then come more words, as in any report. ' * 12}</p><ul><li>An item</li></ul>"
        f'<table><thead><tr><th scope="col">Who</th><th scope="col">What</th></tr></thead>'
        f"<tbody>{'<tr><th scope=row>A house</th><td>a figure</td></tr>' * 8}</tbody></table>"
        if n % 5
        else f"<h2>Part {n // 5}</h2>"
        for n in range(SECTIONS * 5)
    )
    evidence = "".join(
        f'<div id="e-{n}"><p>It says so. <a href="#s{n}">Back</a></p></div>'
        for n in range(SECTIONS * 5)
        if n % 5
    )
    return f"{HEAD}<body><h1>Long</h1>{links}<h2>Evidence</h2>{evidence}</body></html>"


def set_plainly(job: PdfJob) -> bytes:
    """What WeasyPrint makes of the page when it is told nothing."""
    html = with_style(job.page.content, job.style)
    content: bytes = weasyprint.HTML(string=html).write_pdf()
    return content


@dataclass(frozen=True)
class Measured:
    """What was measured of a page: seconds and bytes."""

    plain: float
    full: float
    checked: float
    plain_size: int
    full_size: int

    def rows(self, name: str, most_time: float | None, most_size: float) -> Iterator[Row]:
        """The lines of the table."""
        yield Row(f"{name}: plain", self.plain, "s")
        yield Row(f"{name}: as the build sets it", self.full, "s")
        yield Row(f"{name}: time / plain", self.full / self.plain, "×", most_time)
        yield Row(f"{name}: validated in", self.checked, "s")
        yield Row(f"{name}: size / plain", self.full_size / self.plain_size, "×", most_size)


def measure(job: PdfJob) -> Measured:
    """Time and size of a page; what the evidence takes, compressed, is left out of the size."""
    ours = typeset(job).content
    evidence = sum(len(zlib.compress(file.content)) for file in job.attachments)
    times = least_of_each(
        partial(set_plainly, job),
        partial(typeset, job),
        partial(check_pdf, ours, "checked.pdf"),
        rounds=ROUNDS,
        clock=process_time,
    )
    return Measured(*times, len(set_plainly(job)), len(ours) - evidence)


def rows(folder: Path) -> Iterator[Row]:
    """What was measured of each page, and of the three briefings together."""
    *briefings, long = jobs(folder)
    measured = []
    for job in briefings:
        measured.append(measure(job))
        yield from measured[-1].rows(job.page.path, None, MOST_SIZE)
    sums = [sum(column) for column in zip(*map(astuple, measured), strict=True)]
    yield from Measured(*sums).rows("all briefings", MOST_TIME, MOST_SIZE)
    yield from measure(long).rows(long.page.path, MOST_TIME, MOST_SIZE_OF_LINKS)


def main() -> int:
    """Print the table."""
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    over = False
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder, bundled_fonts():
        for row in rows(Path(folder)):
            print(row, flush=True)
            over |= row.is_over
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
