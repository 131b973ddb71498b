"""Findings as SARIF 2.1.0 (OASIS, https://docs.oasis-open.org/sarif/sarif/v2.1.0/), so that code
hosts and editors can show them.

Lines and columns count characters of the text as it was read, from 1; `charOffset` counts from 0.
For a Word file that is one line a paragraph, since the file itself has no lines.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from writer import __version__
from writer.findings import Finding, Severity
from writer.grounding.catalogue import Entry, entries
from writer.views.checked import Checked
from writer.views.jsons import dumped

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}


def sarif_log(reports: Sequence[Checked], failures: Iterable[tuple[str, str]] = ()) -> str:
    """One run over all reports; `failures` are (file, message) of those that were not read."""
    rules = entries()
    index = {rule.code: i for i, rule in enumerate(rules)}
    failed = list(failures)
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "jixiao",
                "version": __version__,
                "semanticVersion": __version__,
                "language": "zh-CN",
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "language": "zh-CN",
        "invocations": [_invocation(failed)],
        "artifacts": [_artifact(checked) for checked in reports],
        "results": [r for i, c in enumerate(reports) for r in _results(c, i, index)],
    }
    return dumped({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.code,
        "name": entry.code,
        "shortDescription": {"text": entry.title},
        "fullDescription": {"text": entry.about},
        "help": {"text": f"{entry.about}\n反例：{entry.bad}\n正例：{entry.good}"},
        "defaultConfiguration": {"level": _LEVELS[entry.severity]},
    }


def _invocation(failures: list[tuple[str, str]]) -> dict[str, Any]:
    notes = [
        {
            "level": "error",
            "message": {"text": message},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri_of(source)}}}],
        }
        for source, message in failures
    ]
    return {"executionSuccessful": not failures, "toolExecutionNotifications": notes}


def _artifact(checked: Checked) -> dict[str, Any]:
    """The report, with its summary as properties."""
    return {
        "location": {"uri": uri_of(checked.source)},
        "roles": ["analysisTarget"],
        "properties": {"summary": checked.result.as_json()["summary"]},
    }


def _results(checked: Checked, number: int, rules: dict[str, int]) -> Iterable[dict[str, Any]]:
    seen: Counter[str] = Counter()
    for finding in checked.result.findings:
        words = checked.result.text[finding.start : finding.end]
        identity = f"{finding.code}\0{finding.section}\0{words}"
        place = {
            "artifactLocation": {"uri": uri_of(checked.source), "index": number},
            "region": _region(checked, finding),
        }
        result: dict[str, Any] = {
            "ruleId": finding.code,
            "level": _LEVELS[finding.severity],
            "message": {"text": finding.message},
            "locations": [{"physicalLocation": place}],
            "partialFingerprints": {"findingHash/v1": _hash(identity, seen[identity])},
            "properties": {
                "section": finding.section,
                "figures": [ground.line for ground in checked.grounds.of_finding(finding)],
            },
        }
        seen[identity] += 1
        if finding.code in rules:
            result["ruleIndex"] = rules[finding.code]
        if finding.suggestion is not None:
            result["fixes"] = [_fix(place, finding)]
        yield result


def _region(checked: Checked, finding: Finding) -> dict[str, Any]:
    line, column = checked.places.of(finding.start)
    last_line, last_column = checked.places.of(finding.end)
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": last_line,
        "endColumn": last_column,
        "charOffset": finding.start,
        "charLength": finding.end - finding.start,
        "snippet": {"text": checked.result.text[finding.start : finding.end]},
    }


def _fix(place: dict[str, Any], finding: Finding) -> dict[str, Any]:
    change = {
        "deletedRegion": {"charOffset": finding.start, "charLength": finding.end - finding.start},
        "insertedContent": {"text": finding.suggestion},
    }
    words = f"改为：{finding.suggestion}" if finding.suggestion else "删去"
    return {
        "description": {"text": words},
        "artifactChanges": [
            {"artifactLocation": place["artifactLocation"], "replacements": [change]}
        ],
    }


def _hash(identity: str, occurrence: int) -> str:
    """The same finding in the next version of a report, wherever it has moved to."""
    return hashlib.sha256(f"{identity}\0{occurrence}".encode("utf-8", "replace")).hexdigest()[:32]


def uri_of(source: str) -> str:
    """A relative reference, or file:///… for an absolute path."""
    path = Path(source)
    if path.is_absolute():
        return path.as_uri()
    return quote(path.as_posix().encode("utf-8", "surrogateescape"))
