"""The code of a project: sent as a text at any time, or by the link that carries it."""

from __future__ import annotations

from datetime import datetime

from bot.cases.codes import project_code_in
from bot.cases.projects import MOST_TRIES, PAUSE, paused_until
from bot.channels.base import Inbound
from bot.desk.casework import pass_on
from bot.dialogue import onboarding
from bot.dialogue.charge import case_in_charge
from bot.dialogue.context import Turn
from bot.dialogue.menu import PERSON, SHOW_MENU, ask_open_question
from bot.dialogue.onboarding import READY
from bot.dialogue.projects import help_buttons, join, refuse
from bot.i18n.catalogs import LANGUAGES
from bot.i18n.text import Language, Moment, Text, msg
from bot.storage.project_tables import Project
from bot.storage.projects import note_wrong_code, project_by_code, wrong_codes
from bot.storage.sealed import vault


def code_of(inbound: Inbound) -> str | None:
    """The code that a message is; None if it is anything else."""
    return None if inbound.media or inbound.press else project_code_in(inbound.text)


async def bring(turn: Turn, code: str) -> None:
    """Take a person's code: the project is theirs, now or once we know where they live.

    Codes that nobody has are counted by the address that they come from, so that nobody finds
    somebody's by trying.
    """
    address = vault().index(turn.inbound.channel, turn.inbound.chat)
    wrong = await wrong_codes(turn.session, address)
    until = paused_until(wrong.tries, wrong.last_at, turn.now) if wrong else None
    if until:
        _say(turn, _later(until))
        return
    project = await project_by_code(turn.session, code)
    if project is None:
        await _wrong(turn, address)
    elif project.person_id not in {None, turn.person.id}:
        await note_wrong_code(turn.session, address, turn.now)
        _say(turn, *refuse(turn, project))
    else:
        await _right(turn, project)


async def _right(turn: Turn, project: Project) -> None:
    if turn.person.stage != READY:
        turn.person.joining = project.code
        onboarding.ask(turn)
        return
    turn.say(*await join(turn, project), buttons=help_buttons())
    ask_open_question(turn)


async def _wrong(turn: Turn, address: str) -> None:
    """Say that nobody has it; whoever talks with them sees what they tried."""
    if case := await case_in_charge(turn):
        await pass_on(turn.session, turn.out, case, turn.inbound)
    tries = await note_wrong_code(turn.session, address, turn.now)
    if tries >= MOST_TRIES:
        _say(turn, _later(turn.now + PAUSE))
        return
    _say(
        turn,
        msg("🔎 I do not know this code. Look at it again: P- and four signs."),
        msg("Or talk to a person: they find it."),
    )


def _say(turn: Turn, *words: Text) -> None:
    """Say it in both languages where none was chosen yet, and then what is open."""
    ready = turn.person.stage == READY
    said = (
        words if turn.person.language else [_in(one, line) for one in LANGUAGES for line in words]
    )
    turn.say(*said, buttons=[[SHOW_MENU, PERSON]] if ready else [])
    if not ready:
        onboarding.ask(turn)


def _in(language: Language, line: Text) -> Text:
    return line.model_copy(update={"language": language})


def _later(until: datetime) -> Text:
    at = Moment(at=until, show="time")
    return msg("⏸️ Too many codes were wrong. Try again at {time}.", time=at)
