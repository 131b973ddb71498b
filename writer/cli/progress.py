"""How far a run is: a bar by section on a terminal, nothing in a pipe."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console, RenderableType
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.text import Text

from writer.faults import NOT_ASKED, UNPAID
from writer.findings import Severity
from writer.views.wording import SEVERITIES, STYLES

if TYPE_CHECKING:
    from writer.drafting.drafted import Drafted, Rejected
    from writer.reconcile import FactProblem
    from writer.settings import ModelSettings

_MOST_GROWING = 8  # sections shown at once; a terminal is not a log


class OfTheRun(ProgressColumn):
    """A column that only the line of the whole run shows, not those of growing sections."""

    def __init__(self, inner: ProgressColumn) -> None:
        super().__init__()
        self._inner = inner

    def render(self, task: Task) -> RenderableType:
        return Text("") if task.fields.get("part") else self._inner.render(task)


class Silent:
    """Says nothing."""

    def __enter__(self) -> Silent:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def facts(self, problems: Sequence[FactProblem]) -> None:
        return None

    def sections(self, count: int) -> None:
        return None

    def section(self, drafted: Drafted) -> None:
        return None

    def growing(self, key: str, text: str, asked: int) -> None:
        return None

    def stage(self, name: str) -> None:
        return None


class Terminal(Silent):
    """Tells on standard error; the bar only moves where someone can see it."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._told: set[str] = set()
        self._bar = Progress(
            TextColumn("{task.description}"), OfTheRun(BarColumn()), OfTheRun(MofNCompleteColumn()),
            OfTheRun(TimeElapsedColumn()), console=self._console, transient=True,
            disable=not self._console.is_terminal, refresh_per_second=4,
        )  # fmt: skip
        self._task = self._bar.add_task("读取事实", total=None)
        self._growing: dict[str, TaskID] = {}
        self._guard = threading.Lock()

    def __enter__(self) -> Terminal:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def facts(self, problems: Sequence[FactProblem]) -> None:
        for problem in problems:
            if problem.severity is Severity.WARNING:
                line = Text.assemble((SEVERITIES[problem.severity], STYLES[problem.severity]))
                self._console.print(line.append(f" {problem.problem}"), soft_wrap=True)
        notices = sum(p.severity is Severity.NOTICE for p in problems)
        if notices:
            self._console.print(f"事实核对有 {notices} 条提醒，可用 draft facts check 查看。")

    def sections(self, count: int) -> None:
        self._bar.update(self._task, total=count, description="成文")

    def section(self, drafted: Drafted) -> None:
        name = drafted.title or drafted.draft.key
        self._bar.update(self._task, advance=1, description=f"成文：{name[:14]}")
        with self._guard:
            if (task := self._growing.pop(drafted.draft.key, None)) is not None:
                self._bar.remove_task(task)
        if drafted.rejected is not None and not drafted.reused and self._news(drafted.rejected):
            self._console.print(
                f"“{name}”改为按事实成文：{drafted.rejected.brief}", soft_wrap=True, markup=False
            )

    def _news(self, rejected: Rejected) -> bool:
        """Whether it has not been said yet: what stops one section for want of money stops all."""
        known = rejected.code in self._told
        if rejected.code in (UNPAID, NOT_ASKED):
            self._told.add(rejected.code)
        return not known

    def growing(self, key: str, text: str, asked: int) -> None:
        """A line for each section that the model is at work on, as far as there is room."""
        with self._guard:
            task = self._growing.get(key)
            if task is None and len(self._growing) < _MOST_GROWING:
                task = self._growing[key] = self._bar.add_task("", total=None, part=True)
            if task is not None:
                self._bar.update(task, description=f"  {key[:14]}  {len(text)} 字")

    def stage(self, name: str) -> None:
        self._bar.update(self._task, description=name)


def where_facts_go(model: ModelSettings) -> str:
    """One line saying which host is sent the facts."""
    if model.local:
        return f"模型 {model.name} 在本机（{model.host}），事实不离开这台电脑。"
    what = "事项和文字材料（不含数值）" if model.mask_values else "事实（数据和文字材料）"
    return f"{what}将发送到 {model.host} 的模型 {model.name}。"
