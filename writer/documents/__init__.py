"""A report file -> its text with structure, for everything that checks or assembles reports.

Public: read_document, read_text, Document, Block, BlockKind, Anchor.
"""

from writer.documents.model import Anchor, Block, BlockKind, Document
from writer.documents.reading import read_document, read_text

__all__ = ["Anchor", "Block", "BlockKind", "Document", "read_document", "read_text"]
