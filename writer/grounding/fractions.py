"""Shares told by a fraction in words, without 占: 近六成是外地观众, 承担了其中的三分之一,
占比67.22%，超过三分之二; and ratios and doublings: 甲与乙之比约为2.05, 翻了一番."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from writer.findings import Verdict
from writer.grounding.frame import Frame
from writer.grounding.judgement import Judged, wrong
from writer.grounding.match import kind_fits, value_fits
from writer.grounding.mentions import Kind, Mention
from writer.grounding.relations import Link, Relation
from writer.grounding.statements import Sentence, Statement, subjects_in
from writer.ledger import derive
from writer.quantities import canonical

_IS = re.compile(r"[多强]?(?:左右|以上|的[一-鿿]{1,3})?(?:是|为|属于|系|用于|用在|投向)")
_BEARS = re.compile(
    r"(?:承担|负担|分担|覆盖|贡献|拿出|拿|出|获得|用去|承接|完成)了?(?:其中|总数|全部|总量)?的?(?:近|约)?$"
)
_AGAIN = re.compile(
    r"[，、（(]?(?:大体|大约|差不多|已|已经)?(?:即|也就是|超过|超|不足|不到|接近|将近|近|约|逾|约占|占)$"
)
_RATIO = re.compile(
    r"(?:与|和|同|跟)(?P<whole>[^，。；与和同跟]{2,24})之比(?:约|大约|为|是|达|到)*$"
)
_DOUBLED = re.compile(r"翻(?:了|近|约)*$")
_DOUBLING = 2
RECENT = 3  # amounts told last of which a fraction may be
_TENTH = Decimal("0.1")  # a doubling is meant to the first decimal


def spelt(mention: Mention) -> bool:
    """Whether it is a fraction in words: 三分之一, 六成."""
    plain = mention.kind is Kind.PERCENT and mention.unit == "%"
    return plain and not any(c.isdigit() for c in mention.text)


def names_behind(text: str, mention: Mention) -> bool:
    """近六成是外地观众: what it is a share of stands before it, the part behind it."""
    return spelt(mention) and _IS.match(text, mention.end) is not None


def fraction_of(frame: Frame, statement: Statement) -> Link | None:
    """The share that the words of a fraction tell, of what was just counted; None for others."""
    text, mention = frame.text, statement.mention
    ratio = _RATIO.search(text, statement.gap, mention.start)
    if ratio is not None and mention.unit == "%":
        inside = [t for t in statement.left if ratio.start("whole") <= t.start < ratio.end("whole")]
        return Link(Relation.SHARE, whole=tuple(subjects_in(inside)), start=ratio.start())
    if names_behind(text, mention):
        return Link(Relation.SHARE, start=mention.start)
    if spelt(mention) and (bears := _BEARS.search(text, statement.gap, mention.start)):
        return Link(Relation.SHARE, start=bears.start())
    return None


def as_multiple(text: str, statement: Statement, mention: Mention) -> Mention:
    """翻了两番 is four times, 甲与乙之比为2.05 is 2.05 times; any other number as it stands."""
    before = (text, statement.gap, mention.start)
    if mention.unit == "番" and mention.number is not None and _DOUBLED.search(*before):
        times = Decimal(_DOUBLING) ** int(mention.number)
        return replace(mention, unit="倍", value=canonical(times), step=_TENTH)
    if mention.kind is Kind.BARE and mention.unit is None and _RATIO_WORDS.search(*before):
        return replace(mention, kind=Kind.COUNT, unit="倍")
    return mention


_COMES_TO = re.compile(r"的?[一-鿿]{0,8}[，、（(]?(?:即|也就是|合计?)")
_RATIO_WORDS = re.compile(r"之比(?:约|大约|为|是|达|到)*$")


def is_again(words: str) -> bool:
    """Whether the words before a fraction only say again what was just told: ，不到, （约占."""
    return _AGAIN.fullmatch(words) is not None


def told_beside(frame: Frame, sentence: Sentence, statement: Statement) -> Judged | None:
    """The verdict on a fraction that says again the percentage before it, or what the amount
    behind it comes to; None for any other."""
    return _told_again(frame, statement) or _with_amount(frame, sentence, statement)


def _told_again(frame: Frame, statement: Statement) -> Judged | None:
    """占比67.22%，超过三分之二: a fraction that repeats the percentage just stated."""
    mention, stated = statement.mention, frame.scope.stated
    if not spelt(mention) or not stated or stated[-1].unit != "%":
        return None
    last, words = stated[-1], frame.text[statement.gap : mention.start]
    if not is_again(words) or last.number is None:
        return None
    if value_fits(mention, last.number):
        return Judged(mention, Verdict.DERIVED, last.id, last.formula or last.shown, stated=last)
    return wrong(mention, Verdict.WRONG_DERIVATION, [last])


def _with_amount(frame: Frame, sentence: Sentence, statement: Statement) -> Judged | None:
    """培训312人，其中三分之一的学员即104人: a fraction and what it comes to, of what was told last;
    whether that amount itself is right is for its own words to say."""
    mention = statement.mention
    amount = next((s.mention for s in sentence.statements if s.mention.start > mention.end), None)
    if not spelt(mention) or amount is None or amount.number is None:
        return None
    if amount.kind is Kind.PERCENT:
        return None
    told = [f for f in frame.scope.stated[-RECENT:] if kind_fits(amount, f)]
    if not told or not _COMES_TO.fullmatch(frame.text[mention.end : amount.start]):
        return None
    made = [
        share
        for whole in reversed(told)
        if (share := derive.share(replace(whole, value=amount.value or ""), whole)) is not None
    ]
    for share in made:
        if share.number is not None and value_fits(mention, share.number):
            return Judged(mention, Verdict.DERIVED, share.id, share.formula, stated=share)
    return wrong(mention, Verdict.WRONG_DERIVATION, made[:1]) if made else None
