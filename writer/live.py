"""How far a run with a model is, for whoever looks on from another process.

progress.json stands in the run folder while sections are written: which ones are being written,
and what has come of them so far. A thread of its own writes it, twice a second at most and only
after a change, so that no call waits for a disk. What cannot be written is left out: nothing of
the run depends on it. It is gone when the report is there; after a stop it says why.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol

from writer.drafts import Watching
from writer.errors import JixiaoError, RunError
from writer.runs import MARK, RunFolder

if TYPE_CHECKING:
    from writer.drafting.drafted import Drafted
    from writer.reconcile import FactProblem

LIVE = "progress.json"
_PAUSE = 0.5  # seconds between two writings


class Progress(Watching, Protocol):
    """Who is told how far a run is."""

    def facts(self, problems: Sequence[FactProblem]) -> None: ...
    def stage(self, name: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Growing:
    """A section's answer so far, raw as the model sends it; `asked` counts its questions."""

    text: str
    asked: int


@dataclass(slots=True)
class Shown:
    """What progress.json holds.

    `stage` is "" while sections are written, `stopped` says why a run stopped; `done` are the keys
    of the sections that this run has finished or kept: other drafts in the folder may be older.
    """

    model: str = ""
    stage: str = ""
    stopped: str = ""
    done: list[str] = field(default_factory=list)
    growing: dict[str, Growing] = field(default_factory=dict)


def read_live(folder: RunFolder) -> Shown | None:
    """None when there is no such file, or none that can be read."""
    data = folder.read_json(LIVE)
    try:
        growing = {
            str(k): Growing(str(v["text"]), int(v["asked"])) for k, v in data["growing"].items()
        }
        model, stage, stopped = (str(data[name]) for name in ("model", "stage", "stopped"))
        return Shown(model, stage, stopped, list(map(str, data["done"])), growing)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


class Live:
    """Passes on to `inner` all that it is told, and lets others see it. A context of one run."""

    def __init__(self, folder: RunFolder, inner: Progress, model: str) -> None:
        self._folder, self._inner = folder, inner
        self._shown = Shown(model)
        self._guard = threading.Lock()
        self._changed, self._over = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._tell, name="progress", daemon=True)

    def __enter__(self) -> Live:
        self._gone()  # a killed run's
        if self._shown.model:
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._changed.set()
        if self._thread.is_alive():
            self._thread.join()
        # a folder that is no run yet must not be made to look like somebody else's
        if error is not None and self._shown.model and (self._folder / MARK).exists():
            self._shown.stopped = why(error)
            self._shown.growing.clear()
            self._write()
        else:
            self._gone()

    # ---- what a run tells --------------------------------------------------------------

    def facts(self, problems: Sequence[FactProblem]) -> None:
        self._inner.facts(problems)

    def sections(self, count: int) -> None:
        self._inner.sections(count)
        self._changed.set()

    def section(self, drafted: Drafted) -> None:
        self._inner.section(drafted)
        with self._guard:
            self._shown.growing.pop(drafted.draft.key, None)
            self._shown.done.append(drafted.draft.key)
        self._changed.set()

    def growing(self, key: str, text: str, asked: int) -> None:
        with self._guard:
            self._shown.growing[key] = Growing(text, asked)
        self._changed.set()
        self._inner.growing(key, text, asked)

    def stage(self, name: str) -> None:
        self._inner.stage(name)
        with self._guard:
            self._shown.stage = name
        self._changed.set()

    # ---- the file ----------------------------------------------------------------------

    def _tell(self) -> None:
        while not self._over.is_set():
            self._changed.wait()
            self._changed.clear()
            self._write()
            self._over.wait(_PAUSE)

    def _gone(self) -> None:
        with contextlib.suppress(OSError):
            (self._folder / LIVE).unlink(missing_ok=True)

    def _write(self) -> None:
        with self._guard:
            data: dict[str, Any] = asdict(self._shown)
        with contextlib.suppress(RunError):  # a full disk stops the run where it matters
            self._folder.write_json(LIVE, data)


def why(error: BaseException) -> str:
    """Why a run stopped, in words for who looks on."""
    if isinstance(error, JixiaoError):
        return error.message
    return "已中断" if isinstance(error, KeyboardInterrupt) else "程序出错"
