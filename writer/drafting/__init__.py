"""Drafts of sections: composed from the facts alone, or written by a model."""
