"""Projects in a folder: a small one in which everything is in order, and ways to spoil it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from os import mkfifo
from pathlib import Path

from briefing.build import Outcome, build
from briefing.config import load_config
from briefing.diagnostics import Finding
from briefing.project import Project, check, load_project
from briefing.report.model import Report

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)

SOURCES = {
    "001_report.txt": """\
The yearly report of Acme

Acme employed 312 people at year end.
Bolt employed over 80 people at year end.
Acme earned $4.5 billion, and Bolt earned $1.5 billion.
Acme is the first to run the Kiln-9 in a plant.
""",
    "002_paper.txt": """\
Acme employed 312 people at year end, as its report says.
The plant of Acme cost $20 million.
Acme opened its plant in July 2024.
""",
    "003_letter.txt": """\
The plant of Acme cost about $30 million.
""",
}

FACTS = """\
names:
  acme:    {name: Acme, group: company}
  bolt:    {name: Bolt, group: company}
  kiln:    {name: Kiln-9, group: machine}
  staff:   {name: people, aliases: [staff, employed], group: topic}
  revenue: {name: earned, aliases: [revenue], group: topic}
  plant:   {name: plant, group: topic}
  opening: {name: opened, group: topic}

facts:
  staff.acme:
    says: "{acme} employed {value} people"
    about: [acme, staff]
    value: 312
    cite: |
      001:3 Acme employed 312 people
      002:1 Acme employed 312 people

  staff.bolt:
    says: "{bolt} employed {value} people"
    about: [bolt, staff]
    value: over 80
    cite: 001:4 Bolt employed over 80 people

  revenue.acme:
    says: "{acme} earned {value}"
    about: [acme, revenue]
    value: $4.5 billion
    cite: 001:5 Acme earned $4.5 billion

  revenue.bolt:
    says: "{bolt} earned {value}"
    about: [bolt, revenue]
    value: $1.5 billion
    cite: 001:5 Bolt earned $1.5 billion

  revenue.multiple:
    says: "{acme} earned {value} as much as {bolt}"
    about: [acme, bolt, revenue]
    derive: revenue.acme / revenue.bolt
    value: 3 times

  plant.opened:
    says: "{acme} opened its plant in {value}"
    about: [acme, opening]
    value: July 2024
    cite: 002:3 Acme opened its plant in July 2024

  plant.cost:
    asks: What did the plant of {acme} cost?
    about: [acme, plant]
    positions:
      - value: $20 million
        cite: 002:2 The plant of Acme cost $20 million
      - value: about $30 million
        cite: 003:1 The plant of Acme cost about $30 million

  staff.sources:
    says: "{value} sources say how large the staff of {acme} is"
    about: [staff]
    count: {sources: staff.acme}

  absent.profit:
    says: No source names a profit of {acme}
    about: [acme]
    absent: [profit]
    near: [earned]
"""

EVIDENCE = """\
<h2>Evidence</h2>
{% for entry in evidence %}
<div id="{{ entry.anchor }}">
<p>{{ entry.asks or entry.sentence ~ "." }} {{ entry.derivation or "" }}</p>
{% for citation in entry.citations %}
<p>{{ citation.quote }} {{ citation.reference }}</p>
{% endfor %}
{% for position in entry.positions %}
<div id="{{ position.anchor }}">
<p>{{ position.sentence }}.{% for citation in position.citations %} {{ citation.quote }} {{ citation.reference }}{% endfor %}</p>
</div>
{% endfor %}
</div>
{% endfor %}
"""  # noqa: E501 - a line of a template

LAYOUT = f"""\
<!doctype html>
<html lang="{{{{ language }}}}">
<head>
<meta charset="utf-8">
<title>{{{{ self.title() | striptags }}}}</title>
<style>{{{{ inlined_css }}}}</style>
</head>
<body>
<h1>{{% block title %}}{{% endblock %}}</h1>
<p>Edition <span data-edition>{{{{ edition }}}}</span></p>
{{% block content %}}{{% endblock %}}
<p>Found {{{{ checked.found }}}} numbers, untraced {{{{ checked.untraced }}}}.</p>
{EVIDENCE}</body>
</html>
"""

SUMMARY = """\
{% extends "layout.html.j2" %}
{% block title %}Acme and Bolt{% endblock %}
{% block content %}
<p>{{ say.staff.acme }}. {{ name.bolt }} employed {{ fact.staff.bolt }} people.</p>
<p>{{ say.revenue.acme }}. {{ say.revenue.multiple }}. {{ say.staff.sources }}.</p>
<p>The report says: {{ quote.revenue.bolt }}. {{ name.acme }} runs the {{ name.kiln }}.</p>
<p>{{ say.plant.cost }}. {{ say.plant.opened }}. {{ say.absent.profit }}.</p>
{% endblock %}
"""

SCREEN = """\
@media screen {
  .tip { display: none }
  data:hover + .tip, data:focus-within + .tip { display: block; position: absolute }
}
@media print { .tip { display: none } }
"""

TEMPLATES = {
    "layout.html.j2": LAYOUT,
    "summary.html.j2": SUMMARY,
    "themes/house/screen.css": SCREEN,
}


def page(body: str, title: str = "Summary") -> str:
    """A template that needs no layout: a page with this body, and the evidence behind it."""
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    body = f"<body><h1>{title}</h1>\n{body}\n{EVIDENCE}</body>"
    return f'<!doctype html>\n<html lang="en">{head}\n{body}\n</html>\n'


def make_project(
    folder: Path,
    sources: Mapping[str, str] = SOURCES,
    facts: str = FACTS,
    templates: Mapping[str, str] = TEMPLATES,
    settings: str = "",
) -> Path:
    """A project in this folder; what is not given is that of the small honest project."""
    files = {f"seeds/{name}": words for name, words in sources.items()}
    files["seeds/facts.yaml"] = facts
    files |= {f"templates/{name}": words for name, words in templates.items()}
    if settings:
        files["briefing.toml"] = settings
    return write(folder, files)


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """The folder, with these files in it."""
    for name, words in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, encoding="utf-8")
    return folder


def edit(file: Path, old: str, new: str) -> None:
    """Put other words in the place of words that stand in a file once."""
    words = file.read_text(encoding="utf-8")
    assert words.count(old) == 1, f"`{old}` stands {words.count(old)} times in {file.name}"
    file.chmod(0o644)
    file.write_text(words.replace(old, new), encoding="utf-8")


def load(folder: Path, today: date = TODAY) -> Project:
    """The project in a folder, whose settings must be in order."""
    config, findings = load_config(folder)
    assert findings == []
    return load_project(config, today)


def check_project(folder: Path, today: date = TODAY) -> Report:
    """What `briefing check` has to say."""
    return check(load_config(folder)[0], today)


def build_project(folder: Path, now: datetime = NOW) -> Outcome:
    """What became of `briefing build`."""
    return build(load_config(folder)[0], now, lambda _step, _done, _all: None)


def told(findings: Iterable[Finding]) -> list[str]:
    """The findings in short, for a failing test to show."""
    return [
        f"{f.place.path}:{f.place.start.line}:{f.place.start.column} {f.rule}: {f.message}"
        for f in findings
    ]


# What can have the name of a file, and how it is called in a finding.
IRREGULAR = {
    "link": "a link that leads nowhere",
    "circle": "a link that leads nowhere",
    "pipe": "a pipe",
    "device": "a device",
    "folder": "a folder",
}


def make_irregular(path: Path, kind: str) -> None:
    """Put something in the place of a file."""
    path.unlink(missing_ok=True)
    match kind:
        case "pipe":
            mkfifo(path)
        case "folder":
            path.mkdir()
        case _:
            targets = {"link": "nowhere", "circle": path.name, "device": "/dev/zero"}
            path.symlink_to(targets[kind])
