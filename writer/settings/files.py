"""Settings files: the user's own, and over it the project's (writer.settings_paths)."""

from __future__ import annotations

import difflib
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path
from pydantic import BaseModel, Field, ValidationError

from writer.costs.prices import Price
from writer.errors import Problem, SettingsError
from writer.settings.model import ModelSettings, Part
from writer.settings_paths import APP, user_settings_path


class CheckSettings(Part):
    """[check]: findings that are not wanted, each with the reason why."""

    silence: dict[str, str] = Field(
        default_factory=dict, description='不再提示的规则及理由，如 {DC306 = "本省用方括号"}'
    )


class CacheSettings(Part):
    """[cache]: answers of models that all runs share."""

    share: bool = Field(True, description="各次运行共用模型答过的内容，同样的问题不再付费")
    folder: str = Field("", description="存放的文件夹；不填则在本用户的缓存文件夹中")

    @property
    def path(self) -> Path:
        if self.folder:
            return Path(self.folder).expanduser()
        return user_cache_path(APP, appauthor=False) / "answers"


class CostSettings(Part):
    """[costs]: what is needed to limit and to compare costs."""

    budget: str = Field("", description="一份报告最多花多少，如 5元；draft --budget 优先")
    rates: dict[str, Decimal] = Field(
        default_factory=dict, description="汇率：一单位外币合多少元，如 {美元 = 7.1}"
    )

    def limited(self, budget: str) -> CostSettings:
        """With this budget in place of the file's, if one is given."""
        return self.model_copy(update={"budget": budget}) if budget else self


class Settings(Part):
    """A whole settings file."""

    model: ModelSettings = Field(default_factory=lambda: ModelSettings())
    models: dict[str, ModelSettings] = Field(
        default_factory=dict, description="起了名字的模型；draft --model 名称 选用"
    )
    default_model: str = Field("", description="不写 --model 时用 [models.名称] 中的哪一个")
    check: CheckSettings = Field(default_factory=lambda: CheckSettings())
    cache: CacheSettings = Field(default_factory=lambda: CacheSettings())
    costs: CostSettings = Field(default_factory=lambda: CostSettings())
    prices: tuple[Price, ...] = Field((), description="自己的模型单价，优先于自带的")
    format: str = Field("", description="报告格式名称或文件夹；事实文件中的“格式”优先")

    def over(self, other: Settings) -> Settings:
        """These settings where they say something, the other ones where they do not.

        A table of a model is taken whole, never mixed from both: an address of one file must not
        get the key of the other.
        """
        said = self.model_fields_set
        return Settings(
            model=self.model if "model" in said else other.model,
            models=other.models | self.models,
            default_model=self.default_model or other.default_model,
            check=CheckSettings(silence=other.check.silence | self.check.silence),
            cache=self.cache if "cache" in said else other.cache,
            costs=CostSettings(
                budget=self.costs.budget or other.costs.budget,
                rates=other.costs.rates | self.costs.rates,
            ),
            prices=self.prices + other.prices,
            format=self.format or other.format,
        )


def load_settings(path: Path | None) -> Settings:
    """The settings in a project's file (None: there is none) over the user's own.

    Raises SettingsError.
    """
    own = user_settings_path()
    users = _load(own) if own.is_file() else Settings()
    return _load(path).over(users) if path is not None else users


def _load(path: Path) -> Settings:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except UnicodeDecodeError:
        raise SettingsError(f"设置文件 {path} 应为 UTF-8 编码。") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"设置文件 {path} 的 TOML 格式有误：{error}") from None
    except OSError as error:
        raise SettingsError(f"无法读取设置文件 {path}：{error.strerror}。") from None
    try:
        settings = Settings.model_validate(data)
    except ValidationError as error:
        faults = tuple(_problem(item, path) for item in error.errors(include_url=False))
        raise SettingsError("设置文件有误：", faults) from None
    # a model's own name at its server is often the name it is given here
    named = {k: m.model_copy(update={"name": m.name or k}) for k, m in settings.models.items()}
    return settings.model_copy(update={"models": named}) if named else settings


def _problem(item: Any, path: Path) -> Problem:
    place = [str(part) for part in item["loc"]]
    if item["type"] != "extra_forbidden":
        message = f"值“{item['input']}”不符合要求（{item['msg']}）"
    else:
        parts: dict[str, type[BaseModel]] = {
            "model": ModelSettings,
            "models": ModelSettings,
            "check": CheckSettings,
            "cache": CacheSettings,
            "costs": CostSettings,
            "prices": Price,
        }
        known = list((parts.get(place[0], Settings) if len(place) > 1 else Settings).model_fields)
        close = difflib.get_close_matches(place[-1], known, n=1, cutoff=0.5)
        hint = f"，是不是“{close[0]}”？" if close else f"；可用的键：{'、'.join(known)}"
        if place[-1] in ("api_key", "key", "token", "密钥"):
            hint = "；密钥不写在文件里，请放进环境变量（api_key_env）或系统钥匙串（keyring）"
        message = f"没有“{place[-1]}”这个键{hint}"
    return Problem(message, str(path), path=".".join(place))
