"""The quick check says what the full one says, and says it quickly."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.review.kit import ANNE, clean_sentences, draft_run, wrong_digit
from writer.drafting.checked import check_report
from writer.findings import Finding
from writer.report import Heading, Paragraph, Report
from writer.review.desk import Desk
from writer.review.edition import edition
from writer.review.recheck import QuickCheck

SAMPLES = Path(__file__).parents[2] / "evals" / "samples"


def said(findings: tuple[Finding, ...]) -> Counter[tuple[str, int, int, str]]:
    return Counter((f.code, f.start, f.end, f.message) for f in findings)


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Path:
    facts = SAMPLES / "hunan-huaihua-emergency-bureau-2023" / "facts.yaml"
    return draft_run(tmp_path_factory.mktemp("bureau"), facts, "")


def test_both_checks_agree_on_a_whole_report(bureau: Path) -> None:
    state = Desk(bureau).state
    quick = QuickCheck(state.run.ledger, state.run.required)
    report = state.edition.report
    full = check_report(report, state.run.ledger, required=state.run.required)
    shown = quick.check(report)
    assert shown.judged == full.mentions
    assert said(shown.findings) == said(full.findings)


def test_both_checks_agree_after_an_edit(bureau: Path) -> None:
    state = Desk(bureau).state
    quick = QuickCheck(state.run.ledger, state.run.required)
    made = state.run.manuscript
    for unit, judged in clean_sentences(state)[::4]:
        text = unit.text.replace(judged.mention.text, wrong_digit(judged.mention.text))
        report = edition(made, made.body, {unit.id: text}).report
        full = check_report(report, state.run.ledger, required=state.run.required)
        assert said(quick.check(report).findings) == said(full.findings)


def test_the_preview_shows_what_would_be_wrong_here_and_elsewhere(desk: Desk) -> None:
    state = desk.state
    unit, judged = clean_sentences(state)[0]
    right = judged.mention.text
    shown = desk.preview(unit.id, unit.text.replace(right, wrong_digit(right)))
    assert shown.own
    for finding in shown.own:
        assert 0 <= finding.start < finding.end <= len(shown.text)
    assert desk.preview(unit.id, unit.text).own == ()
    assert desk.state.log == (), "looking decides nothing"


def test_an_edit_that_settles_another_place_is_told_so(desk: Desk) -> None:
    """The wrong total makes a statement in another sentence wrong: mending it clears both."""
    state = desk.state
    unit, judged = clean_sentences(state)[0]
    right = judged.mention.text
    wrong = unit.text.replace(right, wrong_digit(right))
    caused = desk.preview(unit.id, wrong).new
    desk.edit(unit.id, wrong, 0, ANNE)
    assert {i.key for i in desk.preview(unit.id, unit.text).gone} == {i.key for i in caused}


def test_the_standing_check_is_done_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    report = desk.state.edition.report
    first = desk.quick.standing(report)
    monkeypatch.setattr(desk.quick, "check", None)
    assert desk.quick.standing(report) is first


def long_report(source: Report, size: int) -> Report:
    """The report's chapters over and over, under headings of their own, to `size` characters."""
    blocks, turn = list(source.blocks), 0
    body = [b for b in source.blocks if isinstance(b, Heading | Paragraph)]
    while sum(len(b.text) for b in blocks) < size:
        turn += 1
        blocks += [b for b in body if not isinstance(b, Heading) or turn]
    return Report(title=source.title, blocks=tuple(blocks))
