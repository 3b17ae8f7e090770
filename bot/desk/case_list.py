"""All the cases of a centre in the group: `/cases` in four lists, and `/find` for one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.channels.base import Button, Say
from bot.desk.case_lines import case_line
from bot.desk.context import DeskTurn
from bot.i18n.text import Text, msg, verbatim
from bot.storage.audit import record
from bot.storage.caselists import PAGE, CaseLists, find_cases

ListAction = Callable[[DeskTurn, str, str], Awaitable[Text | None]]
"""What a button under a list does; the arguments are the two parts of its data.

Returns a word for the one who pressed.
"""
_TITLES = {
    "mine": msg("✋ Requests of {name}:"),
    "unclaimed": msg("📥 Nobody has taken these yet:"),
    "late": msg("⏰ These are late:"),
    "waiting": msg("💬 We wait for these people’s answer:"),
}
_LABELS = {
    "mine": msg("✋ Mine · {n}"),
    "unclaimed": msg("📥 Unclaimed · {n}"),
    "late": msg("⏰ Late · {n}"),
    "waiting": msg("💬 Waiting · {n}"),
}
_NONE = msg("✓ There are none.")
_HOW_TO_FIND = (
    msg("🔎 Write a code, a part of it, or a phone number:"),
    verbatim("/find R-7KQ2\n/find 7kq\n/find 0612 34 56 78"),
)


async def show_cases(turn: DeskTurn, _: str) -> None:
    """Show whoever asks their own cases, and the way to the others."""
    words, buttons = await _page(turn, "mine", 0)
    _say(turn, words, buttons)


async def turn_page(turn: DeskTurn, name: str, first: str) -> Text | None:
    """Show another list, or another page of it, to whoever pressed."""
    if name not in _TITLES or not first.isdecimal():
        return None
    words, buttons = await _page(turn, name, int(first))
    turn.replace_pressed(*words, buttons=buttons)
    return None


async def find(turn: DeskTurn, words: str) -> None:
    """Show the cases of this centre with a code, a part of one, or a phone number."""
    if not words:
        _say(turn, [*_HOW_TO_FIND])
        return
    found, total = await find_cases(turn.session, turn.centre, words)
    if not found:
        nothing = msg("🔎 Nothing found for {words}.", words=words[:40])
        _say(turn, [nothing, *_HOW_TO_FIND])
        return
    for case in found:
        record(case, "find", turn.now, turn.staff)
    lines = [case_line(case, turn.now) for case in found]
    if more := total - len(found):
        lines.append(msg("… and {n} more: write more of the code.", n=more))
    _say(turn, [msg("🔎 Found: {n}", n=total), *lines])


async def _page(turn: DeskTurn, name: str, first: int) -> tuple[list[Text], list[list[Button]]]:
    lists = CaseLists(turn.session, turn.centre, turn.now, turn.staff)
    counts = await lists.counts()
    last = max(0, (counts[name] - 1) // PAGE * PAGE)
    first = min(first // PAGE * PAGE, last)
    cases = await lists.page(name, first)
    for case in cases:
        record(case, "list", turn.now, turn.staff, name)
    title = _TITLES[name]
    if "{name}" in title.id:
        title = title.model_copy(update={"args": {"name": turn.staff.name}})
    lines = [title, *(case_line(case, turn.now) for case in cases)] if cases else [title, _NONE]
    if last:
        page, pages = first // PAGE + 1, last // PAGE + 1
        lines.append(msg("Page {page} of {pages}", page=page, pages=pages))
    choices = [
        Button(label=label.model_copy(update={"args": {"n": counts[key]}}), data=f"cases:{key}:0")
        for key, label in _LABELS.items()
    ]
    return lines, [choices[:2], choices[2:], *_turning(name, first, last)]


def _turning(name: str, first: int, last: int) -> list[list[Button]]:
    back = Button(label=verbatim("⬅️"), data=f"cases:{name}:{first - PAGE}")
    on = Button(label=verbatim("➡️"), data=f"cases:{name}:{first + PAGE}")
    row = [*([back] if first > 0 else []), *([on] if first < last else [])]
    return [row] if row else []


def _say(turn: DeskTurn, text: list[Text], buttons: list[list[Button]] | None = None) -> None:
    said = Say(text=text, buttons=buttons or [], reply_to=turn.inbound.message)
    turn.out.to_group(turn.centre, said, thread=turn.inbound.thread)


LISTS: Mapping[str, ListAction] = {"cases": turn_page}
"""What the buttons do that are about no case; only the centre's coordinators press them."""
