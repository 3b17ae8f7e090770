from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest

from bot.settings import ROOT, Settings, UnsafeSettings, read_settings
from bot.storage.sealed import Vault, new_key

GOOD = new_key()
SHORT = base64.urlsafe_b64encode(b"short").decode()


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable and no .env of whoever runs the tests."""
    for name in [name for name in os.environ if name.upper().startswith("SANAD_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


BAD = ["", " , ", SHORT, "بلا مفتاح", f"{GOOD},{SHORT}", GOOD[:-8]]


@pytest.mark.parametrize("keys", BAD, ids=range(len(BAD)))  # a key is another one each time
def test_it_does_not_start_without_good_keys(monkeypatch, keys):
    monkeypatch.setenv("SANAD_KEYS", keys)
    with pytest.raises(UnsafeSettings) as refusal:
        read_settings().sealing_keys()
    assert "SANAD_KEYS" in str(refusal.value)
    assert "sanad keys" in str(refusal.value)
    assert GOOD not in str(refusal.value)


@pytest.mark.parametrize("key", ["", SHORT, "بلا مفتاح"])
def test_nor_without_a_good_index_key(monkeypatch, key):
    monkeypatch.setenv("SANAD_INDEX_KEY", key)
    with pytest.raises(UnsafeSettings, match=r"SANAD_INDEX_KEY.*sanad keys"):
        read_settings().blind_key()


def test_keys_are_read_in_their_order_and_not_shown(monkeypatch):
    first, second = new_key(), new_key()
    monkeypatch.setenv("SANAD_KEYS", f" {first} , {second},")
    monkeypatch.setenv("SANAD_INDEX_KEY", GOOD)
    settings = read_settings()
    assert settings.sealing_keys() == [first.encode(), second.encode()]
    assert len(settings.blind_key()) == 32
    Vault(settings.sealing_keys(), settings.blind_key())
    assert first not in repr(settings)
    assert GOOD not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SANAD_PORT", "eight"),
        ("SANAD_PORT", "70000"),
        ("SANAD_PORT", "-1"),
        ("SANAD_RASA_TIMEOUT", "0"),
        ("SANAD_RASA_TIMEOUT", "soon"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    monkeypatch.setenv("SANAD_TELEGRAM_TOKEN", "4242:secret")
    with pytest.raises(UnsafeSettings) as refusal:
        read_settings()
    assert f"{name}: " in str(refusal.value)
    assert ".env.example" in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_a_fresh_copy_of_the_example_is_as_good_as_no_file():
    unset = Settings(_env_file=None)
    Path(".env").write_text((ROOT / ".env.example").read_text("utf-8"), "utf-8")
    assert read_settings() == unset
    assert read_settings().model_folder == unset.model_folder == ROOT / "var" / "models"


def test_the_example_names_every_setting():
    example = (ROOT / ".env.example").read_text("utf-8")
    named = {line.partition("=")[0] for line in example.splitlines() if line.startswith("SANAD_")}
    assert named == {f"SANAD_{name.upper()}" for name in Settings.model_fields}


def test_the_environment_counts_more_than_the_file(monkeypatch):
    Path(".env").write_text("SANAD_PORT=8001\nSANAD_HOST=0.0.0.0\n", "utf-8")
    monkeypatch.setenv("SANAD_PORT", "8002")
    settings = read_settings()
    assert (settings.port, settings.host) == (8002, "0.0.0.0")
