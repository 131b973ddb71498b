"""jixiao.toml: found, read, explained when it is wrong; keys never in it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from writer.errors import SettingsError
from writer.settings import ModelSettings, Settings, find_settings, load_settings, model_settings


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL"):
        monkeypatch.delenv(name, raising=False)


def settings(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "jixiao.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def test_everything_is_read(tmp_path: Path) -> None:
    read = settings(
        tmp_path,
        'format = "hunan-bureau"\n[model]\nname = "m"\nbase_url = "http://localhost:1/v1"\n'
        'mode = "json"\nprice_in = 0.5\nprice_out = 2\n[check.silence]\nDC306 = "本省用方括号"\n',
    )
    assert read.format == "hunan-bureau"
    assert read.model.price_in == Decimal("0.5")
    assert read.model.local
    assert tuple(read.check.silence) == ("DC306",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[model]\nnam = "m"\n', "是不是“name”"),
        ('[modell]\nname = "m"\n', "是不是“model”"),
        ('[model]\nmode = "xml"\n', "mode"),
        ("[model]\nmax_tokens = 100\n", "max_tokens"),
        ("[model\n", "TOML"),
        ('[model]\napi_key = "sk-1"\n', "没有“api_key”这个键"),
    ],
)
def test_faults_are_explained(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError) as error:
        settings(tmp_path, text)
    assert said in str(error.value)
    assert "jixiao.toml" in str(error.value)


def test_the_working_folder_comes_before_the_facts_folder(tmp_path: Path) -> None:
    beside = tmp_path / "data"
    beside.mkdir()
    (beside / "jixiao.toml").write_text("", encoding="utf-8")
    assert find_settings(None, beside / "f.yaml") == beside / "jixiao.toml"
    (tmp_path / "jixiao.toml").write_text("", encoding="utf-8")
    assert find_settings(None, beside / "f.yaml") == tmp_path / "jixiao.toml"
    assert find_settings(None, None) == tmp_path / "jixiao.toml"
    with pytest.raises(SettingsError):
        find_settings(tmp_path / "other.toml")


def test_options_come_before_the_file_and_the_file_before_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://env/v1")
    monkeypatch.setenv("OPENAI_MODEL", "env")
    base = ModelSettings(name="file", base_url="http://file/v1")
    assert model_settings(base, "option", "http://option/v1").url == "http://option/v1"
    assert model_settings(base, None, None).name == "file"
    from_environment = model_settings(ModelSettings(), None, None)
    assert (from_environment.name, from_environment.host) == ("env", "env")


def test_a_key_alone_switches_no_model_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    assert model_settings(ModelSettings(), None, None).name == ""


def test_the_host_shown_holds_no_password() -> None:
    shown = ModelSettings(name="m", base_url="https://user:secret@api.example.com/v1")
    assert shown.host == "api.example.com"
    assert shown.address == "https://api.example.com/v1"
    assert "secret" in shown.secrets
    assert not shown.local
