"""Sections written by a model, several at once; a draft that cannot be proven is not used.

A fault is asked again with its own words, at most twice; then the section is composed from the
facts and the model's texts are kept for the editor. Text of the facts is data: the prompt fences
it, and nothing in an answer but paragraphs and references is ever taken over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from typing import Protocol

from writer.drafting.compose import compose_section
from writer.drafting.drafted import Drafted, Rejected
from writer.drafting.judging import Fault, Unusable, paragraphs_of
from writer.drafting.proving import Prover
from writer.drafting.sections import DraftLine, SectionDraft
from writer.errors import DraftRejected, ModelUnavailable
from writer.formats import Book, Format, Section
from writer.ledger import Ledger
from writer.prompting import SectionPrompt, references_in, render_references, section_messages
from writer.replies import Answer
from writer.settings import ModelSettings

REASKS = 2
LEAD_TITLE = "导语"  # what the prompt calls the section that has no heading
_KEPT, _KEPT_OF_LOOPS = 4000, 300  # characters of a bad answer that are sent back
_TOLD = 6  # faults of one draft that the model is told at once
_TOO_MUCH = ("MD405", "MD406", "MD407")
_JSON_REMINDER = (
    "\n\n【回答方式】只回答一个 JSON 对象，不加任何说明："
    '{"section": "本节名称", "paragraphs": ["第一段", "第二段"]}'
)
Message = dict[str, str]


class Asking(Protocol):
    """What this module needs of writer.models.Model."""

    settings: ModelSettings

    def ask(self, messages: Sequence[Message], purpose: str) -> Answer: ...


class ModelDrafter:
    """Writes one section after the other, or many at once: holds nothing that changes."""

    def __init__(
        self, model: Asking, sections: Sequence[Section], ledger: Ledger, fmt: Format
    ) -> None:
        self._model = model
        self._prover = Prover(sections, ledger, fmt)
        self._ledger = ledger
        self._format = fmt
        self._book = Book(ledger)

    @property
    def concurrency(self) -> int:
        return self._model.settings.concurrency

    def draft(self, section: Section) -> Drafted:
        """The section in the model's words, or composed with the model's faults on record.

        Raises ModelUnavailable when there is no model to ask.
        """
        composed = self.composed(section)
        if not section.template or not composed.draft.lines:
            return composed  # nothing to say: nothing to ask
        settings = self._model.settings
        prompt = section_messages(
            section, self._ledger, self._format, masked=settings.mask_values, book=self._book
        )
        messages = self._opening(prompt)
        texts: list[str] = []
        fault = Fault("MD412", "没有回答")
        for attempt in range(REASKS + 1):
            try:
                answer = self._model.ask(messages, f"{section.key}#{attempt + 1}")
                texts.append(answer.text)
                draft = self._proven(answer, prompt, section)
            except Unusable as error:
                fault = error.faults[0]
                messages = [*messages, *_again(texts[-1], error)]
            except ModelUnavailable:
                raise
            except DraftRejected as error:
                fault = Fault("MD412", error.message)
                break
            else:
                return Drafted(draft, section.title, settings.name, attempt + 1)
        rejected = Rejected(fault.code, fault.message, tuple(texts))
        return replace(composed, asked=len(texts), rejected=rejected)

    def composed(self, section: Section) -> Drafted:
        draft = compose_section(section, self._ledger, self._format, self._book)
        return Drafted(draft, section.title)

    def _opening(self, prompt: SectionPrompt) -> list[Message]:
        system, user = prompt.messages
        if self._model.settings.prompt_style == "qa":
            asked = f"{system['content']}\n\n{user['content']}"
            return [{"role": "user", "content": f"问：{asked}\n答："}]
        if self._model.settings.mode == "text":
            return [system, user]
        return [system, {**user, "content": user["content"] + _JSON_REMINDER}]

    def _proven(self, answer: Answer, prompt: SectionPrompt, section: Section) -> SectionDraft:
        """The draft with its numbers in place, each of them grounded; raises Unusable."""
        plain = self._model.settings.mode == "text"
        title = section.title or LEAD_TITLE
        paragraphs = paragraphs_of(answer, prompt, title, plain)
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


def _again(text: str, error: Unusable) -> list[Message]:
    """The bad answer and what was wrong with it."""
    said = "\n".join(f"- {fault.message}" for fault in error.faults)
    # a loop shown in full is gone on with, and paid for twice
    looping = any(fault.code in _TOO_MUCH for fault in error.faults)
    text = text[: _KEPT_OF_LOOPS if looping else _KEPT]
    return [
        {"role": "assistant", "content": text or "（空）"},
        {
            "role": "user",
            "content": f"上面的回答没有通过核对：\n{said}\n请按原要求重写本节，回答方式不变。",
        },
    ]


def draft_at_once(
    sections: Sequence[Section],
    drafter: ModelDrafter,
    done: Callable[[Section, Drafted], None],
) -> None:
    """Drafts the sections in threads and hands each on in the caller's thread when it is done.

    What stops one (no server, Ctrl-C) stops all; sections handed on are not lost. Threads still
    waiting for a server are left behind, not waited for.
    """
    pool = ThreadPoolExecutor(drafter.concurrency, thread_name_prefix="section")
    try:
        running: dict[Future[Drafted], Section] = {
            pool.submit(drafter.draft, section): section for section in sections
        }
        while running:
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                done(running.pop(future), future.result())
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
