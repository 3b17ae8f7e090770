"""Captured payloads in, exact requests out: what the gateways say and what they are told."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.base import DeliveryError, FateUnknown, MessageRefused, RetryLater
from bot.channels.sms.android import AndroidGateway
from bot.channels.sms.gateway import (
    Answer,
    Arrived,
    BadSignature,
    Outgoing,
    Received,
    Report,
    Unreadable,
)
from bot.channels.sms.kannel import KannelGateway
from bot.simulator.sms.network import signed

KEY = "signing-key-of-16"
FIRST, SECOND = "+212700000001", "+212600000002"
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
ANDROID = AndroidGateway("http://10.0.0.7:8080/", "sanad", "pw", KEY, (FIRST, SECOND))
KANNEL = KannelGateway(
    "http://k:13013/cgi-bin/sendsms", "sanad", "pw", KEY, "http://s:8000", (FIRST,)
)
SMS = Outgoing("7-1796105680-1-2", "+212612345678", "مرحبا", SECOND)


def webhook(event: str, payload: object, at: datetime = NOW, key: str = KEY) -> Arrived:
    """As the application posts it."""
    content = {"deviceId": "ffff", "event": event, "id": "Ey6ECgOk", "payload": payload}
    body, headers = signed(content, at.timestamp(), key)
    return Arrived({name.lower(): value for name, value in headers.items()}, {}, body)


RECEIVED = {
    "messageId": "abc123", "message": "بغيت خدمة", "phoneNumber": "0612345678", "simNumber": 2,
    "receivedAt": "2026-12-01T09:59:58.000+01:00",
}  # fmt: skip


def test_android_sends():
    request = ANDROID.request(SMS)
    assert request.url == "http://10.0.0.7:8080/message"
    assert request.headers == {
        "authorization": "Basic " + base64.b64encode(b"sanad:pw").decode(),
        "content-type": "application/json",
    }
    assert json.loads(request.body) == {
        "id": "7-1796105680-1-2",
        "textMessage": {"text": "مرحبا"},
        "phoneNumbers": ["+212612345678"],
        "withDeliveryReport": True,
        "ttl": 86400,
        "simNumber": 2,
    }


def test_android_with_one_sim_chooses_itself():
    one = AndroidGateway("http://10.0.0.7:8080", "sanad", "pw", KEY, (FIRST,))
    assert "simNumber" not in json.loads(one.request(SMS).body)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(202, b'{"id":"7-1796105680-1-2","state":"Pending"}'),
        Answer(409, b'{"message":"conflict"}'),
        Answer(500, b'{"message":"UNIQUE constraint failed: message.id (code 1555)"}'),
    ],
)
def test_android_has_it(answer: Answer):
    assert ANDROID.accepted(SMS, answer) == SMS.id


@pytest.mark.parametrize(
    ("answer", "error", "after"),
    [
        (Answer(401), RetryLater, 60.0),
        (Answer(404), RetryLater, 60.0),
        (Answer(429, headers={"retry-after": "90"}), RetryLater, 90.0),
        (Answer(500, b"oops"), RetryLater, None),
        (Answer(503), RetryLater, None),
        (Answer(400, b"phoneNumbers is empty"), MessageRefused, None),
        (Answer(204), FateUnknown, None),
    ],
)
@pytest.mark.parametrize("gateway", [ANDROID, KANNEL], ids=["android", "kannel"])
def test_a_no(
    gateway: AndroidGateway, answer: Answer, error: type[DeliveryError], after: float | None
):
    if isinstance(gateway, AndroidGateway) and answer.status == 204:
        answer = Answer(302)
    with pytest.raises(error) as raised:
        gateway.accepted(SMS, answer)
    if isinstance(raised.value, RetryLater):
        assert raised.value.after == after


def test_android_receives():
    assert ANDROID.read(webhook("sms:received", RECEIVED), NOW) == [
        Received(
            "Ey6ECgOk",
            sender="0612345678",
            number=SECOND,
            text="بغيت خدمة",
            at=datetime(2026, 12, 1, 8, 59, 58, tzinfo=UTC),
        )
    ]


@pytest.mark.parametrize("sim", [None, 0, 3, "1"])
def test_android_on_an_unknown_sim(sim: object):
    (received,) = ANDROID.read(webhook("sms:received", RECEIVED | {"simNumber": sim}), NOW)
    assert isinstance(received, Received)
    assert received.number is None


def test_android_reports():
    about = {"messageId": SMS.id, "phoneNumber": SMS.to, "simNumber": None}
    failed = about | {"failedAt": "2026-12-01T09:00:00Z", "reason": "TTL expired"}
    assert ANDROID.read(webhook("sms:sent", about), NOW) == [Report(SMS.id, "sent")]
    assert ANDROID.read(webhook("sms:delivered", about), NOW) == [Report(SMS.id, "delivered")]
    assert ANDROID.read(webhook("sms:failed", failed), NOW) == [
        Report(SMS.id, "failed", "TTL expired")
    ]
    assert ANDROID.read(webhook("system:ping", {"health": {}}), NOW) == []


@pytest.mark.parametrize("minutes", [-6, 6, 60])
def test_android_an_old_signature(minutes: int):
    arrived = webhook("sms:received", RECEIVED, NOW + timedelta(minutes=minutes))
    with pytest.raises(BadSignature, match="time"):
        ANDROID.read(arrived, NOW)


def test_android_a_wrong_signature():
    good = webhook("sms:received", RECEIVED)
    later = str(int(NOW.timestamp()) + 1)
    wrong = [
        webhook("sms:received", RECEIVED, key="another-key-of-16"),
        Arrived({}, {}, good.body),
        Arrived(good.headers, {}, good.body + b" "),
        Arrived({**good.headers, "x-timestamp": later}, {}, good.body),
        Arrived({**good.headers, "x-signature": "é"}, {}, good.body),
    ]
    for arrived in wrong:
        with pytest.raises(BadSignature, match="signature"):
            ANDROID.read(arrived, NOW)


@pytest.mark.parametrize("payload", [None, [], "x", {}, {"message": "no sender"}])
def test_android_what_cannot_be_read(payload: object):
    with pytest.raises(Unreadable):
        ANDROID.read(webhook("sms:received", payload), NOW)


def test_kannel_sends_arabic():
    request = KANNEL.request(SMS)
    assert request.url == "http://k:13013/cgi-bin/sendsms"
    assert request.body == "مرحبا".encode()
    reports = request.headers.pop("x-kannel-dlr-url")
    assert request.headers == {
        "content-type": "text/plain; charset=UTF-8",
        "x-kannel-username": "sanad",
        "x-kannel-password": "pw",
        "x-kannel-from": SECOND,
        "x-kannel-to": "+212612345678",
        "x-kannel-coding": "2",
        "x-kannel-dlr-mask": "31",
    }
    assert reports.startswith("http://s:8000/sms/kannel?report=7-1796105680-1-2&key=")
    assert reports.endswith("&state=%d")
    assert KEY not in reports


def test_kannel_sends_french_in_seven_bits():
    request = KANNEL.request(Outgoing("1", SMS.to, "Déjà"))
    assert request.headers["x-kannel-coding"] == "0"
    assert "x-kannel-from" not in request.headers


@pytest.mark.parametrize("body", [b"0: Accepted for delivery", b"3: Queued for later delivery"])
def test_kannel_has_it(body: bytes):
    assert KANNEL.accepted(SMS, Answer(202, body)) == SMS.id


def test_kannel_says_no():
    with pytest.raises(RetryLater):
        KANNEL.accepted(SMS, Answer(403, b"Authorization failed for sendsms"))
    with pytest.raises(FateUnknown):
        KANNEL.accepted(SMS, Answer(202, b"<html>"))


# As Kannel 1.4.5 of Debian posted it.
POSTED = {
    "content-type": 'text/plain; charset="UTF-16BE"',
    "x-kannel-to": "212700000001",
    "x-kannel-time": "2026-12-01 06:14:40",
    "x-kannel-coding": "2",
}
QUERY = {
    "secret": KEY, "id": "e107936a-7ec1", "from": "212612345678", "to": "212700000001",
    "at": "1796115600",
}  # fmt: skip


def test_kannel_receives():
    arabic, plain = "بغيت خدمة", Arrived({}, QUERY, b"salam \xc3\xa9")
    expected = Received("e107936a-7ec1", "212612345678", "212700000001", arabic, NOW)
    assert KANNEL.read(Arrived(POSTED, QUERY, arabic.encode("utf-16-be")), NOW) == [expected]
    (received,) = KANNEL.read(plain, NOW)
    assert isinstance(received, Received)
    assert received.text == "salam é"


def test_kannel_without_ids_knows_a_repeated_delivery():
    bare = {"secret": KEY, "from": "212612345678"}
    (once,), (again,) = (KANNEL.read(Arrived(POSTED, bare, b"\0a"), NOW) for _ in range(2))
    (other,) = KANNEL.read(Arrived(POSTED, bare, b"\0b"), NOW)
    assert isinstance(once, Received)
    assert isinstance(other, Received)
    assert again == once
    assert other.external_id != once.external_id
    assert (once.number, once.at) == (None, None)


def report_of(state: str, **changed: str) -> Arrived:
    """A call of the address that we gave with an SMS."""
    address = KANNEL.request(SMS).headers["x-kannel-dlr-url"].partition("?")[2]
    query = dict(pair.split("=") for pair in address.replace("%d", state).split("&"))
    return Arrived({}, query | changed, b"")


@pytest.mark.parametrize(
    ("state", "expected"),
    [("1", "delivered"), ("2", "failed"), ("8", "sent"), ("16", "failed")],
)
def test_kannel_reports(state: str, expected: str):
    assert [(one.id, one.state) for one in KANNEL.read(report_of(state), NOW)] == [  # type: ignore[union-attr]
        (SMS.id, expected)
    ]


def test_kannel_still_queued_is_nothing_new():
    assert KANNEL.read(report_of("4"), NOW) == []


@pytest.mark.parametrize(
    "arrived",
    [
        report_of("1", key="0" * 32),
        report_of("1", report="8-1796105680-1-2"),
        Arrived(POSTED, QUERY | {"secret": "wrong"}, b""),
        Arrived(POSTED, {}, b""),
    ],
)
def test_kannel_somebody_else(arrived: Arrived):
    with pytest.raises(BadSignature):
        KANNEL.read(arrived, NOW)


@pytest.mark.parametrize(
    "arrived",
    [
        report_of("99"),
        Arrived(POSTED, {"secret": KEY}, b""),
        Arrived(POSTED, QUERY, b"\xd8"),
        Arrived({"content-type": "text/plain; charset=klingon"}, QUERY, b"x"),
    ],
)
def test_kannel_what_cannot_be_read(arrived: Arrived):
    with pytest.raises(Unreadable):
        KANNEL.read(arrived, NOW)
