"""Wholes that the ledger adds up where an open list states only the parts."""

from __future__ import annotations

from decimal import Decimal

from writer.facts import parse_facts
from writer.ledger import Figure, build_ledger

HEAD = "年度: 2024\n数据:\n"


def figures(rows: str) -> dict[tuple[str, str, str], Figure]:
    ledger = build_ledger(parse_facts(HEAD + rows))
    return {(f.subject, f.basis, f.period): f for f in ledger.figures.values()}


def test_what_only_belonging_names_is_the_sum_of_its_parts() -> None:
    found = figures(
        "  - {事项: 水罐车, 数值: 14, 单位: 辆, 归属: 特种车辆}\n"
        "  - {事项: 运兵车, 数值: 2, 单位: 辆, 归属: 特种车辆}\n"
    )
    whole = found["特种车辆", "", "2024"]
    assert (whole.number, whole.unit, whole.formula) == (Decimal(16), "辆", "14辆 + 2辆")


def test_a_whole_with_a_figure_of_its_own_is_not_added_up() -> None:
    found = figures(
        "  - {事项: 特种车辆, 数值: 20, 单位: 辆}\n"
        "  - {事项: 水罐车, 数值: 14, 单位: 辆, 归属: 特种车辆}\n"
        "  - {事项: 运兵车, 数值: 2, 单位: 辆, 归属: 特种车辆}\n"
    )
    assert found["特种车辆", "", "2024"].number == 20


def test_parts_of_two_years_bases_or_units_make_no_sum() -> None:
    found = figures(
        "  - {事项: 甲岗位, 数值: 5, 单位: 人, 期间: 2011, 归属: 派遣人员}\n"
        "  - {事项: 乙岗位, 数值: 3, 单位: 人, 期间: 2015, 归属: 派遣人员}\n"
        "  - {事项: 甲材料, 数值: 5, 单位: 万元, 口径: 年初预算, 归属: 材料}\n"
        "  - {事项: 乙材料, 数值: 3, 单位: 万元, 口径: 决算, 归属: 材料}\n"
        "  - {事项: 甲物资, 数值: 5, 单位: 件, 归属: 物资}\n"
        "  - {事项: 乙物资, 数值: 3, 单位: 顶, 归属: 物资}\n"
    )
    assert not {"派遣人员", "材料", "物资"} & {subject for subject, _, _ in found}
