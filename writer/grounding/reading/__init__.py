"""Reading: every number in a Chinese text, with its span, kind, value and unit (READING.md).

The text is folded (full-width, traditional, dash and bracket forms) one character for one, then
scanned once; at each numeral the recognisers are asked in turn, from the most specific (document
numbers, dates) to the most general (a bare number). Every pattern is bounded, so the time is
linear in the text whatever it holds.

Public: read, Table, Span.
"""

from writer.grounding.reading.scan import read
from writer.grounding.reading.tables import Span, Table

__all__ = ["Span", "Table", "read"]
