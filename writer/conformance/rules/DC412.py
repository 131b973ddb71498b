"""DC412: see the class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from writer.conformance.layout import Paragraph
from writer.conformance.roles import Form
from writer.conformance.rules.base import Fault, LayoutRule
from writer.findings import Finding, Severity
from writer.grounding.rules import Context

_FAR = 10  # characters from the left that put a line on the right half of the page
_BLANKS = re.compile(r"^[ \u00a0\u3000\t]+")


class DC412(LayoutRule):
    """The unit's name or the date does not stand at the right below the text (7.3.5).

    Why: name and date are what the seal is put on; at the left they read as one more paragraph.
    Bad: 落款顶格
    Good: 成文日期右空四字，署名在其上方居中
    """

    code: ClassVar[str] = "DC412"
    title: ClassVar[str] = "落款位置不符"
    severity: ClassVar[Severity] = Severity.NOTICE
    about: ClassVar[str] = "署名和成文日期在正文右下方，成文日期右空四字，署名以它为准居中。"

    def judge(self, context: Context, form: Form) -> Iterator[Finding]:
        yield from self.gathered(context, _faults(form), "行")


def _faults(form: Form) -> Iterator[Fault]:
    for name, line in (("署名", form.signature), ("成文日期", form.date)):
        if line is not None and not _right(line):
            yield line, f"{name}没有靠右编排，应在正文右下方，成文日期右空四字"


def _right(line: Paragraph) -> bool:
    blanks = _BLANKS.match(line.text)
    typed = sum(1 if c in "\u3000\t" else 0.5 for c in blanks[0]) if blanks else 0
    return line.align == "right" or line.left + line.indent + typed >= _FAR
