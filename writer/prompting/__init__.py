"""A section and its figures -> messages for a model, and its references -> numbers again."""

from writer.prompting.checking import check_format
from writer.prompting.messages import SectionPrompt, section_messages
from writer.prompting.references import (
    reference_row,
    references_in,
    render_references,
    unknown_references,
)

__all__ = [
    "SectionPrompt",
    "check_format",
    "reference_row",
    "references_in",
    "render_references",
    "section_messages",
    "unknown_references",
]
