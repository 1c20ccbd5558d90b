"""What we claim, and the lines that say so."""
