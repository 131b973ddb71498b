"""The labels of the samples' errors are well formed, their arithmetic right, the scorer honest."""

from __future__ import annotations

import os
import re
from decimal import Decimal
from pathlib import Path

import pytest

from evals.sample_errors import (
    ANSWERS,
    SETS,
    Label,
    Sample,
    Sort,
    answers,
    lines,
    load_labels,
    load_samples,
    score,
)
from writer.findings import Finding, Severity

FILES = sorted(SETS.glob("*.jsonl"))
SUM = re.compile(r"(?<![\d.])(\d[\d.]*(?:[+-]\d[\d.]*)+)=\+?(\d[\d.]*\d|\d)")
QUOTIENT = re.compile(r"(?<![\d.])(\d[\d.]*)/(\d[\d.]*)=(\d[\d.]*\d|\d)( %)?")


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_labels_are_well_formed(path: Path) -> None:
    head, labels = load_labels(path)
    assert head["sample"] == f"{path.stem}.txt"
    assert re.fullmatch("[0-9a-f]{64}", head["sha256"])
    assert len(set(labels)) == len(labels)
    for label in labels:
        assert label.spans, label
        assert all(0 <= start < end for start, end in label.spans), label
        assert (label.family in ANSWERS) is (label.sort is not Sort.NOT_ERROR), label
        assert not (label.hard and (label.debatable or label.sort is not Sort.NUMERIC)), label
        assert label.note, label


def test_every_sum_and_quotient_in_the_notes_is_right() -> None:
    checked = 0
    for path in FILES:
        for label in load_labels(path)[1]:
            for terms, total in SUM.findall(label.note):
                numbers = re.findall(r"[+-]?[\d.]+", terms)
                assert sum(map(Decimal, numbers)) == Decimal(total), label
                checked += 1
            for above, below, quotient, percent in QUOTIENT.findall(label.note):
                exact = Decimal(above) / Decimal(below) * (100 if percent else 1)
                assert abs(exact - Decimal(quotient)) <= _half_unit(quotient), label
                checked += 1
    assert checked >= 25


def _half_unit(number: str) -> Decimal:
    exponent = Decimal(number).as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(5).scaleb(exponent - 1)


def test_the_five_samples_hold_what_the_readme_says() -> None:
    labels = [x for path in FILES for x in load_labels(path)[1]]
    assert len(FILES) == 5
    assert sum(x.hard for x in labels) == 17
    assert sum(x.hard and x.name == "spent_yet_unpaid" for x in labels) == 2


@pytest.mark.samples
@pytest.mark.skipif("JIXIAO_SAMPLES" not in os.environ, reason="JIXIAO_SAMPLES is not set")
def test_places_hold_text_and_hard_ones_a_number() -> None:
    for sample in load_samples(Path(os.environ["JIXIAO_SAMPLES"])):
        for label in sample.labels:
            surfaces = [sample.text[start:end] for start, end in label.spans]
            assert all(s.strip() for s in surfaces), label
            if label.hard:
                assert any(re.search(r"\d", s) for s in surfaces), label


TEXT = "支出5万元，其中甲2万元、乙4万元。" + "重复的段落。" * 30
TWICE = Label(Sort.NUMERIC, "parts_total", ((2, 5), (9, 12)), "2+4=6", hard=True, family="CS")
COPY = Label(Sort.DOCUMENTAL, "duplicated", ((20, 200),), "twice", family="DC")
MAYBE = Label(Sort.DOCUMENTAL, "mixed", ((0, 2),), "may be", debatable=True, family="DC")
TRAP = Label(Sort.NOT_ERROR, "adds_up", ((14, 17),), "right")
SAMPLE = Sample("one", TEXT, (TWICE, COPY, MAYBE, TRAP))


def finding(code: str, start: int, end: int, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(code, severity, start, end, "……")


def test_an_error_is_found_at_either_place_by_its_family_only() -> None:
    assert answers(finding("CS202", 9, 12), TWICE)
    assert answers(finding("GR101", 0, 4), TWICE)
    assert not answers(finding("DC301", 9, 12), TWICE)
    assert not answers(finding("CS202", 5, 9), TWICE)


def test_a_long_label_must_be_covered() -> None:
    assert not answers(finding("DC307", 20, 40), COPY)
    assert answers(finding("DC307", 20, 90), COPY)


def test_scores_count_alarms_not_notices_and_name_the_traps() -> None:
    result = score(
        SAMPLE,
        [
            finding("CS202", 2, 5),
            finding("DC304", 0, 2, Severity.WARNING),
            finding("CS203", 14, 17),
            finding("CS205", 6, 7),
            finding("DC307", 20, 200, Severity.NOTICE),
        ],
    )
    assert result.found == {TWICE, MAYBE}
    assert [f.code for f in result.false] == ["CS203", "CS205"]
    assert [f.code for f in result.sprung] == ["CS203"]
    assert result.of(sort=Sort.NUMERIC, hard=True) == (1, 1)
    assert result.of(sort=Sort.DOCUMENTAL) == (0, 1)
    assert result.missed == (COPY,)
    printed = "\n".join(lines([result], show=True))
    assert "found 100%, at most 2 false alarms a sample" in printed
    assert "missed duplicated@20" in printed
    assert "false trap CS203@14" in printed
