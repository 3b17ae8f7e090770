"""A case is offered to another centre, and the offer taken back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.needs import BY_KEY, COMPLAINT
from bot.cases.routing import distance_km
from bot.cases.states import Status, move
from bot.cases.urgency import LABELS, Urgency
from bot.channels.base import Button, Edit, Say
from bot.desk.card import back_button
from bot.desk.context import TOO_OLD, DeskTurn
from bot.i18n.catalogs import as_language
from bot.i18n.text import Moment, Text, msg, verbatim
from bot.places import towns
from bot.storage.desk_tables import Transfer
from bot.storage.outbox import Outbox
from bot.storage.tables import Case, Centre
from bot.storage.transfers import (
    ACCEPTED,
    DECLINED,
    OFFERED,
    WITHDRAWN,
    centres_for,
    offer_message,
    offer_of,
)

PAGE = 8
REASONS: dict[str, Text] = {
    "far": msg("📍 It is too far for them"),
    "full": msg("🚫 There is no place here"),
    "other": msg("🧭 It is not what we do"),
}
"""Why a centre declines, ready to be tapped; keys are stored."""


async def choose_centre(turn: DeskTurn, case: Case, page: str) -> Text:
    """Show the other centres, the nearest first, a page at a time."""
    move("hand", Status(case.status))
    if case.need == COMPLAINT:
        return msg("📣 A complaint stays with those it was sent to.")
    if case.offered_to:
        return TOO_OLD
    others = await centres_for(turn.session, case)
    if not others:
        return msg("No other centre has a group yet.")
    first = int(page) * PAGE if page.isdecimal() else 0
    rows = [[_choice(case, other)] for other in others[first : first + PAGE]]
    turning = [
        *([_turn_to(case, "⬅️", first // PAGE - 1)] if first else []),
        *([_turn_to(case, "➡️", first // PAGE + 1)] if first + PAGE < len(others) else []),
    ]
    await turn.out.redraw_card(case, [*rows, *([turning] if turning else []), [back_button(case)]])
    return msg("To which centre?")


async def offer(turn: DeskTurn, case: Case, centre_id: str) -> Text:
    """Offer a case to a centre: its people are asked, and until one accepts nothing changes."""
    move("hand", Status(case.status))
    others = await centres_for(turn.session, case)
    to = next((one for one in others if str(one.id) == centre_id), None)
    if to is None or case.offered_to or case.centre is None or case.need == COMPLAINT:
        return TOO_OLD
    transfer = Transfer(
        case=case,
        from_centre=case.centre,
        to_centre=to,
        coordinator=turn.staff,
        state=OFFERED,
        offered_at=turn.now,
    )
    turn.session.add(transfer)
    await turn.session.flush()
    case.offered_to, case.offered_at, case.moved_at = to, turn.now, turn.now
    turn.out.to_group(to, offer_message_of(transfer), case=case)
    name = to.name(case.centre.language)
    told = msg("🔀 {name} offered it to {centre}.", name=turn.staff.name, centre=name)
    turn.out.to_case(case, Say(text=[told]))
    await turn.out.redraw_card(case)
    return msg("Offered.")


async def take_back(turn: DeskTurn, case: Case, _: str) -> Text:
    """Take an offer back, as long as nobody has answered it."""
    if not await withdraw_offer(turn.session, turn.out, case, turn.now):
        return TOO_OLD
    told = msg("↩️ {name} took the offer back.", name=turn.staff.name)
    turn.out.to_case(case, Say(text=[told]))
    await turn.out.redraw_card(case)
    return msg("Taken back.")


async def withdraw_offer(session: AsyncSession, out: Outbox, case: Case, now: datetime) -> bool:
    """No centre is offered a case any more; whether one was. The card is for the caller."""
    transfer = await offer_of(session, case)
    case.offered_to = case.offered_at = None
    if transfer is None:
        return False
    transfer.state, transfer.settled_at, transfer.awaited = WITHDRAWN, now, None
    await show_settled(session, out, transfer)
    return True


async def show_settled(
    session: AsyncSession, out: Outbox, transfer: Transfer, pressed: str | None = None
) -> None:
    """The message of an offer says what became of it; `pressed` is its number where known."""
    words = [settled_words(transfer)]
    row = None if pressed else await offer_message(session, transfer)
    if message := pressed or (row.message if row else None):
        out.to_group(transfer.to_centre, Edit(message=message, text=words))
    elif row and row.status == "pending":
        say = Say(text=words)
        row.body = say.model_dump(mode="json", exclude_defaults=True) | {"op": say.op}


def settled_words(transfer: Transfer) -> Text:
    """What became of an offer, without a word about the person."""
    code, by = transfer.case.code, transfer.settled_by
    name = by.name if by else "-"
    if transfer.state == ACCEPTED:
        return msg("✅ {code}: {name} has accepted it.", code=code, name=name)
    if transfer.state == DECLINED:
        why = reason_words(transfer)
        return msg("✖️ {code}: {name} has declined it: {word}", code=code, name=name, word=why)
    centre = transfer.from_centre.name(transfer.to_centre.language)
    return msg("↩️ {code}: {centre} took its offer back.", code=code, centre=centre)


def reason_words(transfer: Transfer) -> Text:
    """Why a centre declined: one of our words, or its people's own."""
    return REASONS.get(transfer.word or "", verbatim(transfer.word or "-"))


def offer_words(transfer: Transfer) -> list[Text]:
    """What another centre is told of a case: nothing that the person said, and no number."""
    case, language = transfer.case, as_language(transfer.to_centre.language)
    lines = [
        msg("🔀 {centre} asks you to take a request:", centre=transfer.from_centre.name(language)),
        msg("{need} · {code}", need=BY_KEY[case.need].title, code=case.code),
        LABELS[Urgency(case.urgency)],
    ]
    if case.person and case.person.town:
        town = towns().get(case.person.town)
        lines.append(msg("📍 {town}", town=town.name(language) if town else case.person.town))
    since = msg("⏳ Waiting since {moment}", moment=Moment(at=case.waits_since))
    return [*lines, since, msg("🙋 {name} asks.", name=transfer.coordinator.name)]


def offer_buttons(transfer: Transfer) -> list[list[Button]]:
    """What the people of the other centre can answer."""
    accept = Button(label=msg("✅ Accept"), data=f"accept:{transfer.id}")
    return [[accept, Button(label=msg("✖️ Decline"), data=f"decline:{transfer.id}")]]


def offer_message_of(transfer: Transfer) -> Say:
    """The one message in the other centre's group."""
    return Say(text=offer_words(transfer), buttons=offer_buttons(transfer))


def _choice(case: Case, other: Centre) -> Button:
    here = case.centre
    name = other.name(here.language) if here else other.name_fr
    label = msg("🏢 {centre}", centre=name)
    if here:
        label = msg("🏢 {centre} · {km} km", centre=name, km=round(distance_km(here, other)))
    return Button(label=label, data=f"offer:{case.code}:{other.id}")


def _turn_to(case: Case, arrow: str, page: int) -> Button:
    return Button(label=verbatim(arrow), data=f"elsewhere:{case.code}:{page}")
