"""Where prompts/ and schemas/ lie: beside the package in a checkout, inside it when installed.

The wheel carries them as writer/_prompts and writer/_schemas (hatchling force-include); folder
links would get lost in an sdist build.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from writer.errors import SettingsError

_PACKAGE = Path(__file__).resolve().parent


def resource_dir(name: Literal["prompts", "schemas"]) -> Path:
    """The folder `name`; raises SettingsError when the installation is incomplete."""
    # the installed copy first: a checkout's editable install has none
    for folder in (_PACKAGE / f"_{name}", _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise SettingsError(f"安装不完整：找不到 {name} 文件夹，请重新安装 jixiao。")
