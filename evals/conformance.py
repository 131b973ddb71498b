"""Does a Word file look as GB/T 9704-2012 党政机关公文格式 says? Read from the file itself.

Independent of writer.assemble on purpose: it resolves fonts, sizes and spacing from the .docx as
a word processor would (run, style, styles below it, defaults) and knows nothing of how it was
made. The rules are those that are known at second hand; a rule with nothing to judge (a report
without a date) is not scored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn

from evals.word_file import File, Para

TWIPS_PER_MM = 1440 / 25.4
MM = {"top": 37, "left": 28, "bottom": 35, "right": 26}
BODY, PAGE = 32, 28  # half points: 三号, 四号
_HEADS = (
    re.compile(r"^[一二三四五六七八九十]+、"),
    re.compile(r"^（[一二三四五六七八九十]+）"),
    re.compile(r"^\d+\."),
    re.compile(r"^（\d+）"),
)
_FONTS = ("黑体", "楷体", "仿宋", "仿宋")
_DATE = re.compile(r"^\d{4}年\d{1,2}月\d{1,2}日$")
_BAD_DOCNO = re.compile(r"[一-龥]{2,}[\[【（(](?:19|20)\d\d[\]】）)]\s*\d+\s*号")


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one rule says of a file: how many places are right, and the first wrong one."""

    rule: str
    right: int
    of: int
    example: str = ""


Check = Callable[[File], Iterator[tuple[bool, str]]]
RULES: dict[str, Check] = {}


def _rule(name: str) -> Callable[[Check], Check]:
    def enter(check: Check) -> Check:
        RULES[name] = check
        return check

    return enter


def judge(path: Path) -> list[Ruling]:
    """Every rule that has something to judge in the file."""
    file = File(path)
    rulings = []
    for name, check in RULES.items():
        seen = list(check(file))
        if seen:
            bad = [example for right, example in seen if not right]
            rulings.append(Ruling(name, len(seen) - len(bad), len(seen), bad[0] if bad else ""))
    return rulings


def _pages(file: File) -> Iterator[tuple[bool, dict[str, float]]]:
    """(upright, sizes in mm) of every section."""
    for section in file.body.iter(qn("w:sectPr")):
        size, margin = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
        if size is None or margin is None:
            continue
        found = {k: int(size.get(qn(f"w:{k}"))) / TWIPS_PER_MM for k in ("w", "h")}
        found |= {k: int(margin.get(qn(f"w:{k}"))) / TWIPS_PER_MM for k in MM}
        yield found["w"] < found["h"], found


@_rule("纸张为A4")
def _paper(file: File) -> Iterator[tuple[bool, str]]:
    for _, page in _pages(file):
        sides = sorted((page["w"], page["h"]))
        yield abs(sides[0] - 210) < 1 and abs(sides[1] - 297) < 1, f"{sides[0]:.0f}×{sides[1]:.0f}"


@_rule("页边距为上37、左28、下35、右26毫米")
def _margins(file: File) -> Iterator[tuple[bool, str]]:
    for upright, page in _pages(file):
        if upright:
            right = all(abs(page[side] - mm) < 1 for side, mm in MM.items())
            yield right, "、".join(f"{page[side]:.0f}" for side in MM)


@_rule("标题为二号小标宋，居中")
def _title(file: File) -> Iterator[tuple[bool, str]]:
    title = file.title
    yield title is not None and "小标宋" in title.font, title.font if title else "没有标题"


@_rule("正文为三号仿宋")
def _body_type(file: File) -> Iterator[tuple[bool, str]]:
    for para in file.prose:
        yield "仿宋" in para.font and para.size == BODY, f"{para.font} {para.size / 2:g}磅"


@_rule("每页22行（固定行距28至29磅）")
def _lines(file: File) -> Iterator[tuple[bool, str]]:
    for para in (*file.prose, *(p for _, p in file.headings)):
        yield 28 <= para.exact_line <= 29, f"{para.text[:12]}：{para.exact_line:g}磅"


@_rule("正文两端对齐，首行缩进二字")
def _indent(file: File) -> Iterator[tuple[bool, str]]:
    for para in file.prose:
        right = abs(para.first_line - 2) < 0.1 and para.align in ("both", "distribute")
        yield right, f"{para.text[:12]}：缩进{para.first_line:g}字，{para.align}"


@_rule("各级标题的字体：黑体、楷体、仿宋、仿宋，三号")
def _heading_type(file: File) -> Iterator[tuple[bool, str]]:
    for level, para in file.headings:
        right = _FONTS[level] in para.font and para.size == BODY
        yield right, f"{para.text[:16]}：{para.font} {para.size / 2:g}磅"


@_rule("各级标题的序号样式：一、（一）1.（1）")
def _heading_marks(file: File) -> Iterator[tuple[bool, str]]:
    for level, para in file.headings:
        yield _HEADS[level].match(para.text.strip()) is not None, para.text[:16]


@_rule("标题缩进二字")
def _heading_indent(file: File) -> Iterator[tuple[bool, str]]:
    for _, para in file.headings:
        yield abs(para.first_line - 2) < 0.1, f"{para.text[:16]}：{para.first_line:g}字"


@_rule("页码：四号宋体，两侧加一字线，单页居右、双页居左")
def _page_numbers(file: File) -> Iterator[tuple[bool, str]]:
    sections = list(file.document.sections)
    for kind, want, footers in (
        ("单页", "right", [section.footer for section in sections]),
        ("双页", "left", [section.even_page_footer for section in sections]),
    ):
        own = [footer for footer in footers if not footer.is_linked_to_previous]
        numbers = own[-1]._element.iter(qn("w:p")) if own else ()
        held = [p for p in numbers if any("PAGE" in (i.text or "") for i in _codes(p))]
        if not held:
            yield False, f"{kind}没有页码"
            continue
        para = Para(file, held[0])
        dashes = para.text.count("—") == 2
        placed = para.align == want and abs(para.side(want) - 1) < 0.1
        right = dashes and placed and para.size == PAGE and "宋体" in para.font
        yield right, f"{para.text} {para.font} {para.align}"


def _codes(paragraph: Any) -> Iterator[Any]:
    yield from paragraph.iter(qn("w:instrText"))


@_rule("单双页页脚不同")
def _odd_even(file: File) -> Iterator[tuple[bool, str]]:
    yield bool(file.document.settings.odd_and_even_pages_header_footer), "单双页相同"


@_rule("成文日期用阿拉伯数字，不编虚位，右空四字")
def _date(file: File) -> Iterator[tuple[bool, str]]:
    for para in file.paragraphs:
        text = para.text.strip()
        if para.align == "right" and _DATE.match(text):
            whole = not re.search(r"[年月]0", text)
            yield whole and para.side("right") >= 3.9, f"{text}：右空{para.side('right'):g}字"


@_rule("附件说明：左空二字，名称后不加标点")
def _attachments(file: File) -> Iterator[tuple[bool, str]]:
    listed = False
    for para in file.paragraphs:
        opens = para.text.startswith("附件：")
        listed = opens or (listed and re.match(r"^\d+\.", para.text) is not None)
        if listed:
            ended = not para.text.rstrip().endswith(tuple("。；，、."))
            hanging = int(para.paragraph_property("ind", "hangingChars") or 0) / 100
            yield ended and (not opens or para.side("left") - hanging >= 1.9), para.text[:20]


@_rule("发文字号的年份用六角括号〔〕")
def _docnos(file: File) -> Iterator[tuple[bool, str]]:
    for para in file.main:
        found = _BAD_DOCNO.search(para.text)
        if found or "〔" in para.text:
            yield found is None, found[0] if found else ""
