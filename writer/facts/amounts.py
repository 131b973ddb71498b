"""The scalar types of a facts file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, GetPydanticSchema, ValidationInfo
from pydantic_core import core_schema

from writer.quantities import MONEY_UNITS, decimals_of, parse_quantity, show

DEFAULT_MONEY_UNIT = "万元"
_COUNTED = re.compile(r"\s*(\d{1,9})\s*(?:人|名|年|年度)\s*")
_POINTS = re.compile(r"\s*(\d{1,6}(?:\.\d{1,6})?)\s*分\s*")
_DAY = re.compile(r"(\d{4})[年./-](\d{1,2})(?:月|(?:月|[./-])(\d{1,2})日?)?")
# 301.10 万 is how people speak; a count may be meant too, so it is asked about, not guessed
_CUT_SHORT = ("千", "万", "百万", "亿")


@dataclass(frozen=True, slots=True)
class Amount:
    """Money as written: `number` in `unit` (元, 万元, 亿元 …)."""

    number: Decimal
    unit: str

    @property
    def yuan(self) -> Decimal:
        return self.number * MONEY_UNITS[self.unit]

    @property
    def decimals(self) -> int:
        return decimals_of(self.number)

    def __str__(self) -> str:
        return show(self.yuan, "元", self.decimals, self.unit)


def _amount(value: Any, info: ValidationInfo) -> Amount:
    unit = (info.context or {}).get("money_unit", DEFAULT_MONEY_UNIT)
    if isinstance(value, Amount):
        return value
    if isinstance(value, bool) or value is None:
        raise ValueError("应为金额，例如 301.10 或 34474255.03元")
    if isinstance(value, int | Decimal):
        return Amount(Decimal(value), unit)
    parsed = parse_quantity(value) if isinstance(value, str) else None
    if parsed is None or (parsed[1] is not None and parsed[1] not in MONEY_UNITS):
        whole = f"{parsed[0]}{parsed[1]}元" if parsed and parsed[1] in _CUT_SHORT else ""
        hint = f"；单位要写全：{whole}" if whole else ""
        raise ValueError(f"应为金额，例如 301.10 或 34474255.03元，而这里是“{value}”{hint}")
    return Amount(parsed[0], parsed[1] or unit)


MONEY_SCHEMA = {
    "anyOf": [{"type": "number"}, {"type": "string"}],
    "description": "金额：数字按“金额单位”计，也可自带单位，如 67805.20元",
}

Money = Annotated[
    Amount,
    GetPydanticSchema(
        lambda _source, _handler: core_schema.with_info_plain_validator_function(
            _amount,
            serialization=core_schema.plain_serializer_function_ser_schema(str),
            metadata={"pydantic_js_functions": [lambda _schema, _handler: dict(MONEY_SCHEMA)]},
        )
    ),
]


def _text(value: Any) -> Any:
    """Numbers are welcome where text is meant: 年度: 2023, 完成值: 60."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return value


def _texts(value: Any) -> Any:
    """One paragraph or a list of paragraphs; a block of text is split at line ends."""
    if value is None:
        return ()
    if isinstance(value, str | Decimal):
        return tuple(line.strip() for line in str(_text(value)).splitlines() if line.strip())
    return value


def _count(value: Any) -> Any:
    """22 and 22人, 2023 and 2023年: the unit says nothing new where only one can stand."""
    counted = _COUNTED.fullmatch(value) if isinstance(value, str) else None
    if counted:
        return int(counted[1])
    if isinstance(value, Decimal):
        if value != value.to_integral_value() or value < 0:
            raise ValueError(f"应为非负整数，而这里是 {value}")
        return int(value)
    return value


def _score(value: Any) -> Any:
    """98.5 and 98.5分."""
    pointed = _POINTS.fullmatch(value) if isinstance(value, str) else None
    return Decimal(pointed[1]) if pointed else value


def _day(value: Any) -> Any:
    """2023年9月21日, 2023.9.21 and 2023/9/21 -> 2023-09-21; anything else as it stands.

    Whether the day exists and belongs to the year is the business of reconcile (FA011).
    """
    text = _text(value)
    found = _DAY.fullmatch(text.strip()) if isinstance(text, str) else None
    return "-".join(part.zfill(2) for part in found.groups() if part) if found else text


Text = Annotated[str, BeforeValidator(_text)]
Day = Annotated[str, BeforeValidator(_day)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_texts)]
Count = Annotated[int, BeforeValidator(_count)]
Score = Annotated[Decimal, Field(ge=0), BeforeValidator(_score)]
FullScore = Annotated[Decimal, Field(gt=0), BeforeValidator(_score)]
