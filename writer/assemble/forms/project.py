"""项目支出绩效自评表: the layouts of Hunan and of Sichuan (form 510000_0013zp)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from writer.assemble.forms.cells import (
    head,
    joined,
    known_total,
    money,
    percent,
    points,
    value,
    words,
    yuan,
)
from writer.assemble.forms.indicators import (
    Path,
    Row,
    indicator_block,
    level_cells,
    score_at,
)
from writer.assemble.forms.overall import WIDTHS
from writer.facts import Facts, Project
from writer.ledger import Ledger
from writer.ledger.scores import EXECUTION, FULL
from writer.ledger.scoring import relation_of
from writer.report import Table

_PATH = ("专项与项目",)
HUNAN, SICHUAN = "项目支出绩效自评表", "部门预算项目支出绩效自评表"
_SICHUAN_WIDTHS = (8, 9, 9, 11, 6, 7, 10, 11, 7, 8, 14)
_SICHUAN_HEADS = (
    "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值", "权重", "得分",
    "未完成原因分析",
)  # fmt: skip


def project_table(ledger: Ledger, index: int, unit: str = "万元", *, layout: str = HUNAN) -> Table:
    """The form of one of the facts' projects; `layout` is the form's name, HUNAN or SICHUAN."""
    rows = _sichuan(ledger, index, unit) if layout == SICHUAN else _hunan(ledger, index, unit)
    return Table(
        caption=f"{ledger.year}年度{layout}",
        rows=tuple(rows),
        unit=unit,
        header_rows=0,
        widths=_SICHUAN_WIDTHS if layout == SICHUAN else WIDTHS,
        name=layout,
    )


def hunan_projects(ledger: Ledger, unit: str = "万元") -> tuple[Table, ...]:
    """A form for every project that states an amount or an indicator."""
    return _all(ledger, unit, HUNAN)


def sichuan_projects(ledger: Ledger, unit: str = "万元") -> tuple[Table, ...]:
    """A form for every project that states an amount or an indicator."""
    return _all(ledger, unit, SICHUAN)


def _all(ledger: Ledger, unit: str, layout: str) -> tuple[Table, ...]:
    return tuple(
        project_table(ledger, i, unit, layout=layout)
        for i, p in enumerate(ledger.facts.projects)
        if p.allocated or p.spent or p.initial or p.indicators
    )


def _amounts(project: Project) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """年初预算, 全年预算, 执行数 in 元; a project without a changed budget keeps its first one."""
    initial = yuan(project.initial)
    return initial, yuan(project.allocated) if project.allocated else initial, yuan(project.spent)


def _goal(project: Project) -> str:
    return joined(project.goal or project.purpose)


def _done(project: Project) -> str:
    return joined((*project.done, *project.benefit))


def _unit_names(facts: Facts) -> tuple[str, str]:
    """The department in charge and the unit itself; a department is in charge of itself."""
    name = facts.unit.name if facts.unit else ""
    return (facts.unit.parent if facts.unit else "") or name, name


def _hunan(ledger: Ledger, index: int, unit: str) -> Iterator[Row]:
    facts, path = ledger.facts, (*_PATH, index)
    project = facts.projects[index]
    initial, budget, spent = _amounts(project)
    parent, name = _unit_names(facts)
    yield (head("项目支出名称", across=2), words(project.name, across=7))
    yield (
        head("主管部门", across=2),
        words(parent, across=2),
        head("实施单位", across=2),
        words(name, across=3),
    )
    heads = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    yield (head("项目资金", down=5), head("", across=2), *(head(h) for h in heads))
    yield (
        words("年度资金总额", across=2),
        *(money(a, unit) for a in (initial, budget, spent)),
        points(score_at(ledger, *path, EXECUTION, "分值")),
        percent(spent, budget),
        points(score_at(ledger, *path, EXECUTION, "得分")),
    )
    carried, other = yuan(project.carried_in), _source(project, "其他", "自筹", "单位资金")
    own = None if budget is None else budget - (carried or 0) - (other or 0)
    for label, part in (
        ("其中：当年财政拨款", own),
        ("上年结转资金", carried),
        ("其他资金", other),
    ):
        alone = part is not None and part == budget
        amounts = (initial if alone else None, part, spent if alone else None)
        rate = percent(spent, part) if alone else value("")
        yield (
            words(label, across=2), *(money(a, unit) for a in amounts), value(""), rate, value(""),
        )  # fmt: skip
    yield (head("年度总体目标", down=2), head("预期目标", across=4), head("实际完成情况", across=4))
    yield (words(_goal(project), across=4), words(_done(project), across=4))
    yield from indicator_block(ledger, project.indicators, (*path, "绩效指标"))
    yield (
        head("总分", across=6),
        points(FULL),
        points(score_at(ledger, *path, "自评得分")),
        words(joined(project.reason)),
    )


def _source(project: Project, *keys: str) -> Decimal | None:
    return known_total(
        a.yuan for name, a in project.sources.items() if any(k in name for k in keys)
    )


def _sichuan(ledger: Ledger, index: int, unit: str) -> Iterator[Row]:
    facts, path = ledger.facts, (*_PATH, index)
    project = facts.projects[index]
    parent, name = _unit_names(facts)
    yield (head("项目名称", across=2), words(project.name, across=9))
    yield (
        head("主管部门", across=2),
        words(parent, across=3),
        head("实施单位（盖章）", across=2),
        words(name, across=4),
    )
    yield (
        head("项目基本情况", down=3),
        head("1.项目年度目标完成情况", across=2, down=2),
        head("项目年度目标", across=4),
        head("年度目标完成情况", across=4),
    )
    yield (words(_goal(project), across=4), words(joined(project.done), across=4))
    process = joined((*project.purpose, *project.benefit))
    yield (head("2.项目实施内容及过程概述", across=2), words(process, across=8))
    yield from _sichuan_budget(ledger, path, project, unit)
    yield from _sichuan_indicators(ledger, path, project)
    yield (
        head("合计", across=8),
        points(FULL),
        points(score_at(ledger, *path, "自评得分")),
        words(""),
    )
    for label, text in (
        ("评价结论", joined(project.verdict)),
        ("存在问题", joined(project.reason)),
        ("改进措施", ""),
    ):
        yield (head(label, across=2), words(text, across=9))
    yield (words("项目负责人：", across=6), words("财务负责人：", across=5))


def _sichuan_budget(ledger: Ledger, path: Path, project: Project, unit: str) -> Iterator[Row]:
    weight = score_at(ledger, *path, EXECUTION, "分值")
    initial, budget, spent = _amounts(project)
    special, own = _source(project, "专户"), _source(project, "单位资金", "自筹", "自有")
    other = _source(project, "其他", "贷款", "社会投入")
    fiscal = None if budget is None else budget - sum(a or 0 for a in (special, own, other))
    yield (
        head(f"预算执行情况（{points(weight).text}分）", down=6),
        head("年度预算数", across=2),
        head("年初预算"),
        head("调整后预算数", across=2),
        *(head(h) for h in ("预算执行数", "预算执行率", "权重", "得分", "原因")),
    )
    yield (
        words("总额", across=2),
        money(initial, unit),
        money(budget, unit, across=2),
        money(spent, unit),
        percent(spent, budget),
        points(weight),
        points(score_at(ledger, *path, EXECUTION, "得分")),
        words(joined(project.reason), down=5),
    )
    for label, part in (
        ("其中：财政资金", fiscal),
        ("财政专户管理资金", special),
        ("单位资金", own),
        ("其他资金", other),
    ):
        alone = part is not None and part == budget
        yield (
            words(label, across=2),
            money(initial if alone else None, unit),
            money(part, unit, across=2),
            money(spent if alone else None, unit),
            percent(spent, part) if alone else value(""),
            value("/"),
            value("/"),
        )


def _sichuan_indicators(ledger: Ledger, path: Path, project: Project) -> Iterator[Row]:
    if not project.indicators:
        return
    weight = score_at(ledger, *path, "绩效指标", "分值")
    label = head(f"绩效指标（{points(weight).text}分）", down=len(project.indicators) + 1)
    yield (label, *(head(h) for h in _SICHUAN_HEADS))
    for i, (item, levels) in enumerate(level_cells(project.indicators)):
        sign, target = relation_of(item)
        yield (
            *levels,
            words(item.name),
            words(sign or ("" if target[:1].isdigit() else "定性")),
            words(target),
            words(item.unit),
            words(item.done),
            points(item.weight),
            points(score_at(ledger, *path, "绩效指标", i, "得分")),
            words(joined(item.reason)),
        )
