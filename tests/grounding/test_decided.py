"""A decision beside the words silences what is found there, with its reason, and nothing else."""

from __future__ import annotations

import pytest

from writer.grounding.check import check_text
from writer.grounding.decided import decisions_in

WRONG = "全年支出339.52万元，其中基本支出277.30万元、项目支出52.23万元。"
DECISION = "<!-- 不提示 CS202：2023年尾差已在附件1说明 -->"


@pytest.mark.parametrize("between", [" ", "", "\n", "\n\n"])
def test_it_silences_its_own_line_or_the_one_before(between: str) -> None:
    result = check_text(f"{WRONG}{between}{DECISION}\n\n{WRONG}")
    assert [(f.code, f.start > len(WRONG + DECISION)) for f in result.findings] == [("CS202", True)]
    assert result.decided == (("CS202", "2023年尾差已在附件1说明"),)
    assert result.silenced == {"CS202": 1}


def test_its_own_words_are_not_checked() -> None:
    result = check_text(f"{WRONG} {DECISION}")
    assert [j.mention.text for j in result.mentions] == ["339.52万元", "277.30万元", "52.23万元"]


def test_several_codes_and_families() -> None:
    text = f"{WRONG} <!-- 不提示 GR、CS202 已核 -->"
    assert check_text(text).decided == (("CS202", "已核"),)
    assert decisions_in(text)[0].codes == ("GR", "CS202")


@pytest.mark.parametrize("other", ["<!-- 不提示 CS201：别的 -->", "<!-- CS202 -->", "不提示 CS202"])
def test_anything_else_silences_nothing(other: str) -> None:
    result = check_text(f"{WRONG} {other}")
    assert "CS202" in {f.code for f in result.findings}
    assert not result.decided
