"""CS204: see the class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.consistency.changes import turned
from writer.grounding.consistency.misses import Turned
from writer.grounding.consistency.wording import crossed
from writer.grounding.rules.base import Context, Rule

_PAIRS = (
    ("增加", "减少"), ("增长", "下降"), ("上升", "下降"), ("提高", "降低"), ("增至", "降至"),
    ("升至", "降至"), ("增支", "减支"), ("超支", "节约"), ("多", "少"), ("高于", "低于"),
)  # fmt: skip
_OPPOSITE = {b: a for a, b in reversed(_PAIRS)} | dict(_PAIRS)
_WORD = re.compile("|".join(sorted(_OPPOSITE, key=lambda w: -len(w))))


class CS204(Rule):
    """The text says that something rose where its numbers fell, or the other way round.

    Why: the amount of the change is right, so the fault survives every addition.
    Bad: 预算安排344.74万元，决算支出345.20万元，决算比预算减少0.46万元。
    Good: 预算安排344.74万元，决算支出345.20万元，决算比预算增加0.46万元。
    """

    code: ClassVar[str] = "CS204"
    title: ClassVar[str] = "增减方向与数据相反"
    severity: ClassVar[Severity] = Severity.ERROR

    def check(self, context: Context) -> Iterator[Finding]:
        for found in turned(context):
            yield self._of(context, found)
        for words in crossed(context.text):
            message = f"前面说“{words.told}”，紧接着说“{words.said}”，方向相反。"
            yield self.finding(context, words.start, words.end, message)

    def _of(self, context: Context, found: Turned) -> Finding:
        claim, now = found.claim, found.now
        low = max(0, claim.start - len(claim.lead))
        word = next(reversed(list(_WORD.finditer(context.text, low, claim.start))), None)
        said = word[0] if word else ("增加" if claim.direction > 0 else "减少")
        start = word.start() if word else claim.start
        if found.then is None:
            before = context.text[now.start - len(now.lead) : now.end].lstrip("，、 ")
            message = f"前面说“{before}”，此处说“{said}{claim.mention.text}”，方向相反。"
            return self.finding(context, start, claim.end, message)
        verb = "大于" if now.number > found.then.number else "小于"
        message = f"{now.mention.text}{verb}{found.then.mention.text}，此处却说“{said}”。"
        suggestion = _OPPOSITE[word[0]] + context.text[word.end() : claim.end] if word else None
        return self.finding(context, start, claim.end, message, suggestion=suggestion)
