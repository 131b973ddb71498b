"""Page and type of a Word file against GB/T 9704-2012 党政机关公文格式: rules DC401 and up.

They are rules like those of writer.grounding and see the same text; what they judge besides is
read from the document's own file. A report that came as text has nothing for them to judge.
"""

from writer.conformance.rules import layout_rules

__all__ = ["layout_rules"]
