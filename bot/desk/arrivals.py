"""A paper that was asked for comes from the person, or they say that they do not have it."""

from __future__ import annotations

from bot.cases.papers import PAPERS, State, in_state, with_paper
from bot.channels.base import Button, Inbound, Say
from bot.i18n.text import msg
from bot.storage.outbox import Outbox
from bot.storage.tables import Case

_SHOWS_PAPER = {"photo", "document"}


def arrived(case: Case, inbound: Inbound) -> Say | None:
    """What is said beneath a file that may be the paper asked for; notes that it came.

    None where the file is none, or no paper is asked for.
    """
    awaited = in_state(case.papers or [], State.asked, State.lacking)
    if inbound.edited or inbound.media is None or inbound.media.kind not in _SHOWS_PAPER:
        return None
    if not awaited:
        return None
    guess = awaited[0]
    case.papers = with_paper(case.papers, guess, State.here)
    may_be = [guess, *awaited[1:], *(p for p in in_state(case.papers, State.here) if p != guess)]
    ticks = [
        [Button(label=msg("☑ {paper}", paper=PAPERS[p]), data=f"paperok:{case.code}:{p}.{guess}")]
        for p in may_be
    ]
    again = Button(label=msg("🔁 Ask for another photo"), data=f"paperbad:{case.code}:{guess}")
    label = msg("📎 They sent: {paper}", paper=PAPERS[guess])
    return Say(text=[label], buttons=[*ticks, [again]])


def lacking(case: Case, paper: str, out: Outbox) -> bool:
    """Note that the person does not have a paper, and say so; False if it is not asked for."""
    if paper not in in_state(case.papers or [], State.asked):
        return False
    case.papers = with_paper(case.papers, paper, State.lacking)
    out.to_case(case, Say(text=[msg("🤷 They do not have it: {paper}", paper=PAPERS[paper])]))
    return True
