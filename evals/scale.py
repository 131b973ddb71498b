"""How drafting, assembling and checking grow with the facts: `python -m evals.scale`.

Makes facts files of an invented department with ever more projects and indicators, drafts each in
a process of its own and checks the Word file that comes out; prints seconds of CPU and peak memory.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

SIZES = ((25, 38), (50, 75), (100, 150), (200, 300), (400, 600))
WORKS = (
    "巡查巡检",
    "设施维护",
    "宣传培训",
    "物资采购",
    "信息系统",
    "应急演练",
    "环境整治",
    "技术服务",
)
SORTS = (("产出指标", "数量指标"), ("产出指标", "质量指标"), ("效益指标", "社会效益指标"))


def facts_text(projects: int, indicators: int, form: str = "hunan") -> str:
    """A facts file that reconciles, with this many projects and indicators of the whole."""
    return (
        "\n".join([*_head(projects, form), *_projects(projects), *_indicators(indicators)]) + "\n"
    )


def amounts(number: int) -> tuple[Decimal, Decimal]:
    """(allocated, spent) of a project in 万元: every seventh one spends nine tenths."""
    allocated = Decimal(1000 + 137 * number % 9000) / 100
    spent = allocated * Decimal("0.9") if number % 7 == 0 else allocated
    return allocated.quantize(Decimal("0.01")), spent.quantize(Decimal("0.01"))


def _head(projects: int, form: str) -> Iterator[str]:
    pairs = [amounts(i) for i in range(1, projects + 1)]
    given, spent = (sum(column, Decimal(0)) for column in zip(*pairs, strict=True))
    basic = Decimal("412.35")
    yield f"格式: {form}\n年度: 2024\n单位: {{名称: 青禾县水务局, 自称: 我局}}"
    yield "机构与人员: {编制: 40, 在职: 36}\n职责: [负责全县水资源管理。]"
    yield "绩效目标: [{标题: 供水安全, 内容: 保障城乡供水安全。}]"
    yield "收支:\n  支出:\n    名称: 部门整体支出"
    yield f"    年初预算: {given + basic}\n    全年预算: {given + basic}\n    决算: {spent + basic}"
    yield "    构成:"
    for name, first, last in (("基本支出", basic, basic), ("项目支出", given, spent)):
        yield f"      - {{名称: {name}, 年初预算: {first}, 全年预算: {first}, 决算: {last}}}"
    yield "自评得分与扣分: {得分: 95}\n履职情况: [全年各项工作按计划完成。]"


def _projects(count: int) -> Iterator[str]:
    yield "专项与项目:"
    for i in range(1, count + 1):
        given, spent = amounts(i)
        yield f"  - 名称: 第{i}片区{WORKS[i % len(WORKS)]}项目"
        yield f"    下达日期: 2024-{i % 12 + 1:02d}-{i % 28 + 1:02d}\n    下达单位: 青禾县财政局"
        yield f"    文号: 青财农〔2024〕{i}号\n    下达金额: {given}\n    支出金额: {spent}"
        yield f"    年度目标: 完成第{i}片区{WORKS[i % len(WORKS)]}任务{i % 30 + 5}处。"
        yield f"    实际完成: 完成第{i}片区{WORKS[i % len(WORKS)]}任务{i % 30 + 5}处，验收合格。"
        if spent != given:
            yield "    偏差原因: 尾款在验收后支付，结转下年。"


def _indicators(count: int) -> Iterator[str]:
    yield "绩效指标:"
    for i in range(1, count + 1):
        level1, level2 = SORTS[i * len(SORTS) // (count + 1)]
        yield f"  - 一级指标: {level1}\n    二级指标: {level2}\n    三级指标: 第{i}项任务完成量"
        yield f"    指标性质: ≥\n    目标值: {i + 10}\n    完成值: {i + 12}\n    度量单位: 处"


@dataclass(frozen=True, slots=True)
class Measured:
    """CPU seconds and peak memory in MB of one process, wall seconds beside them."""

    cpu: float
    wall: float
    memory: float
    status: int


def measured(*command: str) -> Measured:
    """Runs a command to its end."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    cpu = usage.ru_utime + usage.ru_stime
    wall = time.perf_counter() - started
    return Measured(cpu, wall, usage.ru_maxrss / 1024, process.returncode)


def main() -> None:
    """Prints a line for each size: what was made, and what drafting and checking it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--format", default="hunan")
    parser.add_argument("--to", default="docx")
    chosen = parser.parse_args()
    draft = (sys.executable, "-c", "from writer.cli import main; main()")
    print("projects indicators  characters | draft CPU s  MB | check CPU s  MB | status")
    for projects, indicators in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            facts = Path(folder) / "2024.yaml"
            facts.write_text(facts_text(projects, indicators, chosen.format), encoding="utf-8")
            run = Path(folder) / "run"
            drafted = measured(
                *draft, "--facts", str(facts), "--out", str(run), "--to", chosen.to, "--quiet"
            )
            text = (run / "report.txt").read_text(encoding="utf-8")
            checked = measured(
                *draft, "check", str(run / "report.docx"), "--facts", str(facts), "--output", "json"
            )
            print(
                f"{projects:8d} {indicators:10d} {len(text):11d} | {drafted.cpu:11.2f} "
                f"{drafted.memory:4.0f} | {checked.cpu:11.2f} {checked.memory:4.0f} | "
                f"{drafted.status} {checked.status}"
            )


if __name__ == "__main__":
    main()
