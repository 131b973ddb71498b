"""The typed parts of a facts file as rows of its open list, for the proof of a planted report.

A row's id is the name of its part and of its column: 基本支出_决算, 在职, 应急演练_完成值.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Row = dict[str, Any]
_COLUMNS = {
    "年初预算": ("年初预算", 0),
    "全年预算": ("全年预算", 0),
    "下达金额": ("全年预算", 0),
    "决算": ("决算", 0),
    "支出金额": ("决算", 0),
    "上年决算": ("决算", -1),
}


def rows(facts: Mapping[str, Any]) -> Iterator[Row]:
    """Every figure of the typed parts that the sources speak of."""
    year = int(facts["年度"])
    money = facts.get("金额单位", "万元")
    flows = facts.get("收支", {})
    for line in (flows.get("收入"), flows.get("支出"), facts.get("三公经费")):
        yield from _line(line, money, year) if line else ()
    for project in facts.get("专项与项目", ()):
        yield from _line({**project, "名称": _name(project)}, money, year)
        yield from _indicators(project, year)
    yield from _indicators(facts, year)
    for part, label in (("编制", "编制"), ("在职", "在职"), ("离退休", "离退休")):
        value = facts.get("机构与人员", {}).get(part)
        if value is not None:
            total = value.get("合计") if isinstance(value, Mapping) else value
            yield {"id": label, "subject": label, "value": total, "unit": "人", "period": year}
    score = facts.get("自评得分与扣分", {}).get("得分")
    if score is not None:
        yield {"id": "自评得分", "subject": "自评得分", "value": score, "unit": "分"}


def texts(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A project's document number and date, by the project's name."""
    for project in facts.get("专项与项目", ()):
        issued = re.sub(r"(\d+)-0?(\d+)-0?(\d+)", r"\1年\2月\3日", str(project.get("下达日期", "")))
        yield _name(project), f"{issued}{project.get('文号', '')}"


def _name(part: Mapping[str, Any]) -> str:
    return re.sub(r"\W", "", str(part.get("名称") or part.get("三级指标")))


def _line(line: Mapping[str, Any], money: str, year: int) -> Iterator[Row]:
    for column, (basis, shift) in _COLUMNS.items():
        if column in line:
            yield {
                "id": f"{_name(line)}_{column}",
                "subject": _name(line),
                "measure": "金额",
                "basis": basis,
                "period": year + shift,
                "value": line[column],
                "unit": money,
            }
    for part in line.get("构成", ()):
        yield from _line(part, money, year)


def _indicators(part: Mapping[str, Any], year: int) -> Iterator[Row]:
    for indicator in part.get("绩效指标", ()):
        for column, basis in (("目标值", "目标"), ("完成值", "实际")):
            if number := re.search(r"\d+(\.\d+)?", str(indicator.get(column, ""))):
                yield {
                    "id": f"{_name(indicator)}_{column}",
                    "subject": _name(indicator),
                    "basis": basis,
                    "period": year,
                    "value": number[0],
                    "unit": indicator.get("度量单位", ""),
                }
