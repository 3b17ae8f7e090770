"""What a coordinator asks of us in the group with a `/` in front."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping

from bot.desk.answer_book import change_answers, show_answers
from bot.desk.case_list import find, show_cases
from bot.desk.context import DeskTurn
from bot.desk.help import show_help
from bot.desk.special_days import calendar
from bot.desk.team import come_back, go_away, show_team, take_duty

Command = Callable[[DeskTurn, str], Awaitable[None]]
"""Answers a command; the second argument is what was written behind it."""
_COMMAND = re.compile(r"^/(?P<name>[a-z]+)(?:@\w+)?(?:\s+(?P<words>.*))?$", re.DOTALL)
COMMANDS: Mapping[str, Command] = {
    "cases": show_cases,
    "find": find,
    "answers": show_answers,
    "answer": change_answers,
    "away": go_away,
    "back": come_back,
    "duty": take_duty,
    "team": show_team,
    "calendar": calendar,
    "help": show_help,
}


async def obey(turn: DeskTurn) -> bool:
    """Answer a command; False where the message is none that we know."""
    said = _COMMAND.match((turn.inbound.text or "").strip())
    command = COMMANDS.get(said["name"]) if said else None
    if said is None or command is None:
        return False
    await command(turn, (said["words"] or "").strip())
    return True
