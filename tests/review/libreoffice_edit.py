"""Run by the system's Python, which has LibreOffice's bridge: edits a .docx as a person would.

    python3 libreoffice_edit.py IN OUT PLAN

PLAN is JSON: {"replace": [[old, new]], "delete": [words], "append": [[after, text]],
"move": [[paragraph, after]], "split": [words that begin the second half], "merge": [words at the
end of a paragraph], "resolve": [words of a comment]}; everything is recorded as tracked changes.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

PARAGRAPH_BREAK = 0  # com.sun.star.text.ControlCharacter


def property_of(name: str, value: Any) -> Any:
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(pipe: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(120):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.25)
    raise SystemExit("LibreOffice did not start")


def each(access: Any) -> Iterator[Any]:
    listed = access.createEnumeration()
    while listed.hasMoreElements():
        yield listed.nextElement()


def find(document: Any, words: str) -> Any:
    """A cursor over the words, which stand in one run of a paragraph of the body."""
    for paragraph in each(document.Text):
        if not paragraph.supportsService("com.sun.star.text.Paragraph"):
            continue
        for run in each(paragraph):
            if run.TextPortionType == "Text" and words in run.String:
                cursor = document.Text.createTextCursorByRange(run.Start)
                cursor.goRight(run.String.index(words), False)
                cursor.goRight(len(words), True)
                return cursor
    raise SystemExit(f"not found: {words}")


def edit(document: Any, plan: dict[str, Any]) -> None:
    document.RecordChanges = True
    for old, new in plan.get("replace", []):
        find(document, old).String = new
    for words in plan.get("delete", []):
        find(document, words).String = ""
    for words, after in plan.get("move", []):
        take_out(document, words)
        append(document, after, words)
    for words in plan.get("split", []):
        place = find(document, words).Start
        place.Text.insertControlCharacter(place, PARAGRAPH_BREAK, False)
    for words in plan.get("merge", []):
        cursor = document.Text.createTextCursorByRange(find(document, words).End)
        cursor.gotoEndOfParagraph(False)
        cursor.goRight(1, True)  # the end of the paragraph
        cursor.String = ""
    for after, text in plan.get("append", []):
        append(document, after, text)
    for words in plan.get("resolve", []):
        comment(document, words).Resolved = True


def append(document: Any, after: str, text: str) -> None:
    """A paragraph of its own behind the one that holds the words."""
    cursor = document.Text.createTextCursorByRange(find(document, after).End)
    cursor.gotoEndOfParagraph(False)
    cursor.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
    cursor.Text.insertString(cursor, text, False)


def take_out(document: Any, words: str) -> None:
    """Deletes the whole paragraph that holds the words, its end included."""
    cursor = document.Text.createTextCursorByRange(find(document, words).Start)
    cursor.gotoStartOfParagraph(False)
    cursor.gotoEndOfParagraph(True)
    cursor.goRight(1, True)
    cursor.String = ""


def comment(document: Any, words: str) -> Any:
    for field in each(document.TextFields):
        if (
            field.supportsService("com.sun.star.text.textfield.Annotation")
            and words in field.Content
        ):
            return field
    raise SystemExit(f"no comment with: {words}")


def main(source: str, target: str, plan_file: str) -> None:
    plan = json.loads(Path(plan_file).read_text("utf-8"))
    with tempfile.TemporaryDirectory() as profile:
        pipe = f"jixiao{time.monotonic_ns()}"
        office = subprocess.Popen([
            "soffice", "--headless", "--norestore", "--nologo",
            f"-env:UserInstallation=file://{profile}", f"--accept=pipe,name={pipe};urp;",
        ])  # fmt: skip
        try:
            context = connect(pipe)
            # a document without a window: drawing comments in the margin needs files of the
            # user interface that a server's LibreOffice does not have
            document = context.ServiceManager.createInstanceWithContext(
                "com.sun.star.text.TextDocument", context
            )
            word = property_of("FilterName", "MS Word 2007 XML")
            document.load((property_of("URL", Path(source).as_uri()), word))
            edit(document, plan)
            document.storeToURL(Path(target).as_uri(), (word,))
            document.close(True)
        finally:
            office.terminate()
            office.wait(30)


if __name__ == "__main__":
    main(*sys.argv[1:])
