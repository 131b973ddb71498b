"""Charts for readers who would rather look: made from the facts, drawn for Word and as SVG."""
