"""The facts that growth is measured with: they must draft without a fault, or the work that is
timed is that of reporting faults."""

from __future__ import annotations

from pathlib import Path

from evals.scale import facts_text
from writer.cli.progress import Silent
from writer.pipeline import Request, draft


def test_many_projects_and_indicators_draft_without_a_doubt(tmp_path: Path) -> None:
    facts = tmp_path / "f.yaml"
    facts.write_text(facts_text(25, 38), encoding="utf-8")
    outcome = draft(Request(facts, tmp_path / "r"), Silent())
    text = outcome.report.text
    assert outcome.final
    assert [f for f in outcome.findings if f.code[:2] in ("GR", "CS")] == []
    assert "\n21）第21片区" in text, "more projects than circled numbers"
    assert "按类别分，产出指标25个、效益指标13个。" in text
