"""The proof that travels inside a finished document, and what it is read back into."""
