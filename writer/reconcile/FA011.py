"""A date does not belong to the year of the report, or cannot be read.

Funds are issued in the year reported on (the year before: 提前下达, a notice); staff is counted
at its end; the self-evaluation and the report come after it. A document number cannot be younger
than the paper it stands on. Why it matters: last year's file, copied, keeps last year's dates.

Bad:  年度 2023 with 下达日期 2021-09-21
Good: 年度 2023 with 下达日期 2023-09-21
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from writer.facts import Project
from writer.ledger import Ledger
from writer.reconcile.base import ERROR, NOTICE, WARNING, Fault, Path

TITLE = "日期与年度不符"
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T\d{2}:\d{2})?")
_DOCNO_YEAR = re.compile(r"[〔（(\[【]\s*((?:19|20)\d{2})\s*[〕）)\]】]")


def check(ledger: Ledger) -> Iterator[Fault]:
    facts, year = ledger.facts, ledger.year
    for i, project in enumerate(facts.projects):
        yield from _issued(project, year, ("专项与项目", i))
    if facts.staff is not None and facts.staff.as_of:
        yield from _in_year(facts.staff.as_of, (year,), "截止日期", ("机构与人员", "截止日期"))
    if facts.process is not None and facts.process.period:
        path: Path = ("自评组织", "自评时间")
        yield from _in_year(facts.process.period, (year, year + 1), "自评时间", path)
    if facts.report_date:
        after = (year + 1, year + 2)
        yield from _in_year(facts.report_date, after, "报告日期", ("报告日期",))


def _issued(project: Project, year: int, path: Path) -> Iterator[Fault]:
    name = f"项目“{project.name}”"
    years = _years(project.issued) if project.issued else ()
    if years is None:
        yield _unreadable(f"{name}下达日期", project.issued, (*path, "下达日期"))
        return
    if years and years[0] != year:
        early = years[0] == year - 1
        yield Fault(NOTICE if early else WARNING, (*path, "下达日期"), (
            f"{name}下达日期 {project.issued} 不在 {year} 年度内"
            + ("，如系提前下达可不处理" if early else "")
        ))  # fmt: skip
    number = _DOCNO_YEAR.search(project.docno)
    if number and int(number[1]) > (years[0] if years else year):
        yield Fault(WARNING, (*path, "文号"), (
            f"{name}文号 {project.docno} 的年份 {number[1]} 晚于下达年份 "
            f"{years[0] if years else year}"
        ))  # fmt: skip


def _in_year(text: str, allowed: tuple[int, ...], what: str, path: Path) -> Iterator[Fault]:
    years = _years(text)
    if years is None:
        yield _unreadable(what, text, path)
    elif not all(year in allowed for year in years):
        expected = "或".join(f"{year} 年" for year in allowed)
        yield Fault(WARNING, path, f"{what} {text}，应在 {expected}")


def _unreadable(what: str, text: str, path: Path) -> Fault:
    return Fault(ERROR, path, f"{what}“{text}”不是有效日期，应写成 2023-09-21 或 2023-09")


def _years(text: str) -> tuple[int, ...] | None:
    """The years of an EDTF date or range; None when it is no valid date."""
    years = []
    for end in text.strip().split("/"):
        match = _DAY.fullmatch(end.strip())
        if match is None or not _exists(match):
            return None
        years.append(int(match[1]))
    return tuple(years)


def _exists(match: re.Match[str]) -> bool:
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return False
    return True
