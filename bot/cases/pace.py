"""A group's pace: which message goes when, so that a danger finds room however many wait.

Telegram takes about twenty messages a minute for a group, all its topics together
(https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). Who comes
first is a number: a case's `Urgency`, or one of the two above it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.cases.urgency import Urgency

AT_ONCE = int(max(Urgency)) + 1
"""What a coordinator has just asked for and looks at, and what follows a danger's card."""
ALARM = AT_ONCE + 1
"""A danger's card and its alert: never held back by us."""
MINUTE = timedelta(seconds=61)
"""The minute that Telegram counts in; a second more, since not every message travels as fast."""
RESERVE = 5
"""Messages a minute that are not for ordinary things."""
FOR_ALARMS = 2
"""Those of the reserve that are for alarms alone: a danger's card, and its alert."""


def room(urgency: int, limit: int) -> int:
    """How many messages a minute may be in a group for another of this urgency to go."""
    return max(1, limit - (FOR_ALARMS if urgency >= AT_ONCE else RESERVE))


def turn_at(sent: Sequence[datetime], now: datetime, ahead: int, most: int) -> datetime:
    """When the turn of a message comes; not later than `now` if it may go.

    Args:
        sent: When messages went to the group within the last `MINUTE`, the oldest first.
        now: The time.
        ahead: How many wait that go before it.
        most: Its `room`, which is taken to be that of those before it.
    """
    # Message number `place`, of those that went and those that wait, goes a minute after the
    # one that stands `most` before it; none stands before the first.
    place, minutes = len(sent) + ahead, 0
    while place - most >= len(sent):
        place, minutes = place - most, minutes + 1
    first = now if place < most else sent[place - most] + MINUTE
    return first + minutes * MINUTE
