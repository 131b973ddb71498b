"""Recorded conversations: how they are kept, and how they are recorded anew.

They were recorded from tests/scripted_server, not from a real model: what they prove is that the
program's requests and the handling of each answer stay the same, with the network off. Record
anew after a change of prompts in tests/data/format or of the request:

    .venv/bin/python -m pytest tests/models/test_cassettes.py --record-mode=rewrite
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from tests.scripted_server import ScriptedServer

PORT = 18766  # part of the recorded addresses
CASSETTES = Path(__file__).parents[1] / "cassettes"
_KEPT_HEADERS = ("content-type", "accept")


class ReadableYaml:
    """Cassettes in plain Chinese instead of \\u escapes, streamed answers line by line."""

    @staticmethod
    def serialize(cassette: dict[str, Any]) -> str:
        yaml = YAML()
        yaml.allow_unicode = True
        yaml.width = 4000
        out = io.StringIO()
        yaml.dump(_in_blocks(cassette), out)
        return "# Recorded from tests/scripted_server, not from a real model.\n" + out.getvalue()

    @staticmethod
    def deserialize(text: str) -> dict[str, Any]:
        cassette: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
        return cassette


def _in_blocks(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _in_blocks(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_in_blocks(item) for item in data]
    return LiteralScalarString(data) if isinstance(data, str) and "\n" in data else data


def _scrubbed_request(request: Any) -> Any:
    for name in list(request.headers):
        if name.lower() not in _KEPT_HEADERS:
            del request.headers[name]
    return request


def _scrubbed_response(response: dict[str, Any]) -> dict[str, Any]:
    kept = {k: v for k, v in response["headers"].items() if k.lower() in _KEPT_HEADERS}
    response["headers"] = kept
    return response


def pytest_recording_configure(config: pytest.Config, vcr: Any) -> None:
    vcr.register_serializer("yaml", ReadableYaml)


@pytest.fixture(scope="module")
def vcr_config() -> dict[str, Any]:
    return {
        "serializer": "yaml",
        "match_on": ["method", "scheme", "host", "port", "path", "query", "body"],
        "decode_compressed_response": True,
        "before_record_request": _scrubbed_request,
        "before_record_response": _scrubbed_response,
    }


@pytest.fixture(scope="module")
def vcr_cassette_dir() -> str:
    return str(CASSETTES)


@pytest.fixture
def server_address(record_mode: str) -> Iterator[tuple[str, ScriptedServer | None]]:
    """Where the recorded server stood; it only runs while conversations are recorded."""
    url = f"http://127.0.0.1:{PORT}/v1"
    if record_mode == "none":
        yield url, None
        return
    with ScriptedServer(port=PORT) as server:
        yield url, server
