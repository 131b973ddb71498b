"""What an average is per, by its words: 每盏年费用, 单台租金, 人次成本, 户均财政支出，东门片区…"""

from __future__ import annotations

import re

from writer.grounding.reading.words import words

_LINKS = r"(?:年|的|平均|为|由|约|是|仅|达|到|只|有|需|要)*"
_PRICE = r"[一-鿿]{0,6}?(?:成本|费用?|支出|投入|补助|补贴|经费|租金|金额|价款?|造价)"
_EACH = re.compile(rf"(?:折合|平均|约合)?每(?P<per>[一-鿿]{{1,5}}?)(?:{_PRICE})?{_LINKS}$")
_EACH_DOES = re.compile(r"(?:平均每?|每)(?P<per>[一-鿿]{2,10})$")  # 平均每人巡护
_EACH_ON_AVERAGE = re.compile(
    r"每(?P<per>[一-鿿]{1,6}?)(?:全年|一年|年度|当年|年内|年|一年内)?平均[一-鿿]{0,6}$"
)
_ONE = re.compile(rf"单(?!位)(?P<per>[一-鿿]{{1,2}}?)(?:{_PRICE}|[一-鿿]{{0,3}}){_LINKS}$")
_COST = re.compile(rf"(?P<per>[一-鿿]{{1,3}})成本{_LINKS}$")
_YIELD = re.compile(r"(?:亩|单)产(?:量)?(?:为|达|约)*$")
# 均衡 and 均已 are no average
_AVERAGE = re.compile(r"(?P<per>[一-鿿])均(?![衡匀等有可在按由已未能应])[一-鿿]{0,8}$")
# the average is announced and told of one thing after another
_ANNOUNCED = re.compile(
    r"(?P<per>[一-鿿])均(?![衡匀等有可在按由已未能应])[一-鿿]{1,8}[，：:][一-鿿]{2,12}$"
)
# 两项指标均得满分: all of them, no average
_ALL = re.compile(
    r"(?:指标|目标|项目|任务|工作|方面|以上|上述|[者率度]|[两二三四五六七八九十\d]项)均$"
)
_NO_HEAD = frozenset("平")  # 平均 says nothing of what it is per


def average_head(text: str, start: int, end: int) -> str | None:
    """What the words in text[start:end] before a number make it an average of each of: 盏, 人次;
    None when they make it none. 平均 without more gives ""."""
    if (each := _EACH.search(text, start, end)) is not None:
        last = text.rfind("每", each.start(), end) + 1  # 折合每户每月
        return _classifier(text[last:end]) or each["per"][:4]
    if (one := _ONE.search(text, start, end)) is not None and _counts(one["per"]):
        return one["per"]
    if (does := _EACH_DOES.search(text, start, end)) is not None:
        head = _classifier(does["per"])
        if head and (does[0].startswith("平均") or head[0] in _SCALES):
            return head
    if (person := _EACH_ON_AVERAGE.search(text, start, end)) is not None:
        per = person["per"]
        called = per[len(_classifier(per)) :]
        return called if len(called) > 1 else per  # 每位老人全年平均接受服务
    if _YIELD.search(text, start, end) is not None:
        return "亩"
    if (cost := _COST.search(text, start, end)) is not None:
        per = next((p for p in _ends(cost["per"]) if _classifier(p) == p), None)
        if per is not None:
            return per
    average = _AVERAGE.search(text, start, end) or _ANNOUNCED.search(text, start, end)
    if average is None or means_all(text, average.start("per")):
        return None
    head = text[max(start, average.start() - 1) : average.start()] + average["per"]
    if _classifier(head) == head:
        return head  # 人次均, 台套均
    return "" if average["per"] in _NO_HEAD else average["per"]


def means_all(text: str, at: int) -> bool:
    """Whether the 均 behind text[at] says that something holds for all of what it follows."""
    return _ALL.search(text, max(0, at - 2), at + 2) is not None


def _classifier(rest: str) -> str:
    """The longest classifier that the words begin with, 万人 with its scale; "" for none."""
    scale = rest[:1] if rest[:1] in _SCALES else ""
    name = words().classifiers.at(rest, len(scale))
    return scale + name if name else ""


def _counts(per: str) -> bool:
    return bool(_classifier(per)) or per in _MACHINES


_MACHINES = ("机", "车", "船")
_SCALES = ("百", "千", "万")


def _ends(name: str) -> list[str]:
    return [name[i:] for i in range(len(name))]
