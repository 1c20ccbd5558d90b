"""Files that travel inside a PDF: its associated files, as PDF/A-3 has them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any, Literal

# What such a file is to the document (ISO 19005-3, 6.8): what the document was made from, or the
# data behind what it shows.
Relationship = Literal["Source", "Data"]


@dataclass(frozen=True, slots=True)
class PdfAttachment:
    """A file inside a PDF, under a name of its own; `media_type` is such as `application/json`."""

    name: str
    content: bytes
    media_type: str
    description: str
    relationship: Relationship

    @property
    def digest(self) -> str:
        """Its SHA-256, in hexadecimal digits."""
        return sha256(self.content).hexdigest()


def embed(
    weasyprint: Any,  # noqa: ANN401 - WeasyPrint has no types
    attachments: Iterable[PdfAttachment],
    created: datetime,
) -> list[object]:
    """The attachments as WeasyPrint takes them, in the order given, dated alike."""
    embedded = []
    for attachment in attachments:
        file = weasyprint.Attachment(
            file_obj=BytesIO(attachment.content),
            name=attachment.name,
            description=attachment.description,
            created=created,  # else it asks the clock
            modified=created,
            relationship=attachment.relationship,
        )
        # It would guess the media type from the name, with what the machine knows of names.
        file.source = nullcontext((BytesIO(attachment.content), None, None, attachment.media_type))
        embedded.append(file)
    return embedded
