"""Where settings files lie; apart from reading them, since a check where there are none needs no
pydantic.

The user's own lies in the configuration folder of the system (~/.config/jixiao/jixiao.toml,
%APPDATA%\\jixiao\\jixiao.toml). The project's is looked for in the working folder, then beside the
facts file; `--settings FILE` names another.
"""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_config_path

from writer.errors import SettingsError

FILE_NAME = "jixiao.toml"
APP = "jixiao"


def user_settings_path() -> Path:
    """Where the user's own settings lie, whether they exist or not."""
    return user_config_path(APP, appauthor=False, roaming=True) / FILE_NAME


def find_settings(named: Path | None, facts: Path | None = None) -> Path | None:
    """The project's settings file; raises SettingsError when a named one is missing."""
    if named is not None:
        if not named.is_file():
            raise SettingsError(f"找不到设置文件 {named}。")
        return named
    folders = [Path.cwd(), *([facts.parent] if facts else [])]
    return next((f / FILE_NAME for f in folders if (f / FILE_NAME).is_file()), None)
