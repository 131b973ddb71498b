"""The planted-error set keeps its promises, and its scorer counts what it says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pytest
from ruamel.yaml import YAML

from evals.planted_set import (
    CLASSES,
    HALVES,
    Planted,
    Report,
    clause,
    details,
    load_set,
    score,
    table,
    verdict_at,
)
from evals.sets.planted.build import LISTED, ROOT, load, row
from evals.sets.planted.candidates import is_wrong
from evals.sets.planted.marks import Source, evaluate, figures_of, parse, prove
from evals.sets.planted.mutate import plant
from evals.sets.planted.numerals import NumeralError, read, write
from writer.findings import Finding, Severity, Verdict
from writer.grounding.mentions import Kind, Mention
from writer.ledger import Ledger, load_ledger

REPORTS = load_set()
by_name = pytest.mark.parametrize("report", REPORTS, ids=[r.name for r in REPORTS])


def test_size_of_the_set() -> None:
    assert len(REPORTS) >= 14
    assert sum(len(r.errors) for r in REPORTS) >= 650
    counts = Counter(e.kind for r in REPORTS for e in r.errors)
    assert set(counts) == set(CLASSES)
    assert min(counts.values()) >= 30
    halves = Counter(r.half for r in REPORTS)
    # reports that were written later, to tune on, leave the measuring half as it was
    assert halves["measure"] >= 8
    assert halves["tune"] >= halves["measure"]
    assert halves["blind"] == 7
    assert set(halves) <= set(HALVES)


def test_a_report_is_of_the_half_that_lists_it() -> None:
    assert {r.name: r.half for r in REPORTS} == {
        r.name: LISTED.get(r.name, "tune") for r in REPORTS
    }
    assert set(LISTED) <= {r.name for r in REPORTS}


@by_name
def test_report_is_of_its_length_and_proven(report: Report) -> None:
    assert 300 <= len(report.text) <= 1800
    source = load(ROOT / report.name)
    assert prove(source) == []
    assert source.text == report.text
    assert load_ledger(report.facts).figures


@by_name
def test_every_error_applies_and_points_at_the_wrong_number(report: Report) -> None:
    seen = set()
    for error in report.errors:
        changed, low, high = error.apply(report.text)
        assert changed != report.text
        assert changed[error.start : error.end] == error.wrong
        assert low <= error.start < error.end <= high
        assert error.expect
        assert not any(verdict.good for verdict in error.expect)
        seen.add(changed)
    assert len(seen) == len(report.errors)


@by_name
def test_errors_are_those_of_the_source(report: Report) -> None:
    """errors.yaml is generated: after a change in a source, run evals.sets.planted.build."""
    source = load(ROOT / report.name)
    planted = plant(source, report.name)
    rows = [row(i, report.half, source.text, error) for i, error in enumerate(planted, 1)]
    stored = YAML(typ="safe").load((ROOT / report.name / "errors.yaml").read_bytes())
    assert rows == stored


def test_open_files_hold_nothing_but_the_fixed_form() -> None:
    keys = [set(YAML(typ="safe").load(r.facts.read_bytes())) for r in REPORTS]
    open_form = [k for k in keys if k <= {"year", "figures", "texts"}]
    assert len(open_form) >= 8
    assert len(open_form) < len(keys)


def _source(text: str) -> Source:
    rows = [
        {"id": "a", "subject": "基本支出", "value": "301.10", "unit": "万元"},
        {"id": "b", "subject": "项目支出", "value": "62.23", "unit": "万元"},
    ]
    return Source(parse(text), figures_of({"figures": rows}), {"t": "2023年7月1日"})


@pytest.mark.parametrize(
    "text",
    [
        "[[301.10万元|a]]，占[[82.87%|a/(a+b)]]，比项目支出{{多}}[[238.87万元|a-b]]",
        "[[叁佰零壹万壹仟元整|a]]，约为[[5倍|a/b|about]]，于[[7月1日|@t]]",
        "甲、乙[[两项|n:甲、乙]]，历时[[31小时|hours:2023-07-19T03:20,2023-07-20T10:20]]",
    ],
)
def test_proof_accepts_what_follows(text: str) -> None:
    assert prove(_source(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "[[301.11万元|a]]",
        "[[301.10元|a]]",
        "{{减少}}[[238.87万元|a-b]]",
        "[[82.88%|a/(a+b)]]",
        "[[7月2日|@t]]",
        "[[三项|n:甲、乙]]甲乙",
        "[[30小时|hours:2023-07-19T03:20,2023-07-20T10:20]]",
        "支出301.10万元",
    ],
)
def test_proof_refuses_what_does_not(text: str) -> None:
    assert prove(_source(text))


def test_points_called_percent_are_no_error_where_the_rate_grew_so_much() -> None:
    rows = [
        {"id": "now", "subject": "免疫密度", "value": "98.5", "unit": "%"},
        {"id": "was", "subject": "免疫密度", "value": "97.1", "unit": "%"},
    ]
    source = Source(parse("提升[[1.4个百分点|pp(now,was)]]"), figures_of({"figures": rows}), {})
    number = source.segments[1]
    assert not is_wrong(source, number, "percentage_point", "1.4%")
    assert is_wrong(source, number, "percentage_point", "1.8%")


def test_numerals_read_and_written() -> None:
    assert str(read("1亿2000万元").value) == "120000000"
    assert str(read("叁拾万零伍佰元整").value) == "300500"
    assert str(read("三分之一").value).startswith("0.333")
    assert read("2.3个百分点").kind == "points"
    assert write(read("12.5万元").value, "1,000.00万元") == "12.50万元"
    assert write(read("43人").value, "十七人") == "四十三人"
    with pytest.raises(NumeralError):
        write(read("0.5人").value, "十七人")
    assert evaluate("g(a,b)", _source("").figures) > 3


@dataclass(frozen=True)
class Judgement:
    mention: Mention
    verdict: Verdict | None


@dataclass(frozen=True)
class Result:
    mentions: tuple[Judgement, ...]
    findings: tuple[Finding, ...]


CLEAN = "基本支出301.10万元，项目支出62.23万元。"
ERROR = Planted(
    "001",
    "digit",
    "项目支出62.23万元",
    "项目支出62.28万元",
    17,
    24,
    "62.28万元",
    frozenset({Verdict.WRONG_VALUE}),
)


def _finding(start: int, end: int, severity: Severity = Severity.ERROR) -> Finding:
    return Finding("GR102", severity, start, end, f"{start}")


def _report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    facts = tmp_path_factory.mktemp("planted") / "facts.yaml"
    facts.write_text(
        "year: 2023\nfigures: [{subject: 基本支出, value: 301.10}]\n", encoding="utf-8"
    )
    return Report("r", "tune", CLEAN, facts, (ERROR,))


@pytest.mark.parametrize(
    ("verdict", "findings", "expected"),
    [
        (Verdict.WRONG_VALUE, (_finding(17, 24),), (True, True)),
        (Verdict.UNSUPPORTED, (_finding(17, 24),), (True, False)),
        (Verdict.WRONG_VALUE, (), (False, True)),
        (Verdict.WRONG_VALUE, (_finding(4, 12),), (False, True)),
        (Verdict.WRONG_VALUE, (_finding(17, 24, Severity.NOTICE),), (False, True)),
        (Verdict.VERIFIED, (_finding(0, 24, Severity.WARNING),), (True, False)),
    ],
)
def test_found_and_right(
    verdict: Verdict,
    findings: tuple[Finding, ...],
    expected: tuple[bool, bool],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    def check(text: str, ledger: Ledger) -> Result:
        mention = Mention(17, 24, text[17:24], Kind.MONEY, "622800", "元")
        if text == CLEAN:
            return Result((), ())
        return Result((Judgement(mention, verdict),), findings)

    total = score([_report(tmp_path_factory)], check)
    assert [(o.found, o.right) for o in total.outcomes] == [expected]
    assert total.clean[0].alarms == ()


def test_what_the_clean_report_says_too_is_no_find(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    def check(text: str, ledger: Ledger) -> Result:
        mention = Mention(17, 24, text[17:24], Kind.MONEY, "622800", "元")
        return Result((Judgement(mention, Verdict.UNBOUND),), (_finding(17, 24),))

    total = score([_report(tmp_path_factory)], check)
    assert [(o.found, o.weak) for o in total.outcomes] == [(False, True)]
    assert total.clean[0].alarms == ("GR102 17",)
    assert len(total.clean[0].unbound) == 1
    assert any("MISSED" in line for line in details(total))
    assert any("1 false alarms (100.00 %)" in line for line in table(total))


def test_clause_and_verdict() -> None:
    assert clause(CLEAN, 17, 24) == (13, 24)
    assert clause(CLEAN, 5, 20) == (0, 24)
    mention = Mention(4, 12, "301.10万元", Kind.MONEY, "3011000", "元")
    judged = (Judgement(mention, Verdict.VERIFIED),)
    assert verdict_at(judged, 6, 30) is Verdict.VERIFIED
    assert verdict_at(judged, 12, 14) is None


def test_a_find_must_be_unique() -> None:
    with pytest.raises(ValueError, match="2 times"):
        ERROR.apply(CLEAN + CLEAN)
