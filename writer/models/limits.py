"""How many calls may run at once, and how many calls and tokens may start in a minute.

The number at once adapts: a 429 halves it, and every answer lets it grow back by a part, so that
it settles at what the server bears (as TCP finds the width of a line).
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

MINUTE = 60.0


@dataclass(slots=True)
class Turn:
    """A call that may run now; `tokens` is put right when the answer has come."""

    started: float
    tokens: int


class Limits:
    """Safe to use from many threads. `calls` and `tokens` are a minute's; 0 sets no limit."""

    def __init__(
        self,
        at_once: int,
        calls: int = 0,
        tokens: int = 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most, self._width = at_once, float(at_once)
        self._calls, self._tokens = calls, tokens
        self._clock = clock
        self._running = 0
        self._recent: deque[Turn] = deque()
        self._held_until = 0.0
        self._narrowed = float("-inf")
        self._changed = threading.Condition()

    @property
    def width(self) -> int:
        """How many calls may run at once now."""
        return max(1, int(self._width))

    @contextmanager
    def turn(self, tokens: int) -> Iterator[Turn]:
        """Waits until a call of about so many tokens may start, and counts it until it ends."""
        with self._changed:
            while (wait := self._wait(tokens)) != 0:
                self._changed.wait(wait)
            turn = Turn(self._clock(), tokens)
            self._running += 1
            self._recent.append(turn)
        try:
            yield turn
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify_all()

    def answered(self) -> None:
        """A call went well: a little wider."""
        with self._changed:
            self._width = min(self._most, self._width + 1 / self._width)
            self._changed.notify_all()

    def refused(self, turn: Turn, pause: float) -> None:
        """The server said 429 to this call: half as many at once, and none before `pause` is over.

        Calls that were under way when it was halved do not halve it again.
        """
        with self._changed:
            now = self._clock()
            self._held_until = max(self._held_until, now + pause)
            if turn.started > self._narrowed:
                self._width = max(1.0, self._width / 2)
                self._narrowed = now

    def _wait(self, tokens: int) -> float | None:
        """Seconds until it is worth looking again; 0 to go on, None until something changes."""
        now = self._clock()
        while self._recent and self._recent[0].started <= now - MINUTE:
            self._recent.popleft()
        if now < self._held_until:
            return self._held_until - now
        if self._running >= self.width:
            return None
        full = 0 < self._calls <= len(self._recent)
        spent = sum(turn.tokens for turn in self._recent)
        # a call that is larger than a minute's share goes alone
        full = full or (bool(self._recent) and 0 < self._tokens < spent + tokens)
        return self._recent[0].started + MINUTE - now if full else 0
