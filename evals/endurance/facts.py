"""The small department that runs are tried with, and the same with more projects."""

from __future__ import annotations

from pathlib import Path

_DATA = Path(__file__).parents[2] / "tests" / "data"
FACTS, FORMAT = _DATA / "flood.yaml", str(_DATA / "format")
_PROJECT = """  - 名称: 第{n}期堤防维护经费
    下达日期: 2023-04-10
    下达金额: {given}.00
    支出金额: {spent}.00
    年度目标: 按计划完成堤防维护。
    实际完成: 全年维护堤防 {done} 处，管护到位。
"""


def many_projects(path: Path, count: int) -> Path:
    """Writes the facts with `count` projects in place of their own, a section each."""
    text = FACTS.read_text(encoding="utf-8")
    start, end = text.index("  - 名称: 防汛物资储备经费"), text.index("自评得分与扣分:")
    projects = [
        _PROJECT.format(n=n, given=20 + n, spent=15 + n, done=3 + n) for n in range(1, count + 1)
    ]
    path.write_text(text[:start] + "".join(projects) + text[end:], encoding="utf-8")
    return path
