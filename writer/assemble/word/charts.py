"""A chart as Word draws it: a chart part with the workbook behind it, and its place in the text.

ECMA-376 part 1: 20.4.2 (drawing in a paragraph), 21.2 (charts). The workbook is what Word opens
for “编辑数据”; the chart part repeats its values, so that they are shown without opening it.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from writer.assemble.charts.geometry import LINE, colours, height
from writer.assemble.layout import cleaned
from writer.assemble.word.text import properties_of
from writer.assemble.word.workbook import held, relation, x
from writer.assemble.word.xml import R, el, part_bytes
from writer.report import Chart

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_EMU = 12_700  # in a point
_FONT = "仿宋_GB2312"


def chart_paragraph(chart: Chart, number: int, *, new_page: bool = False) -> ET.Element:
    """A paragraph of its own that shows chart part `number`."""
    size = {"cx": str(round(LINE * _EMU)), "cy": str(round(height(chart) * _EMU))}
    words = cleaned(chart.words)
    graphic = x(
        "a:graphic", {"xmlns:a": f"{DRAWING}/main"},
        x("a:graphicData", {"uri": f"{DRAWING}/chart"},
           x("c:chart", {"xmlns:c": f"{DRAWING}/chart", "r:id": f"rChart{number}"})),
    )  # fmt: skip
    inline = x(
        "wp:inline",
        {"xmlns:wp": f"{DRAWING}/wordprocessingDrawing",
         "distT": "0", "distB": "0", "distL": "0", "distR": "0"},
        x("wp:extent", size),
        x("wp:docPr", {"id": str(number), "name": cleaned(chart.title), "descr": words}),
        x("wp:cNvGraphicFramePr", {}),
        graphic,
    )  # fmt: skip
    # the lines of the text have an exact height, which would cut a picture off
    return el(
        "w:p", properties_of("TableText", new_page=new_page), el("w:r", el("w:drawing", inline))
    )


def chart_part(chart: Chart) -> bytes:
    """word/charts/chartN.xml; its workbook is relation rData."""
    fill = colours(chart)
    series = [_series(chart, n, fill[n]) for n in range(len(chart.series))]
    plot = x(
        "c:plotArea", {}, x("c:layout", {}),
        x("c:barChart", {},
           _v("barDir", "bar" if chart.horizontal else "col"), _v("grouping", "clustered"),
           _v("varyColors", "0"), *series, _v("gapWidth", "60"), _v("overlap", "0"),
           _v("axId", "1"), _v("axId", "2")),
        *_axes(chart),
    )  # fmt: skip
    legend = x("c:legend", {}, _v("legendPos", "b"), _v("overlay", "0"), _type(1050))
    whole = x(
        "c:chart", {}, _title(chart.title), _v("autoTitleDeleted", "0"), plot,
        *([legend] if len(chart.series) > 1 else []),
        _v("plotVisOnly", "1"), _v("dispBlanksAs", "gap"),
    )  # fmt: skip
    root = x(
        "c:chartSpace",
        {"xmlns:c": f"{DRAWING}/chart", "xmlns:a": f"{DRAWING}/main", "xmlns:r": R},
        _v("roundedCorners", "0"), whole,
        x("c:spPr", {}, x("a:noFill", {}), x("a:ln", {}, x("a:noFill", {}))),
        _type(1050), x("c:externalData", {"r:id": "rData"}, _v("autoUpdate", "0")),
    )  # fmt: skip
    return part_bytes(root)


def chart_relations(number: int) -> bytes:
    """The relations of chart part `number`: its workbook."""
    return part_bytes(relation("rData", f"{R}/package", f"../embeddings/chart{number}.xlsx"))


# ---- pieces --------------------------------------------------------------------------


def _series(chart: Chart, n: int, colour: str) -> ET.Element:
    series, column = chart.series[n], chr(ord("B") + n)
    last = len(chart.categories) + 1
    fill = x("c:spPr", {}, _filled(colour))
    cells = f"Sheet1!${column}$2:${column}${last}"
    values = x("c:numCache", {}, _t("formatCode", "0.00"), _v("ptCount", str(last - 1)))
    for i, value in enumerate(series.values):
        if value is not None:
            values.append(_point(i, f"{value}"))
    return x(
        "c:ser", {}, _v("idx", str(n)), _v("order", str(n)),
        x("c:tx", {}, _strings(f"Sheet1!${column}$1", [series.name])),
        fill, _v("invertIfNegative", "0"), _value_labels(),
        x("c:cat", {}, _strings(f"Sheet1!$A$2:$A${last}", chart.categories)),
        x("c:val", {}, x("c:numRef", {}, _t("f", cells), values)),
    )  # fmt: skip


def _value_labels() -> ET.Element:
    shown = {"showLegendKey": "0", "showVal": "1", "showCatName": "0", "showSerName": "0",
             "showPercent": "0", "showBubbleSize": "0"}  # fmt: skip
    return x(
        "c:dLbls", {}, x("c:numFmt", {"formatCode": "0.00", "sourceLinked": "0"}), _type(900),
        _v("dLblPos", "outEnd"), *(_v(name, value) for name, value in shown.items()),
    )  # fmt: skip


def _axes(chart: Chart) -> tuple[ET.Element, ET.Element]:
    """Names from the top down where bars lie; no scale, since every bar has its figure."""
    side, foot = ("l", "b") if chart.horizontal else ("b", "l")
    order = "maxMin" if chart.horizontal else "minMax"
    line = x("c:spPr", {}, x("a:ln", {"w": "9525"}, _filled("7F7F7F")))
    names = x(
        "c:catAx", {}, _v("axId", "1"), x("c:scaling", {}, _v("orientation", order)),
        _v("delete", "0"), _v("axPos", side), _v("majorTickMark", "none"),
        _v("minorTickMark", "none"), _v("tickLblPos", "low"), line, _type(1050),
        _v("crossAx", "2"), _v("crosses", "autoZero"), _v("auto", "1"), _v("lblAlgn", "ctr"),
        _v("lblOffset", "100"), _v("noMultiLvlLbl", "0"),
    )  # fmt: skip
    scale = x(
        "c:valAx", {}, _v("axId", "2"),
        x("c:scaling", {}, _v("orientation", "minMax"), _v("min", "0")), _v("delete", "1"),
        _v("axPos", foot), x("c:numFmt", {"formatCode": "0.00", "sourceLinked": "0"}),
        _v("majorTickMark", "none"), _v("minorTickMark", "none"), _v("tickLblPos", "none"),
        _v("crossAx", "1"), _v("crosses", "autoZero"), _v("crossBetween", "between"),
    )  # fmt: skip
    return names, scale


def _title(text: str) -> ET.Element:
    holder = x("a:t", {})
    holder.text = cleaned(text)
    run = x("a:r", {}, _fonts("a:rPr", 1200), holder)
    return x(
        "c:title", {},
        x("c:tx", {}, x("c:rich", {}, x("a:bodyPr", {}), x("a:p", {}, run))),
        _v("overlay", "0"),
    )  # fmt: skip


def _type(size: int) -> ET.Element:
    """c:txPr: the font of labels; `size` in hundredths of a point."""
    return x(
        "c:txPr", {}, x("a:bodyPr", {}),
        x("a:p", {}, x("a:pPr", {}, _fonts("a:defRPr", size)),
          x("a:endParaRPr", {"lang": "zh-CN"})),
    )  # fmt: skip


def _fonts(tag: str, size: int) -> ET.Element:
    faces = (x(f"a:{script}", {"typeface": _FONT}) for script in ("latin", "ea"))
    return x(tag, {"lang": "zh-CN", "sz": str(size), "b": "0"}, *faces)


def _filled(colour: str) -> ET.Element:
    return x("a:solidFill", {}, x("a:srgbClr", {"val": colour}))


def _strings(reference: str, texts: Sequence[str]) -> ET.Element:
    cache = x("c:strCache", {}, _v("ptCount", str(len(texts))))
    cache.extend(_point(i, cleaned(text)) for i, text in enumerate(texts))
    return x("c:strRef", {}, _t("f", reference), cache)


def _point(index: int, value: str) -> ET.Element:
    return x("c:pt", {"idx": str(index)}, _t("v", value))


def _v(name: str, value: str) -> ET.Element:
    """<c:name val="value"/>, the most common sort of element in a chart."""
    return x(f"c:{name}", {"val": value})


def _t(name: str, text: str) -> ET.Element:
    return held(f"c:{name}", text)
