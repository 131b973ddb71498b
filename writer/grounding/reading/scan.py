"""The one pass over a text, and the order in which recognisers are asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from writer.grounding.mentions import Kind, Mention
from writer.grounding.reading.dates import date
from writer.grounding.reading.docnos import document_number, spoken_order
from writer.grounding.reading.enums import (
    circled,
    dashed_page_number,
    enumerator,
    spoken_enumerator,
)
from writer.grounding.reading.named_spans import named_span
from writer.grounding.reading.ordinals import ordinal, roman_level
from writer.grounding.reading.page import Hit, Page, cjk
from writer.grounding.reading.phrases import latin, phrase, spoken_phrase
from writer.grounding.reading.qualifiers import qualifier, rounded_to
from writer.grounding.reading.quantities import half, quantity, spoken_quantity
from writer.grounding.reading.spoken_dates import spoken_date
from writer.grounding.reading.tables import Table, in_cells, tables_in

Recogniser = Callable[[Page, int], Hit | None]

_CIRCLES = "①-⑳⑴-⒇⒈-⒛㈠-㈩❶-❿➀-➉⓵-⓾"
_CANDIDATE = re.compile(
    rf"(?P<digit>[0-9])|(?P<spoken>[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟])"
    rf"|(?P<latin>[A-Za-z])|(?P<half>半(?=个?小时|个月|个百分点))|(?P<mark>[Ⅰ-Ⅻ{_CIRCLES}])"
)
_RUN = {
    "digit": re.compile(r"[0-9]+(?:\.[0-9]+)?"),
    "spoken": re.compile("[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+"),
    "half": re.compile("半"),
    "mark": re.compile("."),
}
# an amount or a percent with nothing before it that makes another thing of it: half of a
# report's numbers, and only `quantity` could answer
_AMOUNT = re.compile(r"\d{1,6}(?:\.\d{1,6})?(?:[万亿]?元|%)(?![\d+])")
_ASKED: dict[str, tuple[Recogniser, ...]] = {
    "digit": (
        document_number,
        dashed_page_number,
        enumerator,
        date,
        phrase,
        ordinal,
        quantity,
    ),
    "spoken": (
        spoken_phrase,
        spoken_enumerator,
        spoken_order,
        spoken_date,
        ordinal,
        spoken_quantity,
    ),
    "half": (named_span, half),
    "latin": (latin,),
    "mark": (roman_level, circled),
}


def read(text: str, tables: Sequence[Table] = ()) -> list[Mention]:
    """Every number in `text`, sorted by place, none overlapping another.

    `tables` are the text's tables as `Document.tables` gives them; without them those that a
    plain text shows (tabs, Markdown) are found here. A number alone in a cell takes the unit of
    its column, row or caption. Never raises for any text; the time is linear in its length.
    """
    page = Page(text)
    hits = in_cells(page, list(_hits(page)), tables or tables_in(text))
    page.floor = 0  # the words before a number are looked at again
    return [_mention(page, hit) for hit in hits]


def _hits(page: Page) -> Iterator[Hit]:
    s, at = page.s, 0
    while candidate := _CANDIDATE.search(s, at):
        place, sort = candidate.start(), candidate.lastgroup or ""
        plain = sort == "digit" and cjk(s[place - 1 : place]) and _AMOUNT.match(s, place)
        for recogniser in (quantity,) if plain else _ASKED[sort]:
            hit = recogniser(page, place)
            if hit is not None:
                if hit.kind is not None:
                    yield _without_blanks(s, hit)
                page.floor = at = hit.end
                break
        else:
            run = _RUN[sort].match(s, place)
            at = run.end() if run else place + 1


def _without_blanks(s: str, hit: Hit) -> Hit:
    """The hit without the blanks that a pattern took along after it."""
    end = hit.end
    while s[end - 1] == " ":
        end -= 1
    return hit if end == hit.end else hit._replace(end=end)


def _mention(page: Page, hit: Hit) -> Mention:
    kind = hit.kind
    assert kind is not None  # words that only contain a numeral were not yielded
    unit = "分" if kind is Kind.SCORE else hit.unit
    bent = qualifier(page, hit)
    return Mention(
        hit.start,
        hit.end,
        page.text[hit.start : hit.end],
        kind,
        hit.value,
        unit,
        rounded_to(hit, bent),
        bent,
    )
