"""Projects of any size, all of one kind, to see how the time grows."""

import shutil
from itertools import islice, product
from pathlib import Path

ROOT = Path(__file__).parent.parent
SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ka",
    "le",
    "mi",
    "no",
    "pu",
    "ra",
    "se",
    "ti",
    "vo",
    "zu",
]
FACTS_A_SOURCE = 10
PARAGRAPH = 5


def make_project(root: Path, size: int) -> None:
    """Write a project of `size` facts, each with a line, a name and a number of its own.

    It has the layout and the theme of this project, one source for ten facts, and one briefing,
    which states every fact.
    """
    (root / "seeds").mkdir(parents=True)
    shutil.copytree(ROOT / "templates", root / "templates")
    for page in (root / "templates").glob("*.html.j2"):
        if page.name != "layout.html.j2":
            page.unlink()
    names = ["".join(parts).title() for parts in islice(product(SYLLABLES, repeat=3), size)]
    for source in range(size // FACTS_A_SOURCE):
        lines = [_line(names, i) for i in _facts_of(source)]
        path = root / "seeds" / f"{source:03}_made.txt"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (root / "seeds" / "facts.yaml").write_text(_facts(names), encoding="utf-8")
    (root / "templates" / "all.html.j2").write_text(_page(size), encoding="utf-8")


def _facts_of(source: int) -> range:
    return range(source * FACTS_A_SOURCE, (source + 1) * FACTS_A_SOURCE)


def _value(i: int) -> str:
    return f"${i // 9 + 1}.{i % 9 + 1} million"


def _line(names: list[str], i: int) -> str:
    """A line of news: about its fact, with other words around it."""
    return (
        f"After a long summer of talks, {names[i]} said that it had spent {_value(i)} on its "
        "plant, which workers and neighbours had asked for since the old one was closed."
    )


def _facts(names: list[str]) -> str:
    lines = ["names:"]
    lines += [f"  n{i}: {{name: {name}, group: company}}" for i, name in enumerate(names)]
    lines.append("facts:")
    for i, name in enumerate(names):
        source, line = divmod(i, FACTS_A_SOURCE)
        lines += [
            f"  plant.f{i}:",
            f"    says: {name} spent {{value}} on its plant",
            f"    about: n{i}",
            f"    value: {_value(i)}",
            f"    cite: {source:03}:{line + 1} {name} said that it had spent {_value(i)}",
        ]
    return "\n".join(lines) + "\n"


def _page(size: int) -> str:
    """A page of short paragraphs."""
    said = [f"{{{{ say.plant.f{i} }}}}." for i in range(size)]
    paragraphs = (said[i : i + PARAGRAPH] for i in range(0, size, PARAGRAPH))
    body = "\n".join(f"<p>{' '.join(paragraph)}</p>" for paragraph in paragraphs)
    return (
        '{% extends "layout.html.j2" %}\n'
        "{% block title %}What was spent{% endblock %}\n"
        "{% block standfirst %}All that the sources say of it.{% endblock %}\n"
        f"{{% block content %}}\n<h2>Plants</h2>\n{body}\n{{% endblock %}}\n"
    )
