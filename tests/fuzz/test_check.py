"""Whatever the text and the ledger: no crash, spans that fit, a result that other programs read."""

from __future__ import annotations

import json

from hypothesis import given, settings

from writer.findings import Severity, Verdict
from writer.grounding.check import CheckResult, check_text
from writer.grounding.rules import all_rules
from writer.ledger import Ledger

from .any_text import ledger_of, ledgers, texts

CODES = {rule.code for rule in all_rules()}
EXAMPLES = settings(max_examples=150, deadline=None)


def hold(text: str, result: CheckResult) -> None:
    """What must be true of every result."""
    end = 0
    for judged in result.mentions:
        mention = judged.mention
        assert end <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        assert judged.verdict is None or judged.verdict in Verdict
        end = mention.end
    for finding in result.findings:
        assert 0 <= finding.start <= finding.end <= len(text)
        assert finding.code in CODES
        assert finding.severity in Severity
        assert finding.message.strip()
    places = [(f.start, f.end, f.code) for f in result.findings]
    assert places == sorted(places)
    data = json.loads(json.dumps(result.as_json(), ensure_ascii=False))
    assert data["text"] == text
    assert 0 <= data["summary"]["coincidence"] <= 1
    coverage = data["summary"]["coverage"]
    assert sum(coverage.values()) == len(result.mentions)


@EXAMPLES
@given(texts, ledgers)
def test_against_a_ledger(text: str, ledger: Ledger) -> None:
    result = check_text(text, ledger)
    hold(text, result)
    assert all(judged.verdict is not None for judged in result.mentions)


@EXAMPLES
@given(texts)
def test_against_itself(text: str) -> None:
    result = check_text(text)
    hold(text, result)
    assert {judged.verdict for judged in result.mentions} <= {None, Verdict.STRUCTURAL}


@EXAMPLES
@given(texts)
def test_the_same_text_gives_the_same_result(text: str) -> None:
    ledger = ledger_of("subject: 公务接待费, measure: 金额, basis: 决算, value: 3.75, unit: 万元")
    assert check_text(text, ledger).as_json() == check_text(text, ledger).as_json()
