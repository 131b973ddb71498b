"""A report as content -> the files an office hands in: Word, PDF, HTML, Markdown, JSON.

Each output is a module of its own with one `write_…` function and is imported only when it is
asked for; `layout` holds what they agree on, `tables` makes table blocks from the ledger.
"""
