"""Put a signature into a PDF; needs the extra."""

from __future__ import annotations

import asyncio
from datetime import datetime
from hashlib import sha256
from io import BytesIO

from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject, NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_byterange import SignatureObject

FIELD = "Signature"
DIGEST = "sha256"
# An ECDSA signature varies by some bytes in length.
SPARE = 64
ID_BYTES = 16
# The corners of its field: a point outside of the page, where PDF/UA asks for no tag or name.
OUTSIDE = (-1, -1, -1, -1)


class _Writer(IncrementalPdfFileWriter):
    """Adds to a file what is asked for, and nothing that depends on the clock or on chance."""

    def __init__(self, content: bytes) -> None:
        super().__init__(BytesIO(content))
        # The second half of the identity names the revision; it would be drawn by lot.
        self._document_id[1] = ByteStringObject(sha256(content).digest()[:ID_BYTES])

    def _update_meta(self) -> None:
        """Leave the metadata, which were read back, as they are: signing changes no document."""


def sign_pdf(content: bytes, key: Signer, when: datetime) -> bytes:
    """The PDF with a signature of PAdES, level B-B, behind it; nothing of it is shown on a page.

    `content` stands unchanged at the start. The signature is all that is added: its field, and
    that the document has one.
    """
    return asyncio.run(_sign(content, key, when))


async def _sign(content: bytes, key: Signer, when: datetime) -> bytes:
    draft = await key.async_sign(bytes(32), DIGEST, use_pades=True, dry_run=True)
    room = 2 * (len(draft.dump()) + SPARE)  # it stands there in hexadecimal
    writer = _Writer(content)
    writer.register_extension(ESIC_EXTENSION_1)
    embedding = PdfCMSEmbedder(SigFieldSpec(FIELD)).write_cms(FIELD, writer)
    field = next(embedding).get_object()
    field["/Rect"] = ArrayObject(map(NumberObject, OUTSIDE))
    signature = SignatureObject(when, SigSeedSubFilter.PADES, bytes_reserved=room)
    embedding.send(SigObjSetup(signature))
    digest, output = embedding.send(SigIOSetup(DIGEST))
    signed = await key.async_sign(digest.document_digest, DIGEST, use_pades=True)
    embedding.send(signed)
    return bytes(output.getvalue())
