"""The facts file: typed model, reading with line numbers, JSON Schema."""

from writer.facts.amounts import Amount
from writer.facts.loading import FactsFile, load_facts, parse_facts
from writer.facts.model import (
    Deduction,
    Facts,
    FigureFact,
    Flows,
    Headcount,
    Indicator,
    Line,
    Part,
    Process,
    Project,
    SelfScore,
    Staff,
    TextFact,
    Topic,
    Unit,
)

__all__ = [
    "Amount",
    "Deduction",
    "Facts",
    "FactsFile",
    "FigureFact",
    "Flows",
    "Headcount",
    "Indicator",
    "Line",
    "Part",
    "Process",
    "Project",
    "SelfScore",
    "Staff",
    "TextFact",
    "Topic",
    "Unit",
    "load_facts",
    "parse_facts",
]
