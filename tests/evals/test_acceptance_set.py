"""The outside testers' sets: whole, and no more doubted or missed than when last counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evals.acceptance_set import Case, Department, load, main, score
from writer.findings import Verdict
from writer.grounding.check import CheckResult, check_text
from writer.ledger import Ledger

DEPARTMENTS = list(load())
FOUND, DOUBTED = 642, 6
"""Of 646 errors; numbers of the clean texts. Move them with the rule that finds more."""


@pytest.fixture(scope="module")
def county() -> Department:
    return next(one for one in DEPARTMENTS if one.name == "county-01")


def test_every_error_stands_once_in_its_text() -> None:
    cases = [case for one in DEPARTMENTS for case in one.cases]
    assert (len(DEPARTMENTS), len(cases)) == (36, 646)
    assert all(case.text.count(case.number) == 1 for case in cases)
    known = {str(verdict) for verdict in Verdict}
    assert all(case.verdicts and set(case.verdicts) <= known for case in cases)


def test_what_was_found_is_found_and_no_more_is_doubted() -> None:
    scores = [score(one) for one in DEPARTMENTS]
    assert sum(s.found for s in scores) >= FOUND
    assert sum(s.alarms for s in scores) <= DOUBTED


def test_a_check_that_says_nothing_finds_nothing(county: Department) -> None:
    def silent(text: str, ledger: Ledger) -> CheckResult:
        result = check_text(text, ledger, measured=False)
        judged = tuple(replace(j, verdict=Verdict.VERIFIED) for j in result.mentions)
        return replace(result, mentions=judged, findings=())

    told = score(county, silent)
    assert (told.found, told.right, told.alarms) == (0, 0, 0)
    assert told.errors == len(county.cases) == len(told.said)


def test_a_right_number_taken_for_an_error_is_missed(county: Department) -> None:
    text = county.clean[0]
    number = next(
        j.mention.text
        for j in check_text(text, county.ledger, measured=False).mentions
        if j.verdict is Verdict.VERIFIED and text.count(j.mention.text) == 1
    )
    told = score(replace(county, cases=(Case(text, number, ("wrong_value",), "digit"),)))
    assert (told.errors, told.found, told.right) == (1, 0, 0)


def test_the_command_tells_totals_and_what_was_missed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mixed-07", "--show"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("mixed-07\n")
    assert "1 departments: 18 errors" in told
    with pytest.raises(SystemExit):
        main(["nowhere"])
