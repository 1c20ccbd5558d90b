"""A project that asks much of a layout: everything in it is long, wide, or one of many."""

from __future__ import annotations

import shutil
from itertools import islice, product
from pathlib import Path

from projects import write

from briefing.render.templates import load_templates
from briefing.render.theme import Theme, read_theme, theme_names

ROOT = Path(__file__).parents[1]
SHEETS = load_templates(ROOT, "templates")[0].sheets
THEMES = theme_names(SHEETS)
SYLLABLES = ["ba", "ce", "di", "fo", "gu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo"]
CENTS = ["5", "25", "", "125", "75"]
TITLE = (
    "What the harbour boards, the waterworks and the associations of the northern provinces spent "
    "on plants, bridges and quays, and what their neighbours say of it"
)
PUBLISHER = (
    "The research desk of the joint committee of the associations of municipal waterworks, "
    "harbours, canals and quays of the northern, eastern and southern provinces"
)
LONG_NAME = "Association of Municipal Waterworks and Harbours of the Northern Provinces"
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ADDRESS = "https://harbours.example/reports/of-the-joint-committee/all_of_them_in_one_document.html"
QUOTE = (
    f"In the end the {LONG_NAME} is said to have spent $77 million on its bridge, which was more "
    "than anybody who had sat through the hearings, read the minutes and walked along the quay "
    "had thought possible, and which the members of the board, when they were asked about it in "
    "the meeting that followed, put down to the price of steel, to the weather of that winter, "
    "to the patience of the neighbours, and to a surveyor who had drawn the river where it used "
    "to run before the flood, so that piles had to be driven again, further out, in deeper water"
)
PAPERS = ["Advertiser", "Bugle", "Courier", "Dispatch", "Examiner", "Forum", "Gazette", "Herald"]
ROWS = 40


def make_long_project(folder: Path, entries: int, settings: str = "") -> Path:
    """A project with so many facts about plants, and one of everything that is long."""
    plants, rows = made_names(entries)
    write(
        folder,
        {
            "briefing.toml": f'publisher = "{PUBLISHER}"\n{settings}',
            "seeds/000_plants.txt": "\n".join(_plant(name, i) for i, name in enumerate(plants)),
            "seeds/001_quays.txt": "\n".join(_quay(name, i) for i, name in enumerate(rows)),
            "seeds/002_papers.txt": "\n".join([f"{QUOTE}.", *map(_paper, range(len(PAPERS)))]),
            "seeds/facts.yaml": _facts(plants, rows),
            "templates/long.html.j2": _page(entries),
        },
    )
    shutil.copy(ROOT / "templates" / "layout.html.j2", folder / "templates")
    for name in ("parts", "themes"):
        shutil.copytree(ROOT / "templates" / name, folder / "templates" / name)
    return folder


def made_names(entries: int) -> tuple[list[str], list[str]]:
    """The names of those who have plants, and of those who have quays."""
    parts = islice(product(SYLLABLES, repeat=3), entries + ROWS)
    names = ["".join(syllables).title() for syllables in parts]
    return names[:entries], names[entries:]


def theme(name: str, paper: str = "A4") -> Theme:
    """A theme of this project."""
    return read_theme(SHEETS, name, paper)


def in_theme(html: str, name: str) -> str:
    """A page that was made in the theme `house`, as it looks in another one."""
    house = theme("house").screen
    assert html.count(house) == 1
    return html.replace(house, theme(name).screen)


def _million(i: int) -> str:
    cents = CENTS[i % len(CENTS)]
    return f"${3 * i + 1}.{cents} million" if cents else f"${3 * i + 1} million"


def _plant(name: str, i: int) -> str:
    return (
        f"After a long summer of talks, {name} said that it had spent {_million(i)} on its plant, "
        "which workers and neighbours had asked for since the old one was closed."
    )


def _quay(name: str, i: int) -> str:
    return f"The quay of {name} cost {_million(i)}."


def _paper(i: int) -> str:
    return f"The bridge of the board cost ${5 * i + 6} million, the {PAPERS[i]} writes."


def _facts(plants: list[str], rows: list[str]) -> str:
    lines = ["names:", f"  long: {{name: {LONG_NAME}, group: company}}"]
    lines += ["  board: {name: board, group: company}", "  bridge: {name: bridge, group: topic}"]
    lines += ["  cost: {name: cost, group: topic}"]
    lines += [f"  n{i}: {{name: {name}, group: company}}" for i, name in enumerate(plants)]
    lines += [f"  q{i}: {{name: {name}, group: company}}" for i, name in enumerate(rows)]
    lines += ["facts:", "  bridge.long:", "    says: The {long} spent {value} on its bridge"]
    lines += ["    about: [long, bridge]", "    value: $77 million", "    cite: |"]
    lines += [f"      002:1 {QUOTE}", "  bridge.cost:", "    asks: >-"]
    lines += [
        "      What did the {bridge} of the {board} cost, all things that the neighbours, the"
    ]
    lines += ["      surveyors and the newspapers of the provinces have mentioned being counted?"]
    lines += ["    about: [board, bridge]", "    positions:"]
    for i, paper in enumerate(PAPERS):
        lines += [f"      - value: ${5 * i + 6} million"]
        lines += [f"        says: The {{bridge}} of the {{board}} cost {{value}}, says the {paper}"]
        lines += [f"        cite: 002:{i + 2} The bridge of the board cost ${5 * i + 6} million"]
    for i, name in enumerate(plants):
        lines += [f"  plant.f{i}:", f"    says: {name} spent {{value}} on its plant"]
        lines += [f"    about: n{i}", f"    value: {_million(i)}"]
        lines += [f"    cite: 000:{i + 1} {name} said that it had spent {_million(i)}"]
    for i, name in enumerate(rows):
        lines += [f"  quay.f{i}:", f"    says: The quay of {name} cost {{value}}"]
        lines += [f"    about: [q{i}, cost]", f"    value: {_million(i)}"]
        lines += [f"    cite: 001:{i + 1} The quay of {name} cost {_million(i)}"]
    return "\n".join(lines) + "\n"


def _page(entries: int) -> str:
    """Long paragraphs, then everything that could leave its place."""
    said = [f"{{{{ say.plant.f{i} }}}}." for i in range(entries)]
    paragraphs = "\n".join(
        f"<h2>Plants of the province</h2>\n<p>{' '.join(said[i : i + 16])}</p>\n"
        f"<p>{' '.join(said[i + 16 : i + 25])}</p>"
        for i in range(0, entries, 25)
    )
    rows = ",\n".join(f'    (name.q{i}, ["quay.f{i}"])' for i in range(ROWS))
    return f"""\
{{% extends "layout.html.j2" %}}
{{% block title %}}{TITLE}{{% endblock %}}
{{% block standfirst %}}Whoever reads this needs patience: nothing here is short.{{% endblock %}}
{{% block content %}}
{{{{ key_figures([
    ("bridge.long", "spent by the " ~ name.long ~ " on its bridge, by way of {LONG_WORD}"),
    ("plant.f0", "spent by " ~ name.n0 ~ " on its plant"),
    ("plant.f1", "spent by " ~ name.n1 ~ " on its plant"),
]) }}}}
{paragraphs}
<h2>The {LONG_WORD} and its quays, canals, bridges and neighbours, as far as they are known</h2>
<p>At {ADDRESS} the {LONG_WORD} has more of it.</p>
<blockquote><p>{{{{ quote.bridge.long }}}}.</p></blockquote>
{{{{ figure(
    chart.bars(["bridge.long", "plant.f0"], title="Bridges and plants"),
    "What the " ~ name.long ~ " spent on its bridge, and " ~ name.n0 ~ " on its plant"
) }}}}
{{{{ figures_table("What the quays cost", "Quay of", [("Cost", "$m")], [
{rows}
]) }}}}
<table class="even">
<caption>What {ADDRESS} says</caption>
<thead><tr><th scope="col">Of what</th><th scope="col">What</th></tr></thead>
<tbody><tr><th scope="row">{LONG_WORD}</th><td>{LONG_WORD} {ADDRESS}</td></tr></tbody>
</table>
<h2>Where the sources disagree</h2>
{{{{ disputes_table(["bridge.cost"]) }}}}
{{% endblock %}}
"""
