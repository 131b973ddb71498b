"""The reading labels are well formed, and the scorer counts what it says it counts."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from evals.reading_set import (
    SETS,
    Label,
    Labelled,
    half_of,
    load_forms,
    load_samples,
    same_value,
    score,
)
from writer.grounding.mentions import Kind, Mention

NUMBER = r"-?(0|[1-9]\d*)(\.\d*[1-9])?"
DATE = r"(\d{4}|\d{3}X|XXXX)(-Q[1-4]|-(\d\d|XX)(-(\d\d)(T\d\d:\d\d)?)?)?"
CLOCK = r"T\d\d:\d\d"
SHAPE = {
    Kind.MONEY: f"{NUMBER}(/{NUMBER})?",
    Kind.COUNT: f"{NUMBER}(/{NUMBER})?",
    Kind.PERCENT: f"{NUMBER}(/{NUMBER}|(:{NUMBER})+)?",
    Kind.DATE: f"({DATE}(/{DATE})?|{CLOCK}(/{CLOCK})?)",
    Kind.SCORE: f"{NUMBER}(/{NUMBER})?",
    Kind.ORDINAL: r"\d+",
    Kind.DOCNO: r"\S+",
    Kind.ENUM: r"\d+([-.]\d+)?",
    Kind.BARE: NUMBER,
}
SAMPLES = os.environ.get("JIXIAO_SAMPLES")
LABEL_FILES = sorted((SETS / "samples").glob("*.jsonl"))


def check_labels(labels: tuple[Label, ...], length: int) -> None:
    end = 0
    for label in labels:
        assert end <= label.start < label.end <= length, label
        end = label.end
        if label.kind is Kind.IDIOM:
            assert label.value is None, label
        else:
            assert re.fullmatch(SHAPE[label.kind], label.value or ""), label


def check_text(text: Labelled) -> None:
    check_labels(text.labels, len(text.text))
    for label in text.labels:
        surface = text.text[label.start : label.end]
        assert surface == surface.strip(), label
        assert "\n" not in surface, label
        if label.kind is Kind.DOCNO:
            assert label.value == re.sub(r"\s", "", surface)


@pytest.mark.parametrize(("name", "nothing"), [("forms", 10), ("rare", 5), ("awkward", 5)])
def test_forms_are_well_formed_and_enough(name: str, nothing: int) -> None:
    forms = list(load_forms(SETS / f"{name}.yaml"))
    for form in forms:
        check_text(form)
        assert form.paragraphs == ((0, half_of(form.text)),), form.name
    assert sum(len(f.labels) for f in forms) >= 200
    assert {x.kind for f in forms for x in f.labels} == set(Kind)
    assert sum(not f.labels for f in forms) >= nothing


@pytest.mark.parametrize("path", LABEL_FILES, ids=lambda p: p.stem)
def test_sample_labels_are_well_formed(path: Path) -> None:
    head, *rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert head["regions"] == [[0, head["characters"]]]
    labels = tuple(
        Label(r["start"], r["end"], Kind(r["kind"]), r["value"], r.get("unit")) for r in rows
    )
    check_labels(labels, head["characters"])


def test_sample_labels_are_enough_and_split_in_two() -> None:
    rows = [json.loads(x) for p in LABEL_FILES for x in p.read_text("utf-8").splitlines()[1:]]
    assert len(rows) >= 600
    measured = sum(row["half"] == "measure" for row in rows)
    assert 0.35 <= measured / len(rows) <= 0.65


@pytest.mark.samples
@pytest.mark.skipif(SAMPLES is None, reason="JIXIAO_SAMPLES is not set")
def test_sample_labels_fit_the_samples() -> None:
    assert SAMPLES is not None
    for text in load_samples(Path(SAMPLES)):
        check_text(text)
        rows = (SETS / "samples" / f"{text.name}.jsonl").read_text("utf-8").splitlines()[1:]
        for row in map(json.loads, rows):
            assert row["half"] == text.half_at(row["start"]), row


@pytest.mark.parametrize(
    ("kind", "want", "got", "same"),
    [
        (Kind.MONEY, "3180900", "3180900.00", True),
        (Kind.MONEY, "3180900", "3180901", False),
        (Kind.PERCENT, "0.3333333333333333333333333333", "0.33333333333", True),
        (Kind.PERCENT, "0.3333333333333333333333333333", "0.3333", False),
        (Kind.PERCENT, "2:1", "2:1", True),
        (Kind.PERCENT, "2:1", "2/1", False),
        (Kind.COUNT, "3/5", "3", False),
        (Kind.ENUM, "3-2", "3-2", True),
        (Kind.ENUM, "3-2", "4-2", False),
        (Kind.DATE, "2023-01", "2023-1", False),
        (Kind.IDIOM, None, None, True),
        (Kind.IDIOM, None, "5", False),
    ],
)
def test_same_value(kind: Kind, want: str | None, got: str | None, same: bool) -> None:
    assert same_value(kind, want, got) is same


TEXT = "一是支出5万元，安全第一，共3人，增长2%。"
LABELS = (
    Label(0, 2, Kind.ENUM, "1"),
    Label(4, 7, Kind.MONEY, "50000", "元"),
    Label(10, 12, Kind.IDIOM, None, optional=True),
    Label(14, 16, Kind.COUNT, "3", "人"),
    Label(18, 20, Kind.PERCENT, "0.02", "%"),
)


def read_as(*mentions: tuple[int, int, Kind, str | None, str | None]) -> list[Mention]:
    return [Mention(a, b, TEXT[a:b], kind, value, unit) for a, b, kind, value, unit in mentions]


def test_score_counts_each_sort_of_fault() -> None:
    text = Labelled("t", TEXT, LABELS, ((0, "tune"),))
    mentions = read_as(
        (0, 1, Kind.ENUM, "1", None),  # bounds of an enumerator are free
        (4, 7, Kind.MONEY, "50000", "美元"),  # found, but the unit is wrong
        (10, 12, Kind.ORDINAL, "1", None),  # optional, but not as an ordinal
        (14, 15, Kind.COUNT, "3", None),  # touched: the span is short
        (7, 8, Kind.BARE, "9", None),  # nothing there
    )
    result = score([text], lambda _: mentions)
    assert (result.labels.total(), result.mentions) == (4, 5)
    assert dict(result.found) == {Kind.ENUM: 1, Kind.MONEY: 1, Kind.COUNT: 0}
    assert result.exact.total() == 1
    assert result.touched.total() == 3
    assert dict(result.right) == {Kind.ENUM: 1}
    assert result.false == 2
    assert result.confusion[Kind.PERCENT, "-"] == 1
    assert [f.split()[0] for f in result.faults] == [
        "reading",
        "false",
        "span",
        "missed",
        "false",
    ]


def test_score_keeps_the_halves_apart() -> None:
    text = Labelled("t", TEXT, LABELS, ((0, "tune"), (13, "measure")))
    result = score([text], lambda _: read_as((14, 16, Kind.COUNT, "3", "人")), ["measure"])
    assert result.labels == {Kind.COUNT: 1, Kind.PERCENT: 1}
    assert result.rates == (0.5, 0.0, 1.0)


def test_score_of_an_optional_label_left_unread_or_read_right() -> None:
    text = Labelled("t", TEXT, LABELS[2:3], ((0, "tune"),))
    for mentions in ([], read_as((10, 12, Kind.IDIOM, None, None))):
        result = score([text], {TEXT: mentions}.__getitem__)
        assert (result.labels.total(), result.false) == (0, 0)
