"""jixiao.toml: which models there are, which is used, and how the check behaves.

Keys are English, since TOML allows no other bare keys. A model's key is never stored here, only
where it is found: an environment variable, or the system's keyring.
"""

from writer.settings.choosing import choose_model, model_settings, recorded_model
from writer.settings.files import (
    FILE_NAME,
    CacheSettings,
    CheckSettings,
    CostSettings,
    Settings,
    find_settings,
    load_settings,
    user_settings_path,
)
from writer.settings.model import OPENAI, ModelSettings

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
