"""Who is in a centre's group, and whether we are: whoever is in it reads everything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import Inbound, Member, Say
from bot.desk.team import back_again, leave
from bot.i18n.text import Text, msg
from bot.storage.casebook import coordinator_at, supervision_of
from bot.storage.outbox import Outbox
from bot.storage.tables import Centre

_STRANGER = msg("They can read everything there: remove them, or register them.")


@dataclass
class Groups:
    """A centre's group and the supervision's, in which its supervisors hear of it."""

    out: Outbox
    centre: Centre
    above: Centre | None

    def say(self, *text: Text) -> None:
        """Tell the people of the centre."""
        self.out.to_group(self.centre, Say(text=list(text)))

    def tell(self, *text: Text) -> None:
        """Tell the supervisors, unless it is their own group that it is about."""
        if self.above and self.above.id != self.centre.id:
            self.out.to_group(self.above, Say(text=list(text)))

    @property
    def named(self) -> str:
        """The centre as its supervisors call it."""
        return self.centre.name(self.above.language if self.above else self.centre.language)


async def hear_event(
    session: AsyncSession, out: Outbox, centre: Centre, inbound: Inbound, now: datetime
) -> None:
    """Do what an event in a group asks for: somebody joined or left it, or we did."""
    groups = Groups(out, centre, await supervision_of(session, centre))
    match inbound.event:
        case "joined":
            for member in inbound.members:
                await _joined(session, groups, inbound.channel, member)
        case "left":
            for member in inbound.members:
                await _left(session, groups, inbound.channel, member, now)
        case "removed":
            gone = msg("📵 I was removed from the group of {centre}.", centre=groups.named)
            waits = msg("Nothing is lost: their requests wait until I am in it again.")
            groups.tell(gone, waits)
        case "added":
            groups.tell(msg("✅ I am in the group of {centre} again.", centre=groups.named))
        case _:
            pass


async def _joined(session: AsyncSession, groups: Groups, channel: str, member: Member) -> None:
    """Warn of whoever is no coordinator here; a coordinator who comes again is back."""
    staff = await coordinator_at(session, groups.centre, channel, member.address)
    if staff and staff.active:
        if staff.away_since:
            staff.away_since = staff.away_until = None
            groups.say(back_again(staff))
        return
    number = msg("Their Telegram number: {number}", number=member.address)
    here = msg("⚠️ {name} joined this group and is not registered here.", name=member.name)
    groups.say(here, _STRANGER, number)
    there = msg(
        "⚠️ {name} joined the group of {centre} and is not registered there.",
        name=member.name,
        centre=groups.named,
    )
    groups.tell(there, _STRANGER, number)


async def _left(
    session: AsyncSession, groups: Groups, channel: str, member: Member, now: datetime
) -> None:
    """A coordinator who left cannot answer any more: their cases go on with colleagues."""
    staff = await coordinator_at(session, groups.centre, channel, member.address)
    if staff and staff.active:
        leave(staff, now, None)
        gone = msg("🚪 {name} left the group of {centre}.", name=staff.name, centre=groups.named)
        groups.tell(gone, msg("Their requests go on with colleagues."))
