"""The answers of a centre, kept by its coordinators in the group: `/answers` and `/answer`."""

from __future__ import annotations

from bot.cases.answers import ANY, VARIABLES, Kept, UnknownVariable
from bot.cases.needs import BY_KEY, NEEDS
from bot.channels.base import Say
from bot.desk.context import DeskTurn
from bot.i18n.catalogs import LANGUAGES, render
from bot.i18n.text import Text, msg, verbatim
from bot.storage.answers import drop_answer, keep_answer, own_answers
from bot.storage.tables import CannedAnswer

LONGEST_NAME, LONGEST_WORDS = 40, 1500
_ALL = msg("All needs")
_USAGE = (
    msg("➕ To add an answer, write it in one message, with | between the parts:"),
    verbatim("/answer add housing | Visite | Passez nous voir : {address} | زورونا: {address}"),
    msg("In order: the need, a short name, the words in French, the words in Arabic."),
)
_VARIABLES = " ".join(f"{{{name}}}" for name in VARIABLES)


async def show_answers(turn: DeskTurn, _: str) -> None:
    """List what the centre keeps, with the number to remove each by."""
    rows = await own_answers(turn.session, turn.centre)
    if not rows:
        _say(turn, msg("📌 Your centre keeps no answers of its own yet."), *_usage())
        return
    lines = [_line(row) for row in rows]
    for at in range(0, len(lines), 40):
        _say(turn, msg("📌 The answers of your centre:"), *lines[at : at + 40])
    _say(turn, msg("🗑️ To remove one: /answer remove and its number."), *_usage())


async def change_answers(turn: DeskTurn, words: str) -> None:
    """Add, show or remove an answer; anything else is told how that is written."""
    verb, _, rest = words.partition(" ")
    match verb.casefold(), rest.strip():
        case (("add" | "+"), rest) if rest:
            await _add(turn, rest)
        case (("remove" | "-"), number) if number.isdigit():
            removed = await drop_answer(turn.session, turn.centre, int(number))
            gone = msg("🗑️ Removed.") if removed else msg("There is no answer with this number.")
            _say(turn, gone)
        case "show", number if number.isdigit():
            await _show(turn, int(number))
        case _:
            _say(turn, *_usage())


async def _add(turn: DeskTurn, written: str) -> None:
    parts = [part.strip() for part in written.split("|")]
    if len(parts) != 4 or not all(parts):
        _say(turn, msg("⚠️ Four parts are needed, with | between them."), *_usage())
        return
    need, name, french, arabic = parts
    key = need_named(need)
    if key is None:
        needs = " · ".join(known.key for known in NEEDS)
        _say(
            turn, msg("⚠️ I do not know this need: {need}", need=need), verbatim(f"{ANY} · {needs}")
        )
    elif len(name) > LONGEST_NAME or max(len(french), len(arabic)) > LONGEST_WORDS:
        _say(turn, msg("⚠️ This is too long: make the name or the words shorter."))
    else:
        try:
            fresh = await keep_answer(turn.session, turn.centre, Kept(key, name, arabic, french))
        except UnknownVariable as unknown:
            why = msg("⚠️ Nothing can be filled in for {name}.", name=str(unknown))
            _say(turn, why, msg("You can use: {variables}", variables=_VARIABLES))
            return
        _say(
            turn,
            msg("📌 Kept: {name}", name=name) if fresh else msg("📌 Changed: {name}", name=name),
        )


async def _show(turn: DeskTurn, number: int) -> None:
    rows = await own_answers(turn.session, turn.centre)
    row = next((row for row in rows if row.id == number), None)
    if row is None:
        _say(turn, msg("There is no answer with this number."))
    else:
        _say(turn, _line(row), verbatim(row.text_fr), verbatim(row.text_ar))


def need_named(words: str) -> str | None:
    """The key of a need by its key or its name in either language; None if nothing is called so."""
    wanted = words.casefold().strip()
    names = {ANY: ANY} | {render(_ALL, language).casefold(): ANY for language in LANGUAGES}
    for need in NEEDS:
        names[need.key] = need.key
        names |= {_plain(need.label, n): need.key for n in range(len(LANGUAGES))}
    return names.get(wanted)


def _plain(label: Text, language: int) -> str:
    return render(label, LANGUAGES[language]).strip("\u200f ").casefold()


def _line(row: CannedAnswer) -> Text:
    need = BY_KEY[row.need].title if row.need in BY_KEY else _ALL
    return msg("{number} · {need} · {name}", number=row.id, need=need, name=row.name)


def _usage() -> tuple[Text, ...]:
    return (*_USAGE, msg("You can use: {variables}", variables=_VARIABLES))


def _say(turn: DeskTurn, *text: Text) -> None:
    said = Say(text=list(text), reply_to=turn.inbound.message)
    turn.out.to_group(turn.centre, said, thread=turn.inbound.thread)
