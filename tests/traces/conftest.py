"""A run folder with calls as a run would have left them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from writer.calls import CallRecord

CALL = CallRecord(
    "k", "概况#1", "deepseek-chat", "api.deepseek.com",
    ({"role": "system", "content": "规则"}, {"role": "user", "content": "章节：<b>概况</b>"}),
    reply="本节{F1}。", tokens_in=1_000_000, tokens_cached=0, tokens_out=500_000,
    started="2026-11-22T09:00:00.000+08:00", seconds=4.0,
)  # fmt: skip


def at(second: int, purpose: str, **changes: object) -> CallRecord:
    started = f"2026-11-22T09:{second // 60:02}:{second % 60:02}.000+08:00"
    key = f"{purpose}-{second}"
    return replace(CALL, key=key, purpose=purpose, started=started, **changes)  # type: ignore[arg-type]


CALLS = (
    at(0, "概况#1"),
    at(1, "项目#1#1", reply=None, outcome="rate_limited", error="服务限流", tokens_in=0, tokens_out=0),
    at(3, "项目#1#1", attempt=2),
    at(8, "项目#1#2", finish="length"),
    at(600, "问题#1", source="store", seconds=0.0),
)  # fmt: skip


@pytest.fixture
def run_folder(tmp_path: Path) -> Callable[..., Path]:
    """Makes a run folder with these calls and two finished sections."""

    def make(*calls: CallRecord, name: str = "2023") -> Path:
        folder = tmp_path / name
        (folder / "sections").mkdir(parents=True)
        (folder / "run.json").write_text("{}", encoding="utf-8")
        lines = (json.dumps(c.to_json(), ensure_ascii=False, default=str) for c in calls)
        (folder / "calls.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
        lost = {"code": "MD407", "reason": "写到长度上限也没有写完", "texts": []}
        for number, (key, title, rejected) in enumerate(
            [("概况", "部门概况", None), ("项目#1", "购书专项", lost)], 1
        ):
            section = {"draft": {"key": key, "lines": []}, "title": title, "rejected": rejected}
            (folder / "sections" / f"{number:02}-{key}.json").write_text(
                json.dumps(section, ensure_ascii=False), "utf-8"
            )
        return folder

    return make
