"""Asking for a paper: the person sends a photo of it, and a coordinator ticks it off."""

from __future__ import annotations

from bot.cases.papers import PAPERS, State, papers_for, state_of, with_paper
from bot.channels.base import Button, Say
from bot.desk.card import back_button
from bot.desk.context import TOO_OLD, DeskTurn
from bot.desk.taking import out_of_reach, speak
from bot.i18n.text import Text, msg, verbatim
from bot.storage.tables import Case

_SIGNS = {State.asked: "☐ ", State.here: "📥 ", State.lacking: "☐ ", State.good: "☑ "}


async def choose_paper(turn: DeskTurn, case: Case, _: str) -> Text | None:
    """Show the papers that are usual for the need, with where each stands."""
    if problem := out_of_reach(case):
        return problem
    await turn.out.redraw_card(case, _paper_buttons(case))
    return msg("Which paper?")


async def ask_for_paper(turn: DeskTurn, case: Case, paper: str) -> Text:
    """Ask the person for a paper; the list stays, since several are often needed."""
    if paper not in PAPERS:
        return TOO_OLD
    if problem := out_of_reach(case):
        return problem
    await _ask(turn, case, paper, msg("📎 Please send a photo of it: {paper}", paper=PAPERS[paper]))
    await turn.out.redraw_card(case, _paper_buttons(case))
    return msg("Sent.")


async def tick_off(turn: DeskTurn, case: Case, detail: str) -> Text:
    """A coordinator has looked at what came: `detail` is what it is, and what it was taken for."""
    paper, _, guess = detail.partition(".")
    if paper not in PAPERS:
        return TOO_OLD
    if guess != paper and state_of(case.papers, guess) == State.here:
        case.papers = with_paper(case.papers, guess, State.asked)
    case.papers = with_paper(case.papers, paper, State.good)
    _note(turn, msg("☑ {paper}", paper=PAPERS[paper]))
    await turn.out.redraw_card(case)
    return msg("Ticked off.")


async def ask_again(turn: DeskTurn, case: Case, paper: str) -> Text:
    """What came cannot be used: the person is asked for another photo."""
    if paper not in PAPERS:
        return TOO_OLD
    if problem := out_of_reach(case):
        return problem
    words = msg(
        "📷 It cannot be read well. Please send another photo: {paper}", paper=PAPERS[paper]
    )
    await _ask(turn, case, paper, words)
    _note(turn, msg("🔁 Asked again: {paper}", paper=PAPERS[paper]))
    await turn.out.redraw_card(case)
    return msg("Sent.")


async def _ask(turn: DeskTurn, case: Case, paper: str, words: Text) -> None:
    person = await speak(turn, case)
    case.papers = with_paper(case.papers or [], paper, State.asked)
    without = Button(label=msg("🤷 I do not have it"), data=f"nopaper:{case.code}:{paper}")
    turn.out.to_person(person, Say(text=[words], buttons=[[without]]), case=case)


def _paper_buttons(case: Case) -> list[list[Button]]:
    rows = []
    for paper in papers_for(case.need):
        state = state_of(case.papers or [], paper)
        label = Text(id="{sign}{paper}", args={"sign": _sign(state), "paper": PAPERS[paper]})
        rows.append([Button(label=label, data=f"paper:{case.code}:{paper}")])
    return [*rows, [back_button(case)]]


def _sign(state: State | None) -> Text:
    return verbatim(_SIGNS[state] if state else "")


def _note(turn: DeskTurn, what: Text) -> None:
    """The message with the file says what was decided, and by whom."""
    by = msg("{word} · {name}", word=what, name=turn.staff.name)
    turn.replace_pressed(by)
