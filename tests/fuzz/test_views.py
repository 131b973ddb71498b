"""Whatever the text: every view can show the result, and shows nothing that acts."""

from __future__ import annotations

import json
import re

from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from writer.documents import read_text
from writer.documents.word import read_word
from writer.findings import Finding, Severity
from writer.grounding.check import CheckResult, check_text
from writer.ledger import Ledger
from writer.views.checked import Checked
from writer.views.docx import docx_file
from writer.views.html import html_page
from writer.views.sarif import sarif_log
from writer.views.terminal import excerpt_of, lines_of

from .any_text import ledgers, texts

EXAMPLES = settings(max_examples=80, deadline=None)
_ACTIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def checked(text: str, ledger: Ledger | None) -> Checked:
    return Checked("报告.txt", check_text(text, ledger), ledger)


@EXAMPLES
@given(texts, ledgers)
def test_the_terminal(text: str, ledger: Ledger) -> None:
    for line in lines_of(checked(text, ledger), 80):
        assert "\n" not in line.plain
        assert not _ACTIVE.search(line.plain)


@EXAMPLES
@given(texts, st.integers(0, 300), st.integers(0, 300), st.integers(20, 120))
def test_an_excerpt_fits_its_columns(text: str, start: int, length: int, columns: int) -> None:
    start = min(start, len(text))
    excerpt = excerpt_of(text, start, min(start + length, len(text)), columns)
    assert cell_len("".join(excerpt)) <= columns


@EXAMPLES
@given(texts, ledgers)
def test_the_page(text: str, ledger: Ledger) -> None:
    page = html_page(checked(text, ledger))
    assert not _ACTIVE.search(page)
    body = page.partition("<main>")[2].partition("</main>")[0]
    assert "<script" not in body
    shown = set(re.findall(r'href="#(\w+)"', page))
    assert shown <= set(re.findall(r'id="(\w+)"', page)) or not text.strip()


@EXAMPLES
@given(texts, ledgers)
def test_the_sarif_log(text: str, ledger: Ledger) -> None:
    run = json.loads(sarif_log([checked(text, ledger)]))["runs"][0]
    lines = text.split("\n")
    for result in run["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        assert 1 <= region["startLine"] <= region["endLine"] <= len(lines)
        assert 1 <= region["startColumn"] <= len(lines[region["startLine"] - 1]) + 1
        assert 1 <= region["endColumn"] <= len(lines[region["endLine"] - 1]) + 1


@settings(max_examples=40, deadline=None)
@given(texts, st.lists(st.tuples(st.integers(0, 200), st.integers(0, 80)), max_size=6))
@example("一、甲\n\n乙", [(3, 2)])
def test_the_new_word_file(text: str, spans: list[tuple[int, int]]) -> None:
    document = read_text(text, "报告.txt")
    findings = tuple(
        Finding("GR101", Severity.ERROR, min(a, len(text)), min(a + b, len(text)), "错")
        for a, b in spans
    )
    data = docx_file(Checked("报告.txt", CheckResult(document, (), findings)))
    back = read_word(data, "报告.docx").text
    kept = [c for c in back if c.isalnum()]
    assert kept == [
        c
        for c in (document.text_of(b) for b in document.blocks if b.kind != "runin")
        for c in c
        if c.isalnum()
    ]
