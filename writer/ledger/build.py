"""Facts -> ledger: every figure under its key, then what follows from their structure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from writer.facts import (
    Amount,
    Facts,
    FactsFile,
    FigureFact,
    Headcount,
    Indicator,
    Line,
    Project,
    Topic,
)
from writer.ledger import derive
from writer.ledger.book import Evidence, Ledger
from writer.ledger.figure import (
    ACTUAL,
    ADJUSTED,
    DONE,
    INITIAL,
    MONEY,
    TARGET,
    Figure,
    Source,
    from_quantity,
)
from writer.quantities import Quantity, parse_quantity, quantity

_EDTF = re.compile(r"\d{4}-\d{2}(-\d{2}([T ]\d{2}(:\d{2})?)?)?(/\d{4}-\d{2}(-\d{2})?)?")
_RELATION = re.compile(r"^[≥≤><=＝≧≦]+|^(不少于|不低于|不超过|达到|小于|大于)")
_BASES = (("initial", INITIAL), ("adjusted", ADJUSTED), ("actual", ACTUAL))
# units that a measure implies when a figure names none; a rate without % stays ambiguous
_IMPLIED = {"金额": "万元", "人数": "人", "次数": "次", "得分": "分", "起数": "起", "户数": "户"}
_LIST_ALIASES = {"内设机构": ("内设科室", "内设股室"), "下属单位": ("二级单位", "直属单位"),
                 "自评项目": ("项目", "专项资金项目")}  # fmt: skip
Path = tuple[str | int, ...]


def build_ledger(file: FactsFile) -> Ledger:
    """Every figure of the facts with its place in the file, and the derived ones."""
    builder = _Builder(file)
    builder.everything()
    return Ledger(
        facts=file.facts,
        figures={f.id: f for f in builder.figures},
        evidence=tuple(builder.evidence),
        file=file,
    )


class _Builder:
    """Walks the typed parts once; holds what it has found so far."""

    def __init__(self, file: FactsFile) -> None:
        self.file = file
        self.facts: Facts = file.facts
        self.year = str(file.facts.year)
        self.figures: list[Figure] = []
        self.evidence: list[Evidence] = []
        self._ids: set[str] = set()

    # ---- recording -------------------------------------------------------------------

    def add(
        self,
        ident: str,
        key: tuple[str, str, str, str],
        amount: Quantity,
        path: Path,
        aliases: Sequence[str] = (),
        parents: tuple[str, ...] = (),
    ) -> Figure:
        figure = from_quantity(
            self._unique(ident), key, amount, self.source(path),
            aliases=tuple(aliases), parents=parents,
        )  # fmt: skip
        self.figures.append(figure)
        return figure

    def derived(self, figure: Figure | None) -> None:
        if figure is not None:
            self.figures.append(replace(figure, id=self._unique(figure.id)))

    def _unique(self, ident: str) -> str:
        name, n = ident, 2
        while name in self._ids:
            name, n = f"{ident}#{n}", n + 1
        self._ids.add(name)
        return name

    def source(self, path: Path) -> Source:
        line, _ = self.file.place(*path)
        return Source(self.file.positions.file, line, ".".join(map(str, path)))

    def tell(self, texts: Sequence[str], path: Path, subject: str = "") -> None:
        """Narrative that may be quoted: `subject` is what it speaks of."""
        for i, text in enumerate(texts):
            ident = ".".join(map(str, path)) + (f".{i}" if len(texts) > 1 else "")
            self.evidence.append(Evidence(ident, text, self.source((*path, i)), subject))

    # ---- the parts -------------------------------------------------------------------

    def everything(self) -> None:
        facts = self.facts
        self._unit()
        self._staff()
        self._flows()
        for name, line in (
            ("三公经费", facts.three_public),
            ("政府性基金", facts.government_funds),
            ("国有资本经营", facts.state_capital),
            ("社会保险基金", facts.social_insurance),
        ):
            if line is not None:
                self._line(line, (name,), ())
        for i, line in enumerate(facts.basics):
            self._line(line, ("基础数据", i), ())
        self._projects()
        self._score()
        for i, indicator in enumerate(facts.indicators):
            self._indicator(indicator, ("绩效指标", i), ())
        self._narrative()
        for i, item in enumerate(facts.figures):
            self._open_figure(item, i)
        for i, text in enumerate(facts.texts):
            source = self.source(("文字材料", i, "text"))
            self.evidence.append(Evidence(text.id or f"text-{i + 1}", text.text, source, ""))

    def _unit(self) -> None:
        unit = self.facts.unit
        if unit is None:
            return
        self.tell(unit.profile, ("单位", "单位概况"))
        self.tell((unit.address,) if unit.address else (), ("单位", "办公地址"))
        for name, items in (("内设机构", unit.offices), ("下属单位", unit.subordinates)):
            self._count_of(name, items, ("单位", name))

    def _count_of(self, name: str, items: Sequence[str], path: Path) -> None:
        if items:
            figure = self.add(
                f"{name}.个数", (name, "个数", DONE, self.year),
                quantity(Decimal(len(items)), "个"), path, _LIST_ALIASES.get(name, ()),
            )  # fmt: skip
            self.figures[-1] = replace(figure, formula="逐个列出的" + name + "的个数")

    def _staff(self) -> None:
        staff = self.facts.staff
        if staff is None:
            return
        period = staff.as_of or self.year
        groups: tuple[tuple[str, Headcount | None, tuple[str, ...]], ...] = (
            ("编制", staff.posts, ("编制数", "编制人数", "核定编制", "总编制")),
            ("在职人员", staff.serving, ("在职人数", "实有人数", "实有在职人员", "在职")),
            ("离退休人员", staff.retired, ("离退休",)),
        )
        keys = {"编制": "编制", "在职人员": "在职", "离退休人员": "离退休"}
        for name, group, aliases in groups:
            if group is not None:
                self._headcount(name, group, aliases, ("机构与人员", keys[name]), period)
        for name, number in staff.others.items():
            self.add(
                f"人员.{name}", (name, "人数", DONE, period),
                quantity(Decimal(number), "人"), ("机构与人员", "其他人员", name),
            )  # fmt: skip
        self.tell(staff.note, ("机构与人员", "说明"))

    def _headcount(
        self, name: str, group: Headcount, aliases: tuple[str, ...], path: Path, period: str
    ) -> None:
        parts = [
            self.add(f"人员.{name}.{part}", (part, "人数", DONE, period),
                     quantity(Decimal(number), "人"), (*path, "构成", part), (), (name,))
            for part, number in group.parts.items()
        ]  # fmt: skip
        if group.total is not None:
            self.add(
                f"人员.{name}", (name, "人数", DONE, period),
                quantity(Decimal(group.total), "人"), path, aliases,
            )  # fmt: skip
        else:
            whole = derive.total(f"人员.{name}", name, parts)
            self.derived(replace(whole, aliases=aliases, parents=()) if whole else None)

    def _flows(self) -> None:
        flows = self.facts.flows
        if flows is None:
            return
        for key, line in (("收入", flows.income), ("支出", flows.spending)):
            if line is not None:
                self._line(line, ("收支", key), ())
        for key, amount in (
            ("年初结转结余", flows.carried_in),
            ("年末结转结余", flows.carried_out),
        ):
            if amount is not None:
                self._money(f"收支.{key}", (key, MONEY, ACTUAL, self.year), amount, ("收支", key))
        self.tell(flows.management, ("收支", "管理情况"))

    def _money(
        self,
        ident: str,
        key: tuple[str, str, str, str],
        amount: Amount,
        path: Path,
        aliases: Sequence[str] = (),
        parents: tuple[str, ...] = (),
    ) -> Figure:
        return self.add(ident, key, quantity(amount.number, amount.unit), path, aliases, parents)

    def _line(self, line: Line, path: Path, parents: tuple[str, ...]) -> dict[str, Figure]:
        """The line, its parts, its derived figures; returns its figures by basis."""
        ident = ".".join((str(path[0]), *parents, line.name))
        below = (*parents, line.name)
        parts = [self._line(p, (*path, "构成", i), below) for i, p in enumerate(line.parts)]
        own: dict[str, Figure] = {}
        for attribute, basis in _BASES:
            amount: Amount | None = getattr(line, attribute)
            key = (line.name, MONEY, basis, self.year)
            if amount is not None:
                own[basis] = self._money(
                    f"{ident}.{basis}", key, amount, (*path, basis), line.aliases, parents
                )
            elif line.parts and not line.partial and all(basis in p for p in parts):
                whole = derive.total(f"{ident}.{basis}", line.name, [p[basis] for p in parts])
                if whole is not None:
                    own[basis] = replace(whole, aliases=line.aliases, parents=parents)
                    self.derived(own[basis])
        if line.prior is not None:
            prior = (line.name, MONEY, ACTUAL, str(self.facts.year - 1))
            own["上年"] = self._money(
                f"{ident}.上年决算", prior, line.prior, (*path, "上年决算"), line.aliases, parents
            )
        self._line_derived(own, parts)
        self.tell(line.note, (*path, "说明"), line.name)
        return own

    def _line_derived(self, own: dict[str, Figure], parts: Sequence[dict[str, Figure]]) -> None:
        initial, adjusted, actual = own.get(INITIAL), own.get(ADJUSTED), own.get(ACTUAL)
        base = adjusted or initial
        if actual and base:
            self.derived(derive.rate(actual, base))
            self.derived(derive.difference(actual, base))
        if adjusted and initial:
            self.derived(derive.difference(adjusted, initial))
            self.derived(derive.growth(adjusted, initial))
            if actual:
                self.derived(derive.rate(actual, initial, "完成年初预算比例"))
                self.derived(derive.difference(actual, initial))
        if actual and initial:
            self.derived(derive.growth(actual, initial))
        if actual and (prior := own.get("上年")):
            self.derived(derive.difference(actual, prior))
            self.derived(derive.growth(actual, prior))
        for basis in (INITIAL, ADJUSTED, ACTUAL):
            for part in parts:
                if basis in part and basis in own:
                    self.derived(derive.share(part[basis], own[basis]))

    def _projects(self) -> None:
        found: dict[str, list[Figure]] = {}
        for i, project in enumerate(self.facts.projects):
            for basis, figure in self._project(project, ("专项与项目", i)).items():
                found.setdefault(basis, []).append(figure)
        projects = self.facts.projects
        if not projects:
            return
        self._count_of("自评项目", [p.name for p in projects], ("专项与项目",))
        for basis, figures in found.items():
            if basis in (ADJUSTED, ACTUAL) and len(figures) == len(projects) > 1:
                whole = derive.total(f"项目合计.{basis}", "项目合计", figures)
                if whole is not None:
                    self.derived(
                        replace(
                            whole,
                            aliases=("专项资金合计", "项目总预算", "项目资金总额"),
                            parents=(),
                        )
                    )
        self.tell(self.facts.projects_note, ("项目管理情况",))

    def _project(self, project: Project, path: Path) -> dict[str, Figure]:
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
                own[basis] = self._money(
                    f"项目.{name}.{key}", (name, MONEY, basis, self.year), amount,
                    (*path, key), names,
                )  # fmt: skip
        for source, amount in project.sources.items():
            self._money(
                f"项目.{name}.{source}", (source, MONEY, ADJUSTED, self.year), amount,
                (*path, "资金来源", source), (), (name,),
            )  # fmt: skip
        base = own.get(ADJUSTED) or own.get(INITIAL)
        if base and ACTUAL in own:
            self.derived(derive.rate(own[ACTUAL], base))
            self.derived(derive.difference(base, own[ACTUAL]))
        self._project_words(project, path)
        return own

    def _project_words(self, project: Project, path: Path) -> None:
        name, names = project.name, project.short_names
        for key, kind, value in (
            ("下达日期", "date", project.issued),
            ("文号", "docno", project.docno),
        ):
            if value:
                self._word(f"项目.{name}.{key}", (name, key, "", self.year), kind, value,
                           (*path, key), names)  # fmt: skip
        for key, texts in (
            ("主要用途", project.purpose),
            ("年度目标", project.goal),
            ("实际完成", project.done),
            ("取得成效", project.benefit),
            ("偏差原因", project.reason),
            ("自评结论", project.verdict),
        ):
            self.tell(texts, (*path, key), name)
        if project.score is not None:
            self.add(f"项目.{name}.自评得分", (name, "自评得分", "", self.year),
                     quantity(project.score, "分"), (*path, "自评得分"), names)  # fmt: skip
        for i, indicator in enumerate(project.indicators):
            self._indicator(indicator, (*path, "绩效指标", i), (name,))

    def _word(
        self,
        ident: str,
        key: tuple[str, str, str, str],
        kind: str,
        value: str,
        path: Path,
        aliases: Sequence[str] = (),
    ) -> None:
        figure = Figure(
            self._unique(ident), *key, kind, value.replace(" ", "T" if kind == "date" else ""),
            None, aliases=tuple(aliases), source=self.source(path),
        )  # fmt: skip
        self.figures.append(figure)

    def _score(self) -> None:
        own = self.facts.self_score
        if own is None:
            return
        path: Path = ("自评得分与扣分",)
        if own.score is not None:
            aliases = ("得分", "自评分数", "自评分", "评价得分", "综合得分", "总分")
            self.add("自评.得分", ("自评得分", "得分", DONE, self.year),
                     quantity(own.score, "分"), (*path, "得分"), aliases)  # fmt: skip
        self.add("自评.满分", ("满分", "分值", "", self.year), quantity(own.full, "分"), path)
        for i, item in enumerate(own.deductions):
            self.add(f"自评.扣分.{item.item}", (item.item, "扣分", "", self.year),
                     quantity(item.points, "分"), (*path, "扣分明细", i))  # fmt: skip
            self.tell(item.reason, (*path, "扣分明细", i, "原因"), item.item)
        self.tell(own.conclusion, (*path, "评价结论"))

    def _indicator(self, item: Indicator, path: Path, parents: tuple[str, ...]) -> None:
        ident = ".".join(("指标", *parents, item.name))
        for key, text, basis in (
            ("目标值", item.target, TARGET),
            ("完成值", item.done, DONE),
        ):
            parsed = parse_quantity(_RELATION.sub("", text.strip()))
            if parsed is not None:
                unit = parsed[1] or item.unit or None
                self.add(f"{ident}.{basis}", (item.name, "指标值", basis, self.year),
                         quantity(parsed[0], unit), (*path, key), (), parents)  # fmt: skip
            elif text:
                self.tell((text,), (*path, key), item.name)
        for key, points in (("分值", item.weight), ("得分", item.score)):
            if points is not None:
                self.add(f"{ident}.{key}", (item.name, key, "", self.year),
                         quantity(points, "分"), (*path, key), (), parents)  # fmt: skip
        self.tell(item.reason, (*path, "偏差原因及措施"), item.name)

    def _narrative(self) -> None:
        facts = self.facts
        self.tell(facts.duties, ("职责",))
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
                self.tell((topic.title,) if topic.title else (), (name, i, "标题"), topic.title)
                self.tell(topic.text, (name, i, "内容"), topic.title)
                self.tell(topic.cause, (name, i, "原因"), topic.title)
        process = facts.process
        if process is not None:
            path = "自评组织"
            self.tell(process.legal_basis, (path, "依据文件"))
            if process.period:
                self._word("自评.时间", ("自评", "时间", "", ""), "date", process.period,
                           (path, "自评时间"))  # fmt: skip
            for key in ("group", "steps", "submitted", "disclosure", "use_of_results"):
                self.tell(getattr(process, key), (path, key))
        self.tell(facts.attachments, ("附件",))
        if facts.report_date:
            self._word("报告日期", ("报告", "日期", "", ""), "date", facts.report_date,
                       ("报告日期",))  # fmt: skip

    def _open_figure(self, item: FigureFact, index: int) -> None:
        path: Path = ("数据", index)
        ident = item.id or f"数据.{item.subject}.{item.measure or index}"
        parents = (item.of,) if item.of else ()
        period = item.period or self.year
        key = (item.subject, item.measure, item.basis, period)
        value, unit = item.value, item.unit or None
        if isinstance(value, str):
            parsed = None if _EDTF.fullmatch(value) else parse_quantity(value)
            if parsed is None:
                kind = "date" if _EDTF.fullmatch(value) else "text"
                self._word(ident, key, kind, value, path, item.aliases)
                return
            value, unit = parsed[0], parsed[1] or unit
        amount = quantity(value, unit or _implied_unit(item, self.facts.money_unit))
        self.add(ident, key, amount, path, item.aliases, parents)


def _implied_unit(item: FigureFact, money_unit: str) -> str | None:
    unit = _IMPLIED.get(item.measure)
    if unit == "万元" or (unit is None and item.basis in (INITIAL, ADJUSTED, ACTUAL)):
        return money_unit
    return unit


def walk_lines(line: Line, path: Path) -> Iterator[tuple[Line, Path]]:
    """The line and everything below it, with paths into the facts file."""
    yield line, path
    for i, part in enumerate(line.parts):
        yield from walk_lines(part, (*path, "构成", i))
