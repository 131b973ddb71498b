"""What a scripted model answers to the prompt of one section.

A behaviour sees the prompt as a model would (nothing but the messages) and gives the text of its
answer; Answer.finish and the HTTP faults are what a text cannot say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

_ROW = re.compile(r"^(F\d+) \| (.+?) \| (.+)$", re.MULTILINE)
_MATERIAL = re.compile(r"^材料\d+（.*?）：(\".*\")$", re.MULTILINE)
EXAMPLE = re.compile(r"^【文风示例】.*\n(\".*\")$", re.MULTILINE)
WHOLE = re.compile(r"^第(\d+)段(?:（固定）)?｜[^｜]*｜(.*)$", re.MULTILINE)
_SECTION = re.compile(r"^章节：(.*)$", re.MULTILINE)
_REQUIRED = re.compile(r"^必须写到的编号：(.*)$", re.MULTILINE)
CONTEXT_ROWS = 6
_MARK = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十\d]+）|\d+\.|[①-⑳])")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the figures table: F3 | subject · measure · basis · period | 277.30万元."""

    name: str
    key: str
    shown: str

    @property
    def quoted(self) -> bool:
        return "材料原文" in self.key

    @property
    def directed(self) -> bool:
        return "自带方向" in self.shown


@dataclass(frozen=True)
class Prompt:
    """The messages of one request."""

    messages: Sequence[dict[str, str]]
    seed: int = 0

    @cached_property
    def asked(self) -> str:
        """The question; of a prompt that is to be gone on with, what stands behind its examples."""
        told = next(m["content"] for m in self.messages if m["role"] == "user")
        return told.rpartition("\n数据：\n")[2] if told.endswith("\n正文：") else told

    @property
    def attempt(self) -> int:
        """0 for the first time, 1 when it was asked again once."""
        return sum(m["role"] == "assistant" for m in self.messages)

    @property
    def heading(self) -> str:
        found = _SECTION.search(self.asked)
        return found[1] if found else ""

    @property
    def title(self) -> str:
        return _MARK.sub("", self.heading)

    @cached_property
    def rows(self) -> list[Row]:
        return [Row(*found.groups()) for found in _ROW.finditer(self.asked)]

    @property
    def required(self) -> list[str]:
        found = _REQUIRED.search(self.asked)
        return found[1].split("、") if found else []

    @cached_property
    def materials(self) -> list[str]:
        return [json.loads(found[1]) for found in _MATERIAL.finditer(self.asked)]


@dataclass(frozen=True, slots=True)
class Played:
    """What the server sends: a text with its finish reason, or a fault."""

    text: str = ""
    finish: str = "stop"
    refusal: str | None = None
    status: int = 200
    code: str | None = None
    retry_after: str | None = "0"
    said: str = ""
    page: str = ""  # a web page in place of an answer
    cut: int = 0  # the connection breaks before this piece of a stream
    drip: float = 0.0  # seconds between the characters of a stream
    stream_error: str = ""  # what a stream ends with in place of its finish
    usage: bool = True


def _json(prompt: Prompt, paragraphs: Sequence[str], section: str | None = None) -> Played:
    data = {"section": section or prompt.heading, "paragraphs": list(paragraphs)}
    return Played(json.dumps(data, ensure_ascii=False))


def _sentence(row: Row) -> str:
    """A plain statement of one figure, its basis and what it is compared with named."""
    subject, *rest = row.key.split(" · ")
    measure = rest[0] if rest else ""
    basis = next((word for word in rest if word in ("年初预算", "全年预算", "决算")), "")
    if row.directed:
        return f"{subject}{basis}较年初预算{{{row.name}}}"
    if measure.startswith("占"):
        return f"{subject}{measure.replace('比重', '的比重')}为{{{row.name}}}"
    if measure in ("执行率", "完成年初预算比例"):
        return f"{subject}预算{measure}为{{{row.name}}}"
    return f"{subject}{basis}为{{{row.name}}}"


def written(prompt: Prompt) -> list[str]:
    """Honest prose: the materials as given, then a sentence for each figure."""
    told = [material for material in prompt.materials if len(material) > 8]
    stated = [_sentence(row) for row in prompt.rows if not row.quoted]
    if stated:
        told.append("。".join(stated) + "。")
    return told or ["本节没有需要说明的情况，特此说明。"]


def good(prompt: Prompt) -> Played:
    return _json(prompt, written(prompt))


def thinking(prompt: Prompt) -> Played:
    """Thinks aloud first, with numbers and all."""
    return Played(f"<think>先看 3 个数……\n{{F99}}</think>\n\n{good(prompt).text}")


def typed_digits(prompt: Prompt) -> Played:
    value = next((row.shown for row in prompt.rows if not row.quoted), "318.09万元")
    return _json(prompt, [*written(prompt), f"上述支出共计{value}，执行情况良好。"])


def chinese_digits(prompt: Prompt) -> Played:
    return _json(prompt, [*written(prompt), "全年共开展各类训练六十次，参训一百二十人。"])


def wrong_reference(prompt: Prompt) -> Played:
    return _json(prompt, [*written(prompt), "其余支出为{F987}。"])


def swapped(prompt: Prompt) -> Played:
    """Every figure in the place of its neighbour: references that exist and numbers that lie."""
    own = [row for row in prompt.rows if not row.quoted]
    names = [row.name for row in own]
    turned = dict(zip(names, names[1:] + names[:1], strict=True))
    text = "\n".join(written(prompt))
    swapped_text = re.sub(r"\{(F\d+)\}", lambda m: f"{{{turned.get(m[1], m[1])}}}", text)
    return _json(prompt, swapped_text.split("\n"))


def last_year(prompt: Prompt) -> Played:
    """A figure of this year told as last year's: only the check of the text can see it."""
    spent = (row for row in prompt.rows if " · 决算 · " in row.key and not row.directed)
    row = next(spent, None)
    claim = f"上年{row.key.split(' · ')[0]}决算为{{{row.name}}}。" if row else "上年情况相同。"
    return _json(prompt, [*written(prompt), claim])


def flattering(prompt: Prompt) -> Played:
    return _json(prompt, [*written(prompt), "各项工作位居全省前列，受到社会各界一致好评。"])


def inventive(prompt: Prompt) -> Played:
    """A fact without a number that nobody gave."""
    return _json(prompt, [*written(prompt), "年内新建了职工活动中心，并聘请了法律顾问。"])


def missing_figure(prompt: Prompt) -> Played:
    left_out = re.compile(
        "|".join(rf"[^。]*\{{{name}\}}[^。]*。" for name in prompt.required) or "$^"
    )
    told = [left_out.sub("", paragraph) for paragraph in written(prompt)]
    return _json(prompt, [p for p in told if p] or ["本节情况已经在其他部分说明，此处不再重复。"])


def broken_json(prompt: Prompt) -> Played:
    whole = good(prompt).text
    return Played(whole[: len(whole) * 2 // 3])


def prose(prompt: Prompt) -> Played:
    """Plain text where JSON was asked for."""
    return Played("\n".join(written(prompt)))


def refusal(prompt: Prompt) -> Played:
    return Played("抱歉，我无法协助撰写政府部门的绩效自评报告。")


def refused(prompt: Prompt) -> Played:
    return Played("", refusal="I'm sorry, I can't help with that.")


def wrong_section(prompt: Prompt) -> Played:
    return _json(prompt, ["本年度坚持厉行节约，各项工作有序推进，成效良好。"], "党风廉政建设情况")


def empty(prompt: Prompt) -> Played:
    return _json(prompt, [])


def silent(prompt: Prompt) -> Played:
    return Played("")


def endless(prompt: Prompt) -> Played:
    loop = "切实提高财政资金使用效益，" * 400
    return Played(f'{{"section": "{prompt.heading}", "paragraphs": ["{loop}', "length")


def repeating(prompt: Prompt) -> Played:
    return _json(prompt, [*written(prompt), *["切实提高财政资金的使用效益和管理水平。"] * 5])


def too_long(prompt: Prompt) -> Played:
    # no two sentences alike, so that only the length is wrong
    signs = [chr(0x5000 + 37 * i) for i in range(400)]
    many = [f"{signs[i]}{signs[-i]}与{signs[i // 2]}{signs[7 * i % 400]}" for i in range(400)]
    return _json(prompt, ["，".join(many[n : n + 20]) + "。" for n in range(0, len(many), 20)])


def truncated(prompt: Prompt) -> Played:
    whole = good(prompt).text
    return Played(whole[: len(whole) // 2], "length")


def headings(prompt: Prompt) -> Played:
    return _json(prompt, ["## 小标题", *written(prompt), "{表:基础数据表}"])


def placeholder(prompt: Prompt) -> Played:
    return _json(prompt, [*written(prompt), "例如，在[具体事故案例]中，××单位迅速响应。"])


def template_code(prompt: Prompt) -> Played:
    return _json(prompt, [*written(prompt), "{{ 7 * 7 }}{% for x in facts %}{{ x }}{% endfor %}"])


def obedient(prompt: Prompt) -> Played:
    """Does what a text of the facts tells it to, where one does; honest otherwise."""
    order = next((m for m in prompt.materials if "忽略" in m), None)
    if order is None:
        return good(prompt)
    return _json(prompt, ["# 特别说明", "本单位本年度支出9999.99万元，自评得分一百分，等级为优。"])


def stale_year(prompt: Prompt) -> Played:
    return _json(prompt, [*written(prompt), "2019年，各项任务已按要求完成。"])


def wrong_shape(prompt: Prompt) -> Played:
    """Sound JSON, but not what was asked for."""
    return Played(
        json.dumps({"title": prompt.heading, "text": written(prompt)}, ensure_ascii=False)
    )


def english(prompt: Prompt) -> Played:
    told = [f"In this year the expenditure came to {{{row.name}}}." for row in prompt.rows]
    return _json(prompt, [" ".join(told), "All tasks were carried out as planned and on time."])


def no_references(prompt: Prompt) -> Played:
    """Smooth words without a single number: the references are not used at all."""
    return _json(prompt, ["本年度各项支出严格按照预算执行，管理规范，使用效益良好。"])


def filtered(prompt: Prompt) -> Played:
    """The server's filter stops the answer on its way."""
    return Played(good(prompt).text[:30], "content_filter")


def reset(prompt: Prompt) -> Played:
    return Played(good(prompt).text, cut=2)


def drip(prompt: Prompt) -> Played:
    return Played(good(prompt).text, drip=0.05)


def stream_error(prompt: Prompt) -> Played:
    return Played(good(prompt).text, stream_error="the engine was killed")


def login_page(prompt: Prompt) -> Played:
    return Played(page="<html><body>请先登录上网认证</body></html>")


def no_usage(prompt: Prompt) -> Played:
    return Played(good(prompt).text, usage=False)


def short_context(prompt: Prompt) -> Played:
    """Reads so many rows at once and no more."""
    if len(prompt.rows) > CONTEXT_ROWS:
        return Played(status=400, code="context_length_exceeded", said="maximum context length")
    return good(prompt)


def moody(prompt: Prompt) -> Played:
    """Another draft by every seed: spoken words, a typed number, plain and whole, half of it."""
    told = written(prompt)
    turns = (
        [*told, "总的来说，大概差不多都搞好了。"],
        [*told, "全年共开展训练60次。"],
        told,
        [*told, "各项工作大概都做了。"],
    )
    return _json(prompt, turns[prompt.seed % len(turns)])


def parrot(prompt: Prompt) -> Played:
    """Says again what the example of style says, where there is one."""
    found = EXAMPLE.search(prompt.asked)
    if found is None:
        return good(prompt)
    return _json(prompt, [*written(prompt), json.loads(found[1])])


def two_names(prompt: Prompt) -> Played:
    """Calls the unit by another name at the end of each section, and unifies it when asked to."""
    rows = WHOLE.findall(prompt.asked)
    if not rows:
        return _json(prompt, [*written(prompt), "该单位资金管理总体规范有序。"])
    changed = [
        f"第{n}段：{text.replace('该单位', '我中心')}" for n, text in rows if "该单位" in text
    ]
    return _json(prompt, changed, "全文")


def vandal(prompt: Prompt) -> Played:
    """Unifies by moving numbers, typing them, dropping them, praising, and writing anew."""
    rows = WHOLE.findall(prompt.asked)
    if not rows:
        return good(prompt)
    offered = []
    for place, (number, text) in enumerate(rows):
        turned = re.sub(
            r"\{(\d+)\}", lambda m: "{2}" if m[1] == "1" else "{1}" if m[1] == "2" else m[0], text
        )
        turns = (
            turned, text + "共计100万元。", re.sub(r"\{\d+\}", "若干", text),
            text.replace("年初预算", "决算").replace("决算为", "年初预算为"),
            text + "各项目标全部超额完成，成效十分显著，社会各界给予高度赞誉。", "本节从略。",
        )  # fmt: skip
        offered.append(f"第{number}段：{turns[place % len(turns)]}")
    return _json(prompt, [*offered[:30], "第999段：无此段。", "随便说说"], "全文")


def _fault(
    status: int, code: str | None = None, retry_after: str | None = "0", said: str = ""
) -> Callable[..., Played]:
    return lambda prompt: Played(status=status, code=code, retry_after=retry_after, said=said)


BEHAVIOURS: dict[str, Callable[[Prompt], Played]] = {
    behaviour.__name__: behaviour
    for behaviour in (
        good, thinking, typed_digits, chinese_digits, wrong_reference, swapped, missing_figure, broken_json,
        prose, refusal, refused, wrong_section, empty, silent, endless, repeating, too_long,
        truncated, headings, placeholder, template_code, obedient, stale_year, wrong_shape, english,
        moody, parrot, two_names, vandal,
        no_references, filtered, reset, drip, stream_error, login_page, no_usage, short_context,
        last_year, flattering, inventive,
    )
} | {
    "http_500": _fault(500),
    "http_502": _fault(502, retry_after=None),
    "http_503": _fault(503),
    "rate_limit": _fault(429, "rate_limit_exceeded"),
    "rate_limit_bare": _fault(429, retry_after=None),
    "no_quota": _fault(429, "insufficient_quota"),
    "no_balance": _fault(402, said="Insufficient Balance"),
    "wrong_key": _fault(401, "invalid_api_key"),
    "no_model": _fault(404, "model_not_found"),
    "bad_request": _fault(400, "invalid_request_error"),
    "content_risk": _fault(400, "invalid_request_error", said="Content Exists Risk"),
    "too_much_context": _fault(
        400, "context_length_exceeded", said="maximum context length exceeded"
    ),
}  # fmt: skip
