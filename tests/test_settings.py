"""jixiao.toml: found, read, explained when it is wrong; keys never in it."""

from __future__ import annotations

import re
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from writer.errors import SettingsError
from writer.settings import (
    ModelSettings,
    Settings,
    choose_model,
    find_settings,
    load_settings,
    model_settings,
    user_settings_path,
)


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


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
        ('[model]\napi_key = "sk-1"\n', "密钥不写在文件里"),
        ('[models.a]\nnam = "m"\n', "是不是“name”"),
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


def test_what_the_readme_shows_can_be_written_so(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[1] / "README.zh-CN.md").read_text("utf-8")
    shown = re.findall(r"```toml\n(.*?)```", readme, re.DOTALL)
    assert len(shown) >= 3
    for text in shown:
        settings(tmp_path, text)


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


NAMED = """
default_model = "deepseek"
[models.deepseek]
base_url = "https://api.deepseek.com/v1"
name = "deepseek-chat"
api_key_env = "DEEPSEEK_API_KEY"
mode = "tools"
[models.qwen3]
base_url = "http://10.0.0.8:8000/v1"
"""


def test_models_are_chosen_by_the_names_they_were_given(tmp_path: Path) -> None:
    known = settings(tmp_path, NAMED)
    assert choose_model(known).name == "deepseek-chat"
    assert choose_model(known, "qwen3").name == "qwen3", "the name at the server, unless it differs"
    assert choose_model(known, "qwen3").host == "10.0.0.8:8000"
    elsewhere = choose_model(known, "gpt-4o", "https://api.example.com/v1")
    assert (elsewhere.name, elsewhere.host) == ("gpt-4o", "api.example.com")
    with pytest.raises(SettingsError, match="是不是“deepseek”？已有：deepseek、qwen3"):
        choose_model(known, "deepsek")


def test_the_project_s_settings_come_before_the_user_s(tmp_path: Path) -> None:
    own = user_settings_path()
    own.parent.mkdir(parents=True)
    own.write_text(NAMED + '[check.silence]\nDC306 = "甲"\n[cache]\nshare = false\n', "utf-8")
    assert load_settings(None).default_model == "deepseek"
    both = settings(
        tmp_path,
        'default_model = "qwen3"\n[models.qwen3]\nbase_url = "http://localhost:1/v1"\n'
        '[check.silence]\nCS202 = "乙"\n',
    )
    assert choose_model(both).host == "localhost:1"
    assert set(both.models) == {"deepseek", "qwen3"}
    assert both.check.silence == {"DC306": "甲", "CS202": "乙"}
    assert not both.cache.share


def test_a_model_s_table_is_never_mixed_from_two_files(tmp_path: Path) -> None:
    own = user_settings_path()
    own.parent.mkdir(parents=True)
    own.write_text(NAMED, "utf-8")
    both = settings(tmp_path, '[models.deepseek]\nbase_url = "https://elsewhere.example/v1"\n')
    assert both.models["deepseek"].api_key_env == "OPENAI_API_KEY", "no other host gets the key"


def test_a_key_comes_from_the_environment_or_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = pytest.importorskip("keyring")
    monkeypatch.setattr(keyring, "get_password", lambda service, name: f"{service}/{name}")
    model = ModelSettings(name="m", api_key_env="MY_KEY", keyring="office")
    assert model.api_key == "jixiao/office"
    assert model.without_secrets("Bearer jixiao/office") == "Bearer ***"
    monkeypatch.setenv("MY_KEY", "sk-1")
    assert model.api_key == "sk-1"
    assert ModelSettings(name="m", api_key_env="NONE").api_key == ""


def test_a_keyring_that_cannot_be_used_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(SettingsError, match=r"jixiao\[keyring\]"):
        _ = ModelSettings(name="m", api_key_env="NONE", keyring="office-without").api_key
