"""What the stages leave behind, as JSON that a person can read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from writer.findings import Finding
from writer.formats import Section
from writer.ledger import Figure, Ledger


def ledger_json(ledger: Ledger) -> dict[str, Any]:
    """Every figure with what it is, how it prints, and where it comes from."""
    return {
        "year": ledger.year,
        "figures": [figure_json(figure) for figure in ledger.figures.values()],
        "evidence": [
            {"id": e.id, "subject": e.subject, "text": e.text, "line": e.source.line}
            for e in ledger.evidence
        ],
    }


def figure_json(figure: Figure) -> dict[str, Any]:
    return {
        "id": figure.id, "subject": figure.subject, "measure": figure.measure,
        "basis": figure.basis, "period": figure.period, "kind": figure.kind,
        "value": figure.value, "unit": figure.unit, "shown": figure.shown,
        "aliases": list(figure.aliases), "parents": list(figure.parents),
        "formula": figure.formula, "inputs": list(figure.inputs),
        "line": figure.source.line, "path": figure.source.path,
    }  # fmt: skip


def outline_json(sections: Iterable[Section]) -> list[dict[str, Any]]:
    return [
        {
            "key": s.key, "level": s.level, "number": s.number, "title": s.title,
            "template": s.template, "empty": s.empty, "missing": list(s.missing),
        }
        for s in sections
    ]  # fmt: skip


def finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code, "severity": str(finding.severity), "start": finding.start,
        "end": finding.end, "section": finding.section, "message": finding.message,
        "suggestion": finding.suggestion, "figures": list(finding.figures),
    }  # fmt: skip
