"""Can a model's answer be used for its section? Every check that needs no ledger is here.

Codes of what is wrong with a model's draft (family MD4xx):
  MD401 a number typed instead of a reference     MD407 cut off at the token limit
  MD402 a reference that does not exist           MD408 a refusal
  MD403 a required figure, or all, are missing    MD409 not the JSON asked for
  MD404 (next to) nothing written                           MD410 another section was written
  MD405 the same words over and over              MD411 a number does not stand up to the check
  MD406 far too long                              MD412 the server gave errors to the last retry
  MD413 headings, tables, placeholders or marks of a template in the text
  MD414 praise that the facts do not bear out     MD416 stopped by the server's content filter
  MD415 another language                          MD417 a reference in the wrong place
  MD421 the budget does not do for another call   MD422 a model that keeps failing, not asked more
MD418, words that no fact says, is shown to the editor but turns no draft away (sources.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from writer.drafting.example import GAP
from writer.drafting.placing import misplaced
from writer.drafting.praise import Judge
from writer.errors import DraftRejected
from writer.faults import FILTERED
from writer.grounding.mentions import Kind
from writer.grounding.reading import read
from writer.prompting import SectionPrompt, references_in, unknown_references
from writer.replies import Answer

STAND_IN = "□"  # where a reference stands while the text is searched for typed numbers
_REFERENCE = re.compile(r"[{｛]\s*[FfＦｆ]\s*[0-9０-９]{1,5}\s*[}｝]")
_UNIT = re.compile(r"[^\d.]+$")
_DIGIT = re.compile(r"[0-9０-９]")
# 三九〇三点三一, 八九%: nobody writes amounts so but who was told to type no digits
_SPELT = re.compile(
    r"[〇零一二三四五六七八九]{2,}(?:点[〇零一二三四五六七八九]+|(?=[万亿元%％‰]|个百分点|人|次|件|项|户|家))"
)
_SENTENCE = re.compile(r"[^。！？；\n]{8,}")
_HEADING = re.compile(r"^\s*(#|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\|)")
_PLACEHOLDER = re.compile(r"×{2,}|[xX]{3,}|\[[^\]]*\]|【[^】]*】|\{\{|\{%|%\}|[{}｛｝]")
_LENIENT_LENGTH, _LENGTH_RATIO = 600, 4
_FEWEST = 10
_SHORT = 5  # less than a fifth of what was asked for says next to nothing
_OPENING = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a draft is not taken; `message` is shown to the model and to the editor."""

    code: str
    message: str


class Unusable(DraftRejected):
    """The faults of one answer, the most basic first."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("；".join(fault.message for fault in faults))
        self.faults = tuple(faults)


def paragraphs_of(answer: Answer, prompt: SectionPrompt, title: str, plain: bool) -> list[str]:
    """The answer's paragraphs, still with references; raises Unusable.

    `plain` is for servers asked for text instead of JSON.
    """
    _readable(answer)
    if plain:
        section, paragraphs = title, answer.said.splitlines()
    else:
        try:
            reply = answer.reply()
        except DraftRejected as error:
            raise Unusable([Fault("MD409", error.message)]) from None
        section, paragraphs = reply.section, reply.paragraphs
    if not _same_section(section, title, prompt.key):
        raise Unusable([Fault("MD410", f"写成了“{section[:30]}”，应写“{title}”")])
    kept = [part.strip() for text in paragraphs for part in text.splitlines() if part.strip()]
    faults = list(_faults(kept, prompt, title))
    if faults:
        raise Unusable(faults)
    return [without_doubled_units(text, prompt) for text in kept]


def modest(paragraphs: Sequence[str], prompt: SectionPrompt, judge: Judge) -> None:
    """Raises Unusable when the section praises what the facts do not."""
    praises = list(judge.unfounded("\n".join(paragraphs), prompt))
    if praises:
        said = "；".join(f"“{praise.words}”{praise.why}" for praise in praises[:6])
        raise Unusable([Fault("MD414", f"没有依据的评价，应删去或照事实写：{said}")])


def without_doubled_units(text: str, prompt: SectionPrompt) -> str:
    """{F3}万元 → {F3}: the reference brings its unit, and models like to add it once more."""
    pieces: list[str] = []
    position = 0
    for match in _REFERENCE.finditer(text):
        pieces.append(text[position : match.end()])
        position = match.end()
        names = references_in(match[0])
        figure = prompt.references.get(names[0]) if names else None
        unit = _UNIT.search(figure.shown) if figure else None
        behind = text[position:].lstrip()
        if unit and behind.startswith(unit[0]):
            position = len(text) - len(behind) + len(unit[0])
    return "".join([*pieces, text[position:]])


def _readable(answer: Answer) -> None:
    text = answer.said
    if answer.finish == "content_filter":
        raise Unusable([Fault(FILTERED, "回答被服务的内容审查中断")])
    if answer.refusal or any(word in text[:_OPENING] for word in refusals()):
        raise Unusable([Fault("MD408", "拒绝写作")])
    if answer.finish == "length":
        if _repeats(text):
            raise Unusable([Fault("MD405", "反复写同样的话，没有写完")])
        raise Unusable([Fault("MD407", "写到长度上限也没有写完，应写得短一些")])
    if not text:
        raise Unusable([Fault("MD404", "没有写出内容")])


def _same_section(named: str, title: str, key: str) -> bool:
    own = _letters(title)
    given = _letters(named)
    return not own or given == _letters(key) or (len(given) > 1 and (own in given or given in own))


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text)


def _faults(paragraphs: Sequence[str], prompt: SectionPrompt, title: str) -> Iterator[Fault]:
    text = "\n".join(paragraphs)
    if len(text) < _FEWEST:
        yield Fault("MD404", "没有写出内容")
        return
    if _foreign(text):
        yield Fault("MD415", "没有用中文写")
        return
    if _repeats(text):
        yield Fault("MD405", "反复写同样的话")
    expected = sum(len(part["content"]) for part in prompt.messages[1:])
    if len(text) > max(_LENIENT_LENGTH, _LENGTH_RATIO * expected):
        yield Fault("MD406", f"写了 {len(text)} 个字，太长")
    if len(text) * _SHORT < prompt.length:
        yield Fault("MD404", f"只写了 {len(text)} 个字，本节应写约 {prompt.length} 个字")
    yield from _structure(paragraphs)
    typed = typed_numbers(text, names_with_numbers(prompt, title))
    if typed:
        listed = "、".join(f"“{number}”" for number in typed[:6])
        yield Fault("MD401", f"自己写了数 {listed}，应写成编号，如 {{F3}}")
    unknown = unknown_references(text, prompt.references)
    if unknown:
        yield Fault("MD402", f"编号 {'、'.join(unknown[:6])} 不在数据表中")
    for wrong in misplaced(text, prompt.references):
        yield Fault("MD417", f"编号 {wrong.name} 用错了地方：{wrong.why}")
    missing = [name for name in prompt.required if name not in references_in(text)]
    if missing:
        named = "、".join(f"{name}（{prompt.references[name].key}）" for name in missing)
        yield Fault("MD403", f"没有写必须写到的编号 {named}")
    own = [name for name in prompt.references if name in prompt.own]
    if own and not missing and not any(name in references_in(text) for name in own):
        yield Fault("MD403", f"本节有 {len(own)} 个数，一个也没有写，至少要写其中主要的")


def _foreign(text: str) -> bool:
    """Whether most of the letters are not Chinese; names and units in Latin letters are few."""
    letters = [sign for sign in _REFERENCE.sub("", text) if sign.isalpha()]
    return 2 * sum("\u4e00" <= sign <= "\u9fff" for sign in letters) < len(letters)


def _structure(paragraphs: Sequence[str]) -> Iterator[Fault]:
    for paragraph in paragraphs:
        bare = _REFERENCE.sub(STAND_IN, paragraph)
        heading = _HEADING.match(bare)
        found = _PLACEHOLDER.search(bare)
        gap = GAP if GAP in paragraph else ""
        if heading or found or gap:
            sample = gap or (found[0] if found else bare[:12])
            yield Fault("MD413", f"正文中出现了标题、表格、占位符或模板记号（“{sample[:12]}”）")
            return


def names_with_numbers(prompt: SectionPrompt, title: str) -> tuple[str, ...]:
    """Names a section cannot do without that hold a number: 结转2022年度比武专项资金."""
    names = {title}
    for figure in prompt.references.values():
        names |= {figure.subject, *figure.aliases, *figure.parents}
    numbered = (name for name in names if len(name) > 2 and typed_numbers(name))
    return tuple(sorted(numbered, key=len, reverse=True))


def typed_numbers(text: str, names: Sequence[str] = ()) -> list[str]:
    """Numbers that the model typed itself, Chinese numerals that state a quantity included.

    一是, 二是 and idioms (“三公”经费, 24小时值班) state none, nor do the `names` of things.
    """
    bare = _REFERENCE.sub(STAND_IN, text)
    for name in names:
        bare = bare.replace(name, STAND_IN)
    found: list[str] = []
    covered: set[int] = set()
    for mention in read(bare):
        marks = mention.kind is Kind.IDIOM or (
            mention.kind is Kind.ENUM and not _DIGIT.search(mention.text)
        )
        covered.update(range(mention.start, mention.end))
        if not marks:
            found.append(mention.text)
    loose = [*_DIGIT.finditer(bare), *_SPELT.finditer(bare)]
    return [*found, *(m[0] for m in loose if m.start() not in covered)]


def _repeats(text: str) -> bool:
    """A sentence three times, or so little variety that the text must be a loop."""
    sentences = Counter(s.strip() for s in _SENTENCE.findall(text))
    if any(count >= 3 for count in sentences.values()):
        return True
    shingles = [text[i : i + 6] for i in range(len(text) - 5)]
    return len(shingles) > 200 and len(set(shingles)) < len(shingles) / 4


@cache
def refusals() -> tuple[str, ...]:
    """How a refusal begins, from refusals.yaml."""
    from ruamel.yaml import YAML

    path = Path(__file__).with_name("refusals.yaml")
    return tuple(YAML(typ="safe").load(path)["openings"])
