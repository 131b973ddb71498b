"""Where a model's key is found: an environment variable, else the system's keyring."""

from __future__ import annotations

import os
from functools import cache

from writer.errors import SettingsError

SERVICE = "jixiao"


def find_key(variable: str, entry: str) -> str:
    """The key, "" without one; raises SettingsError when the keyring cannot be used."""
    return os.environ.get(variable, "") or (_from_keyring(entry) if entry else "")


@cache
def _from_keyring(entry: str) -> str:
    try:
        import keyring
        import keyring.errors
    except ImportError:
        raise SettingsError(
            f"密钥“{entry}”在系统钥匙串里，读取它要先安装：pip install 'jixiao[keyring]'"
        ) from None
    try:
        return keyring.get_password(SERVICE, entry) or ""
    except keyring.errors.KeyringError as error:
        raise SettingsError(f"读不了系统钥匙串中的密钥“{entry}”：{error}") from None
