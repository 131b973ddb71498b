"""How servers differ that all speak the same protocol: what each adds, leaves out, or says apart.

Made after the servers' own documentation of their answers; no answer of theirs is copied here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

Data = dict[str, Any]


def not_taken(body: Data, dialect: str) -> str:
    """What the server says of a parameter that it does not take; "" when it takes them all."""
    if dialect == "reasoning" and "max_tokens" in body:
        return "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
    if dialect == "reasoning" and "temperature" in body:
        return "Unsupported value: 'temperature' does not support 0 with this model."
    return ""


def spoken(answer: Data, dialect: str) -> Data:
    """A whole answer, or one event of a stream, with the accent of that kind of server."""
    return _ACCENTS[dialect](answer) if dialect in _ACCENTS else answer


def streamed(events: Iterable[Data], dialect: str) -> Iterator[str]:
    """The events as they go over the line."""
    if dialect == "deepseek":
        yield ": keep-alive\n\n"  # sent while a request waits for its turn
    for event in events:
        if dialect == "ollama" and "usage" in event:
            continue  # versions that do not know stream_options
        yield f"data: {json.dumps(spoken(event, dialect), ensure_ascii=False)}\n\n"
    yield "data: [DONE]\n\n"


def _openai(answer: Data) -> Data:
    usage = answer.get("usage")
    if usage:
        details = {"cached_tokens": usage["prompt_tokens"] // 2, "audio_tokens": 0}
        usage = usage | {"prompt_tokens_details": details}
    more = {"service_tier": "default", "system_fingerprint": "fp_scripted"}
    return answer | more | ({"usage": usage} if usage else {})


def _deepseek(answer: Data) -> Data:
    usage = answer.get("usage")
    if usage:
        hit = usage["prompt_tokens"] // 2
        usage = usage | {
            "prompt_cache_hit_tokens": hit,
            "prompt_cache_miss_tokens": usage["prompt_tokens"] - hit,
        }
    choices = [choice | {"logprobs": None} for choice in answer.get("choices", [])]
    more = {"system_fingerprint": "fp_scripted", "choices": choices}
    return answer | more | ({"usage": usage} if usage else {})


def _vllm(answer: Data) -> Data:
    choices = []
    for choice in answer.get("choices", []):
        message = choice.get("message")
        extra = {"stop_reason": None, "token_ids": None}
        if message:
            # vLLM names every field of a message, most of them empty
            empty: Data = {
                "refusal": None,
                "annotations": None,
                "tool_calls": [],
                "reasoning": None,
            }
            choice = choice | {"message": empty | message}
        choices.append(choice | extra)
    more = {"prompt_logprobs": None, "kv_transfer_params": None, "service_tier": None}
    return answer | more | {"choices": choices}


def _ollama(answer: Data) -> Data:
    return answer | {"system_fingerprint": "fp_ollama"}


_ACCENTS = {"openai": _openai, "deepseek": _deepseek, "vllm": _vllm, "ollama": _ollama}
