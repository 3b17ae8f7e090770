from __future__ import annotations

import pytest
from pydantic import SecretStr

from bot.channels.sms.android import AndroidGateway
from bot.channels.sms.kannel import KannelGateway
from bot.channels.sms.numbers import mobile
from bot.channels.sms.setup import gateway_of
from bot.settings import Settings, UnsafeSettings

GOOD = {
    "sms_gateway": "android", "sms_url": "http://phone:8080", "sms_user": "sanad",
    "sms_password": SecretStr("pw"), "sms_secret": SecretStr("k" * 16),
    "sms_numbers": "0612345678, +212 700-000-001",
}  # fmt: skip


def settings(**changed: object) -> Settings:
    return Settings(_env_file=None, **(GOOD | changed))  # type: ignore[arg-type]


def test_no_sms():
    assert gateway_of(settings(sms_gateway=None)) is None


def test_android():
    gateway = gateway_of(settings())
    assert isinstance(gateway, AndroidGateway)
    assert gateway.numbers == ("+212612345678", "+212700000001")


def test_kannel_finds_us_on_our_port():
    gateway = gateway_of(settings(sms_gateway="kannel", port=8001))
    assert isinstance(gateway, KannelGateway)
    assert gateway.door == "http://127.0.0.1:8001"
    elsewhere = gateway_of(settings(sms_gateway="kannel", sms_door="http://sanad:8000"))
    assert isinstance(elsewhere, KannelGateway)
    assert elsewhere.door == "http://sanad:8000"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"sms_url": ""}, "SANAD_SMS_URL"),
        ({"sms_secret": SecretStr("k" * 15)}, "SANAD_SMS_SECRET"),
        ({"sms_numbers": "+212700000001, SANAD"}, "SANAD is not a mobile"),
    ],
)
def test_what_is_missing_is_named(changed: dict[str, object], words: str):
    with pytest.raises(UnsafeSettings, match=words):
        gateway_of(settings(**changed))


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0612345678", "+212612345678"),
        ("07 12 34 56 78", "+212712345678"),
        ("00212612345678", "+212612345678"),
        ("212612345678", "+212612345678"),
        ("+33612345678", "+33612345678"),
        ("+12025550123", "+12025550123"),
        ("0522000000", None),
        ("212", None),
        ("1234", None),
        ("INWI", None),
        ("0612345678 Orange", None),
        ("", None),
    ],
)
def test_mobiles(written: str, number: str | None):
    assert mobile(written) == number
