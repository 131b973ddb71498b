"""jixiao.toml: which models there are, which is used, and how the check behaves.

Keys are English, since TOML allows no other bare keys. A model's key is never stored here, only
where it is found: an environment variable, or the system's keyring.
"""

from writer.settings.choosing import choose_model, model_settings, recorded_model
from writer.settings.files import (
    CacheSettings,
    CheckSettings,
    CostSettings,
    Settings,
    load_settings,
)
from writer.settings.model import OPENAI, ModelSettings
from writer.settings_paths import FILE_NAME, find_settings, user_settings_path

__all__ = [
    "FILE_NAME",
    "OPENAI",
    "CacheSettings",
    "CheckSettings",
    "CostSettings",
    "ModelSettings",
    "Settings",
    "choose_model",
    "find_settings",
    "load_settings",
    "model_settings",
    "recorded_model",
    "user_settings_path",
]
