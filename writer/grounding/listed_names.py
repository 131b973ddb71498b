"""The subjects of a 分别 list whose names are cut down: 中央、省、市、县四级分别为…"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection

from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.statements import Statement

_PARTED = re.compile("[、和与及]")
_TOLD_OFF = re.compile(
    r"(?:[一二三四五六七八九十两\d]+(?:级|类|项|者|个方面|个(?:预算)?(?:项目|专项)?|方面|处|部分|环节)(?:分担|共同|承担|合计)?|三者|两者|同比|占比|(?:较|比|与)上年(?:相比|同期)?)+$"
)
# 门诊患者、住院患者、职工三类人群满意度
_KINDS = re.compile(r"[二两三四五六七八九十\d]+(?:类|种|个)(?:人群|对象|群体|人员|主体)?")
_IN_ORDER = re.compile(r"按(?:照)?(?:上述|以上|前述|同样|同一)[^，。；]{0,8}(?:顺序|次序)")
CLAUSES = 2  # before 分别 in which its members may stand
_TOGETHER = re.compile(
    r"(?:(?:合计|共计|总计|一共|共有|共)[^，。；、]{0,4}|(?:之比|比例|比)[约大为是达到]*)$"
)
MOST = 8  # names in a row
LONGEST = 12  # characters of a name
NOUN = 2  # characters of a noun behind the last of them
SHORTEST_END = 2  # characters that several names have in common


def listed(
    index: LedgerIndex, text: str, statement: Statement, size: int, near: Collection[int]
) -> list[list[int]]:
    """分布在产出、效益两处，扣分依次为…: names cut down to what tells them apart; [] when one fits
    no subject, or several that nothing tells apart. `near` are the subjects still spoken of."""
    end = statement.respectively
    for _ in range(CLAUSES):
        start = max(text.rfind(mark, 0, end) for mark in "，。；：\n") + 1
        words = _KINDS.sub("", _TOLD_OFF.sub("", text[start:end]))
        items = [i for i in _PARTED.split(words) if i]
        if len(items) == size > 1:
            if whole := _sharing_an_end(index, items):
                return whole
            said = text[start : statement.mention.start]
            # a verb may stand before the first: 分布在产出、效益
            firsts = (items[0][k:] for k in range(max(1, len(items[0]) - 1)))
            found = (_fitting(index, [first, *items[1:]], said, near) for first in firsts)
            return next((members for members in found if members), [])
        if start == 0 or text[start - 1] != "，":
            break
        end = start - 1
    return []


def joined(index: LedgerIndex, words: str, near: Collection[int]) -> list[int]:
    """小学、初中、高中共; 审结刑事、民事案件合计: the subjects of the names that the words end with
    before they say total or ratio, all of them; [] where there is one alone, or one that is none
    of the ledger's."""
    words = _TOGETHER.sub("", words)
    begin = max(words.rfind(mark) for mark in "，。；：（(\n") + 1
    items = [i for i in _PARTED.split(_TOLD_OFF.sub("", words[begin:])) if i]
    if not 1 < len(items) <= MOST:
        return []
    # a verb or a place may stand before the first, a noun behind the last: 全县小学、初中学校
    first = items[0][-LONGEST:]
    firsts = [first[k:] for k in range(max(1, len(first) - 1))]
    lasts = [items[-1][: len(items[-1]) - k] for k in range(NOUN + 1)]
    every = [[first, *items[1:-1], last] for last in lasts for first in firsts]
    for names in every:
        if all(name in index.labels for name in names):
            return [index.labels[name][0] for name in names]
    for names in every:
        if len(names[-1]) > 1 and (found := _sharing_an_end(index, names)):
            return [member[0] for member in found]
    for names in every[: len(firsts)]:
        if found := _fitting(index, names, words, near):
            return [member[0] for member in found]
    return []


def in_order(index: LedgerIndex, text: str, statement: Statement, start: int) -> list[list[int]]:
    """甲社区11栋，乙社区8栋……；受益居民按上述社区顺序依次为418户、304户: of 甲社区, of 乙社区;
    [] unless as many names as there are numbers differ in what the sentence has told before.
    `start` is where the sentence begins."""
    size = statement.group[1] if statement.group else 0
    if _IN_ORDER.search(text, start, statement.mention.start) is None:
        return []
    said = text[start : statement.mention.start]
    rests: dict[str, dict[int, int]] = defaultdict(dict)  # end of the names → place → subject
    for label, ids in index.labels.items():
        for at in range(SHORTEST_END, len(label) - SHORTEST_END + 1):
            place, rest = said.find(label[:at]), label[at:]
            if place >= 0 and place + at < len(said) and said.rfind(rest) > place:
                rests[rest][place] = ids[0]
    fitting = [found for found in rests.values() if len(found) == size > 1]
    last = max(fitting, key=lambda found: max(found), default={})
    return [[s] for _, s in sorted(last.items())]


def _sharing_an_end(index: LedgerIndex, items: list[str]) -> list[list[int]]:
    """门诊患者、住院患者满意度: the last name's end is that of all of them."""
    labels, last = index.labels, items[-1]
    for size in range(SHORTEST_END, len(last)):
        names = [*(item + last[-size:] for item in items[:-1]), last]
        if all(name in labels for name in names):
            return [[labels[name][0]] for name in names]
    return []


def _fitting(
    index: LedgerIndex, items: list[str], said: str, near: Collection[int]
) -> list[list[int]]:
    """The subjects that the items begin or end, with one and the same rest of their names."""
    fitting = [
        {label[len(item) :].removeprefix("级"): ids[0] for label, ids in index.labels.items()
         if label.startswith(item) and label != item}
        | {label[: -len(item)]: ids[0] for label, ids in index.labels.items()
           if label.endswith(item) and label != item}
        for item in items
    ]  # fmt: skip
    rests = set.intersection(*(set(found) for found in fitting))
    # 依次得: of 得分 and 满分 it is the first
    spelt = [r for r in rests if r in said or said.endswith(r[:1])]
    told = [r for r in rests if any(found[r] in near for found in fitting)]
    # 中央补助 and 中央资金 may be two names of one thing
    meant = {tuple(found[r] for found in fitting) for r in (spelt or told or rests)}
    return [[s] for s in meant.pop()] if len(meant) == 1 else []
