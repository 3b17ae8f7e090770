"""A human pace: who writes faster than answers can be read is heard, and answered later.

A message of ours takes two seconds to read, and Telegram lets a bot write to a person about once
a second: five answers in ten seconds are as many as anybody follows (`Settings.pace`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.channels.base import Inbound

WINDOW = timedelta(seconds=10)


class Pace(Enum):
    """How a message comes.

    At a pace that is answered; as the first that is too fast, which is said once; or as one of
    those after it, which are kept and not answered.
    """

    steady = auto()
    hurried = auto()
    silent = auto()


def is_paced(inbound: Inbound) -> bool:
    """Whether a message counts: words and files do, all that takes a button does not."""
    aside = inbound.press or inbound.event or inbound.contact or inbound.location
    return not (aside or inbound.edited or inbound.kind_name)


def pace_of(times: Sequence[datetime], most: int) -> Pace:
    """The pace of a message: a pure function.

    Args:
        times: When it and the paced ones before it were sent, the newest first.
        most: How many are answered within the window.
    """
    if not _too_fast(times, most):
        return Pace.steady
    return Pace.silent if _too_fast(times[1:], most) else Pace.hurried


def _too_fast(times: Sequence[datetime], most: int) -> bool:
    return len(times) > most and times[0] - times[most] < WINDOW
