"""Which basis a word can mean: 预算 is the first budget or the later one, 完成 what was done."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping

from writer.grounding.lexicon import Tag
from writer.grounding.tokens import Token
from writer.ledger import Figure
from writer.ledger.figure import ACTUAL, ADJUSTED, DONE, INITIAL, TARGET

_ACTUAL = frozenset({ACTUAL, DONE})
# what came over from the years before, and how the facts call it
BROUGHT = re.compile(r"(?:年初|上年|以前年度|历年)(?:财政|拨款|资金)*(?:结转|结余)")
CARRIED_IN = "年初结转"
FUNDS = "资金"  # 投入 may be of what was planned as well as of what was spent
_BUDGET = frozenset({INITIAL, ADJUSTED})
# 一般公共预算 is where money comes from, 预算管理 what is done with it: neither is a basis
_IN_NAMES = re.compile(
    r"(?P<first>年初(?:部门)?预算)|(?P<later>全年预算|调整后?预算)|(?P<spent>决算)"
    r"|(?P<any>(?<!公共)(?<!基金)(?<!经营)预算(?!管理|绩效|执行|编制|单位|部门))"
)
_MEANT = {"first": INITIAL, "later": ADJUSTED, "spent": ACTUAL, "any": "budget"}


def bases_agree(said: str, figure: str) -> bool:
    """Whether a basis that a text names and a figure's basis can be the same."""
    if not said or not figure or said == figure:
        return True
    if said == FUNDS:
        return figure in _BUDGET | _ACTUAL or "预算" in figure
    if said == "budget":
        return figure in _BUDGET or "预算" in figure
    if figure == "预算":
        return said in _BUDGET
    if said in _ACTUAL:
        return figure in _ACTUAL or "决算" in figure or "实际" in figure
    if said == TARGET:
        return figure in (TARGET, "计划")
    return False


def default_bases(figures: list[Figure]) -> list[Figure]:
    """With no basis named a report speaks of what was done; else of what there is."""
    done = [f for f in figures if f.basis in _ACTUAL or not f.basis]
    return done or figures


def of_names(figures: Iterable[Figure], labels: Container[str]) -> dict[str, str]:
    """Other names of amounts that say a basis themselves, with it: 部门年初预算支出; 收入预算安排,
    which is the first budget where only that one is called so."""
    found: dict[str, set[str]] = defaultdict(set)
    for figure in figures:
        for name in figure.aliases if figure.kind == "money" else ():
            if name in labels and name != figure.subject:
                found[name].add(figure.basis)
    told = {}
    for name, bases in found.items():
        said = _IN_NAMES.search(name)
        meant = _MEANT[said.lastgroup] if said is not None and said.lastgroup else ""
        fitting = [b for b in bases if b and bases_agree(meant, b)]
        if meant and fitting:
            told[name] = fitting[0] if len(bases) == 1 else meant
    return told


def with_bases(tokens: list[Token], names: Mapping[str, str]) -> list[Token]:
    """The tokens, with a word for the basis that a name says behind the name."""
    if not names:
        return tokens
    found = []
    for token in tokens:
        found.append(token)
        if token.tag is Tag.SUBJECT and (basis := names.get(token.payload)):
            found.append(Token(token.start, token.end, Tag.BASIS, basis))
    return found
