"""What a true small model really answered, replayed: its nonsense is caught, the report whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evals.real_model import NAME
from tests.real_model.conftest import MARK
from writer.calls import read_calls
from writer.cli.progress import Silent
from writer.pipeline import Request, draft
from writer.settings import ModelSettings

DATA = Path(__file__).parents[1] / "data"


@pytest.mark.vcr
@pytest.mark.block_network
def test_its_answers(address: str, tmp_path: Path, vcr: Any) -> None:
    model = ModelSettings(
        name=NAME, base_url=address, mode="json_schema", prompt_style="qa", max_tokens=700,
        concurrency=1, timeout=900, give_up_after=1,
    )  # fmt: skip
    request = Request(DATA / "flood.yaml", tmp_path, str(DATA / "format"), model=model)
    outcome = draft(request, Silent())
    calls = read_calls(tmp_path / "calls.jsonl")
    assert calls
    assert all(call.tokens_in > 0 < call.tokens_out for call in calls)
    assert {call.finish for call in calls} <= {"stop", "length"}
    assert outcome.final
    assert all(j.verdict is not None and j.verdict.good for j in outcome.check.mentions)
    written = [d for d in outcome.drafted if d.engine == NAME]
    lost = [d.rejected.code for d in outcome.drafted if d.rejected]
    assert written or lost[1:] == ["MD422"] * len(lost[1:]), "given up after the first"
    assert bool(vcr.dirty) or vcr.all_played


def test_the_cassette_says_where_it_comes_from_and_can_be_read() -> None:
    (cassette,) = (Path(__file__).parent / "cassettes").rglob("*.marked")
    text = cassette.read_text("utf-8")
    assert text.startswith(MARK)
    assert "authorization" not in text.lower()
    assert "/root" not in text
    assert ".cache" not in text, "no place of the machine it was recorded on"
    assert "\\u" not in text, "Chinese stays readable"
    assert len(text) < 100_000
