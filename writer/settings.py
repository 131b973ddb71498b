"""The settings file jixiao.toml: which model is used and how the check behaves.

Looked for in the working folder, then beside the facts file; `--settings FILE` names another.
Keys are English, since TOML allows no other bare keys; a key is never stored here, only the name
of the environment variable that holds it.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from writer.errors import Problem, SettingsError

FILE_NAME = "jixiao.toml"
OPENAI = "https://api.openai.com/v1"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
Mode = Literal["json_schema", "json", "tools", "md_json", "text"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ModelSettings(_Part):
    """[model]: the server that writes the prose; without a name none is used."""

    name: str = Field("", description="模型名称，如 deepseek-chat；不填则不使用模型")
    base_url: str = Field("", description="服务地址，如 http://127.0.0.1:8000/v1")
    api_key_env: str = Field("OPENAI_API_KEY", description="存放密钥的环境变量名")
    mode: Mode = Field(
        "json_schema", description="结构化输出方式；服务不支持时改用 json 或 md_json"
    )
    prompt_style: Literal["chat", "qa"] = Field("chat", description="基座模型用 qa（问答格式）")
    max_tokens: int = Field(4000, ge=700, le=32_000, description="每次回答的最大 token 数")
    timeout: int = Field(180, ge=1, le=3600, description="每次调用的最长等待秒数")
    concurrency: int = Field(4, ge=1, le=64, description="同时写几个章节")
    retries: int = Field(2, ge=0, le=10, description="服务出错时重试次数")
    mask_values: bool = Field(False, description="数值不外发：模型只看到事项和编号")
    price_in: Decimal | None = Field(None, ge=0, description="输入单价，每百万 token")
    price_out: Decimal | None = Field(None, ge=0, description="输出单价，每百万 token")
    currency: str = Field("元", description="单价的币种")

    @property
    def url(self) -> str:
        return self.base_url or OPENAI

    @property
    def host(self) -> str:
        """Where the facts go: host and port of the server."""
        parts = urlsplit(self.url)
        return parts.netloc.rpartition("@")[2]

    @property
    def address(self) -> str:
        """The server's address without user name and password, for messages."""
        parts = urlsplit(self.url)
        return parts._replace(netloc=self.host).geturl()

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be shown or written down: the key, a password in the address."""
        key = os.environ.get(self.api_key_env, "")
        return tuple(s for s in (key, urlsplit(self.url).password) if s)

    @property
    def local(self) -> bool:
        return urlsplit(self.url).hostname in LOOPBACK


class CheckSettings(_Part):
    """[check]: findings that are not wanted, each with the reason why."""

    silence: dict[str, str] = Field(
        default_factory=dict, description='不再提示的规则及理由，如 {DC306 = "本省用方括号"}'
    )


class Settings(_Part):
    """A whole settings file."""

    model: ModelSettings = Field(default_factory=lambda: ModelSettings())
    check: CheckSettings = Field(default_factory=lambda: CheckSettings())
    format: str = Field("", description="报告格式名称或文件夹；事实文件中的“格式”优先")


def find_settings(named: Path | None, facts: Path | None = None) -> Path | None:
    """The settings file that applies; raises SettingsError when a named one is missing."""
    if named is not None:
        if not named.is_file():
            raise SettingsError(f"找不到设置文件 {named}。")
        return named
    folders = [Path.cwd(), *([facts.parent] if facts else [])]
    return next((f / FILE_NAME for f in folders if (f / FILE_NAME).is_file()), None)


def load_settings(path: Path | None) -> Settings:
    """The settings in a file, the defaults without one; raises SettingsError."""
    if path is None:
        return Settings()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except UnicodeDecodeError:
        raise SettingsError(f"设置文件 {path} 应为 UTF-8 编码。") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"设置文件 {path} 的 TOML 格式有误：{error}") from None
    except OSError as error:
        raise SettingsError(f"无法读取设置文件 {path}：{error.strerror}。") from None
    try:
        return Settings.model_validate(data)
    except ValidationError as error:
        faults = tuple(_problem(item, path) for item in error.errors(include_url=False))
        raise SettingsError("设置文件有误：", faults) from None


def _problem(item: Any, path: Path) -> Problem:
    place = [str(part) for part in item["loc"]]
    if item["type"] != "extra_forbidden":
        message = f"值“{item['input']}”不符合要求（{item['msg']}）"
    else:
        parts: dict[str, type[BaseModel]] = {"model": ModelSettings, "check": CheckSettings}
        known = list(parts.get(place[0], Settings).model_fields)
        close = difflib.get_close_matches(place[-1], known, n=1, cutoff=0.5)
        hint = f"，是不是“{close[0]}”？" if close else f"；可用的键：{'、'.join(known)}"
        message = f"没有“{place[-1]}”这个键{hint}"
    return Problem(message, str(path), path=".".join(place))


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
