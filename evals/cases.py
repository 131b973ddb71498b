"""A department to be scored: its facts, and what a good report on them has.

A case is a folder; README.md says how to add one.

facts.yaml      the facts file that a report is drafted from
outline.yaml    the headings that belong to the report, corrected where the published one errs
checklist.yaml  for each section the points that the published report makes
figures.yaml    for each section the figures that it states (made from report.txt when missing)
report.txt      the report itself, for cases whose text may be kept here
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from evals.errors import CaseError
from evals.words import Groups
from writer.grounding.mentions import Kind
from writer.ledger import Ledger, load_ledger

HERE = Path(__file__).parent
SAMPLES, REFERENCE = HERE / "samples", HERE / "reference"
REPORT = "report.txt"
LEVELS = 4


def _many(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Words = Annotated[tuple[str, ...], BeforeValidator(_many)]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Expected(_Data):
    """One section of the outline.

    A heading has a `level` (1-4) and a `title`; `words` name what a heading of other wording
    must hold. A `part` has no heading of its own in every form: it begins where a heading or a
    paragraph opens with these words. The `lead` stands before the first heading. `at` is where
    the section begins in the published report, in characters.
    """

    id: str
    level: int | None = Field(None, ge=1, le=LEVELS)
    title: str = ""
    words: Words = ()
    part: Words = ()
    lead: bool = False
    at: int | None = Field(None, ge=0)
    note: str = ""

    @model_validator(mode="after")
    def _one_kind(self) -> Expected:
        if sum((self.level is not None, bool(self.part), self.lead)) != 1:
            raise ValueError("a section is a heading (level), a part or the lead")
        if self.level is not None and not self.title:
            raise ValueError("a heading needs its title")
        return self


class Outline(_Data):
    """outline.yaml. `title`, `subtitle`, and each of `cover`, `header`, `attachments` are words
    that the lines there must hold; `end` is where the published text ends."""

    report: str = REPORT
    sha256: str = ""
    format: str
    title: Words
    subtitle: Words = ()
    cover: tuple[Words, ...] = ()
    header: tuple[Words, ...] = ()
    attachments: tuple[Words, ...] = ()
    signature: str = ""
    date: str = ""
    sections: tuple[Expected, ...] = Field(min_length=1)
    end: int | None = None


class Stated(_Data):
    """A figure that the published report states in a section.

    `value` and `unit` are canonical (READING.md: money in 元, a percent as a fraction); `basis`
    where it matters; `said` are words that say as much, for a figure of zero; `at` its places.
    """

    kind: Kind
    value: str
    unit: str = ""
    of: str = ""
    basis: str = ""
    at: tuple[int, ...] = ()
    said: str = ""
    note: str = ""


@dataclass(frozen=True)
class Case:
    """A department with all that its report is scored against."""

    name: str
    folder: Path
    outline: Outline
    points: dict[str, dict[str, Groups]]
    figures: dict[str, tuple[Stated, ...]] | None

    @property
    def facts(self) -> Path:
        return self.folder / "facts.yaml"

    @cached_property
    def ledger(self) -> Ledger:
        return load_ledger(self.facts)

    @cached_property
    def text(self) -> str | None:
        """The published report; None when it is not at hand. CaseError when it is another."""
        for folder in (self.folder, samples_folder()):
            path = folder / self.outline.report if folder else None
            if path is not None and path.is_file():
                raw = path.read_bytes()
                wanted = self.outline.sha256
                if wanted and hashlib.sha256(raw).hexdigest() != wanted:
                    raise CaseError(f"{path}: not the text that {self.name} was made from")
                return raw.decode("utf-8")
        return None


def samples_folder() -> Path | None:
    """Where the public sample reports lie, if anywhere."""
    named = os.environ.get("JIXIAO_SAMPLES")
    return Path(named) if named else None


def find_cases(only: str = "", roots: tuple[Path, ...] = (SAMPLES, REFERENCE)) -> list[Case]:
    """All cases whose name contains `only`, samples first. Raises CaseError, also for none."""
    found = (path.parent for root in roots for path in sorted(root.glob("*/outline.yaml")))
    cases = [load_case(folder) for folder in found if only in folder.name]
    if not cases:
        raise CaseError(f"no case whose name holds “{only}” under {', '.join(map(str, roots))}")
    return cases


def load_case(folder: Path) -> Case:
    """One case; raises CaseError with the file and what is wrong in it."""
    outline = _outline(folder / "outline.yaml")
    ids = [section.id for section in outline.sections]
    if len(set(ids)) != len(ids):
        raise CaseError(f"{folder / 'outline.yaml'}: two sections have one id")
    points = dict(_points(folder / "checklist.yaml"))
    figures = _figures(folder / "figures.yaml")
    for name, keys in (("checklist.yaml", points), ("figures.yaml", figures or {})):
        if strange := sorted(set(keys) - set(ids)):
            raise CaseError(f"{folder / name}: not in the outline: {', '.join(strange)}")
    return Case(folder.name, folder, outline, points, figures)


def _outline(path: Path) -> Outline:
    try:
        return Outline.model_validate(_read(path))
    except ValidationError as error:
        raise CaseError(f"{path}: {error}") from None


def _points(path: Path) -> Iterator[tuple[str, dict[str, Groups]]]:
    """Sections with their points; none without the file."""
    if not path.exists():
        return
    for section, points in _read(path).items():
        try:
            yield section, {str(point): Groups.of(words) for point, words in points.items()}
        except (AttributeError, ValueError) as error:
            raise CaseError(f"{path}: {section}: {error}") from None


def _figures(path: Path) -> dict[str, tuple[Stated, ...]] | None:
    if not path.exists():
        return None
    try:
        return {
            section: tuple(Stated.model_validate(row) for row in rows)
            for section, rows in _read(path).items()
        }
    except ValidationError as error:
        raise CaseError(f"{path}: {error}") from None


def _read(path: Path) -> dict[str, Any]:
    try:
        data = YAML(typ="safe").load(path.read_bytes())
    except OSError as error:
        raise CaseError(f"{path}: {error.strerror}") from None
    except YAMLError as error:
        raise CaseError(f"{path}: {error}") from None
    if not isinstance(data, dict):
        raise CaseError(f"{path}: not a mapping")
    return data
