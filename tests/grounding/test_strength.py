"""The chance of a random wrong number to pass, and the share of mentions that was judged."""

from __future__ import annotations

from decimal import Decimal

from writer.facts import parse_facts
from writer.grounding.check import CheckResult, check_text
from writer.grounding.mentions import Kind
from writer.ledger import Ledger, build_ledger

TEXT = "一、收支情况\n2023年公务接待费支出3.75万元，组织演练7次，执行率98.68%。"


def ledger_of(*rows: str) -> Ledger:
    text = "year: 2023\nfigures:\n" + "".join(f"  - {{{row}}}\n" for row in rows)
    return build_ledger(parse_facts(text))


def checked(*rows: str) -> CheckResult:
    return check_text(TEXT, ledger_of(*rows))


def test_a_ledger_that_holds_every_small_count_lets_every_count_pass() -> None:
    rows = [f"subject: 事项{i}, measure: 次数, value: {i}, unit: 次" for i in range(1, 11)]
    strength = checked(*rows).strength
    assert strength is not None
    assert strength.by_kind[Kind.COUNT] == 1
    assert strength.by_kind[Kind.MONEY] == 0


def test_the_overall_chance_is_the_mean_over_the_reports_numbers() -> None:
    rows = [f"subject: 事项{i}, measure: 次数, value: {i}, unit: 次" for i in range(1, 11)]
    strength = checked(*rows).strength
    assert strength is not None
    # one amount, one count, one rate: only the count always passes
    assert set(strength.by_kind) == {Kind.MONEY, Kind.COUNT, Kind.PERCENT}
    assert strength.coincidence == Decimal(1) / 3


def test_the_chance_is_the_same_on_every_run() -> None:
    rows = [f"subject: 事项{i}, measure: 次数, value: {i * 3}, unit: 次" for i in range(4)]
    assert checked(*rows).strength == checked(*rows).strength


def test_more_figures_make_a_check_weaker() -> None:
    few = checked("subject: 公务接待费, measure: 金额, value: 3.75, unit: 万元").coincidence
    rows = [f"subject: 事项{i}, measure: 金额, value: {1 + i / 10}, unit: 万元" for i in range(80)]
    many = checked(*rows).coincidence
    assert few is not None
    assert many is not None
    assert few < many


def test_coverage_counts_every_mention_once() -> None:
    result = checked("subject: 公务接待费, measure: 金额, basis: 决算, value: 3.75, unit: 万元")
    coverage = result.coverage
    total = coverage.judged + coverage.unbound + coverage.structural + coverage.unjudged
    assert total == len(result.mentions)
    assert coverage.structural >= 1  # 一、
    assert coverage.judged >= 1
    assert coverage.unjudged == 0


def test_without_a_ledger_nothing_is_judged() -> None:
    result = check_text(TEXT)
    assert result.strength is None
    assert result.coverage.judged == 0
    assert result.coverage.unjudged == len(result.mentions) - result.coverage.structural


def test_the_summary_carries_both() -> None:
    summary = checked("subject: 公务接待费, measure: 金额, value: 3.75, unit: 万元").as_json()[
        "summary"
    ]
    assert set(summary["coincidence_by_kind"]) == {"money", "count", "percent"}
    assert set(summary["coverage"]) == {"judged", "unbound", "structural", "unjudged"}
