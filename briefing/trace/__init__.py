"""Trace every statement to a source line.

`statements` finds what each number of a page claims and what it says, `agreement` holds a PDF
against its HTML, `exchanges` looks for numbers that could change places unnoticed.
"""
