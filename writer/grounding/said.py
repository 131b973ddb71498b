"""What a number's own words say of basis and period, taken into the scope.

They stand left of the number, a few right behind it; what they say of a comparison or within
brackets holds for that number only, the rest for those that follow in the sentence.
"""

from __future__ import annotations

import re

from writer.grounding.bases import FUNDS
from writer.grounding.directions import result_direction
from writer.grounding.lexicon import Tag
from writer.grounding.mentions import Mention, Qualifier
from writer.grounding.references import BESIDE, POSTPOSED
from writer.grounding.relations import GOAL_BEHIND, GOAL_IN_BRACKETS, Link, Relation
from writer.grounding.scope import Scope
from writer.grounding.statements import Statement
from writer.grounding.tokens import Token
from writer.grounding.when import read_dates, relative_period
from writer.ledger.figure import ACTUAL, ADJUSTED, DONE, INITIAL, TARGET

_SPENT_REACH = 3
FIRST = 28  # characters of 由年初预算的17.00万元
BEHIND = 4  # characters between a number and the basis word that follows it
_STATED = (Relation.TOTAL, Relation.REMAIN, Relation.PER_HEAD)
_PARTS = re.compile(r"其中|包括|包含|分别|，由(?=[^，。]{2,12}$)")
_BRACKETED = re.compile(r"[（(][^）)]*$")
_BREAK = re.compile(r"[，；。]")
_FROM_FIRST = re.compile(r"[由从]年初的$")
_AT_FIRST = re.compile(r"年初(?:为|安排|是|核定|的)?$")
_FIRST = re.compile(r"[由从]年初(?:预算|批复|安排|核定)?数?的?[\d.,]{1,14}(?:万元|元|亿元)$")
_ADJUSTED_FROM = re.compile(r"[由从](?:原来?的?)?[\d.,]{1,14}(?:万元|元|亿元)$")
_ADJUSTING = re.compile(r"调(?:[增减整]|[高低升])?[到至为成]|追加[到至为]|核[增减][到至为]")
_CHANGED_TO = re.compile(r"后|，(?:达|增|扩|升|降|减|压缩|合计)[一-鿿]{0,2}[到至]")
_FUNDS = re.compile(r"(?:资金|经费)(?:总额|规模)?(?:共计|合计|总计|共|计|为)?$")
_MADE_UP = re.compile(
    r"(?:全部)?(?:由|来源于|来自)[^，。；]{0,20}(?:承担|组成|构成|负担|分担|资金)"
)
_THEN_SPENT = re.compile(
    r"，(?:全年|当年|实际|已|共|累计|实)?(?:支出|支付|使用|执行|列支)(?:了|为|人民币)?(?=[\d壹贰叁肆伍陆柒捌玖])"
)
_TOLD_BEHIND = re.compile(r"(?:为|是)")
_ADDED = re.compile(r"追加[^，。；]{2,16}(?:资金|经费)$")
_WANTED = re.compile(
    r"的(?:最低|最高|规定|考核)?(?:要求|标准|上限|下限|控制线|底线)|(?:目标|计划)?(?:目标|任务|计划)的"
)
_MISSED = re.compile(r"(?:没有|没|未能?|尚未|不能)达到?(?:了)?$")
_MOVES = re.compile(r"[^。；，]{0,12}，?[^。；，]{0,6}?[增升提扩涨减降缩压调变改翻上下加快到至]")
_FROM = re.compile(r"[由从](?:原来|原先|此前)?的?(?:每[一-鿿]{1,4}?){0,3}$")  # 由每人每月700元
# 控制在4%以内，较上年下降0.4个百分点: the bound is that number's alone
_KEPT_WITHIN = re.compile(r"控制在(?:目标|年度目标)?$")
_REACHED = ("达", "达到")
_AIMED = (*_REACHED, "完成", "实现")
_BUDGETS = (INITIAL, ADJUSTED, "budget")
_BOUNDED = (Qualifier.AT_LEAST, Qualifier.AT_MOST)


def read_left(scope: Scope, text: str, statement: Statement, link: Link | None) -> None:
    """Takes over basis and period words; those of a comparison only serve the comparison."""
    _after_semicolon(scope, text, statement)
    if _PARTS.search(text[statement.gap : statement.mention.start]):
        scope.head = scope.subject
    _begin(scope, text, statement, link)
    behind = GOAL_BEHIND.match(text, statement.mention.end) is not None
    if behind or _in_passing(text, statement, link):
        scope.kept = (scope.basis, scope.period)
    compares = link and (link.ref_period or link.relation in (Relation.CHANGE, Relation.TIMES))
    late = link.start if link and compares else statement.mention.start
    said_last = _words(scope, text, statement, link, late)
    if scope.kept is not None and behind:
        _behind(scope, statement)
    _basis_by_wording(scope, text, statement, link)
    read_dates(scope, text, statement, said_last, late)
    starts = _FROM.search(text, statement.gap, statement.mention.start) is not None
    if not (starts and _MOVES.match(text, statement.mention.end)):
        return  # 由四个项目构成, 由530名护林员负责
    if scope.basis in _BUDGETS and _ADJUSTING.match(text, statement.mention.end):
        scope.basis = INITIAL  # 预算由622万元调到772万元: two budgets of one year
    else:
        scope.period, scope.local_period = str(int(scope.year) - 1), True
        scope.started = True
        scope.weak_period = False


def _begin(scope: Scope, text: str, statement: Statement, link: Link | None) -> None:
    """Drops what the number before said for itself alone."""
    start, end = statement.mention.start, statement.mention.end
    scope.local_basis = scope.local_period = False
    scope.kept = None
    scope.aside = text.startswith(("）", ")"), end)
    if scope.started and link is not None and link.relation is Relation.CHANGE:
        scope.period = ""  # 由上年的24分钟缩短6分钟: the change is the year's own
    scope.started = False
    if text[start - 1 : start] in ("到", "至") or result_direction(text, statement) is not None:
        scope.period = ""  # 由上年的61起增至73起: the result is of the year itself


def _in_passing(text: str, statement: Statement, link: Link | None) -> bool:
    """Whether the words hold for this number alone: 较全年预算42万元减少…, 28处（目标25处）."""
    if link is None and any(t.tag is Tag.COMPARE for t in statement.left):
        return True
    rate = statement.mention.unit == "%"
    if rate and _KEPT_WITHIN.search(text, statement.gap, statement.mention.start):
        return True
    if text.startswith(POSTPOSED, statement.mention.end):
        return True  # 与上年决算数264.30万元相比，增加…
    closed = text.startswith(("）", ")"), statement.mention.end)
    bracketed = _BRACKETED.search(text, statement.gap, statement.mention.start)
    return closed and bracketed is not None


def _words(scope: Scope, text: str, statement: Statement, link: Link | None, late: int) -> int:
    """Takes over the words for basis and period; where the last period word stands, or -1."""
    start = statement.mention.start
    # 合计预算910万元: the basis of a total stands behind its word
    bound = start if link is None or link.relation in _STATED else link.start
    said_last = -1
    for token in statement.left:
        if token.tag is Tag.BASIS and _of_last(text, statement, token):
            continue
        if (
            token.tag is Tag.BASIS
            and token.start < bound
            and not _named(scope, text, statement, token)
        ):
            _basis(scope, text, token, statement.mention)
        elif _budgeted(token) and not scope.local_basis:
            scope.basis, scope.local_basis = "budget", True  # 项目总预算62.23万元
        elif _done(token) and not scope.local_basis:
            scope.basis, scope.local_basis = ACTUAL, True  # 实际采购金额1888.7万元
        elif token.tag is Tag.PERIOD and token.start < late and not _compared(statement, token):
            if token.payload != "0" and scope.resolved and not scope.kept:
                scope.kept = (scope.basis, scope.period)  # 今年X，去年同期为Y，占……
            scope.period = relative_period(scope.year, token.payload)
            scope.weak_period = False
            scope.local_period, said_last = True, token.start
    if scope.local_period and scope.period[:4] > scope.year and scope.basis in (DONE, ACTUAL, ""):
        scope.basis = TARGET  # 明年争取达到60个
    return said_last


def _basis_by_wording(scope: Scope, text: str, statement: Statement, link: Link | None) -> None:
    """A basis that no word of the lists says: 年初4200万元, 不少于12次, 未能达到100%."""
    start, end = statement.mention.start, statement.mention.end
    told = _TOLD_BEHIND.match(text, end)
    if told is not None and not scope.local_basis:
        # 2860.00万元为年初预算总支出: the number stands first
        for token in statement.right:
            if token.tag is Tag.BASIS and token.start == told.end():
                scope.basis, scope.local_basis = token.payload, True
    if not scope.local_basis and _ADDED.search(text, statement.gap, start):
        scope.basis, scope.local_basis = "budget", True  # 追加试点资金200万元
    if _FROM_FIRST.search(text, statement.gap, start):
        scope.basis, scope.local_basis = INITIAL, True  # 全年预算由年初的1856万元调整为…
    if not scope.local_basis and _AT_FIRST.search(text, statement.gap, start):
        scope.basis, scope.local_basis = INITIAL, True  # 整体支出年初4200万元
    funds = _FUNDS.search(text, statement.gap, start) and _THEN_SPENT.match(text, end)
    if not scope.local_basis and funds:
        scope.basis, scope.local_basis = "budget", True  # 项目资金180万元，支出168万元
    elif not scope.local_basis and not scope.basis and _funded(scope, text, statement):
        scope.kept = scope.kept or (scope.basis, scope.period)
        scope.basis, scope.local_basis = FUNDS, True  # 甲项目资金1280万元由三部分组成
    elif not scope.local_basis and not scope.basis and _MADE_UP.match(text, end):
        scope.kept = scope.kept or (scope.basis, scope.period)
        scope.basis, scope.local_basis = FUNDS, True  # 补贴780万元由中央、省、区三级共同承担
    elif not scope.basis and _FUNDS.search(text, statement.gap, start):
        scope.basis = FUNDS  # 治理资金共15250万元，三个项目分别为…
    bracketed = GOAL_IN_BRACKETS.search(text, statement.gap, start)
    if bracketed or _WANTED.match(text, end) or _MISSED.search(text, statement.gap, start):
        scope.kept = scope.kept or (scope.basis, scope.period)
        scope.basis, scope.local_basis = TARGET, True  # 达到90%的要求, 未能达到100%
    if _after_change(scope, text, statement, link):
        scope.basis, scope.local_basis = ADJUSTED, True  # 年中追加384.40万元后为896.40万元
    before = max(0, statement.gap - FIRST)
    if _ADJUSTING.match(text, statement.gap) and _ADJUSTED_FROM.search(text, before, statement.gap):
        scope.basis, scope.local_basis = ADJUSTED, scope.basis in _BUDGETS
    raised = result_direction(text, statement) is not None
    if raised and not scope.local_basis and _FIRST.search(text, before, statement.gap):
        scope.basis, scope.local_basis = ADJUSTED, True  # 由年初的17万元增至62.23万元
    if link is None and not scope.local_basis and statement.mention.qualifier in _BOUNDED:
        scope.basis = TARGET  # 不少于12次 states what was planned


def _funded(scope: Scope, text: str, statement: Statement) -> bool:
    """Whether 资金 follows a thing's name: what it was given or what it spent."""
    found = _FUNDS.search(text, statement.gap, statement.mention.start)
    return found is not None and any(
        t.tag is Tag.SUBJECT and t.end == found.start() for t in statement.left
    )


def _after_change(scope: Scope, text: str, statement: Statement, link: Link | None) -> bool:
    """Whether the number is a budget after the change that was just told."""
    changed = scope.link is not None and scope.link.later_basis == ADJUSTED
    return link is None and changed and _CHANGED_TO.match(text, statement.gap) is not None


def _named(scope: Scope, text: str, statement: Statement, token: Token) -> bool:
    """中央补助、本级安排依次为: 安排 is the end of a thing's name."""
    if statement.group is None or token.end != statement.respectively:
        return False
    begin = max(text.rfind(mark, statement.gap, token.start) for mark in "、，。；和与及") + 1
    item = text[max(begin, statement.gap) : token.end]
    return len(item) > token.end - token.start and any(
        name.startswith(item) for name in scope.names
    )


def _behind(scope: Scope, statement: Statement) -> None:
    """达到85%的目标, 超出600人的任务数: the basis stands behind the number."""
    for token in statement.right:
        near = token.start - statement.mention.end <= BEHIND
        if token.tag is Tag.BASIS and near and token.payload != "spent":
            scope.basis, scope.local_basis = token.payload, True
            return


def _after_semicolon(scope: Scope, text: str, statement: Statement) -> None:
    """A semicolon ends what was said of a year, a plan or a comparison."""
    if "；" in text[statement.gap : statement.mention.start]:
        scope.period, scope.reference, scope.link = "", None, None
        scope.stale_basis = not scope.aimed
        if scope.basis in (TARGET, DONE):
            scope.basis = TARGET if scope.aimed else ""


def _basis(scope: Scope, text: str, token: Token, mention: Mention) -> None:
    if token.payload == "spent":
        # 支出 is a verb that says 决算 only right before the number: 支出14.00万元
        nearer = not scope.local_basis or _BREAK.search(text, scope.basis_end, token.start)
        if mention.start - token.end <= _SPENT_REACH and nearer:
            before = text[max(0, token.start - 2) : token.start]
            if "预算" not in before:
                scope.basis, scope.local_basis = ACTUAL, True
        return
    if scope.local_basis and token.payload == "budget" and scope.basis in (INITIAL, ADJUSTED):
        return
    if scope.aimed and token.payload == DONE and text[token.start : token.end] in _AIMED:
        return
    glued = scope.local_basis and token.start == scope.basis_end
    if glued and text[token.start : token.end] in _REACHED:
        scope.basis_end = token.end
        return  # 全年预算达到4206.30万元 is still the budget
    scope.stale_basis = False
    scope.basis, scope.local_basis, scope.basis_end = token.payload, True, token.end


def _budgeted(token: Token) -> bool:
    """项目总预算62.23万元; but 一般公共预算 is where money comes from, no basis."""
    name = token.payload
    return (
        token.tag is Tag.SUBJECT
        and name.endswith("预算")
        and not name.endswith(("公共预算", "基金预算", "经营预算"))
    )


def _done(token: Token) -> bool:
    """实际采购金额: a thing's name that says it was done."""
    return token.tag is Tag.SUBJECT and token.payload.startswith("实际")


def _of_last(text: str, statement: Statement, token: Token) -> bool:
    """Whether a basis word behind the last number was said of that one: 控制在46万元的预算之内，"""
    behind = text[statement.gap : token.start]
    return behind in ("的", "的年度", "的全年") and bool(
        _BREAK.search(text, token.end, statement.mention.start)
    )


def _compared(statement: Statement, period: Token) -> bool:
    """Whether a period word only names what is compared with: 与上年持平, 与上年相比."""
    return any(
        (t.tag is Tag.COMPARE or t.payload == "0") and 0 <= t.start - period.end <= BESIDE
        for t in statement.left
        if period.payload != "0" and t.tag in (Tag.DIRECTION, Tag.COMPARE)
    )
