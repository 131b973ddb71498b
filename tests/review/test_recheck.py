"""The quick check says what the full one says, and reads no more than it must.

`python -m tests.review.measure latency` has its times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.review.kit import ANNE, clean_sentences, draft_run, wrong_digit
from writer.documents import Document
from writer.drafting.checked import check_report
from writer.findings import Finding
from writer.grounding.judgement import Judged
from writer.grounding.linking import link
from writer.review import recheck
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


def test_only_what_was_typed_is_read_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What makes it quick: one chapter is linked for each version, however long the report."""
    linked: list[int] = []

    def counted(document: Document, *given: object) -> Iterable[Judged]:
        linked.append(len(document.text))
        return link(document, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(recheck, "link", counted)
    whole = len(desk.state.edition.report.text)
    unit, _ = clean_sentences(desk.state)[0]
    desk.preview(unit.id, unit.text)
    assert sum(linked) >= whole
    for typed in ("，另有12万元。", "，另有12.3万元。"):
        linked.clear()
        desk.preview(unit.id, unit.text[:-1] + typed)
        assert len(linked) == 1
        assert linked[0] < whole / 2
