"""CS215: see the class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.consistency.claims import Claim, claims_of
from writer.grounding.consistency.roles import Role
from writer.grounding.consistency.words import pattern
from writer.grounding.mentions import Kind
from writer.grounding.rules.base import Context, Rule

NEAR = 2  # sentences between the posts and the people
_SORTS = re.compile("行政|事业|参公|工勤|机关")


@cache
def _posts() -> re.Pattern[str]:
    return pattern(r"%s[^，。；]{0,6}$", "consistency", "posts")


@cache
def _people() -> re.Pattern[str]:
    return pattern(r"%s[^，。；]{0,6}$", "consistency", "people")


def _sort(claim: Claim) -> str:
    """行政, 事业, …: whose posts; "" for all of them."""
    found = _SORTS.search(claim.lead)
    return found[0] if found else ""


def _known(context: Context, *claims: Claim) -> bool:
    """Whether the ledger proves all of them."""
    return all(any(context.proven_in(c.start, c.end)) for c in claims)


class CS215(Rule):
    """More people are employed than there are posts.

    Why: people above the approved posts are a fault that evaluators look for, or a slip of the pen.
    Where the facts have both numbers it is none of the pen: a notice.
    Bad: 核定编制22人，在职人员27人。
    Good: 核定编制22人，在职人员17人。
    """

    code: ClassVar[str] = "CS215"
    title: ClassVar[str] = "在职人数超过编制"
    severity: ClassVar[Severity] = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        posts: Claim | None = None
        alone = True  # 事业编制15个，在编17人: no other posts are told beside them
        for claim in claims_of(context).all:
            if claim.role is not Role.LEVEL or claim.mention.kind is not Kind.COUNT or claim.parent:
                continue
            people = claim.core == "在职人员" or _people().search(claim.lead)
            if not people and (claim.core == "编制" or _posts().search(claim.lead)):
                alone = posts is None or posts.sentence != claim.sentence
                posts = claim
            elif people and posts and claim.sentence - posts.sentence <= NEAR:
                one = _sort(claim) == _sort(posts) or (
                    alone and claim.sentence == posts.sentence and "在编" in claim.lead
                )
                if claim.number > posts.number and one:
                    yield self.finding(
                        context, claim.start, claim.end,
                        f"编制{posts.mention.text}，在职{claim.mention.text}，超出{claim.number - posts.number}人，请核对。",
                        severity=Severity.NOTICE if _known(context, posts, claim) else None,
                    )  # fmt: skip
                posts = None
