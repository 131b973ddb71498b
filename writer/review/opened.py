"""A run folder as the desk needs it: facts, ledger, drafts, and the report that they make."""

from __future__ import annotations

import contextlib
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from writer.drafting.compose import build_report
from writer.drafting.drafted import Drafted
from writer.errors import FactsError, RunError
from writer.facts import parse_facts
from writer.facts.yaml_nodes import read_source
from writer.formats import Format, Section, load_format, outline
from writer.ledger import Ledger, build_ledger
from writer.outputs import DEFAULT
from writer.pipeline import Request, draft, required_figures
from writer.reconcile import FactProblem, reconcile
from writer.report import Report
from writer.review.manuscript import Manuscript, manuscript_of
from writer.runs import MARK, RunFolder
from writer.settings import Settings, find_settings, load_settings, recorded_model

NO_FACTS = "找不到这份报告的事实文件 {}（没有这个文件，或者它已是别的单位、别的年度的）"
Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Opened:
    """A finished run. `facts_path` is the user's own file, None when `facts_named` is none of
    this report's."""

    folder: Path
    asked: dict[str, Any]
    facts_named: Path
    facts_path: Path | None
    ledger: Ledger
    format: Format
    sections: tuple[Section, ...]
    drafted: tuple[Drafted, ...]
    report: Report
    problems: tuple[FactProblem, ...]
    settings: Settings
    stamp: Stamp

    @cached_property
    def manuscript(self) -> Manuscript:
        return manuscript_of(self.report)

    @cached_property
    def required(self) -> frozenset[str]:
        return required_figures(self.sections, self.ledger, self.format)

    @cached_property
    def titles(self) -> dict[str, str]:
        """Section key -> number and title as printed."""
        return {s.key: f"{s.number}{s.title}" or "导语" for s in self.sections}

    @cached_property
    def by_key(self) -> dict[str, Drafted]:
        return {d.draft.key: d for d in self.drafted}

    @property
    def facts_changed(self) -> bool:
        """Whether the user's file holds something else than what this report was made from."""
        if self.facts_path is None:
            return False
        try:
            return read_source(self.facts_path) != self.ledger.file.text
        except FactsError:
            return True

    @property
    def model_name(self) -> str:
        """The model that wrote this run; "" when it was composed."""
        return str(self.asked.get("model", ""))


def open_run(path: Path, settings: Settings | None = None) -> Opened:
    """Reads a run folder; raises RunError when it holds no finished run."""
    if not (path / MARK).is_file():
        raise RunError(f"{path} 不是 draft 的运行文件夹；先用 draft --facts 事实文件 写出报告。")
    folder = RunFolder(path)
    asked = folder.read_json(MARK)
    if not isinstance(asked, dict):
        raise RunError(f"{path / MARK} 已损坏；请重新运行 draft --facts 事实文件 --out {path}。")
    stamp = stamp_of(path)
    named = folder.named(str(asked.get("facts", "")))
    ledger = ledger_in(path, str(named))
    facts_path = named if _ours(named, ledger) else None
    used = settings or load_settings(find_settings(None, facts_path))
    fmt = load_format(str(asked.get("format", "")))
    sections = tuple(outline(fmt, ledger))
    drafted = tuple(_drafts(folder, sections, path))
    drafts = {d.draft.key: d.draft for d in drafted}
    return Opened(
        path, asked, named, facts_path, ledger, fmt, sections, drafted,
        build_report(sections, drafts, ledger, fmt, charts=bool(asked.get("charts"))),
        tuple(reconcile(ledger)), used, stamp,
    )  # fmt: skip


def stamp_of(path: Path) -> Stamp:
    """Changes whenever a draft or the facts in the folder change."""
    found = []
    for file in sorted([path / MARK, path / "facts.yaml", *path.glob("sections/*.json")]):
        with contextlib.suppress(FileNotFoundError):
            status = file.stat()
            found.append((file.name, status.st_mtime_ns, status.st_size))
    return tuple(found)


def _ours(named: Path, ledger: Ledger) -> bool:
    """Whether the file is what the run was drafted from, or a later state of it.

    Where a run folder was moved or copied, the file of another unit or year may lie in that
    place: nothing may be corrected there, nor drafted from it.
    """
    if not named.is_file():
        return False
    try:
        text = read_source(named)
        if text == ledger.file.text:
            return True
        now, then = parse_facts(text, str(named)).facts, ledger.facts
    except FactsError:
        return True  # somebody is at work on it; drafting again will say what is wrong with it
    return (now.year, now.unit and now.unit.name) == (then.year, then.unit and then.unit.name)


def ledger_in(path: Path, name: str) -> Ledger:
    """From the copy in the run folder: the drafts were made from that, whatever came later."""
    text = read_source(path / "facts.yaml")
    return build_ledger(parse_facts(text, name))


def _drafts(folder: RunFolder, sections: Sequence[Section], path: Path) -> list[Drafted]:
    found = []
    leaves = [section for section in sections if section.leaf]
    for number, section in enumerate(leaves, 1):
        data = folder.read_json(f"sections/{number:02d}-{section.key}.json")
        mark = data.get("fingerprint") if isinstance(data, dict) else None
        draft_ = Drafted.from_json(data, mark) if isinstance(mark, str) else None
        if draft_ is None:
            raise RunError(
                f"{path} 里的报告还没有写完，或是用另一版格式写的"
                f"（缺“{section.title or section.key}”）；"
                f"请接着写完：{shlex.join(['draft', 'resume', str(path)])}，"
                "已作的审阅决定不会丢。"
            )
        found.append(draft_)
    return found


class _Silent:
    """Nobody watches the progress of a run that the desk starts."""

    def facts(self, problems: Sequence[FactProblem]) -> None: ...
    def sections(self, count: int) -> None: ...
    def section(self, drafted: Drafted) -> None: ...
    def growing(self, key: str, text: str, asked: int) -> None: ...
    def stage(self, name: str) -> None: ...


def draft_again(run: Opened) -> None:
    """Runs the pipeline over the corrected facts; sections whose prompt is unchanged are taken
    from the calls already paid for. Raises JixiaoError.

    Facts that do not reconcile do not stop it: the editor is at work on them.
    """
    if run.facts_path is None:
        raise RunError(f"{NO_FACTS.format(run.facts_named)}，无法重新成文。")
    kept = run.asked.get("settings", {})
    if run.model_name and not kept:
        raise RunError(
            f"这份报告由模型 {run.model_name} 写成，而运行文件夹中没有这个模型的设置；"
            "请用 draft 命令带上原来的 --model 和 --base-url 重新成文。"
        )
    request = Request(
        facts=run.facts_path,
        folder=run.folder,
        format=str(run.asked.get("format", "")),
        model=recorded_model(run.settings, kept),
        silence=tuple(run.settings.check.silence),
        force=True,
        outputs=tuple(run.asked.get("outputs", DEFAULT)),
        charts=bool(run.asked.get("charts")),
    )
    draft(request, _Silent())
