"""Dates, spans of time and times of day -> EDTF (READING.md, kind `date`)."""

from __future__ import annotations

import re
from typing import NamedTuple

from writer.grounding.mentions import Kind
from writer.grounding.reading.page import Hit, Page

_PARTS = {
    "<B>": r"[ ]{0,3}",
    "<Y>": r"(?:1 ?[6-9] ?\d ?\d|2 ?0 ?\d ?\d)",
    "<YY>": r"(?:19|20)\d\d",
    "<M>": r"(?:1[0-2]|0?[1-9])",
    "<D>": r"(?:3[01]|[12]\d|0?[1-9])",
    "<H>": r"(?:2[0-4]|[01]?\d|零(?=[时点]))",
    "<N>": r"(?:[0-5]?\d)",
    "<C>": r"[ ]{0,2}(?:-{1,2}|—{1,2}|~|至|到)[ ]{0,2}",
    "<END>": r"(?:末(?![端梢尾位级])|底(?![线数层部气子下图色板座料泥稿蕴盘牌])"
    r"|初(?![步级中期审衷始心次评验选稿创等具见显定]))",
    "<HALF>": r"上午|下午|晚上|晚间|晚|凌晨|中午|清晨|早上|傍晚|夜间",
    "<CY>": r"[〇零0一二三四五六七八九]{4}",
    "<CM>": r"(?:十[一二]?|[一二三四五六七八九])",
    "<CD>": r"(?:三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])",
    "<QU>": r"[1-4一二三四]",
}
_NOT_O_CLOCK = r"(?![段代期候限效常机间长尚刻意要建措多余以]|点)"


def compile_parts(pattern: str) -> re.Pattern[str]:
    # a part may hold another one, so twice
    for _ in range(2):
        for name, part in _PARTS.items():
            pattern = pattern.replace(name, part)
    return re.compile(pattern)


def _time(n: str) -> str:
    """The groups of a time of day: p half of the day, h hour, i minute."""
    return (
        rf"(?:<B>(?P<p{n}><HALF>)?<B>(?P<h{n}><H>)<B>"
        rf"(?:[时点]{_NOT_O_CLOCK}(?:<B>(?P<i{n}><N>)<B>分(?![钟之]))?"
        rf"|:(?P<j{n}>[0-5]\d)(?::[0-5]\d)?(?!\d)))"
    )


# 7月28日报送 is a day on which something is sent, no 日报
_DAY_END = r"[日号](?![均常志游产]|报(?![送告备批请审名经到]))"
_YEARS = compile_parts(
    r"(?P<y1><Y>)<B>(?:年度?)?<C>(?P<y2><Y>)<B>"
    r"(?P<u>年(?:度|<END>)?(?:<B>(?P<m2><M>)<B>月份?)?|学年度?|财年)?(?![\d.%])"
)
# 2023/2024年度, 2023-24年
_SCHOOL_YEARS = compile_parts(
    r"(?P<y1>20\d\d)(?:/(?P<y2>20\d\d)|[-—/](?P<y3>\d\d))(?:年度?|学年度?)(?!\d)"
)
_MONTHS = compile_parts(
    r"(?:(?P<y1><Y>)<B>年度?<B>)?(?P<m1><M>)<B>(?:月份?)?<C>"
    r"(?:(?P<y2><Y>)<B>年<B>)?(?P<m2><M>)<B>月(?:份|<END>)?(?!龄|<B>\d{1,2}<B>[日号])"
)
_DAYS = compile_parts(
    r"(?:(?P<y1><Y>)<B>年<B>)?(?:(?P<m1><M>)<B>月<B>)?(?P<d1><D>)<B>[日号]?"
    + _time("1")
    + r"?<C>(?:(?P<y2><Y>)<B>年<B>)?(?:(?P<m2><M>)<B>月<B>)?(?P<d2><D>)<B>"
    + _DAY_END
    + _time("2")
    + "?"
)
_HOURS = compile_parts(
    r"(?:(?:(?P<y1><Y>)<B>年<B>)?(?P<m1><M>)<B>月<B>(?P<d1><D>)<B>[日号])?"
    + _time("1")
    + "<C>"
    + _time("2")
)
QUARTERS = compile_parts(
    r"(?:(?P<y1><Y>)<B>年度?<B>)?第?(?P<q1><QU>)(?:季度)?(?:<C>|、)第?(?P<q2><QU>)季度"
)
_NUMERIC_RANGE = compile_parts(
    r"(?P<y1><YY>)[.](?P<m1><M>)(?:[.](?P<d1><D>))?<C>"
    r"(?:(?P<y2><YY>)[.])?(?P<m2><M>)(?:[.](?P<d2><D>))?(?![\d.])"
)
_YEAR_FIRST = compile_parts(
    r"(?P<y1><Y>)<B>年(?![级龄])(?:(?:度(?![假过]))?<B>(?:(?P<half>[上下])半年"
    r"|(?P<first>前)(?P<q2>[二三23])个?季度|第?(?P<q1><QU>)季度)"
    r"|度(?![假过])<END>?|<END>|<B>Q(?P<q3>[1-4])(?!\d)"
    r"|<B>(?P<m1><M>|元)<B>月(?!龄)(?:份|<END>|[上中下]旬|<B>(?P<d1><D>)<B>"
    + _DAY_END
    + _time("1")
    + "?)?)?"
)
_NAMED_YEAR = compile_parts(r"(?P<y1><Y>)<B>(?:财年|财政年度|学年度?)")
_LISTED_MONTH = compile_parts(r"(?P<m1><M>)(?=、<M><B>月)")  # 3、4月
_SHORT_YEAR = compile_parts(
    r"(?P<y1>[012]\d)<B>年(?:度|<B>(?P<m1><M>)<B>月(?:份|<B>(?P<d1><D>)<B>日)?)"
)
_MONTH_FIRST = compile_parts(
    r"(?P<m1><M>)<B>月(?!龄)(?:份|<END>|[上中下]旬|<B>(?P<d1><D>)<B>"
    + _DAY_END
    + _time("1")
    + "?)?"
)
_DAY_ONLY = compile_parts(
    r"(?P<d1><D>)<B>日(?![均常报志游产元后期内]|以内|之内|以上|工作)" + _time("1") + "?"
)
_NUMERIC = compile_parts(
    r"(?P<y1><YY>)(?P<sep>[-/.])(?P<m1><M>)(?P=sep)(?P<d1><D>)(?![\d.%/])(?!-\d)" + _time("1") + "?"
)
_YEAR_MONTH = compile_parts(r"(?P<y1><YY>)[-/](?P<m1>0[1-9]|1[0-2])(?![\d/.%-])")
_CLOCK = compile_parts(r"(?P<h1><H>):(?P<j1>[0-5]\d)(?::[0-5]\d)?(?![\d:.%])")
_HOUR = compile_parts(
    rf"(?P<h1><H>)<B>(?:时{_NOT_O_CLOCK}|点(?=<B>\d))(?:<B>(?P<i1><N>)<B>分(?![钟之]))?"
)
_O_CLOCK = compile_parts(r"(?P<h1><H>)<B>[时点](?:<B>(?P<i1><N>)<B>分(?![钟之]))?")
_DECADE = compile_parts(r"(?:(?:20|二十)<B>世纪<B>)?(?P<t>[5-9])0<B>年代")
QUARTER = compile_parts(r"(?P<q1><QU>)<B>季度")
# what follows the digits of any date; a dozen patterns need not be tried without it
_DATED = re.compile(
    r"[\d ]{1,16}[年月日号时点季世财学至到~—:、/上下晚凌中清早傍夜-]|(?:19|20)\d\d\."
)
_SCALES = tuple("百千万亿元%‰分成")
AFTERNOON = ("下午", "晚上", "晚间", "晚", "傍晚", "夜间")
HALF_DAY = re.compile("上午|下午|晚上|晚间|凌晨|中午|清晨|早上|傍晚|夜间")


class Point(NamedTuple):
    """A point in time, as digits; "" where it is not said."""

    y: str = ""
    m: str = ""
    d: str = ""
    t: str = ""
    q: str = ""

    def edtf(self) -> str:
        year = self.y or "XXXX"
        if self.q:
            return f"{year}-Q{self.q}"
        if not (self.y or self.m or self.d):
            return self.t
        out = year
        if self.m or self.d:
            out += f"-{self.m or 'XX'}"
        if self.d:
            out += f"-{self.d}"
        return out + self.t

    def within(self, first: Point) -> Point:
        """The end of a range with what its beginning says and it leaves out."""
        if self.q:
            return self._replace(y=self.y or first.y)
        y = self.y or first.y
        m = self.m or (first.m if self.d or self.t else "")
        d = self.d or (first.d if self.t else "")
        return self._replace(y=y, m=m, d=d)


def date(page: Page, at: int) -> Hit | None:
    """The date whose first digit stands at `at`, or None."""
    s = page.s
    if not _DATED.match(s, at):
        return None
    for pattern in (_DAYS, _MONTHS, _HOURS, _YEARS, QUARTERS, _NUMERIC_RANGE):
        match = pattern.match(s, at)
        if match and (value := _range(page, match)):
            start = half_day(page, at) if pattern is _HOURS else at
            if pattern is QUARTERS and not match["y1"] and s[at - 1 : at] == "第":
                start = max(at - 1, page.floor)
            return Hit(start, match.end(), Kind.DATE, value)
    if (match := _SCHOOL_YEARS.match(s, at)) and (years := _next_year(match)):
        return Hit(at, match.end(), Kind.DATE, years)
    if match := _LISTED_MONTH.match(s, at):
        return Hit(at, match.end(), Kind.DATE, _single(match))
    for pattern in (_NAMED_YEAR, _YEAR_FIRST, _MONTH_FIRST, _SHORT_YEAR, _NUMERIC, _YEAR_MONTH):
        match = pattern.match(s, at)
        if match:
            return Hit(at, match.end(), Kind.DATE, _single(match))
    return _lonely(page, at)


def _range(page: Page, match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    first, last = _point(groups, "1"), _point(groups, "2")
    if "u" in groups and not (first.y < last.y and (groups["u"] or _free(page, match))):
        return None
    if first.d and not first.m and (last.m or _duration(page, match)):
        return None
    if "h2" in groups and "d2" not in groups and _same_clock(groups):
        return None
    low, high = first.edtf(), last.within(first).edtf()
    return f"{low}/{high}"


def _next_year(match: re.Match[str]) -> str | None:
    first, last = match["y1"], match["y2"] or match["y1"][:2] + match["y3"]
    return f"{first}/{last}" if first < last else None


def _free(page: Page, match: re.Match[str]) -> bool:
    """2019-2021 without 年: a range of years when nothing makes a quantity of it."""
    after = page.after(match.end())
    measured = page.words.classifiers.at(page.s, after) or page.s[after : after + 1] in _SCALES
    return match["y1"][:2] in ("19", "20") and not measured


def _duration(page: Page, match: re.Match[str]) -> bool:
    return page.s.startswith(("内", "以内", "之内", "以上"), match.end())


def _same_clock(groups: dict[str, str | None]) -> bool:
    """A ratio pair like 2:10-3:20 still is a clock; 点 on one side only is not."""
    return bool(groups["j1"]) != bool(groups["j2"])


def _single(match: re.Match[str]) -> str:
    groups = match.groupdict()
    point = _point(groups, "1")
    if groups.get("half"):
        months = ("01", "06") if groups["half"] == "上" else ("07", "12")
        return f"{point.y}-{months[0]}/{point.y}-{months[1]}"
    if groups.get("first"):
        last = quarter(groups["q2"] or "")
        return f"{point.y}-Q1/{point.y}-Q{last}"
    return point.edtf()


def _point(groups: dict[str, str | None], n: str) -> Point:
    def part(name: str) -> str:
        return (groups.get(name + n) or "").replace(" ", "")

    y, m, d, q = part("y"), part("m"), part("d"), part("q")
    q = q or (groups.get("q3") or "")
    if len(y) == 2:
        y = "20" + y
    m = "01" if m == "元" else m
    return Point(y, m.zfill(2) if m else "", d.zfill(2) if d else "", _clock(groups, n), quarter(q))


def _clock(groups: dict[str, str | None], n: str) -> str:
    hour = groups.get("h" + n)
    if not hour:
        return ""
    minute = groups.get("i" + n) or groups.get("j" + n) or "00"
    value = 0 if hour == "零" else int(hour)
    if groups.get("p" + n) in AFTERNOON and value < 12:
        value += 12
    return f"T{value:02}:{minute.zfill(2)}"


def quarter(text: str) -> str:
    return str("一二三四".find(text) + 1) if text and text in "一二三四" else text


def _lonely(page: Page, at: int) -> Hit | None:
    """A day, a time, a quarter or a decade that stands alone."""
    s = page.s
    if match := _DECADE.match(s, at):
        return Hit(at, match.end(), Kind.DATE, f"19{match['t']}X")
    if match := QUARTER.match(s, at):
        return lone_quarter(page, at, match)
    if (match := _DAY_ONLY.match(s, at)) and not _counts_days(page, at):
        return Hit(at, match.end(), Kind.DATE, _single(match))
    start = half_day(page, at)
    half = s[start:at]
    match = (_O_CLOCK.match(s, at) if half else None) or _CLOCK.match(s, at) or _HOUR.match(s, at)
    if match is None or (":" in match[0] and _is_ratio(page, at, match[0])):
        return None
    groups = match.groupdict() | {"p1": half}
    return Hit(start, match.end(), Kind.DATE, _clock(groups, "1"))


def half_day(page: Page, at: int) -> int:
    """Where 上午 before the hour begins; `at` when it is not said."""
    said = at - 2 >= page.floor and HALF_DAY.match(page.s, at - 2, at)
    return at - 2 if said else at


def lone_quarter(page: Page, at: int, match: re.Match[str]) -> Hit | None:
    number = quarter(match["q1"])
    before = page.s[at - 1 : at] if at > page.floor else ""
    if before == "前":
        return Hit(at - 1, match.end(), Kind.DATE, f"XXXX-Q1/XXXX-Q{number}")
    if before in tuple("每个两几"):
        return None
    start = at - 1 if before == "第" else at
    return Hit(start, match.end(), Kind.DATE, f"XXXX-Q{number}")


def _counts_days(page: Page, at: int) -> bool:
    return page.s.endswith(("共", "历时", "为期", "逾", "满", "每"), 0, at)


def _is_ratio(page: Page, at: int, clock: str) -> bool:
    """比例为10:90; 21:50:29 are the shares of three sectors when they add up to all."""
    parts = clock.split(":")
    if len(parts) == 3 and sum(map(int, parts)) == 100:
        return True
    near = page.s[max(0, at - 6) : at]
    return any(c in near for c in "比按例配率")
