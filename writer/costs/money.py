"""Amounts of money with their currency: 5元, $1, 0.5 USD."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from writer.errors import SettingsError

CNY = "CNY"
# ISO 4217 code -> how it is shown; the first of each is also how it may be written
NAMES: dict[str, tuple[str, ...]] = {
    CNY: ("元", "人民币", "人民币元", "RMB", "¥", "￥"),
    "USD": ("美元", "$", "US$", "＄"),
    "HKD": ("港元", "港币", "HK$"),
    "EUR": ("欧元", "€"),
    "JPY": ("日元",),
}
_WRITTEN = {name.upper(): code for code, names in NAMES.items() for name in (code, *names)}
_AMOUNT = re.compile(
    r"(?P<before>[^\d\s.]*)\s*(?P<number>\d{1,9}(?:\.\d{1,9})?)\s*(?P<after>[^\d\s.]*)"
)
_FINE, _COARSE = Decimal("0.0001"), Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency (ISO 4217 code)."""

    amount: Decimal
    currency: str = CNY

    def __str__(self) -> str:
        return f"{shown(self.amount)} {NAMES[self.currency][0]}"

    def to(self, currency: str, rates: Mapping[str, Decimal]) -> Money | None:
        """In another currency by `rates` (元 for one of each); None when a rate is missing."""
        if currency == self.currency:
            return self
        known = {CNY: Decimal(1), **rates}
        if self.currency not in known or currency not in known:
            return None
        return Money(self.amount * known[self.currency] / known[currency], currency)


def shown(amount: Decimal) -> str:
    """0.0123 below one, 12.35 from there on: more digits would feign a precision nobody has."""
    if not amount:
        return "0"
    if amount < _FINE:
        return f"不到 {_FINE}"
    step = _FINE if amount < 1 else _COARSE
    return f"{amount.quantize(step, ROUND_HALF_UP):f}"


def exact(amount: Decimal) -> str:
    """All digits and no more, for other programs: 6, 0.00348."""
    return f"{amount.normalize():f}"


def currency_of(text: str) -> str:
    """元, ￥, RMB → CNY; raises SettingsError for what is no currency known here."""
    code = _WRITTEN.get(text.strip().upper())
    if code is None:
        known = "、".join(names[0] for names in NAMES.values())
        raise SettingsError(f"不认识币种“{text}”；可以写：{known}，或代码 CNY、USD。")
    return code


def parse_money(text: str) -> Money:
    """5元, ¥5, $1, 0.5 USD; a number without its currency is refused. Raises SettingsError."""
    found = _AMOUNT.fullmatch(text.strip().replace(",", ""))
    if found is None or bool(found["before"]) == bool(found["after"]):
        raise SettingsError(f"“{text}”不是金额；请连同币种写明，如 5元、1美元。")
    return Money(Decimal(found["number"]), currency_of(found["before"] or found["after"]))


def parse_rates(rates: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """{美元: 7.1} → {USD: 7.1}, 元 for one of each; raises SettingsError."""
    read: dict[str, Decimal] = {}
    for name, rate in rates.items():
        if rate <= 0:
            raise SettingsError(f"汇率 {name}={rate} 有误，应为一{name}合多少元，如 7.1。")
        read[currency_of(name)] = rate
    return read
