"""The review record for the file: who decided what, when, on what grounds. Word or CSV."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from writer.assemble.files import replace_file
from writer.errors import AssemblyError
from writer.report import Cell, Paragraph, Report, Table
from writer.review.desk import Desk
from writer.review.names import decision_name, moment, rule_title
from writer.review.state import State
from writer.review.store import Decision, Kind

COLUMNS = ("序号", "时间", "审阅人", "决定", "提示", "章节或位置", "原文", "改后", "理由", "状态")
_WIDTHS = (4, 9, 7, 8, 10, 12, 26, 26, 14, 8)
_NUMBERED = ("序号",)
# what Excel, WPS and LibreOffice take for the beginning of a formula, full-width signs included
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def export_record(run: Path, target: Path) -> int:
    """Writes the record of a run folder; see export_desk."""
    return export_desk(Desk(run), target)


def export_desk(desk: Desk, target: Path) -> int:
    """Writes .docx or .csv, by the target's name; gives the number of decisions.

    Raises AssemblyError.
    """
    state = desk.state
    rows = [_row(state, number, d) for number, d in enumerate(state.log, 1)]
    suffix = target.suffix.lower()
    if suffix == ".csv":
        replace_file(target, csv_bytes(rows))
    elif suffix == ".docx":
        from writer.assemble.docx import docx_bytes

        replace_file(target, docx_bytes(_report(state, rows)))
    else:
        raise AssemblyError(f"审阅记录只能写成 .docx 或 .csv，而这里是 {target.name}。")
    return len(rows)


def _row(state: State, number: int, decision: Decision) -> tuple[str, ...]:
    finding = f"{decision.code} {rule_title(decision.code)}".strip()
    place = decision.section
    if decision.kind is Kind.FACT or (decision.kind is Kind.UNDO and "line" in decision.detail):
        place = f"事实文件第{decision.detail.get('line')}行"
    same = decision.before == decision.after
    return (
        str(number), moment(decision.at), decision.who, decision_name(decision), finding, place,
        decision.before, "" if same else decision.after or "（删去）", decision.reason,
        _status(state, decision),
    )  # fmt: skip


def _status(state: State, decision: Decision) -> str:
    if decision.id in state.replayed.undone:
        return "已撤销"
    if any(o.decision.id == decision.id for o in state.replayed.outdated):
        return "已过期"
    return "" if decision.kind is Kind.UNDO else "有效"


def csv_bytes(rows: list[tuple[str, ...]]) -> bytes:
    """UTF-8 with its mark, as Excel needs it; no cell can run as a formula."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return buffer.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return "'" + cell if cell.lstrip(" ").startswith(_FORMULA) else cell


def _report(state: State, rows: list[tuple[str, ...]]) -> Report:
    counts = state.open_counts
    left = sum(counts.values())
    said = f"共 {len(rows)} 项决定；" + (
        f"仍有 {left} 处提示未处理，其中错误 {len(state.blocking)} 处。"
        if left
        else "全部提示均已处理。"
    )
    head = tuple(Cell(name, header=True) for name in COLUMNS)
    body = tuple(
        tuple(
            Cell(text, number=column in _NUMBERED)
            for column, text in zip(COLUMNS, row, strict=True)
        )
        for row in rows
    )
    table = Table("", (head, *body), widths=_WIDTHS, landscape=True)
    report = state.edition.report
    return Report(
        title="审阅记录",
        subtitle=report.title,
        blocks=(Paragraph(said), table) if rows else (Paragraph(said),),
        unit=report.unit,
    )
