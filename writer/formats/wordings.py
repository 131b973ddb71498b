"""Wording that computes nothing: lists, sentences, variation, grouping (filters and functions)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from writer.errors import FormatError
from writer.formats.numbering import chinese_number
from writer.formats.values import Absent, Number
from writer.formats.views import View
from writer.ledger import show_date

_LONG_TITLE = 12  # characters: longer titles are clauses, not names
_SAYING_NOTHING = ("其他", "其他工作", "其他情况", "总体情况", "综合情况")
_STOPS = "。；;，,、：:．."
_ENDS = "。！？…”）"


def joined(items: Iterable[Any], last: str = "") -> str:
    """甲、乙、丙; with last="和": 甲、乙和丙."""
    texts = [open_end(item) for item in items]
    texts = [text for text in texts if text]
    if last and len(texts) > 1:
        return "、".join(texts[:-1]) + last + texts[-1]
    return "、".join(texts)


def open_end(text: Any) -> str:
    """A text without its closing stop, to stand inside a sentence."""
    return str(text).strip().rstrip(_STOPS)


def sentence(text: Any) -> str:
    """A text that ends with exactly one full stop."""
    plain = str(text).strip()
    return plain if plain.endswith(tuple(_ENDS)) else open_end(plain) + "。"


def merged(texts: Any, sign: str = "；") -> str:
    """Several texts as one clause: 甲；乙, without a closing stop."""
    items = [texts] if isinstance(texts, str) else texts
    return sign.join(t for t in map(open_end, items) if t)


def date(value: Any) -> str:
    """A date of the facts (2024-06-28) as a document writes it (2024年6月28日)."""
    return str(value) if isinstance(value, Number) else show_date(str(value))


def in_chinese(value: Any) -> str:
    """A small count in Chinese numerals: 5 → 五."""
    if isinstance(value, Number):
        value.used.figure(value.figure)
        value = value.value
    return chinese_number(int(value))


def vary(index: int, *wordings: str) -> str:
    """One of several wordings by turns, so that like items do not read alike."""
    if not wordings:
        raise FormatError("“变换”至少要给出一种说法")
    return wordings[(int(index) - 1) % len(wordings)]


def purpose(texts: Any) -> str:
    """What money is for, as a clause: 资金主要用于…, whatever the fact begins with."""
    text = merged(texts)
    if text.startswith(("主要", "用于")):
        return f"资金{text}"
    # a fact that is a sentence of its own speaks for itself
    whole = str(texts).endswith("。") or text.startswith("资金")
    return text if whole else f"资金主要用于{text}"


def opening(title: Any) -> str:
    """A topic's title as the opening of its paragraph: 社会效益 → 社会效益方面，"""
    text = open_end(title)
    if not text:
        return ""
    if text.endswith("方面"):
        return text + "，"
    if text.endswith("情况"):
        return f"从{text}看，"
    # a title that is a clause of its own stands as one
    return text + ("。" if "，" in text or len(text) > _LONG_TITLE else "方面，")


def ordinal_word(index: int) -> str:
    """一是, 二是 …: how the points of a paragraph are told off."""
    return f"{chinese_number(int(index))}是"


def same(a: Any, b: Any) -> bool:
    """Whether two figures are given and equal."""
    return isinstance(a, Number) and isinstance(b, Number) and a.value == b.value


def given(value: Any) -> bool:
    """Whether a figure is given at all, 0 included."""
    return isinstance(value, Number)


def stated(line: Any) -> bool:
    """Whether a line holds any amount other than 0."""
    bases = ("年初预算", "全年预算", "决算")
    return isinstance(line, View) and any(line.lookup(basis) for basis in bases)


def titles(topics: Iterable[Any]) -> str:
    """The titles of topics, counted: 训练演练、比武竞赛等两个方面."""
    found = [open_end(t.lookup("标题")) for t in topics if t.lookup("标题")]
    if len(found) == 1:
        return found[0]
    count = "两" if len(found) == 2 else chinese_number(len(found))
    return f"{'、'.join(found)}{count}个方面"


def short_titles(topics: Iterable[Any]) -> list[str]:
    """The titles of topics where all of them are names (训练演练), none where one is a clause
    (强化组织领导，压实责任); what says nothing (其他工作, 总体情况) is left out."""
    found = [open_end(t.lookup("标题")) for t in topics if t.lookup("标题")]
    named = [title for title in found if title not in _SAYING_NOTHING]
    clauses = any("，" in title or len(title) > _LONG_TITLE for title in named)
    return [] if clauses else named


def with_indicators(projects: Iterable[Any]) -> bool:
    """Whether any project has indicators of its own."""
    return any(project.lookup("绩效指标") for project in projects)


def short_of(indicators: Iterable[Any]) -> list[Any]:
    """The indicators whose score is below their weight."""
    pairs = ((i.lookup("得分"), i.lookup("分值"), i) for i in indicators)
    return [
        i for score, weight, i in pairs
        if isinstance(score, Number) and isinstance(weight, Number) and score < weight
    ]  # fmt: skip


def grouped(items: Iterable[Any], key: str) -> list[tuple[str, list[Any]]]:
    """(value, items) for each value of a key, in the order of the facts."""
    groups: dict[str, list[Any]] = {}
    for item in items:
        groups.setdefault(str(item.lookup(key) or ""), []).append(item)
    return list(groups.items())


def within(unit: str) -> Callable[[Any], str]:
    """The filter that prints an amount in a money unit."""

    def filter_(value: Any) -> str:
        if isinstance(value, Absent):
            value.complain()
        if not isinstance(value, Number):
            raise FormatError(f"“|{unit}”只能用于金额，而这里是“{value}”")
        return value.within(unit)

    return filter_


FILTERS: dict[str, Callable[..., str]] = {
    "元": within("元"), "万元": within("万元"), "亿元": within("亿元"),
    "列举": joined, "并句": merged, "用途": purpose, "题引": opening,
    "不带句号": open_end, "成句": sentence, "日期": date, "大写": in_chinese,
}  # fmt: skip

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "变换": vary, "相同": same, "有数": stated, "给出": given, "标题列": titles,
    "短标题": short_titles,
    "顺序词": ordinal_word, "项目有指标": with_indicators, "失分指标": short_of, "分组": grouped,
}  # fmt: skip
