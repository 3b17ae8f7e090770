"""Answers kept ready: chosen under the card, looked at in the topic, and sent by one tap."""

from __future__ import annotations

from bot.cases.answers import VARIABLES, Answer
from bot.channels.base import Button, Clean, Say
from bot.desk.card import back_button
from bot.desk.context import TOO_OLD, DeskTurn
from bot.desk.taking import out_of_reach, speak
from bot.dialogue.when import hours_in_words
from bot.i18n.catalogs import as_language, render
from bot.i18n.text import Language, Text, msg, verbatim
from bot.storage.answers import answer_named, answers_for
from bot.storage.tables import Case


async def choose_answer(turn: DeskTurn, case: Case, _: str) -> Text | None:
    """Show the answers for the case's need: the centre's own, then ours."""
    if problem := out_of_reach(case):
        return problem
    await turn.out.redraw_card(case, await _answer_buttons(turn, case))
    return msg("Which answer?")


async def preview(turn: DeskTurn, case: Case, key: str) -> Text | None:
    """Show what would be said, in the person's language and below it in the desk's."""
    found = await _filled(turn, case, key)
    if isinstance(found, Text):
        return found
    answer, said = found
    lines = [said]
    desk = as_language(turn.centre.language)
    if desk != as_language(case.language):
        lines += [verbatim("—"), answer.filled(desk, _values(turn, case, desk))]
    send_it = Button(label=msg("📤 Send"), data=f"say:{case.code}:{key}")
    leave = Button(label=msg("⬅️ Back"), data=f"unsay:{case.code}")
    turn.out.to_case(case, Say(text=lines, buttons=[[send_it, leave]]))
    await turn.out.redraw_card(case)
    return None


async def send(turn: DeskTurn, case: Case, key: str) -> Text:
    """Say it to the person as the coordinator's words; what was looked at shows that it went."""
    found = await _filled(turn, case, key)
    if isinstance(found, Text):
        return found
    _, said = found
    person = await speak(turn, case)
    turn.out.to_person(person, Say(text=[said]), case=case, relayed=turn.inbound.message)
    turn.replace_pressed(msg("📤 {name}:", name=turn.staff.name), said)
    return msg("Sent.")


async def put_away(turn: DeskTurn, case: Case, _: str) -> None:
    """Take away what was looked at, and offer the others."""
    if turn.inbound.message:
        turn.out.to_case(case, Clean(messages=[turn.inbound.message]))
    await turn.out.redraw_card(case, await _answer_buttons(turn, case))


async def _filled(turn: DeskTurn, case: Case, key: str) -> tuple[Answer, Text] | Text:
    """An answer and what it says in the person's language, or why it cannot be sent."""
    if problem := out_of_reach(case):
        return problem
    answer = await answer_named(turn.session, turn.centre, case.need, key)
    if answer is None:
        return TOO_OLD
    language = as_language(case.language)
    values = _values(turn, case, language)
    if missing := answer.lacks(language, values):
        return msg("⚠️ The list of centres says nothing for {name}.", name=f"{{{missing}}}")
    return answer, answer.filled(language, values)


def _values(turn: DeskTurn, case: Case, language: Language) -> dict[str, str]:
    centre = turn.centre
    hours = [render(line, language).removeprefix("\u200f") for line in hours_in_words(centre.hours)]
    said = (
        case.code,
        centre.name(language),
        str(centre.contact.get(f"address_{language}") or ""),
        " · ".join(line.removeprefix("🕘 ") for line in hours),
        turn.staff.name,
    )
    return dict(zip(VARIABLES, said, strict=True))


async def _answer_buttons(turn: DeskTurn, case: Case) -> list[list[Button]]:
    language = as_language(case.language)
    values = _values(turn, case, language)
    rows = [
        [Button(label=answer.label, data=f"answer:{case.code}:{answer.key}")]
        for answer in await answers_for(turn.session, turn.centre, case.need)
        if answer.key.startswith("own-") or not answer.lacks(language, values)
    ]
    return [*rows, [back_button(case)]]
