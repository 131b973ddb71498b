"""python -m evals.endurance [--runs N] [--kills N] [--seed N]: all of it, and whether it holds."""

from __future__ import annotations

import argparse
import sys

from evals.endurance.faulty import faulty_runs
from evals.endurance.filled import full_disks, namespaces, report
from evals.endurance.killed import killed_runs
from evals.endurance.timing import first_run, overhead, wall

RATIO, OWN = 1.15, 10.0  # what may be: times the slowest chain; CPU milliseconds of our own a call


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    # forked processes first: later ones would inherit threads
    killed = killed_runs(given.kills, given.seed)
    moments = ", ".join(f"{n} answered: {times}" for n, times in sorted(killed.at.items()))
    print(
        f"kills      {killed.kills} ({killed.killed} before the end; {moments}): other bytes "
        f"{killed.other_bytes}, asked again {killed.asked_again}, not resumed {killed.failed}"
    )
    borne = faulty_runs(given.runs, seed=given.seed)
    print(
        f"faults     {borne.runs} runs, {borne.requests} requests, {borne.faults} faults "
        f"({borne.faults / max(1, borne.requests):.0%}), {borne.retries} retries; "
        f"{borne.fallen} of {borne.sections} sections fell back; {borne.numbers} numbers, "
        f"unflagged {borne.unflagged}; paid twice {borne.twice}; not whole {len(borne.broken)}"
    )
    for line in borne.broken[:5]:
        print(f"           {line}")
    filled = full_disks() if namespaces() else None
    print(report(filled) if filled else "full disk  not tried: needs Linux with namespaces")
    first = first_run()
    print(
        f"first run  a whole process {first.whole:.2f} s, ratio {first.ratio:.2f}: "
        f"{first.before:.2f} s until it asks, {first.asking:.2f} s to the last answer, "
        f"{first.after:.2f} s after it; slowest chain {first.chain:.2f} s"
    )
    took = wall()
    print(
        f"warm       {took.sections} sections at once: drafting {took.drafting:.2f} s, "
        f"slowest chain {took.chain:.2f} s, ratio {took.ratio:.2f}; whole run {took.whole:.2f} s"
    )
    spent = overhead()
    print(
        f"CPU        a call {spent.ours:.1f} ms, of which the SDK alone {spent.sdk:.1f} ms, "
        f"our own {spent.own:.1f} ms"
    )
    good = killed.whole and borne.whole and (filled is None or filled.whole)
    good = good and took.ratio <= RATIO and spent.own <= OWN
    print("all bars met" if good else "a bar is not met")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
