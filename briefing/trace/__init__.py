"""Trace every statement to a source line.

`ledger` knows what a page may say, `statements` finds what each number claims and says,
`agreement` holds a PDF against its HTML, `exchanges` looks for numbers that could change places
unnoticed, `records` and `chains` tell what a trace has shown.
"""
