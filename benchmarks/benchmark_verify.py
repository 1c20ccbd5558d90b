"""Measure `briefing verify` against the time that setting the same PDF took.

    python benchmarks/benchmark_verify.py [FACTS …]

For made reports of a growing number of facts, each in a paragraph of prose: pages and numbers, the
time of setting the PDF (in one process, imports left out), the time of verifying it by the clock,
from the first byte to the verdict (it is read in a process of its own), their ratio (bound: 0.1),
the time a page, and the peak of memory of the process that verifies (bound: 300 MB).
"""

import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from made_project import make_project

from briefing.config import load_config
from briefing.press import Press
from briefing.project import load_project
from briefing.render.typesetting import typeset
from briefing.verification import verify_file

NOW = datetime(2026, 11, 21, tzinfo=UTC)
SIZES = (100, 200, 400)
# What a report says around a number; of these, about a hundred pages hold two thousand numbers.
PROSE = (
    "Nobody who was asked about it wished to say where the money had come from, or who would have "
    "to answer for it if the work were late. The neighbours were told in the spring that the noise "
    "would end with the summer, and in the autumn that it would go on until the roof was closed. "
    "What the new machines make, and for whom, is written in no document that was read for this "
    "report; the workers say that they learned of it from the newspapers, as everybody else did. "
    "Those who plan the next plant have promised to tell more, and to tell it earlier."
)
KILOBYTES = 1024  # of a megabyte


def build(folder: Path, size: int) -> tuple[float, Path]:
    """A made project's briefing as files, and how long it took to set the PDF, in seconds."""
    make_project(folder, size)
    template = folder / "templates" / "all.html.j2"
    page = template.read_text(encoding="utf-8")
    template.write_text(page.replace("}}.", f"}}}}. {PROSE}"), encoding="utf-8")
    config, _ = load_config(folder)
    press = Press(load_project(config, NOW.date()), "2026-11-21.1", NOW, lambda *_: None)
    made = press._page("all")  # noqa: SLF001 - the job without the process that does it
    assert made is not None
    job = press._job(made)  # noqa: SLF001
    start = time.process_time()
    pdf = typeset(job).content
    seconds = time.process_time() - start
    (folder / "all.pdf").write_bytes(pdf)
    return seconds, folder / "all.pdf"


def verify(file: Path) -> None:
    """Verify a file, and print the time in seconds, the peak of memory in MB, and what it holds."""
    verify_file(file, None)  # what is loaded and compiled once, here and where it is read
    start = time.perf_counter()
    report = verify_file(file, None)
    seconds = time.perf_counter() - start
    assert report is not None
    assert report.findings == (), report.findings[:3]
    # What `getrusage` gives begins with the memory of the process that has started this one.
    [peak] = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    pages = max((s.place.text.page or 0 for s in report.statements), default=0)
    print(seconds, int(peak) / KILOBYTES, pages, report.verdicts[0].found)


def measure(size: int) -> str:
    """A row of the table."""
    with TemporaryDirectory() as name:
        setting, file = build(Path(name), size)
        command = [sys.executable, __file__, "--verify", str(file)]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        seconds, peak, pages, found = map(float, out.split())
        ratio = f"{seconds / setting:.3f}"
        rate = f"{1000 * seconds / pages:.1f} ms"
        row = (f"{pages:.0f}", f"{found:.0f}", f"{setting:.2f} s", f"{seconds:.2f} s", ratio)
        return "  ".join(f"{cell:>10}" for cell in (*row, rate, f"{peak:.0f} MB"))


def main() -> None:
    """Print the table."""
    if sys.argv[1:2] == ["--verify"]:
        verify(Path(sys.argv[2]))
        return
    heads = ("pages", "numbers", "setting", "verifying", "ratio", "a page", "memory")
    print("  ".join(f"{head:>10}" for head in heads))
    for size in map(int, sys.argv[1:] or SIZES):
        print(measure(size), flush=True)


if __name__ == "__main__":
    main()
