"""部门整体支出绩效自评表 (Hunan layout; FORMATS.md, Tables)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from writer.assemble.forms.cells import head, joined, money, percent, points, words
from writer.assemble.forms.indicators import Row, indicator_block, score_at
from writer.assemble.forms.lines import ACTUAL, ADJUSTED, INITIAL, amount, matching, naming, total
from writer.facts import Facts, Line, Topic
from writer.ledger import Ledger
from writer.ledger.scores import EXECUTION, FULL
from writer.report import Cell, Table

NAME = "部门整体支出绩效自评表"
WIDTHS = (7, 11, 11, 14, 12, 12, 8, 11, 14)
_BY_INCOME = (
    ("其中：一般公共预算", ("一般公共预算",)),
    ("政府性基金拨款", ("政府性基金",)),
    ("纳入专户管理的非税收入拨款", ("专户", "非税")),
    ("其他资金", ("其他收入", "其他资金", "事业收入", "经营收入")),
)
_BY_SPENDING = (("其中：基本支出", ("基本支出",)), ("项目支出", ("项目支出",)))


def overall_table(ledger: Ledger, unit: str = "万元") -> tuple[Table, ...]:
    """The department's form; empty when its spending is not stated."""
    facts = ledger.facts
    spending = facts.flows.spending if facts.flows else None
    if spending is None:
        return ()
    budget, spent = amount(spending, ADJUSTED, INITIAL), amount(spending, ACTUAL)
    rows = [
        (head("单位名称", across=2), words(facts.unit.name if facts.unit else "", across=7)),
        (
            head("年度预算申请", down=7),
            head("", across=2),
            *(
                head(h)
                for h in ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
            ),
        ),
        (
            words("年度资金总额", across=2),
            money(amount(spending, INITIAL), unit),
            money(budget, unit),
            money(spent, unit),
            points(score_at(ledger, EXECUTION, "分值")),
            percent(spent, budget),
            points(score_at(ledger, EXECUTION, "得分")),
        ),
        (head("按收入性质分", across=4), head("按支出性质分", across=4)),
        *_natures(facts, unit),
        (head("年度总体目标", down=2), head("预期目标", across=4), head("实际完成情况", across=4)),
        (words(_told(facts.goals), across=4), words(_done(facts), across=4)),
        *indicator_block(ledger, facts.indicators, ("绩效指标",)),
        (head("总分", across=6), *_full(ledger)),
    ]
    return (
        Table(
            caption=f"{facts.year}年度{NAME}",
            rows=tuple(rows),
            unit=unit,
            header_rows=0,
            widths=WIDTHS,
            name=NAME,
        ),
    )


def _natures(facts: Facts, unit: str) -> Iterator[Row]:
    """Four lines: where the money came from on the left, what it went into on the right."""
    income = facts.flows.income if facts.flows else None
    spending = facts.flows.spending if facts.flows else None
    for i, (name, keys) in enumerate(_BY_INCOME):
        row = [words(name, across=3), money(_nature(income, keys), unit)]
        if i < len(_BY_SPENDING):
            right, right_keys = _BY_SPENDING[i]
            row += [words(right, across=3), money(_nature(spending, right_keys), unit)]
        else:
            row.append(Cell("", across=4))
        yield tuple(row)


def _nature(whole: Line | None, keys: tuple[str, ...]) -> Decimal | None:
    return total(list(matching(whole, naming(*keys))), ACTUAL, ADJUSTED, INITIAL)


def _told(topics: tuple[Topic, ...]) -> str:
    """Each topic as a paragraph, its title before it."""
    return joined(
        (f"{t.title}：" if t.title else "") + "".join(t.text) for t in topics if t.title or t.text
    )


def _done(facts: Facts) -> str:
    return _told(facts.work) or joined(facts.self_score.conclusion if facts.self_score else ())


def _full(ledger: Ledger) -> Row:
    own = ledger.facts.self_score
    score = score_at(ledger, "自评得分与扣分", "得分")
    return (points(own.full if own else FULL), points(score), words(""))
