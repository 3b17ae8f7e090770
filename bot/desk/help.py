"""What can be done in the group, in a few lines: `/help`, and Telegram's own list of commands."""

from __future__ import annotations

from collections.abc import Mapping

from bot.channels.base import Say
from bot.desk.context import DeskTurn
from bot.i18n.text import Text, msg

SUMMARIES: Mapping[str, Text] = {
    "cases": msg("All requests: yours, unclaimed, late, waiting"),
    "find": msg("Find a request by its code or a phone number"),
    "answers": msg("The ready answers of your centre"),
    "team": msg("Who is there, and how much each has"),
    "away": msg("I am away: my requests go on with colleagues"),
    "back": msg("I am back"),
    "duty": msg("I am on duty: dangers ring my telephone"),
    "calendar": msg("The days on which you are closed"),
    "help": msg("What you can do here"),
}
"""What each command is for, in the order of the list."""
_IN_A_TOPIC = (
    msg("💬 In the topic of a request:"),
    msg("✍️ What you write goes to the person; 👍 shows that it arrived."),
    msg("📝 What begins with // stays between colleagues."),
    msg("✏️ Correct your message: theirs changes too."),
    msg("📎 Photos, voice messages and files are passed on as well."),
    msg("➕ More, under the card: ready answers, papers, appointment."),
    msg("↩️ No topics in your group? Reply to the card."),
)


async def show_help(turn: DeskTurn, _: str) -> None:
    """Say what the commands do, and what can be done in a topic."""
    commands = [
        msg("{command} — {use}", command=f"/{name}", use=use) for name, use in SUMMARIES.items()
    ]
    text = [msg("❔ What you can do here:"), *commands, *_IN_A_TOPIC]
    said = Say(text=text, reply_to=turn.inbound.message)
    turn.out.to_group(turn.centre, said, thread=turn.inbound.thread)
