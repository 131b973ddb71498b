"""The HTML page: every number tells where it comes from, links lead both ways, nothing leaks."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from writer.assemble.html import html_text, write_html
from writer.assemble.marks import Mark, marks_of
from writer.facts import parse_facts
from writer.findings import Finding, Severity, Verdict
from writer.grounding.judgement import Judged
from writer.grounding.mentions import Kind, Mention
from writer.ledger import build_ledger
from writer.report import Cell, Heading, Paragraph, Report, Table

FACTS = """
年度: 2023
收支:
  支出: {名称: 部门整体支出, 年初预算: 318.09, 决算: 339.52}
文字材料:
  - {id: story, text: 5人获救。}
"""
TEXT = "支出339.52万元，执行率106.74%，5人获救，另有9万元、2023年。"


@pytest.fixture(scope="module")
def ledger():
    return build_ledger(parse_facts(FACTS, "事实/2023.yaml"))


@pytest.fixture(scope="module")
def small(ledger) -> tuple[Report, list[Mark]]:
    cells = (
        (Cell("项目", header=True), Cell("决算", header=True)),
        (Cell("合计"), Cell("339.52", number=True)),
    )
    table = Table("情况表", cells, unit="万元")
    report = Report("标题", (Heading(1, "一、", "支出<情况>", "a"), Paragraph(TEXT), table))
    rate = next(i for i, f in ledger.figures.items() if f.unit == "%")
    spent = next(i for i, f in ledger.figures.items() if f.basis == "决算" and not f.formula)
    told = {
        "339.52万元": (Verdict.VERIFIED, spent),
        "106.74%": (Verdict.DERIVED, rate),
        "5人": (Verdict.QUOTED, "story"),
        "9万元": (Verdict.UNSUPPORTED, None),
        "2023年": (Verdict.STRUCTURAL, None),
    }
    marks = []
    for text, (verdict, figure) in told.items():
        start = report.text.index(text)
        formula = ledger.figures[figure].formula if figure in ledger.figures else None
        marks.append(
            Mark(start, start + len(text), text, "money", "1", "元", verdict, figure, formula)
        )
    start = report.text.rindex("339.52")
    marks.append(Mark(start, start + 6, "339.52", "bare", "1", None, Verdict.VERIFIED, spent, None))
    return report, marks


@pytest.fixture(scope="module")
def page(small, ledger) -> str:
    report, marks = small
    return html_text(report, mentions=marks, ledger=ledger)


class Reader(HTMLParser):
    """Texts, ids, links and open tags of a page."""

    VOID = frozenset({"meta", "col", "br"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.described: list[str] = []
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.urls: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.add(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        if found.get("id"):
            self.ids.append(found["id"] or "")
        if tag == "a":
            self.links.append(found.get("href") or "")
        if found.get("aria-describedby"):
            self.described.append(found["aria-describedby"] or "")
        self.urls += [v or "" for k, v in attrs if k in ("src", "action", "data", "srcset")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, tag


def span_of(page: str, text: str) -> str:
    """The outer span of a number, with its tooltip."""
    return next(m[0] for m in re.finditer(r'<span class="n [^"]*">.*?role="tooltip".*?</span></span>', page) if f">{text}</" in m[0])  # fmt: skip


def test_a_number_tells_verdict_figure_formula_and_line(page):
    verified = span_of(page, "339.52万元")
    assert "与台账一致" in verified
    assert "部门整体支出 · 金额 · 决算 · 2023 = 339.52万元" in verified
    assert "2023.yaml 第4行" in verified
    assert "事实/" not in verified  # the folder is nobody's business
    derived = span_of(page, "106.74%")
    assert "推算一致" in derived
    assert "算式：339.52万元 ÷ 318.09万元" in derived
    assert "“5人获救。”" in span_of(page, "5人")
    assert "没有依据" in span_of(page, "9万元")


def test_numbers_can_be_reached_by_keyboard(page):
    assert 'href="#f' in span_of(page, "339.52万元")
    assert 'tabindex="0"' in span_of(page, "9万元")
    assert 'class="n structural"' not in page.split("<aside>")[0]


def test_links_lead_both_ways_and_nowhere_else(page):
    reader = Reader(page)
    assert not reader.open
    assert len(reader.ids) == len(set(reader.ids))
    assert all(link.startswith("#") and link[1:] in reader.ids for link in reader.links)
    assert all(ident in reader.ids for ident in reader.described)
    row = re.search(r'<tr id="f\d+">(?:(?!</tr>).)*339\.52万元</td>.*?</tr>', page)[0]
    assert row.count("处</a>") == 2  # in the sentence and in the table
    # the budget is not stated, but the rate is computed from it
    assert "318.09万元</td>" in page


def test_no_script_and_no_network(page):
    reader = Reader(page)
    assert not reader.urls
    assert not reader.tags & {"script", "link", "img", "iframe", "object", "form"}
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert "url(" not in page
    assert "@import" not in page


def test_text_is_escaped_everywhere(ledger):
    bad = '<script>alert("x")</script>'
    report = Report(
        bad, (Heading(1, "一、", bad), Paragraph(f"文{bad}"), Table(bad, ((Cell(bad),),))), unit=bad
    )
    findings = [Finding("GR101", Severity.ERROR, 0, 5, bad, suggestion=bad)]
    page = html_text(report, findings=findings, ledger=ledger, draft_mark=bad)
    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 8


def test_findings_are_marked_and_listed_even_when_they_cut_numbers(small, ledger):
    report, marks = small
    start = report.text.index("339.52")
    findings = [
        Finding("GR101", Severity.ERROR, start + 3, start + 12, "一"),
        Finding("CS201", Severity.WARNING, start - 2, start + 4, "二", suggestion="改"),
        Finding("DC301", Severity.NOTICE, len(report.text), len(report.text), "三"),
    ]
    page = html_text(report, mentions=marks, findings=findings, ledger=ledger)
    reader = Reader(page)
    assert not reader.open
    assert {"x0", "x1"} <= set(reader.ids)
    shown = re.sub(r'<span class="tip".*?</span>|<[^>]+>', "", page.split("</main>")[0])
    assert TEXT in shown
    assert all(link[1:] in reader.ids for link in reader.links)
    assert "（全文）" in page


def test_the_legend_counts_verdicts(page):
    legend = page.split('class="legend"')[1].split("</ul>")[0]
    assert re.search(r"与台账一致</span></span> 2", legend)
    assert re.search(r"没有依据</span></span> 1", legend)


def test_without_a_check_the_page_is_just_the_report(report, tmp_path):
    path = tmp_path / "a.html"
    write_html(report, path)
    page = path.read_text(encoding="utf-8")
    reader = Reader(page)
    assert not reader.open
    assert report.title in page
    assert "数据来源" not in page
    assert page.count("<table>") == 3
    assert 'colspan="6"' in page
    assert 'rowspan="3"' in page


def test_the_same_report_gives_the_same_page(small, ledger):
    report, marks = small
    assert html_text(report, mentions=marks, ledger=ledger) == html_text(
        report, mentions=marks, ledger=ledger
    )


def test_marks_come_from_judgements():
    judged = Judged(Mention(0, 3, "5万元", Kind.MONEY, "50000", "元"), Verdict.VERIFIED, "a", None)
    (mark,) = marks_of([judged])
    assert (mark.start, mark.end, mark.kind, mark.value, mark.figure) == (
        0,
        3,
        "money",
        "50000",
        "a",
    )
