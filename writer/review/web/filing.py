"""Files: the report, Word there and back, the review record, the editor's name."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from starlette.responses import HTMLResponse, Response

from writer.review.desk import Desk, ReviewError
from writer.review.gate import assemble_desk
from writer.review.record import export_desk
from writer.review.texts import MAX_NAME, one_line
from writer.review.web.answers import Answers
from writer.review.web.calls import Call, set_who
from writer.review.web.handling import Handlers
from writer.review.web.pages import render
from writer.review.word.export import export_desk_word
from writer.review.word.importing import import_into

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Filing(Handlers):
    """One Word file and one assembly at a time: each takes a good part of a second."""

    def __init__(self, desk: Desk, answers: Answers) -> None:
        super().__init__(desk, answers)
        self._heavy = threading.Lock()

    def files(self, call: Call) -> Response:
        return HTMLResponse(self._files(call))

    def _files(self, call: Call, said: Sequence[str] = ()) -> str:
        blocking = len(self.state.blocking)
        return render("files.html", blocking=blocking, who=call.who, said=said)

    def assemble(self, call: Call) -> Response:
        with self._heavy:
            made = assemble_desk(self.desk)
        what = "正式稿" if made.final else "草稿"
        said = [f"已生成{what}：{made.path}", *made.notes]
        return self.answers.updated(call, self._files(call, said))

    def download_word(self, call: Call) -> Response:
        return self._made(lambda path: export_desk_word(self.desk, path), "审阅稿.docx", _WORD)

    def download_record(self, call: Call) -> Response:
        return self._made(lambda path: export_desk(self.desk, path), "审阅记录.docx", _WORD)

    def download_record_csv(self, call: Call) -> Response:
        return self._made(
            lambda path: export_desk(self.desk, path), "审阅记录.csv", "text/csv; charset=utf-8"
        )

    def _made(self, make: Callable[[Path], object], name: str, kind: str) -> Response:
        with self._heavy, TemporaryDirectory() as folder:
            path = Path(folder) / name
            make(path)
            return _download(path.read_bytes(), name, kind)

    def take_word(self, call: Call) -> Response:
        with self._heavy, TemporaryDirectory() as folder:
            path = Path(folder) / "word.docx"
            path.write_bytes(call.body)
            report = import_into(self.desk, path, call.who)
        return self.answers.updated(call, render("imported.html", report=report), "已取回。")

    def set_name(self, call: Call) -> Response:
        name = one_line(call.text("who"), MAX_NAME)
        if not name:
            raise ReviewError("请写一个名字。")
        page = self._files(replace(call, who=name), [f"以后以“{name}”记入审阅记录。"])
        response = HTMLResponse(page)
        set_who(response, name)
        return response


def _download(data: bytes, name: str, kind: str) -> Response:
    shown = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=kind, headers={"content-disposition": shown})
