"""One report of a call: what was found in it, or why it could not be read; and its places."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from writer.findings import Finding
from writer.grounding.check import CheckResult
from writer.grounding.judgement import Judged
from writer.ledger import Figure, Ledger, Source


@dataclass(frozen=True)
class Checked:
    """A checked report. `source` is the path as given; `reasons` say why codes (or families of
    codes) are silenced."""

    source: str
    result: CheckResult
    ledger: Ledger | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def places(self) -> Places:
        return Places(self.result.text)

    @cached_property
    def grounds(self) -> Grounds:
        return Grounds(self.result, self.ledger)

    def silenced(self) -> Iterator[tuple[str, int, str]]:
        """(code, count, reason) of what is not shown, by code; "" where no reason was given."""
        decided = Counter(self.result.decided)
        for (code, reason), count in sorted(decided.items()):
            yield code, count, reason
        left = self.result.silenced - Counter(code for code, _ in self.result.decided)
        for code, count in sorted(left.items()):
            fitting = [c for c in self.reasons if code.startswith(c)]
            yield code, count, self.reasons[max(fitting, key=len)] if fitting else ""


class Places:
    """Lines and columns of a text, both from 1, columns in characters."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def of(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


@dataclass(frozen=True, slots=True)
class Ground:
    """A figure or narrative text that a judgement rests on, ready to be shown.

    `name` says what it is about, `shown` its value as a report prints it, `origin` the file and
    line ("2023.yaml:45"), `path` its keys in that file, `formula` how a derived one was computed,
    `quote` the words of a narrative text.
    """

    id: str
    name: str = ""
    shown: str = ""
    origin: str = ""
    path: str = ""
    formula: str = ""
    quote: str = ""

    @property
    def line(self) -> str:
        """All of it in one line."""
        if self.quote:
            return f"文字材料“{_short(self.quote)}”{_bracketed(self.origin)}"
        where = "，".join(p for p in (self.origin, self.path) if p)
        formula = f"算式 {self.formula}" if self.formula else ""
        inner = "；".join(p for p in (self.name, formula, where) if p)
        return f"{self.shown}{_bracketed(inner)}"

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The same by name, what is empty left out."""
        named = {
            "事项": self.name, "台账": self.shown, "算式": self.formula, "材料": self.quote,
            "出处": " ".join((self.origin, self.path)).strip(),
        }  # fmt: skip
        return [(name, value) for name, value in named.items() if value]


class Grounds:
    """Looks up what mentions and findings name by id: figures of the ledger, those that linking
    worked out on the way, narrative texts."""

    def __init__(self, result: CheckResult, ledger: Ledger | None) -> None:
        self._figures: dict[str, Figure] = {}
        for judged in result.mentions:
            for figure in (*judged.expected, judged.stated):
                if figure is not None:
                    self._figures[figure.id] = figure
        if ledger is not None:
            # a figure of the ledger goes before linking's view of it
            self._figures.update(ledger.figures)
        self._texts = {e.id: e for e in ledger.evidence} if ledger is not None else {}

    def of_finding(self, finding: Finding) -> list[Ground]:
        found = (self._of(ident) for ident in finding.figures)
        return [ground for ground in found if ground is not None]

    def of_mention(self, judged: Judged) -> Ground | None:
        """What the mention states or should state; None when nothing is known of it."""
        ground = self._of(judged.figure) if judged.figure else None
        if ground is None and judged.formula:
            return Ground("", formula=judged.formula)
        return ground

    def _of(self, ident: str) -> Ground | None:
        if figure := self._figures.get(ident):
            return Ground(
                ident, figure.key, figure.shown, place(figure.source), figure.source.path,
                figure.formula or "",
            )  # fmt: skip
        if text := self._texts.get(ident):
            return Ground(
                ident, text.subject, "", place(text.source), text.source.path, quote=text.text
            )
        return None


def place(source: Source) -> str:
    """2023.yaml:45; "" for what was computed."""
    return f"{Path(source.file).name}:{source.line}" if source.line else ""


def _bracketed(text: str) -> str:
    return f"（{text}）" if text else ""


def _short(text: str, length: int = 40) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= length else one_line[: length - 1] + "…"
