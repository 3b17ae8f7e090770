"""What was said in a case so far, for those who come to it later or lost its topic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import Edit, Inbound, Mark, Operation, Say
from bot.desk.passing import LONGEST_TEXT, length
from bot.i18n.catalogs import render
from bot.i18n.text import Text, msg
from bot.storage.mail import InboundRow, OutboundRow
from bot.storage.outbox import operation_of
from bot.storage.sealed import vault
from bot.storage.tables import Case, Coordinator

MOST = 40
"""How many of the last things are told again."""
_ROWS = 10 * MOST
_LONGEST_LINE = 1500
_NOTE = "//"
_PERSON_SIGN = "👤 "
_WORDS = "{words}"
"""The id of what somebody said themselves (`bot.i18n.text.verbatim`)."""
_CHANGED = "✏️ Changed to: {words}"


@dataclass(frozen=True)
class Thing:
    """One thing that somebody said: words, or a file, a place or a contact with or without.

    The `sign` is put before words; `name` is the coordinator's, None for the person.
    """

    words: str
    file: Say | None = None
    name: str | None = None
    note: bool = False
    changed: bool = False

    def lines(self) -> list[Text]:
        """Who said it, and what; words that are too long for one line in several."""
        cut = range(0, max(len(self.words), 1), _LONGEST_LINE)
        return [self._line(self.words[at : at + _LONGEST_LINE]) for at in cut]

    def _line(self, words: str) -> Text:
        said: str | Text = msg("✏️ Changed to: {words}", words=words) if self.changed else words
        if self.name is None:
            return msg("👤 {words}", words=said)
        if self.note:
            return msg("📝 {name}: {words}", name=self.name, words=said)
        return msg("{name}: {words}", name=self.name, words=said)


async def history(session: AsyncSession, case: Case) -> list[Say]:
    """What was said so far, the oldest first: as few messages as can hold the words, then files.

    What only waits to be shown in the topic is not part of it, nor is what the card says.
    """
    things = _once(await _things(session, case))[-MOST:]
    lines = [line for thing in things if thing.file is None for line in thing.lines()]
    files = [
        thing.file.model_copy(update={"text": thing.lines()[:1] if _captioned(thing.file) else []})
        for thing in things
        if thing.file
    ]
    if not things:
        return []
    return [*_packed(msg("🗂️ Said so far in {code}:", code=case.code), lines), *files]


def said_by_person(say: Operation, source: str | None) -> bool:
    """Whether something for a topic is what the person said, or sent, themselves."""
    if not isinstance(say, Say):
        return False
    own = bool(say.text) and all(line.id == _WORDS for line in say.text)
    return bool(source) or own or _file_of(say) is not None


async def _things(session: AsyncSession, case: Case) -> list[Thing]:
    ids = [case.id, *await session.scalars(_merged_into(case))]
    found = await session.execute(_rows_of(ids))
    pairs = [(row, Inbound.model_validate(came.body)) for row, came in found if came.body]
    names = await _names(session, (inbound.sender for _, inbound in pairs if inbound.group))
    things: list[Thing] = []
    for row, inbound in reversed(pairs):
        if row.body is None:
            continue
        if inbound.group:
            name = names.get(inbound.sender or "")
            things += _of_staff(operation_of(row), row, inbound, name) if name else []
        elif row.to_case and said_by_person(operation_of(row), row.source):
            things += _of_person(operation_of(row))
    return things


def _merged_into(case: Case) -> Select[tuple[int]]:
    return select(Case.id).where(Case.merged_into_id == case.id)


def _rows_of(ids: Sequence[int]) -> Select[tuple[OutboundRow, InboundRow]]:
    """What each message became, the newest first."""
    ops = (Say().op, "edit", "mark")
    return (
        select(OutboundRow, InboundRow)
        .join(InboundRow, InboundRow.id == OutboundRow.cause_id)
        .where(OutboundRow.case_id.in_(ids), OutboundRow.op.in_(ops))
        .where(OutboundRow.group_id.is_(None))
        .where(or_(OutboundRow.person_id.is_not(None), OutboundRow.status != "pending"))
        .order_by(InboundRow.id.desc(), OutboundRow.seq.desc())
        .limit(_ROWS)
    )


async def _names(session: AsyncSession, addresses: Iterable[str | None]) -> dict[str, str]:
    """The names of coordinators, by their address."""
    indexes = {vault().index("telegram", one): one for one in addresses if one}
    staff = select(Coordinator).where(Coordinator.address_index.in_(indexes))
    return {indexes[one.address_index]: one.name for one in await session.scalars(staff)}


def _of_person(say: Operation) -> list[Thing]:
    assert isinstance(say, Say)
    if sent := _file_of(say):
        return [Thing(_plain(say.text), sent)]
    return [
        Thing(_plain([line]).removeprefix(_PERSON_SIGN), changed=line.id == _CHANGED)
        for line in say.text
    ]


def _of_staff(said: Operation, row: OutboundRow, inbound: Inbound, name: str) -> list[Thing]:
    """What a coordinator said to the person, or noted; nothing else of what they did."""
    if isinstance(said, Mark):
        words = (inbound.text or "").strip().removeprefix(_NOTE).strip()
        file = Say(media=inbound.media, location=inbound.location, contact=inbound.contact)
        return [Thing(words, _file_of(file), name, note=True)]
    if row.person_id is None or not isinstance(said, Say | Edit):
        return []
    if row.relayed is None and not all(line.id == _WORDS for line in said.text):
        return []  # our own words, about what they did
    if isinstance(said, Edit):
        return [Thing(_plain(said.text), name=name, changed=True)]
    sent = _file_of(said)
    return [Thing(_plain(said.text), sent, name)] if sent or said.text else []


def _file_of(say: Say) -> Say | None:
    """The file, place or contact of a message, without its words."""
    if not (say.media or say.location or say.contact):
        return None
    return Say(media=say.media, location=say.location, contact=say.contact)


def _captioned(file: Say) -> bool:
    return file.media is not None and file.media.kind not in {"sticker", "video_note"}


def _plain(text: Sequence[Text]) -> str:
    """Somebody's words; where they are an answer of ours, in the language it was said in."""
    return "\n".join(
        str(line.args["words"]) if line.id in {_WORDS, _CHANGED} else render(line, "ar")
        for line in text
    )


def _once(things: Sequence[Thing]) -> list[Thing]:
    """Each file only the first time: what was told again before counts once."""
    seen: list[Say] = []
    kept = []
    for thing in things:
        if thing.file is None or thing.file not in seen:
            kept.append(thing)
        if thing.file:
            seen.append(thing.file)
    return kept


def _packed(title: Text, lines: Sequence[Text]) -> list[Say]:
    """Lines in as few messages as Telegram takes."""
    said, room = [[title]], LONGEST_TEXT - length(render(title, "ar"))
    for line in lines:
        takes = length(render(line, "ar")) + 1
        if takes > room:
            said.append([])
            room = LONGEST_TEXT
        said[-1].append(line)
        room -= takes
    return [Say(text=text) for text in said]
