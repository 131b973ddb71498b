"""Texts made to be slow: four times the text may take about four times as long, no more."""

from __future__ import annotations

import time

import pytest

from writer.documents import read_text
from writer.grounding.check import check_document
from writer.grounding.reading import read
from writer.ledger import Ledger

SHORT, LONG = 4_000, 16_000
GROWTH = 9.0  # 4 for linear, 16 for the square; the rest is noise of a busy machine
NOTHING = 0.25  # CPU seconds below which growth is not measured

# each is repeated to the length that is wanted
UNITS = (
    "一", "1", "十", "零", "、", "万", "3.", "3,", "（", "（）", "（1", "“", "《", "【3】", "〔2023", "××", "_", "[甲", "{F1}",
    " ", "　", "\n", "\t", "|", "# ", "**", "\u200b1", "①", "第一", "A1", "5%", "3至", "1/", "1:", "12:30", "三分之", "2023-",
    "2023年", "2023年1月2日至", "1亿万", "一、总体情况\n", "1、", "其中", "占比", "公务接待费", "公务接待费3万元", "占总支出的3%，",
    "支出3.75万元，其中基本支出2.1万元，项目支出1.65万元，", "支出3.75万元，其中基本支出2.1万元，项目支出1.65万元。",
    "公务接待费支出0.35万元，比上年减少1万元，下降3%。\n", "由3万元增至4万元，", "甲、乙、丙等3个，", "自评得分95分，", "三项工作",
    "甲\t1\t2\n", "甲\t乙\n", "|1|2|\n", "青岚县应急管理局", "财预〔2023〕10号", "一、甲\n（一）乙\n1.丙\n（1）丁\n",
)  # fmt: skip
# a whole text of one sort, which no repetition of a unit gives
ONE_LINE = (
    ("分别为", "3万元、"),
    ("1、", " "),
    ("评价单位：", " "),
    ("共3个：", "甲、"),
    ("\n", "甲乙丙丁，"),
)


def made(unit: str, length: int, head: str = "") -> str:
    return head + unit * ((length - len(head)) // len(unit))


def seconds(text: str, ledger: Ledger | None) -> float:
    started = time.process_time()
    check_document(read_text(text), ledger)
    return time.process_time() - started


@pytest.mark.parametrize("unit", UNITS)
def test_against_itself(unit: str) -> None:
    assert grows_by_length(unit, "", None)


@pytest.mark.parametrize(("head", "unit"), ONE_LINE)
def test_one_line_against_itself(head: str, unit: str) -> None:
    assert grows_by_length(unit, head, None)


def grows_by_length(unit: str, head: str, ledger: Ledger | None) -> bool:
    """Whether the time grows no faster than the text; a slow first run is tried again."""
    longer = seconds(made(unit, LONG, head), ledger)
    if longer < NOTHING:
        return True
    shorter = max(min(seconds(made(unit, SHORT, head), ledger) for _ in range(2)), 1e-3)
    if longer / shorter < GROWTH:
        return True
    return seconds(made(unit, LONG, head), ledger) / shorter < GROWTH


def test_five_megabytes_are_read() -> None:
    sentence = "全年公务接待费支出3.75万元，比上年减少0.27万元。"
    text = made(sentence, 5_000_000 // 3)  # 5 MB in UTF-8, in one paragraph
    started = time.process_time()
    assert len(read_text(text).blocks) == 1
    assert len(read(text)) == 2 * text.count(sentence)
    assert time.process_time() - started < 60  # 4 s on a laptop
