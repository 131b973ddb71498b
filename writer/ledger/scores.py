"""Scores, weights and counts that the standard forms state and the facts leave to be computed.

Each is a derived figure. Its id is the place in the facts file where it would stand, so that
Ledger.at finds what is given and what is computed under one name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from writer.facts import Indicator
from writer.ledger.figure import DONE, Figure
from writer.ledger.recorder import Path, Recorder
from writer.ledger.scoring import (
    EXECUTION_WEIGHT,
    execution_score,
    execution_weight,
    indicator_score,
    total_score,
)
from writer.quantities import Quantity, canonical, quantity

EXECUTION = "预算执行率"
FULL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Form:
    """One form that adds up scores: the unit's own, or that of the project `name`.

    `path` leads to what it is about; `done` and `base` are what was spent and what was planned;
    `scored` says that the facts state the sum of scores.
    """

    path: Path
    indicators: Sequence[Indicator]
    done: Figure | None
    base: Figure | None
    scored: bool
    name: str = ""

    @property
    def parents(self) -> tuple[str, ...]:
        return (self.name,) if self.name else ()

    @property
    def spent(self) -> Decimal | None:
        return self.done.number if self.done is not None else None

    @property
    def budget(self) -> Decimal | None:
        return self.base.number if self.base is not None else None


def form_figures(record: Recorder, form: Form) -> None:
    """Weight and score of the budget's execution, what the indicators weigh, the sum of scores."""
    weight = execution_weight(form.indicators, FULL)
    score = execution_score(weight, form.spent, form.budget)
    if weight > 0:
        _execution(record, form, weight, score)
    if form.name:
        record.computed(
            (*form.path, "满分"), (form.name, "分值", "", record.year),
            _points(FULL), "满分",
        )  # fmt: skip
    if form.name and form.indicators:
        rest = FULL - max(weight, Decimal(0))
        record.computed(
            (*form.path, "绩效指标", "分值"), ("绩效指标", "分值", "", record.year),
            _points(rest), f"{FULL}分 － {EXECUTION}{FULL - rest}分", parents=form.parents,
        )  # fmt: skip
    _total(record, form, [score] if weight > 0 else [])


def _execution(record: Recorder, form: Form, weight: Decimal, score: Decimal | None) -> None:
    weights = [i.weight for i in form.indicators if i.weight is not None]
    formula = f"{FULL}分 － 各指标分值合计{sum(weights)}分"
    if not weights:
        formula = f"各指标没有填分值，按{EXECUTION_WEIGHT}分计"
    key = (EXECUTION, "分值", "", record.year)
    record.computed(
        (*form.path, EXECUTION, "分值"), key, _points(weight), formula,
        parents=form.parents,
    )  # fmt: skip
    if score is not None and form.done is not None and form.base is not None:
        formula = f"{weight}分 × {form.done.shown} ÷ {form.base.shown}"
        key = (EXECUTION, "得分", "", record.year)
        record.computed(
            (*form.path, EXECUTION, "得分"), key, _points(score), formula,
            (form.done, form.base), parents=form.parents,
        )  # fmt: skip


def _total(record: Recorder, form: Form, scores: list[Decimal | None]) -> None:
    """The sum of all scores, where the facts state none and every score is decided."""
    scores = [*scores, *(indicator_score(i) for i in form.indicators)]
    whole = total_score(scores)
    if form.scored or not form.indicators or whole is None:
        return
    formula = " + ".join(f"{canonical(score)}分" for score in scores if score is not None)
    if form.name:
        place, key = (*form.path, "自评得分"), (form.name, "自评得分", "", record.year)
    else:
        place, key = ("自评得分与扣分", "得分"), ("自评得分", "得分", DONE, record.year)
    record.computed(place, key, _points(whole), formula, parents=form.parents)


def rule_score(
    record: Recorder,
    item: Indicator,
    path: Path,
    parents: tuple[str, ...],
    inputs: Sequence[Figure],
) -> None:
    """The score that the rule gives an indicator whose score is not stated."""
    score = indicator_score(item)
    if item.score is not None or score is None:
        return
    formula = f"分值{item.weight}分，目标值{item.target}{item.unit}，完成值{item.done}{item.unit}"
    key = (item.name, "得分", "", record.year)
    record.computed((*path, "得分"), key, _points(score), formula, inputs, parents=parents)


def indicator_counts(record: Recorder) -> None:
    """How many indicators there are, and how many did not get full marks."""
    indicators = record.facts.indicators
    record.count_of("三级绩效指标", [i.name for i in indicators], ("绩效指标",))
    for sort in dict.fromkeys(s for i in indicators for s in (i.level1, i.level2) if s):
        own = [i for i in indicators if sort in (i.level1, i.level2)]
        name = sort if sort.endswith("指标") else f"{sort}指标"
        if any(i.level1 == sort for i in own):
            record.count_of(name, [i.name for i in own], ("绩效指标",))
        _sort_scores(record, name, own)
    short = [i.name for i in indicators if _short(i)]
    if short:
        record.computed(
            ("绩效指标", "未得满分"), ("未得满分指标", "个数", DONE, record.year),
            quantity(Decimal(len(short)), "个"), "得分低于分值的指标：" + "、".join(short),
            aliases=("指标未得满分",),
        )  # fmt: skip


def _sort_scores(record: Recorder, sort: str, indicators: Sequence[Indicator]) -> None:
    """What the indicators of one sort weigh and scored together, where each of them states it."""
    for measure, points in (
        ("分值", [i.weight for i in indicators]),
        ("得分", [i.score for i in indicators]),
    ):
        known = [p for p in points if p is not None]
        if len(known) == len(points):
            formula = " + ".join(f"{i.name}{p}分" for i, p in zip(indicators, known, strict=True))
            record.computed(
                ("绩效指标", sort, measure), (sort, measure, "", record.year),
                _points(sum(known, Decimal(0))), formula,
            )  # fmt: skip


def score_bands(record: Recorder) -> None:
    """How many projects scored how much, where every project states its score.

    The bands are those of the Hebei report (FORMATS.md, Outlines).
    """
    scores = [project.score for project in record.facts.projects]
    known = [score for score in scores if score is not None]
    if not known or len(known) < len(scores):
        return
    for band, low, high in (
        ("90分以上", Decimal(90), None),
        ("60至90分", Decimal(60), Decimal(90)),
        ("60分以下", None, Decimal(60)),
    ):
        inside = [s for s in known if (low is None or s >= low) and (high is None or s < high)]
        record.computed(
            ("专项与项目", f"自评得分{band}"),
            (f"自评得分{band}项目", "个数", DONE, record.year),
            quantity(Decimal(len(inside)), "个"), f"自评得分{band}的项目的个数",
            aliases=(band,),
        )  # fmt: skip


def _short(item: Indicator) -> bool:
    return item.weight is not None and item.score is not None and item.score < item.weight


def _points(score: Decimal) -> Quantity:
    """A score without needless zeros, as the forms print it: 10, 9.82."""
    return quantity(Decimal(canonical(score)), "分")
