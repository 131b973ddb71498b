"""Word files made on the spot: by python-docx, and from raw XML for what it cannot write."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OPEN = (
    f'<w:document xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"><w:body>'
)
CLOSE = "</w:body></w:document>"
ROOT_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)

RawDocx = Callable[..., Path]


def relations(**targets: str) -> str:
    body = "".join(
        f'<Relationship Id="r{i}" Type="{R}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{body}</Relationships>'


@pytest.fixture
def raw_docx(tmp_path: Path) -> RawDocx:
    """raw_docx(body_xml, **parts): a .docx whose body is this XML; parts by kind of relation."""

    def make(body: str = "", *, document: str | None = None, **parts: str) -> Path:
        path = tmp_path / "raw.docx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("_rels/.rels", ROOT_RELS)
            archive.writestr("word/document.xml", document or OPEN + body + CLOSE)
            archive.writestr(
                "word/_rels/document.xml.rels",
                relations(**{kind: f"{kind}.xml" for kind in parts}),
            )
            for kind, xml in parts.items():
                archive.writestr(f"word/{kind}.xml", xml)
        return path

    return make


def p(*runs: str, properties: str = "") -> str:
    """A paragraph: each argument is the text of a run, or XML when it begins with <."""
    inner = "".join(
        r if r.startswith("<") else f'<w:r><w:t xml:space="preserve">{r}</w:t></w:r>' for r in runs
    )
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


@pytest.fixture
def para() -> Callable[..., str]:
    return p
