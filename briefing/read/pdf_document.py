"""What a PDF says beside what is drawn: its pages, destinations, links, outline and properties.

What a file may hold is listed here (ISO 32000-1, 7.7.2 and 7.7.3). Whatever else is there could run
a program, show other words, or lead elsewhere than it seems to, and is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from briefing.read.pdf_attachments import name_tree
from briefing.read.pdf_file import PdfFile
from briefing.read.pdf_geometry import Rectangle
from briefing.read.pdf_syntax import DamagedPdfError, Dictionary, Reference, Value, as_text

MAX_PAGES = 5_000
MAX_NODES = 20_000
MAX_ANNOTATIONS = 2_000  # of one page
MAX_DEPTH = 60
CORNERS = 4
SMALLEST_PAGE, LARGEST_PAGE = 72, 14_400  # points
CATALOG = frozenset(
    {"Type", "Version", "Pages", "Names", "Outlines", "Lang", "Metadata", "MarkInfo", "AF"}
    | {"StructTreeRoot", "OutputIntents", "ViewerPreferences", "PageMode", "PageLayout"}
    | {"AcroForm", "DSS", "Extensions"}
)
# What a signature puts beside a file; a form that is to be filled in has more.
SIGNED_FORM = frozenset({"Fields", "SigFlags", "DR", "DA"})
SIGNATURE = frozenset(
    {"Type", "Subtype", "FT", "T", "Ff", "V", "F", "Rect", "P", "Lock", "SV", "StructParent"}
)
NAMES = frozenset({"Dests", "EmbeddedFiles"})
PREFERENCES = frozenset({"DisplayDocTitle", "Direction"})
BRANCH = frozenset({"Type", "Kids", "Count", "Parent"})
PAGE = frozenset(
    {"Type", "Parent", "MediaBox", "CropBox", "TrimBox", "BleedBox", "ArtBox", "Rotate"}
    | {"Resources", "Contents", "Annots", "StructParents", "Tabs", "AF"}
)
LINK = frozenset(
    {"Type", "Subtype", "Rect", "Dest", "A", "BS", "Border", "F", "Contents", "P", "NM", "M"}
    | {"StructParent", "H"}
)
ACTION = frozenset({"Type", "S", "URI"})
OUTLINE = frozenset(
    {"Title", "Parent", "Prev", "Next", "First", "Last", "Count", "Dest", "C", "F", "SE"}
)
# What a part of the file does that it should not; any other is named by its key.
DOES = {
    "AcroForm": "a form to be filled in",
    "AA": "a program that runs when it is opened, printed or closed",
    "OpenAction": "an action that runs when it is opened",
    "JavaScript": "a program that runs when it is opened",
    "OCProperties": "layers that can be switched on and off",
    "PageLabels": "page numbers of its own, which are not those of its pages",
    "Dests": "destinations that are written in an old way",
    "XFA": "a form to be filled in",
    "AP": "words that are drawn upon the page by an annotation",
    "QuadPoints": "a link whose place is not its rectangle",
}
# Keys that stand for other words than those that are drawn, and how they may be written.
INSTEAD = ("ActualText", "E")
WRITTEN = re.compile(rb"/(?:ActualText|E)(?![^\0\t\n\f\r ()<>\[\]{}/%])|#[0-9A-Fa-f]{2}")
PRINTED = 4  # the flag of an annotation that says so, and that it is not hidden


@dataclass(frozen=True, slots=True)
class Link:
    """What a part of the page leads to: a named destination ("link") or an address ("uri")."""

    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class PageParts:
    """What a page says beside what is drawn on it.

    `notes` are texts that a reader program shows when a pointer rests on a link.
    """

    dictionary: Dictionary
    links: tuple[tuple[Rectangle, Link], ...]
    notes: tuple[str, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentParts:
    """What a file says beside what is drawn on its pages; `anchors` have their page from 1."""

    pages: tuple[PageParts, ...]
    anchors: dict[str, int]
    outline: tuple[str, ...]
    faults: tuple[str, ...]


def read_document(file: PdfFile) -> DocumentParts:
    """The parts of a file; raises DamagedPdfError where there is no way to tell them."""
    root = file.dictionary(file.trailer.get("Root"))
    reader = _Reader(file)
    reader.check_catalog(root)
    reader.faults += [
        f"words that some programs read in the place of those that are printed ({key})"
        for found in file.dictionaries(WRITTEN)
        for key in INSTEAD
        if key in found and "S" in found
    ]
    pages = reader.read_pages(root.get("Pages"))
    anchors = reader.read_anchors(file.dictionary(root.get("Names")).get("Dests"))
    outline = tuple(reader.read_outline(file.dictionary(root.get("Outlines"))))
    return DocumentParts(pages, anchors, outline, tuple(dict.fromkeys(reader.faults)))


@dataclass(slots=True)
class _Reader:
    file: PdfFile
    faults: list[str] = field(default_factory=list)
    numbers: dict[Value, int] = field(default_factory=dict)  # of the pages, from 1
    entries: set[Value] = field(default_factory=set)  # of the outline, that were read

    def check_catalog(self, root: Dictionary) -> None:
        """Note what the file as a whole should not have."""
        if root.get("Type") != "Catalog":
            raise DamagedPdfError("it has no catalog")
        dictionary = self.file.dictionary
        self.faults += _strange(root, CATALOG)
        self.faults += _strange(dictionary(root.get("Names")), NAMES)
        self.faults += _strange(dictionary(root.get("ViewerPreferences")), PREFERENCES)
        self.faults += _strange(dictionary(root.get("AcroForm")), SIGNED_FORM)
        for value in self.file.array(dictionary(root.get("AcroForm")).get("Fields")):
            if not _is_silent_signature(self.file, self.file.dictionary(value)):
                self.faults.append(DOES["AcroForm"])

    def read_pages(self, root: Value) -> tuple[PageParts, ...]:
        """Every page in order, of a tree that says truly how many they are."""
        pages: list[PageParts] = []
        self._read_branch(root, pages, 0, set())
        return tuple(pages)

    def _read_branch(
        self, place: Value, pages: list[PageParts], depth: int, seen: set[Value]
    ) -> int:
        if depth > MAX_DEPTH or place in seen or len(seen) > MAX_NODES:
            raise DamagedPdfError("a page of it stands at two places, or holds itself")
        if isinstance(place, Reference):
            seen.add(place)
        node = self.file.dictionary(place)
        if node.get("Type") == "Page":
            if len(pages) == MAX_PAGES:
                raise DamagedPdfError(f"it has more than {MAX_PAGES} pages")
            pages.append(self._read_page(node))
            self.numbers[place] = len(pages)
            return 1
        if node.get("Type") != "Pages" or node.keys() - BRANCH:
            raise DamagedPdfError("its pages cannot be told")
        count = sum(
            self._read_branch(kid, pages, depth + 1, seen)
            for kid in self.file.array(node.get("Kids"))
        )
        if node.get("Count") != count:
            raise DamagedPdfError(
                f"it says that it has {node.get('Count')!s} pages, and has {count}"
            )
        return count

    def _read_page(self, page: Dictionary) -> PageParts:
        faults = list(_strange(page, PAGE))
        boxes = [self._rectangle(page[key]) for key in ("MediaBox", "CropBox") if key in page]
        if len(set(boxes)) != 1 or page.get("Rotate", 0) != 0 or not _is_page_size(boxes[0]):
            faults.append("a size or a turn that programs see in more than one way")
        links: list[tuple[Rectangle, Link]] = []
        notes: list[str] = []
        annotations = self.file.array(page.get("Annots"))
        if len(annotations) > MAX_ANNOTATIONS:
            raise DamagedPdfError(f"a page of it has more than {MAX_ANNOTATIONS} annotations")
        for value in annotations:
            annotation = self.file.dictionary(value)
            if annotation.get("Subtype") == "Link":
                self._read_link(annotation, links, notes, faults)
            elif not _is_silent_signature(self.file, annotation):
                kind = annotation.get("Subtype")
                faults.append(f"an annotation ({kind!s}) whose content is not read")
        return PageParts(page, tuple(links), tuple(notes), tuple(dict.fromkeys(faults)))

    def _read_link(
        self,
        annotation: Dictionary,
        links: list[tuple[Rectangle, Link]],
        notes: list[str],
        faults: list[str],
    ) -> None:
        file = self.file
        faults += _strange(annotation, LINK)
        action = file.dictionary(annotation.get("A"))
        if (action and action.get("S") != "URI") or action.keys() - ACTION:
            faults.append("a link that does more than lead somewhere")
        if ("Dest" in annotation) == bool(action):
            faults.append("a link that leads nowhere, or to two places")
        if annotation.get("F", PRINTED) != PRINTED or _has_frame(file, annotation):
            faults.append("a link that is hidden, or that draws something")
        target = file.follow(annotation.get("Dest"))
        link = Link("link", str(target) if isinstance(target, str) else as_text(target))
        if action:
            link = Link("uri", as_text(file.follow(action.get("URI"))))
        note = as_text(file.follow(annotation.get("Contents")))
        if note not in ("", link.target):
            notes.append(note)
        place = self._rectangle(annotation.get("Rect"))
        if link.target and place.left < place.right and place.bottom < place.top:
            links.append((place, link))
        if "Dest" in annotation and not link.target:
            faults.append("a link to a place without a name")

    def _rectangle(self, value: Value) -> Rectangle:
        corners = [self.file.follow(corner) for corner in self.file.array(value)]
        a = [float(corner) for corner in corners if isinstance(corner, int | float)]
        if len(a) != CORNERS or len(corners) != CORNERS:
            raise DamagedPdfError("it has a part of which the place is not known")
        return Rectangle(min(a[0], a[2]), min(a[1], a[3]), max(a[0], a[2]), max(a[1], a[3]))

    def read_anchors(self, names: Value) -> dict[str, int]:
        """Each named destination with its page, from 1."""
        anchors: dict[str, int] = {}
        for name, value in name_tree(self.file, names):
            place = self.file.find(value)
            place = self.file.find(place.get("D")) if isinstance(place, dict) else place
            page = place[0] if isinstance(place, list) and place else None
            if not isinstance(page, Reference) or page not in self.numbers:
                self.faults.append(f"a destination ({name}) that is on none of its pages")
            elif name in anchors:
                self.faults.append(f"two destinations of one name ({name})")
            else:
                anchors[name] = self.numbers[page]
        return anchors

    def read_outline(self, parent: Dictionary, depth: int = 0) -> Iterator[str]:
        """The titles of the outline, from the top down."""
        item = parent.get("First")
        while item is not None:
            if not isinstance(item, Reference) or item in self.entries or depth > MAX_DEPTH:
                raise DamagedPdfError("it has an outline that goes round in a circle")
            self.entries.add(item)
            entry = self.file.dictionary(item)
            self.faults += _strange(entry, OUTLINE)
            yield as_text(self.file.follow(entry.get("Title")))
            yield from self.read_outline(entry, depth + 1)
            item = entry.get("Next")


def _strange(found: Dictionary, known: frozenset[str]) -> Iterator[str]:
    """A fault for each key that is not among those that are known."""
    return (DOES.get(key, f"something unusual ({key})") for key in sorted(found.keys() - known))


def _is_page_size(box: Rectangle) -> bool:
    """Whether this is the size of a page (ISO 32000-1, annex C.2)."""
    sides = (box.right - box.left, box.top - box.bottom)
    return all(SMALLEST_PAGE <= side <= LARGEST_PAGE for side in sides)


def _has_frame(file: PdfFile, annotation: Dictionary) -> bool:
    """Whether a line is drawn around a link."""
    if "BS" in annotation:
        return file.dictionary(annotation["BS"]).get("W") != 0
    border = file.array(annotation.get("Border"))
    return len(border) != CORNERS - 1 or border[2] != 0


def _is_silent_signature(file: PdfFile, field_: Dictionary) -> bool:
    """Whether this is a signature that shows nothing on the page, and says nothing."""
    corners = file.array(field_.get("Rect"))
    is_signature = field_.get("FT") == "Sig" and field_.keys() <= SIGNATURE
    return is_signature and len(corners) == CORNERS and corners[:2] == corners[2:]
