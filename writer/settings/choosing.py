"""Which model a run uses: options over the settings file over the environment."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from writer.errors import SettingsError
from writer.settings.files import Settings
from writer.settings.model import ModelSettings

_SECRET = ("base_url", "proxy", "api_key_env", "keyring", "ca_file")  # and where secrets are


def choose_model(
    settings: Settings, name: str | None = None, base_url: str | None = None
) -> ModelSettings:
    """The named model `name`, or a model of that name at `base_url` or at [model]'s server.

    Without a name: default_model, else [model], else the environment. Raises SettingsError for a
    name that means nothing, with the nearest that does.
    """
    if not name and not base_url and settings.default_model:
        return _named(settings, settings.default_model, "default_model")
    if name and name in settings.models:
        return model_settings(settings.models[name], None, base_url)
    elsewhere = base_url or settings.model.base_url or os.environ.get("OPENAI_BASE_URL")
    if name and settings.models and not elsewhere:
        return _named(settings, name, "--model")
    return model_settings(settings.model, name, base_url)


def _named(settings: Settings, name: str, by: str) -> ModelSettings:
    if name in settings.models:
        return settings.models[name]
    close = difflib.get_close_matches(name, settings.models, n=1, cutoff=0.4)
    known = "、".join(settings.models)
    hint = f"是不是“{close[0]}”？" if close else ""
    raise SettingsError(
        f"{by}：设置中没有名为“{name}”的模型。{hint}"
        f"已有：{known or '（没有）'}；用别处的模型请加 --base-url。"
    )


def model_settings(base: ModelSettings, name: str | None, base_url: str | None) -> ModelSettings:
    """Options over the settings file over the environment (OPENAI_BASE_URL, OPENAI_MODEL).

    A key in the environment alone never switches a model on: the facts would leave the machine
    without anyone having asked for it.
    """
    url = base_url or base.base_url or os.environ.get("OPENAI_BASE_URL", "")
    wanted = name or base.name or os.environ.get("OPENAI_MODEL", "")
    if url and urlsplit(url).scheme not in ("http", "https"):
        raise SettingsError(f"服务地址“{url}”有误，应类似 https://api.example.com/v1。")
    return base.model_copy(update={"name": wanted, "base_url": url})


def recorded_model(settings: Settings, record: Mapping[str, Any]) -> ModelSettings:
    """The model of an earlier run, as run.json keeps it; key and certificates as set up now.

    run.json holds nothing secret, so what an address needs of user name, password or proxy is
    taken from the model of the same name and address in the settings. Raises SettingsError.
    """
    try:
        kept = ModelSettings.model_validate(dict(record))
    except ValidationError:
        raise SettingsError(
            "run.json 中模型的设置读不懂；请带上原来的 --model 重新运行 draft。"
        ) from None
    for known in (settings.model, *settings.models.values()):
        if kept.name and (known.name, known.address) == (kept.name, kept.address):
            own = {name: getattr(known, name) for name in _SECRET}
            return kept.model_copy(update=own)
    return kept
