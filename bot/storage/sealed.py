"""Sealed columns: unreadable without the keys, and still possible to look up.

Texts, names, addresses and phone numbers are encrypted with MultiFernet (the first key
seals, every key opens: rotate by putting a new one in front). Equality is looked up through
a blind index, HMAC-SHA256 under a key of its own, so that rotating does not lose anybody.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

from bot.settings import KEY_BYTES


class Vault:
    """The keys, ready to use."""

    def __init__(self, keys: Sequence[bytes], index_key: bytes) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._index_key = index_key

    def seal(self, words: str) -> bytes:
        """Encrypt; the same words give other bytes each time."""
        return self._fernet.encrypt(words.encode())

    def open(self, sealed: bytes) -> str:
        """Decrypt; InvalidToken if no key fits."""
        return self._fernet.decrypt(sealed).decode()

    def index(self, *parts: str) -> str:
        """The blind index of a value: 64 hex digits, always the same for the same parts."""
        return hmac.new(self._index_key, "\0".join(parts).encode(), hashlib.sha256).hexdigest()


class _Door:
    """Where the one vault of the process hangs, for the column types to find."""

    vault: Vault | None = None


def use_vault(vault: Vault) -> None:
    """Give the sealed columns their keys; called once by whoever wires the process."""
    _Door.vault = vault


def vault() -> Vault:
    """The process's vault; RuntimeError before `use_vault`."""
    if _Door.vault is None:
        raise RuntimeError("the vault is locked: use_vault() was not called")
    return _Door.vault


def new_key() -> str:
    """A fresh key: 32 random bytes in URL-safe base64, as SANAD_KEYS wants them."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


class Sealed(TypeDecorator[str]):
    """Words, sealed in the table."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Seal on the way in."""
        return None if value is None else vault().seal(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Open on the way out."""
        return None if value is None else vault().open(bytes(value))


class SealedJson(TypeDecorator[Any]):
    """A JSON value, sealed in the table."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Seal on the way in."""
        return None if value is None else vault().seal(json.dumps(value, ensure_ascii=False))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """Open on the way out."""
        return None if value is None else json.loads(vault().open(bytes(value)))
