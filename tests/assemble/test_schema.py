"""Every part that we write against the XML schemas of ISO/IEC 29500 (transitional).

The schemas are not ours to ship: JIXIAO_XSD names a folder that holds them (wml.xsd, dml-chart.xsd
… as under ref/xsd of python-docx's repository). What must hold everywhere, the order of children
included, is tested without them in test_docx.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from writer.assemble.docx import docx_bytes
from writer.report import Chart, Report, Series

pytestmark = pytest.mark.skipif("JIXIAO_XSD" not in os.environ, reason="JIXIAO_XSD is not set")
XSD = "{http://www.w3.org/2001/XMLSchema}"
XML = "http://www.w3.org/XML/1998/namespace"
XML_SCHEMA = f"""<xs:schema targetNamespace="{XML}" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:attribute name="lang" type="xs:string"/><xs:attribute name="space" type="xs:NCName"/>
</xs:schema>"""
# the schema of a part by the beginning of its name
SCHEMAS = {
    "[Content_Types].xml": "opc-xsd/opc-contentTypes.xsd",
    "_rels/": "opc-xsd/opc-relationships.xsd",
    "word/_rels/": "opc-xsd/opc-relationships.xsd",
    "word/charts/_rels/": "opc-xsd/opc-relationships.xsd",
    "word/charts/": "dml-chart.xsd",
    "word/embeddings/": "sml.xsd",
    "word/": "wml.xsd",
}


@cache
def schema_of(name: str, folder: Path) -> etree.XMLSchema:
    """A schema with the one namespace that the files name but do not hold."""
    for file in (Path(os.environ["JIXIAO_XSD"])).rglob("*.xsd"):
        tree = etree.parse(str(file))
        for wanted in tree.iter(f"{XSD}import"):
            if wanted.get("namespace") == XML:
                wanted.set("schemaLocation", str(folder / "xml.xsd"))
        target = folder / file.relative_to(os.environ["JIXIAO_XSD"])
        target.parent.mkdir(parents=True, exist_ok=True)
        tree.write(str(target))
    (folder / "xml.xsd").write_text(XML_SCHEMA, encoding="utf-8")
    return etree.XMLSchema(etree.parse(str(folder / name)))


def parts(data: bytes, prefix: str = "") -> Iterator[tuple[str, bytes]]:
    """Every XML part by name, those of embedded workbooks behind their file's."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.endswith(".xlsx"):
                inner = parts(package.read(name), "word/embeddings/")
                yield from ((n, d) for n, d in inner if n.startswith("word/embeddings/xl/"))
            elif name.endswith((".xml", ".rels")) and not name.startswith("docProps/"):
                yield prefix + name, package.read(name)


def test_every_part_is_valid(tmp_path, report, findings) -> None:
    values = (Decimal("1.00"), None)
    charts = tuple(
        Chart("图", ("甲", "乙"), (Series("预算", values),), "万元", horizontal=lying)
        for lying in (False, True)
    )
    whole = Report(
        report.title, (*report.blocks, *charts), subtitle="副标题", unit=report.unit,
        cover=report.cover, header=("评价年度：2024年度",), signature=report.signature,
        date=report.date, attachments=report.attachments, appendix=report.appendix,
    )  # fmt: skip
    checked = set()
    for name, data in parts(docx_bytes(whole, findings, draft_mark="草稿")):
        found = max((p for p in SCHEMAS if name.startswith(p)), key=len)
        if found == "word/embeddings/" and "/_rels/" in name:
            continue
        schema = schema_of(SCHEMAS[found], tmp_path)
        assert schema.validate(etree.fromstring(data)), (name, schema.error_log)
        checked.add(name)
    assert {"word/document.xml", "word/comments.xml", "word/charts/chart1.xml"} <= checked
    assert any(name.startswith("word/embeddings/xl/") for name in checked)
