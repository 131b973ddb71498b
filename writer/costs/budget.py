"""A budget over all calls of a run: what a call may cost at most is held before it is made.

Many threads ask at once. Each holds the most that its next call can cost (the whole prompt, no
cache, an answer as long as max_tokens allows); when it is done, what it did cost is booked and
the rest is free again. A call that does not fit waits while others are under way, since theirs
may come cheaper; when none is, the budget is used up.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from writer.costs.money import NAMES, Money
from writer.costs.prices import Price
from writer.errors import BudgetReached, SettingsError

# Tokens to a byte of UTF-8: the usual tokenizers need 0.2 to 0.45 for Chinese (3 bytes a sign)
# and 0.2 to 0.35 for Latin letters; what a server reports above that raises the estimate.
_TOKENS_PER_BYTE = Decimal("0.5")
_FRAME = 600  # tokens for roles, the schema and the server's own words around a prompt


@dataclass(slots=True, eq=False)
class Hold:
    """Money set aside for one call; `worst` is the most that it can cost.

    A context: what nothing was said of at its end was not spent (the call failed before a server
    did any work).
    """

    budget: Budget
    worst: Decimal
    prompt_bytes: int
    _open: bool = True

    def __enter__(self) -> Hold:
        return self

    def __exit__(self, *_: object) -> None:
        if self._open:
            self._close(Decimal(0))

    def book(self, cost: Decimal, tokens_in: int = 0) -> None:
        """The call is done and cost this much (in the price's currency)."""
        self._close(cost * self.budget.rate, tokens_in)

    def lose(self) -> None:
        """The answer was lost on its way: the server may well charge for all of it."""
        self._close(self.worst)

    def _close(self, cost: Decimal, tokens_in: int = 0) -> None:
        self._open = False
        self.budget.settle(self, cost, tokens_in)


@dataclass(eq=False)
class Budget:
    """`limit` for the whole run; `spent` by its earlier calls, in the limit's currency.

    Raises SettingsError when price and limit are in different currencies and no rate is given.
    """

    limit: Money
    price: Price
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    spent: Decimal = Decimal(0)
    reached: bool = False

    def __post_init__(self) -> None:
        one = Money(Decimal(1), self.price.currency).to(self.limit.currency, self.rates)
        if one is None:
            priced, limited = (NAMES[c][0] for c in (self.price.currency, self.limit.currency))
            raise SettingsError(
                f"预算按{limited}、模型的单价按{priced}，没有汇率不能相比："
                f"预算请改按{priced}写，或在 jixiao.toml 的 [costs.rates] 中写明"
                f"一{_foreign(priced, limited)}合多少元。"
            )
        self.rate = one.amount
        self._held = Decimal(0)
        self._holds = 0
        self._per_byte = _TOKENS_PER_BYTE
        self._turn = threading.Condition()

    def hold(self, prompt_bytes: int, max_tokens: int) -> Hold:
        """Sets aside what the next call can cost; waits for calls under way where it must.

        Raises BudgetReached when the call does not fit into what is left.
        """
        with self._turn:
            while not self.reached:
                worst = self._worst(prompt_bytes, max_tokens)
                if self.spent + self._held + worst <= self.limit.amount:
                    self._held += worst
                    self._holds += 1
                    return Hold(self, worst, prompt_bytes)
                if not self._holds:
                    self.reached = True
                    self._turn.notify_all()
                    break
                self._turn.wait()
            raise BudgetReached(
                f"预算 {self.limit} 已用 {Money(self.spent, self.limit.currency)}，"
                "剩下的不够再问一次模型。"
            )

    def _worst(self, prompt_bytes: int, max_tokens: int) -> Decimal:
        tokens_in = int(prompt_bytes * self._per_byte) + _FRAME
        return self.price.cost(tokens_in, max_tokens).amount * self.rate

    def settle(self, hold: Hold, cost: Decimal, tokens_in: int) -> None:
        """Frees what was held and counts what was spent, `cost` in the limit's currency."""
        with self._turn:
            self._held -= hold.worst
            self._holds -= 1
            self.spent += cost
            if hold.prompt_bytes:
                seen = Decimal(tokens_in - _FRAME) / hold.prompt_bytes
                self._per_byte = max(self._per_byte, seen)
            self._turn.notify_all()


def _foreign(*names: str) -> str:
    """The one of two currencies that a rate has to be given for."""
    return next(name for name in names if name != NAMES["CNY"][0])
