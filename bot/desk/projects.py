"""The project of a case's person: made from the topic, moved on, and granted things."""

from __future__ import annotations

from datetime import date, timedelta

from bot.cases.access import may_work_on
from bot.cases.grants import KINDS, Kind, grant_in_words, granted_in
from bot.cases.projects import PROJECT_TRADES, STAGES, begun, moved, moves_from, trade_label
from bot.cases.states import Status
from bot.channels.base import Button, Say
from bot.desk.card import back_button
from bot.desk.casework import TRADE
from bot.desk.context import TOO_OLD, DeskTurn
from bot.i18n.catalogs import MOROCCO, as_language
from bot.i18n.text import Text, msg
from bot.storage.project_tables import Grant, Project
from bot.storage.projects import begin, project_of, put, standing_of, unused_project_code
from bot.storage.tables import Case, Person

FIRST_STAGES = ("idea", "application", "granted", "started", "running")
"""Where a project may stand when its record is made."""
WRITING_TIME = timedelta(minutes=10)
"""How long what a coordinator writes is taken for the grant that they were asked about."""
LONGEST_ITEM = 200
_GRANT = "grant"
_ERASED = msg("The person erased their data.")


async def show_project(turn: DeskTurn, case: Case, how: str) -> Text | None:
    """Show the project and what can be done with it; make one where there is none.

    With `how` as `new` or `trades` the trade is asked for, whatever is there.
    """
    if problem := _not_here(turn, case):
        return problem
    project = await _project(turn, case)
    if project and how != "new":
        return await _show(turn, case, project)
    trade = (case.answers or {}).get(TRADE, "")
    if trade in PROJECT_TRADES and not how:
        return await choose_stage(turn, case, trade)
    labels = PROJECT_TRADES.items()
    buttons = [Button(label=label, data=f"ptrade:{case.code}:{key}") for key, label in labels]
    await turn.out.redraw_card(case, [*_pairs(buttons), [back_button(case)]])
    return msg("Which trade?")


async def choose_stage(turn: DeskTurn, case: Case, trade: str) -> Text:
    """Ask where a new project stands."""
    if trade not in PROJECT_TRADES:
        return TOO_OLD
    stages = [
        [Button(label=STAGES[stage], data=f"pnew:{case.code}:{trade}.{stage}")]
        for stage in FIRST_STAGES
    ]
    trades = Button(label=msg("⬅️ Back"), data=f"project:{case.code}:trades")
    await turn.out.redraw_card(case, [*stages, [trades]])
    return msg("{trade}: where does it stand?", trade=trade_label(trade))


async def make_project(turn: DeskTurn, case: Case, detail: str) -> Text | None:
    """Make the record of a person's project; they are told that it is there."""
    trade, _, stage = detail.partition(".")
    if trade not in PROJECT_TRADES or stage not in FIRST_STAGES:
        return TOO_OLD
    if problem := _not_here(turn, case):
        return problem
    known = await _project(turn, case)
    if known and not known.outcome:  # two thumbs at once
        return await _show(turn, case, known)
    assert case.person
    project = await _made(turn, case.person, trade)
    at = begun(stage, _today(turn))
    await begin(turn.session, project, at, turn.now, turn.staff)
    language = as_language(case.person.language)
    told = msg(
        "🌱 Your project is with {centre} now: {trade}",
        centre=turn.centre.name(language),
        trade=trade_label(trade),
    )
    turn.out.to_person(case.person, Say(text=[told]), case=case)
    return await _show(turn, case, project)


async def change_stage(turn: DeskTurn, case: Case, stage: str) -> Text | None:
    """Move the project to another stage, from today on."""
    project = None if _not_here(turn, case) else await _project(turn, case)
    if project is None or stage not in moves_from(project.stage):
        return TOO_OLD
    if problem := _not_ours(turn, project):
        return problem
    at = moved(standing_of(project), stage, _today(turn))
    put(turn.session, project, at, turn.now, turn.staff)
    await turn.session.flush()
    return await _show(turn, case, project)


async def ask_grant(turn: DeskTurn, case: Case, kind: str) -> Text | None:
    """Ask what was granted: its kind by a button, the rest in the coordinator's words."""
    project = None if _not_here(turn, case) else await _project(turn, case)
    if project is None:
        return TOO_OLD
    if problem := _not_ours(turn, project):
        return problem
    if kind not in KINDS:
        kinds = [
            [Button(label=label, data=f"pgrant:{case.code}:{key}")] for key, label in KINDS.items()
        ]
        await turn.out.redraw_card(case, [*kinds, [_to_project(case)]])
        return msg("What was granted?")
    until = int((turn.now + WRITING_TIME).timestamp())
    case.awaited = f"{_GRANT}.{kind}:{turn.staff.id}:{until}"
    ask = (
        msg("💰 How many dirhams? Write it here. It is not passed on to the person.")
        if kind == Kind.money
        else msg("🎁 What, and its value? Write it here, such as: 2 sewing machines 3500")
    )
    leave = Button(label=msg("✖️ Leave it"), data=f"card:{case.code}")
    turn.out.to_case(case, Say(text=[ask], buttons=[[leave]]))
    await turn.out.redraw_card(case)
    return None


async def hear_grant(turn: DeskTurn, case: Case) -> bool:
    """Take a message for the grant that was asked about; False where it is none."""
    inbound = turn.inbound
    what, staff, until = (*(case.awaited or "").split(":"), "", "")[:3]
    kind = what.removeprefix(f"{_GRANT}.")
    if kind not in KINDS or not inbound.text or inbound.edited:
        return False
    if staff != str(turn.staff.id) or turn.now.timestamp() > int(until):
        return False
    project = await _project(turn, case)
    if project is None or _not_ours(turn, project):
        return False
    grant = granted_in(inbound.text[:LONGEST_ITEM], kind)
    if grant is None:
        turn.answer(case, msg("⚠️ I do not understand this. Write such as: sewing machine 3500"))
        return True
    case.awaited = None
    project.grants.append(
        Grant(item=grant.item, kind=kind, quantity=grant.quantity, value_mad=grant.value)
    )
    turn.answer(case, msg("🎁 Written down: {grant}", grant=grant_in_words(grant)))
    await turn.out.redraw_card(case, _page(case, project))
    return True


async def _made(turn: DeskTurn, person: Person, trade: str) -> Project:
    return Project(
        code=await unused_project_code(turn.session),
        centre=turn.centre,
        person_id=person.id,
        phone=person.phone,
        phone_index=person.phone_index,
        town=person.town,
        trade=trade,
        made_at=turn.now,
        joined_at=turn.now,
        grants=[],
    )


async def _project(turn: DeskTurn, case: Case) -> Project | None:
    return await project_of(turn.session, case.person, lock=True) if case.person else None


async def _show(turn: DeskTurn, case: Case, project: Project) -> Text | None:
    if problem := _not_ours(turn, project):
        return problem
    await turn.out.redraw_card(case, _page(case, project))
    return msg("{stage}: what is next?", stage=STAGES[project.stage])


def _page(case: Case, project: Project) -> list[list[Button]]:
    stages = [
        Button(label=STAGES[stage], data=f"pstage:{case.code}:{stage}")
        for stage in moves_from(project.stage)
    ]
    grant = Button(label=msg("🎁 Add a grant"), data=f"pgrant:{case.code}")
    fresh = Button(label=msg("🌱 Another project"), data=f"project:{case.code}:new")
    return [*_pairs(stages), [fresh if project.outcome else grant], [back_button(case)]]


def _not_here(turn: DeskTurn, case: Case) -> Text | None:
    """Why nothing can be done from this topic; None if it can."""
    if case.person is None:
        return _ERASED
    if turn.centre.supervises:
        return msg("A project belongs to the centre of its person.")
    return msg("This request is closed.") if case.status == Status.closed else None


def _not_ours(turn: DeskTurn, project: Project) -> Text | None:
    if may_work_on(turn.staff, project.centre_id):
        return None
    name = project.centre.name(turn.centre.language)
    return msg("This project is followed by {centre}.", centre=name)


def _to_project(case: Case) -> Button:
    return Button(label=msg("⬅️ Back"), data=f"project:{case.code}")


def _today(turn: DeskTurn) -> date:
    return turn.now.astimezone(MOROCCO).date()


def _pairs(buttons: list[Button]) -> list[list[Button]]:
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
