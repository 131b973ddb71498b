"""Reads the numbers of a text, links them to the ledger and says what is wrong with them.

Knows nothing of how the text was made: its input is a document and, if there is one, a ledger.
"""
