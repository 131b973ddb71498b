"""DC413: see the class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from writer.conformance.roles import Form
from writer.conformance.rules.base import Fault, LayoutRule
from writer.findings import Finding, Severity
from writer.grounding.rules import Context

_HEAD = re.compile(r"^\s*附件\s*([：:])\s*")
_ORDER = re.compile(r"^\s*(\d+)\s*([.．、])")
_END = re.compile(r"[。；;，,、.：:]\s*$")


class DC413(LayoutRule):
    """The list of attachments is not written as it should be (GB/T 9704-2012, 7.3.4).

    Why: the names in it are taken over letter by letter into the register and onto the sheets.
    Bad: 附件:1、基础数据表；
    Good: 附件：1.基础数据表
    """

    code: ClassVar[str] = "DC413"
    title: ClassVar[str] = "附件说明写法不符"
    severity: ClassVar[Severity] = Severity.NOTICE
    about: ClassVar[str] = (
        "附件说明写作“附件：1.名称”：全角冒号，两件以上标序号，序号后用点，名称后不加标点。"
    )

    def judge(self, context: Context, form: Form) -> Iterator[Finding]:
        yield from self.gathered(context, _faults(form), "处")


def _faults(form: Form) -> Iterator[Fault]:
    many = len(form.attachments) > 1
    for line in form.attachments:
        head = _HEAD.match(line.text)
        rest = line.text[head.end() :] if head else line.text
        order = _ORDER.match(rest)
        if head and head[1] == ":":
            yield line, "“附件”后应用全角冒号"
        if many and order is None:
            yield line, "附件不止一件，应标序号，如“1.”"
        elif order is not None and not many:
            yield line, "附件只有一件，不标序号"
        elif order is not None and order[2] != ".":
            yield line, f"附件的序号应写作“{order[1]}.”"
        if _END.search(rest):
            yield line, "附件名称后不加标点"
