"""Every exception of this package.

JixiaoError                 base: its message is Chinese and meant for the user (exit status 2)
├── FactsError              the facts file cannot be used; carries one Problem per fault
├── FormatError             a format folder is missing or wrong
├── DocumentError           a report cannot be read (broken, protected, too large)
├── SettingsError           a settings file or an option is wrong
├── RunError                a run folder cannot be used or resumed
├── AssemblyError           an output file cannot be written
└── ModelError              a model could not be used
    ├── ModelUnavailable    no answer at all: wrong key, unknown host, no quota
    ├── BudgetReached       the next call might cost more than what is left of the budget
    └── DraftRejected       this section goes without a model's draft
        └── CallFailed      the call ended in a fault of writer.faults
            └── ContextTooLong

Findings about a text are not exceptions: see writer.findings.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in an input file: `line` and `column` count from 1, 0 where unknown."""

    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    path: str = ""

    def __str__(self) -> str:
        place = self.file
        if self.line:
            place += f":{self.line}:{self.column or 1}"
        head = f"{place}: " if place else ""
        at = f"{self.path}：" if self.path else ""
        return f"{head}{at}{self.message}"


class JixiaoError(Exception):
    """Base of what the user is shown; `problems` lists every fault found in one go."""

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join([self.message, *(f"  {p}" for p in self.problems)])


class FactsError(JixiaoError):
    """The facts file cannot be used."""


class FormatError(JixiaoError):
    """A format folder is missing or wrong."""


class DocumentError(JixiaoError):
    """A report cannot be read."""


class SettingsError(JixiaoError):
    """A settings file or an option is wrong."""


class RunError(JixiaoError):
    """A run folder cannot be used or resumed."""


class AssemblyError(JixiaoError):
    """An output file cannot be written."""


class ModelError(JixiaoError):
    """A model could not be used."""


class ModelUnavailable(ModelError):
    """No answer at all: wrong key, unknown host, no quota. Asking again will not help."""


class BudgetReached(ModelError):
    """The next call might cost more than what is left of the budget: it is not made."""


class DraftRejected(ModelError):
    """This section goes without a model's draft; others may still get theirs."""


class CallFailed(DraftRejected):
    """A call that gave no answer.

    `code` is one of writer.faults, `said` the server's own words, `retry_after` the seconds that
    it asked to wait.
    """

    def __init__(
        self, message: str, code: str, said: str = "", retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.said = said
        self.retry_after = retry_after


class ContextTooLong(CallFailed):
    """The question is longer than the model can read; half of it may do."""
