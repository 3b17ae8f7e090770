"""Colleagues and cases as words that can be tapped."""

from __future__ import annotations

from bot.i18n.text import Link
from bot.storage.tables import Case, Coordinator

_SUPERGROUP = "-100"


def called(staff: Coordinator) -> Link:
    """A colleague's name, which makes their telephone ring."""
    return Link(words=staff.name, person=staff.address)


def leads_to(case: Case) -> Link:
    """A case's code, which leads to its topic or its card where that can be linked to."""
    group = case.centre.group if case.centre else None
    at = case.topic or case.card
    if not (group and group.startswith(_SUPERGROUP) and at):
        return Link(words=case.code)
    return Link(words=case.code, url=f"https://t.me/c/{group.removeprefix(_SUPERGROUP)}/{at}")
