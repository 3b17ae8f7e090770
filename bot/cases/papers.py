"""Papers that a request usually needs, and where the asking for each one stands."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from bot.i18n.text import Text, msg

PAPERS: dict[str, Text] = {
    "id_card": msg("🪪 Identity card"),
    "birth": msg("👶 Birth certificate"),
    "residence": msg("🏠 Residence certificate"),
    "family_book": msg("👪 Family booklet"),
    "id_photos": msg("🖼️ Identity photo"),
    "letter": msg("✉️ The letter that came"),
    "cv": msg("📃 CV"),
    "diploma": msg("🎓 Diploma or certificate"),
    "school": msg("📚 School certificate"),
    "lease": msg("🔑 Rental contract"),
    "prescription": msg("💊 Prescription"),
    "machine": msg("🔧 Photo of the machine"),
    "workshop": msg("🏪 Photo of the workplace"),
    "quote": msg("🧾 Quote or invoice"),
}
"""Keys are stored. Two of them must fit a button's data: keep them short."""
_USUAL = {
    "housing": ("id_card", "lease", "residence"),
    "documents": ("id_card", "birth", "residence", "family_book", "id_photos"),
    "job": ("id_card", "cv", "diploma"),
    "training": ("id_card", "school", "diploma", "id_photos"),
    "education": ("id_card", "birth", "school"),
    "family": ("id_card", "family_book", "letter"),
    "health": ("id_card", "prescription", "letter"),
    "legal": ("id_card", "letter"),
    "money": ("id_card", "residence"),
    "project_start": ("id_card", "diploma", "workshop", "quote"),
    "project_problem": ("machine", "workshop", "quote", "letter"),
    "project_progress": ("workshop", "machine"),
}
_ANY = ("id_card", "residence", "letter")
Papers = Sequence[Sequence[Any]]
"""As stored with a case: pairs of a key and a state, in the order they were asked for."""


class State(StrEnum):
    """Where the asking for a paper stands."""

    asked = "asked"
    here = "here"  # something came that may be it
    lacking = "lacking"  # they say that they do not have it
    good = "good"


_LINES = {
    State.asked: msg("☐ {paper}"),
    State.here: msg("📥 {paper}: please look at it"),
    State.lacking: msg("☐ {paper}: they do not have it"),
    State.good: msg("☑ {paper}"),
}


def papers_for(need: str) -> tuple[str, ...]:
    """The papers to offer for a need, the usual ones first."""
    return _USUAL.get(need, _ANY)


def state_of(papers: Papers, paper: str) -> State | None:
    """Where a paper stands; None if it was never asked for."""
    return next((State(state) for key, state in papers if key == paper), None)


def with_paper(papers: Papers, paper: str, state: State) -> list[list[str]]:
    """The same papers with one in another state; one that is new comes last."""
    pairs = {str(key): str(old) for key, old in papers} | {paper: str(state)}
    return [[key, value] for key, value in pairs.items()]


def in_state(papers: Papers, *states: State) -> list[str]:
    """The papers in one of some states, the one that was asked for first in front."""
    return [key for key, state in papers if state in states and key in PAPERS]


def checklist(papers: Papers) -> list[Text]:
    """A line for each paper: ☐ or ☑."""
    return [
        _LINES[State(state)].model_copy(update={"args": {"paper": PAPERS[key]}})
        for key, state in papers
        if key in PAPERS
    ]
