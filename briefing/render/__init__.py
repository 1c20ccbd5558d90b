"""A briefing to HTML and PDF."""
