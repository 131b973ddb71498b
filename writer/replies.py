"""What a model is asked to give for one section, and what a call gave."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from writer.errors import DraftRejected

_THOUGHT = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"?', re.DOTALL)  # the last one may be open
_BROKEN_ESCAPE = re.compile(r"\\u[0-9a-fA-F]{0,3}\Z")
MAX_PARAGRAPH, MAX_PARAGRAPHS = 1500, 40


class SectionReply(BaseModel):
    """One section as the model must give it; every string is bounded.

    Servers that follow the schema while writing stop at the bounds, so that a model caught in a
    loop cannot run on for ever.
    """

    model_config = ConfigDict(
        title="章节",
        # in place of this docstring, which is for us and not for the model
        json_schema_extra={"description": "报告一个章节的正文"},
    )

    section: str = Field(description="照抄用户消息中的章节名称", max_length=120)
    paragraphs: list[Annotated[str, StringConstraints(max_length=MAX_PARAGRAPH)]] = Field(
        description="本节正文，每段一条；数一律写成 {F3} 这样的编号", max_length=MAX_PARAGRAPHS
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call gave: the raw text, why it ended, what it cost.

    `seconds` to the last character, `first` to the first one; `estimated`: the server did not say
    how many tokens it took.
    """

    text: str
    finish: str = "stop"
    refusal: str = ""
    tokens_in: int = 0
    tokens_out: int = 0
    tokens_cached: int = 0
    estimated: bool = False
    cost: Decimal | None = None
    seconds: float = 0.0
    first: float = 0.0
    replayed: bool = False

    @property
    def said(self) -> str:
        """The text without what some models think aloud before it: <think>…</think>."""
        return _THOUGHT.sub("", self.text).strip()

    def reply(self) -> SectionReply:
        """The text as a section; raises DraftRejected when it is not the JSON asked for."""
        try:
            return SectionReply.model_validate_json(_unfenced(self.said))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(map(str, first["loc"])) or "JSON"
            raise DraftRejected(f"回答不是要求的 JSON（{place}：{first['msg']}）") from None


def paragraphs_so_far(text: str) -> list[str]:
    """What can be read of an answer that is still coming, its last paragraph cut off."""
    said = _THOUGHT.sub("", text).strip()
    if said.startswith("<think>"):
        return []
    if not said.startswith(("{", "`")):
        return [line.strip() for line in said.splitlines() if line.strip()]
    strings = _STRING.finditer(said.partition('"paragraphs"')[2].partition("[")[2])
    return [paragraph for found in strings if (paragraph := _plain(found[1]))]


def _plain(string: str) -> str:
    """Between the quotes of a JSON string; as it stands where its escapes are wrong."""
    try:
        return str(json.loads(f'"{_BROKEN_ESCAPE.sub("", string)}"', strict=False))
    except ValueError:
        return string


def _unfenced(text: str) -> str:
    """JSON out of the ```json fence that md_json asks for."""
    body = text.strip()
    if body.startswith("```"):
        body = body.removeprefix("```json").removeprefix("```").removesuffix("```")
    return body.strip()
