"""Counts of things that the text lists: 等7个股室, 内设9个股室：…"""

from __future__ import annotations

import re
from collections.abc import Sequence

from writer.findings import Verdict
from writer.grounding.judgement import Judged
from writer.grounding.lexicon import Tag
from writer.grounding.mentions import Kind, Mention
from writer.grounding.scope import Scope
from writer.grounding.statements import Statement
from writer.grounding.tokens import Token
from writer.numerals import number as numeral

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_AFTER = re.compile(r"[^，。；！？\n：]{0,14}(?:[：:]|，?(?:分别是|分别为|包括|即))")
_BEFORE = re.compile(r"(等?)(?:，?(?:一共|共有|共计|共|合计))?$")
_ASPECTS = re.compile(r".{1,3}(?:方面|环节|部分|领域|层面|大类|重点)")
_BRACKET = re.compile(r"[一-鿿]{2,8}[（(]([^（）()，；。\n]{4,200})[）)]")
_SOME = re.compile(r"^(?:其中|含|包含|包括|如|例如|主要)|等[一-鿿]{0,4}$|[〔《]")
_SUMMED = re.compile(r"[一二两三四五六七八九十]?[项者]?(?:合计|总计|共计|累计|总共|共[扣计得涉支])")
_COUNT = r"(\d{1,3}|[一二两三四五六七八九十]{1,3})\s*[个家处所支]"
_COUNTED_FIRST = re.compile(_COUNT + r"[一-鿿]{2,12}[和与及、]\s*$")
_COUNTED_TOO = re.compile(r"\s*[一-鿿]{2,12}[和与及、]\s*" + _COUNT)
UNMARKED = 3  # items that make a list without 等
LONGEST_ITEM = 40
LONGEST_LIST = 600  # characters of a list whose items are counted


def items_before(text: str, start: int) -> list[str]:
    """The items of the list that ends with 等 right before `start`: 甲、乙、丙等3个."""
    head = _BEFORE.search(text, max(0, start - 4), start)
    if head is None:
        return []
    low = max(text.rfind(mark, 0, head.start()) for mark in "。；！？\n：:，") + 1
    items = _items(text[low : head.start()])
    told = _ASPECTS.match(text, start) is not None
    return items if head[1] or told or len(items) >= UNMARKED else []


def items_after(text: str, end: int) -> list[str]:
    """The items of the list that a colon opens after the counted noun: 3个股室：甲、乙、丙。"""
    opened = _AFTER.match(text, end)
    if opened is None:
        return _in_brackets(text, end)
    stop = re.compile(r"[。；！？\n]").search(text, opened.end())
    run = text[opened.end() : stop.start() if stop else len(text)]
    return [item for item in _items(run) if not _SUMMED.match(item)]


def _in_brackets(text: str, end: int) -> list[str]:
    """The names in the brackets behind a counted noun: 5个科室（综合科、房产科、……）. [] where
    they are only some of them, or say something else."""
    opened = _BRACKET.match(text, end)
    if opened is None or _SOME.search(opened[1]) or any(c.isdigit() for c in opened[1]):
        return []
    items = _items(opened[1])
    return items if len(items) >= UNMARKED else []


def listed_count(text: str, mention: Mention) -> Judged | None:
    """A count against the list it speaks of; None when no list is near."""
    number = mention.number
    if number is None or number < 2 or mention.unit is None or mention.kind is not Kind.COUNT:
        return None
    if mention.unit == "年":
        return _years_told(text, mention)
    if (two := _two_counts(text, mention)) is not None:
        return two
    if mention.unit in _TOLD_OFF and number == len(_joined_before(text, mention.start)):
        return Judged(mention, Verdict.DERIVED, formula=f"前列{number}项")
    if number == len(lines_below(text, mention.end)):
        return Judged(mention, Verdict.DERIVED, formula=f"下列{number}项")
    for items in (items_before(text, mention.start), items_after(text, mention.end)):
        if len(items) >= 2:
            joined = _JOINED.search(items[-1]) is not None  # 财务股和安全股 may be two
            right = len(items) <= number <= len(items) + max(joined, pairs_in(items))
            told = number if right else len(items)
            formula = "所列：" + "、".join(items[:20]) + f"，共{told}项"
            if not right and any(_TOLD.search(item) for item in items):
                return _dated(mention, items)  # 分两批到位：1月9日……、6月12日……
            verdict = Verdict.DERIVED if right else Verdict.WRONG_DERIVATION
            return Judged(mention, verdict, formula=formula)
    return None


def _two_counts(text: str, mention: Mention) -> Judged | None:
    """内设9个股室和2个直属单位：甲、乙……: the list behind the colon tells off both."""
    low = max(0, mention.start - LONGEST_ITEM)
    first = _COUNTED_FIRST.search(text, low, mention.start)
    second = _COUNTED_TOO.match(text, mention.end)
    other = first or second
    if other is None or mention.number is None:
        return None
    items = items_after(text, mention.end if first else second.end() if second else 0)
    more = numeral(other[1])
    if len(items) < UNMARKED or more is None:
        return None
    joined = _JOINED.search(items[-1]) is not None
    right = mention.number + more in (len(items), len(items) + joined)
    formula = "所列：" + "、".join(items[:20]) + f"，连同另{more}项共{len(items) + joined}项"
    return Judged(mention, Verdict.DERIVED if right else Verdict.WRONG_DERIVATION, formula=formula)


def pairs_in(items: Sequence[str]) -> int:
    """How many items are two of one sort: 综合科、人事科和财务科、业务科 has one pair."""
    short = (item for item in items if len(item) <= LONGEST_ITEM)
    return sum(_PAIR.fullmatch(item) is not None for item in short)


def _joined_before(text: str, start: int) -> list[str]:
    """省、市两级, 甲方和乙方两方: short names right before a number that tells them off."""
    clause = _CLAUSE.split(text[max(0, start - LONGEST_ITEM) : start])
    whole = len(clause) > 1 or start < LONGEST_ITEM
    items = re.split("[、和与及]", clause[-1]) if whole else []
    short = all(0 < len(item) <= SHORT_ITEM and not _NUMBER.search(item) for item in items)
    return items if short else []


def _years_told(text: str, mention: Mention) -> Judged | None:
    """三年来逐年走高——2022年…，2023年…，2024年…: as many years as the sentence goes on to name."""
    over = _OVER_YEARS.match(text, mention.end) or _YEARS_ON_END.search(
        text, max(0, mention.start - 2), mention.start
    )
    if over is None:
        return None
    stop = _STOP.search(text, mention.end)
    rest = text[mention.end : min(stop.start() if stop else len(text), mention.end + LONGEST_LIST)]
    years = set(_YEAR.findall(rest))
    if len(years) != mention.number and len(_SERIES.findall(rest)) + 1 != mention.number:
        return None
    return Judged(mention, Verdict.DERIVED, formula=f"所列年份共{mention.number}个")


_CLAUSE = re.compile(r"[，。；：！？\n（(]")
_STOP = re.compile(r"[。；！？\n]")
_OVER_YEARS = re.compile(r"[来间]|连[续增升降减]|逐年|持续")
_YEARS_ON_END = re.compile(r"(?:连续|最近|过去|近)$")
_YEAR = re.compile(r"20\d\d年|今年|上年|去年|前年")
_SERIES = re.compile(r"\d[一-鿿%]{0,4}、(?=\d)")  # 12起、8起、6起
SHORT_ITEM = 8  # characters
_TOLD_OFF = (
    "级",
    "方",
    "者",
    "地",
    "类",
    "块",
    "端",
)  # what counts nothing but the names before it
_PROJECTS = ("项目", "专项")
_JOINED = re.compile(r"[一-鿿]{2}(?:[和与及]|以及)[一-鿿]{2}")
_PAIR = re.compile(r"[一-鿿]+(?P<sort>[一-鿿]{1,2})(?:[和与及]|以及)[一-鿿]+(?P=sort)")
_LISTED = re.compile(r"(?:下列|以下|下面)$")
_ABOVE = re.compile(r"(?:上述|以上|前述)$")
_TOLD = re.compile(r"\d(?:万|亿)?元|月\d+日|，")
_ENUMERATORS = (
    re.compile(r"[（(]\d+[）)]"),
    re.compile(r"\d+[.．、](?!\d)"),
    re.compile(r"[①-⑳⒈-⒛⑴-⒇]"),
    re.compile(r"——"),
    re.compile(r"[（(][一二三四五六七八九十]+[）)]"),
    re.compile(r"[一二三四五六七八九十]+、"),
)
_OPENING = re.compile(r"[^。；\n]{0,60}[：:。]\s*\n+")
_BELOW = re.compile(r"下列|以下|如下")


def lines_below(text: str, end: int, *, announced: bool = True) -> list[str]:
    """The numbered paragraphs that follow a line which ends in a colon, or says 下列.

    Unless they must be `announced`, those that follow the number's sentence count as well.
    """
    opening = _OPENING.match(text, end)
    if opening is None:
        return []
    line = text[text.rfind("\n", 0, end) + 1 : opening.end()].rstrip()
    if announced and line[-1] not in "：:" and not _BELOW.search(line):
        return []
    lines = [one.strip() for one in text[opening.end() :].split("\n", MANY * 4) if one.strip()]
    style = next((n for n, mark in enumerate(_ENUMERATORS) if lines and mark.match(lines[0])), -1)
    found = []
    for one in lines if style >= 0 else ():
        if style < FIRST_OUTER and any(mark.match(one) for mark in _ENUMERATORS[FIRST_OUTER:]):
            break
        if _ENUMERATORS[style].match(one):
            found.append(one)
    return found


FIRST_OUTER = 4  # from here on enumerators head sections, which end a list within one


def _dated(mention: Mention, items: Sequence[str]) -> Judged | None:
    """Clauses cannot be counted by their marks; as many dates as the number says can."""
    dates = len(_DAY.findall("".join(items)))
    if mention.number == dates:
        return Judged(mention, Verdict.DERIVED, formula=f"所列日期共{dates}个")
    return None


_DAY = re.compile(r"\d+月\d+日")
TOLD_OFF = ("项", "笔", "年", "个", "类", "者", "方面", "部分")


def told_off(text: str, statement: Statement, scope: Scope) -> Judged | None:
    """两项合计, 三个项目共: a count of what was just stated, not of a thing in the ledger."""
    mention = statement.mention
    number = mention.number
    if mention.kind is not Kind.COUNT or number is None or not 2 <= number <= MANY:
        return None
    if mention.unit is not None and not mention.unit.startswith(TOLD_OFF):
        return None
    of_projects = text.startswith(_PROJECTS, mention.end)
    listing = _LISTED.search(text, statement.gap, mention.start) is not None
    below = lines_below(text, mention.end, announced=listing) if listing or of_projects else []
    if number == len(below):  # 下列三个项目预算2800万元
        scope.told, scope.listing = int(number), True
        return Judged(mention, Verdict.DERIVED, formula=f"下列{number}项")
    if number == len(named_before(text, statement)):  # 甲、乙、丙三个方向，实际支出……
        scope.told = int(number)
        return Judged(mention, Verdict.DERIVED, formula=f"前列{number}项")
    summing = [t for t in statement.right if t.tag is Tag.TOTAL or t.tag is Tag.BASIS]
    if not summing or summing[0].start - mention.end > len("项目支出总共"):
        return None
    if summing[0].tag is Tag.BASIS and not _ABOVE.search(text, statement.gap, mention.start):
        return None
    kinds = [f.kind for f in scope.stated] + [r.figure.kind for r in scope.last]
    if max((kinds.count(k) for k in set(kinds)), default=0) < number:
        return None
    scope.told = int(number)
    return Judged(mention, Verdict.DERIVED, formula=f"前述{mention.text}")


def named_before(text: str, statement: Statement) -> list[Token]:
    """The subjects that stand joined right before the number; [] for fewer than two."""
    names = [t for t in statement.left if t.tag is Tag.SUBJECT]
    if len(names) < 2 or statement.mention.start - names[-1].end > 1:
        return []
    first = len(names) - 1
    while first and text[names[first - 1].end : names[first].start] in ("、", "和", "与", "及"):
        first -= 1
    return names[first:]


MANY = 12
_SUMMED = re.compile(r"(?:合计|共计|总计|累计)|共(?=\d|扣)")


def _items(run: str) -> list[str]:
    """Items parted by 、 (brackets kept whole); the last may be joined by 和 or 及."""
    if len(run) > LONGEST_LIST:
        return []  # nobody counts that; and a text of one endless list stays linear
    depth, items, current = 0, [], ""
    for char in run:
        if char in "（(《“":
            depth += 1
        elif char in "）)》”":
            depth = max(0, depth - 1)
        if char == "、" and not depth:
            items.append(current)
            current = ""
        else:
            current += char
    items.append(current)
    items = [item.strip() for item in items]
    if len(items) < 2:
        items = [item.strip() for item in re.split("[，；]", run) if item.strip()]
        items = [item for item in items if not _SUMMED.match(item)]
    return items if all(0 < len(item) <= LONGEST_ITEM for item in items) else []
