"""Special funds and projects."""

from __future__ import annotations

from dataclasses import replace

from writer.facts import Amount, Project
from writer.ledger import derive
from writer.ledger.figure import ACTUAL, ADJUSTED, ALL_PROJECTS, INITIAL, MONEY, Figure
from writer.ledger.indicators import indicator_figures
from writer.ledger.recorder import Path, Recorder
from writer.ledger.scores import Form, form_figures, score_bands
from writer.quantities import quantity


def project_figures(record: Recorder) -> None:
    """Every project's amounts, dates, texts and indicators, their number and their totals."""
    found: dict[str, list[Figure]] = {}
    for i, project in enumerate(record.facts.projects):
        for basis, figure in _project(record, project, ("专项与项目", i)).items():
            found.setdefault(basis, []).append(figure)
    projects = record.facts.projects
    if not projects:
        return
    record.count_of("自评项目", [p.name for p in projects], ("专项与项目",))
    score_bands(record)
    for basis, figures in found.items():
        if basis in (INITIAL, ADJUSTED, ACTUAL) and len(figures) == len(projects) > 1:
            whole = derive.total(f"{ALL_PROJECTS}.{basis}", ALL_PROJECTS, figures)
            if whole is not None:
                record.derived(
                    replace(
                        whole,
                        aliases=("专项资金合计", "项目总预算", "项目资金总额"),
                        parents=(),
                    )
                )
    record.tell(record.facts.projects_note, ("项目管理情况",))


def _project(record: Recorder, project: Project, path: Path) -> dict[str, Figure]:
    """One project; returns its amounts by basis."""
    name, names = project.name, project.short_names
    own: dict[str, Figure] = {}
    for attribute, key, basis in (
        ("initial", "年初预算", INITIAL),
        ("allocated", "下达金额", ADJUSTED),
        ("spent", "支出金额", ACTUAL),
        ("carried_in", "年初结转", "年初结转"),
        ("carried_out", "年末结转", "年末结转"),
    ):
        amount: Amount | None = getattr(project, attribute)
        if amount is not None:
            own[basis] = record.money(
                f"项目.{name}.{key}", (name, MONEY, basis, record.year), amount,
                (*path, key), names,
            )  # fmt: skip
    for source, amount in project.sources.items():
        record.money(
            f"项目.{name}.{source}", (source, MONEY, ADJUSTED, record.year), amount,
            (*path, "资金来源", source), (), (name,),
        )  # fmt: skip
    base = own.get(ADJUSTED) or own.get(INITIAL)
    if base and ACTUAL in own:
        record.derived(derive.rate(own[ACTUAL], base))
        record.derived(derive.difference(base, own[ACTUAL]))
    _project_words(record, project, path)
    if any(other.indicators for other in record.facts.projects):  # then every project has a form
        scored = project.score is not None
        form = Form(path, project.indicators, own.get(ACTUAL), base, scored, name)
        form_figures(record, form)
    return own


def _project_words(record: Recorder, project: Project, path: Path) -> None:
    name, names = project.name, project.short_names
    for key, kind, value in (
        ("下达日期", "date", project.issued),
        ("文号", "docno", project.docno),
    ):
        if value:
            record.word(
                f"项目.{name}.{key}", (name, key, "", record.year), kind, value, (*path, key), names
            )
    for key, texts in (
        ("主要用途", project.purpose),
        ("年度目标", project.goal),
        ("实际完成", project.done),
        ("取得成效", project.benefit),
        ("偏差原因", project.reason),
        ("自评结论", project.verdict),
    ):
        record.tell(texts, (*path, key), name)
    if project.score is not None:
        record.add(
            f"项目.{name}.自评得分",
            (name, "自评得分", "", record.year),
            quantity(project.score, "分"),
            (*path, "自评得分"),
            names,
        )
    for i, indicator in enumerate(project.indicators):
        indicator_figures(record, indicator, (*path, "绩效指标", i), (name,))
