"""A report's blocks as the check reads them: the same places as its text."""

from __future__ import annotations

from pathlib import Path

import pytest

from writer.documents import BlockKind
from writer.drafting.checked import check_report, document_of
from writer.drafting.compose import compose_report
from writer.findings import Verdict
from writer.formats import load_format
from writer.ledger import load_ledger
from writer.report import Cell, Heading, Paragraph, Report, Table

ROOT = Path(__file__).parents[2]
TABLE = Table(
    "专项资金收支情况",
    (
        (Cell("项目", down=2), Cell("资金", across=2)),
        (Cell("下达"), Cell("支出")),
        (Cell("培训"), Cell("20.00"), Cell("17.00")),
    ),
    unit="万元",
    header_rows=2,
)
REPORT = Report(
    "自评报告",
    (
        Heading(1, "一、", "总体情况"),
        Paragraph("2023年，部门整体支出决算280.15万元。"),
        TABLE,
        Heading(2, "（一）", "结论"),
    ),
    signature="某局",
)


def test_headings_keep_their_levels_and_places() -> None:
    document = document_of(REPORT)
    headings = [(document.text_of(b), b.level) for b in document.of_kind(BlockKind.HEADING)]
    assert headings == [("一、总体情况", 1), ("（一）结论", 2)]
    assert document.section_at(document.text.index("280.15")) == ("一、总体情况",)


def test_cells_stand_in_their_columns_whatever_is_merged() -> None:
    document = document_of(REPORT)
    cells = {(b.row, b.column): document.text_of(b) for b in document.of_kind(BlockKind.CELL)}
    assert cells == {
        (0, 0): "项目", (0, 1): "资金", (1, 1): "下达", (1, 2): "支出",
        (2, 0): "培训", (2, 1): "20.00", (2, 2): "17.00",
    }  # fmt: skip
    captions = [document.text_of(b) for b in document.captions_of(0)]
    assert captions == ["专项资金收支情况", "单位：万元"]


@pytest.mark.parametrize("path", sorted(ROOT.glob("evals/samples/*/facts.yaml")), ids=str)
def test_every_block_of_a_whole_report_is_its_text(path: Path) -> None:
    ledger = load_ledger(path)
    report = compose_report(ledger, load_format(ledger.facts.format or "hunan"))
    document = document_of(report)
    assert document.text == report.text
    for block in document.blocks:
        text = document.text_of(block)
        assert text == text.strip("\n\t")
        assert text
        assert "\t" not in text
        assert "\n" not in text or block.kind is BlockKind.PARAGRAPH


def test_a_wrong_number_of_ours_is_found_at_its_place() -> None:
    ledger = load_ledger(ROOT / "tests/data/flood.yaml")
    wrong = Report(REPORT.title, (Paragraph("2023年，部门整体支出决算281.15万元。"),))
    result = check_report(wrong, ledger)
    bad = [j for j in result.mentions if j.verdict is Verdict.WRONG_VALUE]
    assert [wrong.text[j.mention.start : j.mention.end] for j in bad] == ["281.15万元"]
