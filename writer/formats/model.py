"""A standard format as data: what format.yaml may say (keys are Chinese, English accepted)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from writer.quantities import MONEY_UNITS

DEFAULT_NUMBERING = ("一、", "（一）", "1.", "（1）")


def _many(value: Any) -> Any:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


Strings = Annotated[tuple[str, ...], BeforeValidator(_many)]


class Data(BaseModel):
    """Base of what format.yaml holds: unknown keys are faults, nothing changes once read."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, frozen=True)


class Grade(Data):
    """A grade word and the lowest share of full marks (percent) that earns it."""

    word: str = Field(alias="等级")
    least: Decimal = Field(alias="下限", ge=0, le=100)


class Appendix(Data):
    """One attachment: its name and the tables in it, by their names in assemble.tables."""

    title: str = Field(alias="名称")
    tables: Strings = Field((), alias="表")
    when: str = Field("", alias="条件")


class Node(Data):
    """One section of the outline.

    `title` and `empty` are small templates; `needs`, `when` and `repeat` are expressions over
    the facts (“支出.决算”). `repeat` makes one section for each item, known as `item` inside.
    `charts` close the section when charts are wanted, by their names in assemble.charts.made.
    """

    key: str = Field(alias="键", pattern=r"^[\w-]+$")
    title: str = Field("", alias="标题")
    template: str = Field("", alias="模板")
    needs: Strings = Field((), alias="需要")
    figures: Strings = Field((), alias="必写数据")
    repeat: str = Field("", alias="逐项")
    item: str = Field("项", alias="逐项称为")
    when: str = Field("", alias="条件")
    empty: str = Field("", alias="空缺时")
    required: bool = Field(False, alias="必需")
    charts: Strings = Field((), alias="图")
    children: tuple[Node, ...] = Field((), alias="下级")

    def walk(self, level: int = 1) -> Iterator[tuple[Node, int]]:
        """This node and everything below it, with levels."""
        yield self, level
        for child in self.children:
            yield from child.walk(level + 1)


class Layout(Data):
    """What format.yaml holds once inheritance has been worked out."""

    name: str = Field(alias="格式")
    label: str = Field(alias="说明")
    title: str = Field(alias="报告标题")
    subtitle: str = Field("", alias="副标题")
    money_unit: str = Field("万元", alias="金额单位")
    numbering: tuple[str, ...] = Field(DEFAULT_NUMBERING, alias="编号", min_length=2)
    cover: Strings = Field((), alias="封面")
    header: Strings = Field((), alias="表头")
    lead: str = Field("", alias="导语模板")
    lead_when: str = Field("", alias="导语条件")
    signature: str = Field("", alias="落款")
    date: str = Field("", alias="日期")
    attachments: tuple[Appendix, ...] = Field((), alias="附件")
    grades: tuple[Grade, ...] = Field((), alias="等级")
    outline: tuple[Node, ...] = Field(alias="提纲", min_length=1)

    @field_validator("money_unit")
    @classmethod
    def _known_unit(cls, unit: str) -> str:
        if unit not in MONEY_UNITS:
            raise ValueError(f"应为 {'、'.join(MONEY_UNITS)} 之一，而这里是“{unit}”")
        return unit


@dataclass(frozen=True)
class Format:
    """A loaded format: its layout and the folders its templates come from, nearest first."""

    layout: Layout
    folders: tuple[Path, ...]

    @property
    def name(self) -> str:
        return self.layout.name

    def nodes(self) -> Iterator[tuple[Node, int]]:
        """Every node of the outline in order, with its level (1–4)."""
        for node in self.layout.outline:
            yield from node.walk()
