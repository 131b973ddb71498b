"""Whoever tries to fool a measure sees it fall: a good report is spoilt, one way at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from evals.cases import REFERENCE, Case, load_case
from evals.engines import Engine, write
from evals.reports.scoring import Scored, score
from writer.drafting.checked import check_report
from writer.pipeline import Outcome
from writer.report import Block, Heading, Paragraph

Blocks = list[Block]
KEY = "资金安排"  # the section that is dropped, moved or rewritten
PADDING = (
    "高度重视绩效管理工作，切实提高政治站位，坚持把责任扛在肩上、把措施落到实处。",
    "始终注重统筹兼顾，着力构建齐抓共管、上下联动的良好格局，凝聚起强大合力。",
    "牢固树立过紧日子思想，以钉钉子精神推动各环节提质增效、行稳致远。",
)


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case(REFERENCE / "reference-hunan")


@pytest.fixture(scope="module")
def outcome(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return write(case, Engine("compose"), tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def good(case: Case, outcome: Outcome) -> Scored:
    return score(case, outcome, "compose")


def bodies(blocks: Blocks) -> list[int]:
    return [
        i
        for i, block in enumerate(blocks)
        if isinstance(block, Paragraph) and block.role == "body" and len(block.text) > 30
    ]


def first_changed(pattern: str, new: str | Callable[[re.Match[str]], str]) -> Callable[..., Blocks]:
    """The first paragraph in which the pattern stands, with it replaced once."""

    def change(blocks: Blocks) -> Blocks:
        at = next(i for i in bodies(blocks) if re.search(pattern, blocks[i].text))
        return _with(blocks, at, re.sub(pattern, new, blocks[at].text, count=1))

    return change


def _with(blocks: Blocks, at: int, text: str) -> Blocks:
    paragraph = blocks[at]
    assert isinstance(paragraph, Paragraph)
    return [*blocks[:at], replace(paragraph, text=text), *blocks[at + 1 :]]


def dropped(blocks: Blocks) -> Blocks:
    return [block for block in blocks if getattr(block, "section", "") != KEY]


def moved(blocks: Blocks) -> Blocks:
    return dropped(blocks) + [block for block in blocks if getattr(block, "section", "") == KEY]


def elsewhere(blocks: Blocks) -> Blocks:
    """The first sentence with a number, told at the end of the report instead."""
    own = bodies(blocks)
    at = next(i for i in own if re.search(r"\d", blocks[i].text))
    sentence = re.search(r"[^。]*\d[^。]*。", blocks[at].text)
    assert sentence is not None
    rest = _with(blocks, at, blocks[at].text.replace(sentence[0], ""))
    return _with(rest, own[-1], rest[own[-1]].text + sentence[0])


def copied(blocks: Blocks) -> Blocks:
    twice = bodies(blocks)[::3]
    return [
        b for i, block in enumerate(blocks) for b in ([block, block] if i in twice else [block])
    ]


def padded(blocks: Blocks) -> Blocks:
    own = bodies(blocks)
    for n, at in enumerate(own[::2]):
        blocks = _with(blocks, at, blocks[at].text + PADDING[n % len(PADDING)])
    return blocks


def invented(blocks: Blocks) -> Blocks:
    at = bodies(blocks)[0]
    return _with(blocks, at, blocks[at].text + "全年累计投入信息化资金386.52万元。")


def misnumbered(blocks: Blocks) -> Blocks:
    at = [i for i, block in enumerate(blocks) if isinstance(block, Heading)][3]
    return [*blocks[:at], replace(blocks[at], number="九、"), *blocks[at + 1 :]]  # type: ignore[type-var]


SPOILT: dict[str, tuple[Callable[[Blocks], Blocks], Sequence[str]]] = {
    "dropped": (dropped, ("structure", "figures", "content", "sections")),
    "moved": (moved, ("structure", "figures", "content", "sections")),
    "elsewhere": (elsewhere, ("figures", "sections")),
    "basis": (
        first_changed(r"决算(?=\d)", "年初预算"),
        ("figures", "precision", "errors", "sections"),
    ),
    "unit": (
        first_changed(r"(?<=\d)万元", "元"),
        ("figures", "precision", "errors", "sections"),
    ),
    "direction": (first_changed(r"增加(?=\d)", "减少"), ("precision", "errors", "sections")),
    "subject": (first_changed("基本支出", "项目支出"), ("precision", "errors", "sections")),
    "digit": (
        first_changed(r"\d(?=\d\.\d\d万元)", lambda m: str((int(m[0]) + 3) % 10)),
        ("figures", "precision", "errors", "sections"),
    ),
    "invented": (invented, ("precision", "errors", "sections")),
    "copied": (copied, ("unrepeated",)),
    "padded": (padded, ("substance",)),
    "vague": (first_changed("。", "，基本上都差不多，还是挺好的。"), ("wording",)),
    "misnumbered": (misnumbered, ("structure",)),
}


@pytest.mark.parametrize("way", SPOILT)
def test_a_spoilt_report_scores_lower_where_it_was_spoilt(
    case: Case, outcome: Outcome, good: Scored, way: str
) -> None:
    change, fallen = SPOILT[way]
    report = replace(outcome.report, blocks=tuple(change(list(outcome.report.blocks))))
    check = check_report(report, outcome.ledger)
    spoilt = score(
        case, replace(outcome, report=report, check=check, findings=check.findings), "compose"
    )
    for name in fallen:
        before, after = good.measures[name].value, spoilt.measures[name].value
        assert before is not None
        assert after is not None
        worse = after > before if good.measures[name].lower else after < before - 0.001
        assert worse, (name, before, after)
    for name in ("structure", "figures", "content", "precision", "sections", "wording"):
        before, after = good.measures[name].value or 0, spoilt.measures[name].value or 0
        assert after <= before + 1e-9, f"{name} rose"


@pytest.mark.parametrize("way", ["basis", "unit", "direction", "subject", "digit", "invented"])
def test_a_number_wrong_scores_zero_for_its_section_alone(
    case: Case, outcome: Outcome, good: Scored, way: str
) -> None:
    report = replace(outcome.report, blocks=tuple(SPOILT[way][0](list(outcome.report.blocks))))
    made = score(
        case, replace(outcome, report=report, check=check_report(report, outcome.ledger)), "compose"
    )
    before = {section.id: section.score for section in good.sections}
    changed = {s.id: s.score for s in made.sections if s.score != before[s.id]}
    assert set(changed.values()) == {0.0}
    assert len(changed) == 1
