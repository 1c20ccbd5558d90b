"""What the pages of a PDF are drawn with: the operators of their contents, and what these name.

The contents of a page are a program. Only what draws plain text, lines and surfaces is taken; any
other word of it, and anything that it names and that changes how things look, is a fault.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from briefing.read.pdf_file import PdfFile
from briefing.read.pdf_fonts import FontCheck, check_font
from briefing.read.pdf_streams import Stream
from briefing.read.pdf_syntax import DamagedPdfError, Dictionary, Reference, Value

SPACE = rb"[\0\t\n\f\r ]"
ENDS = rb"(?![^\0\t\n\f\r /<>\[\]])"
WORD = rb"/[\w.+*:-]++"
# What may stand in contents, by its operands (ISO 32000-1, annex A). Letters are written as
# hexadecimal digits alone, so that nothing hides in them.
BY_NUMBERS = {
    1: (b"w", b"J", b"j", b"M", b"i", b"g", b"G", b"Tr", b"SC", b"sc", b"SCN", b"scn"),
    2: (b"m", b"l", b"Td"),
    3: (b"rg", b"RG", b"SC", b"sc", b"SCN", b"scn"),
    4: (b"re", b"v", b"y", b"k", b"K", b"SC", b"sc", b"SCN", b"scn"),
    5: (),
    6: (b"cm", b"c", b"Tm"),
}
BY_NOTHING = (
    *(b"q", b"Q", b"h", b"W*", b"W", b"n", b"S", b"s", b"f*", b"f", b"F"),
    *(b"B*", b"B", b"b*", b"b", b"BT", b"ET", b"EMC"),
)
BY_NAME = (b"gs", b"cs", b"CS", b"scn", b"SCN", b"sh", b"Do", b"ri", b"BMC")


def _one_of(operators: Iterable[bytes]) -> bytes:
    return b"(?:" + b"|".join(map(re.escape, operators)) + b")" + ENDS


def _after_numbers(count: int) -> bytes:
    """What may follow as many numbers: an operator, or one more number."""
    number = SPACE + rb"*+[+-]?(?:\d++\.?\d*+|\.\d++)" + ENDS + SPACE + b"*+"
    this = _one_of(BY_NUMBERS[count]) if BY_NUMBERS[count] else b""
    more = number + _after_numbers(count + 1) if count + 1 in BY_NUMBERS else b""
    return b"(?:" + b"|".join(part for part in (this, more) if part) + b")"


NUMBER = rb"[+-]?(?:\d++\.?\d*+|\.\d++)"
LETTER_ROW = rb"(?:" + SPACE + rb"*+(?:<[0-9A-Fa-f]++>|" + NUMBER + rb"(?=[\0\t\n\f\r <\]])))*+"
TAG = rb"(?:" + SPACE + rb"++|" + WORD + rb"|" + NUMBER + ENDS + rb"|<[0-9A-Fa-f]*+>|[\[\]])*+"
PLAIN = re.compile(
    rb"(?:"
    + rb"|".join(
        (
            SPACE + b"++",
            rb"\["
            + LETTER_ROW
            + SPACE
            + rb"*+\]"
            + SPACE
            + rb"*+(?:TJ|"
            + NUMBER
            + SPACE
            + rb"++d)"
            + ENDS,
            NUMBER + ENDS + SPACE + rb"*+" + _after_numbers(1),
            _one_of(BY_NOTHING),
            WORD
            + SPACE
            + rb"*+(?:"
            + _one_of(BY_NAME)
            + rb"|"
            + NUMBER
            + SPACE
            + rb"++Tf"
            + ENDS
            + rb"|(?:<<"
            + TAG
            + rb">>|"
            + WORD
            + rb")"
            + SPACE
            + rb"*+BDC"
            + ENDS
            + rb")",
            rb"<[0-9A-Fa-f]++>" + SPACE + rb"*+Tj" + ENDS,
        )
    )
    + rb")*+"
)
# What text is made of: where it begins and ends, what stands within, what keeps a font or sets it.
TEXT = re.compile(
    rb"[\0\t\n\f\r \]>/](?:(?<!/)(T[jJmd]|BT|ET|q|Q)|(?<=/)([\w.+*:-]++)"
    + SPACE
    + rb"++"
    + NUMBER
    + SPACE
    + rb"++Tf)"
    + ENDS
)
NAME = re.compile(rb"/([\w.+*:-]*+)")
USE = re.compile(rb"/([\w.+*:-]*+)[\0\t\n\f\r ]++Do" + ENDS)
LETTERS = re.compile(rb"([0-9A-Fa-f]++)>")
NUMBER_LENGTH = 4  # digits
# How far a letter may be moved back towards the one before it, in thousandths of its size.
BACKWARDS = re.compile(rb">[\0\t\n\f\r ]*+(\d{3,})")
MAX_BACKWARDS = 300
TWO_MOVES = re.compile(rb">[\0\t\n\f\r ]*+[+-]?[\d.]++[\0\t\n\f\r ]++[+-]?[\d.]")
# Names in contents that put other words in the place of what is drawn, or hide it.
FORBIDDEN = {
    "ActualText": "words that programs read in the place of what is printed (ActualText)",
    "Alt": "words that programs read in the place of what is printed (Alt)",
    "E": "words that programs read in the place of what is printed (E)",
    "OC": "a layer that can be switched on and off",
}
CLIP = re.compile(rb"W\*?" + ENDS)
# What a clip follows: the last part of the shape that it takes.
SHAPED = frozenset((part,) for part in (b"re", b"l", b"c", b"v", b"y", b"h"))
MAX_WORD = 60  # bytes; a longer name or number is none that is known
STATES = frozenset({"Type", "ca", "CA"})
COLOURS = frozenset(
    {"ICCBased", "Lab", "CalRGB", "CalGray", "DeviceRGB", "DeviceGray", "DeviceCMYK"}
)
FORM_KEYS = frozenset(
    {"Type", "Subtype", "FormType", "BBox", "Matrix", "Resources", "Group", "Length", "Filter"}
    | {"StructParents", "StructParent", "Name"}
)
# Bytes that are drawn on one page, with each use of a form counted, and on all of them.
MAX_CONTENT, MAX_CONTENTS = 2_000_000, 64_000_000
# What paints something, and how often it may on one page; a page of a report does so 400 times.
PAINT = re.compile(rb"(?:[fFSsBb]\*?|sh|T[jJ])" + ENDS)
MAX_PAINTED, LONG = 20_000, 100_000
MAX_NESTING = 12
TOO_MUCH = "more is drawn on its pages than can be looked at"
WITHIN_ITSELF = "it has a drawing within itself"


@dataclass(frozen=True, slots=True)
class Checked:
    """The faults of some contents, the fonts that are believed, and how much is drawn.

    `depth` is how many drawings stand within one another in them.
    """

    faults: tuple[str, ...] = ()
    believed: tuple[str, ...] = ()
    size: int = 0
    depth: int = 0

    def plus(self, other: Checked) -> Checked:
        """Both of them."""
        return Checked(
            self.faults + other.faults,
            self.believed + other.believed,
            self.size + other.size,
            max(self.depth, other.depth),
        )


def check_drawn(pages: Iterable[Checked]) -> None:
    """Raise DamagedPdfError where more is drawn on some pages than can be looked at."""
    if sum(page.size for page in pages) > MAX_CONTENTS:
        raise DamagedPdfError(TOO_MUCH)


@dataclass(slots=True)
class ContentChecker:
    """Checks the contents of pages, and everything that they share once."""

    file: PdfFile
    fonts: dict[Value, FontCheck] = field(default_factory=dict)
    forms: dict[Value, Checked] = field(default_factory=dict)
    size: int = 0  # of what is drawn on all pages so far

    def check_page(self, page: Dictionary) -> Checked:
        """The faults of a page's contents, and the names of the fonts that are believed there.

        Raises DamagedPdfError where they cannot be read.
        """
        contents = self.file.find(page.get("Contents"))
        parts = contents if isinstance(contents, list) else [contents]
        streams = [found for part in parts if isinstance(found := self.file.find(part), Stream)]
        if len(streams) != len(parts):
            return Checked(("no contents",))
        drawn = b"\n".join(stream.unpack(MAX_CONTENT) for stream in streams)
        checked = self._check(drawn, self.file.dictionary(page.get("Resources")), 0)
        self.size += checked.size
        if checked.size > MAX_CONTENT or self.size > MAX_CONTENTS:
            raise DamagedPdfError(TOO_MUCH)
        return checked

    def _check(self, drawn: bytes, resources: Dictionary, depth: int) -> Checked:
        plain = PLAIN.match(drawn)
        end = plain.end() if plain else 0
        if end < len(drawn):
            written = b" ".join(drawn[end : end + MAX_WORD].split()[:3]).decode("latin-1")
            return Checked((f"an instruction that is not read (`{written}`)",))
        if len(drawn) > LONG and len(PAINT.findall(drawn)) > MAX_PAINTED:
            raise DamagedPdfError(TOO_MUCH)
        names = {name.decode("ascii") for name in NAME.findall(drawn)}
        faults = [fault for name, fault in FORBIDDEN.items() if name in names]
        if _has_letters_upon_another(drawn):
            faults.append("letters that are set upon one another")
        if any(_before(drawn, clip.start(), 1) not in SHAPED for clip in CLIP.finditer(drawn)):
            faults.append("a clipping without a shape")
        letters, is_in_place = _read_text(drawn)
        if not is_in_place:
            faults.append("text that stands outside of where text is drawn")
        faults += self._resource_faults(resources, names)
        checked = Checked(tuple(faults), (), len(drawn))
        for font, numbers in letters.items():
            checked = checked.plus(self._check_letters(resources, font, numbers))
        for name in USE.findall(drawn):
            checked = checked.plus(self._check_form(resources, name.decode("ascii"), depth))
            if checked.size > MAX_CONTENT:
                break
        return checked

    def _resource_faults(self, resources: Dictionary, names: set[str]) -> Iterator[str]:
        dictionary = self.file.dictionary
        for name in names & dictionary(resources.get("ExtGState")).keys():
            state = dictionary(dictionary(resources["ExtGState"])[name])
            for key in sorted(state.keys() - STATES):
                if state[key] not in ("None", "Normal", False):
                    yield f"something that is blended or masked ({key})"
        for key in ("Pattern", "Properties"):
            if names & dictionary(resources.get(key)).keys():
                yield "a pattern, in which something could stand or vanish"
        spaces = dictionary(resources.get("ColorSpace"))
        for name in sorted(names & spaces.keys()):
            space = self.file.follow(spaces[name])
            kind = self.file.follow(space[0]) if isinstance(space, list) and space else space
            if kind not in COLOURS:
                yield f"colours of a kind that is not read ({kind!s})"
        if any(name.startswith("Default") for name in spaces):
            yield "colours that stand for others"

    def _check_letters(self, resources: Dictionary, name: str, letters: set[bytes]) -> Checked:
        font = self.file.dictionary(resources.get("Font")).get(name)
        key = font if isinstance(font, Reference) else id(font)
        if key not in self.fonts:
            self.fonts[key] = check_font(self.file, self.file.dictionary(font))
        found = self.fonts[key]
        believed = () if found.believed is None else (found.believed,)
        if found.letters.issuperset(_numbers(letters)) or found.faults:
            return Checked(found.faults, believed)
        return Checked(("letters whose font does not say what they are",), believed)

    def _check_form(self, resources: Dictionary, name: str, depth: int) -> Checked:
        place = self.file.dictionary(resources.get("XObject")).get(name)
        form = self.file.find(place)
        if not isinstance(form, Stream) or form.attributes.get("Subtype") == "Image":
            return Checked()  # what is no form is told where it is drawn
        if place not in self.forms:
            if depth == MAX_NESTING:
                raise DamagedPdfError(WITHIN_ITSELF)
            strange = sorted(form.attributes.keys() - FORM_KEYS)
            checked = self._check(
                form.unpack(MAX_CONTENT),
                self.file.dictionary(form.attributes.get("Resources")),
                depth + 1,
            )
            if strange:
                checked = checked.plus(Checked((f"a drawing that is unusual ({strange[0]})",)))
            self.forms[place] = replace(checked, depth=checked.depth + 1)
        if depth + self.forms[place].depth > MAX_NESTING:
            raise DamagedPdfError(WITHIN_ITSELF)
        return self.forms[place]


def _has_letters_upon_another(drawn: bytes) -> bool:
    # Behind most letters stands what stands behind many others.
    moves = b"<".join(set(drawn.split(b"<")))
    return bool(TWO_MOVES.search(moves)) or any(
        len(back) > len(str(MAX_BACKWARDS)) or int(back) > MAX_BACKWARDS
        for back in BACKWARDS.findall(moves)
    )


def _read_text(drawn: bytes) -> tuple[dict[str, set[bytes]], bool]:
    """The letters that are drawn with each font, by the names of the fonts in these contents.

    With them goes whether all of them stand where text begins and ends: programs may draw what
    stands elsewhere, or not.
    """
    found: dict[str, set[bytes]] = {}
    font, kept, start, is_inside, is_in_place = "", [], 0, False, True
    drawn = b"\n" + drawn  # so that something stands before each word
    for word in TEXT.finditer(drawn):
        operator, name = word.groups()
        following = font
        if name:
            following = name.decode("ascii")
        elif operator == b"q":
            kept.append(font)
        elif operator == b"Q":
            following = kept.pop() if kept else ""
        else:
            is_in_place = is_in_place and is_inside == (operator != b"BT")
            is_inside = operator != b"ET"
        if following != font:
            found.setdefault(font, set()).update(_letters(drawn[start : word.start()]))
            font, start = following, word.start()
    found.setdefault(font, set()).update(_letters(drawn[start:]))
    letters = {name: letters for name, letters in found.items() if letters}
    return letters, is_in_place and not is_inside


def _letters(drawn: bytes) -> Iterator[bytes]:
    """The letters in some contents, each at least once."""
    # Most of them stand there many times, with the same distance to the next one.
    parts = set(drawn.split(b"<")[1:])
    return (found[1] for found in map(LETTERS.match, parts) if found)


def _before(drawn: bytes, at: int, count: int) -> tuple[bytes, ...]:
    """The last words before a place, as many as asked for."""
    words = drawn[max(at - MAX_WORD, 0) : at].split()[-count:]
    return (*[b""] * (count - len(words)), *words)


def _numbers(letters: set[bytes]) -> set[int]:
    """The numbers of some letters; -1 for what is no number of one."""
    whole = [written for written in letters if len(written) % NUMBER_LENGTH == 0]
    numbers = array("H", bytes.fromhex(b"".join(whole).decode("ascii")))
    if sys.byteorder == "little":
        numbers.byteswap()
    return {*numbers, -1} if len(whole) < len(letters) else set(numbers)
