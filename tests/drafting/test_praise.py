"""Praise that the facts bear out may be said, other praise may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from writer.drafting.compose import compose_section
from writer.drafting.praise import Judge, shortfalls
from writer.drafting.sources import Sources
from writer.formats import Book, load_format, outline
from writer.ledger import Figure, Ledger, load_ledger
from writer.prompting import SectionPrompt

ROOT = Path(__file__).parents[2]
POOR = ROOT / "evals" / "stress" / "poor" / "facts.yaml"
GOOD = ROOT / "evals" / "reference" / "reference-sichuan" / "facts.yaml"
FACTS = sorted(
    [*ROOT.glob("evals/*/*/facts.yaml"), ROOT / "tests" / "data" / "flood.yaml"], key=str
)


@pytest.fixture(scope="module")
def poor() -> Ledger:
    return load_ledger(POOR)


def prompt_of(*figures: Figure) -> SectionPrompt:
    return SectionPrompt("节", [], {f"F{i}": f for i, f in enumerate(figures, 1)}, ())


def told(ledger: Ledger, text: str, *figures: Figure) -> list[str]:
    return [praise.words for praise in Judge(ledger).unfounded(text, prompt_of(*figures))]


def test_what_fell_short_is_known(poor: Ledger) -> None:
    said = [s.said for s in shortfalls(poor)]
    assert "供水点改造资金执行率39.53%" in said
    assert "改造供水点得分21.25分，分值50分" in said
    assert "用水户满意度71%，目标≥90%" in said
    assert "自评得分61.50分" in said
    assert not any("接待" in s for s in said), "having spent little there is no shortfall"


def test_good_results_have_no_shortfall() -> None:
    assert list(shortfalls(load_ledger(GOOD))) == []


def test_a_judgement_falls_with_a_poor_result_of_its_own_section(poor: Ledger) -> None:
    project = next(f for f in poor.figures.values() if f.subject == "供水点改造资金")
    staff = next(f for f in poor.figures.values() if f.subject == "在职人员")
    assert told(poor, "项目成效显著。", project) == ["成效显著"]
    assert told(poor, "队伍建设成效显著。", staff) == []


def test_a_sweeping_claim_falls_with_any_shortfall(poor: Ledger) -> None:
    assert told(poor, "圆满完成各项任务。") == ["圆满完成"]
    assert told(load_ledger(GOOD), "圆满完成各项任务。") == []


def test_an_assertion_needs_somebody_who_said_it() -> None:
    ledger = load_ledger(GOOD)
    assert told(ledger, "各项工作位居全省前列，没有任何问题。") == ["位居全省前", "没有任何问题"]
    words = next(e.text for e in ledger.evidence if len(e.text) > 10)
    assert told(ledger, words) == []


@pytest.mark.parametrize(
    "text",
    [
        "力争圆满完成各项任务。",
        "确保年度目标全面完成。",
        "年度目标没有全部完成。",
        "项目没有达到预期，效果不显著。",
        "支出进度缓慢的问题突出，成效还不显著。",
    ],
)
def test_plans_and_the_opposite_are_no_praise(poor: Ledger, text: str) -> None:
    project = next(f for f in poor.figures.values() if f.subject == "供水点改造资金")
    assert told(poor, text, project) == []


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.parent.name)
def test_composed_text_praises_nothing_and_has_its_sources(path: Path) -> None:
    ledger = load_ledger(path)
    fmt = load_format(ledger.facts.format or "hunan")
    book, judge = Book(ledger), Judge(ledger)
    every = Sources(ledger.file.text)
    for section in outline(fmt, ledger):
        texts = [line.text for line in compose_section(section, ledger, fmt, book).lines]
        figures = ledger.figures.values()
        assert list(judge.unfounded("\n".join(texts), prompt_of(*figures))) == [], section.title
        assert list(every.missing(texts, texts)) == []


def test_new_words_are_found_clause_by_clause() -> None:
    sources = Sources("支出进度缓慢，主要目标没有完成。")
    texts = [
        "支出进度比较缓慢，新建了职工活动中心，聘请法律顾问三人；主要目标没有完成，荣获先进集体。"
    ]
    assert list(sources.missing(texts, [])) == ["新建了职工活动中心", "荣获先进集体"]
    assert list(sources.missing(texts, ["新建职工活动中心"])) == ["荣获先进集体"]
