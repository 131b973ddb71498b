"""Spans of time and distances inside names: 24小时值班, 24小时晴雨预报, 15分钟生活圈 (`idiom`)."""

from __future__ import annotations

import re

from writer.grounding.mentions import Kind
from writer.grounding.reading.page import Hit, Page

_SPAN = re.compile(
    r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3}|半) ?"
    r"(?:个?小时|[hH](?![A-Za-z])|分钟|刻钟|天|公里)"
)
_WATCH = re.compile(r"24 ?(?:小时|[hH])")
# 15分钟便民生活圈; but 15分钟内到达救援圈, 15分钟可达的生活圈 tell how long it takes
_CIRCLE = re.compile(
    r"(?<!天)”?(?![内以之左可到就即])[^的，。；、“”\n\d]{0,7}[^的，。；、“”\n\d羊猪牛]圈(?![舍养定占])"
)
_OFF_DUTY = re.compile(r"(?:以外|之外|外)(?!出)")  # 八小时以外: what officials do after work
_NEAR = 8  # characters behind the span in which a word must begin
_CLOSE = 4


def named_span(page: Page, at: int) -> Hit | None:
    """The span of time or the distance at `at` that only names a thing, or None."""
    match = _SPAN.match(page.s, at)
    if match is None:
        return None
    if _WATCH.fullmatch(match[0]) and (hit := _watch(page, at, match.end())):
        return hit
    s, end = page.s, match.end()
    if circle := _CIRCLE.match(s, end):
        return Hit(at, circle.end(), Kind.IDIOM)
    if match[0] in ("八小时", "八个小时", "8小时") and (off := _OFF_DUTY.match(s, end)):
        return Hit(at, off.end(), Kind.IDIOM)
    name = page.words.named_spans.at(s, end)
    if not name or page.words.measured_spans.before(s, page.before(at)):
        return None  # 连续24小时降雨量 was measured
    return Hit(at, end + len(name), Kind.IDIOM)


def _watch(page: Page, at: int, end: int) -> Hit | None:
    """24小时值班, 24小时应急值守: through the first such word, close behind."""
    near = page.s[end : end + _NEAR]
    if near.startswith(("内", "以内", "之内")):
        return None  # 24小时内响应 is a limit
    for stop in "，。；、,;\n":
        near = near.partition(stop)[0]
    ends = [near.find(w) + len(w) for w in page.words.watch_words if 0 <= near.find(w) <= _CLOSE]
    return Hit(at, end + min(ends), Kind.IDIOM) if ends else None
