"""Every setting of Sanad: a `SANAD_…` variable each, explained in `.env.example`."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parent.parent
KEY_BYTES = 32
_HOW_TO_MAKE_KEYS = (
    "Run `sanad keys` once, put its two lines in .env, and keep a copy somewhere safe: "
    "without them nobody can read what is stored."
)


PACE = 5
"""How many messages of a person are answered within ten seconds (`bot.dialogue.pace`)."""
GROUP_PACE = 20
"""How many messages a minute a centre's group takes (`bot.cases.pace`)."""


class UnsafeSettings(ValueError):
    """A setting is missing or too weak to start with; the message says what to do."""


class Settings(BaseSettings):
    """Settings from the environment, then from `.env` in the current folder."""

    model_config = SettingsConfigDict(
        env_prefix="SANAD_", env_file=".env", env_ignore_empty=True, extra="ignore"
    )

    telegram_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    webhook_url: str | None = None
    database_url: str | None = None
    rasa_url: str | None = None
    rasa_token: SecretStr | None = None
    rasa_timeout: float = Field(default=3.0, gt=0)
    keys: SecretStr = SecretStr("")
    index_key: SecretStr = SecretStr("")
    data: Path = ROOT / "var"
    models: Path | None = None
    audio: Path = ROOT / "locales"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    pace: int = Field(default=PACE, ge=1)
    group_pace: int = Field(default=GROUP_PACE, ge=1)
    sms_gateway: Literal["android", "kannel"] | None = None
    sms_url: str = ""
    sms_user: str = ""
    sms_password: SecretStr = SecretStr("")
    sms_secret: SecretStr = SecretStr("")
    sms_numbers: str = ""
    sms_quota: int | None = Field(default=None, ge=1)
    sms_door: str = ""

    @property
    def model_folder(self) -> Path:
        """Where trained models lie."""
        return self.models or self.data / "models"

    def sealing_keys(self) -> list[bytes]:
        """The Fernet keys, the first of which seals.

        Raises:
            UnsafeSettings: None is set, or one is not 32 bytes of URL-safe base64.
        """
        keys = [key.strip() for key in self.keys.get_secret_value().split(",") if key.strip()]
        if not keys:
            raise UnsafeSettings(f"SANAD_KEYS is not set. {_HOW_TO_MAKE_KEYS}")
        return [_checked("SANAD_KEYS", key) for key in keys]

    def blind_key(self) -> bytes:
        """The key of the blind indexes (32 bytes).

        Raises:
            UnsafeSettings: It is not set, or too short.
        """
        key = self.index_key.get_secret_value().strip()
        if not key:
            raise UnsafeSettings(f"SANAD_INDEX_KEY is not set. {_HOW_TO_MAKE_KEYS}")
        _checked("SANAD_INDEX_KEY", key)
        return base64.urlsafe_b64decode(key)


def read_settings(**overrides: object) -> Settings:
    """Read the settings.

    Raises:
        UnsafeSettings: A variable has a value that cannot be used; says which.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = "; ".join(
            f"SANAD_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()
        )
        raise UnsafeSettings(f"{wrong}. See .env.example.") from None


def _checked(name: str, key: str) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(key)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != KEY_BYTES:
        raise UnsafeSettings(
            f"A key in {name} is not {KEY_BYTES} bytes of URL-safe base64. {_HOW_TO_MAKE_KEYS}"
        )
    return key.encode()
