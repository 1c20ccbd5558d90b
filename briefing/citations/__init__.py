"""Check every fact against the lines it cites."""

from briefing.citations.check import check_citations
from briefing.citations.model import Cited, Claim, Support, claims

__all__ = ["Cited", "Claim", "Support", "check_citations", "claims"]
