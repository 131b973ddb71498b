"""CS215: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.consistency.claims import Claim, claims_of
from writer.grounding.consistency.roles import Role
from writer.grounding.mentions import Kind
from writer.grounding.rules.base import Context, Rule

NEAR = 2  # sentences between the posts and the people


class CS215(Rule):
    """More people are employed than there are posts.

    Why: people above the approved posts are a fault that evaluators look for, or a slip of the pen.
    Bad: 核定编制22人，在职人员27人。
    Good: 核定编制22人，在职人员17人。
    """

    code: ClassVar[str] = "CS215"
    title: ClassVar[str] = "在职人数超过编制"
    severity: ClassVar[Severity] = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        posts: Claim | None = None
        for claim in claims_of(context).all:
            if claim.role is not Role.LEVEL or claim.mention.kind is not Kind.COUNT or claim.parent:
                continue
            if claim.core == "编制":
                posts = claim
            elif claim.core == "在职人员" and posts and claim.sentence - posts.sentence <= NEAR:
                if claim.number > posts.number:
                    yield self.finding(
                        context, claim.start, claim.end,
                        f"编制{posts.mention.text}，在职{claim.mention.text}，超出{claim.number - posts.number}人，请核对。",
                    )  # fmt: skip
                posts = None
