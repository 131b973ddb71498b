"""Every section's draft: from the run folder where it is finished, else composed or asked for.

A draft carries the fingerprint of what it was made from. Composed, that is the whole facts file;
from a model, only what the section itself is told and may state: a changed fact asks again for
the sections that use it and for no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from writer import __version__
from writer.answer_store import AnswerStore
from writer.calls import CallLog, read_calls
from writer.costs import Budget, PriceTable, parse_money, parse_rates
from writer.drafting.compose import compose_section
from writer.drafting.drafted import COMPOSED, Drafted
from writer.drafting.wishes import PLAIN, Wishes
from writer.errors import ModelUnavailable, RunError
from writer.faults import PASSING
from writer.formats import Book, Format, Section
from writer.ledger import Ledger
from writer.runs import CALLS, RunFolder, fingerprint, to_json
from writer.settings import CostSettings, ModelSettings

if TYPE_CHECKING:
    from writer.models import Model, Usage

S = TypeVar("S")
T = TypeVar("T")
_GRACE = 10.0  # seconds that calls under way get when a run stops
_SOON = 0.2  # seconds after which a section that is not there is waiting for its answer


class Watching(Protocol):
    """Who is told how far the sections are.

    `growing` is called from many threads, with what has come so far of the answer to the
    section's question number `asked`.
    """

    def sections(self, count: int) -> None: ...
    def section(self, drafted: Drafted) -> None: ...
    def growing(self, key: str, text: str, asked: int) -> None: ...


@dataclass(frozen=True)
class Drafting:
    """What sections are drafted from and by: no name in `model` composes.

    `shared` is the folder of answers that all runs have in common.
    """

    folder: RunFolder
    ledger: Ledger
    format: Format
    sections: Sequence[Section]
    model: ModelSettings
    shared: Path | None = None
    budget: Budget | None = None
    prices: PriceTable = PriceTable(())
    wishes: Wishes = PLAIN

    @property
    def leaves(self) -> list[Section]:
        """The sections with text of their own."""
        return [section for section in self.sections if section.leaf]

    @property
    def files(self) -> dict[str, str]:
        """Section key -> name of its artefact."""
        return {s.key: f"sections/{n:02d}-{s.key}.json" for n, s in enumerate(self.leaves, 1)}

    def finished(self, section: Section, mark: str) -> Drafted | None:
        """The draft of an earlier run, if it was made from the same things.

        A section that fell back for want of a server, of money or of patience is asked for again.
        """
        kept = Drafted.from_json(self.folder.read_json(self.files[section.key]), mark)
        if kept is not None and kept.rejected is not None and kept.rejected.code in PASSING:
            return None
        return kept

    def keep(self, section: Section, drafted: Drafted, mark: str) -> None:
        self.folder.write_json(self.files[section.key], drafted.as_json(mark))


def draft_sections(work: Drafting, watching: Watching) -> tuple[list[Drafted], Usage | None]:
    """Every section with text of its own, in order."""
    watching.sections(len(work.leaves))
    found: dict[str, Drafted] = {}
    marks: dict[str, str] = {}

    def done(section: Section, drafted: Drafted, mark: str) -> None:
        work.keep(section, drafted, mark)
        found[section.key] = drafted
        marks[section.key] = mark
        watching.section(drafted)

    model = None
    if work.model.name:
        model = _by_model(work, watching, done)
    else:
        _compose(work, done)
    work.folder.keep_only("sections", [n.rpartition("/")[2] for n in work.files.values()])
    drafted = [found[section.key] for section in work.leaves]
    if model and work.wishes.unify:
        drafted = _unified(work, model, drafted, marks)
    return drafted, model.usage if model else None


UNLIMITED = "不限"
UNIFIED = "unified.json"
Done = Callable[[Section, Drafted, str], None]


def _compose(work: Drafting, done: Done) -> None:
    book = Book(work.ledger)
    base = fingerprint(work.ledger.file.text, format_print(work.format), code_print(), COMPOSED)
    for section in work.leaves:
        mark = fingerprint(base, section.key, section.title)
        drafted = work.finished(section, mark)
        if drafted is None:
            draft = compose_section(section, work.ledger, work.format, book)
            drafted = Drafted(draft, section.title)
        done(section, drafted, mark)


def _by_model(work: Drafting, watching: Watching, done: Done) -> Model:
    # only here: these lead to the model libraries
    from writer.drafting.by_model import ModelDrafter
    from writer.models import Model, price_of

    log = CallLog(work.folder / CALLS, AnswerStore(work.shared) if work.shared else None)

    def grown(purpose: str, text: str) -> None:
        key, _, asked = purpose.rpartition("#")
        watching.growing(key, text, int(asked))

    model = Model(
        work.model, log, watch=grown, price=price_of(work.model, work.prices), budget=work.budget
    )
    drafter = ModelDrafter(model, work.sections, work.ledger, work.format, work.wishes)
    base = fingerprint(
        format_print(work.format), code_print(), engine_print(work.model, work.wishes)
    )

    def write(section: Section) -> tuple[Drafted, str]:
        mark = fingerprint(base, section.key, section.title, drafter.made_from(section))
        kept = work.finished(section, mark)
        if kept is not None:
            kept = drafter.judged_again(section, kept)
        return kept or drafter.draft(section), mark

    written = all_at_once(work.leaves, write, work.model.concurrency, drafter.get_ready)
    for section, (drafted, mark) in written:
        done(section, drafted, mark)
    return model


def _unified(
    work: Drafting, model: Model, drafted: list[Drafted], marks: Mapping[str, str]
) -> list[Drafted]:
    """The sections after a last reading of the whole; not read again when none has changed."""
    from writer.drafting.unify import Unifier

    if all(d.unified for d in drafted if d.engine != COMPOSED):
        return drafted
    unified = Unifier(model, work.sections, work.ledger, work.format).unify(drafted)
    for before, after in zip(drafted, unified.drafted, strict=True):
        if after != before:
            key = after.draft.key
            work.folder.write_json(work.files[key], after.as_json(marks[key]))
    work.folder.write_json(UNIFIED, unified.as_json())
    return list(unified.drafted)


def budget_for(
    costs: CostSettings, model: ModelSettings, prices: PriceTable, calls: Path
) -> Budget | None:
    """What may still be spent, the earlier `calls` of the run counted; None for no limit.

    Raises SettingsError where a price is missing, be it of a model on this machine: what listens
    there may well pass everything on to somebody who charges.
    """
    if costs.budget in ("", UNLIMITED) or not model.name:
        return None
    from writer.models import budget_of

    limit, rates = parse_money(costs.budget), parse_rates(costs.rates)
    return budget_of(limit, model, prices, rates, read_calls(calls))


def all_at_once(
    sections: Sequence[S],
    write: Callable[[S], T],
    threads: int,
    meanwhile: Callable[[], None] = lambda: None,
) -> Iterator[tuple[S, T]]:
    """Writes the sections in threads and hands each on in the caller's thread when it is done.

    What stops one (no server, Ctrl-C) stops all; sections handed on are not lost. When the model
    or the disk is what stops it, calls under way get a little time to end, since they are paid for
    and their answers are kept; whoever waits for a server longer is left behind. `meanwhile` is
    done in the caller's thread when the first one is long in coming.
    """
    pool = ThreadPoolExecutor(threads, thread_name_prefix="section")
    try:
        running = {pool.submit(write, section): section for section in sections}
        if not wait(running, timeout=_SOON, return_when=FIRST_COMPLETED).done:
            meanwhile()
        while running:
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                yield running.pop(future), future.result()
    except (ModelUnavailable, RunError):
        pool.shutdown(wait=False, cancel_futures=True)
        wait(running, timeout=_GRACE)
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def engine_print(model: ModelSettings, wishes: Wishes = PLAIN) -> str:
    """Everything about the model that could change a section's words."""
    s = model
    more = [wishes.drafts, wishes.unify] if wishes.drafts > 1 or wishes.unify else []
    return to_json([s.url, s.name, s.mode, s.prompt_style, s.max_tokens, s.mask_values, *more])


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
