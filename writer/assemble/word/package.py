"""The parts of a Word file, zipped so that the same parts give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from xml.etree import ElementTree as ET

from writer.assemble.layout import cleaned, report_day
from writer.assemble.word.charts import chart_part, chart_relations
from writer.assemble.word.text import properties_of, run_of
from writer.assemble.word.workbook import workbook
from writer.assemble.word.xml import document_bytes, el, part_bytes
from writer.report import Chart, Report

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FIXED = {  # part -> (relationship id, kind)
    "styles": ("rStyles", "styles"),
    "settings": ("rSettings", "settings"),
    "fontTable": ("rFonts", "fontTable"),
    "footer-odd": ("rFooterOdd", "footer"),
    "footer-even": ("rFooterEven", "footer"),
}
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say: no clock in the file


@cache
def _part(name: str) -> bytes:
    return (resources.files(__package__) / "parts" / f"{name}.xml").read_bytes()


def package_bytes(
    report: Report,
    document: ET.Element,
    comments: ET.Element | None,
    draft_mark: str,
    charts: Sequence[Chart] = (),
) -> bytes:
    """The whole .docx; `charts` in the order in which the document shows them."""
    made = {"document": document_bytes(document)}
    relations = dict(_FIXED)
    if comments is not None:
        made["comments"] = document_bytes(comments)
        relations["comments"] = ("rComments", "comments")
    if draft_mark:
        for side in ("Odd", "Even"):
            name = f"header-{side.lower()}"
            made[name] = document_bytes(_header(draft_mark))
            relations[name] = (f"rHeader{side}", "header")
    parts = {f"word/{name}.xml": made.get(name) or _part(name) for name in [*made, *_FIXED]}
    shown = [
        (f"rChart{n}", f"{_OFFICE}/chart", f"charts/chart{n}.xml") for n, _ in _numbered(charts)
    ]
    parts["word/_rels/document.xml.rels"] = _relations([
        *((i, f"{_OFFICE}/{kind}", f"{name}.xml") for name, (i, kind) in relations.items()),
        *shown,
    ])  # fmt: skip
    for n, chart in _numbered(charts):
        parts[f"word/charts/chart{n}.xml"] = chart_part(chart)
        parts[f"word/charts/_rels/chart{n}.xml.rels"] = chart_relations(n)
        parts[f"word/embeddings/chart{n}.xlsx"] = workbook(chart)
    parts["_rels/.rels"] = _relations(
        (
            ("rDocument", f"{_OFFICE}/officeDocument", "word/document.xml"),
            ("rCore", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        )
    )
    parts["docProps/core.xml"] = _core(report)
    kinds = {f"word/{name}.xml": kind for name, (_, kind) in relations.items()}
    parts["[Content_Types].xml"] = _content_types(kinds, len(charts))
    return _zipped(parts)


def _numbered(charts: Sequence[Chart]) -> Iterable[tuple[int, Chart]]:
    return enumerate(charts, start=1)


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    """[Content_Types].xml first, as readers of streams expect, the rest by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(parts, key=lambda n: (n != "[Content_Types].xml", n)):
            info = zipfile.ZipInfo(name, date_time=_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # the same on every system
            info.external_attr = 0
            archive.writestr(info, parts[name])
    return buffer.getvalue()


def _header(mark: str) -> ET.Element:
    return el("w:hdr", el("w:p", properties_of("Header"), run_of(mark)))


def _relations(rows: Iterable[tuple[str, str, str]]) -> bytes:
    root = ET.Element("Relationships", xmlns=f"{_PACKAGE}/relationships")
    for ident, kind, target in rows:
        ET.SubElement(root, "Relationship", Id=ident, Type=kind, Target=target)
    return part_bytes(root)


def _content_types(kinds: Mapping[str, str], charts: int) -> bytes:
    root = ET.Element("Types", xmlns=f"{_PACKAGE}/content-types")
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    ET.SubElement(root, "Default", Extension="rels", ContentType=rels)
    ET.SubElement(root, "Default", Extension="xml", ContentType="application/xml")
    if charts:
        ET.SubElement(root, "Default", Extension="xlsx", ContentType=_WORKBOOK)
    whole = {"word/document.xml": "document.main", **kinds}
    for name, kind in sorted(whole.items()):
        ET.SubElement(root, "Override", PartName=f"/{name}", ContentType=f"{_MAIN}.{kind}+xml")
    ET.SubElement(root, "Override", PartName="/docProps/core.xml", ContentType=core)
    for n in range(1, charts + 1):
        name = f"/word/charts/chart{n}.xml"
        ET.SubElement(root, "Override", PartName=name, ContentType=_CHART)
    return part_bytes(root)


def _core(report: Report) -> bytes:
    """Title, unit and, where the report is dated, that day: never the day of writing."""
    root = ET.Element("cp:coreProperties")
    root.set("xmlns:cp", f"{_PACKAGE}/metadata/core-properties")
    root.set("xmlns:dc", "http://purl.org/dc/elements/1.1/")
    root.set("xmlns:dcterms", "http://purl.org/dc/terms/")
    root.set("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
    ET.SubElement(root, "dc:title").text = cleaned(report.title)
    if report.unit:
        ET.SubElement(root, "dc:creator").text = cleaned(report.unit)
    if day := report_day(report):
        for name in ("created", "modified"):
            stamp = ET.SubElement(root, f"dcterms:{name}")
            stamp.set("xsi:type", "dcterms:W3CDTF")
            stamp.text = f"{day.isoformat()}T00:00:00Z"
    return part_bytes(root)
