"""A section and its figures -> the messages that a model is given."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from writer.errors import FormatError
from writer.formats import (
    COMPOSE,
    GUIDANCE,
    SYSTEM,
    Book,
    Format,
    Scope,
    Section,
    Used,
    item_names,
)
from writer.formats.values import Number
from writer.grounding.mentions import Kind
from writer.ledger import Figure, Ledger
from writer.prompting.references import plain_data, reference_row, references_in

_QUOTED = "材料原文"
_SENTENCE = re.compile(r"[^。！？；]+[。！？；]*")
T = TypeVar("T")


@dataclass(frozen=True)
class SectionPrompt:
    """What a model is asked for one section.

    `references` maps the names it may write (F3) to figures; `required` are those that it must
    write; `texts` are the materials as given, digits replaced by references; `own` are the figures
    and materials that are to be told here, besides mere names and the year. `length` is how many
    characters were asked for, 0 when nobody said.
    """

    key: str
    messages: list[dict[str, str]]
    references: dict[str, Figure]
    required: tuple[str, ...]
    texts: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    length: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """One of `parts` pieces of a section's figures and materials, counted from 0."""

    number: int = 0
    parts: int = 1

    def of(self, items: Sequence[T]) -> list[T]:
        start, end = (len(items) * n // self.parts for n in (self.number, self.number + 1))
        return list(items[start:end])

    def halves(self) -> tuple[Share, Share]:
        return Share(2 * self.number, 2 * self.parts), Share(2 * self.number + 1, 2 * self.parts)


WHOLE = Share()


def section_messages(
    section: Section,
    ledger: Ledger,
    fmt: Format,
    *,
    masked: bool = False,
    book: Book | None = None,
    example: str = "",
    share: Share = WHOLE,
) -> SectionPrompt:
    """System and user message for one section with a template of its own.

    The figures are those that the section's compose block states, those its node names as
    必写数据, and the numbers inside its texts; `masked` leaves all values out, for offices
    whose numbers may not leave the house. `example` is a text without numbers whose style is to
    be followed. A `share` asks for a part of the section; figures have the same names in all
    parts. Raises FormatError.
    """
    if not section.template:
        raise FormatError(f"“{section.title}”一节没有模板，不需要模型来写。")
    scope = Scope.of(ledger, fmt, book)
    names = item_names(section, scope)
    length = len(scope.render(section.template, COMPOSE, names).strip())
    required = _required(section, scope, names)
    table = _Table(scope.used, required)
    own = share.of(list(table.references))
    table.add_words(ledger.year)
    texts = _texts(table, scope.used, share)
    asked = [name for name in map(table.name_of, required) if name in own]
    quoted = {name for path in texts for name in references_in(texts[path])}
    references = {
        name: figure
        for name, figure in table.references.items()
        if name in own or name in table.words or name in quoted
    }
    wanted = max(60, round(length // share.parts, -1))
    given = names | {
        "报告名称": scope.text(fmt.layout.title, None, "报告标题"),
        "章节": f"{section.number}{section.title}" or "导语",
        "数据表": [reference_row(name, f, masked) for name, f in references.items()],
        "必写编号": asked,
        "材料表": [_row(i, path, text) for i, (path, text) in enumerate(texts.items(), 1)],
        "篇幅": wanted,
        "示例": json.dumps(plain_data(example), ensure_ascii=False) if example else "",
        "第几份": share.number + 1,
        "份数": share.parts,
    }
    messages = [
        {"role": "system", "content": scope.render(section.template, SYSTEM, given).strip()},
        {"role": "user", "content": scope.render(section.template, GUIDANCE, given).strip()},
    ]
    own_things = (*own, *texts)
    return SectionPrompt(
        section.key, messages, references, tuple(asked), tuple(texts.values()), own_things,
        wanted,
    )  # fmt: skip


def _texts(table: _Table, used: Used, share: Share) -> dict[str, str]:
    """The materials by their places, numbers replaced by references; of a share some sentences."""
    whole = {path: table.masked_text(path, text) for path, text in used.texts.items()}
    if share == WHOLE:
        return whole
    sentences = [(path, s) for path, text in whole.items() for s in _SENTENCE.findall(text)]
    found: dict[str, str] = {}
    for path, sentence in share.of(sentences):
        found[path] = found.get(path, "") + sentence
    return found


def _required(section: Section, scope: Scope, names: dict[str, Any]) -> list[Figure]:
    found: dict[str, Figure] = {}
    for expression in section.node.figures:
        value = scope.value(expression, names)
        if isinstance(value, Number):
            found.setdefault(value.figure.id, value.figure)
    return list(found.values())


def _row(number: int, path: str, text: str) -> str:
    # a JSON string: quotes and line ends of the text cannot close the quotation
    return f"材料{number}（{plain_data(path)}）：{json.dumps(text, ensure_ascii=False)}"


class _Table:
    """Numbers the figures of a section: F1, F2 … in the order in which it uses them."""

    def __init__(self, used: Used, required: Iterable[Figure]) -> None:
        self.references: dict[str, Figure] = {}
        self.words: set[str] = set()
        self._names: dict[str, str] = {}
        for figure in (*used.figures.values(), *required):
            self.add(figure)

    def add_words(self, year: int) -> None:
        """The report's year, and the names that hold digits: a model may type none."""
        subjects = dict.fromkeys(figure.subject for figure in self.references.values())
        words = [_word("年度", "报告年度", f"{year}年")]
        words += [
            _word(f"名称.{name}", "名称", name)
            for name in subjects
            if any(sign.isdigit() for sign in name)
        ]
        self.words = {self.add(word) for word in words}

    def add(self, figure: Figure) -> str:
        name = self._names.get(figure.id)
        if name is None:
            name = f"F{len(self._names) + 1}"
            self._names[figure.id] = name
            self.references[name] = figure
        return name

    def name_of(self, figure: Figure) -> str:
        return self._names[figure.id]

    def masked_text(self, path: str, text: str) -> str:
        """The text with every number replaced by a reference to it, as quoted from there."""
        from writer.grounding.reading import read

        pieces: list[str] = []
        position = 0
        for mention in read(text):
            if mention.kind is Kind.ENUM:
                continue
            pieces.append(plain_data(text[position : mention.start]))
            figure = _quoted(path, mention.text, mention.start)
            pieces.append("{" + self.add(figure) + "}")
            position = mention.end
        return "".join([*pieces, plain_data(text[position:])])


def _word(ident: str, subject: str, text: str) -> Figure:
    return Figure(ident, subject, "", "", "", "text", text, None)


def _quoted(path: str, text: str, start: int) -> Figure:
    """A number of a narrative text, printed again exactly as it stands there."""
    return Figure(f"{path}@{start}", path, _QUOTED, "", "", "text", text, None)
