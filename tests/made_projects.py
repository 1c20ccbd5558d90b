"""Sources and facts that agree, made up by Hypothesis."""

from dataclasses import dataclass

from hypothesis import strategies as st

from briefing.citations import check_citations
from briefing.derivations import check_derivations
from briefing.diagnostics import Finding, in_reading_order
from briefing.facts.load import read_facts
from briefing.names import NameIndex
from briefing.sources import read_sources

COMPANIES = ["Acme", "Bolt & Co", "Cray-Hill", "Deltona", "Ünit Labs", "Fort 9", "Gull 2.0"]
FRAMES = [
    "{name} said that it spent {value} on the plant.",
    "In the view of {name}, {value} was the figure to watch.",
    "By then {name} had put it at {value}",
    "“We are at {value} – and proud of it”, wrote {name}’s founder.",
]
FACTS = "seeds/facts.yaml"


@dataclass(frozen=True)
class MadeFact:
    """A fact, the line that states it, and where that line stands."""

    id: str
    name: str
    value: str
    line: str
    source: str = "0"
    number: int = 1

    @property
    def sentence(self) -> str:
        """The line without what another fact may add to it."""
        return self.line.format(name=self.name, value=self.value)


@dataclass(frozen=True)
class MadeProject:
    """Facts, each with a line of its own in one of the sources."""

    facts: tuple[MadeFact, ...]
    line_end: str
    top: str

    @property
    def sources(self) -> dict[str, str]:
        """The documents by their paths."""
        lines: dict[str, list[str]] = {}
        for fact in self.facts:
            lines.setdefault(fact.source, []).append(fact.sentence)
        return {
            f"seeds/{source}-document.txt": self.line_end.join([*self.top.splitlines(), *of, ""])
            for source, of in lines.items()
        }

    @property
    def yaml(self) -> str:
        """The facts file."""
        names = [f"  {fact.id}: {{name: {fact.name}, group: company}}\n" for fact in self.facts]
        entries = [
            f"  {fact.id}.figure:\n"
            f"    about: {fact.id}\n"
            f"    value: {fact.value}\n"
            f"    cite: |\n      {fact.source}:{fact.number} {fact.sentence}\n"
            for fact in self.facts
        ]
        return "names:\n" + "".join(names) + "facts:\n" + "".join(entries)

    def entry_lines(self, index: int) -> range:
        """The lines of the facts file on which a fact stands, from 1."""
        first = 3 + len(self.facts) + 5 * index
        return range(first, first + 5)


def digits(low: int, high: int) -> st.SearchStrategy[str]:
    """A whole number as it is written."""
    return st.integers(low, high).map(str)


VALUES = st.one_of(
    digits(13, 999),
    st.builds("${}.{} billion".format, digits(1, 99), digits(1, 9)),
    st.builds("over €{} million".format, digits(2, 900)),
    st.builds("{}.{}%".format, digits(0, 99), digits(1, 9)),
    st.builds("{} months".format, digits(2, 99)),
    st.builds("${} to ${} billion".format, digits(11, 19), digits(20, 99)),
    st.builds("July {}".format, digits(1990, 2030)),
)


@st.composite
def projects(draw: st.DrawFn) -> MadeProject:
    """A project whose facts all hold."""
    names = draw(st.lists(st.sampled_from(COMPANIES), min_size=2, max_size=6, unique=True))
    values = draw(st.lists(VALUES, min_size=len(names), max_size=len(names), unique=True))
    top = draw(st.sampled_from(["", "\n", "A heading\n\n"]))
    placed: dict[str, int] = {}
    facts = []
    for index, (name, value) in enumerate(zip(names, values, strict=True)):
        source = draw(st.sampled_from("012"))
        placed[source] = placed.get(source, len(top.splitlines())) + 1
        frame = draw(st.sampled_from(FRAMES))
        facts.append(MadeFact(f"c{index}", name, value, frame, source, placed[source]))
    return MadeProject(tuple(facts), draw(st.sampled_from(["\n", "\r\n", "\r"])), top)


def check(sources: dict[str, str], yaml: str) -> list[Finding]:
    """Everything that is wrong with sources and facts."""
    read, findings = read_sources((path, text.encode()) for path, text in sources.items())
    facts, of_facts = read_facts(FACTS, yaml.encode())
    index = NameIndex(facts.names)
    cited, of_citations = check_citations(facts, read, index)
    _, of_derivations = check_derivations(facts, cited, read, index)
    return in_reading_order([*findings, *of_facts, *of_citations, *of_derivations])


def told(findings: list[Finding]) -> list[str]:
    """The findings in short, for a failing test to show."""
    return [f"{f.place.start.line}:{f.place.start.column} {f.rule}: {f.message}" for f in findings]
