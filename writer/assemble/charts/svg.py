"""A chart as SVG, for PDF and HTML: no script, no style sheet, words for those who hear it."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from writer.assemble.charts.geometry import (
    BAR,
    LINE,
    TITLE,
    TOP,
    TYPE,
    UPRIGHT_HEIGHT,
    bars,
    colours,
    height,
    labels,
    legend,
)
from writer.assemble.layout import cleaned
from writer.report import Chart

FONT = "FangSong, STFangsong, 仿宋, Noto Serif CJK SC, serif"


def svg(chart: Chart, font: str = FONT) -> str:
    """The picture, 156 mm wide where it is printed; `font` is a CSS list of families."""
    fill = colours(chart)
    parts = [
        f"<rect x={_n(b.x)} y={_n(b.y)} width={_n(b.width)} height={_n(b.height)} "
        f'fill="#{fill[b.series]}"/>' + _text(b.text_x, b.text_y, b.value, _side(chart), 9.0)
        for b in bars(chart)
    ]
    parts += [_text(la.x, la.y, la.text, la.anchor) for la in labels(chart)]
    if not chart.horizontal:
        edge = _n(TOP + UPRIGHT_HEIGHT)
        parts.append(f'<path d="M0 {edge[1:-1]}H{LINE}" stroke="#7f7f7f" stroke-width="0.75"/>')
    for x, y, series, name in legend(chart):
        box = f"<rect x={_n(x)} y={_n(y)} width={_n(BAR)} height={_n(BAR)} "
        parts.append(f'{box}fill="#{fill[series]}"/>' + _text(x + 16, y + 9.5, name, "start"))
    title = _text(LINE / 2, TITLE + 4, chart.title, "middle", TITLE)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LINE} {height(chart):g}" '
        f'width="{LINE}pt" height="{height(chart):g}pt" role="img" '
        f"aria-label={quoteattr(cleaned(chart.words))} font-family={quoteattr(font)}>"
        f"{title}{''.join(parts)}</svg>"
    )


def _side(chart: Chart) -> str:
    return "start" if chart.horizontal else "middle"


def _text(x: float, y: float, text: str, anchor: str, size: float = TYPE) -> str:
    return (
        f'<text x={_n(x)} y={_n(y)} font-size="{size:g}" text-anchor="{anchor}">'
        f"{escape(cleaned(text))}</text>"
    )


def _n(value: float) -> str:
    return f'"{round(value, 2):g}"'
