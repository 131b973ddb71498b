"""The page of a run that is still being written; it turns into the desk when the run is over."""

from __future__ import annotations

import shlex
import threading
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from writer.drafting.proving import Proof
from writer.errors import JixiaoError
from writer.ledger import Ledger
from writer.review.watching import Card, Look, Stage, Watched, without_references
from writer.review.web.calls import Call, endpoint
from writer.review.web.marks import Piece, pieces_of
from writer.review.web.pages import render

HEAD = "head"
_GONE_ON = 5  # seconds between two looks at a run that has stopped; it may be resumed


@dataclass
class _Parts:
    """Renderings by their id, each with the number of the look in which it last changed."""

    looks: int = 0
    html: dict[str, tuple[int, str]] = field(default_factory=dict)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def update(self, rendered: dict[str, str]) -> int:
        with self.guard:
            changed = {n: h for n, h in rendered.items() if self.html.get(n, (0, ""))[1] != h}
            self.looks += bool(changed)
            self.html.update({n: (self.looks, h) for n, h in changed.items()})
            return self.looks

    def since(self, seen: int) -> dict[str, str]:
        with self.guard:
            return {name: html for name, (look, html) in self.html.items() if look > seen}


class Watching:
    """Shows one run to any number of windows. `turn` makes the desk once the run is over, and is
    told to nobody before; it raises JixiaoError when there is nothing to review."""

    def __init__(self, watched: Watched, turn: Callable[[], None]) -> None:
        self._watched = watched
        self._turn = turn
        self._parts = _Parts()
        self._turning = threading.Lock()

    def page(self, call: Call) -> Response:
        look = self._watched.look()
        seen = self._parts.update(self._rendered(look, ""))
        return HTMLResponse(
            render(
                "watch.html", title=look.title, unit=look.unit, seen=seen,
                parts=self._parts.since(0),
            )
        )  # fmt: skip

    def live(self, call: Call) -> Response:
        """What has changed since the window's last look; `over` when it is to load the desk."""
        stopped = ""
        if self._watched.over:
            try:
                with self._turning:
                    self._turn()
                return JSONResponse({"over": True})
            except JixiaoError as error:
                stopped = str(error)
        look = self._watched.look()
        if not self._watched.busy and not stopped:
            stopped = look.stopped or "程序没有写完就停了（断电，或被关掉）"
        seen = self._parts.update(self._rendered(look, stopped))
        pause = _GONE_ON if stopped else 1
        return JSONResponse(
            {"seen": seen, "pause": pause, "parts": self._parts.since(call.number("seen"))}
        )

    def _rendered(self, look: Look, stopped: str) -> dict[str, str]:
        resume = shlex.join(["draft", "resume", str(self._watched.path)])
        head = render("watch_head.html", look=look, stopped=stopped, resume=resume, stages=Stage)
        ledger = self._watched.ledger
        return {HEAD: head} | {card.id: self._card(card, ledger) for card in look.cards}

    def _card(self, card: Card, ledger: Ledger) -> str:
        lines = _lines(card.proof, ledger) if card.proof else []
        growing = [without_references(paragraph) for paragraph in card.so_far]
        characters = sum(map(len, card.so_far))
        return render(
            "watch_card.html", card=card, lines=lines, growing=growing, characters=characters
        )


def _lines(proof: Proof, ledger: Ledger) -> list[list[Piece]]:
    """A finished section's paragraphs, its numbers with their verdicts."""
    starts = [judged.mention.start for judged in proof.mentions]
    lines, at = [], proof.start
    for text in proof.text[proof.start :].split("\n"):
        own = proof.mentions[bisect_left(starts, at) : bisect_left(starts, at + len(text))]
        if text:
            found = [f for f in proof.findings if at <= f.start < at + len(text)]
            lines.append(pieces_of(text, at, own, found, ledger))
        at += len(text) + 1
    return lines


def watch_app(watching: Watching, static: Route, who: str) -> ASGIApp:
    def refused(message: str) -> Response:
        return PlainTextResponse(message, status_code=422)

    page = endpoint(watching.page, who, refused)
    live = endpoint(watching.live, who, refused)
    return Starlette(routes=[static, Route("/", page), Route("/live", live)])
