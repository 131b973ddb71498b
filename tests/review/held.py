"""A run that stands still while a section grows, so that it can be looked at without hurry."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.scripted_server import MODEL, Script, ScriptedServer
from writer.cli.progress import Silent
from writer.pipeline import Request, draft
from writer.settings import ModelSettings

DATA = Path(__file__).parents[1] / "data"


class Held(Silent):
    """Lets a run go on only when a test says so: `reached` tells that it waits."""

    def __init__(self, at: str) -> None:
        self._at = at
        self.reached, self.go_on = threading.Event(), threading.Event()

    def growing(self, key: str, text: str, asked: int) -> None:
        if key == self._at and not self.reached.is_set() and "{F" in text:
            self.reached.set()
            self.go_on.wait(60)


@contextmanager
def held_run(server: ScriptedServer, run: Path) -> Iterator[Held]:
    """In a thread: the first section grows, the second was bad, the others are finished."""
    server.script = Script("good", {"防汛物资": "typed_digits"})
    progress = Held("总体情况")
    model = ModelSettings(name=MODEL, base_url=server.url, concurrency=4)
    request = Request(DATA / "flood.yaml", run, str(DATA / "format"), model=model)
    work = threading.Thread(target=draft, args=(request, progress), daemon=True)
    work.start()
    try:
        assert progress.reached.wait(60)
        while len(list((run / "sections").glob("*.json"))) < 3:
            work.join(0.02)
        yield progress
    finally:
        progress.go_on.set()
        work.join(60)
