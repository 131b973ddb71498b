"""Figures for the desk, printed:  python -m tests.review.measure journey | windows | latency

journey   a report with 20 flagged sentences to the final file, by keys in a real browser
windows   ten windows deciding at once for two minutes, the server killed in between
latency   a re-check of a sentence in a report of 15,000 characters, as the browser waits for it
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path

from tests.review.kit import draft_run, plant
from tests.review.site import TOKEN, Answer, Client, Process
from writer.review.desk import Desk
from writer.review.manuscript import UnitKind
from writer.review.store import Kind

SAMPLES = Path(__file__).parents[2] / "evals" / "samples"
_SENTENCES = 20
_WINDOWS, _SECONDS, _KILLED_AFTER = 10, 120.0, 40


def planted_run(folder: Path, count: int) -> Path:
    run = draft_run(folder, SAMPLES / "hunan-huaihua-rescue-brigade-2023" / "facts.yaml", "")
    plant(run, count)
    return run


# ---- journey -------------------------------------------------------------------------------


def journey() -> None:
    """Suggestions are taken; what has none is kept for a reason: j is never needed."""
    from tests.review.browser import DESKTOP, Page

    with tempfile.TemporaryDirectory() as folder:
        run = planted_run(Path(folder), _SENTENCES)
        items = Desk(run).state.items
        server = Process(run)
        started = server.start()
        page = Page(DESKTOP)
        began = time.monotonic()
        page.open(f"http://127.0.0.1:{server.port}/?t={TOKEN}")
        opened = time.monotonic() - began
        began = time.monotonic()
        decided = 0
        while key := page.key():
            if page.has('#detail [data-act="a"]'):
                page.press("a")
            else:
                page.press("r")
                page.wait(lambda: page.focused() == "accept-reason")
                page.press(*"已核实", "\ue007")
            decided += 1
            page.wait(lambda key=key: page.key() != key)
        page.press("g")
        page.wait(lambda: "已生成正式稿" in page.text("#detail"))
        seconds = time.monotonic() - began
        assert (run / "正式稿.docx").exists()
        _say(
            findings=len(items),
            flagged_sentences=len({i.unit for i in items}),
            decisions=decided,
            keystrokes=page.keystrokes,
            seconds_with_a_tireless_hand=round(seconds, 1),
            server_start_seconds=round(started, 2),
            page_ready_seconds=round(opened, 2),
            server_memory_mb=server.memory(),
        )
        page.close()
        server.kill()


# ---- windows -------------------------------------------------------------------------------


class Window(threading.Thread):
    """An editor: opens a sentence, types, saves, as long as `going` (turns done) allows; notes
    what was confirmed."""

    def __init__(
        self, number: int, port: int, units: list[str], going: Callable[[int], bool]
    ) -> None:
        super().__init__(name=f"窗口{number}", daemon=True)
        self.client = Client(port)
        self.client.headers["Cookie"] = f"{self.client.cookie}; jixiao-who=w{number}"
        self._units, self._going = units, going
        self._chance = random.Random(number)
        self._number = number
        self.confirmed: dict[str, tuple[str, str]] = {}  # nonce -> (unit, text)
        self.conflicts = self.lost_answers = 0
        self.latencies: list[float] = []

    def run(self) -> None:
        turn = 0
        while self._going(turn):
            turn += 1
            unit = self._chance.choice(self._units)
            form = self._patiently("GET", f"/unit/{unit}/edit", {})
            seen = form.text.split('name="seen" value="')[1].split('"')[0]
            text = f"窗口{self._number}第{turn}次改写。"
            nonce = f"{self._number}-{turn}"
            began = time.monotonic()
            sent = {"unit": unit, "text": text, "seen": seen, "nonce": nonce}
            answer = self._patiently("POST", "/edit", sent)
            self.latencies.append(time.monotonic() - began)
            if answer.status == 200:
                self.confirmed[nonce] = (unit, text)
            elif answer.status == 409:
                self.conflicts += 1
            else:
                raise AssertionError(f"{answer.status} {answer.text[:200]}")

    def _patiently(self, method: str, path: str, form: dict[str, str]) -> Answer:
        """Sends the same form again until there is an answer, as an editor would."""
        while True:
            try:
                return self.client.post(path, **form) if method == "POST" else self.client.get(path)
            except (OSError, HTTPException):
                self.lost_answers += 1
                time.sleep(0.2)


def windows() -> dict[str, object]:
    """Ten windows for two minutes."""
    until = time.monotonic() + _SECONDS
    return crowd(_WINDOWS, lambda _turn: time.monotonic() < until, _KILLED_AFTER)


def crowd(count: int, going: Callable[[int], bool], killed_after: int) -> dict[str, object]:
    """`count` windows at once, the server killed after every so many confirmed decisions; gives
    the figures and asserts that all that was confirmed is in the log."""
    with tempfile.TemporaryDirectory() as folder:
        run = draft_run(Path(folder))
        state = Desk(run).state
        units = [
            s.unit
            for s in state.edition.spans
            if state.replayed.manuscript.units[s.unit].kind is UnitKind.SENTENCE
        ][:12]
        with Process(run) as server:
            editors = [Window(n, server.port, units, going) for n in range(count)]
            for window in editors:
                window.start()
            kills = 0
            while any(window.is_alive() for window in editors):
                if sum(len(w.confirmed) for w in editors) >= killed_after * (kills + 1):
                    server.kill()
                    server.start()
                    kills += 1
                time.sleep(0.02)
            memory = server.memory()
        figures = _audit(run, editors)
    return figures | {"kills": kills, "server_memory_mb": memory}


def _audit(run: Path, editors: list[Window]) -> dict[str, object]:
    desk = Desk(run)
    log = [d for d in desk.state.log if d.kind is Kind.EDIT]
    kept = {(d.unit, d.after) for d in log}
    confirmed = [pair for w in editors for pair in w.confirmed.values()]
    lost = [pair for pair in confirmed if pair not in kept]
    assert lost == [], lost
    assert len(kept) == len(log), "no form was written twice"
    for before, after in zip(log, log[1:], strict=False):
        assert before.id < after.id
    last: dict[str, str] = {}
    for decision in log:
        assert decision.before == last.get(decision.unit, decision.before), (
            "nobody overwrote unseen"
        )
        last[decision.unit] = decision.after
    latencies = sorted(x for w in editors for x in w.latencies)
    return {
        "windows": len(editors),
        "confirmed": len(confirmed),
        "in_the_log": len(log),
        "lost": len(lost),
        "conflicts_told": sum(w.conflicts for w in editors),
        "answers_lost_to_kills": sum(w.lost_answers for w in editors),
        "save_seconds_median": round(statistics.median(latencies), 3),
        "save_seconds_p95": round(latencies[int(0.95 * len(latencies))], 3),
        "save_seconds_max": round(latencies[-1], 3),
    }


# ---- latency -------------------------------------------------------------------------------


def latency() -> None:
    """The facts of the largest sample with duties repeated until the report is long enough."""
    with tempfile.TemporaryDirectory() as folder:
        facts = _long_facts(Path(folder))
        run = draft_run(Path(folder) / "r", facts, "hunan")
        server = Process(run)
        started = server.start()
        client = Client(server.port)
        began = time.monotonic()
        size = len(client.get("/").body)
        first = time.monotonic() - began
        state = Desk(run).state
        units = [
            (s.unit, state.edition.report.text[s.start : s.end])
            for s in state.edition.spans
            if state.judged_in(s.start, s.end)
        ]
        spent, worked = [], []
        for unit, text in units[:: max(1, len(units) // 60)]:
            for typed in (text[:-1] + "，另有12.3万元。", text[:-1] + "，另有12.34万元。"):
                began, cpu = time.monotonic(), server.cpu()
                assert client.post("/preview", unit=unit, text=typed, pane="p").status in (200, 422)
                spent.append(time.monotonic() - began)
                worked.append(server.cpu() - cpu)
        spent.sort()
        _say(
            characters=len(state.edition.report.text),
            figures=len(state.run.ledger.figures),
            page_bytes=size,
            server_start_seconds=round(started, 2),
            first_page_seconds=round(first, 3),
            rechecks=len(spent),
            recheck_ms_median=round(1000 * statistics.median(spent)),
            recheck_ms_p95=round(1000 * spent[int(0.95 * len(spent))]),
            recheck_ms_max=round(1000 * spent[-1]),
            recheck_cpu_ms_mean=round(1000 * statistics.mean(worked)),
            server_memory_mb=server.memory(),
        )
        server.kill()


def _long_facts(folder: Path) -> Path:
    """A facts file whose report has 15,000 characters: more projects like those it has."""
    text = (SAMPLES / "hunan-huaihua-rescue-brigade-2023" / "facts.yaml").read_text("utf-8")
    head, _, tail = text.partition("\n专项与项目:\n")
    block = tail.split("\n\n")[0]
    more = [
        block.replace("名称: ", f"名称: 第{i}组").replace("简称: [", f"简称: [第{i}组")
        for i in range(2, 5)
    ]
    path = folder / "long.yaml"
    joined = "\n".join([block, *more, tail[len(block) :]])
    path.write_text(f"{head}\n专项与项目:\n{joined}", "utf-8")
    return path


def _say(**figures: object) -> None:
    print(json.dumps(figures, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    what = sys.argv[1] if len(sys.argv) > 1 else ""
    if what == "journey":
        journey()
    elif what == "windows":
        _say(**windows())
    elif what == "latency":
        latency()
    else:
        sys.exit(__doc__)
