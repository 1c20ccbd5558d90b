"""`briefing verify`: a finished file of anybody's, honest or altered, with nothing else at hand.

The attacks are those of docs/verification.md, name for name.
"""

import json
import re
import warnings
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from pikepdf import Array, Dictionary, Name, String

from briefing.cli import main
from briefing.evidence.carriers import take_evidence

DOCS = Path(__file__).parent.parent / "docs" / "verification.md"
ROW = re.compile(r"^\| ([^|]+?) \| `?([a-z-]+)`? \|", re.MULTILINE)

Attack = Callable[[bytes], bytes]


def run(file: Path, *options: str) -> tuple[int, set[str], dict[str, object]]:
    """The exit code of a verification, the rules of its findings, and its report."""
    result = CliRunner().invoke(main, ["verify", str(file), "--format", "json", *options])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    report = json.loads(result.stdout) if result.stdout else {}
    return result.exit_code, {f["rule"] for f in report.get("findings", [])}, report


# --- attacks upon the HTML ----------------------------------------------------------------------


def words(old: str, new: str, count: int = 1) -> Attack:
    """Put other words in the place of some."""

    def attack(content: bytes) -> bytes:
        page = content.decode()
        assert old in page, old
        return page.replace(old, new, count).encode()

    return attack


def paragraph(more: str) -> Attack:
    """Put something more into the body."""
    return words("<p>Found ", f"{more}<p>Found ")


def style(rule: str) -> Attack:
    """Put something more into the style sheet."""
    return words("</style>", f"{rule}</style>")


HTML_ATTACKS: dict[str, tuple[Attack, str]] = {
    "a digit is changed": (words(">312<", ">313<"), "claim-disagrees"),
    "a digit is changed, for readers and for programs": (
        lambda page: page.replace(b'<data value="312"', b'<data value="313"', 1).replace(
            b">312<", b">313<", 1
        ),
        "claim-disagrees",
    ),
    "a number is exchanged with another": (
        lambda page: (
            page.replace(b">312<", b">@<", 1)
            .replace(b">over 80<", b">312<", 1)
            .replace(b">@<", b">over 80<", 1)
        ),
        "claim-disagrees",
    ),
    "a qualifier is taken away": (words(">over 80<", ">80<"), "claim-disagrees"),
    "a word is changed": (words("employed", "dismissed"), "evidence-disagrees"),
    "a word in a quotation is changed": (
        words("Bolt earned $1.5", "Bolt lost $1.5"),
        "misquoted-source",
    ),
    "a number is added": (paragraph("<p>Acme owes $9 million.</p>"), "untraced-number"),
    "a sentence without a number is added": (
        paragraph("<p>Acme is bankrupt.</p>"),
        "evidence-disagrees",
    ),
    "a paragraph is taken out": (
        lambda page: re.sub(rb"<p>The report says: .*?</p>\n", b"", page, count=1),
        "evidence-disagrees",
    ),
    "a link leads to other evidence": (
        words('href="#e-staff.acme"', 'href="#e-staff.bolt"'),
        "link-disagrees",
    ),
    "a number claims another fact": (
        words('data-fact="staff.acme"', 'data-fact="staff.bolt"'),
        "claim-disagrees",
    ),
    "the value for programs is changed": (
        words('<data value="312"', '<data value="912"'),
        "claim-disagrees",
    ),
    "the edition is changed": (words(">2026-11-21.1<", ">2026-11-21.2<"), "wrong-edition"),
    "the title says another number": (
        words("<title>Acme and Bolt", "<title>Acme and 9 others"),
        "untraced-number",
    ),
    "the number is hidden": (style("data { display: none }"), "evidence-disagrees"),
    "the number has the colour of its ground": (
        style("data { color: white; background: white }"),
        "unreadable-style",
    ),
    "a style writes another number": (style("data::after { content: '9' }"), "claim-disagrees"),
    "a style takes what it writes from an attribute": (
        style("data::after { content: attr(value) }"),
        "claim-disagrees",
    ),
    "a script is added": (paragraph("<script>document.title = 9</script>"), "unreadable-element"),
    "a handler is added": (words("<h1>", '<h1 onclick="f()">'), "unreadable-element"),
    "a frame is added": (paragraph('<iframe srcdoc="9"></iframe>'), "unreadable-element"),
    "a look-alike stands for a digit": (words(">312<", ">3l2<"), "claim-disagrees"),
    "a digit of another script stands for one": (words(">312<", ">31２<"), "evidence-disagrees"),
    "an invisible character parts the number": (
        words(">312<", ">3\u200b12<"),
        "evidence-disagrees",
    ),
    "the writing turns to the left": (words(">312<", ">\u202e213\u202c<"), "unreadable-text"),
    "the evidence is taken out": (
        lambda page: re.sub(rb"<script .*?</script>", b"", page, flags=re.DOTALL),
        "",
    ),
    "the evidence is altered": (words('"value": "312"', '"value": "313"'), "damaged-evidence"),
    "a second block of evidence is added": (
        paragraph('<script type="application/json" id="briefing-evidence">{}</script>'),
        "unreadable-element",
    ),
}


# --- attacks upon the PDF -----------------------------------------------------------------------


def edited(change: Callable[[pikepdf.Pdf], object]) -> Attack:
    """Change the document and write it anew, without a trace of that."""

    def attack(content: bytes) -> bytes:
        with pikepdf.open(BytesIO(content)) as document, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a careful author would not do
            change(document)
            file = BytesIO()
            keep = pikepdf.StreamDecodeLevel.none
            document.save(file, compress_streams=False, stream_decode_level=keep)
        return file.getvalue()

    return attack


def instructions(old: bytes, new: bytes) -> Attack:
    """Put other drawing instructions in the place of some on the first page."""

    def change(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        drawn = page.Contents.read_bytes()
        assert old in drawn
        page.Contents = document.make_stream(drawn.replace(old, new, 1))

    return edited(change)


def drawn(more: str) -> Attack:
    """Draw something more upon the first page, in points from its lower left corner."""

    def change(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        before = page.Contents.read_bytes()
        page.Contents = document.make_stream(b"q\n%s\nQ\n%s\n" % (before, more.encode()))

    return edited(change)


def told(key: str, value: str) -> Attack:
    """Let the document say something else of itself."""
    return edited(lambda document: document.docinfo.__setitem__(key, value))


def lie(document: pikepdf.Pdf) -> None:
    """Let the map of the fonts say "9" for what shows a "3"."""
    for font in document.pages[0].Resources.Font.values():
        said = font.ToUnicode.read_bytes()
        font.ToUnicode = document.make_stream(said.replace(b"<027e> <0033>", b"<027e> <0039>"))


def annotate(kind: pikepdf.Name, **more: object) -> Attack:
    """Put an annotation upon the first page."""

    def change(document: pikepdf.Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=kind, Rect=Array([100, 600, 200, 620]), **more)
        document.pages[0].Annots.append(document.make_indirect(note))

    return edited(change)


def layer(document: pikepdf.Pdf) -> None:
    """Put the page into a layer that can be switched off."""
    page = document.pages[0]
    group = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("x")))
    page.Resources.Properties = Dictionary(L=group)
    before = page.Contents.read_bytes()
    page.Contents = document.make_stream(b"/OC /L BDC\n%s\nEMC\n" % before)


def relink(document: pikepdf.Pdf) -> None:
    """Let the first number lead to the evidence of the second."""
    first, second, *_ = document.pages[0].Annots
    first.Dest = second.Dest


def attach(document: pikepdf.Pdf) -> None:
    """Put other evidence into the file."""
    [file] = document.Root.AF
    said = file.EF.F.read_bytes()
    changed = document.make_stream(said.replace(b'"value": "312"', b'"value": "313"'))
    changed.Type, changed.Subtype = Name.EmbeddedFile, Name("/application/json")
    file.EF.F = file.EF.UF = changed


def retitle(document: pikepdf.Pdf) -> None:
    """Let the outline say another number."""
    document.Root.Outlines.First.Title = String("Acme owes $9 million")


def described(old: bytes, new: bytes) -> Attack:
    """Let the XMP packet say something else."""

    def change(document: pikepdf.Pdf) -> None:
        packet = document.Root.Metadata.read_bytes()
        assert old in packet
        document.Root.Metadata.write(packet.replace(old, new, 1))

    return edited(change)


def appended(content: bytes) -> bytes:
    """Append a revision that draws the first page anew, as it was."""
    with pikepdf.open(BytesIO(content)) as document:
        number, generation = document.pages[0].Contents.objgen
        size, root = document.trailer.Size, document.Root.objgen[0]
        drawn = document.pages[0].Contents.read_bytes().decode("ascii")
    before = int(re.findall(rb"startxref\s+(\d+)", content)[-1])
    revision = (
        f"{number} {generation} obj\n<</Length {len(drawn)}>>\nstream\n{drawn}\nendstream\nendobj\n"
    )
    table = (
        f"xref\n{number} 1\n{len(content):010} {generation:05} n \n"
        f"trailer\n<</Size {size} /Root {root} 0 R /Prev {before}>>\n"
        f"startxref\n{len(content) + len(revision)}\n%%EOF\n"
    )
    return content + revision.encode() + table.encode()


def without_evidence(document: pikepdf.Pdf) -> None:
    """Take the evidence out of the file."""
    del document.Root.AF
    del document.Root.Names.EmbeddedFiles


AT = b"[<027e027c027d>] TJ"  # "312" on the first page, at 157, 686
NUMBER = "157 684 22 14 re"

PDF_ATTACKS: dict[str, tuple[Attack, str]] = {
    "a digit is changed in the content stream": (
        instructions(AT, AT.replace(b"027e", b"027f")),
        "evidence-disagrees",
    ),
    "a map of characters lies": (edited(lie), "unreadable-pdf"),
    "a number is drawn in white": (
        instructions(AT, b"1 1 1 rg " + AT + b" 0 0 0 rg"),
        "unreadable-pdf",
    ),
    "a number is drawn transparent": (instructions(AT, b"3 Tr " + AT), "unreadable-pdf"),
    "a number is cut off": (instructions(b"BT", b"0 0 5 5 re W n BT"), "unreadable-pdf"),
    "a number is moved off the page": (
        instructions(b"1 0 0 -1 83 207.45 Tm", b"1 0 0 -1 -983 207.45 Tm"),
        "unreadable-pdf",
    ),
    "a box covers a number": (drawn(f"1 g {NUMBER} f"), "unreadable-pdf"),
    "another number is drawn above the old one": (
        drawn(f"1 g {NUMBER} f 0 g BT /LNXIQZ 12 Tf 157 686 Td <027f> Tj ET"),
        "unreadable-pdf",
    ),
    "a number is added": (
        drawn("BT /LNXIQZ 12 Tf 300 100 Td <027f> Tj ET"),
        "untraced-number",
    ),
    "a note is added": (annotate(Name.FreeText, Contents=String("$9 million")), "unreadable-pdf"),
    "a form field is added": (annotate(Name.Widget, FT=Name.Tx, V=String("9")), "unreadable-pdf"),
    "the page is put into a layer": (edited(layer), "unreadable-pdf"),
    "a page is taken out": (
        edited(lambda document: document.pages.__delitem__(-1)),
        "evidence-disagrees",
    ),
    "a page stands in the place of another": (
        edited(lambda document: document.pages.__setitem__(0, document.pages[1])),
        "evidence-disagrees",
    ),
    "a page stands twice": (
        edited(lambda document: document.pages.append(document.pages[0])),
        "untraced-number",
    ),
    "a link leads to other evidence": (edited(relink), "link-disagrees"),
    "the evidence is altered": (edited(attach), "damaged-evidence"),
    "the evidence is taken out": (edited(without_evidence), ""),
    "a revision is appended": (appended, "appended-revision"),
    "the title says another number": (told("/Title", "Acme owes $9 million"), "untraced-number"),
    "the outline says another number": (edited(retitle), "untraced-number"),
    "the metadata name another edition": (
        described(b".1</evidence:edition>", b".2</evidence:edition>"),
        "untraced-number",
    ),
    "the metadata are of another day": (
        told("/CreationDate", "D:20270101000000Z"),
        "untraced-number",
    ),
    "the metadata give another hash of the evidence": (
        described(b"<rdf:li>", b"<rdf:li>0"),
        "unreadable-pdf",
    ),
    "the metadata say a number of their own": (
        described(b"<evidence:edition>", b"<evidence:sum>9</evidence:sum><evidence:edition>"),
        "unreadable-pdf",
    ),
}

ATTACKS = [
    *(("html", name, *attack) for name, attack in HTML_ATTACKS.items()),
    *(("pdf", name, *attack) for name, attack in PDF_ATTACKS.items()),
]


@pytest.mark.parametrize("kind", ["html", "pdf"])
def test_an_honest_file_is_verified(small_edition: Path, kind: str):
    """With nothing but the file, and with the documents."""
    file = small_edition / f"summary.{kind}"
    code, rules, report = run(file)
    assert (code, rules) == (0, set())
    assert report["verdicts"][0]["found"] == 50
    assert "not checked without the documents (--sources): 1 claim of" in report["summary"]
    code, rules, report = run(file, "--sources", str(small_edition.parents[2] / "seeds"))
    assert (code, rules) == (0, set())
    assert "not checked" not in report["summary"]


@pytest.mark.parametrize("attack", [edited(lambda _: None), drawn("")])
def test_to_write_a_pdf_anew_is_no_attack(small_edition: Path, tmp_path: Path, attack: Attack):
    """So what is told of the attacks that do so is told of what they change."""
    file = tmp_path / "summary.pdf"
    file.write_bytes(attack((small_edition / "summary.pdf").read_bytes()))
    assert (0, set()) == run(file)[:2]


@pytest.mark.parametrize("case", ATTACKS, ids=lambda case: f"{case[0]}: {case[1]}")
def test_an_altered_file_is_found(
    small_edition: Path, tmp_path: Path, case: tuple[str, str, Attack, str]
):
    """Each attack is told by its rule; without evidence there is nothing to verify."""
    kind, _, attack, rule = case
    content = (small_edition / f"summary.{kind}").read_bytes()
    altered = attack(content)
    assert altered != content
    file = tmp_path / f"summary.{kind}"
    file.write_bytes(altered)
    code, rules, _ = run(file)
    if rule:
        assert (code, rule in rules) == (1, True), rules
    else:
        assert (code, rules) == (3, set())


def test_every_attack_stands_in_the_documentation():
    """The table says of each attack what comes of it."""
    page = DOCS.read_text(encoding="utf-8")
    for heading, attacks in (("### HTML", HTML_ATTACKS), ("### PDF", PDF_ATTACKS)):
        table = page.partition(heading)[2].partition("\n## ")[0].partition("\n### ")[0]
        rows = dict(ROW.findall(table.partition("|---|\n")[2]))
        assert {name: rule or "none" for name, (_, rule) in attacks.items()} == rows


def test_a_file_of_another_project_is_verified(built_edition: Path):
    """The real briefings, each alone, as their readers have them."""
    files = sorted(f for f in built_edition.iterdir() if f.suffix in {".html", ".pdf"})
    assert len(files) == 6
    for file in files:
        code, rules, report = run(file)
        assert (code, rules) == (0, set()), file.name
        assert report["verdicts"][0]["untraced"] == 0


def test_exit_codes_and_words(small_edition: Path, tmp_path: Path):
    """What cannot be read exits with 2, and says so."""
    code, *_ = run(tmp_path / "nothing.pdf")
    assert code == 2
    code, *_ = run(small_edition / "summary.pdf", "--sources", str(tmp_path / "nowhere"))
    assert code == 2
    (tmp_path / "empty.pdf").write_bytes(b"")
    assert run(tmp_path / "empty.pdf")[0] == 1
    plain = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>x</title></head>'
    (tmp_path / "plain.html").write_text(f"{plain}<body><p>312</p></body></html>")
    assert run(tmp_path / "plain.html")[0] == 3
    result = CliRunner().invoke(main, ["verify", str(small_edition / "summary.pdf")])
    assert result.output.endswith("verified: no findings\n")


def test_the_evidence_is_found_by_any_reader_of_pdfs(small_edition: Path):
    """It is an associated file of the document, as PDF/A-3 has it."""
    with pikepdf.open(small_edition / "summary.pdf") as document:
        [file] = document.Root.AF
        assert file.AFRelationship == "/Data"
        content = file.EF.F.read_bytes()
    assert content == take_evidence((small_edition / "summary.pdf").read_bytes(), "summary.pdf")
    assert json.loads(content)["briefing"] == "summary"
