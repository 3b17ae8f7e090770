"""Somebody who comes back after hours or days, in the middle of a form."""

from __future__ import annotations

from datetime import timedelta

from bot.cases.needs import BY_KEY
from bot.dialogue.context import Turn
from bot.i18n.text import msg
from bot.storage.inbox import last_came

AWAY = timedelta(hours=12)
"""After a night nobody remembers which question was open."""


async def welcome_back(turn: Turn) -> None:
    """Remind whoever was away of what they were telling; their words count as ever."""
    need = BY_KEY.get(turn.dialogue.need or "")
    if need is None or not turn.dialogue.form:
        return
    last = await last_came(turn.session, turn.person, turn.row)
    if last and turn.row.received_at - last >= AWAY:
        turn.say(msg("👋 Welcome back. Your request is not finished yet: {need}", need=need.title))
