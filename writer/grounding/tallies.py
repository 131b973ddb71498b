"""Counts of the text's own things: 四个方面：一是……, 人手不足和进度偏慢两处, 实施项目四个.

Officers tell off what they have said or are about to say; no figure of the ledger holds such a
number. Where the things can be counted the number is proven or wrong; where they cannot, a small
number of 方面 or 项 states nothing that the facts could contradict.
"""

from __future__ import annotations

import re

from writer.findings import Verdict
from writer.grounding.claim import Claim
from writer.grounding.judgement import Judged, found, wrong
from writer.grounding.lists import LONGEST_ITEM
from writer.grounding.mentions import Kind, Mention
from writer.ledger import Figure

TWO, MOST = 2, 12  # things that are told off in words
NEAR = 40  # characters between 四个方面 and 一是
_NUMERALS = "一二三四五六七八九十两0123456789"
_MARKS = "一二三四五六七八九"
_UNITS = re.compile(r"(?:大?[个项处类块点条者种样级]|方面|部分|大类|大|步|举措|环节|层面)")
_VOLTAGES = ("kV", "KV", "千伏", "V")
_SPANS = ("年", "个月")
_PROJECTS = re.compile(r"[一-鿿]{0,4}?(?:项目|专项)")
_EVERY = re.compile(r"(?:共|全部|所有|总共|实施|安排|涉及|包括|设立|纳入)[一-鿿]{0,4}$")
_PROJECTS_BEFORE = re.compile(r"(?:项目|专项)(?:资金|支出)?(?:共有|共计|共|有|计)?$")
_OWN = re.compile(r"(?:指标|问题|原因|环节|方面|措施|短板|不足|扣分|因素|来源|渠道|部分|者)")
_POINTED = re.compile(r"(?:[前后这上]|其余|以上|上述|前述|另外|其他|其中)$")
_SAID = re.compile(r"(?:[前后这]|以上|上述|前述)$")
_ASPECTS = re.compile(r"方面|部分|举措|环节|层面|步")
_JOINED = re.compile(r"[和与及]|以及")
_CLAUSE = "。；！？\n：:，（("


def tallied(claim: Claim) -> Judged | None:
    """The verdict on a count of what the text itself tells; None for any other number."""
    mention = claim.mention
    number = mention.number
    if mention.kind is not Kind.COUNT or number is None or number < TWO:
        return None
    if number != int(number) or not _told_off(mention):
        return None
    listed = (_enumerated(claim) or _joined(claim)) if number <= MOST else None
    return listed or _projects(claim)


def untold(claim: Claim, doubt: Verdict | None) -> Judged | None:
    """A small number of things of the text's own making that nothing can count: 两个项目同由一个
    文件下达, 比前两项晚. A number in digits is a fact, but for that of projects and for the one
    thing that the ledger does have (`doubt` is only of what it is)."""
    mention, number = claim.mention, claim.mention.number
    lead = claim.text[max(claim.statement.gap, mention.start - 2) : mention.start]
    spelt = not any(c.isdigit() for c in mention.text)
    if spelt and _told_off(mention) and _SAID.search(lead) and (mention.number or 0) <= MOST:
        return Judged(mention, Verdict.STRUCTURAL)  # 滨河新村改造比前两项晚, 上述三个项目
    if claim.own:
        return None
    if mention.unit in _VOLTAGES:
        return Judged(mention, Verdict.STRUCTURAL)  # 10kV线路 names a sort of line
    if spelt and number == 1 and doubt is Verdict.UNSUPPORTED and mention.kind is Kind.COUNT:
        return Judged(mention, Verdict.STRUCTURAL)  # 发生一起事故, of which the narrative tells
    if number == 1 and doubt is Verdict.UNBOUND and _told_off(mention):
        return Judged(mention, Verdict.STRUCTURAL)  # 60分以下的1个
    plain = mention.kind is Kind.COUNT and number is not None and TWO <= number <= MOST
    if doubt is Verdict.WRONG_VALUE and claim.index.ledger.facts.projects and _of_all(claim):
        return None  # 全年共实施项目五个, of which the facts have four
    if not plain or not (_told_off(mention) or mention.unit in _SPANS):
        return None
    if spelt and mention.unit in _SPANS:
        return Judged(mention, Verdict.STRUCTURAL)  # 三年来总支出逐年走高
    project = _PROJECTS.match(claim.text, mention.end) is not None
    before = (claim.text, claim.statement.gap, mention.start)
    own = (
        _OWN.match(claim.text, mention.end)
        or _POINTED.search(*before)
        or _PROJECTS_BEFORE.search(*before)
    )
    if project or (spelt and (own or _ASPECTS.search(mention.unit or mention.text))):
        return Judged(mention, Verdict.STRUCTURAL)
    return None


def _of_all(claim: Claim) -> bool:
    """Whether a number is of all the projects there are: 全年五个项目, 共实施项目五个."""
    before = claim.text[claim.statement.gap : claim.mention.start]
    counted = _PROJECTS_BEFORE.search(before) or _PROJECTS.match(claim.text, claim.mention.end)
    return counted is not None and _WHOLLY.search(before) is not None


# nothing between says which of them: 全年新开工三个项目
_WHOLLY = re.compile(
    r"(?:全年|年内|本年度?|当年|年度|全部|全[局院校站所馆县市区镇乡]|共|合计|总共|共计)"
    r"(?:[共总计]*(?:实施|安排|开展|涉及|承担|管理|有|设立?|纳入)?了?(?:预算|专项|的|项目支出|资金)*"
    r"(?:项目|专项)?(?:共|为|有)?)$"
)


def _told_off(mention: Mention) -> bool:
    unit = mention.unit or mention.text.lstrip(_NUMERALS)
    return _UNITS.fullmatch(unit) is not None


def _enumerated(claim: Claim) -> Judged | None:
    """四个方面：一是…；二是…；三是…；四是…: as many as are marked behind the number, or before
    it in its paragraph."""
    mention, text = claim.mention, claim.text
    stop = text.find("\n", mention.end)
    behind = text[mention.end : stop if stop >= 0 else len(text)]
    first = behind.find("一是")
    if not 0 <= first <= NEAR or "。" in behind[:first].rstrip("。"):
        behind = text[text.rfind("\n", 0, mention.start) + 1 : mention.start]
        first = behind.find("一是")  # 一是……；二是……。上述两方面任务
        if first < 0:
            return None
    told = 0
    for mark in _MARKS:
        place = behind.find(f"{mark}是", first)
        if place < 0:
            break
        told, first = told + 1, place
    if told < 2:
        return None
    verdict = Verdict.DERIVED if mention.number == told else Verdict.WRONG_DERIVATION
    return Judged(mention, verdict, formula=f"所列“一是”等，共{told}项")


def _joined(claim: Claim) -> Judged | None:
    """甲和乙两处, 甲、乙、丙及丁四个: things named right before their number."""
    mention, text = claim.mention, claim.text
    low = max(text.rfind(mark, 0, mention.start) for mark in _CLAUSE) + 1
    run = text[low : mention.start]
    parts = run.split("、")
    items = [*parts[:-1], *_JOINED.split(parts[-1])]
    if mention.number != len(items) or not all(1 < len(i) <= LONGEST_ITEM for i in items):
        return None
    formula = "所列：" + "、".join(items) + f"，共{len(items)}项"
    return Judged(mention, Verdict.DERIVED, formula=formula)


def _projects(claim: Claim) -> Judged | None:
    """四个项目, 实施项目四个: the projects of the facts; fewer may be some of them."""
    mention = claim.mention
    listed = claim.index.ledger.facts.projects
    before = _PROJECTS_BEFORE.search(claim.text, claim.statement.gap, mention.start)
    if not (before or _PROJECTS.match(claim.text, mention.end)):
        return None
    for figure in claim.index.stating(mention):
        if figure.subject.endswith(("项目", "专项")) and figure.period == claim.scope.year:
            return found(mention, figure)  # 预算项目 18 个
    if not listed:
        return None
    number = len(listed)
    if mention.number == number:
        return Judged(mention, Verdict.DERIVED, formula=f"事实文件所列项目共{number}个")
    every = _EVERY.search(claim.text, claim.statement.gap, mention.start)
    if (mention.number or 0) < number and not before and not every:
        return Judged(mention, Verdict.STRUCTURAL)
    known = Figure("项目个数", "项目", "个数", "", claim.scope.year, "count", str(number), "个",
                   formula="事实文件所列项目")  # fmt: skip
    return wrong(mention, Verdict.WRONG_VALUE, [known])
