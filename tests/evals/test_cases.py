"""The committed cases are whole, and a faulty one is refused with its file named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evals.cases import REFERENCE, SAMPLES, Case, find_cases, load_case, samples_folder
from evals.errors import CaseError
from evals.reports.published import published_spans, stated_figures
from evals.words import letters
from writer.grounding.check import check_text

CASES = find_cases()
OWN = [case for case in CASES if case.folder.parent == REFERENCE]
PUBLISHED = [case for case in CASES if case.folder.parent == SAMPLES]
named = pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)


def test_every_format_has_a_case_of_ours_and_every_sample_its_outline() -> None:
    formats = {"hunan", "hunan-bureau", "sichuan", "guangdong", "hebei"}
    assert {case.outline.format for case in OWN} == formats
    assert {case.name for case in PUBLISHED} == {p.name for p in SAMPLES.iterdir() if p.is_dir()}


@named
def test_sections_that_state_something_have_points_or_figures(case: Case) -> None:
    assert sum(map(len, case.points.values())) >= 15
    sections = {section.id for section in case.outline.sections}
    assert set(case.points) <= sections


@pytest.mark.parametrize("case", PUBLISHED, ids=lambda c: c.name)
def test_offsets_of_a_published_report_ascend_and_hold_their_figures(case: Case) -> None:
    spans = {section.id: (start, end) for section, start, end in published_spans(case)}
    starts = [section.at for section in case.outline.sections]
    assert starts == sorted(starts, key=lambda at: at or 0)
    for section, rows in (case.figures or {}).items():
        start, end = spans.get(section, (0, 10**9))
        assert all(start <= at < end for row in rows for at in row.at), section
    assert sum(map(len, (case.figures or {}).values())) >= 30


@pytest.mark.parametrize("case", PUBLISHED, ids=lambda c: c.name)
def test_every_figure_is_known_to_the_facts(case: Case) -> None:
    """A figure that no facts file holds could never be recalled."""
    values = {f.value for f in case.ledger.figures.values()}
    told = check_text("\n".join(e.text for e in case.ledger.evidence))
    values |= {j.mention.value or "" for j in told.mentions}
    heads = check_text("\n".join(f.subject for f in case.ledger.figures.values()))
    values |= {j.mention.value or "" for j in heads.mentions}
    rows = [row for rows in (case.figures or {}).values() for row in rows]
    numbers = [row for row in rows if row.kind in ("money", "score") and not row.said]
    unknown = [row.value for row in numbers if row.value not in values]
    # scores that only bound a group (90分以上, 60至90分) are no figures of their own
    assert [value for value in unknown if value not in ("90", "60", "60/90")] == []


@pytest.mark.samples
@pytest.mark.skipif(samples_folder() is None, reason="JIXIAO_SAMPLES is not set")
@pytest.mark.parametrize("case", PUBLISHED, ids=lambda c: c.name)
def test_each_section_begins_where_the_outline_says(case: Case) -> None:
    assert case.text is not None
    for section, start, end in published_spans(case):
        assert case.text[start:end].strip(), section.id
        if section.level and not section.words:
            opening = letters(case.text[start : start + 60])
            assert letters(section.title)[:6] in opening, section.id


@pytest.mark.parametrize("case", OWN, ids=lambda c: c.name)
def test_a_report_of_ours_is_clean_and_states_its_figures(case: Case) -> None:
    assert case.text is not None
    result = check_text(case.text, case.ledger)
    assert [f.message for f in result.findings if f.severity != "notice"] == []
    assert all(j.verdict is not None and j.verdict.good for j in result.mentions)
    assert sum(map(len, stated_figures(case).values())) >= 20
    found = {section.id for section, _, _ in published_spans(case)}
    assert found == {section.id for section in case.outline.sections}


def _copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(REFERENCE / "reference-hebei", tmp_path / "case"))


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("outline.yaml", "format: hebei\ntitle: 报告\nsections: []\n", "sections"),
        ("outline.yaml", "format: hebei\ntitle: x\nsections:\n  - {id: 甲, lead: true}\n"
                         "  - {id: 甲, part: 乙}\n", "one id"),
        ("outline.yaml", "- 甲\n", "mapping"),
        ("outline.yaml", "a: [", "outline.yaml"),
        ("checklist.yaml", "没有的节: {甲: [乙]}\n", "not in the outline"),
        ("checklist.yaml", "组织开展: {甲: []}\n", "needs words"),
        ("figures.yaml", "组织开展: [{kind: 钱, value: '1'}]\n", "kind"),
    ],
)  # fmt: skip
def test_a_faulty_case_is_refused(name: str, text: str, told: str, tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(CaseError, match=told):
        load_case(folder)


def test_another_text_than_the_labelled_one_is_refused(tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    outline = folder / "outline.yaml"
    outline.write_text(outline.read_text("utf-8") + f"sha256: '{'0' * 64}'\n", encoding="utf-8")
    with pytest.raises(CaseError, match="not the text"):
        _ = load_case(folder).text


def test_a_name_that_no_case_has_is_told() -> None:
    with pytest.raises(CaseError, match="no case"):
        find_cases("no-such-department")
