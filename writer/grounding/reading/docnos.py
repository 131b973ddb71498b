"""Document numbers (财预〔2020〕10号), orders (财政部令第102号) and standards (GB/T 9704-2012)."""

from __future__ import annotations

import re
from string import ascii_uppercase

from writer.grounding.mentions import Kind
from writer.grounding.reading.page import Hit, Page, cjk

_BRACKETED = re.compile(
    r"[ ]{0,2}(?:19|20)\d\d ?年?[ ]{0,2}(?P<close>[\])])?[ ]{0,2}(?:第 ?)?"
    r"(?P<n>\d{1,5}(?:[-—至~]\d{1,5})?(?:[、和]\d{1,5}){0,5})[ ]{0,2}(?P<end>号[\])]?)?"
)
_CASE = re.compile(r"(?:19|20)\d\d\)[一-鿿]\d{0,4}[一-鿿]{1,6}\d{1,6}号")
_ORDER = re.compile(r"(?:\d{1,4}|[一二三四五六七八九十百零〇]{1,6}) ?号(?P<kind>令)?")
_STANDARD = re.compile(
    r"(?P<head>T|[A-Z]{2,5})(?: ?\d{2,6}(?=/))?(?P<t>/[A-Z]{1,6})? ?[A-Z]?"
    r"(?P<n>\d{1,6})(?:\.\d{1,3}){0,3}"
    r"(?P<year> ?[-—:] ?(?:19|20)\d\d)?(?![\d.]\d)"
)
_REACH = 14
_ENDS_OF_ISSUER = ("办公室", "委员会", "厅", "局", "政府", "法院", "检察院")


def document_number(page: Page, at: int) -> Hit | None:
    """The document number whose year begins at `at`, or None."""
    if hit := _order(page, at):
        return hit
    s = page.s
    opening = page.before(at) - 1
    if opening < page.floor or s[opening] not in "[(":
        return None
    if case := _CASE.match(s, at):  # a court's case: （2023）湘12民初34号
        return Hit(opening, case.end(), Kind.DOCNO, page.text[opening : case.end()])
    match = _BRACKETED.match(s, at)
    if match is None:
        return None
    start = _issuer(page, opening)
    square = s[opening] == "["
    if not square and not (start < opening and match["close"]):
        return None
    end = match.end() if match["end"] else match.end("n")
    stop = match["end"] or ""
    if match["close"] and len(stop) == 2:
        end -= 1
    if not match["close"] and len(stop) < 2:
        return None
    if not stop and not (s.startswith((")号", "]号"), end) or (square and start < opening)):
        return None
    return Hit(start, end, Kind.DOCNO, "".join(page.text[start:end].split()))


def _issuer(page: Page, opening: int) -> int:
    """Where the issuer's short name before the bracket begins."""
    end = page.before(opening)
    start = end
    limit = max(page.floor, end - _REACH)
    while start > limit and (cjk(page.s[start - 1]) or page.s[start - 1] in ascii_uppercase):
        start -= 1
    run = page.s[start:end]
    cut = 0
    for stop in page.words.docno_stops:
        place = run.rfind(stop)
        if place >= 0:
            cut = max(cut, place + len(stop))
    for name in _ENDS_OF_ISSUER:
        place = run.rfind(name, cut)
        if place >= 0 and len(run) - place - len(name) >= 2:
            cut = max(cut, place + len(name))
    return start + cut if cut < len(run) else opening


def _order(page: Page, at: int) -> Hit | None:
    """财政部令第102号, 国务院第708号令; the office before it belongs to the span."""
    s = page.s
    head = page.before(at)
    numbered = s.startswith("第", head - 1) and head - 1 >= page.floor
    head = page.before(head - 1) if numbered else head
    match = _ORDER.match(s, at)
    if match is None or not (
        page.words.docno_orders.before(s, head) or (numbered and match["kind"])
    ):
        return None
    start = min(_issuer(page, head), head)
    return Hit(start, match.end(), Kind.DOCNO, "".join(page.text[start : match.end()].split()))


def spoken_order(page: Page, at: int) -> Hit | None:
    """国务院令第七〇八号."""
    return _order(page, at)


def standard(page: Page, at: int) -> Hit | None:
    """GB/T 9704-2012: known letters, or any letters with the year behind."""
    match = _STANDARD.match(page.s, at)
    if match is None:
        return None
    known = match["head"] in page.words.sets["standards"]
    if not match["year"] and (not known or len(match["n"]) < 3):
        return None
    if match["head"] == "T" and not match["t"]:
        return None
    value = "".join(page.text[at : match.end()].split())
    return Hit(at, match.end(), Kind.DOCNO, value)
