"""The HTML view: every number coloured, links both ways, nothing that runs or is fetched."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from writer.documents import read_text
from writer.findings import Severity, Verdict
from writer.grounding.check import CheckResult, check_text
from writer.grounding.judgement import Judged
from writer.ledger import Ledger
from writer.views.checked import Checked
from writer.views.html import html_page, style_hash

from .conftest import REPORT, fault, made

_VOID = {"meta", "br", "link", "img", "input"}


class Page(HTMLParser):
    """Parses strictly enough to see wrong nesting; keeps elements and the text of main."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self._open: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.elements.append((tag, found))
        if tag not in _VOID:
            self._open.append((tag, found.get("class", "")))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._open]
        aside = any(css == "tip" or css.startswith("ref ") for _, css in self._open)
        if "main" in tags and not aside:
            self.text += data

    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.elements if "id" in attrs]


def words(text: str) -> str:
    return "".join(text.split())


def test_the_text_is_all_there_once_and_in_order(report: Checked) -> None:
    assert words(Page(html_page(report)).text) == words(REPORT)


def test_every_number_has_its_verdicts_colour(report: Checked) -> None:
    html = html_page(report)
    for css, number in (
        ("n wrong", "3.85万元"), ("n derived", "0.27万元"), ("n verified", "15次"), ("n quoted", "126人")
    ):  # fmt: skip
        assert re.search(f'<span class="{css}"[^>]*>(<mark[^>]*>)?{number}', html), number


@pytest.mark.parametrize("verdict", [*Verdict, None])
def test_every_verdict_has_a_colour_and_a_name(verdict: Verdict | None) -> None:
    document = read_text("支出3.85万元。")
    mention = check_text(document.text).mentions[0].mention
    html = html_page(Checked("甲.txt", CheckResult(document, (Judged(mention, verdict),), ())))
    (css,) = {a["class"] for t, a in Page(html).elements if a.get("class", "").startswith("n ")}
    assert f".{css.removeprefix('n ')} {{" in html.replace(", ", " {\n.")
    assert ("tabindex" in html.partition("<main>")[2].partition("</main>")[0]) == (
        verdict is not Verdict.STRUCTURAL
    )


def test_a_number_tells_figure_formula_and_place_on_focus(report: Checked) -> None:
    html = html_page(report)
    page = Page(html)
    described = [a["aria-describedby"] for _, a in page.elements if "aria-describedby" in a]
    assert described
    assert set(described) <= set(page.ids())
    tip = html[html.index("3.85万元") :].partition("</span></span>")[0]
    assert "<b>数值不符</b>" in tip
    assert "台账：3.75万元" in tip
    assert "出处：2023.yaml:3 数据.0" in tip


def test_findings_and_their_marks_link_both_ways(report: Checked) -> None:
    page = Page(html_page(report))
    ids = page.ids()
    assert len(ids) == len(set(ids))
    targets = {a["href"].removeprefix("#") for t, a in page.elements if t == "a"}
    assert targets == {"t1", "f1"}
    assert targets <= set(ids)


def test_nothing_runs_and_nothing_is_fetched(report: Checked) -> None:
    html = html_page(report)
    page = Page(html)
    assert not {tag for tag, _ in page.elements} & {"script", "link", "img", "iframe", "form"}
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert attributes.get("href", "#").startswith("#")
    style = html.partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style
    policy = next(a["content"] for t, a in page.elements if a.get("http-equiv"))
    assert policy.startswith("default-src 'none'")
    assert f"style-src '{style_hash(style)}'" in policy


EVIL = "<script>alert(1)</script>\"'><img src=x onerror=y>&lt;{{ 7*7 }}\x00\u202e"


def test_whatever_stands_in_a_report_is_only_text(ledger: Ledger) -> None:
    text = f"一、{EVIL}\n支出{EVIL}3.85万元。\n"
    finding = replace(fault(0, len(text), suggestion=EVIL), message=EVIL)
    checked = made(text, finding, source=EVIL)
    html = html_page(replace(checked, ledger=ledger))
    page = Page(html)
    assert not {tag for tag, _ in page.elements} & {"script", "img"}
    assert "\x00" not in html
    assert "\u202e" not in html
    assert "49" not in html.partition("</style>")[2]


def test_overlapping_findings_keep_the_text_whole_and_the_gravest_colour() -> None:
    text = "一、支出\n甲乙丙丁戊己庚辛。\n壬癸子丑。\n"
    at = text.index("甲")
    html = html_page(
        made(
            text,
            fault(at, at + 6, severity=Severity.NOTICE),
            fault(at + 2, at + 4),
            fault(at + 3, len(text), severity=Severity.WARNING),
            fault(at + 8, at + 8),
        )
    )
    page = Page(html)
    assert words(page.text) == words(text)
    for css, part in (
        ("notice", "甲乙"),
        ("error", "丙"),
        ("error", "丁"),
        ("warning", "戊己"),
        ("warning", "壬癸子丑。"),
    ):
        assert f'<mark class="{css}">{part}</mark>' in html
    assert {f"t{i}" for i in range(1, 5)} <= set(page.ids())


def test_tables_stand_as_tables() -> None:
    text = "单位：万元\n项目\t预算\t决算\n基本支出\t301.10\t277.30\n项目支出\t\t62.23\n"
    html = html_page(Checked("甲.txt", check_text(text)))
    assert html.count("<tr>") == 3
    assert html.count("<td>") == 9
    assert "<td></td>" in html


def test_a_finding_behind_the_last_paragraph_is_still_marked() -> None:
    text = "支出3.85万元。\n\n\n"
    page = Page(html_page(made(text, fault(len(text), len(text)))))
    assert "t1" in page.ids()


def test_a_clean_report_says_so() -> None:
    assert "没有发现问题。" in html_page(made("支出3.85万元。"))
