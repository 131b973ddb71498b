"""Sections written by a model, several at once; a draft that cannot be proven is not used.

A fault is asked again with its own words, at most twice (writer.faults); then the section is
composed from the facts and the model's texts are kept for the editor. Text of the facts is data:
the prompt fences it, and nothing in an answer but paragraphs and references is ever taken over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol, TypeVar

from writer.drafting.asking import Message, again, opening
from writer.drafting.choosing import Merit, merit
from writer.drafting.compose import compose_section
from writer.drafting.drafted import COMPOSED, Drafted, Rejected
from writer.drafting.judging import Fault, Unusable, modest, paragraphs_of
from writer.drafting.patience import Patience
from writer.drafting.praise import Judge
from writer.drafting.prose import characters
from writer.drafting.proving import Prover
from writer.drafting.sections import DraftLine, SectionDraft
from writer.drafting.sources import Sources
from writer.drafting.wishes import PLAIN, Wishes
from writer.errors import BudgetReached, CallFailed, ContextTooLong
from writer.faults import FALLEN, FILTERED, NOT_ASKED, UNPAID, Outcome, answer_faults
from writer.formats import Book, Format, Section, spoken
from writer.ledger import Ledger
from writer.prompting import (
    WHOLE,
    SectionPrompt,
    Share,
    references_in,
    render_references,
    section_messages,
)
from writer.replies import Answer
from writer.runs import fingerprint, to_json
from writer.settings import ModelSettings

REASKS = 2
MOST_PARTS = 8  # pieces that a section too long for the model is asked for in
LEAD_TITLE = "导语"  # what the prompt calls the section that has no heading
_TOLD = 6  # faults of one draft that the model is told at once
T = TypeVar("T")


class Asking(Protocol):
    """What this module needs of writer.models.Model."""

    settings: ModelSettings

    def ask(self, messages: Sequence[Message], purpose: str, variant: int = 0) -> Answer: ...


@dataclass(slots=True)
class _Talk:
    """What a model answered for one section, all its drafts together; `variant` counts these."""

    texts: list[str] = field(default_factory=list)
    variant: int = 0


class ModelDrafter:
    """Writes one section after the other, or many at once."""

    def __init__(
        self,
        model: Asking,
        sections: Sequence[Section],
        ledger: Ledger,
        fmt: Format,
        wishes: Wishes = PLAIN,
    ) -> None:
        self._model = model
        self._wishes = wishes
        self._sections = sections
        self._prover = Prover(sections, ledger, fmt)
        self._ledger = ledger
        self._format = fmt
        self._book = Book(ledger)
        self._praise = Judge(ledger)
        self._sources = Sources(ledger.file.text)
        self._patience = Patience(model.settings.give_up_after)
        self._composed: dict[str, Drafted] = {}
        self._prompts: dict[str, SectionPrompt] = {}

    def draft(self, section: Section) -> Drafted:
        """The section in the model's words, or composed with the model's faults on record.

        Raises ModelUnavailable when there is no model to ask.
        """
        composed = self.composed(section)
        if not section.template or not composed.draft.lines:
            return composed  # nothing to say: nothing to ask
        talk = _Talk()
        draft = self._lost() or self._tried(section, talk)
        if isinstance(draft, SectionDraft):
            self._patience.won()
            new = self._unsourced(draft, composed.draft)
            name = self._model.settings.name
            return Drafted(draft, section.title, name, len(talk.texts), unsourced=new)
        if draft.code != UNPAID:
            self._patience.failed()
        rejected = Rejected(draft.code, draft.message, tuple(talk.texts))
        return replace(composed, asked=len(talk.texts), rejected=rejected)

    def judged_again(self, section: Section, kept: Drafted) -> Drafted | None:
        """A draft of an earlier run by the facts of now; None when it has to be written anew.

        What it is told has not changed, but what it says without a number leans on all the facts:
        a target missed elsewhere takes 全面完成 back.
        """
        if kept.engine == COMPOSED:
            return kept
        try:
            modest([line.text for line in kept.draft.lines], self._whole(section), self._praise)
        except Unusable:
            return None
        return replace(kept, unsourced=self._unsourced(kept.draft, self.composed(section).draft))

    def get_ready(self) -> None:
        """Loads what the first answer will be checked with, while it is awaited."""
        section = next((s for s in self._sections if s.template), None)
        if section is not None:
            self._prover.prove(section, self.composed(section).draft)

    def _unsourced(self, draft: SectionDraft, composed: SectionDraft) -> tuple[str, ...]:
        own = (line.text for line in composed.lines)
        return tuple(self._sources.missing((line.text for line in draft.lines), own))

    def _lost(self) -> Fault | None:
        if not self._patience.lost:
            return None
        most = self._patience.most
        return Fault(NOT_ASKED, f"模型连续 {most} 节没有写成，其余各节没有再请它写")

    def _tried(self, section: Section, talk: _Talk) -> SectionDraft | Fault:
        """The draft, or why there is none; raises ModelUnavailable."""
        try:
            return self._best(section, talk)
        except Unusable as error:
            return error.faults[0]
        except BudgetReached as error:
            return Fault(UNPAID, error.message)
        except CallFailed as error:
            return Fault(FILTERED if error.code == "content_filtered" else FALLEN, error.message)

    def _best(self, section: Section, talk: _Talk) -> SectionDraft:
        """The best of the drafts that were wanted and could be proven.

        Raises what the first one failed for when none could.
        """
        proven: list[SectionDraft] = []
        failed: list[Unusable | CallFailed | BudgetReached] = []
        while talk.variant < self._wishes.drafts and not _final(failed):
            try:
                proven.append(self._written(section, talk))
            except (Unusable, CallFailed, BudgetReached) as error:
                failed.append(error)
            talk.variant += 1
        if not proven:
            raise failed[0]
        return proven[0] if len(proven) == 1 else min(proven, key=partial(self._merit, section))

    def _merit(self, section: Section, draft: SectionDraft) -> Merit:
        composed = self.composed(section).draft
        offered = len(set(composed.figures))
        proof = self._prover.prove(section, draft)
        return merit(
            draft, proof, self._unsourced(draft, composed), offered, characters(composed.text)
        )

    def made_from(self, section: Section) -> str:
        """Hash of all that a draft of this section depends on, as far as the facts go.

        What the section does not use may change without its being asked for again.
        """
        composed = self.composed(section)
        if not section.template or not composed.draft.lines:
            return fingerprint(composed.draft.to_json())
        prompt = self._whole(section)
        shown = [(name, f.id, f.shown, spoken(f)) for name, f in prompt.references.items()]
        parts = [prompt.messages, shown, prompt.required]
        return fingerprint(to_json(parts), composed.draft.to_json())

    def _whole(self, section: Section) -> SectionPrompt:
        """The prompt of the whole section, made once: finding its figures composes it."""
        found = self._prompts.get(section.key)
        if found is None:
            found = self._prompts[section.key] = self._prompt(section)
        return found

    def _prompt(self, section: Section, share: Share = WHOLE) -> SectionPrompt:
        return section_messages(
            section, self._ledger, self._format,
            masked=self._model.settings.mask_values, book=self._book, share=share,
            example=self._wishes.example_of(section.title),
        )  # fmt: skip

    def _written(self, section: Section, talk: _Talk) -> SectionDraft:
        """A proven draft; `talk` gets every answer. Raises Unusable, CallFailed."""
        prompt = self._whole(section)

        def judge(answer: Answer) -> SectionDraft:
            return self._proven(self._paragraphs(answer, prompt, section), prompt, section)

        try:
            return self._asked(prompt, talk, judge)
        except ContextTooLong:
            return self._proven(self._in_parts(section, WHOLE, talk), prompt, section)

    def _in_parts(self, section: Section, share: Share, talk: _Talk) -> list[str]:
        """The paragraphs of the section asked for in halves, each as small as it has to be."""
        paragraphs: list[str] = []
        for half in share.halves():
            prompt = self._prompt(section, half)
            if not prompt.own:
                continue

            def judge(answer: Answer, prompt: SectionPrompt = prompt) -> list[str]:
                return self._paragraphs(answer, prompt, section)

            try:
                paragraphs += self._asked(prompt, talk, judge)
            except ContextTooLong:
                if half.parts >= MOST_PARTS:
                    raise
                paragraphs += self._in_parts(section, half, talk)
        return paragraphs

    def _asked(self, prompt: SectionPrompt, talk: _Talk, judge: Callable[[Answer], T]) -> T:
        """The first answer that can be used; a bad one is asked again with what is wrong."""
        settings = self._model.settings
        messages = opening(prompt, settings)
        for attempt in range(REASKS + 1):
            purpose = f"{prompt.key}#{len(talk.texts) + 1}"
            # what only goes on from a text understands no criticism: it is drawn from once more
            drawn = talk.variant * (REASKS + 1) + attempt if settings.continues else talk.variant
            answer = self._model.ask(messages, purpose, drawn)
            talk.texts.append(answer.text)
            try:
                return judge(answer)
            except Unusable as error:
                kind = answer_faults().get(error.faults[0].code)
                if attempt == REASKS or (kind and kind.outcome is Outcome.FALL_BACK):
                    raise
                if not settings.continues:
                    messages = [*messages, *again(answer.text, error)]
        raise AssertionError("the last attempt returns or raises")

    def composed(self, section: Section) -> Drafted:
        """The section from the facts alone."""
        found = self._composed.get(section.key)
        if found is None:
            draft = compose_section(section, self._ledger, self._format, self._book)
            found = self._composed[section.key] = Drafted(draft, section.title)
        return found

    def _paragraphs(self, answer: Answer, prompt: SectionPrompt, section: Section) -> list[str]:
        plain = self._model.settings.mode == "text"
        paragraphs = paragraphs_of(answer, prompt, section.title or LEAD_TITLE, plain)
        modest(paragraphs, prompt, self._praise)
        return paragraphs

    def _proven(
        self, paragraphs: Sequence[str], prompt: SectionPrompt, section: Section
    ) -> SectionDraft:
        """The draft with its numbers in place, each of them grounded; raises Unusable."""
        lines = tuple(
            DraftLine("text", render_references(text, prompt.references)) for text in paragraphs
        )
        stated = references_in("\n".join(paragraphs))
        figures = tuple(prompt.references[name].id for name in stated)
        known = tuple(ident for ident in figures if ident in self._ledger.figures)
        draft = SectionDraft(section.key, lines, known)
        proof = self._prover.prove(section, draft)
        if proof.faults:
            said = (f"“{proof.quote(f)}”：{f.message}" for f in proof.faults[:_TOLD])
            raise Unusable([Fault("MD411", "数据核对未通过——" + "；".join(said))])
        return draft


def _final(failed: Sequence[Exception]) -> bool:
    """Whether there is no money left for another draft."""
    return bool(failed) and isinstance(failed[-1], BudgetReached)
