"""What may be quoted, and the figures that have no typed place."""

from __future__ import annotations

import re

from writer.facts import FigureFact, Topic
from writer.ledger.book import Evidence
from writer.ledger.figure import ACTUAL, ADJUSTED, INITIAL
from writer.ledger.recorder import Path, Recorder
from writer.quantities import parse_quantity, quantity

_EDTF = re.compile(r"\d{4}-\d{2}(-\d{2}([T ]\d{2}(:\d{2})?)?)?(/\d{4}-\d{2}(-\d{2})?)?")
# units that a measure implies when a figure names none; a rate without % stays ambiguous
_IMPLIED = {"金额": "万元", "人数": "人", "次数": "次", "得分": "分", "起数": "起", "户数": "户"}


def narrative(record: Recorder) -> None:
    """Duties, tasks, goals, work, problems and the rest that is told in words."""
    facts = record.facts
    record.tell(facts.duties, ("职责",))
    named: tuple[tuple[str, tuple[Topic, ...]], ...] = (
        ("年度任务", facts.tasks),
        ("绩效目标", facts.goals),
        ("评价分析", facts.analysis),
        ("履职情况", facts.work),
        ("履职效益", facts.benefits),
        ("经验做法", facts.experiences),
        ("问题", facts.problems),
        ("措施", facts.measures),
        ("其他说明", facts.other_notes),
    )
    for name, topics in named:
        for i, topic in enumerate(topics):
            record.tell((topic.title,) if topic.title else (), (name, i, "标题"), topic.title)
            record.tell(topic.text, (name, i, "内容"), topic.title)
            record.tell(topic.cause, (name, i, "原因"), topic.title)
    process = facts.process
    if process is not None:
        path = "自评组织"
        record.tell(process.legal_basis, (path, "依据文件"))
        if process.period:
            record.word(
                "自评.时间", ("自评", "时间", "", ""), "date", process.period, (path, "自评时间")
            )
        for key in ("group", "steps", "submitted", "disclosure", "use_of_results"):
            record.tell(getattr(process, key), (path, key))
    record.tell(facts.attachments, ("附件",))
    if facts.report_date:
        record.word("报告日期", ("报告", "日期", "", ""), "date", facts.report_date, ("报告日期",))


def open_lists(record: Recorder) -> None:
    """数据 and 文字材料."""
    for i, item in enumerate(record.facts.figures):
        _open_figure(record, item, i)
    for i, text in enumerate(record.facts.texts):
        source = record.source(("文字材料", i, "text"))
        record.evidence.append(Evidence(text.id or f"text-{i + 1}", text.text, source, ""))


def _open_figure(record: Recorder, item: FigureFact, index: int) -> None:
    path: Path = ("数据", index)
    ident = item.id or f"数据.{item.subject}.{item.measure or index}"
    parents = (item.of,) if item.of else ()
    period = item.period or record.year
    key = (item.subject, item.measure, item.basis, period)
    value, unit = item.value, item.unit or None
    if isinstance(value, str):
        parsed = None if _EDTF.fullmatch(value) else parse_quantity(value)
        if parsed is None:
            kind = "date" if _EDTF.fullmatch(value) else "text"
            record.word(ident, key, kind, value, path, item.aliases)
            return
        value, unit = parsed[0], parsed[1] or unit
    amount = quantity(value, unit or _implied_unit(item, record.facts.money_unit))
    record.add(ident, key, amount, path, item.aliases, parents)


def _implied_unit(item: FigureFact, money_unit: str) -> str | None:
    unit = _IMPLIED.get(item.measure)
    if unit == "万元" or (unit is None and item.basis in (INITIAL, ADJUSTED, ACTUAL)):
        return money_unit
    return unit
