"""Standard formats: outline and templates as data, the facts as templates see them."""

from writer.formats.loading import list_formats, load_format
from writer.formats.model import Appendix, Format, Grade, Layout, Node
from writer.formats.outline import LEAD, Section, item_names, outline
from writer.formats.templates import COMPOSE, GUIDANCE, SYSTEM, Scope, parsed
from writer.formats.values import Book, Used, directed, guarded, printed, spoken

__all__ = [
    "COMPOSE", "GUIDANCE", "LEAD", "SYSTEM", "Appendix", "Book", "Format", "Grade", "Layout",
    "Node", "Scope", "Section", "Used", "directed", "guarded", "item_names", "list_formats",
    "load_format", "outline", "printed", "spoken", "parsed",
]  # fmt: skip
