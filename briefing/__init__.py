"""Every number in a briefing has a source line, or the build fails."""
