"""Measure `briefing verify` against the time that setting the same PDF took.

    python benchmarks/benchmark_verify.py [FACTS …]

For made reports of a growing number of facts, each in a paragraph of prose: pages and numbers, the
time of setting the PDF (in one process, imports left out, in turn with verifying), the median time
of verifying it by the clock, from the first byte to the verdict (it is read in processes of its
own, meanwhile its evidence is checked), their ratio (bound: 0.1), the time a page, and the peak of
the memory of all these processes together (bound: 300 MB), where what they share counts once.
"""

import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory

from made_project import make_project

from briefing.config import load_config
from briefing.press import Press
from briefing.project import load_project
from briefing.render.typesetting import PdfJob, typeset
from briefing.verification import verify_file

NOW = datetime(2026, 11, 21, tzinfo=UTC)
SIZES = (90, 180, 370)
# What a report says around a number; of these, a hundred pages hold two thousand numbers.
PROSE = (
    "Nobody who was asked about it wished to say where the money had come from, or who would have "
    "to answer for it if the work were late. The neighbours were told in the spring that the noise "
    "would end with the summer, and in the autumn that it would go on until the roof was closed. "
    "What the new machines make, and for whom, is written in no document that was read for this "
    "report; the workers say that they learned of it from the newspapers, as everybody else did. "
    "Those who plan the next plant have promised to tell more, and to tell it earlier. Whether "
    "anybody will hold them to that promise when the ground is broken, and the speeches are over, "
    "is what people in the street would like to know; of these, nobody wished to be named."
)
RUNS, ROUNDS = 5, 3
KILOBYTES = 1024  # of a megabyte


def make_job(folder: Path, size: int) -> PdfJob:
    """The briefing of a made project, ready to be set."""
    make_project(folder, size)
    template = folder / "templates" / "all.html.j2"
    page = template.read_text(encoding="utf-8")
    template.write_text(page.replace("}}.", f"}}}}. {PROSE}"), encoding="utf-8")
    config, _ = load_config(folder)
    press = Press(load_project(config, NOW.date()), "2026-11-21.1", NOW, lambda *_: None)
    made = press._page("all")  # noqa: SLF001 - the job without the process that does it
    assert made is not None
    return press._job(made)  # noqa: SLF001


def set_page(job: PdfJob, file: Path) -> float:
    """Set the PDF, and tell how many seconds of a processor that took."""
    start = time.process_time()
    pdf = typeset(job).content
    seconds = time.process_time() - start
    file.write_bytes(pdf)
    return seconds


def verify(file: Path) -> None:
    """Verify a file some times, and print the times in seconds, and what it holds."""
    verify_file(file, None)  # what is loaded and compiled once, here and where it is read
    took = []
    for _ in range(RUNS):
        start = time.perf_counter()
        report = verify_file(file, None)
        took.append(time.perf_counter() - start)
        assert report is not None
        assert report.findings == (), report.findings[:3]
    pages = max((s.place.text.page or 0 for s in report.statements), default=0)
    print(pages, report.verdicts[0].found, *took)


def peak_of_memory(command: list[str]) -> int:
    """The most memory that a command and all processes that it starts have at a time, in MB."""
    peak = 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(_memory, _family(process.pid))))
            time.sleep(0.02)
    assert process.returncode == 0
    assert peak > 0
    return peak // KILOBYTES


def _family(first: int) -> set[int]:
    """The numbers of a process and of all that it has started, or that these have."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
    family = {first}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def _memory(process: int) -> int:
    """The memory of a process in kilobytes, with its part of what it shares with others."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def measure(size: int) -> str:
    """A row of the table."""
    with TemporaryDirectory() as name:
        job, file = make_job(Path(name), size), Path(name) / "all.pdf"
        command = [sys.executable, __file__, "--verify", str(file)]
        settings, took = [set_page(job, file)], []
        for _ in range(ROUNDS):  # a machine may change its speed within a minute
            out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            pages, found, *each = map(float, out.split())
            took += each
            settings.append(set_page(job, file))
        setting, seconds = mean(settings), median(took)
        peak = peak_of_memory(command)
        ratio = f"{seconds / setting:.3f}"
        rate = f"{1000 * seconds / pages:.1f} ms"
        row = (f"{pages:.0f}", f"{found:.0f}", f"{setting:.2f} s", f"{seconds:.2f} s", ratio)
        return "  ".join(f"{cell:>10}" for cell in (*row, rate, f"{peak} MB"))


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
