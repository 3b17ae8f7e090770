"""Erasing a person: the words go, the figures stay, the coordinators are told."""

from __future__ import annotations

from bot.channels.base import Acknowledge, CardEdit, EndTopic, Operation, Say
from bot.dialogue.context import Turn
from bot.i18n.text import msg
from bot.storage.people import cases_of, forget


async def erase(turn: Turn) -> None:
    """Delete the person of this turn, their words and their topics."""
    person, session = turn.person, turn.session
    for case in await cases_of(session, person):
        if case.status != "closed":
            case.status, case.outcome, case.closed_at = "closed", "withdrawn", turn.now
        turn.out.to_case(case, CardEdit())
        turn.out.to_case(case, EndTopic(delete=True))
        if case.centre:
            notice = msg("🗑️ {code}: the person erased their data.", code=case.code)
            turn.out.to_group(case.centre, Say(text=[notice]))
    done = msg("🗑️ Everything is erased. You can start again whenever you want.")
    last_words: list[Operation] = [Say(text=[done])]
    if turn.inbound.press:
        last_words.insert(0, Acknowledge(press=turn.inbound.press.id))
    for words in last_words:
        turn.out.to_place(turn.row.lane, turn.inbound.chat, turn.language, words)
    await session.flush()
    await forget(session, person, turn.row.id, turn.now)
