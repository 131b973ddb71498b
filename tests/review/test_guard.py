"""Attacks on the page: other sites, other names for this machine, too much, and foreign words."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.review.kit import FACTS, Desk, draft_run, first_open
from tests.review.site import TOKEN, Client, Site
from writer.errors import RunError
from writer.review.web.app import UPLOADS
from writer.review.web.guard import MAX_FORM, MAX_UPLOAD
from writer.review.web.serving import serve_run


@pytest.fixture
def site(run: Path) -> Iterator[Site]:
    with Site(run) as running:
        yield running


@pytest.fixture
def client(site: Site) -> Client:
    return site.client()


# ---- who may speak -----------------------------------------------------------------------


def test_the_token_opens_the_page_and_leaves_the_address(site: Site) -> None:
    stranger = Client(site.port, cookie="none=1")
    answer = stranger.get(f"/?t={TOKEN}")
    assert (answer.status, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert f"jixiao-{site.port}={TOKEN}" in cookie
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert site.client().get("/").status == 200


@pytest.mark.parametrize(
    "cookie", ["none=1", "jixiao-{port}=wrong", "jixiao-{port}=", "jixiao-1={token}", "=;;=\x01"]
)
@pytest.mark.parametrize(
    "path", ["/", "/?t=wrong", "/history", "/download/record.csv", "/static/desk.js"]
)
def test_without_the_token_there_is_nothing(site: Site, cookie: str, path: str) -> None:
    stranger = Client(site.port, cookie=cookie.format(port=site.port, token=TOKEN))
    answer = stranger.get(path)
    assert answer.status == 403
    assert "青岚" not in answer.text


def test_the_token_opens_nothing_but_the_page(site: Site) -> None:
    stranger = Client(site.port, cookie="none=1")
    assert stranger.get(f"/history?t={TOKEN}").status == 403
    assert stranger.send("POST", f"/undo?t={TOKEN}").status == 403


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.0.0.1.evil.example:{port}",
        "",
        None,
    ],
)
def test_a_foreign_host_name_is_refused(client: Client, host: str | None) -> None:
    """A name that an attacker's DNS points at 127.0.0.1 does not get in."""
    name = host.format(port=client.port) if host is not None else None
    assert client.send("GET", "/", headers={"Host": name}).status in (400, 403)


@pytest.mark.parametrize("host", ["localhost:{port}", "[::1]:{port}"])
def test_this_machines_own_names_are_let_in(client: Client, host: str) -> None:
    assert client.send("GET", "/", headers={"Host": host.format(port=client.port)}).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": None},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "https://127.0.0.1:{port}"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_site_cannot_drive_the_page(site: Site, headers: dict[str, str | None]) -> None:
    client = site.client()
    item = first_open(site.desk)
    sent = {k: v.format(port=site.port) if v else v for k, v in headers.items()}
    body = f"key={item.key}&reason=x&seen=0"
    assert client.send("POST", "/accept", body, sent).status == 403
    assert site.desk.state.log == ()


def test_another_site_cannot_read_the_page_either(client: Client) -> None:
    assert client.send("GET", "/", headers={"Origin": "http://evil.example"}).status == 403
    assert client.send("GET", "/", headers={"Sec-Fetch-Site": "cross-site"}).status == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_do_nothing(client: Client, method: str) -> None:
    assert client.send(method, "/edit").status in (403, 405)
    assert client.send(method, "/edit", headers={"Origin": "http://evil.example"}).status == 403


def test_only_this_machine_is_listened_on(run: Path) -> None:
    with pytest.raises(RunError, match="只在本机"):
        serve_run(run, "0.0.0.0", open_browser=False)


def test_every_answer_carries_its_armour(client: Client) -> None:
    for path in ("/", "/static/desk.js", "/nothing", "/history", "/download/record.csv"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert "server" not in headers


def test_the_page_has_no_inline_script_or_style(client: Client) -> None:
    page = client.get("/").text
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"\son[a-z]+=|\sstyle=|javascript:|<style", page) == []
    assert re.findall(r"""(?:src|href)=["']?(?:https?:)?//""", page) == []


# ---- paths and sizes ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/%2e%2e/desk.py",
        "/static/....//desk.css", "/static/desk.css/../../app.py", "/static//etc/passwd",
        "/static/desk.js%00.css", "/../../run.json", "/unit/..%2f..%2frun.json", "/finding/../x",
        "/download/../../../etc/passwd", "/static/htmx-4.0.1.min.js",
    ],
)  # fmt: skip
def test_no_path_leads_out(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status in (400, 404, 422)
    assert "def " not in answer.text
    assert "root:" not in answer.text


def test_a_form_too_large_is_refused_before_it_is_read(client: Client) -> None:
    answer = client.send("POST", "/edit", headers={"Content-Length": str(MAX_FORM + 1)})
    assert answer.status == 413
    assert "256 KB" in answer.text


def test_an_upload_of_50_mb_is_refused(client: Client) -> None:
    answer = client.send("POST", "/word", headers={"Content-Length": str(50 * 1024 * 1024)})
    assert answer.status == 413
    assert "20 MB" in answer.text


def test_50_mb_that_were_not_declared_are_cut_off_at_20(client: Client, site: Site) -> None:
    """Chunked: the server hangs up on whoever goes on sending, and keeps nothing."""
    chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    body = chunk * 50 + b"0\r\n\r\n"
    with contextlib.suppress(ConnectionError):
        answer = client.send("POST", "/word", body, {"Transfer-Encoding": "chunked"})
        assert answer.status == 413
    assert client.get("/").status == 200
    assert site.desk.state.log == ()


def test_a_form_without_a_length_is_cut_off(client: Client, site: Site) -> None:
    """Chunked: what comes in is counted, whatever was declared."""
    chunk = b"x" * 65536
    body = b"".join(b"10000\r\n" + chunk + b"\r\n" for _ in range(6)) + b"0\r\n\r\n"
    answer = client.send("POST", "/edit", body, {"Transfer-Encoding": "chunked"})
    assert answer.status == 413
    assert MAX_UPLOAD > MAX_FORM
    assert frozenset({"/word"}) == UPLOADS
    assert client.get("/").status == 200


def _zip(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


_BILLION = (
    b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "&%c;&%c;&%c;&%c;">' % (98 + i, *([97 + i] * 4)) for i in range(20))
    + b"]><w>&u;</w>"
)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"not a zip", b"PK\x03\x04" + b"\0" * 500,
        _zip(**{"word/document.xml": b" " * 80_000_000}),
        _zip(**{"word/document.xml": _BILLION}),
        _zip(**{"word/document.xml": b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'}),
        _zip(**{"../../evil.txt": b"x"}),
    ],
    ids=["empty", "text", "broken", "bomb", "entities", "external", "traversal"],
)  # fmt: skip
def test_a_hostile_word_file_gives_a_message(client: Client, site: Site, data: bytes) -> None:
    answer = client.send("POST", "/word", data, {"Content-Type": "application/octet-stream"})
    assert answer.status == 422
    assert "hx-partial" in answer.text
    assert "Traceback" not in answer.text
    assert site.desk.state.log == ()


# ---- foreign words -----------------------------------------------------------------------

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}${7*7}"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run whose facts hold script wherever words may stand."""
    folder = tmp_path_factory.mktemp("hostile")
    facts = folder / "hostile.yaml"
    quoted = "'" + SCRIPT.replace("'", "''") + "'"
    text = FACTS.read_text("utf-8")
    text = text.replace("名称: 青岚市防汛抢险服务中心", f"名称: {quoted}")
    text = text.replace("管理情况: 中心按", f"管理情况: {quoted} # 中心按")
    facts.write_text(text.replace("名称: 防汛物资储备经费", f"名称: {quoted}"), "utf-8")
    return draft_run(folder / "r", facts)


def test_script_in_facts_is_shown_and_does_not_run(hostile: Path) -> None:
    with Site(hostile, who=SCRIPT) as site:
        client = site.client()
        pages = [client.get(p).text for p in ("/", "/history", "/files")]
        pages += [client.get(f"/finding/{i.key}").text for i in site.desk.state.items[:8]]
        unit = next(iter(site.desk.state.places))
        client.post("/edit", unit=unit, seen=0, text=SCRIPT, nonce=SCRIPT, pane=SCRIPT)
        pages += [client.get("/history").text, client.get(f"/unit/{unit}").text]
        pages += [client.post("/preview", unit=unit, text=SCRIPT, pane=SCRIPT).text]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert (
            "49" not in re.sub(r"[0-9a-f]{6,}", "", page.replace("{{7*7}}", ""))
            or "{{7*7}}" in page
        )
    assert "&lt;script&gt;" in pages[0]


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE decisions; --", "\x00\x01\x1b[31m", "‮反向", "a" * 5000, "=cmd|' /C calc'!A0",
        "%00", "\ud83d\ude00", "行一\r\n行二",
    ],
)  # fmt: skip
def test_any_words_in_any_field_are_only_words(site: Site, text: str) -> None:
    client = site.client()
    item = first_open(site.desk)
    fields = dict.fromkeys(
        ("key", "unit", "text", "reason", "nonce", "who", "path", "value", "hash", "scope", "view",
         "severity", "code", "section", "status", "pane", "source", "seen"), text,
    )  # fmt: skip
    for path in ("/edit", "/accept", "/take", "/preview", "/undo", "/fact/diff", "/fact/save",
                 "/model", "/model/take", "/who"):  # fmt: skip
        answer = client.post(path, **fields)
        assert answer.status in (200, 409, 422), path
        assert "Traceback" not in answer.text
    answer = client.post("/accept", key=item.key, seen=0, reason=text + "理由")
    assert answer.status == 200
    reason = site.desk.state.log[-1].reason
    assert len(reason) <= 500
    assert not re.search(r"[\x00-\x1f\u202e]", reason)
    assert Desk(site.desk.path).state.log == site.desk.state.log


@pytest.fixture(scope="module")
def fuzzed(drafted: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("fuzzed")
    shutil.copytree(drafted.parent, folder / "desk")
    with Site(folder / "desk" / "run") as running:
        yield running


_NAMES = (
    "key", "unit", "text", "reason", "seen", "path", "value", "hash", "severity", "status", "code",
    "section", "view", "pane", "nonce", "scope", "who", "source",
)  # fmt: skip
_WORDS = st.one_of(
    st.text(max_size=20), st.sampled_from(["", "0", "1", "-1", "9" * 40, "%s", "../", "{{7*7}}"])
)


def _routes(site: Site) -> list[tuple[str, str]]:
    """(method, path) of everything that the page answers; a new route is tried by itself."""
    return sorted((min(route.methods - {"HEAD"}), route.path) for route in site.app.inner.routes)


def _real(site: Site) -> dict[str, str]:
    """Names that exist, so that a request gets past the first look."""
    state = site.desk.state
    item = next((i for i in state.items if i.open and i.unit in state.places), state.items[0])
    unit = item.unit if item.unit in state.places else next(iter(state.places))
    return {
        "key": item.key, "unit": unit, "seen": str(state.version(unit)), "ident": "1",
        "path": "收支.支出.决算", "scope": "sentence", "name": "desk.js",
    }  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_request_makes_the_server_fail(fuzzed: Site, data: st.DataObject) -> None:
    """Every route, with names that exist and names that do not, and any bytes for a body."""
    real = _real(fuzzed)
    method, path = data.draw(st.sampled_from(_routes(fuzzed)))
    form = data.draw(st.dictionaries(st.sampled_from(_NAMES), _WORDS, max_size=6))
    known = data.draw(st.sets(st.sampled_from(sorted(real))))
    form |= {name: real[name] for name in known}
    raw = data.draw(st.one_of(st.none(), st.none(), st.binary(max_size=60)))
    part = data.draw(_WORDS)
    address = re.sub(
        r"{(\w+)}",
        lambda m: real[m[1]] if m[1] in known else quote(part, safe="", errors="replace"),
        path,
    )
    sent = urlencode(form, errors="replace")
    if method == "GET":
        answer = fuzzed.client().get(f"{address}?{sent}")
    else:
        answer = fuzzed.client().send(method, address, raw if raw is not None else sent)
    assert answer.status < 500, (method, address, form, raw)
    assert "Traceback" not in answer.body.decode("utf-8", "replace")


def test_the_csv_record_holds_no_formula(site: Site) -> None:
    import csv

    client = site.client()
    starts = ("=1+1", "+1", "-1", "@SUM(A1)", "＝1", " =1")
    items = [i for i in site.desk.state.items if i.open][: len(starts)]
    for item, start in zip(items, starts, strict=False):
        client.post("/accept", key=item.key, seen=0, reason=start)
    data = client.get("/download/record.csv").body
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == len(items) + 1
    for row in rows[1:]:
        assert not any(
            cell.strip().startswith(("=", "+", "-", "@", "＝", "＋", "－")) for cell in row
        )
