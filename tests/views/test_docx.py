"""The same document back with comments: on the right words, and nothing else touched."""

from __future__ import annotations

import io
import os
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from writer.documents import read_document
from writer.documents.word import read_word
from writer.errors import DocumentError
from writer.findings import Finding
from writer.grounding.check import CheckResult, check_document, check_text
from writer.ledger import Ledger
from writer.views.checked import Checked
from writer.views.docx import docx_file
from writer.views.word_package import with_children

from .conftest import REPORT, fault

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMESPACE = W[1:-1]
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OPEN = (
    f'<w:document xmlns:w="{NAMESPACE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>'
)
CLOSE = "</w:body></w:document>"


def packed(path: Path, body: str, **more: str) -> Path:
    """A .docx around this body; more parts by name, __ for / and _dot_ for a dot."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" '
        f'Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": body if body.startswith("<?") else OPEN + body + CLOSE,
    }
    parts |= {name.replace("__", "/").replace("_dot_", "."): text for name, text in more.items()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def checked_of(path: Path, *findings: Finding) -> Checked:
    return Checked(str(path), CheckResult(read_document(path), (), findings))


def part(data: bytes, name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(data)).read(name)


def commented_words(data: bytes) -> dict[int, str]:
    """The visible text between the marks of each comment, by w:id."""
    words: dict[int, str] = {}
    open_: set[int] = set()
    for element in ET.fromstring(part(data, "word/document.xml")).iter():
        number = int(element.get(f"{W}id", -1))
        if element.tag == f"{W}commentRangeStart":
            open_.add(number)
            words[number] = ""
        elif element.tag == f"{W}commentRangeEnd":
            open_.remove(number)
        elif element.tag in (f"{W}t", f"{W}tab"):
            for one in open_:
                words[one] += element.text or "\t"
    assert not open_
    return words


def comments(data: bytes) -> dict[int, str]:
    root = ET.fromstring(part(data, "word/comments.xml"))
    return {
        int(c.get(f"{W}id", -1)): "\n".join(
            "".join(t.text or "" for t in p.iter(f"{W}t")) for p in c.iter(f"{W}p")
        )
        for c in root.iter(f"{W}comment")
    }


def without_marks(data: bytes) -> str:
    """The main part's text by run properties, as if no mark had ever been put in."""
    out = []
    for run in ET.fromstring(part(data, "word/document.xml")).iter(f"{W}r"):
        if run.find(f"{W}commentReference") is None:
            properties = run.find(f"{W}rPr")
            look = ET.tostring(properties).decode() if properties is not None else ""
            text = "".join(t.text or "" for t in run.findall(f"{W}t"))
            if out and out[-1][0] == look:
                out[-1][1] += text
            else:
                out.append([look, text])
    return str(out)


RUNS = (
    '<w:p><w:pPr><w:jc w:val="both"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>支出3.8</w:t></w:r>'
    '<w:r><w:t xml:space="preserve">5万元 &amp; A&lt;B，</w:t><w:tab/><w:t>另支出𠀀4.00万元。</w:t></w:r></w:p>'
)


# the tab of the file is a blank in the text as read
@pytest.mark.parametrize(
    "words",
    ["支出3.85万元", "3.85万元", "3", "5万元 & A<B", "& A", "<B，", "另支出", "𠀀4.00万元", "万元。", "， 另", "支出3.85万元 & A<B， 另支出𠀀4.00万元。"],
)  # fmt: skip
def test_a_comment_stands_on_exactly_its_words(tmp_path: Path, words: str) -> None:
    path = packed(tmp_path / "a.docx", RUNS)
    text = read_document(path).text
    start = text.index(words)
    data = docx_file(checked_of(path, fault(start, start + len(words))))
    assert commented_words(data) == {0: words.replace("， ", "，\t")}
    assert read_word(data, "a.docx").text == text
    assert without_marks(data) == without_marks(path.read_bytes())


def test_many_comments_on_one_run_nest_and_touch(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.docx", "<w:p><w:r><w:t>甲乙丙丁戊己庚</w:t></w:r></w:p>")
    rows = [(0, 7), (1, 3), (2, 4), (3, 4), (4, 5), (4, 5), (6, 7)]
    data = docx_file(checked_of(path, *(fault(a, b) for a, b in rows)))
    text = "甲乙丙丁戊己庚"
    assert commented_words(data) == {i: text[a:b] for i, (a, b) in enumerate(rows)}
    assert read_word(data, "a.docx").text == text + "\n"


def test_blanks_at_a_cut_are_kept(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.docx", "<w:p><w:r><w:t>支出 3.85 万元</w:t></w:r></w:p>")
    data = docx_file(checked_of(path, fault(3, 7)))
    document = part(data, "word/document.xml").decode()
    for piece in ("支出 ", " 万元"):
        assert f'<w:t xml:space="preserve">{piece}</w:t>' in document


def test_everything_else_in_the_package_stays_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    document = docx.Document()
    document.core_properties.title = "报告"
    document.add_heading("一、支出情况", 1)
    document.add_paragraph("支出3.85万元。")
    document.add_table(2, 2).cell(1, 1).text = "4.00万元"
    document.save(str(path))
    text = read_document(path).text
    at = text.index("3.85万元")
    data = docx_file(checked_of(path, fault(at, at + 6, suggestion="3.75万元")))
    old, new = zipfile.ZipFile(path), zipfile.ZipFile(io.BytesIO(data))
    changed = {n for n in old.namelist() if old.read(n) != new.read(n)}
    assert changed <= {
        "word/document.xml",
        "[Content_Types].xml",
        "word/_rels/document.xml.rels",
        "word/comments.xml",
    }
    back = docx.Document(io.BytesIO(data))
    (comment,) = list(back.comments)
    assert comment.text == "【错误 GR101】GR101的说明\n建议改为：3.75万元"
    assert comment.author == "绩效核对"
    assert commented_words(data) == {comment.comment_id: "3.85万元"}


def test_comments_that_were_there_stay_and_are_counted_on(tmp_path: Path) -> None:
    old = f'<?xml version="1.0"?>\n<ns0:comments xmlns:ns0="{NAMESPACE}"><ns0:comment ns0:id="7" ns0:author="甲"><ns0:p><ns0:r><ns0:t>看过{{}}</ns0:t></ns0:r></ns0:p></ns0:comment></ns0:comments>'
    rels = f'<x:Relationships xmlns:x="{PACKAGE}/relationships"><x:Relationship Id="c" Type="{RELATIONS}/comments" Target="/word/notes/c.xml"/></x:Relationships>'
    path = packed(
        tmp_path / "a.docx", RUNS,
        word__notes__c_dot_xml=old, word___rels__document_dot_xml_dot_rels=rels,
    )  # fmt: skip
    data = docx_file(checked_of(path, replace(fault(0, 2), message="{}错{}")))
    new = part(data, "word/notes/c.xml").decode()
    assert new.startswith(old.removesuffix("</ns0:comments>"))
    root = ET.fromstring(new)
    assert [c.get(f"{W}id") for c in root] == ["7", "8"]
    assert "{}错{}" in "".join(root.itertext())
    assert part(data, "word/_rels/document.xml.rels").decode() == rels
    assert commented_words(data) == {8: "支出"}
    assert 'PartName="/word/notes/c.xml"' in part(data, "[Content_Types].xml").decode()


@pytest.mark.parametrize(
    ("body", "words", "stands_on"),
    [
        ('<w:p><w:ins w:id="1" w:author="甲"><w:r><w:t>支出3.85万元</w:t></w:r></w:ins></w:p>', "3.85", "3.85"),
        ("<w:p><w:del w:id=\"1\" w:author=\"甲\"><w:r><w:delText>旧</w:delText></w:r></w:del><w:r><w:t>支出3.85万元</w:t></w:r></w:p>", "3.85", "3.85"),
        ('<w:p><w:r><w:t>详见</w:t></w:r><w:hyperlink w:anchor="b"><w:r><w:t>附件3.85</w:t></w:r></w:hyperlink></w:p>', "见附件3", "见附件3"),
        ("<w:p><w:r><w:t><![CDATA[支出3.85万元]]></w:t></w:r></w:p>", "3.85", "支出3.85万元"),
        # Word has no comments in text boxes: the comment stands on the run that holds the box
        ("<w:p><w:r><w:t>外面</w:t></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框里3.85</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>", "3.85", "框里3.85"),
        ("<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p></w:txbxContent></w:pict></w:r><w:r><w:t>外面3.85</w:t></w:r></w:p>", "3.85\n框", "框里外面3.85"),
        ("<w:p><w:r><w:t>第一段3.8</w:t></w:r></w:p><w:p><w:r><w:t>5万元</w:t></w:r></w:p>", "3.8\n5万", "3.85万"),
        ("<w:p/><w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲3.85</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>乙4.00</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", "3.85\t乙4", "3.85乙4"),
        ("<w:p><w:r><w:t>前</w:t></w:r></w:p><w:p><w:r xmlns:w=\"" + NAMESPACE + "\"><w:t>支出3.85</w:t></w:r></w:p>", "3.85", "支出3.85"),
    ],
)  # fmt: skip
def test_runs_in_every_place(tmp_path: Path, body: str, words: str, stands_on: str) -> None:
    path = packed(tmp_path / "a.docx", body)
    text = read_document(path).text
    start = text.index(words)
    data = docx_file(checked_of(path, fault(start, start + len(words))))
    assert commented_words(data) == {0: stands_on}
    assert read_word(data, "a.docx").text == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("prefix", ["w", "abc", ""])
def test_other_prefixes_and_encodings(tmp_path: Path, prefix: str, encoding: str) -> None:
    p = f"{prefix}:" if prefix else ""
    declared = f"xmlns:{prefix}" if prefix else "xmlns"
    xml = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?><{p}document {declared}="{NAMESPACE}"><{p}body><{p}p><{p}r><{p}rPr><{p}b/></{p}rPr><{p}t>支出3.85万元</{p}t></{p}r></{p}p></{p}body></{p}document>'
    path = tmp_path / "a.docx"
    packed(path, "")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "b.docx", "w") as new:
        for name in old.namelist():
            new.writestr(
                name, xml.encode(encoding) if name.endswith("document.xml") else old.read(name)
            )
    data = docx_file(checked_of(tmp_path / "b.docx", fault(2, 6), fault(6, 8)))
    assert commented_words(data) == {0: "3.85", 1: "万元"}
    runs = [
        r
        for r in ET.fromstring(part(data, "word/document.xml")).iter(f"{W}r")
        if r.find(f"{W}t") is not None
    ]
    assert all(r.find(f"{W}rPr/{W}b") is not None for r in runs)


def test_a_strict_file_gets_strict_comments(tmp_path: Path) -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    xml = f'<?xml version="1.0"?><w:document xmlns:w="{strict}"><w:body><w:p><w:r><w:t>支出3.85万元</w:t></w:r></w:p></w:body></w:document>'
    data = docx_file(checked_of(packed(tmp_path / "a.docx", xml), fault(2, 6)))
    assert strict in part(data, "word/document.xml").decode()
    assert f'xmlns:w="{strict}"' in part(data, "word/comments.xml").decode()
    assert (
        "purl.oclc.org/ooxml/officeDocument/relationships/comments"
        in part(data, "word/_rels/document.xml.rels").decode()
    )


def test_words_that_are_not_in_the_body_are_quoted(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.docx", "<w:p><w:r><w:t>正文</w:t></w:r></w:p>")
    checked = checked_of(path, fault(2, 3))  # the line feed behind the paragraph
    data = docx_file(checked)
    assert comments(data)[0] == "【错误 GR101】GR101的说明\n所指：“⏎”"
    assert commented_words(data) == {0: "正文"}


def test_an_empty_span_marks_the_character_behind_it(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.docx", "<w:p><w:r><w:t>正文</w:t></w:r></w:p>")
    assert commented_words(docx_file(checked_of(path, fault(0, 0)))) == {0: "正"}


def test_without_findings_the_file_is_the_same(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.docx", RUNS)
    assert docx_file(checked_of(path)) == path.read_bytes()


def test_a_file_that_changed_in_between_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.docx", RUNS)
    checked = checked_of(path, fault(0, 2))
    packed(path, "<w:p><w:r><w:t>别的</w:t></w:r></w:p>")
    with pytest.raises(DocumentError, match="又有改动"):
        docx_file(checked)
    path.unlink()
    with pytest.raises(DocumentError, match="不能再读取"):
        docx_file(checked)


def test_nowhere_to_stand_is_said(tmp_path: Path) -> None:
    body = "<mc:AlternateContent><mc:Choice><w:p><w:r><w:t>正文</w:t></w:r></w:p></mc:Choice></mc:AlternateContent>"
    with pytest.raises(DocumentError, match="没有可以加批注的文字"):
        docx_file(checked_of(packed(tmp_path / "a.docx", body), fault(0, 2)))


def test_too_large_a_package_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path / "a.docx", RUNS, word__media__a_dot_bin="0" * 3000)
    checked = checked_of(path, fault(0, 2))
    monkeypatch.setattr("writer.views.word_package.MAX_UNPACKED", 3000)
    with pytest.raises(DocumentError, match="解压后的内容过大"):
        docx_file(checked)


def test_the_same_check_gives_the_same_bytes(tmp_path: Path) -> None:
    checked = checked_of(packed(tmp_path / "a.docx", RUNS), fault(0, 2), fault(1, 9))
    assert docx_file(checked) == docx_file(checked)


def test_a_text_becomes_a_word_file_with_comments(ledger: Ledger) -> None:
    text = REPORT + "单位：万元\n项目\t预算\n公务接待费\t3.99\n基本支出\t1.00\n"
    checked = Checked("报告.txt", check_text(text, ledger), ledger)
    rows = [
        ("3.85万元", "3.85万元"),
        ("3.99", "3.99"),
        ("一、支出情况", "一、支出情况"),
        ("费\t3", "费3"),
        ("次，石", "次，石"),
    ]
    findings = [fault(text.index(a), text.index(a) + len(a)) for a, _ in rows]
    findings = [*checked.result.findings[:1], *findings]
    data = docx_file(replace(checked, result=replace(checked.result, findings=tuple(findings))))
    words = commented_words(data)
    assert [words[i].replace("\t", "") for i in range(1, 6)] == [b for _, b in rows]
    assert "依据：3.75万元" in comments(data)[0]
    back = docx.Document(io.BytesIO(data))
    assert [p.style.name for p in back.paragraphs if p.text == "一、支出情况"] == ["Heading 1"]
    assert back.tables[0].cell(1, 1).text == "3.99"
    assert "".join(read_word(data, "a.docx").text.split()) == "".join(text.split())


def test_with_children_of_an_empty_root() -> None:
    assert with_children(b'<a:x xmlns:a="u" />', ["<{}y/>"]) == b'<a:x xmlns:a="u" ><a:y/></a:x>'
    assert with_children(b"<x></x>\n", ["<{}y/>"]) == b"<x><y/></x>\n"


@pytest.mark.samples
@pytest.mark.skipif("JIXIAO_SAMPLES" not in os.environ, reason="JIXIAO_SAMPLES is not set")
def test_every_real_finding_stands_on_its_words(tmp_path: Path) -> None:
    for sample in sorted(Path(os.environ["JIXIAO_SAMPLES"]).glob("*.txt")):
        text = sample.read_text(encoding="utf-8")
        document = docx.Document()
        for line in text.split("\n"):
            paragraph = document.add_paragraph()
            for piece in re.findall(r"[\s\S]{1,7}", line):
                paragraph.add_run(piece)
        path = tmp_path / f"{sample.stem}.docx"
        document.save(str(path))
        result = check_document(read_document(path))
        checked = Checked(str(path), result)
        words = commented_words(docx_file(checked))
        for i, finding in enumerate(result.findings):
            expected = result.text[finding.start : finding.end]
            assert re.sub(r"\s", "", words[i]) == re.sub(r"\s", "", expected)


@given(
    st.lists(st.text(alphabet="甲3.& <𠀀", min_size=1, max_size=4), min_size=1, max_size=5),
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 20)), min_size=1, max_size=6),
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_spans_over_any_runs(
    tmp_path: Path, runs: list[str], spans: list[tuple[int, int]]
) -> None:
    body = "".join(f'<w:r><w:t xml:space="preserve">{escape(run)}</w:t></w:r>' for run in runs)
    path = packed(tmp_path / "a.docx", f"<w:p><w:r><w:t>首</w:t></w:r>{body}</w:p>")
    text = "首" + "".join(runs)
    rows = [(a % len(text), min(a % len(text) + length, len(text))) for a, length in spans]
    data = docx_file(checked_of(path, *(fault(a, b) for a, b in rows)))
    assert commented_words(data) == {i: text[a:b] for i, (a, b) in enumerate(rows)}
    assert read_word(data, "a.docx").text == read_document(path).text
    assert without_marks(data) == without_marks(path.read_bytes())
