"""The deliberate regressions can still be made; `python -m evals.regressions` makes them."""

from __future__ import annotations

import re

import pytest

from evals import regressions
from evals.errors import EvalsError
from evals.regressions import REGRESSIONS, Regression, trials
from evals.results import ROOT


@pytest.mark.parametrize("regression", REGRESSIONS, ids=lambda one: one.name)
def test_each_edit_changes_its_file(regression: Regression) -> None:
    whole = (ROOT / regression.file).read_text("utf-8")
    spoilt = re.sub(regression.pattern, lambda _: regression.new, whole, count=1)
    assert spoilt != whole


def scripted_gate(monkeypatch: pytest.MonkeyPatch, *answers: tuple[int, str]) -> None:
    """`answers` of recording, of the unspoilt copy, and of the spoilt one."""
    left = list(answers)
    monkeypatch.setattr(regressions, "_evals", lambda *_: left.pop(0))


def test_stopped_means_that_the_right_score_fell(monkeypatch: pytest.MonkeyPatch) -> None:
    fell = "gate: 1 fell\n  reports/compose/all/structure: was 1.0000, is 0.9\n"
    for said, stopped in ((fell, True), (fell.replace("structure", "content"), False)):
        scripted_gate(monkeypatch, (0, ""), (0, "gate: nothing fell"), (1, said))
        (trial,) = trials(REGRESSIONS[:1])
        assert trial.stopped is stopped
        assert len(trial.falls) == 1
    scripted_gate(monkeypatch, (0, ""), (0, ""), (0, "gate: nothing fell\n"))
    (trial,) = trials(REGRESSIONS[:1])
    assert not trial.stopped


def test_a_gate_that_stops_everything_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    scripted_gate(monkeypatch, (0, ""), (1, "gate: 1 fell"))
    with pytest.raises(EvalsError, match="unspoilt"):
        list(trials(REGRESSIONS[:1]))
