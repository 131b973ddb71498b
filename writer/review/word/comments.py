"""Comments of an edited Word file: threads with their replies, and where new ones stand.

Word keeps answers and the tick of 已解决 in commentsExtended.xml: an entry for each comment,
named by the w14:paraId of its last paragraph, with w15:paraIdParent for an answer and w15:done.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from writer.documents.inline import InlineReader
from writer.documents.package import Package
from writer.review.texts import MAX_NAME, MAX_REASON, one_line
from writer.review.word.export import MARK_CLOSE, MARK_OPEN

_MARK = re.compile(re.escape(MARK_OPEN.strip()) + r"\s*([0-9a-f]{12}(?:-\d+)?)" + MARK_CLOSE)
_CHANGES = ("ins", "del", "moveFrom", "moveTo")


@dataclass
class Thread:
    """A comment with its replies. `key` is the finding's, "" for a comment of the editor's own;
    `line` is the accepted text of the paragraph it stands in."""

    key: str
    who: str
    text: str
    done: bool
    line: str = ""
    anchored: str = ""
    replies: list[tuple[str, str]] = field(default_factory=list)  # (who, text)


@dataclass(frozen=True)
class Marginalia:
    """What a file holds beside its text. `authors` of tracked changes by the accepted line."""

    threads: tuple[Thread, ...]
    authors: dict[str, tuple[str, ...]]
    everyone: tuple[str, ...]


def marginalia(data: bytes, source: str) -> Marginalia:
    """Raises DocumentError for what is no Word file."""
    package = Package(data, source)
    root = package.root()
    places = _places(root)
    authors = {line: tuple(dict.fromkeys(names)) for line, _, names in places if names}
    everyone = tuple(dict.fromkeys(n for names in authors.values() for n in names))
    return Marginalia(tuple(_threads(package, places)), authors, everyone)


def _places(root: ET.Element) -> list[tuple[str, dict[str, str], list[str]]]:
    """(accepted text, comments that begin here with what they stand on, authors of changes)."""
    reader = InlineReader(root)
    found = []
    for p in root.iter("p"):
        names = [
            one_line(e.get("author", ""), MAX_NAME)
            for tag in _CHANGES
            for e in p.iter(tag)
            if e.get("author")
        ]
        line = "".join(text for text, _ in reader.pieces(p))
        reader.take_boxes()
        found.append((" ".join(line.split("\n")).strip(), _anchors(p), names))
    return found


def _anchors(p: ET.Element) -> dict[str, str]:
    """Comment id -> the words of this paragraph that it stands on."""
    opened: dict[str, list[str]] = {}
    running: set[str] = set()
    for element in p.iter():
        if element.tag == "commentRangeStart":
            running.add(element.get("id", ""))
            opened.setdefault(element.get("id", ""), [])
        elif element.tag == "commentRangeEnd":
            running.discard(element.get("id", ""))
        elif element.tag == "t":
            for ident in running:
                opened[ident].append(element.text or "")
        elif element.tag == "commentReference":
            opened.setdefault(element.get("id", ""), [])
    return {ident: "".join(words) for ident, words in opened.items()}


def _threads(package: Package, places: list[tuple[str, dict[str, str], list[str]]]) -> list[Thread]:
    comments = package.related("comments")
    if comments is None:
        return []
    stand = {ident: (line, words) for line, at, _ in places for ident, words in at.items()}
    extended = package.related("commentsExtended")
    facts: dict[str, tuple[str, bool]] = {}
    for element in extended if extended is not None else ():
        done = element.get("done", "0") in ("1", "true", "on")
        facts[element.get("paraId", "")] = (element.get("paraIdParent", ""), done)
    roots: dict[str, Thread] = {}
    threads: list[Thread] = []
    answers: list[tuple[str, str, str, bool]] = []
    for comment in comments.iter("comment"):
        paragraphs = list(comment.iter("p"))
        ident = paragraphs[-1].get("paraId", "") if paragraphs else ""
        parent, done = facts.get(ident, ("", False))
        text = "\n".join("".join(t.text or "" for t in p.iter("t")) for p in paragraphs)
        who = one_line(comment.get("author", ""), MAX_NAME)
        if parent:
            answers.append((parent, who, one_line(text, MAX_REASON), done))
            continue
        mark = _MARK.search(text)
        line, words = stand.get(comment.get("id", ""), ("", ""))
        thread = Thread(mark[1] if mark else "", who, one_line(text, MAX_REASON), done, line, words)
        threads.append(thread)
        roots[ident] = thread
    for parent, who, text, done in answers:
        if (thread_ := roots.get(parent)) is not None:
            thread_.replies.append((who, text))
            thread_.done = thread_.done or done
    return _answers_in_place(threads)


def _answers_in_place(threads: list[Thread]) -> list[Thread]:
    """A comment on just the words of one finding's comment answers it: LibreOffice before 7.6
    forgets which comment an answer belonged to when it saves."""
    by_place: dict[tuple[str, str], list[Thread]] = {}
    for thread in threads:
        if thread.key and thread.anchored:
            by_place.setdefault((thread.line, thread.anchored), []).append(thread)
    kept = []
    for thread in threads:
        near = [] if thread.key else by_place.get((thread.line, thread.anchored), [])
        if len(near) == 1:
            near[0].replies += [(thread.who, thread.text), *thread.replies]
        else:
            kept.append(thread)
    return kept
