"""Which of the provinces' standard outlines a report follows."""

from __future__ import annotations

from writer.documents import Document
from writer.grounding.wordlists import load

TOP = 2  # levels of headings that an outline is made of


def outline_of(document: Document) -> dict[str, list[str]]:
    """The sections, with the words that show each, of the outline that a report's headings
    follow; {} where they follow none."""
    titles = [document.title_of(b) for b in document.headings if b.level <= TOP]
    data = load("document")
    for outline in data["outlines"].values():
        if not any(sign in t for t in titles for sign in str(outline["特征"]).split()):
            continue
        known = {name: str(words).split() for name, words in outline["提纲"].items()}
        present = sum(any(w in t for t in titles for w in words) for words in known.values())
        if 100 * present >= data["outline_share"] * len(known):
            return known
    return {}
