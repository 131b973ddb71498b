"""What a run was asked to do, read from its folder, so that `draft resume RUN` can go on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from writer.errors import RunError
from writer.outputs import DEFAULT
from writer.pipeline import Request
from writer.runs import MARK, RunFolder
from writer.settings import Settings, find_settings, load_settings, recorded_model


def request_of(path: Path, named: Path | None = None, budget: str = "") -> Request:
    """The request of the run in `path`; keys and prices come from the settings (the file `named`,
    else those that lie where they always do), `budget` takes the place of the run's own.

    Raises RunError, SettingsError.
    """
    folder = RunFolder(path)
    asked = folder.read_json(MARK)
    if not isinstance(asked, dict):
        said = "的 run.json 已损坏" if (path / MARK).exists() else "不是 draft 的运行文件夹"
        raise RunError(f"{path} {said}，请用 draft --facts 事实文件 --out {path} 重新运行。")
    facts = folder.named(str(asked.get("facts", "")))
    settings = load_settings(find_settings(named, facts))
    example = str(asked.get("example", ""))
    return Request(
        facts=shown(facts),
        folder=path,
        format=str(asked.get("format", "")),
        model=recorded_model(settings, asked.get("settings", {})),
        silence=tuple(asked.get("silence", ())),
        force=bool(asked.get("force")),
        outputs=tuple(asked.get("outputs", DEFAULT)),
        charts=bool(asked.get("charts")),
        shared=_shared(settings, asked),
        costs=settings.costs.limited(budget or str(asked.get("budget", ""))),
        prices=settings.prices,
        unify=bool(asked.get("unify")),
        drafts=int(asked.get("drafts", 1)),
        example=shown(folder.named(example)) if example else None,
    )


def shown(path: Path) -> Path:
    """As seen from here where it lies below, so that messages stay short."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _shared(settings: Settings, asked: dict[str, Any]) -> Path | None:
    return settings.cache.path if asked.get("shared") and settings.cache.share else None
