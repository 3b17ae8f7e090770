"""No more messages, and messages again: a word is enough for either."""

from __future__ import annotations

from bot.channels.base import Button, Inbound, Say
from bot.dialogue.buttons import go_on
from bot.dialogue.context import Turn
from bot.i18n.text import Text, msg
from bot.storage.people import cases_of
from nlu.text.danger import is_danger
from nlu.text.normalise import normalise

_START_AGAIN = Button(label=msg("▶️ Start again"), data="start")
# None of these is a danger word, so it does not matter which is looked for first.
_STOP_EVERYWHERE = "stop"
_STOP_WORDS = frozenset(map(normalise, (_STOP_EVERYWHERE, "arrêt", "توقف", "قف", "حبس")))
_START_WORDS = frozenset(map(normalise, ("start", "démarrer", "بداية")))


def asks_to_stop(inbound: Inbound, *, questioned: bool) -> bool:
    """Whether a message is a word that stops all messages, and nothing else.

    Where a question is open ("has the work stopped?"), all but STOP may be an answer to it.
    """
    said = _said(inbound)
    return said == _STOP_EVERYWHERE or (said in _STOP_WORDS and not questioned)


def asks_to_start(inbound: Inbound) -> bool:
    """Whether a message only says that messages may come again."""
    return _said(inbound) in _START_WORDS


async def stopped_or_started(turn: Turn) -> bool:
    """Stop, or start again; True when there is nothing else to this turn."""
    if asks_to_stop(turn.inbound, questioned=bool(turn.dialogue.form)):
        await _stop(turn)
        return True
    if turn.person.stopped_at is None:
        return False
    await _start_again(turn)
    if asks_to_start(turn.inbound):
        go_on(turn)
        return True
    return False


async def _stop(turn: Turn) -> None:
    """Say it, and then nothing more: the outbox holds back what others would say."""
    already, turn.person.stopped_at = turn.person.stopped_at, None
    turn.say(
        msg("⏸️ Stopped. You will get no more messages."),
        msg("Write START or press to come back."),
        buttons=[[_START_AGAIN]],
    )
    if already is None:
        await _tell_desk(turn, msg("⏸️ They asked for no messages: nothing reaches them now."))
    turn.person.stopped_at = turn.now


async def _start_again(turn: Turn) -> None:
    """Whatever they do ends the silence; a danger is answered without a greeting."""
    turn.person.stopped_at = None
    await _tell_desk(turn, msg("👋 They are back: messages reach them again."))
    if not (turn.inbound.text and is_danger(turn.inbound.text)):
        turn.say(msg("▶️ Welcome back."))


async def _tell_desk(turn: Turn, notice: Text) -> None:
    for case in await cases_of(turn.session, turn.person, open_only=True):
        turn.out.to_case(case, Say(text=[notice]))


def _said(inbound: Inbound) -> str | None:
    if inbound.media or inbound.press or not inbound.text:
        return None
    return normalise(inbound.text).strip(" /.!«»\"'")
