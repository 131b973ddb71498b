"""Standard formats: outline and templates as data, the facts as templates see them."""

from writer.formats.loading import list_formats, load_format
from writer.formats.making import (
    UNWRITTEN,
    missing_templates,
    new_format,
    new_template,
    reference,
)
from writer.formats.model import Appendix, Format, Grade, Layout, Node
from writer.formats.numbering import level_pattern, mark
from writer.formats.outline import LEAD, Section, item_names, outline, texts_for
from writer.formats.templates import COMPOSE, GUIDANCE, SYSTEM, Scope, parsed
from writer.formats.values import Book, Used, directed, guarded, printed, spoken

__all__ = [
    "COMPOSE", "GUIDANCE", "LEAD", "SYSTEM", "UNWRITTEN", "Appendix", "Book", "Format", "Grade",
    "Layout", "Node", "Scope", "Section", "Used", "directed", "guarded", "item_names",
    "level_pattern", "list_formats", "load_format", "mark", "missing_templates", "new_format",
    "new_template", "outline", "parsed", "printed", "reference", "spoken", "texts_for",
]  # fmt: skip
