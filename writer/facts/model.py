"""The typed facts file: every name a finance officer can fill in.

Keys are Chinese (the aliases); the English attribute names are accepted too. What the typed
parts cannot hold goes into 数据 (figures) and 文字材料 (texts).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from writer.facts.amounts import Count, Day, FullScore, Money, Score, Text, Texts

UNFILLED = "必填，还没有填"
NONE = ("无", "没有", "")


class Part(BaseModel):
    """Base of every part: unknown keys are faults, values never change once read."""

    model_config = ConfigDict(
        extra="forbid", populate_by_name=True, frozen=True, arbitrary_types_allowed=True
    )


class Unit(Part):
    """The department that reports."""

    name: Text = Field(alias="名称", description="单位全称，与公章一致")
    short_names: Texts = Field((), alias="简称", description="文中可用的简称，如“支队”")
    self_name: Text = Field("我单位", alias="自称", description="如“我局”“我支队”")
    parent: Text = Field("", alias="主管部门")
    nature: Text = Field("", alias="单位性质", description="如“二级预算单位”“市政府工作部门”")
    profile: Texts = Field((), alias="单位概况", description="机构设置的文字说明")
    offices: Texts = Field((), alias="内设机构", description="逐个列出，个数由程序统计")
    subordinates: Texts = Field((), alias="下属单位")
    address: Text = Field("", alias="办公地址")


def _named(value: Any) -> Any:
    """单位: 某某局 is short for 单位: {名称: 某某局}."""
    return {"名称": value} if isinstance(value, str) else value


class Headcount(Part):
    """People or posts: a total and its parts by kind."""

    total: Count | None = Field(None, alias="合计")
    parts: dict[str, Count] = Field(default_factory=dict, alias="构成")


def _headcount(value: Any) -> Any:
    return {"合计": value} if isinstance(value, int | Decimal | str) else value


class Staff(Part):
    """Posts and people at the end of the year, in 人."""

    as_of: Day = Field("", alias="截止日期", description="如 2023-12-31；不填即年末")
    posts: Annotated[Headcount | None, BeforeValidator(_headcount)] = Field(None, alias="编制")
    serving: Annotated[Headcount | None, BeforeValidator(_headcount)] = Field(None, alias="在职")
    retired: Annotated[Headcount | None, BeforeValidator(_headcount)] = Field(None, alias="离退休")
    others: dict[str, Count] = Field(
        default_factory=dict, alias="其他人员", description="如 {外聘人员: 40}"
    )
    note: Texts = Field((), alias="说明")


class Topic(Part):
    """A headed piece of narrative: the paragraphs are taken over as they stand."""

    title: Text = Field("", alias="标题")
    text: Texts = Field((), alias="内容")
    cause: Texts = Field((), alias="原因")

    @model_validator(mode="after")
    def _says_something(self) -> Topic:
        if not (self.title or self.text or self.cause):
            raise ValueError(UNFILLED)
        return self


def _absent(value: Any) -> Any:
    """三公经费: 无 says that there is none; leaving it out says nothing."""
    return None if isinstance(value, str) and value.strip() in NONE else value


def _absent_list(value: Any) -> Any:
    return () if _absent(value) is None else value


def _topics(value: Any) -> Any:
    """A bare sentence is a topic without a title."""
    if isinstance(value, str):
        value = [] if _absent(value) is None else _lines(value)
    if isinstance(value, list | tuple):
        return tuple({"内容": item} if isinstance(item, str) else item for item in value)
    return value


def _lines(value: str) -> list[str]:
    return [line.strip() for line in value.splitlines() if line.strip()]


Topics = Annotated[tuple[Topic, ...], BeforeValidator(_topics)]


class Line(Part):
    """A line of income or spending with its parts; the parts of one level add up to it."""

    name: Text = Field(alias="名称")
    aliases: Texts = Field((), alias="别名")
    initial: Money | None = Field(None, alias="年初预算")
    adjusted: Money | None = Field(None, alias="全年预算", description="调整后的预算数")
    actual: Money | None = Field(None, alias="决算", description="实际执行数")
    prior: Money | None = Field(None, alias="上年决算")
    parts: tuple[Line, ...] = Field((), alias="构成")
    partial: bool = Field(
        False, alias="部分列示", description="构成没有列全时填 true，不做合计核对"
    )
    note: Texts = Field((), alias="说明")


class Flows(Part):
    """Income and spending of the year."""

    income: Line | None = Field(None, alias="收入")
    spending: Line | None = Field(None, alias="支出")
    carried_in: Money | None = Field(None, alias="年初结转结余")
    carried_out: Money | None = Field(None, alias="年末结转结余")
    management: Texts = Field((), alias="管理情况", description="预算管理做法的文字说明")


class Indicator(Part):
    """One line of the 绩效指标表."""

    level1: Text = Field("", alias="一级指标", description="产出指标、效益指标、满意度指标…")
    level2: Text = Field("", alias="二级指标", description="数量、质量、时效、成本、经济效益…")
    name: Text = Field(alias="三级指标")
    relation: Text = Field("", alias="指标性质", description="≥ ≤ = 或 定性")
    target: Text = Field("", alias="目标值")
    done: Text = Field("", alias="完成值")
    unit: Text = Field("", alias="度量单位")
    weight: Score | None = Field(None, alias="分值")
    score: Score | None = Field(None, alias="得分")
    reason: Texts = Field((), alias="偏差原因及措施")


class Project(Part):
    """A special fund or a project."""

    name: Text = Field(alias="名称")
    short_names: Texts = Field((), alias="简称")
    kind: Text = Field("", alias="类别", description="如 专项资金、其他项目、上级资金")
    docno: Text = Field("", alias="文号", description="如 湘财企指〔2023〕0048号")
    issued: Day = Field("", alias="下达日期", description="如 2023-09-21")
    issuer: Text = Field("", alias="下达单位")
    initial: Money | None = Field(None, alias="年初预算")
    allocated: Money | None = Field(None, alias="下达金额", description="全年预算数")
    spent: Money | None = Field(None, alias="支出金额")
    sources: dict[str, Money] = Field(default_factory=dict, alias="资金来源")
    carried_in: Money | None = Field(None, alias="年初结转")
    carried_out: Money | None = Field(None, alias="年末结转")
    purpose: Texts = Field((), alias="主要用途")
    goal: Texts = Field((), alias="年度目标")
    done: Texts = Field((), alias="实际完成")
    benefit: Texts = Field((), alias="取得成效")
    reason: Texts = Field((), alias="偏差原因", description="执行率低于 90% 时应填")
    score: Score | None = Field(None, alias="自评得分")
    verdict: Texts = Field((), alias="自评结论")
    indicators: tuple[Indicator, ...] = Field((), alias="绩效指标")


class Deduction(Part):
    """Points lost, and why."""

    item: Text = Field(alias="项目")
    points: Score = Field(alias="扣分")
    reason: Texts = Field((), alias="原因")


class SelfScore(Part):
    """The self-evaluation's score and grade."""

    score: Score | None = Field(None, alias="得分")
    full: FullScore = Field(Decimal(100), alias="满分")
    grade: Text = Field("", alias="等级", description="优、良、中、差；不填则按得分换算")
    deductions: tuple[Deduction, ...] = Field((), alias="扣分明细")
    conclusion: Texts = Field((), alias="评价结论")


class Process(Part):
    """How the self-evaluation was done."""

    legal_basis: Texts = Field((), alias="依据文件", description="文件名称与文号")
    period: Text = Field("", alias="自评时间", description="如 2024-04/2024-06")
    group: Texts = Field((), alias="评价小组")
    steps: Texts = Field((), alias="工作过程")
    submitted: Texts = Field((), alias="材料报送")
    disclosure: Texts = Field((), alias="公开情况")
    use_of_results: Texts = Field((), alias="结果应用")


OptionalLine = Annotated[Line | None, BeforeValidator(_absent)]


class FigureFact(Part):
    """Any other number: only 事项 (subject) and 数值 (value) are required."""

    id: Text = Field("", alias="编号")
    subject: Text = Field(alias="事项", min_length=1)
    measure: Text = Field("", alias="计量", description="金额、次数、人数、比率…")
    basis: Text = Field("", alias="口径", description="年初预算、全年预算、决算、目标、实际")
    period: Text = Field("", alias="期间", description="如 2023、2023-12；不填即本年度")
    value: Decimal | Text = Field(alias="数值")
    unit: Text = Field("", alias="单位")
    aliases: Texts = Field((), alias="别名")
    of: Text = Field(
        "", alias="归属", description="所属合计的事项名称；这个合计没有另列的，其个数由所属各项相加"
    )


class TextFact(Part):
    """Narrative evidence; the numbers inside it are figures too."""

    id: Text = Field("", alias="编号")
    text: Text = Field(alias="内容")
    section: Text = Field("", alias="章节", description="写入哪一部分")


class Facts(Part):
    """A whole facts file."""

    format: Text = Field("", alias="格式", description="报告格式，如 hunan")
    year: Count = Field(alias="年度", ge=1949, le=2100)
    money_unit: Text = Field("万元", alias="金额单位", description="万元、元或亿元")
    unit: Annotated[Unit | None, BeforeValidator(_named)] = Field(None, alias="单位")
    report_date: Day = Field("", alias="报告日期", description="如 2024-06-28；不填则留空")
    staff: Staff | None = Field(None, alias="机构与人员")
    duties: Texts = Field((), alias="职责")
    tasks: Topics = Field((), alias="年度任务")
    goals: Topics = Field((), alias="绩效目标")
    flows: Flows | None = Field(None, alias="收支")
    three_public: OptionalLine = Field(None, alias="三公经费")
    projects: Annotated[tuple[Project, ...], BeforeValidator(_absent_list)] = Field(
        (), alias="专项与项目"
    )
    projects_note: Texts = Field((), alias="项目管理情况")
    government_funds: OptionalLine = Field(None, alias="政府性基金")
    state_capital: OptionalLine = Field(None, alias="国有资本经营")
    social_insurance: OptionalLine = Field(None, alias="社会保险基金")
    self_score: SelfScore | None = Field(None, alias="自评得分与扣分")
    indicators: tuple[Indicator, ...] = Field((), alias="绩效指标")
    process: Process | None = Field(None, alias="自评组织")
    analysis: Topics = Field((), alias="评价分析")
    work: Topics = Field((), alias="履职情况")
    benefits: Topics = Field((), alias="履职效益")
    experiences: Topics = Field((), alias="经验做法")
    problems: Topics = Field((), alias="问题")
    measures: Topics = Field((), alias="措施")
    other_notes: Topics = Field((), alias="其他说明")
    attachments: Texts = Field((), alias="附件")
    basics: tuple[Line, ...] = Field((), alias="基础数据", description="基础数据表的其他行")
    figures: tuple[FigureFact, ...] = Field((), alias="数据")
    texts: tuple[TextFact, ...] = Field((), alias="文字材料")

    @model_validator(mode="before")
    @classmethod
    def _one_spelling(cls, data: Any) -> Any:
        """A key and its English name may not both stand in the file."""
        if isinstance(data, dict):
            for name, info in cls.model_fields.items():
                if info.alias and info.alias != name and info.alias in data and name in data:
                    raise ValueError(f"“{info.alias}”与“{name}”是同一项，只能填一个")
        return data
