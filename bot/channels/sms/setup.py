"""The SMS of the settings: which gateway, its door and its way out."""

from __future__ import annotations

from bot.channels.sms.android import AndroidGateway
from bot.channels.sms.door import Receive, SmsDoor
from bot.channels.sms.gateway import Gateway, Report
from bot.channels.sms.kannel import KannelGateway
from bot.channels.sms.numbers import mobile
from bot.channels.sms.quota import Quota
from bot.channels.sms.sender import SmsSender
from bot.settings import Settings, UnsafeSettings
from bot.storage.database import Database
from bot.storage.reports import note_report

SHORTEST_SECRET = 16


class Sms:
    """SMS in a running Sanad.

    Attributes:
        path: Where the door is.
        door: Takes what the gateway brings.
        sender: Sends.
    """

    def __init__(
        self, gateway: Gateway, settings: Settings, database: Database, receive: Receive
    ) -> None:
        async def note(report: Report) -> bool:
            return await note_report(database, report.id, report.state, report.reason)

        self.path = f"/sms/{gateway.name}"
        self.door = SmsDoor(gateway, receive, note)
        self.sender = SmsSender(gateway, Quota(database, settings.sms_quota))


def gateway_of(settings: Settings) -> Gateway | None:
    """The gateway; None where there is to be no SMS.

    Raises:
        UnsafeSettings: Something that it needs is missing or wrong; says what.
    """
    if settings.sms_gateway is None:
        return None
    numbers = _numbers(settings)
    secret = settings.sms_secret.get_secret_value()
    if not settings.sms_url:
        raise UnsafeSettings("SANAD_SMS_URL is not set: where is the gateway?")
    if len(secret) < SHORTEST_SECRET:
        raise UnsafeSettings(
            f"SANAD_SMS_SECRET has less than {SHORTEST_SECRET} characters: anybody could write "
            "to Sanad in anybody's name. Run `openssl rand -hex 16` and give it to the gateway too."
        )
    password = settings.sms_password.get_secret_value()
    if settings.sms_gateway == "android":
        return AndroidGateway(settings.sms_url, settings.sms_user, password, secret, numbers)
    door = settings.sms_door or f"http://127.0.0.1:{settings.port}"
    return KannelGateway(settings.sms_url, settings.sms_user, password, secret, door, numbers)


def _numbers(settings: Settings) -> tuple[str, ...]:
    listed = (number.strip() for number in settings.sms_numbers.split(","))
    written = [number for number in listed if number]
    numbers = [mobile(number) for number in written]
    if None in numbers:
        wrong = written[numbers.index(None)]
        raise UnsafeSettings(f"SANAD_SMS_NUMBERS: {wrong} is not a mobile's number.")
    return tuple(number for number in numbers if number)
