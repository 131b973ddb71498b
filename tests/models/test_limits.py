"""How many calls run at once and start in a minute; no test waits for a real clock."""

from __future__ import annotations

import threading
from contextlib import ExitStack

from writer.models.limits import MINUTE, Limits


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def refuse(limits: Limits, pause: float = 0.0) -> None:
    with limits.turn(1) as turn:
        pass
    limits.refused(turn, pause)


def test_a_429_halves_and_answers_let_it_grow_back() -> None:
    clock = Clock()
    limits = Limits(8, clock=clock)
    refuse(limits)
    assert limits.width == 4
    clock.now += 1
    refuse(limits)
    assert limits.width == 2
    for _ in range(40):
        limits.answered()
    assert limits.width == 8, "and never wider than was set"


def test_calls_that_were_under_way_do_not_halve_it_again() -> None:
    clock = Clock()
    limits = Limits(8, clock=clock)
    with ExitStack() as stack:
        turns = [stack.enter_context(limits.turn(1)) for _ in range(8)]
        clock.now += 1
        for turn in turns:
            limits.refused(turn, 0.0)
    assert limits.width == 4
    for _ in range(9):
        clock.now += 1
        refuse(limits)
    assert limits.width == 1, "one at a time is the least"


def test_a_full_minute_waits_for_its_oldest_call() -> None:
    clock = Clock()
    limits = Limits(9, calls=2, clock=clock)
    for _ in range(2):
        with limits.turn(1):
            clock.now += 10
    assert limits._wait(1) == MINUTE - 20
    clock.now += MINUTE - 20
    assert limits._wait(1) == 0


def test_tokens_of_a_minute_are_counted_as_they_were_in_the_end() -> None:
    clock = Clock()
    limits = Limits(9, tokens=100, clock=clock)
    with limits.turn(90) as turn:
        assert limits._wait(20) == MINUTE
    turn.tokens = 30
    assert limits._wait(20) == 0
    clock.now += MINUTE
    assert limits._wait(5000) == 0, "a call larger than a minute's share goes alone"


def test_the_server_s_pause_holds_all() -> None:
    clock = Clock()
    limits = Limits(4, clock=clock)
    refuse(limits, pause=5)
    assert limits._wait(1) == 5


def test_no_more_than_so_many_at_once() -> None:
    limits = Limits(2)
    most, running = 0, 0
    guard, barrier = threading.Lock(), threading.Event()

    def call() -> None:
        nonlocal most, running
        with limits.turn(1):
            with guard:
                running += 1
                most = max(most, running)
                if most == 2:
                    barrier.set()
            barrier.wait(30)
            with guard:
                running -= 1

    threads = [threading.Thread(target=call) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert most == 2
