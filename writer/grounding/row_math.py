"""A cell that follows from other cells of its row: 结余, 执行率, 偏离, 比上年增减, 占比.

The header says which relation it is, and the headers of the cells before it say which of them
are the plan, what was done and last year's. Each operand is the figure that its own cell was
found to state, or should have stated; where the ledger has none, the number as it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from writer.documents import Block
from writer.findings import Verdict
from writer.grounding.bases import BROUGHT, bases_agree
from writer.grounding.columns import Columns
from writer.grounding.frame import Frame
from writer.grounding.judgement import Judged
from writer.grounding.match import value_fits
from writer.grounding.mentions import Mention
from writer.ledger import Figure, derive
from writer.ledger.figure import ADJUSTED, INITIAL
from writer.quantities import canonical, decimals_of

_UNITS = re.compile(r"[（(][^（）()]*[）)]|[/，,](?:[百千]?[万亿]?元|%|％)$|\s")
_RELATIONS = (
    (
        "adjusted",
        re.compile(r"^(?:年中|预算)?(?:追加|压减|调[整增减剂](?!后|预算|数))[^率度幅]{0,8}$"),
    ),
    ("off_rate", re.compile(r"(?:偏离|偏差|差异)[率度]")),
    ("growth", re.compile(r"(?:[增降升][长减加降]|变[动化])(?:率|幅度|比例|百分比)|[增降]幅|增速")),
    ("share", re.compile(r"占比|比重|构成比|^占(?![地用道])")),
    ("rate", re.compile(r"(?:执行|完成|支付|支出|使用|拨付|实现|资金)(?:[率度]|比例)|进度")),
    ("change", re.compile(r"增[减加长]|减少|变[动化]|同比|[比较](?:[上去]年|年初|预算|20\d\d)")),
    ("rest", re.compile(r"结余|剩余|结转|余额|节余|未(?:支付|支出|执行|使用|拨付)")),
    ("off", re.compile(r"偏离|偏差|差额|差异|差距|差值|超额|缺口|相差|超支")),
)
_ROLES = (
    ("plan", re.compile(r"预算|下达|到位|安排|计划|目标|指标值|批复|额度|任务")),
    ("done", re.compile(r"决算|支出|执行|使用|支付|完成|实际|拨付|达成")),
)
_LAST_YEAR = re.compile(r"上年|去年|上一年|上期|同期")
_DATED = re.compile(r"(20\d\d)")
_AGAINST_PLAN = re.compile(r"预算|年初|目标|计划")
_YEARLY = re.compile(r"[上去]年|同比|20\d\d")
_FALL, _RISE = re.compile(r"减少|下降|压减|节约"), re.compile(r"增|升|变")
OPEN = ("share",)  # relations that may be with something that is not in the table
_ANY_SIGN = ("off", "fall")  # 偏离 and 减少 are printed with and without its sign


@dataclass(frozen=True, slots=True)
class _Operand:
    """A cell of the row: what its header makes it, the period and the figure of it."""

    role: str
    period: str
    header: str
    figure: Figure
    cell: Block


class RowMath:
    """Remembers the cells of the row that is being read."""

    def __init__(self, frame: Frame, columns: Columns) -> None:
        self._frame = frame
        self._columns = columns
        self._row: tuple[int | None, int | None] = (None, None)
        self._operands: list[_Operand] = []  # of the row
        self._above: dict[int, list[_Operand]] = {}  # of each column, for rows that relate

    def made(
        self, cell: Block, header: str, label: str, mention: Mention
    ) -> tuple[str, Figure] | None:
        """(relation, figure) that the cell's header makes of the cells before it in its row."""
        self._open(cell)
        relation, words, operands = relation_of(header), header, self._operands
        if not relation and label and role_of(header) == "":
            # the relations stand in the rows: 预算, 决算, 结余 under each project
            relation, words = relation_of(label), label
            operands = self._above.get(cell.column or 0, [])
        if not relation or not operands:
            return None
        if relation == "change" and mention.unit == "%" and operands[-1].figure.unit != "%":
            relation = "growth"  # 增减（%）
        figure = next((f for f in self._made(relation, words, operands) if f is not None), None)
        if figure is None:
            return None
        if relation == "change" and _falls(words):
            relation = "fall"
        return relation, replace(figure, subject=label or figure.subject)

    def keep(
        self,
        cell: Block,
        header: str,
        label: str,
        judged: Judged,
        mention: Mention,
        written: Mention,
    ) -> None:
        """Takes a judged cell in, for those behind it; one that follows from others is none."""
        self._open(cell)
        if relation_of(header) or relation_of(label) or mention.number is None:
            return
        period = self._period(header)
        role = role_of(header)
        if period and period < self._frame.scope.year:
            role = "prior"
        figure = judged.stated if judged.verdict and judged.verdict.good else None
        if figure is None and judged.verdict is not Verdict.UNBOUND and judged.expected:
            figure = judged.expected[0]
        figure = figure or self._printed(mention, written, period)
        if figure.number is None:
            return
        self._operands.append(_Operand(role, period, header, figure, cell))
        column = self._above.setdefault(cell.column or 0, [])
        column.append(_Operand(role_of(label), self._period(label), label, figure, cell))

    def _open(self, cell: Block) -> None:
        if self._row[0] != cell.table:
            self._above = {}
        if self._row != (cell.table, cell.row):
            self._row = (cell.table, cell.row)
            self._operands = []

    def _period(self, header: str) -> str:
        if _LAST_YEAR.search(header):
            return str(int(self._frame.scope.year) - 1)
        year = _DATED.search(header)
        return year[1] if year else ""

    def _printed(self, mention: Mention, written: Mention, period: str) -> Figure:
        """A cell's number that no figure stands behind, as it is printed."""
        return Figure(
            "本行", "本行", "", "", period or self._frame.scope.year, str(mention.kind),
            mention.value or "0", mention.unit, decimals_of(written.step),
            written.unit or mention.unit,
        )  # fmt: skip

    # ---- the relations -------------------------------------------------------------------

    def _made(
        self, relation: str, header: str, operands: list[_Operand]
    ) -> Iterator[Figure | None]:
        done = _last(operands, ("done", ""))
        plan = _plan(operands, header)
        if relation == "share":
            yield self._share(_last(operands, ("done", "", "prior")))
        elif relation == "growth":
            yield from (
                derive.growth(later, earlier) for later, earlier in self._pairs(header, operands)
            )
        elif relation == "change":
            for later, earlier in self._pairs(header, operands):
                # 比上年减少: by how much less
                first, second = (earlier, later) if _falls(header) else (later, earlier)
                yield derive.difference(first, second)
        elif relation == "adjusted":
            yield from (self._adjusted(o.figure) for o in operands)
        if plan is None or done is None:
            return
        if relation == "rate":
            yield derive.rate(done.figure, plan.figure)
        elif relation == "off_rate":
            yield derive.growth(done.figure, plan.figure)
        elif relation == "off":
            yield derive.difference(done.figure, plan.figure)
        elif relation == "rest":
            yield _rest(operands, plan.figure, done.figure)

    def _pairs(self, header: str, operands: list[_Operand]) -> Iterator[tuple[Figure, Figure]]:
        """What a change is of and what it is against: a budget, last year's cell or figure."""
        # 比上年增减 behind 总支出 and 其中：基金支出 is of the first
        operands = [o for o in operands if "其中" not in o.header] or operands
        done = _last(operands, ("done", "")) or _last(operands, ("plan",))
        if done is None:
            return
        prior = [o for o in operands if o.role == "prior" and o is not done]
        plan = _plan(operands, header)
        planned = _AGAINST_PLAN.search(header) is not None
        against = planned or not (prior or _YEARLY.search(header))
        if against and plan is not None and plan is not done:
            yield done.figure, plan.figure
        if planned:
            return
        if prior:
            yield done.figure, prior[-1].figure
        else:
            yield from ((done.figure, f) for f in self._year_before(done.figure))

    def _adjusted(self, first: Figure) -> Figure | None:
        """What was added to the first budget or taken from it: the later one may stand behind."""
        index = self._frame.index
        subject = index.subject_of.get(first.id)
        if subject is None or first.basis != INITIAL:
            return None
        later = [f for f in index.of_subject[subject] if f.basis == ADJUSTED]
        same = (f for f in later if (f.period, f.parents) == (first.period, first.parents))
        return next((derive.difference(f, first) for f in same), None)

    def _year_before(self, figure: Figure) -> Iterator[Figure]:
        index = self._frame.index
        subject = index.subject_of.get(figure.id)
        if subject is None or not figure.period[:4].isdigit():
            return
        year = str(int(figure.period[:4]) - 1)
        for other in index.of_subject[subject]:
            same = other.period == year and other.unit == figure.unit
            if same and other.measure == figure.measure and bases_agree(figure.basis, other.basis):
                yield other

    def _share(self, part: _Operand | None) -> Figure | None:
        """The part of its column's total, in the unit that the part is printed in."""
        if part is None or not part.figure.number:
            return None
        whole, own = self._columns.whole(part.cell), self._columns.printed(part.cell)
        if not whole or not own:
            return None
        value = canonical(derive.divide(part.figure.number * whole, own))
        total = replace(
            part.figure, id="本列合计", subject="本列合计", value=value, formula=None, inputs=()
        )
        return derive.share(part.figure, total)


def _falls(header: str) -> bool:
    """Whether a header tells of falls alone: 比上年减少, but not 增减."""
    return _FALL.search(header) is not None and _RISE.search(header) is None


def _last(operands: list[_Operand], roles: tuple[str, ...]) -> _Operand | None:
    return next((o for o in reversed(operands) if o.role in roles), None)


def _plan(operands: list[_Operand], header: str) -> _Operand | None:
    """The budget in force: the first one only where the header names it."""
    plans = [o for o in operands if o.role == "plan"]
    first = [o for o in plans if "年初" in o.header or o.figure.basis == INITIAL]
    if "年初" in header:
        return first[-1] if first else None
    later = [o for o in plans if o not in first]
    return (later or plans)[-1] if plans else None


def _rest(operands: list[_Operand], plan: Figure, done: Figure) -> Figure | None:
    """What is left of the plan, and of what was brought over from the year before."""
    brought = [o.figure for o in operands if BROUGHT.search(o.header)]
    whole = derive.total("可用", "可用资金", [plan, *brought]) if brought else plan
    return derive.difference(whole, done) if whole is not None else None


def relation_of(header: str) -> str:
    """Which relation a column's header names; "" for none."""
    words = _UNITS.sub("", header)
    if BROUGHT.search(words):
        return ""
    return next((name for name, pattern in _RELATIONS if pattern.search(words)), "")


def role_of(header: str) -> str:
    """plan or done, by the word that stands last: 预算执行数 is what was done."""
    words = _UNITS.sub("", header)
    found = [(m.end(), role) for role, pattern in _ROLES for m in pattern.finditer(words)]
    return max(found)[1] if found else ""


def follows(relation: str, mention: Mention, figure: Figure) -> bool:
    """Whether the cell states what its row makes; 偏离 also without its sign."""
    number = figure.number
    if number is None or mention.number is None:
        return False
    if figure.unit == "百分点" and mention.unit == "%":
        mention = replace(
            mention, unit="百分点", value=canonical(mention.number * 100), step=mention.step * 100
        )
    if figure.unit == "%" and mention.unit != "%":
        return False
    if value_fits(mention, number):
        return True
    return relation in _ANY_SIGN and value_fits(mention, -number)
