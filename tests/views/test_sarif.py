"""The SARIF log: valid by the schema, and every place in it right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Log

from writer.findings import Severity
from writer.grounding.rules import all_rules
from writer.views.checked import Checked
from writer.views.sarif import sarif_log, uri_of

from .conftest import fault, made

TEXT = "一、收支\n支出３.85万元。\n𠀀𠀀支出4.00万元。\n"


def run_of(*reports: Checked, failures: list[tuple[str, str]] | None = None) -> dict[str, Any]:
    log = sarif_log(reports, failures or ())
    Log.model_validate_json(log)  # generated from the OASIS schema; unknown keys are refused
    run: dict[str, Any] = json.loads(log)["runs"][0]
    return run


def test_the_schemas_model_refuses_what_is_not_sarif() -> None:
    data = json.loads(sarif_log([made(TEXT, fault(5, 8))]))
    data["runs"][0]["results"][0]["levell"] = "error"
    with pytest.raises(ValueError, match="levell"):
        Log.model_validate(data)


def test_a_region_counts_characters_from_one_and_offsets_from_nought(report: Checked) -> None:
    start = TEXT.index("4.00")
    run = run_of(made(TEXT, fault(start, start + 6)))
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (3, 5)
    assert (region["endLine"], region["endColumn"]) == (3, 11)
    assert (region["charOffset"], region["charLength"]) == (start, 6)
    assert region["snippet"]["text"] == "4.00万元"
    assert run["columnKind"] == "unicodeCodePoints"


def test_levels_suggestions_and_rules() -> None:
    rows = (
        fault(0, 1, "GR101", suggestion="3.75万元"),
        fault(1, 2, "DC306", Severity.WARNING, ""),
        fault(2, 3, "DC306", Severity.NOTICE),
    )
    run = run_of(made(TEXT, *rows))
    results = run["results"]
    assert [r["level"] for r in results] == ["error", "warning", "note"]
    fixes = [r.get("fixes") for r in results]
    assert fixes[0][0]["artifactChanges"][0]["replacements"] == [
        {
            "deletedRegion": {"charOffset": 0, "charLength": 1},
            "insertedContent": {"text": "3.75万元"},
        }
    ]
    assert fixes[1][0]["description"]["text"] == "删去"
    assert fixes[2] is None
    rules = run["tool"]["driver"]["rules"]
    assert [r["id"] for r in rules] == [r.code for r in all_rules()]
    for result in results:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_every_rule_says_what_and_why() -> None:
    for rule in run_of()["tool"]["driver"]["rules"]:
        assert rule["shortDescription"]["text"]
        assert "正例：" in rule["help"]["text"]


def test_fingerprints_survive_a_move_and_tell_repetitions_apart() -> None:
    words = "支出3.85万元。"
    here = run_of(made(words * 2, fault(2, 8), fault(11, 17)))["results"]
    moved = run_of(made("新的一段。" + words, fault(7, 13)))["results"]
    assert here[0]["partialFingerprints"] == moved[0]["partialFingerprints"]
    assert here[0]["partialFingerprints"] != here[1]["partialFingerprints"]


def test_several_reports_and_those_that_could_not_be_read(report: Checked) -> None:
    run = run_of(
        made(TEXT, source="子 目录/甲#1.txt"), report, failures=[("坏.docx", "文件已损坏")]
    )
    uris = [a["location"]["uri"] for a in run["artifacts"]]
    assert uris[0] == "%E5%AD%90%20%E7%9B%AE%E5%BD%95/%E7%94%B2%231.txt"
    assert run["invocations"][0]["executionSuccessful"] is False
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] == "文件已损坏"
    (result,) = run["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["index"] == 1
    assert "2023.yaml:3" in result["properties"]["figures"][0]


def test_an_absolute_path_is_a_file_address() -> None:
    assert uri_of("/甲/乙.txt") == "file:///%E7%94%B2/%E4%B9%99.txt"
    assert uri_of(str(Path("a:b.txt"))) == "a%3Ab.txt"
