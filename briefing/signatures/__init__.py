"""Sign finished PDFs, and read the signatures of any PDF."""

from briefing.signatures.model import Integrity, Signature, Trust
from briefing.signatures.read import read_signatures
from briefing.signatures.sign import Sign, open_signer

__all__ = ["Integrity", "Sign", "Signature", "Trust", "open_signer", "read_signatures"]
