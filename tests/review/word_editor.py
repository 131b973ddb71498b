"""Changes a .docx the way Word does: tracked changes, answers, ticks. Written out by hand from
files that Word saved, so that the reader is tried on that and not on our own habits."""

from __future__ import annotations

import zipfile
from copy import deepcopy
from pathlib import Path

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
REL = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
EXTENDED = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
AUTHOR, WHEN = "王审核", "2024-03-01T09:30:00Z"


def w(name: str) -> str:
    return f"{{{W}}}{name}"


class WordEditor:
    """One open file. Paragraphs are named by the words they contain (accepted text)."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.document = etree.fromstring(self.parts["word/document.xml"])
        comments = self.parts.get("word/comments.xml")
        self.comments = etree.fromstring(comments) if comments else None
        self._ids = 9000
        self._entries: list[tuple[str, str, bool]] = []  # paraId, parent, done

    # ---- text --------------------------------------------------------------------------

    def paragraph(self, words: str) -> etree._Element:
        found = [p for p in self.document.iter(w("p")) if words in self.text(p)]
        assert found, f"no paragraph with {words!r}"
        return found[0]

    def text(self, p: etree._Element) -> str:
        gone = {w("del"), w("moveFrom")}
        return "".join(
            t.text or ""
            for t in p.iter(w("t"))
            if not any(a.tag in gone for a in t.iterancestors())
        )

    def replace(self, old: str, new: str, *, tracked: bool = True) -> None:
        """Types `new` over `old`, which may stand in several runs of one paragraph."""
        p = self.paragraph(old)
        runs = [r for r in p.iter(w("r")) if r.find(w("t")) is not None and not self._gone(r)]
        whole = "".join(self._run_text(r) for r in runs)
        start = whole.index(old)
        before: etree._Element | None = None
        position = 0
        for run in runs:
            text = self._run_text(run)
            low, high = max(start - position, 0), min(start + len(old) - position, len(text))
            position += len(text)
            if low >= high:
                continue
            middle = self._cut(run, low, high)
            if tracked:
                self._wrap(middle, "del")
                before = middle.getparent()
            else:
                before = middle.getprevious()
                parent = middle.getparent()
                place = parent.index(middle)
                parent.remove(middle)
                anchor = etree.Element(w("r"))
                parent.insert(place, anchor)
                before = anchor
        assert before is not None
        if new:
            made = self._run(new)
            holder = self._change("ins") if tracked else None
            if holder is not None:
                holder.append(made)
            before.addnext(made if holder is None else holder)

    def insert_paragraph(self, after: str, text: str, *, tracked: bool = True) -> None:
        p = self.paragraph(after)
        new = etree.Element(w("p"))
        properties = p.find(w("pPr"))
        kept = deepcopy(properties) if properties is not None else etree.Element(w("pPr"))
        new.append(kept)
        if tracked:
            mark = etree.SubElement(kept, w("rPr"))
            mark.append(self._change("ins"))
            holder = self._change("ins")
            holder.append(self._run(text))
            new.append(holder)
        else:
            new.append(self._run(text))
        p.addnext(new)

    def delete_paragraph(self, words: str, *, tracked: bool = True) -> None:
        p = self.paragraph(words)
        if not tracked:
            p.getparent().remove(p)
            return
        for run in list(p.iter(w("r"))):
            if run.find(w("t")) is not None:
                self._wrap(run, "del")
        self._mark(p, "del")

    def move_paragraph(self, words: str, after: str) -> None:
        """As Word tracks a move: moveFrom where it was, moveTo where it is."""
        p = self.paragraph(words)
        copy = deepcopy(p)
        target = self.paragraph(after)
        for element in (copy, p):
            for child in list(element):
                if child.tag in (w("commentRangeStart"), w("commentRangeEnd")):
                    element.remove(child)
        for run in [r for r in copy.iter(w("r")) if r.find(w("t")) is not None]:
            self._wrap(run, "moveTo")
        self._mark(copy, "moveTo")
        target.addnext(copy)
        for run in [r for r in p.iter(w("r")) if r.find(w("t")) is not None]:
            self._wrap(run, "moveFrom")
        self._mark(p, "moveFrom")

    def split_paragraph(self, before: str) -> None:
        """Presses Enter before these words: the first half gets an inserted mark."""
        p = self.paragraph(before)
        runs = [r for r in p if r.tag == w("r") and r.find(w("t")) is not None]
        whole = "".join(self._run_text(r) for r in runs)
        place, position = whole.index(before), 0
        second = etree.Element(w("p"))
        if (properties := p.find(w("pPr"))) is not None:
            second.append(deepcopy(properties))
        for run in runs:
            text = self._run_text(run)
            if position + len(text) > place:
                if position < place:
                    run = self._cut(run, place - position, len(text))
                follow = [run, *run.itersiblings()]
                for element in follow:
                    second.append(element)
                break
            position += len(text)
        self._mark(p, "ins")
        p.addnext(second)

    def merge_with_next(self, words: str) -> None:
        """Deletes the paragraph's mark: on acceptance the next one joins it."""
        self._mark(self.paragraph(words), "del")

    # ---- comments ----------------------------------------------------------------------

    def comment(self, words: str) -> etree._Element:
        assert self.comments is not None
        found = [c for c in self.comments if words in "".join(c.itertext())]
        assert found, f"no comment with {words!r}"
        return found[0]

    def resolve(self, words: str) -> None:
        self._entries.append((self._para_id(self.comment(words)), "", True))

    def reply(self, words: str, text: str, *, done: bool = False) -> None:
        parent = self._para_id(self.comment(words))
        answer = self._new_comment(text)
        if not any(ident == parent for ident, _, _ in self._entries):
            self._entries.append((parent, "", done))
        self._entries.append((self._para_id(answer), parent, False))
        self._anchor_beside(answer.get(w("id")), self.comment(words).get(w("id")))

    def forget_threads(self) -> None:
        """Leaves comments and answers where they stand, without what belongs to what."""
        self._entries.clear()

    def _anchor_beside(self, ident: str, parent: str) -> None:
        """Word anchors an answer to the same words as the comment that it answers."""
        for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
            for element in [e for e in self.document.iter(w(tag)) if e.get(w("id")) == parent]:
                place = element if tag != "commentReference" else element.getparent()
                copy = deepcopy(place)
                for own in copy.iter(w(tag)):
                    own.set(w("id"), ident)
                place.addnext(copy)

    def remove_comment(self, words: str) -> None:
        comment = self.comment(words)
        ident = comment.get(w("id"))
        comment.getparent().remove(comment)
        for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
            for element in list(self.document.iter(w(tag))):
                if element.get(w("id")) == ident:
                    element.getparent().remove(element)

    def add_comment(self, on: str, text: str) -> None:
        comment = self._new_comment(text)
        run = next(r for r in self.paragraph(on).iter(w("r")) if r.find(w("t")) is not None)
        start, end = etree.Element(w("commentRangeStart")), etree.Element(w("commentRangeEnd"))
        for element in (start, end):
            element.set(w("id"), comment.get(w("id")))
        run.addprevious(start)
        run.addnext(end)

    def renumber_comments(self) -> None:
        """Word counts comments anew when it saves."""
        assert self.comments is not None
        names = {c.get(w("id")): str(i * 3 + 7) for i, c in enumerate(self.comments)}
        for comment in self.comments:
            comment.set(w("id"), names[comment.get(w("id"))])
        for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
            for element in self.document.iter(w(tag)):
                element.set(w("id"), names[element.get(w("id"))])

    # ---- saving ------------------------------------------------------------------------

    def save(self, path: Path) -> Path:
        parts = dict(self.parts)
        parts["word/document.xml"] = etree.tostring(self.document, xml_declaration=True,
                                                    encoding="UTF-8", standalone=True)  # fmt: skip
        if self.comments is not None:
            parts["word/comments.xml"] = etree.tostring(self.comments, xml_declaration=True,
                                                        encoding="UTF-8", standalone=True)  # fmt: skip
        if self._entries:
            self._extend(parts)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
        return path

    def _extend(self, parts: dict[str, bytes]) -> None:
        root = etree.Element(f"{{{W15}}}commentsEx", nsmap={"w15": W15})
        for ident, parent, done in self._entries:
            entry = etree.SubElement(root, f"{{{W15}}}commentEx")
            entry.set(f"{{{W15}}}paraId", ident)
            if parent:
                entry.set(f"{{{W15}}}paraIdParent", parent)
            entry.set(f"{{{W15}}}done", "1" if done else "0")
        parts["word/commentsExtended.xml"] = etree.tostring(
            root, xml_declaration=True, encoding="UTF-8"
        )
        relations = etree.fromstring(parts["word/_rels/document.xml.rels"])
        etree.SubElement(relations, f"{{{REL}}}Relationship", Id="rIdEx", Type=EXTENDED,
                         Target="commentsExtended.xml")  # fmt: skip
        parts["word/_rels/document.xml.rels"] = etree.tostring(relations)
        types = etree.fromstring(parts["[Content_Types].xml"])
        etree.SubElement(
            types, f"{{{TYPES}}}Override", PartName="/word/commentsExtended.xml",
            ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml",
        )  # fmt: skip
        parts["[Content_Types].xml"] = etree.tostring(types)

    # ---- parts -------------------------------------------------------------------------

    def _gone(self, element: etree._Element) -> bool:
        return any(a.tag in (w("del"), w("moveFrom")) for a in element.iterancestors())

    def _run_text(self, run: etree._Element) -> str:
        return "".join(t.text or "" for t in run.iter(w("t")))

    def _run(self, text: str) -> etree._Element:
        run = etree.Element(w("r"))
        holder = etree.SubElement(run, w("t"))
        holder.text = text
        holder.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return run

    def _cut(self, run: etree._Element, low: int, high: int) -> etree._Element:
        """Cuts a run in up to three and gives the middle one."""
        text = self._run_text(run)
        properties = run.find(w("rPr"))

        def part(words: str) -> etree._Element:
            made = self._run(words)
            if properties is not None:
                made.insert(0, deepcopy(properties))
            return made

        middle = part(text[low:high])
        run.addnext(middle)
        if text[high:]:
            middle.addnext(part(text[high:]))
        if text[:low]:
            run.addnext(part(text[:low]))
        run.getparent().remove(run)
        return middle

    def _change(self, kind: str) -> etree._Element:
        self._ids += 1
        element = etree.Element(w(kind))
        for name, value in (("id", str(self._ids)), ("author", AUTHOR), ("date", WHEN)):
            element.set(w(name), value)
        return element

    def _wrap(self, run: etree._Element, kind: str) -> None:
        holder = self._change(kind)
        run.addprevious(holder)
        holder.append(run)
        if kind == "del":
            for t in list(run.iter(w("t"))):
                t.tag = w("delText")

    def _mark(self, p: etree._Element, kind: str) -> None:
        properties = p.find(w("pPr"))
        if properties is None:
            properties = etree.Element(w("pPr"))
            p.insert(0, properties)
        mark = properties.find(w("rPr"))
        if mark is None:
            mark = etree.SubElement(properties, w("rPr"))
        mark.append(self._change(kind))

    def _para_id(self, comment: etree._Element) -> str:
        last = list(comment.iter(w("p")))[-1]
        name = f"{{{W14}}}paraId"
        if last.get(name) is None:
            self._ids += 1
            last.set(name, f"{self._ids:08X}")
        return str(last.get(name))

    def _new_comment(self, text: str) -> etree._Element:
        assert self.comments is not None
        self._ids += 1
        comment = etree.SubElement(self.comments, w("comment"))
        for name, value in (("id", str(self._ids)), ("author", AUTHOR), ("date", WHEN)):
            comment.set(w(name), value)
        p = etree.SubElement(comment, w("p"))
        p.append(self._run(text))
        return comment
