"""Whether reading and checking stay linear on texts made to be slow: `python -m evals.growth`.

Times CPU seconds of a check of each text at two lengths and names those that grow much faster than
their text; a pattern that can explode shows here. Exit status 1 when there is one.
"""

from __future__ import annotations

import sys
import time

from rich.console import Console
from rich.progress import track

from writer.documents import read_text
from writer.grounding.check import check_document

SHORT, LONG = 4_000, 16_000
GROWTH = 9.0  # 4 for linear, 16 for the square; the rest is noise of a busy machine
NOTHING = 0.25  # CPU seconds below which growth is not measured
TRIES = 3

# each is repeated to the length that is wanted
UNITS = (
    "一",
    "1",
    "十",
    "零",
    "、",
    "万",
    "3.",
    "3,",
    "（",
    "（）",
    "（1",
    "“",
    "《",
    "【3】",
    "〔2023",
    "××",
    "_",
    "[甲",
    "{F1}",
    " ",
    "　",
    "\n",
    "\t",
    "|",
    "# ",
    "**",
    "\u200b1",
    "①",
    "第一",
    "A1",
    "5%",
    "3至",
    "1/",
    "1:",
    "12:30",
    "三分之",
    "2023-",
    "2023年",
    "2023年1月2日至",
    "1亿万",
    "一、总体情况\n",
    "1、",
    "其中",
    "占比",
    "公务接待费",
    "公务接待费3万元",
    "占总支出的3%，",
    "支出3.75万元，其中基本支出2.1万元，项目支出1.65万元，",
    "支出3.75万元，其中基本支出2.1万元，项目支出1.65万元。",
    "公务接待费支出0.35万元，比上年减少1万元，下降3%。\n",
    "由3万元增至4万元，",
    "甲、乙、丙等3个，",
    "自评得分95分，",
    "三项工作",
    "9",
    "9,",
    "1-",
    "1.",
    "1 ",
    "“一",
    "(1",
    "〔2020",
    "\t1",
    "\t1\n\n",
    "|1\n",
    "1至",
    "1+",
    "a@",
    "1,234",
    "百分之",
    "1日",
    "第1",
    "单位：万元1\n",
    "5.12国",
    "- 1 -\n",
    "甲\t1\t2\n",
    "甲\t乙\n",
    "|1|2|\n",
    "青岚县应急管理局",
    "财预〔2023〕10号",
    "一、甲\n（一）乙\n1.丙\n（1）丁\n",
)
# a whole text of one sort, which no repetition of a unit gives
ONE_LINE = (
    ("分别为", "3万元、"),
    ("1、", " "),
    ("评价单位：", " "),
    ("共3个：", "甲、"),
    ("\n", "甲乙丙丁，"),
)


def made(unit: str, length: int, head: str = "") -> str:
    """`head`, then `unit` over and over, up to `length` characters."""
    return head + unit * ((length - len(head)) // len(unit))


def seconds(text: str) -> float:
    started = time.process_time()
    check_document(read_text(text), None)
    return time.process_time() - started


def growth(unit: str, head: str = "") -> float:
    """How much longer the long text takes than the short one; 0 when it takes next to nothing."""
    longer = min(seconds(made(unit, LONG, head)) for _ in range(TRIES))
    if longer < NOTHING:
        return 0.0
    shorter = min(seconds(made(unit, SHORT, head)) for _ in range(TRIES))
    return longer / max(shorter, 1e-3)


def main() -> int:
    texts = [*(("", unit) for unit in UNITS), *ONE_LINE]
    console = Console()
    found = [(growth(unit, head), head + unit) for head, unit in track(texts, console=console)]
    for grown, text in sorted(found, reverse=True)[:5]:
        console.print(f"{grown:5.1f}  {text!r}", markup=False)
    slow = sum(grown > GROWTH for grown, _ in found)
    console.print(
        f"{len(texts)} texts, 4 times the length: {slow} take over {GROWTH:.0f} times as long"
    )
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
