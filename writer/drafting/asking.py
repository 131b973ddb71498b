"""The messages that a section is asked for with, and asked for again."""

from __future__ import annotations

from writer.drafting.judging import Unusable
from writer.prompting import SectionPrompt
from writer.settings import ModelSettings

Message = dict[str, str]
_KEPT, _KEPT_OF_LOOPS = 4000, 300  # characters of a bad answer that are sent back
_TOO_MUCH = ("MD405", "MD406", "MD407")
_JSON_REMINDER = (
    "\n\n【回答方式】只回答一个 JSON 对象，不加任何说明："
    '{"section": "本节名称", "paragraphs": ["第一段", "第二段"]}'
)


def opening(prompt: SectionPrompt, settings: ModelSettings) -> list[Message]:
    """The prompt as this model wants it: question and answer, plain, or with a word on JSON."""
    system, user = prompt.messages
    if settings.prompt_style == "qa":
        asked = f"{system['content']}\n\n{user['content']}"
        return [{"role": "user", "content": f"问：{asked}\n答："}]
    if settings.mode == "text":
        return [system, user]
    return [system, {**user, "content": user["content"] + _JSON_REMINDER}]


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
