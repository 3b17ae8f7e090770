"""A person's project, as they see it: joined by a code, and known when they ask for help."""

from __future__ import annotations

from bot.cases.needs import BY_KEY
from bot.cases.projects import in_words, trade_label
from bot.channels.base import Button, Say
from bot.dialogue.context import Turn
from bot.dialogue.menu import PERSON, SHOW_MENU
from bot.dialogue.state import Dialogue
from bot.i18n.text import Language, Text, msg
from bot.storage.people import cases_of
from bot.storage.project_tables import Project
from bot.storage.projects import project_by_code, project_of

_ABOUT_PROJECTS = {"project_start", "project_problem", "project_progress"}


async def take_up(turn: Turn) -> list[Text]:
    """Give the person the project whose code they brought before they had a centre.

    Returns what to say about it: nothing without a code.
    """
    code, turn.person.joining = turn.person.joining, None
    project = await project_by_code(turn.session, code) if code else None
    return await join(turn, project) if project else []


async def join(turn: Turn, project: Project) -> list[Text]:
    """The project is the person's from now on, unless it is somebody's already.

    Returns what to say about it. The cards of their requests show it.
    """
    if project.person_id not in {None, turn.person.id}:
        return refuse(turn, project)
    project.person_id = turn.person.id
    project.joined_at, project.erased_at = project.joined_at or turn.now, None
    await turn.session.flush()
    for case in await cases_of(turn.session, turn.person, open_only=True):
        await turn.out.redraw_card(case)
    return your_project(project, turn.language)


def your_project(project: Project, language: Language) -> list[Text]:
    """The project and who follows it; nothing that tells where anybody comes from."""
    return [
        msg("🌱 Your project: {trade}", trade=trade_label(project.trade)),
        msg("🤝 Who follows it with you: {centre}", centre=project.centre.name(language)),
    ]


def help_buttons() -> list[list[Button]]:
    """What somebody with a project needs most."""
    needs = (BY_KEY[key] for key in ("project_problem", "project_progress"))
    asking = [[Button(label=need.title, data=f"mean:{need.intent}")] for need in needs]
    return [*asking, [SHOW_MENU, PERSON]]


def refuse(turn: Turn, project: Project) -> list[Text]:
    """A code comes a second time: its coordinators hear of it, since they know whose it is."""
    warning = msg(
        "⚠️ {code}: a second person sent the code of this project. Please ask its holder whether "
        "they have a new telephone.",
        code=project.code,
    )
    turn.out.to_group(project.centre, Say(text=[warning]))
    return [
        msg("🙏 Somebody has joined by this code already."),
        msg("The people of your centre know it now. If the code is yours, talk to a person."),
    ]


async def recall(turn: Turn, state: Dialogue) -> list[Text]:
    """Remember the trade of their project where they ask about one and named none.

    Returns the line that shows that it is known.
    """
    if state.need not in _ABOUT_PROJECTS:
        return []
    project = await project_of(turn.session, turn.person)
    if project is None:
        return []
    state.trade = state.trade or project.trade
    return [in_words(project.trade, project.stage, project.since)]
