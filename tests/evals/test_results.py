"""Results are written, read, compared without taking noise for progress, and gated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals import gate
from evals.compare import compare
from evals.errors import ResultError
from evals.measures import Measure, Unit, joined
from evals.results import Result, describe


def result(samples: bool = True, suite: str = "fast", **measures: Measure) -> Result:
    meta = describe(suite, ["reports"], ["compose"], 0) | {"samples": samples}
    return Result(meta, {name.replace("__", "/"): m for name, m in measures.items()})


def measure(got: int, of: int, *, lower: bool = False, gated: bool = True) -> Measure:
    """`of` units, the first `got` of them won."""
    units = [Unit(f"u{i}", float(i < got)) for i in range(of)]
    return Measure("m", units, lower, gated)


def test_a_measure_without_units_is_not_scored() -> None:
    assert Measure("m").value is None
    assert measure(1, 4).value == 0.25
    assert joined("m", [measure(1, 4), Measure("m")]).value == 0.25


def test_a_result_comes_back_as_it_was_written(tmp_path: Path) -> None:
    made = result(reports__x=measure(3, 4, lower=True))
    made.write(tmp_path / "deep" / "r.json")
    again = Result.read(tmp_path / "deep" / "r.json")
    assert again.meta == made.meta
    assert again.measures["reports/x"].units == made.measures["reports/x"].units
    assert again.measures["reports/x"].lower


@pytest.mark.parametrize("text", ["", "[]", '{"form": 99}', '{"form": 1}'])
def test_what_is_no_result_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ResultError):
        Result.read(path)
    with pytest.raises(ResultError):
        Result.read(tmp_path / "none.json")


def test_one_unit_more_in_forty_is_noise_and_twenty_more_are_not() -> None:
    base = result(x=measure(10, 40))
    (little,) = compare(base, result(x=measure(11, 40)))
    (much,) = compare(base, result(x=measure(30, 40)))
    (same,) = compare(base, base)
    assert (little.verdict, much.verdict, same.verdict) == ("noise", "better", "same")
    assert little.low <= little.change <= little.high
    assert 0 < much.low < much.change < much.high < 1


def test_too_few_units_say_nothing_of_chance() -> None:
    (found,) = compare(result(x=measure(0, 4)), result(x=measure(4, 4)))
    assert found.verdict == "few"


def test_less_of_what_should_be_little_is_better() -> None:
    (found,) = compare(result(x=measure(30, 40, lower=True)), result(x=measure(5, 40, lower=True)))
    assert found.verdict == "better"
    (worse,) = compare(result(x=measure(30, 40)), result(x=measure(5, 40)))
    assert worse.verdict == "worse"


def test_units_are_paired_and_engines_compared_whatever_they_are_called() -> None:
    a = result(reports__compose__all__x=measure(10, 20))
    b = result()
    b.measures["reports/openai:q/all/x"] = Measure("m", [Unit("u0", 1), Unit("new", 0)])
    (found,) = compare(a, b)
    assert (found.name, found.units) == ("reports/all/x", 1)


def test_the_gate_stops_a_fall_and_lets_a_rise_pass(tmp_path: Path) -> None:
    baseline, history = tmp_path / "b.json", tmp_path / "h.jsonl"
    base = result(
        reports__a=measure(8, 10), alarms=measure(2, 10, lower=True),
        chrf=measure(5, 10, gated=False),
    )  # fmt: skip
    gate.record(base, baseline, history)
    assert list(gate.falls(base, baseline)) == []
    better = result(reports__a=measure(9, 10), alarms=measure(1, 10, lower=True))
    assert list(gate.falls(better, baseline)) == []
    worse = result(reports__a=measure(7, 10), alarms=measure(3, 10, lower=True))
    assert [fall.split(":")[0] for fall in gate.falls(worse, baseline)] == ["alarms", "reports/a"]


def test_of_planted_errors_one_in_a_hundred_may_be_lost_for_others(tmp_path: Path) -> None:
    baseline, path = tmp_path / "b.json", "grounding/planted tune/all/found"
    base = result()
    base.measures[path] = measure(190, 200)
    gate.record(base, baseline, tmp_path / "h.jsonl")
    for got, fell in ((189, 0), (187, 1)):
        now = result()
        now.measures[path] = measure(got, 200)
        assert len(list(gate.falls(now, baseline))) == fell


def test_a_measure_that_is_gone_is_a_fall_unless_its_samples_are_not_at_hand(
    tmp_path: Path,
) -> None:
    baseline = tmp_path / "b.json"
    full = result(reports__a=measure(1, 1), reading__samples_tune__right=measure(1, 1))
    full.measures["reading/samples tune/right"] = full.measures.pop("reading/samples_tune/right")
    gate.record(full, baseline, tmp_path / "h.jsonl")
    without = result(samples=False, reports__a=measure(1, 1))
    assert list(gate.falls(without, baseline)) == []
    assert len(list(gate.falls(result(reports__a=measure(1, 1)), baseline))) == 1
    assert len(list(gate.falls(result(samples=False), baseline))) == 1


def test_the_suites_are_not_mixed(tmp_path: Path) -> None:
    gate.record(result(), tmp_path / "b.json", tmp_path / "h.jsonl")
    with pytest.raises(ResultError, match="suite"):
        list(gate.falls(result(suite="full"), tmp_path / "b.json"))
    with pytest.raises(ResultError):
        list(gate.falls(result(), tmp_path / "none.json"))


def test_the_history_remembers_the_headlines(tmp_path: Path) -> None:
    history = tmp_path / "h.jsonl"
    made = result()
    made.measures["reports/compose/all/figures"] = measure(3, 4)
    made.measures["reports/compose/case/figures"] = measure(1, 4)
    gate.record(made, tmp_path / "b.json", history)
    gate.record(made, tmp_path / "b.json", history)
    lines = gate.past(history)
    assert [line["reports/compose/all/figures"] for line in lines] == [0.75, 0.75]
    assert "reports/compose/case/figures" not in lines[0]


def test_the_committed_baseline_can_be_read_and_is_of_the_fast_suite() -> None:
    data = json.loads(gate.BASELINE.read_text("utf-8"))
    assert data["suite"] == "fast"
    assert data["values"]["reports/compose/all/structure"] > 0.9
