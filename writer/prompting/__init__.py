"""A section and its figures -> messages for a model, and its references -> numbers again."""

from writer.prompting.checking import check_format
from writer.prompting.filling import lacking, left_out, load_filled, said_to_be_none
from writer.prompting.messages import WHOLE, SectionPrompt, Share, section_messages
from writer.prompting.references import (
    located_references,
    reference_row,
    references_in,
    render_references,
    unknown_references,
)
from writer.prompting.starter import least_facts, sample_facts, starter
from writer.prompting.usage import Path, Usage, format_usage, lead_usage

__all__ = [
    "WHOLE",
    "Path",
    "SectionPrompt",
    "Share",
    "Usage",
    "check_format",
    "format_usage",
    "lead_usage",
    "lacking",
    "left_out",
    "least_facts",
    "load_filled",
    "reference_row",
    "located_references",
    "references_in",
    "said_to_be_none",
    "render_references",
    "sample_facts",
    "section_messages",
    "starter",
    "unknown_references",
]
