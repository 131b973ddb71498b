"""A decision beside the words silences what is found there, with its reason, and nothing else."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from writer.documents import read_document, read_text
from writer.grounding.check import check_document, check_text
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
    assert decisions_in(read_text(text))[0].codes == ("GR", "CS202")


@pytest.mark.parametrize("other", ["<!-- 不提示 CS201：别的 -->", "<!-- CS202 -->", "不提示 CS202"])
def test_anything_else_silences_nothing(other: str) -> None:
    result = check_text(f"{WRONG} {other}")
    assert "CS202" in {f.code for f in result.findings}
    assert not result.decided


def commented(tmp_path: Path, said: str, *, row: bool = False) -> Path:
    """A Word file whose first paragraph (or table row) has a comment; the second has none."""
    word = docx.Document()
    if row:
        cells = word.add_table(1, 2).rows[0].cells
        cells[0].text, cells[1].text = "典型案例", "[具体事故案例]"
        first = cells[1].paragraphs[0]
    else:
        first = word.add_paragraph(WRONG)
    word.add_paragraph("二、其他情况")
    word.add_paragraph(WRONG)
    word.add_comment(first.runs, said, author="审核", initials="审")
    word.save(str(tmp_path / "r.docx"))
    return tmp_path / "r.docx"


def test_a_comment_in_word_silences_its_paragraph(tmp_path: Path) -> None:
    document = read_document(commented(tmp_path, "不提示 CS202：尾差已在附件说明"))
    result = check_document(document)
    assert [f.start > len(WRONG) for f in result.findings if f.code == "CS202"] == [True]
    assert result.decided == (("CS202", "尾差已在附件说明"),)


def test_a_comment_in_a_table_silences_its_row(tmp_path: Path) -> None:
    document = read_document(commented(tmp_path, "不提示 DC：表样", row=True))
    assert [r.text for r in document.remarks] == ["不提示 DC：表样"]
    result = check_document(document)
    assert result.decided == (("DC305", "表样"),)
    assert "CS202" in {f.code for f in result.findings}


def test_any_other_comment_silences_nothing(tmp_path: Path) -> None:
    document = read_document(commented(tmp_path, "请核对，CS202 不提示吗"))
    assert not check_document(document).decided
