"""The stages in order: facts, ledger, outline, drafts, grounding, outputs.

Each leaves its artefact in the run folder. A stage whose artefact was made from the same things
is not done again, so a killed run goes on where it stopped; the same facts and the same answers
of a model give the same bytes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from writer import __version__
from writer.artefacts import ledger_json, outline_json
from writer.calls import CallLog
from writer.drafting.checked import check_report
from writer.drafting.compose import build_report, compose_section
from writer.drafting.drafted import COMPOSED, Drafted, fallback_findings
from writer.errors import FactsError
from writer.findings import Finding, Severity
from writer.formats import Book, Format, Scope, Section, item_names, load_format, outline, reference
from writer.formats.values import Number
from writer.grounding.check import CheckResult
from writer.ledger import Ledger, build_ledger
from writer.outputs import DEFAULT, DRAFT_MARK, Content, write_outputs
from writer.prompting import load_filled
from writer.reconcile import FactProblem, reconcile
from writer.report import Report
from writer.runs import CALLS, MARK, RunFolder, fingerprint, to_json
from writer.settings import ModelSettings

if TYPE_CHECKING:
    from writer.models import Usage

DEFAULT_FORMAT = "hunan"


class Progress(Protocol):
    """Who is told how far a run is."""

    def facts(self, problems: Sequence[FactProblem]) -> None: ...
    def sections(self, count: int) -> None: ...
    def section(self, drafted: Drafted) -> None: ...
    def stage(self, name: str) -> None: ...


@dataclass(frozen=True)
class Request:
    """What a run is asked to do. `model` without a name means: compose."""

    facts: Path
    folder: Path
    format: str = ""
    default_format: str = ""
    model: ModelSettings = field(default_factory=ModelSettings)
    silence: tuple[str, ...] = ()
    force: bool = False
    outputs: tuple[str, ...] = DEFAULT
    charts: bool = False


@dataclass(frozen=True)
class Outcome:
    """What a run gave; `findings` are the check's and those of sections that fell back.

    `notes` are what the user should know of the files, `failed` why some could not be written.
    """

    folder: Path
    report: Report
    ledger: Ledger
    drafted: tuple[Drafted, ...]
    problems: tuple[FactProblem, ...]
    check: CheckResult
    findings: tuple[Finding, ...]
    files: tuple[Path, ...]
    seconds: float
    usage: Usage | None = None
    notes: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()

    @property
    def final(self) -> bool:
        """No finding of severity error, neither in the text nor among the facts."""
        return not erroneous(self.findings, self.problems)


def draft(request: Request, progress: Progress) -> Outcome:
    """Runs all stages; raises JixiaoError for what the user has to mend first."""
    started = time.monotonic()
    ledger = build_ledger(load_filled(request.facts, request.format))
    problems = reconcile(ledger)
    progress.facts(problems)
    if not request.force:
        refuse_errors(problems)
    named = request.format or ledger.facts.format or request.default_format
    fmt = load_format(named or DEFAULT_FORMAT)
    folder = RunFolder(request.folder)
    with folder.held():
        _record(folder, request, ledger, fmt, problems)
        sections = outline(fmt, ledger)
        folder.write_json("outline.json", outline_json(sections))
        drafted, usage = _drafts(folder, request, ledger, fmt, sections, progress)
        progress.stage("核对")
        drafts = {d.draft.key: d.draft for d in drafted}
        report = build_report(sections, drafts, ledger, fmt, charts=request.charts)
        folder.write("report.txt", report.text + "\n")
        check, findings = _check(folder, request, report, ledger, fmt, sections, drafted)
        progress.stage("生成文件")
        mark = DRAFT_MARK if erroneous(findings, problems) else ""
        content = Content(report, ledger, check, findings, mark)
        written = write_outputs(content, folder.path, request.outputs)
    return Outcome(
        folder.path, report, ledger, tuple(drafted), problems, check, findings, written.files,
        time.monotonic() - started, usage, written.notes, written.failed,
    )  # fmt: skip


def erroneous(findings: Sequence[Finding], problems: Sequence[FactProblem]) -> bool:
    """Whether something of severity error is open."""
    severities = [*(f.severity for f in findings), *(p.severity for p in problems)]
    return Severity.ERROR in severities


def refuse_errors(problems: Sequence[FactProblem]) -> None:
    """Raises FactsError when facts contradict each other."""
    errors = tuple(p.problem for p in problems if p.severity is Severity.ERROR)
    if errors:
        raise FactsError(
            "事实之间对不上，先不成文；请改正后再运行，或用 --force 照样成文（会标“草稿”）：",
            errors,
        )


def _record(
    folder: RunFolder,
    request: Request,
    ledger: Ledger,
    fmt: Format,
    problems: Sequence[FactProblem],
) -> None:
    """What was asked for, the facts as read, and what follows from them."""
    folder.write_json(
        MARK,
        {
            "version": __version__,
            "facts": folder.name_of(request.facts),
            "format": reference(fmt),
            "charts": request.charts,
            "model": request.model.name,
            "host": request.model.host if request.model.name else "",
        },
    )
    folder.write("facts.yaml", ledger.file.text)
    folder.write_json("ledger.json", ledger_json(ledger))
    folder.write_json("reconcile.json", [problem.to_dict() for problem in problems])


def _drafts(
    folder: RunFolder,
    request: Request,
    ledger: Ledger,
    fmt: Format,
    sections: Sequence[Section],
    progress: Progress,
) -> tuple[list[Drafted], Usage | None]:
    """Every section with text of its own, in order; finished ones are taken from the folder."""
    leaves = [section for section in sections if section.leaf]
    names = {s.key: f"sections/{n:02d}-{s.key}.json" for n, s in enumerate(leaves, 1)}
    base = fingerprint(ledger.file.text, format_print(fmt), code_print(), engine_print(request))
    prints = {s.key: fingerprint(base, s.key, s.title) for s in leaves}
    found: dict[str, Drafted] = {}
    progress.sections(len(leaves))

    def done(section: Section, drafted: Drafted) -> None:
        folder.write_json(names[section.key], drafted.as_json(prints[section.key]))
        found[section.key] = drafted
        progress.section(drafted)

    for section in leaves:
        kept = Drafted.from_json(folder.read_json(names[section.key]), prints[section.key])
        if kept is not None:
            found[section.key] = kept
            progress.section(kept)
    waiting = [section for section in leaves if section.key not in found]
    usage = _write_sections(folder, request, ledger, fmt, sections, waiting, done)
    folder.keep_only("sections", [name.rpartition("/")[2] for name in names.values()])
    return [found[section.key] for section in leaves], usage


def _write_sections(
    folder: RunFolder,
    request: Request,
    ledger: Ledger,
    fmt: Format,
    sections: Sequence[Section],
    waiting: Sequence[Section],
    done: Callable[[Section, Drafted], None],
) -> Usage | None:
    if not request.model.name:
        book = Book(ledger)
        for section in waiting:
            done(section, Drafted(compose_section(section, ledger, fmt, book), section.title))
        return None
    # only here: these lead to the model libraries
    from writer.drafting.by_model import ModelDrafter, draft_at_once
    from writer.models import Model

    model = Model(request.model, CallLog(folder / CALLS))
    draft_at_once(waiting, ModelDrafter(model, sections, ledger, fmt), done)
    return model.usage


def _check(
    folder: RunFolder,
    request: Request,
    report: Report,
    ledger: Ledger,
    fmt: Format,
    sections: Sequence[Section],
    drafted: Sequence[Drafted],
) -> tuple[CheckResult, tuple[Finding, ...]]:
    required = required_figures(sections, ledger, fmt)
    check = check_report(report, ledger, ignore=request.silence, required=required)
    fallen = fallback_findings(report, drafted)
    findings = tuple(sorted((*check.findings, *fallen), key=lambda f: (f.start, f.end, f.code)))
    folder.write_json("findings.json", check.as_json() | {"fallbacks": _json(fallen)})
    return check, findings


def _json(findings: Sequence[Finding]) -> list[dict[str, object]]:
    from writer.artefacts import finding_json

    return [finding_json(finding) for finding in findings]


def required_figures(sections: Sequence[Section], ledger: Ledger, fmt: Format) -> frozenset[str]:
    """Ids of the figures that the format wants to see (必写数据)."""
    scope = Scope.of(ledger, fmt)
    found = set()
    for section in sections:
        names = item_names(section, scope)
        for expression in section.node.figures if section.template else ():
            value = scope.value(expression, names)
            if isinstance(value, Number):
                found.add(value.figure.id)
    return frozenset(found)


def engine_print(request: Request) -> str:
    """Everything about the engine that could change a section's words."""
    s = request.model
    if not s.name:
        return COMPOSED
    return to_json([s.url, s.name, s.mode, s.prompt_style, s.max_tokens, s.mask_values])


def format_print(fmt: Format) -> str:
    """Hash of every file that the format is made of."""
    parts: list[str | bytes] = []
    for folder in fmt.folders:
        for path in sorted(_files(folder)):
            parts += [path.name, path.read_bytes()]
    return fingerprint(*parts)


def _files(folder: Path) -> Iterator[Path]:
    return (p for p in folder.iterdir() if p.is_file() and not p.name.startswith("."))


@cache
def code_print() -> str:
    """Hash of the code that writes sections: a new version must not mix with an old one's."""
    package = Path(__file__).parent
    parts: list[str | bytes] = [__version__]
    for name in ("drafting", "formats", "prompting", "ledger", "facts"):
        parts += [path.read_bytes() for path in sorted((package / name).glob("*.py"))]
    return fingerprint(*parts)
