"""How often a run may ask again, and how long it waits before it does.

One budget for the whole run: a server in trouble is not asked three times for each of forty
sections. The SDK's and instructor's own retries are off.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass


class RetryBudget:
    """Retries left in this run; safe to take from many threads."""

    def __init__(self, total: int) -> None:
        self._left = total
        self._guard = threading.Lock()

    def take(self) -> bool:
        """Whether there was one left."""
        with self._guard:
            if self._left <= 0:
                return False
            self._left -= 1
            return True


@dataclass(frozen=True, slots=True)
class Pauses:
    """Seconds between tries: doubled each time, at most `longest`, and never all at once."""

    first: float = 1.0
    longest: float = 30.0
    longest_asked: float = 60.0
    chance: Callable[[], float] = random.random

    def before_retry(self, attempt: int, asked: float | None = None) -> float:
        """After the `attempt`-th try (from 1); `asked` is what the server wants (Retry-After)."""
        if asked is not None:
            # a little later than told, or all sections would come back in the same moment
            return min(asked, self.longest_asked) * (1 + self.chance() / 10)
        whole = min(self.first * 2.0 ** (attempt - 1), self.longest)
        return whole * (1 + self.chance()) / 2
