"""The year of a report that is checked without facts."""

from __future__ import annotations

import pytest

from writer.documents import read_text
from writer.grounding.consistency.years import year_of


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("青木县图书馆2024年度部门整体支出绩效自评报告\n一、基本情况\n2023年成立。", "2024"),
        ("根据《关于开展2025年绩效自评工作的通知》，2024年支出3万元，2024年末结余1万元。", "2024"),
        ("一、基本情况\n我馆内设科室3个。", ""),
    ],
)
def test_year_of(text: str, year: str) -> None:
    assert year_of(read_text(text)) == year
