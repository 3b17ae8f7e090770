"""Privacy in the person's own hands: see what is kept, be discreet, clean the chat, erase."""

from __future__ import annotations

from datetime import timedelta

from bot.cases.needs import OTHER_MEANINGS
from bot.channels.base import Button, Clean
from bot.dialogue.assistant import Reply
from bot.dialogue.context import Turn
from bot.dialogue.discreet import release
from bot.dialogue.export import about_case, about_form, about_person, about_project, as_messages
from bot.dialogue.menu import SHOW_MENU, ask_open_question, show_menu
from bot.i18n.text import msg
from bot.storage.casebook import supervisions
from bot.storage.kept import messages_about, messages_from, messages_in_chat
from bot.storage.people import cases_of
from bot.storage.projects import projects_of

DELETABLE = timedelta(hours=48)
"""For how long Telegram lets a bot delete messages of a private chat."""
_EXPORT = Button(label=msg("📥 What you know about me"), data="privacy:export")
_DISCREET = Button(label=msg("🔕 Discreet mode"), data="privacy:discreet:on")
_NORMAL = Button(label=msg("🔔 Normal mode"), data="privacy:discreet:off")
_CLEAN = Button(label=msg("🧹 Clean this chat"), data="privacy:clean")
_ERASE = Button(label=OTHER_MEANINGS["delete_my_data"], data="mean:delete_my_data")
_YES = Button(label=msg("✅ Yes"), data="privacy:export:yes")
_NO = Button(label=msg("↩️ No"), data="privacy:export:no")


async def show_privacy(turn: Turn, _: Reply) -> None:
    """Say who reads, and offer what the person can do about it."""
    who = [msg("🔒 Only the people of your centre read what you write. We keep it locked.")]
    if await supervisions(turn.session):
        who.append(msg("📣 A complaint is read by a supervisor instead."))
    turn.say(*who, buttons=[[_EXPORT], [_mode(turn)], [_CLEAN], [_ERASE], [SHOW_MENU]])


async def privacy(turn: Turn, wish: str) -> bool:
    """Do what a button of `show_privacy` says; False for one that nobody knows."""
    match wish.split(":"):
        case ["export"]:
            turn.acknowledge()
            _ask_before_showing(turn)
        case ["export", "yes"]:
            turn.acknowledge()
            await _show_all(turn)
        case ["export", "no"]:
            turn.acknowledge()
            ask_open_question(turn) if turn.dialogue.form else show_menu(turn)
        case ["discreet", ("on" | "off") as switch]:
            turn.acknowledge()
            await _be_discreet(turn, switch == "on")
        case ["clean"]:
            turn.acknowledge()
            await _clean(turn)
        case _:
            return False
    return True


def _mode(turn: Turn) -> Button:
    return _NORMAL if turn.person.discreet else _DISCREET


def _ask_before_showing(turn: Turn) -> None:
    """Somebody else may hold the phone, or look at it."""
    turn.say(
        msg("👀 It may show private things on this screen. Show it here?"), buttons=[[_YES, _NO]]
    )


async def _show_all(turn: Turn) -> None:
    """Everything we know, a message for each request."""
    session, person, forms = turn.session, turn.person, turn.forms
    told = [
        about_person(person, await messages_from(session, person)),
        *[
            about_case(case, await messages_about(session, case), forms)
            for case in await cases_of(session, person)
        ],
        *[about_project(project) for project in await projects_of(session, person)],
        about_form(turn.dialogue, forms),
    ]
    for lines in told:
        for message in as_messages(lines, turn.language):
            turn.say(*message)
    turn.say(msg("That is all."), buttons=[[_CLEAN], [SHOW_MENU]])
    ask_open_question(turn)


async def _be_discreet(turn: Turn, discreet: bool) -> None:
    turn.person.discreet = discreet
    buttons = [[_mode(turn)], [SHOW_MENU]]
    if discreet:
        turn.say(
            msg("🔕 From now on messages arrive without a sound and cannot be forwarded."),
            msg("👁️ You will see what your centre writes after you tap “Show”."),
            buttons=buttons,
        )
    else:
        await release(turn)
        turn.say(msg("🔔 From now on messages arrive as usual."), buttons=buttons)


async def _clean(turn: Turn) -> None:
    """Empty the chat for whoever takes the phone next; requests stay as they are."""
    since = turn.now - DELETABLE
    messages = await messages_in_chat(turn.session, turn.person, since)
    turn.out.to_person(turn.person, Clean(messages=messages))
    turn.say(
        msg("🧹 Done. To empty older messages, use your phone: hold the chat, then Delete."),
        buttons=[[SHOW_MENU]],
    )
