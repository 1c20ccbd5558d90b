"""What can be said of a signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MAX_NAME = 200


class Integrity(StrEnum):
    """Whether the bytes that a signature covers are those that were signed."""

    UNALTERED = "unaltered"
    ALTERED = "altered"
    MALFORMED = "malformed"  # it is no signature, or covers the file with a hole
    UNCHECKED = "unchecked"  # what it takes to tell is missing, or not known here


class Trust(StrEnum):
    """Whether the given roots vouch for the signer."""

    UNKNOWN = "unknown"  # no roots were given
    TRUSTED = "trusted"
    UNTRUSTED = "untrusted"


def printable(written: str) -> str:
    """The text without what could deceive on a terminal, and of bearable length."""
    return "".join(c if c.isprintable() else "\ufffd" for c in written)[:MAX_NAME]


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature of a PDF; what the signer says of himself holds only if it is unaltered.

    `signer` and `issuer` are names as RFC 4514 writes them, `fingerprint` is the SHA-256 of the
    signer's certificate; empty where it could not be read. `when` is the signer's own account of
    the time, which nobody else confirms.

    It covers the first `covered` bytes of the `size` that the file has (0 where it covers none as
    it should), which is the file's state at its `revision`, of `revisions`, from 1. The file had
    `unsigned` bytes before it was put on. `problem` says in words why it is not unaltered.
    """

    integrity: Integrity
    size: int
    covered: int = 0
    unsigned: int = 0
    revision: int = 0
    revisions: int = 0
    signer: str = ""
    issuer: str = ""
    fingerprint: str = ""
    when: datetime | None = None
    trust: Trust = Trust.UNKNOWN
    problem: str = ""

    @property
    def covers_all(self) -> bool:
        """Whether nothing was added to the file since."""
        return 0 < self.covered == self.size

    @property
    def is_whole(self) -> bool:
        """Whether the whole file is, byte for byte, as it was signed."""
        return self.integrity is Integrity.UNALTERED and self.covers_all

    @property
    def words(self) -> str:
        """All of this in a sentence."""
        when = f"{self.when:%Y-%m-%d %H:%M:%S %Z}" if self.when else "an unknown time"
        who = f"signed by {self.signer or 'somebody'}, by their own account at {when}"
        if self.integrity is not Integrity.UNALTERED:
            return f"{who}; {WORDS[self.integrity]}: {self.problem}"
        return f"{who}; {self._changes}; {self._vouched}"

    @property
    def _changes(self) -> str:
        if self.covers_all:
            return "the whole file is as it was signed"
        more = self.size - self.covered
        later = "1 byte was added later" if more == 1 else f"{more} bytes were added later"
        return f"as signed up to revision {self.revision} of {self.revisions}, but {later}"

    @property
    def _vouched(self) -> str:
        match self.trust:
            case Trust.TRUSTED:
                return f"a trusted root vouches for the signer, through {self.issuer}"
            case Trust.UNTRUSTED:
                return f"no trusted root vouches for the signer: {self.problem}"
            case Trust.UNKNOWN:
                return f"who that is was not checked, {self.issuer} vouches for it"


WORDS = {
    Integrity.ALTERED: "the file was altered",
    Integrity.MALFORMED: "this is no signature of this file",
    Integrity.UNCHECKED: "this was not checked",
}
