"""[model] and [models.NAME]: a server that writes prose, and how it is spoken to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from writer.costs.prices import Currency
from writer.settings.keys import SERVICE, find_key

OPENAI = "https://api.openai.com/v1"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
Mode = Literal["json_schema", "json", "tools", "md_json", "text"]


class Part(BaseModel):
    """A table of the file: unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ModelSettings(Part):
    """One model; without a name none is used."""

    name: str = Field("", description="模型名称，如 deepseek-chat；不填则不使用模型")
    base_url: str = Field("", description="服务地址，如 http://127.0.0.1:8000/v1")
    api_key_env: str = Field("OPENAI_API_KEY", description="存放密钥的环境变量名")
    keyring: str = Field(
        "", description=f"系统钥匙串中的名称（keyring set {SERVICE} 名称）；环境变量优先"
    )
    mode: Mode = Field(
        "json_schema", description="结构化输出方式；draft models test 会试出服务支持哪一种"
    )
    prompt_style: Literal["chat", "qa"] = Field(
        "chat", description='基座模型用 qa：接着例子往下写（mode = "text"），或用问答格式'
    )
    stream: bool = Field(True, description="边写边收；服务不支持时设 false")
    ca_file: str = Field("", description="内网自签证书的根证书文件（PEM），在系统证书之外增加")
    proxy: str = Field("", description="代理服务器地址；不填则按系统的 HTTPS_PROXY 等环境变量")
    max_tokens: int = Field(4000, ge=700, le=32_000, description="每次回答的最大 token 数")
    tokens_field: Literal["max_tokens", "max_completion_tokens"] = Field(
        "max_tokens", description="上限用哪个参数名发送；OpenAI 的新模型用 max_completion_tokens"
    )
    send_temperature: bool = Field(
        True, description="发送 temperature = 0；推理模型不接受时设 false"
    )
    timeout: int = Field(180, ge=1, le=3600, description="一次回答从头到尾的最长秒数")
    concurrency: int = Field(4, ge=1, le=64, description="最多同时写几个章节；被限流时自动减少")
    calls_per_minute: int = Field(0, ge=0, description="每分钟最多调用几次；0 为不限")
    tokens_per_minute: int = Field(0, ge=0, description="每分钟最多多少 token；0 为不限")
    retries: int = Field(2, ge=0, le=10, description="一次调用出错时最多重试几次")
    retry_budget: int = Field(40, ge=0, le=1000, description="一次运行总共最多重试几次")
    retry_pause: Decimal = Field(
        Decimal(1),
        ge=0,
        le=60,
        description="第一次重试前等几秒，以后加倍；服务要求等多久则照办",
    )
    mask_values: bool = Field(False, description="数值不外发：模型只看到事项和编号")
    price: str = Field("", description="价目表中的名称；不填则按模型名称")
    price_in: Decimal | None = Field(None, ge=0, description="输入单价，每百万 token")
    price_out: Decimal | None = Field(None, ge=0, description="输出单价，每百万 token")
    currency: Currency = Field("元", description="单价的币种：元、美元等")
    give_up_after: int = Field(
        5, ge=0, description="连续几节没有写成就不再请模型写，其余按事实成文；0 为一直请"
    )

    @property
    def continues(self) -> bool:
        """Whether it only goes on from a text: it is shown examples, and stopped after a line."""
        return self.prompt_style == "qa" and self.mode == "text"

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
    def api_key(self) -> str:
        """The key, "" without one; raises SettingsError when the keyring cannot be used."""
        return find_key(self.api_key_env, self.keyring)

    @property
    def key_place(self) -> str:
        """Where the key is looked for, in words."""
        place = f"环境变量 {self.api_key_env}"
        return f"{place}或系统钥匙串中的“{self.keyring}”" if self.keyring else place

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be shown or written down: the key, passwords in addresses."""
        passwords = (urlsplit(url).password for url in (self.url, self.proxy))
        return tuple(s for s in (self.api_key, *passwords) if s)

    @property
    def local(self) -> bool:
        return urlsplit(self.url).hostname in LOOPBACK

    def to_record(self) -> dict[str, Any]:
        """What differs from the defaults, for run.json; nothing that may hold a password."""
        said = self.model_dump(mode="json", exclude_defaults=True, exclude={"proxy"})
        return said | {"base_url": self.address} if self.base_url else said

    def without_secrets(self, text: str) -> str:
        """The text with every secret struck out: some servers send the key back."""
        for secret in self.secrets:
            text = text.replace(secret, "***")
        return text
