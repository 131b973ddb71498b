"""What every output of a report agrees on, measured in characters (1 = one full-width em).

Sources: GB/T 9704-2012, 7.2 page, 7.3.1 title, 7.3.4 list of attachments, 7.3.5 signature,
7.3.7 attachments; the numbers are repeated where they are used.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from writer.report import Block, Heading, PageBreak, Paragraph, Report, Table

LINE_CHARS = 28  # 三号 characters a line
TITLE_CHARS = 20  # 二号 characters a line: 156 mm at 22 pt
DATE_RIGHT = 4  # characters between the date and the right margin
SIGNATURE_RIGHT = 2  # the least that a long unit name keeps
_FIELD = re.compile(r"[：:]|年\s*月\s*日|^\d{4}年\d{1,2}月(\d{1,2}日)?$|^[（(]")
# a title may be broken before these words, and behind the unit's name
_TITLE_WORDS = re.compile(
    r"部门整体支出|(?<!部门)整体支出|预算项目|项目支出|绩效|(?<!绩效)自评|工作报告"
    r"|(?=（\d{4}年度）)"
)


def width(text: str) -> float:
    """Characters that a text takes: full-width 1, digits and Latin ½.

    Quotes and dashes count full-width, as Chinese fonts draw them.
    """
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def title_break(title: str, unit: str, line: float = TITLE_CHARS) -> int:
    """Where a title of two lines is broken (0: it is one line, or more than two).

    By sense, the upper line the longer one (7.3.1: 词意完整，排列对称).
    """
    whole = width(title)
    if whole <= line or whole > 2 * line:
        return 0
    places = {found.start() for found in _TITLE_WORDS.finditer(title)}
    if unit and unit in title:
        places.add(title.index(unit) + len(unit))
    upper = {i: width(title[:i]) for i in range(1, len(title))}
    fitting = [i for i, w in upper.items() if whole / 2 <= w <= line]
    by_sense = [i for i in fitting if i in places]
    return min(by_sense or fitting, default=0)


@dataclass(frozen=True, slots=True)
class SignatureIndents:
    """Characters between the right margin and the unit's name, and the date."""

    unit: float
    date: float


def signature_indents(unit: str, date: str) -> SignatureIndents:
    """The date four characters in, the unit's name centred above it (7.3.5).

    A name too long for that keeps two characters, and the date is centred below it instead.
    """
    if not date:
        return SignatureIndents(DATE_RIGHT, DATE_RIGHT)
    centred = DATE_RIGHT + (width(date) - width(unit)) / 2
    if not unit or centred >= SIGNATURE_RIGHT:
        return SignatureIndents(centred, DATE_RIGHT)
    return SignatureIndents(SIGNATURE_RIGHT, SIGNATURE_RIGHT + (width(unit) - width(date)) / 2)


def cover_is_field(line: str) -> bool:
    """单位名称：（盖章） and the date are fields of a cover; its other lines are its title."""
    return bool(_FIELD.search(line.strip()))


def attachment_lines(names: tuple[str, ...]) -> Iterator[tuple[str, float, float]]:
    """(text, hang, left) of each line of the list after the text.

    `left` is where a name begins, `hang` how far the mark before it (附件：1.) stands out.
    """
    many = len(names) > 1
    for i, name in enumerate(names, start=1):
        mark = f"{i}." if many else ""
        label = "附件：" if i == 1 else ""
        left = 2 + width("附件：") + (1 if many else 0)
        yield label + mark + name, width(label + mark), left


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands together behind the text: blocks from one new page on.

    `mark` (附件1) is printed at the top left, "" where the page continues an attachment or,
    with `own_mark`, where its first block is the mark.
    """

    mark: str
    blocks: tuple[Block, ...]
    own_mark: bool = False


def sheets(report: Report) -> tuple[Sheet, ...]:
    """The appendix, cut at its page breaks and before its tables, with the attachment marks.

    A sheet opens an attachment when its heading names that attachment; else, where there are
    as many sheets as names, they go by order. Where sheets carry marks of their own, one
    without a mark goes on with the attachment before it.
    """
    groups = [g for g in _grouped(report.appendix) if g]
    names = report.attachments
    used, by_order = 0, len(groups) == len(names)
    marked = any(map(_own_mark, groups))
    found = []
    for group in groups:
        own, mark = _own_mark(group), ""
        opened = None if marked else used if by_order else _opened(names, used, group)
        if opened is not None:
            used = opened + 1
            mark = f"附件{used}" if len(names) > 1 else "附件"
        found.append(Sheet("" if own else mark, group, own))
    return tuple(found)


def _own_mark(group: tuple[Block, ...]) -> bool:
    return isinstance(group[0], Paragraph) and bool(_MARK.fullmatch(group[0].text))


def _opened(names: tuple[str, ...], used: int, group: tuple[Block, ...]) -> int | None:
    """Which of the attachments from `used` on this sheet opens; the first sheet always one."""
    for i in range(used, len(names)):
        if _names(names[i], group):
            return i
    return 0 if names and not used else None


def _grouped(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, ...]]:
    group: list[Block] = []
    for block in blocks:
        heads = group and all(isinstance(b, Heading | Paragraph) for b in group)
        alone = isinstance(block, Table) and block.caption and not heads
        if isinstance(block, PageBreak) or alone:
            yield tuple(group)
            group = []
        if not isinstance(block, PageBreak):
            group.append(block)
    yield tuple(group)


def _names(attachment: str, group: tuple[Block, ...]) -> bool:
    """Does this sheet carry that attachment? 市级预算部门整体支出绩效自评表 has that table."""
    first = group[0]
    own = (first.name, first.caption) if isinstance(first, Table) else (first.text,)
    return any(n and (n in attachment or attachment in n) for n in own)


def report_day(report: Report) -> date | None:
    """The day that a report is dated, None when it has no whole date."""
    found = _DAY.search(report.date)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:  # 2月30日
        return None


def cleaned(text: str) -> str:
    """The text without characters that XML forbids, each replaced so that offsets stay."""
    return _FORBIDDEN.sub("\ufffd", text)


_MARK = re.compile(r"附件\s*\d*(-\d+)?[：:]?")
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
