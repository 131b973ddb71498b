"""What a model at a server can do, found by asking it one small section in every mode.

The questions are in probe.yaml; answers are judged as drafts are, so that "obeys references"
means here what it means when a report is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from writer.calls import Message
from writer.drafting.judging import Unusable, paragraphs_of
from writer.errors import CallFailed, ModelUnavailable
from writer.faults import Outcome, server_faults
from writer.ledger import Figure
from writer.models.client import Client
from writer.prompting import SectionPrompt
from writer.replies import Answer
from writer.settings import ModelSettings
from writer.settings.model import Mode

# the surest first: a server that follows a schema cannot write broken JSON
MODES: tuple[Mode, ...] = ("json_schema", "tools", "json", "md_json")
_SHAPE, _REFERENCES = ("MD404", "MD407", "MD409", "MD410"), ("MD401", "MD402", "MD403")


@dataclass(frozen=True, slots=True)
class Probe:
    """How one mode did, asked with `settings`. `problem` is empty when the answer could be used.

    `structured`, `references` and `chinese` are None where the answer does not tell; seconds are
    those to the first character and to the end.
    """

    settings: ModelSettings
    problem: str = ""
    structured: bool | None = None
    references: bool | None = None
    chinese: bool | None = None
    first: float = 0.0
    seconds: float = 0.0
    tokens: int = 0

    @property
    def usable(self) -> bool:
        return not self.problem

    @property
    def speed(self) -> float:
        """Tokens of the answer in a second."""
        return self.tokens / self.seconds if self.seconds else 0.0


def probes(settings: ModelSettings) -> Iterator[Probe]:
    """Asks in every mode in turn; raises ModelUnavailable where no mode could help."""
    for mode in MODES:
        settings = settings.model_copy(update={"mode": mode})
        tried = _probe(settings)
        while tried.structured is None and (other := _otherwise(settings, tried.problem)):
            # what was learnt holds for the other modes too
            settings, tried = other, _probe(other)
        if tried.structured is None and settings.stream:
            whole = _probe(settings.model_copy(update={"stream": False}))
            tried = whole if whole.usable else tried
        yield tried


def _otherwise(settings: ModelSettings, said: str) -> ModelSettings | None:
    """The settings without what the server says it does not take; None when it is not that."""
    if "max_completion_tokens" in said and settings.tokens_field == "max_tokens":
        return settings.model_copy(update={"tokens_field": "max_completion_tokens"})
    if "temperature" in said and settings.send_temperature:
        return settings.model_copy(update={"send_temperature": False})
    return None


def best(found: list[Probe]) -> Probe | None:
    """The surest mode that works; None when none does."""
    return next((probe for probe in found if probe.usable), None)


def _probe(settings: ModelSettings) -> Probe:
    try:
        answer = Client(settings).complete(_messages(), lambda characters: None)
    except CallFailed as error:
        kind = server_faults()[error.code]
        # what a question without an answer means depends on the mode only where it was refused
        if kind.outcome is Outcome.STOP or error.code in ("unreachable", "unknown_host"):
            raise ModelUnavailable(error.message) from None
        said = f"（{error.said}）" if error.said else ""
        return Probe(settings, f"{kind.what}{said}")
    problem, codes = _judged(answer)
    shaped = not codes & {*_SHAPE, "MD408", "MD416"}
    told = shaped and "MD415" not in codes
    return Probe(
        settings, problem, shaped,
        not codes & {*_REFERENCES} if told else None, "MD415" not in codes if shaped else None,
        answer.first, answer.seconds, answer.tokens_out,
    )  # fmt: skip


def _judged(answer: Answer) -> tuple[str, set[str]]:
    """What is wrong with the answer, in words and as codes."""
    try:
        paragraphs_of(answer, _prompt(), _data()["title"], plain=False)
    except Unusable as error:
        return "；".join(f.message for f in error.faults), {f.code for f in error.faults}
    return "", set()


def _messages() -> list[Message]:
    data = _data()
    return [
        {"role": "system", "content": data["system"]},
        {"role": "user", "content": data["user"] + data["json"]},
    ]


def _prompt() -> SectionPrompt:
    data = _data()
    figures = {
        name: Figure(name, row["subject"], "金额", row["basis"], "2024", "text", row["shown"], None)
        for name, row in data["figures"].items()
    }
    messages = [dict(message) for message in _messages()]
    return SectionPrompt(data["title"], messages, figures, tuple(data["required"]))


@cache
def _data() -> Any:
    from ruamel.yaml import YAML

    return YAML(typ="safe").load(Path(__file__).with_name("probe.yaml"))
