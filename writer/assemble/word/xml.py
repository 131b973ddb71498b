"""Elements with the prefixes written out: `el("w:p", el("w:r"), val=1)` is <w:p w:val="1">."""

from __future__ import annotations

from xml.etree import ElementTree as ET

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def el(tag: str, *children: ET.Element | None, **attributes: str | int) -> ET.Element:
    """An element in its parent's prefix; a child None is left out, `r_id` becomes r:id."""
    element = ET.Element(tag)
    prefix = tag.partition(":")[0]
    for name, value in attributes.items():
        key = name.replace("_", ":", 1) if "_" in name else f"{prefix}:{name}"
        element.set(key, str(value))
    element.extend(child for child in children if child is not None)
    return element


def document_bytes(root: ET.Element) -> bytes:
    """The element as a part of its own, with the namespaces it may use."""
    root.set("xmlns:w", W)
    root.set("xmlns:r", R)
    return part_bytes(root)


def part_bytes(root: ET.Element) -> bytes:
    """The element as it stands, as an XML file."""
    data: bytes = ET.tostring(root, encoding="utf-8")
    return _DECLARATION + data
