"""Where the bars of a chart stand; in points, for a line of text of the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from writer.assemble.layout import width
from writer.report import Chart

LINE = 442.2  # 156 mm
TYPE = 10.5  # 五号
TITLE = 12.0
TOP, BOTTOM = 30.0, 12.0  # title above, air below
LEGEND = 22.0
UPRIGHT_HEIGHT = 200.0
BAR, GAP = 11.0, 9.0
COLOURS = ("9DC3E6", "2E75B6", "1F3864")  # told apart in grey as well


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle with its value; `text_x`, `text_y` are the value's anchor."""

    x: float
    y: float
    width: float
    height: float
    series: int
    value: str
    text_x: float
    text_y: float


@dataclass(frozen=True, slots=True)
class Label:
    x: float
    y: float
    text: str
    anchor: str  # start, middle, end


def colours(chart: Chart) -> tuple[str, ...]:
    """The darkest for what was spent, whatever stands beside it."""
    return COLOURS[-len(chart.series) :]


def height(chart: Chart) -> float:
    """Points that the chart takes."""
    legend = LEGEND if len(chart.series) > 1 else 0.0
    if not chart.horizontal:
        return TOP + UPRIGHT_HEIGHT + 2 * TYPE + legend + BOTTOM
    return TOP + len(chart.categories) * _row(chart) + legend + BOTTOM


def bars(chart: Chart) -> Iterator[Bar]:
    """Every bar that has a value; a value of 0 is a bar without length."""
    largest = max((v for s in chart.series for v in s.values if v is not None), default=Decimal(0))
    for n, series in enumerate(chart.series):
        for i, value in enumerate(series.values):
            if value is not None:
                share = float(value / largest) if largest > 0 else 0.0
                yield (
                    _lying(chart, i, n, share, value)
                    if chart.horizontal
                    else _standing(chart, i, n, share, value)
                )


def labels(chart: Chart) -> Iterator[Label]:
    """The names of the categories."""
    for i, name in enumerate(chart.categories):
        if chart.horizontal:
            middle = TOP + i * _row(chart) + (_row(chart) - GAP) / 2 + TYPE * 0.35
            yield Label(_names(chart) - 6, middle, name, "end")
        else:
            x = (i + 0.5) * LINE / len(chart.categories)
            yield Label(x, TOP + UPRIGHT_HEIGHT + 1.4 * TYPE, name, "middle")


def legend(chart: Chart) -> Iterator[tuple[float, float, int, str]]:
    """(x, y, series, name) of the keys below the chart."""
    if len(chart.series) < 2:
        return
    widths = [TYPE * width(s.name) + 34 for s in chart.series]
    x = (LINE - sum(widths)) / 2
    for n, series in enumerate(chart.series):
        yield x, height(chart) - BOTTOM - TYPE, n, series.name
        x += widths[n]


def _row(chart: Chart) -> float:
    return len(chart.series) * BAR + GAP


def _names(chart: Chart) -> float:
    """Where the bars begin: right of the longest name."""
    return min(0.45 * LINE, TYPE * max(map(width, chart.categories)) + 8)


def _lying(chart: Chart, row: int, series: int, share: float, value: Decimal) -> Bar:
    left = _names(chart)
    room = LINE - left - TYPE * 6  # the figure behind the longest bar
    y = TOP + row * _row(chart) + series * BAR
    length = room * share
    middle = y + BAR / 2 + TYPE * 0.35
    return Bar(left, y, length, BAR - 1, series, f"{value}", left + length + 4, middle)


def _standing(chart: Chart, column: int, series: int, share: float, value: Decimal) -> Bar:
    slot = LINE / len(chart.categories)
    thick = min(34.0, slot * 0.8 / len(chart.series))
    x = column * slot + (slot - thick * len(chart.series)) / 2 + series * thick
    length = (UPRIGHT_HEIGHT - 2 * TYPE) * share
    y = TOP + UPRIGHT_HEIGHT - length
    return Bar(x, y, thick - 1, length, series, f"{value}", x + (thick - 1) / 2, y - 4)
