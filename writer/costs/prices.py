"""The price table: rows as data, the user's own before those that come with the program."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from writer.costs.money import NAMES, Money, currency_of
from writer.errors import SettingsError

FILE = Path(__file__).with_name("prices.toml")
_MILLION = Decimal(1_000_000)


def _known_currency(text: str) -> str:
    try:
        return currency_of(text)
    except SettingsError as error:
        raise ValueError(error.message) from None


Currency = Annotated[str, AfterValidator(_known_currency)]


class Price(BaseModel):
    """One row: what a million tokens of some models cost at some hosts.

    `models` and `hosts` are names in which * stands for anything; no hosts means any. `cached`
    is what input costs that the server had in its cache, as dear as other input when not given.
    `noted` is the day (or month) on which the price was read in `source`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    models: tuple[str, ...] = Field(min_length=1, description="模型名称，* 代表任意字符")
    hosts: tuple[str, ...] = Field((), description="服务的主机名；不写则不论哪里的服务")
    currency: Currency = Field("元", description="币种：元 或 美元", validate_default=True)
    input: Decimal = Field(ge=0, description="每百万输入 token 的单价")
    cached: Decimal | None = Field(None, ge=0, description="其中命中缓存的；不写则按 input 计")
    output: Decimal = Field(ge=0, description="每百万输出 token 的单价")
    provider: str = Field("", description="服务商")
    noted: str = Field("", description="记下的日期，如 2026-11-22")
    source: str = Field("", description="出处")
    note: str = Field("", description="说明")

    def covers(self, model: str, host: str) -> bool:
        """Whether the row is for this model at this host (host or host:port)."""
        name, place = model.casefold(), host.casefold()
        bare = place.rpartition(":")[0] if place.rpartition(":")[2].isdecimal() else place
        return any(fnmatchcase(name, m.casefold()) for m in self.models) and (
            not self.hosts
            or any(fnmatchcase(p, h.casefold()) for h in self.hosts for p in {place, bare})
        )

    def cost(self, tokens_in: int, tokens_out: int, tokens_cached: int = 0) -> Money:
        """Of a call; `tokens_cached` are those of `tokens_in` that came from the cache."""
        cached = self.input if self.cached is None else self.cached
        hits = min(tokens_cached, tokens_in)
        whole = self.input * (tokens_in - hits) + cached * hits + self.output * tokens_out
        return Money(whole / _MILLION, self.currency)

    def __str__(self) -> str:
        unit = NAMES[self.currency][0]
        return f"输入 {self.input} {unit}、输出 {self.output} {unit}（每百万 token）"


@dataclass(frozen=True, slots=True)
class PriceTable:
    """Rows in order of trust; the first that covers a model counts."""

    rows: tuple[Price, ...]

    def find(self, model: str, host: str) -> Price | None:
        return next((row for row in self.rows if row.covers(model, host)), None)


def load_prices(own: Sequence[Price] = ()) -> PriceTable:
    """The user's own rows, then those that come with the program."""
    return PriceTable((*own, *_built_in()))


@cache
def _built_in() -> tuple[Price, ...]:
    data = tomllib.loads(FILE.read_text(encoding="utf-8"), parse_float=Decimal)
    return tuple(Price.model_validate(row) for row in data["prices"])
