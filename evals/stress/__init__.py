"""Stress of the gate: models that misbehave on purpose, and what of it reaches the Word file."""
