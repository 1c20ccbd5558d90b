"""A project whose one briefing has everything in it that the theme of this repository can set."""

import re
from pathlib import Path

from projects import FACTS, SOURCES, make_project

ROOT = Path(__file__).parent.parent
THEME = ROOT / "templates"

MORE_SOURCES = {
    "004_review_of_a_plant_that_opened_late_and_has_a_name_as_long_as_this.txt": """\
Acme served 70% to 80% of its customers in time.
Bolt served 40% to 50% of its customers in time.
Bolt opened its plant in March 2025.
Acme employed 200 people in the works.
Acme employed 100 people in the office.
The founder said: “We call it the ‘Kiln-9’, and it is the first of its kind.”
""",
}
MORE_FACTS = """\
  served.acme:
    says: "{acme} served {value} of its customers in time"
    about: [acme, customers]
    value: 70% to 80%
    cite: 004:1 Acme served 70% to 80% of its customers in time

  served.bolt:
    says: "{bolt} served {value} of its customers in time"
    about: [bolt, customers]
    value: 40% to 50%
    cite: 004:2 Bolt served 40% to 50% of its customers in time

  opened.bolt:
    says: "{bolt} opened its plant in {value}"
    about: [bolt, opening]
    value: March 2025
    cite: 004:3 Bolt opened its plant in March 2025

  staff.plant:
    says: "{acme} employed {value} people in the works"
    about: [acme, works]
    value: 200
    cite: 004:4 Acme employed 200 people in the works

  staff.office:
    says: "{acme} employed {value} people in the office"
    about: [acme, office]
    value: 100
    cite: 004:5 Acme employed 100 people in the office

  staff.sum:
    says: "{value} people worked in works and office of {acme} together"
    about: [acme, works, office]
    inconsistent: {stated: staff.acme, derive: staff.plant + staff.office, value: 300}

  kind.first:
    says: "It is the {value} of its kind"
    about: [kind]
    value: first
    cite: |
      004:6 We call it the ‘Kiln-9’, and it is the first of its kind

waivers:
  - text: Part 2
    in: elements
    reason: a heading of the briefing's own
    owner: editors
    expires: 2027-06-30
"""
NAMES = """\
  customers: {name: customers, group: topic}
  works:   {name: works, group: topic}
  office:  {name: office, group: topic}
  kind:    {name: kind, group: topic}

facts:
"""
ROWS = "\n".join(
    f'<tr><th scope="row">Row {"abcdefghij"[n % 10]}</th><td>words</td><td>more words</td></tr>'
    for n in range(90)
)
ELEMENTS = f"""\
{{% extends "layout.html.j2" %}}
{{% block title %}}A title so wide that it goes on over several lines, whatever the size of the paper and of the letters may be{{% endblock %}}
{{% block standfirst %}}{{{{ say.plant.cost }}}}.{{% endblock %}}
{{% block content %}}
{{{{ key_figures([("staff.acme", "people at " ~ name.acme), ("revenue.bolt", "earned by " ~ name.bolt)]) }}}}
{{{{ key_figures([("staff.acme", "people at " ~ name.acme), ("staff.bolt", "people at " ~ name.bolt), ("revenue.acme", "earned by " ~ name.acme), ("revenue.bolt", "earned by " ~ name.bolt)]) }}}}
<h2>Part 2</h2>
<p>{{{{ say.staff.acme }}}}. {{{{ say.revenue.multiple }}}}. {{{{ say.staff.sources }}}}. <strong>Strong</strong>, <em>stressed</em> and <code>code</code>.</p>
<p>The report says: {{{{ quote.revenue.bolt }}}}. The founder: {{{{ quote.kind.first }}}}.</p>
<blockquote><p>A passage that is set apart.</p><p>And its end.</p></blockquote>
<h3>Lists</h3>
<ul><li>An item<ul><li>within it another<ol><li>and more</li></ol></li></ul></li><li><p>A paragraph.</p><p>And another.</p></li></ul>
<ol><li>{{{{ say.staff.bolt }}}}.</li><li>Last.</li></ol>
<dl><dt>A term</dt><dd>what it means</dd><dt>Another</dt><dd>this</dd><dd>or that</dd></dl>
<dl><div><dt>A term</dt><dd>in a group</dd></div></dl>
<h3>Charts</h3>
{{{{ figure(chart.bars(["revenue.acme", "revenue.bolt"], title="What they earned", highlight="revenue.acme"), "What was earned by " ~ name.acme ~ " and " ~ name.bolt) }}}}
{{{{ figure(chart.bars(["served.acme", "served.bolt"], title="Shares of customers served in time"), "Shares of customers") }}}}
{{{{ figure(chart.ranges(["served.acme", "served.bolt"], title="Ranges of customers served in time"), "Ranges of customers") }}}}
{{{{ figure(chart.timeline(["plant.opened", "opened.bolt"], title="When they opened"), "Days") }}}}
<h2>What is in dispute</h2>
{{{{ disputes_table(["plant.cost"]) }}}}
<h2>What does not agree</h2>
{{{{ inconsistencies_table(["staff.sum"]) }}}}
<h2>What no source says</h2>
{{{{ absences_list(["absent.profit"]) }}}}
<h2>Tables</h2>
{{{{ figures_table("What was earned", "Company", [("Earned", "$bn")], [(name.acme, ["revenue.acme"]), (name.bolt, ["revenue.bolt"])]) }}}}
<table><caption>Rows of heads</caption>
<thead><tr><th scope="col" rowspan="2">Who</th><th scope="colgroup" colspan="2">Both</th></tr>
<tr><th scope="col">this</th><th scope="col">that</th></tr></thead>
<tbody><tr><th scope="row">a</th><td>b</td><td>c</td></tr><tr><th scope="row">d</th><td colspan="2">e</td></tr></tbody></table>
<table><caption>A table of several pages</caption>
<thead><tr><th scope="col">Row</th><th scope="col">Words</th><th scope="col">More</th></tr></thead>
<tbody>
{ROWS}
</tbody></table>
{{% endblock %}}
"""  # noqa: E501 - lines of a template


def make_elements(folder: Path) -> Path:
    """The project in this folder, with the templates of this repository."""
    templates = {
        path.relative_to(THEME).as_posix(): path.read_text(encoding="utf-8")
        for path in THEME.rglob("*")
        if path.is_file() and (path.parent != THEME or path.name.startswith("layout"))
    }
    return make_project(
        folder,
        sources=SOURCES | MORE_SOURCES,
        facts=FACTS.replace("\nfacts:\n", NAMES, 1) + "\n" + MORE_FACTS,
        templates=templates | {"elements.html.j2": ELEMENTS},
        settings='publisher = "A house with a long name, in a town with a longer name"\n',
    )


def macros() -> set[str]:
    """The macros that a briefing of this repository can call."""
    layout = (THEME / "layout.html.j2").read_text(encoding="utf-8")
    imports = re.findall(r"import (.*?) with context", layout)
    return {name.strip() for names in imports for name in names.split(",")}
