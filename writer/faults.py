"""What can go wrong with a model's server or answer, and what is then done: one table.

The table is faults.yaml; the code that asks reads outcomes and messages from it, and
docs/FAULTS.md is made of it (`python -m writer.faults`; a test fails when it drifts).
"""

from __future__ import annotations

import enum
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).parent.parent / "docs" / "FAULTS.md"
FALLEN = "MD412"  # the finding on a section whose call failed for good
UNPAID = "MD421"  # on a section for which the budget did not do
NOT_ASKED = "MD422"  # on a section that a failing model was not asked for any more
# not the fault of the section's own draft: the next run asks for it again
PASSING = (FALLEN, UNPAID, NOT_ASKED)
FILTERED = "MD416"  # the finding on a section that the server's filter would not let pass


class Outcome(enum.Enum):
    """What is done about a fault; faults.yaml says each in full."""

    RETRY = "retry"
    REASK = "reask"
    SPLIT = "split"
    FALL_BACK = "fall_back"
    STOP = "stop"
    STOP_AT_START = "stop_at_start"


_TOLD = {
    Outcome.RETRY: "重试；共有的重试次数用完后，本节改为按事实成文并标注",
    Outcome.REASK: "指出毛病再问，最多两次；仍不行，本节改为按事实成文并标注",
    Outcome.SPLIT: "把本节的事实分开写再连起来；分不开了，本节改为按事实成文并标注",
    Outcome.FALL_BACK: "不再问，本节改为按事实成文并标注",
    Outcome.STOP: "停止并说明；写好的章节保留，改好后接着写",
    Outcome.STOP_AT_START: "还没有得到过回答：停止并说明；得到过：本节改为按事实成文并标注",
}


@dataclass(frozen=True, slots=True)
class FaultKind:
    """One row; `status` and `signs` tell how a server's reply is recognised."""

    code: str
    what: str
    outcome: Outcome
    message: str = ""
    status: tuple[int, ...] = ()
    signs: tuple[str, ...] = ()
    retried: bool = False
    patience: int = 0

    @property
    def transient(self) -> bool:
        """Whether asking the very same again may help."""
        return self.outcome is Outcome.RETRY or self.retried


@cache
def server_faults() -> Mapping[str, FaultKind]:
    """Faults of a call, by code."""
    return {kind.code: kind for kind in _rows("server")}


@cache
def answer_faults() -> Mapping[str, FaultKind]:
    """Faults of an answer that came, by the code of the finding."""
    return {kind.code: kind for kind in _rows("answers")}


def refused(status: int, said: str) -> FaultKind:
    """The fault behind an HTTP error: the server's words before its status."""
    kinds = server_faults().values()
    said = said.lower()
    for kind in kinds:
        # some servers say 500, or 429 for everything: the words are more exact
        if any(sign in said for sign in kind.signs):
            return kind
    found = next((kind for kind in kinds if status in kind.status), None)
    return found or server_faults()["server_error" if status >= 500 else "bad_request"]


def _rows(part: str) -> Iterator[FaultKind]:
    for row in _table()[part]:
        lists = {name: tuple(row[name]) for name in ("status", "signs") if name in row}
        yield FaultKind(**{**row, **lists, "outcome": Outcome(row["outcome"])})


@cache
def _table() -> Any:
    from ruamel.yaml import YAML

    return YAML(typ="safe").load(Path(__file__).with_name("faults.yaml"))


def document() -> str:
    """docs/FAULTS.md as it should be."""
    lines = [
        "# 模型出毛病时怎么办",
        "",
        "由 `writer/faults.yaml` 生成（`python -m writer.faults`），每一行有一个测试"
        "（`tests/models/test_faults.py`）。一节写不成，不影响整份报告：这一节改为按事实成文，"
        f"并有一条提示（{FALLEN} 或下列 MD 代号）。"
        "重试只在一处计数：SDK 和 instructor 自己的重试都关掉了。",
        "",
    ]
    for title, kinds in (("服务的毛病", server_faults()), ("回答的毛病", answer_faults())):
        lines += [f"## {title}", "", "| 代号 | 情形 | 处理 |", "|---|---|---|"]
        lines += [f"| `{k.code}` | {k.what} | {_doing(k)} |" for k in kinds.values()]
        lines.append("")
    return "\n".join(lines)


def _doing(kind: FaultKind) -> str:
    first = "先重试。" if kind.retried else ""
    return first + _TOLD[kind.outcome]


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
    sys.stdout.write(f"{DOCUMENT}\n")
