"""Recognise, compare and write quantities."""
