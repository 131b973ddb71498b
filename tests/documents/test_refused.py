"""Files that cannot or must not be read: one Chinese message, the file named, what to do."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from writer.documents import read_document
from writer.documents.package import MAX_ENTRIES, OLE_MAGIC
from writer.errors import DocumentError

RawDocx = Callable[..., Path]


def refusal(path: Path) -> str:
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    message = str(caught.value)
    assert path.name in message
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("空.txt", b"", "空的"),
        ("blank.txt", b" \r\n\t\n", "没有文字"),
        ("old.doc", OLE_MAGIC, "另存为 .docx"),
        ("scan.pdf", b"%PDF-1.7", ".docx"),
        ("sheet.xlsx", b"PK", "只能读取"),
        ("renamed.docx", OLE_MAGIC + b"\0" * 600, "旧版"),
        ("secret.docx", OLE_MAGIC + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("broken.docx", b"PK\x03\x04 and then nothing", "损坏"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "不是文本"),
        ("half.txt", "支出".encode()[:-1] + b"\xff\xff\n", "不是文本"),
    ],
)
def test_wrong_content(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert says in refusal(path)


def test_wrong_place(tmp_path: Path) -> None:
    assert "文件夹" in refusal(tmp_path)
    assert "没有这个文件" in refusal(tmp_path / "无.txt")
    assert "普通文件" in refusal(Path("/dev/zero"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "locked.txt"
    path.write_text("一", encoding="utf-8")
    path.chmod(0)
    assert "权限" in refusal(path)


def test_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.truncate(20 * 1024 * 1024 + 1)
    assert "20 MB" in refusal(path)


@pytest.mark.parametrize("name", ["long.txt", "long.md"])
def test_text_that_no_report_is_as_long_as(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("全年支出318.09万元。\n" * 100_000, "utf-8")
    assert "140 万字，超过 100 万字的上限" in refusal(path)


def test_truncated_docx(raw_docx: RawDocx) -> None:
    path = raw_docx("<w:p><w:r><w:t>支出</w:t></w:r></w:p>" * 500)
    whole = path.read_bytes()
    for cut in (len(whole) // 3, len(whole) - 10):
        path.write_bytes(whole[:cut])
        assert "损坏" in refusal(path)
    place = whole.index(b"word/document.xml") + 60
    path.write_bytes(whole[:place] + b"\xff" * 20 + whole[place + 20 :])
    assert "损坏" in refusal(path)


def test_zip_that_is_no_word_file(tmp_path: Path) -> None:
    path = tmp_path / "other.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "无")
    assert "不是 Word 文档" in refusal(path)


def test_word_file_without_text(raw_docx: RawDocx) -> None:
    assert "没有文字" in refusal(raw_docx("<w:p/>"))


def test_bomb_by_ratio(raw_docx: RawDocx) -> None:
    path = raw_docx("<w:p>" + " " * (40 * 1024 * 1024) + "</w:p>")
    assert path.stat().st_size < 200_000
    assert "过大" in refusal(path)


def test_bomb_that_lies_about_its_size(raw_docx: RawDocx) -> None:
    path = raw_docx("<w:p>" + " " * (80 * 1024 * 1024) + "</w:p>")
    data = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        true_size = archive.getinfo("word/document.xml").file_size
    path.write_bytes(data.replace(true_size.to_bytes(4, "little"), (1000).to_bytes(4, "little")))
    assert "损坏" in refusal(path)


def test_too_many_entries(tmp_path: Path) -> None:
    path = tmp_path / "many.docx"
    with zipfile.ZipFile(path, "w") as archive:
        for i in range(MAX_ENTRIES + 1):
            archive.writestr(f"{i}", "")
    assert str(MAX_ENTRIES + 1) in refusal(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_with_their_doctype(tmp_path: Path, encoding: str) -> None:
    xml = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE d [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;">'
        '<!ENTITY f SYSTEM "file:///etc/hostname">]><w:document xmlns:w="x">&b;&f;</w:document>'
    )
    path = tmp_path / "e.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", xml.encode(encoding))
    assert "DOCTYPE" in refusal(path)


def test_nesting_without_end(raw_docx: RawDocx) -> None:
    assert "嵌套" in refusal(
        raw_docx("<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000)
    )


def test_nesting_as_deep_as_allowed_is_read(raw_docx: RawDocx) -> None:
    depth = 120
    body = (
        "<w:sdt><w:sdtContent>" * depth
        + "<w:p><w:r><w:t>底</w:t></w:r></w:p>"
        + "</w:sdtContent></w:sdt>" * depth
    )
    assert read_document(raw_docx(body)).text == "底\n"


def test_external_relations_are_not_followed(raw_docx: RawDocx, tmp_path: Path) -> None:
    path = raw_docx('<w:p><w:r><w:t>正文</w:t></w:r></w:p><w:altChunk xmlns:r="r" r:id="r0"/>')
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r0" Type="x/styles" TargetMode="External" Target="http://127.0.0.1:1/styles.xml"/>'
        '<Relationship Id="r1" Type="x/footnotes" Target="../../../../etc/hostname"/></Relationships>'
    )
    with zipfile.ZipFile(path) as old:
        kept = {n: old.read(n) for n in old.namelist() if not n.endswith("document.xml.rels")}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in kept.items():
            archive.writestr(name, content)
        archive.writestr("word/_rels/document.xml.rels", rels)
    assert read_document(path).text == "正文\n"


def test_reading_text_loads_no_xml_and_reading_word_loads_no_python_docx(raw_docx: RawDocx) -> None:
    path = raw_docx("<w:p><w:r><w:t>正文</w:t></w:r></w:p>")
    code = (
        "import sys; from pathlib import Path; import writer.documents as d; d.read_text('一、甲');"
        "assert 'zipfile' not in sys.modules and 'xml.etree.ElementTree' not in sys.modules;"
        "d.read_document(Path(sys.argv[1])); assert 'docx' not in sys.modules and 'lxml' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True, timeout=60)


def test_local_name_that_is_no_utf8(raw_docx: RawDocx, tmp_path: Path) -> None:
    """zipfile raises UnicodeDecodeError when it opens the entry (found by fuzzing)."""
    path = tmp_path / "文.docx"
    with zipfile.ZipFile(raw_docx()) as old, zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo("word/document.xml")
        info.flag_bits |= 0x800
        archive.writestr(info, old.read("word/document.xml"))
    whole = path.read_bytes()
    name = whole.index(b"word/document.xml")
    flags = whole.index(b"PK\x03\x04") + 6
    data = bytearray(whole)
    data[flags : flags + 2] = (0x800).to_bytes(2, "little")
    data[name] = 0xFF
    central = whole.rindex(b"PK\x01\x02") + 8
    data[central : central + 2] = (0x800).to_bytes(2, "little")
    path.write_bytes(bytes(data))
    assert "损坏" in refusal(path)


def test_unusual_compression(tmp_path: Path) -> None:
    path = tmp_path / "lzma.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/document.xml", "<w:document/>" * 100)
    assert "损坏" in refusal(path)
