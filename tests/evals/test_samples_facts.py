"""The facts files of the five sample departments: whole, consistent, in our own words."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from evals.reading_set import SETS
from writer.findings import Severity
from writer.grounding.mentions import Kind
from writer.ledger import Ledger, load_ledger, show_date
from writer.quantities import canonical
from writer.reconcile import reconcile

FOLDER = Path(__file__).parents[2] / "evals" / "samples"
BRIGADE = "hunan-huaihua-rescue-brigade-2023"
BUREAU = "hunan-huaihua-emergency-bureau-2023"
EBIAN = "sichuan-ebian-emergency-bureau-2024"
SUIXI = "guangdong-suixi-emergency-bureau-2024"
XUSHUI = "hebei-xushui-emergency-bureau-2024"
NAMES = (BRIGADE, BUREAU, EBIAN, SUIXI, XUSHUI)

# figures given in the file (no derived ones), and characters of narrative: as measured once
# complete, so that a line lost in an edit shows
GIVEN = {BRIGADE: 89, BUREAU: 74, EBIAN: 56, SUIXI: 32, XUSHUI: 75}
NARRATIVE = {BRIGADE: 4900, BUREAU: 6100, EBIAN: 5900, SUIXI: 3650, XUSHUI: 4700}

# what a sample states wrongly (kind, value): the file says 样本矛盾 at the place, and holds
# the value that stands in the report's other statement or follows from its own figures
CONTRADICTED = {
    BRIGADE: {
        ("money", "3400"), ("count", "10"), ("count", "26"), ("count", "46"), ("count", "50"),
    },
    BUREAU: {("percent", "0.1718"), ("count", "8"), ("count", "70000")},
    EBIAN: set(),
    SUIXI: {("percent", "0.0001")},
    XUSHUI: set(),
}  # fmt: skip
SAMPLES = os.environ.get("JIXIAO_SAMPLES")
needs_samples = pytest.mark.skipif(SAMPLES is None, reason="JIXIAO_SAMPLES is not set")

_DIGITS = "零一二三四五六七八九"


@cache
def ledger_of(name: str) -> Ledger:
    return load_ledger(FOLDER / name / "facts.yaml")


@cache
def words_of(name: str) -> str:
    """All that the file says in words, blanks taken out."""
    ledger = ledger_of(name)
    said = [e.text for e in ledger.evidence]
    said += [f"{f.subject} {f.shown} {f.period}" for f in ledger.figures.values()]
    unit = ledger.facts.unit
    said += [unit.name, *unit.short_names, unit.address] if unit else []
    return re.sub(r"\s", "", "\n".join(said))


@cache
def values_of(name: str) -> frozenset[tuple[str, str]]:
    """(kind, value) of every figure, and of the percents and fractions in the narrative."""
    figures = ledger_of(name).figures.values()
    found = {(f.kind, f.value) for f in figures if f.kind != Kind.COUNT}
    found |= {(counted(f.unit), f.value) for f in figures if f.kind == Kind.COUNT}
    words = words_of(name)
    found |= {
        ("percent", canonical(Decimal(n) / 100)) for n in re.findall(r"(\d+(?:\.\d+)?)%", words)
    }
    found |= {
        ("percent", canonical(Decimal(a) / Decimal(b)))
        for a, b in re.findall(r"(?<!\d)(\d)/(\d)(?!\d)", words)
    }
    return frozenset(found)


def counted(unit: str | None) -> str:
    """What a count is of; people and posts are 人, 名 or 个 as the writer likes."""
    return "count of " + ("人" if unit in ("名", "个") else unit or "")


def chinese(number: int) -> str:
    """3 → 三, 73 → 七十三; below a hundred."""
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return ten + (_DIGITS[ones] if ones or not tens else "")


def labels(name: str) -> Iterator[dict[str, str]]:
    """The hand-labelled numbers of the sample that state something."""
    lines = (SETS / "samples" / f"{name}.jsonl").read_text("utf-8").splitlines()
    for label in map(json.loads, lines):
        if "kind" in label and not Kind(label["kind"]).structural:
            yield label


def holds(name: str, kind: str, value: str, unit: str = "") -> bool:
    """Does the file state this number: as a figure, or in words with this unit?"""
    words, values = words_of(name), values_of(name)
    if (counted(unit) if kind == Kind.COUNT else kind, value) in values:
        return True
    if "/" in value:  # a range whose ends are stated
        return all(holds(name, kind, part, unit) for part in value.split("/"))
    if kind == Kind.DATE:
        return holds_date(value, words, ledger_of(name).year)
    if kind == Kind.DOCNO:
        return re.sub(r"[【\[（(](\d{4})[】\]）)]", r"〔\1〕", value) in words
    if kind == Kind.BARE:  # cells of the one table, in 万元
        return ("money", canonical(Decimal(value) * 10_000)) in values
    if kind in (Kind.MONEY, Kind.PERCENT):
        return False
    spelt = value if "." in value or int(value) > 99 else f"(?:{value}|{chinese(int(value))})"
    before = "第?" if kind == Kind.ORDINAL else ""
    return re.search(rf"(?<![\d.]){before}{spelt}(?:余|多)?个?{unit}", words) is not None


def holds_date(value: str, words: str, year: int) -> bool:
    """12月份 of the report's year counts when 2023年12月 is stated, and the other way round."""
    if value.endswith("-Q4"):
        return "第四季度" in words
    days = {value, value.replace("XXXX", str(year)), value.replace(f"{year}-", "XXXX-")}
    return any(day in words or show_date(day) in words for day in days)


@pytest.mark.parametrize("name", NAMES)
def test_holds_what_was_measured(name: str) -> None:
    ledger = ledger_of(name)
    assert sum(f.formula is None for f in ledger.figures.values()) >= GIVEN[name]
    assert sum(len(e.text) for e in ledger.evidence) >= NARRATIVE[name]


@pytest.mark.parametrize("name", NAMES)
def test_reconciles(name: str) -> None:
    """Contradictions of the sample are settled: only rounding may be left to notice."""
    assert [p for p in reconcile(ledger_of(name)) if p.severity is not Severity.NOTICE] == []


@pytest.mark.parametrize("name", NAMES)
def test_narrative_is_made_of_whole_sentences(name: str) -> None:
    names = ("标题", "依据文件", "附件", "办公地址")
    loose = [
        e.text
        for e in ledger_of(name).evidence
        if not any(part in e.id for part in names) and not e.text.endswith("。")
    ]
    assert loose == []


@pytest.mark.parametrize("name", NAMES)
def test_no_paragraph_stands_twice(name: str) -> None:
    texts = [e.text for e in ledger_of(name).evidence if len(e.text) > 20]
    assert sorted(texts) == sorted(set(texts))


@pytest.mark.parametrize("name", NAMES)
def test_holds_every_labelled_number_of_the_sample(name: str) -> None:
    missing = {
        (label["kind"], label["value"])
        for label in labels(name)
        if not holds(name, label["kind"], label["value"], label.get("unit") or "")
    }
    assert missing == CONTRADICTED[name]


@needs_samples
@pytest.mark.samples
@pytest.mark.parametrize("name", NAMES)
def test_holds_every_digit_string_of_the_sample(name: str) -> None:
    """Independent of the labels: whatever is printed as a decimal or with three digits or more."""
    text = (Path(SAMPLES or "") / f"{name}.txt").read_text("utf-8")
    printed = set(re.findall(r"\d+\.\d+|\d{3,}", re.sub(r"\[bookmark[^]]*\]", "", text)))
    known = {canonical(Decimal(n)) for n in re.findall(r"\d+(?:\.\d+)?", words_of(name))}
    missing = {n for n in printed if canonical(Decimal(n)) not in known}
    wrong = {BRIGADE: {"0.34"}, BUREAU: {"17.18"}, SUIXI: {"0.01"}}
    assert missing == wrong.get(name, set())


@needs_samples
@pytest.mark.samples
@pytest.mark.parametrize("name", NAMES)
def test_repeats_no_sentence_of_the_sample(name: str) -> None:
    """No run of 14 characters is taken over, but for titles of documents and names."""
    size = 14
    text = re.sub(r"\s", "", (Path(SAMPLES or "") / f"{name}.txt").read_text("utf-8"))
    facts = ledger_of(name).facts
    # what is called by its name: projects, indicators, documents in 《》 or “”
    titles = "\n".join(
        [*(p.name for p in facts.projects), *facts.attachments]
        + re.findall(r"《[^》]+》|“[^”]+”", words_of(name))
        + OFFICIAL
    )
    copied = set()
    for evidence in ledger_of(name).evidence:
        for run in re.findall(r"[\u4e00-\u9fff]+", evidence.text):
            pieces = (run[i : i + size] for i in range(len(run) - size + 1))
            copied |= {p for p in pieces if p in text and p not in titles}
    assert copied == set()


# names of events, systems and official phrases that no one may word otherwise
OFFICIAL = [
    "以习近平新时代中国特色社会主义思想为指导",
    "学习贯彻习近平总书记关于应急管理的重要论述",
    "国家森防救援大兴安岭地区支队",
    "行业主管部门派驻企业安全生产监督员制度",
    "全省第二批地质灾害应急处置试点",
    "应急管理部关于印发自然灾害应急能力提升工程基层防灾、预警指挥、航空应急等项目实施方案",
]
