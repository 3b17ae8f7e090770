"""Erasing a person: the words go, the figures stay, the coordinators are told."""

from __future__ import annotations

from functools import cache

from bot.cases.states import Status
from bot.channels.base import Acknowledge, Button, CardEdit, Clean, EndTopic, Say
from bot.desk.offering import withdraw_offer
from bot.dialogue.context import Turn
from bot.i18n.catalogs import LANGUAGES, render
from bot.i18n.text import msg
from bot.storage.kept import messages_in_group
from bot.storage.people import cases_of, forget
from bot.storage.transfers import left_behind
from nlu.text.normalise import normalise

ERASE_WORDS = msg("erase my data")
"""What the consent tells people to write: it works at any moment, whoever is talking."""
ERASED = msg("🗑️ Everything is erased. You can start again whenever you want.")
_YES = Button(label=msg("🗑️ Yes, erase everything"), data="erase:yes")
_NO = Button(label=msg("↩️ No, keep it"), data="erase:no")


def asks_to_erase(text: str | None) -> bool:
    """Whether a message is the words that we told people to write, in either language."""
    return text is not None and normalise(text).strip(" .«»\"'") in _erase_words()


def ask_to_erase(turn: Turn) -> None:
    """Ask once: it cannot be undone."""
    turn.say(
        msg("Erase everything you wrote, your requests and your number?"),
        msg("It cannot be undone, and nobody will be able to answer you."),
        buttons=[[_YES], [_NO]],
    )


async def erase(turn: Turn, last_words: Say) -> None:
    """Delete the person of this turn, their words and their topics; then say a last word.

    In a group without topics what was said about their cases is deleted, and the cards stay
    without words.
    """
    person, session = turn.person, turn.session
    for case in await cases_of(session, person):
        if case.status != Status.closed:
            case.status, case.outcome, case.closed_at = Status.closed, "withdrawn", turn.now
        turn.out.to_case(case, CardEdit())
        turn.out.to_case(case, EndTopic(delete=True))
        if not case.topic and (messages := await messages_in_group(session, case)):
            turn.out.to_case(case, Clean(messages=messages, whole=True))
        await withdraw_offer(session, turn.out, case, turn.now)
        notice = Say(text=[msg("🗑️ {code}: the person erased their data.", code=case.code)])
        if case.centre:
            turn.out.to_group(case.centre, notice)
        for gone in await left_behind(session, case):
            if gone.topic:
                turn.out.to_group(gone.from_centre, EndTopic(delete=True), thread=gone.topic)
            elif gone.left:
                turn.out.to_group(gone.from_centre, Clean(messages=gone.left, whole=True))
            turn.out.to_group(gone.from_centre, notice)
    place, channel, language = turn.inbound.chat, turn.inbound.channel, turn.language
    if turn.inbound.press:
        acknowledged = Acknowledge(press=turn.inbound.press.id)
        turn.out.to_place(turn.row.id, place, language, acknowledged, channel)
    turn.out.to_place(turn.row.id, place, language, last_words, channel)
    await session.flush()
    await forget(session, person, turn.row.id, turn.now)


@cache
def _erase_words() -> frozenset[str]:
    return frozenset(normalise(render(ERASE_WORDS, language)) for language in LANGUAGES)
