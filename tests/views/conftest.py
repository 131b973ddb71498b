"""Checked reports made by hand: a text, the findings in it, and a small ledger."""

from __future__ import annotations

import pytest

from writer.documents import read_text
from writer.facts import parse_facts
from writer.findings import Finding, Severity
from writer.grounding.check import CheckResult, check_text
from writer.ledger import Ledger, build_ledger
from writer.views.checked import Checked

FACTS = """year: 2023
figures:
  - {id: jd, subject: 公务接待费, measure: 金额, basis: 决算, value: 3.75, unit: 万元}
  - {id: jd22, subject: 公务接待费, measure: 金额, basis: 决算, period: 2022, value: 4.02, unit: 万元}
  - {id: yl, subject: 应急演练, measure: 次数, basis: 实际, value: 15, unit: 次}
texts:
  - {id: hp, text: 2023年7月19日石门坳村发生山体滑坡，转移群众126人。}
"""
REPORT = (
    "2023年度部门整体支出绩效自评报告\n"
    "\n"
    "一、支出情况\n"
    "（一）三公经费。公务接待费支出3.85万元，比上年减少0.27万元。\n"
    "二、绩效情况\n"
    "全年组织应急演练15次，石门坳村山体滑坡中转移群众126人。\n"
)


@pytest.fixture
def ledger() -> Ledger:
    return build_ledger(parse_facts(FACTS, "2023.yaml"))


@pytest.fixture
def report(ledger: Ledger) -> Checked:
    """A report with one wrong amount, checked against the ledger."""
    return Checked("报告.txt", check_text(REPORT, ledger), ledger)


def fault(
    start: int,
    end: int,
    code: str = "GR101",
    severity: Severity = Severity.ERROR,
    suggestion: str | None = None,
) -> Finding:
    return Finding(code, severity, start, end, f"{code}的说明", "", suggestion)


def made(text: str, *findings: Finding, source: str = "甲.txt") -> Checked:
    """A report with findings put in by hand."""
    return Checked(source, CheckResult(read_text(text, source), (), findings))
