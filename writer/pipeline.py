"""The stages in order: facts, ledger, outline, drafts, grounding, outputs.

Each leaves its artefact in the run folder. A stage whose artefact was made from the same things
is not done again, so a killed run goes on where it stopped; the same facts and the same answers
of a model give the same bytes.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from writer import __version__
from writer.artefacts import ledger_json, outline_json
from writer.calls import CallLog
from writer.costs import Price, load_prices
from writer.drafting.checked import check_report
from writer.drafting.compose import build_report
from writer.drafting.drafted import Drafted, drafting_findings
from writer.drafting.example import read_example
from writer.drafting.wishes import Wishes
from writer.drafts import Drafting, budget_for, draft_sections
from writer.errors import FactsError
from writer.findings import Finding, Severity
from writer.formats import Format, Scope, Section, item_names, load_format, outline, reference
from writer.formats.values import Number
from writer.grounding.check import CheckResult
from writer.ledger import Ledger, build_ledger
from writer.live import Live, Progress
from writer.outputs import DEFAULT, DRAFT_MARK, Content, write_outputs
from writer.prompting import load_filled
from writer.reconcile import FactProblem, reconcile
from writer.report import Report
from writer.runs import CALLS, MARK, RunFolder
from writer.settings import CostSettings, ModelSettings

if TYPE_CHECKING:
    from writer.models import Usage

DEFAULT_FORMAT = "hunan"


@dataclass(frozen=True)
class Request:
    """What a run is asked to do. `model` without a name means: compose.

    `fresh` drafts and asks for everything again; `shared` is the folder of answers that runs have
    in common, None for none; `prices` are the user's own, `costs` hold the budget;
    `drafts` of each section are asked for; `example` is a report whose style is followed;
    `unify` has the whole report read once more.
    """

    facts: Path
    folder: Path
    format: str = ""
    default_format: str = ""
    model: ModelSettings = field(default_factory=ModelSettings)
    silence: tuple[str, ...] = ()
    force: bool = False
    outputs: tuple[str, ...] = DEFAULT
    charts: bool = False
    fresh: bool = False
    shared: Path | None = None
    costs: CostSettings = field(default_factory=CostSettings)
    prices: tuple[Price, ...] = ()
    drafts: int = 1
    example: Path | None = None
    unify: bool = False


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
    if request.model.name and (request.fresh or not (request.folder / CALLS).exists()):
        # a run that goes on may need no call
        from writer.models import load_ahead

        load_ahead(request.model.mode)
    ledger = build_ledger(load_filled(request.facts, request.format))
    problems = reconcile(ledger)
    progress.facts(problems)
    if not request.force:
        refuse_errors(problems)
    named = request.format or ledger.facts.format or request.default_format
    fmt = load_format(named or DEFAULT_FORMAT)
    folder = RunFolder(request.folder)
    prices = load_prices(request.prices)
    budget = budget_for(request.costs, request.model, prices, folder / CALLS)
    with folder.held(), Live(folder, progress, request.model.name) as progress:
        if request.fresh:
            _start_over(folder)
        _record(folder, request, ledger, fmt, problems)
        sections = outline(fmt, ledger)
        folder.write_json("outline.json", outline_json(sections))
        work = Drafting(
            folder, ledger, fmt, sections, request.model, _shared(request), budget, prices,
            _wishes(request),
        )  # fmt: skip
        drafted, usage = draft_sections(work, progress)
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


def _wishes(request: Request) -> Wishes:
    return Wishes(
        request.drafts, read_example(request.example) if request.example else None, request.unify
    )


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
            "outputs": list(request.outputs),
            "force": request.force,
            "silence": list(request.silence),
            "budget": request.costs.budget,
            "drafts": request.drafts,
            "unify": request.unify,
            "example": folder.name_of(request.example) if request.example else "",
            "shared": _shared(request) is not None,
            "model": request.model.name,
            "host": request.model.host if request.model.name else "",
            "settings": request.model.to_record() if request.model.name else {},
        },
    )
    folder.write("facts.yaml", ledger.file.text)
    folder.write_json("ledger.json", ledger_json(ledger))
    folder.write_json("reconcile.json", [problem.to_dict() for problem in problems])


def _shared(request: Request) -> Path | None:
    """A run that was told to ask afresh takes no answers from other runs, to its end."""
    return None if request.fresh else request.shared


def _start_over(folder: RunFolder) -> None:
    """Drafts and answers of earlier runs count no longer; what they cost stays on record."""
    if (folder / CALLS).exists():
        CallLog(folder / CALLS).start_over()
    folder.keep_only("sections", ())


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
    fallen = drafting_findings(report, drafted)
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
