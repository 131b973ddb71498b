"""The messages that a section is asked for with, and asked for again."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from writer.drafting.judging import Unusable
from writer.prompting import SectionPrompt, reference_row
from writer.settings import ModelSettings

Message = dict[str, str]
_KEPT, _KEPT_OF_LOOPS = 4000, 300  # characters of a bad answer that are sent back
_TOO_MUCH = ("MD405", "MD406", "MD407")
_JSON_REMINDER = (
    "\n\n【回答方式】只回答一个 JSON 对象，不加任何说明："
    '{"section": "本节名称", "paragraphs": ["第一段", "第二段"]}'
)


def opening(prompt: SectionPrompt, settings: ModelSettings) -> list[Message]:
    """The prompt as this model wants it: worked examples, question and answer, or chat."""
    system, user = prompt.messages
    if settings.continues:
        return [{"role": "user", "content": _to_be_continued(prompt, settings.mask_values)}]
    if settings.prompt_style == "qa":
        asked = f"{system['content']}\n\n{user['content']}"
        return [{"role": "user", "content": f"问：{asked}\n答："}]
    if settings.mode == "text":
        return [system, user]
    return [system, {**user, "content": user["content"] + _JSON_REMINDER}]


def _to_be_continued(prompt: SectionPrompt, masked: bool) -> str:
    """Examples and a few of the section's figures, those that must be written before others."""
    told = _base_model()
    own = [name for name in prompt.references if name in prompt.own]
    chosen = [*prompt.required, *(name for name in own if name not in prompt.required)]
    rows = [reference_row(n, prompt.references[n], masked) for n in chosen[: told["最多几个数"]]]
    materials = [f"材料：{text}" for text in prompt.texts]
    return "\n".join([told["例子"], "", "数据：", *rows, *materials, "正文："])


@cache
def _base_model() -> dict[str, Any]:
    from ruamel.yaml import YAML

    found: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("base_model.yaml"))
    return found


def again(text: str, error: Unusable) -> list[Message]:
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
