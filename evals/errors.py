"""What keeps an evaluation from being done; every message names the file or option at fault.

EvalsError
├── CaseError      a case's data cannot be used
├── EngineError    an engine's name cannot be understood
├── JudgeError     the judge cannot be used, or its answer does not fit the question
└── ResultError    a result or baseline cannot be read
"""

from __future__ import annotations


class EvalsError(Exception):
    """Base of what the command tells in a line."""


class CaseError(EvalsError):
    """A case's data cannot be used."""


class EngineError(EvalsError):
    """An engine's name cannot be understood."""


class JudgeError(EvalsError):
    """The judge cannot be used, or its answer does not fit the question."""


class ResultError(EvalsError):
    """A result or baseline cannot be read."""
