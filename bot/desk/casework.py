"""Opening a case and passing on to its topic what the person sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.needs import Need
from bot.cases.urgency import Urgency, urgency_of
from bot.channels.base import Card, Inbound, Location, Media, Say
from bot.desk.arrivals import arrived
from bot.desk.deadlines import heard, start
from bot.desk.giving import give
from bot.desk.passing import passed_on, pieces
from bot.desk.together import joins_waiting
from bot.i18n.text import msg, verbatim
from bot.storage.audit import record
from bot.storage.casebook import copy_of, message_index, route_of, unused_code
from bot.storage.outbox import Outbox
from bot.storage.tables import Case, Person

LONGEST_ANSWER = 600
"""Characters of an answer on the card, which must fit one message; more follows the card."""
STORY = "story"
"""The key among the answers for the words that opened the case."""
TRADE = "trade"
"""The key for the trade that those words name."""


@dataclass(frozen=True)
class Request:
    """What a case is opened from.

    Attributes:
        need: What it is about.
        answers: Answers by slot.
        story: The person's own words that opened it.
        said_urgency: The urgency found in those words.
        urgency: The urgency, where it is not to be worked out.
        media: Files sent while the form was open.
        places: Places sent likewise.
        form: The form that asked.
        source: The index of the message that opened it.
    """

    need: Need
    answers: Mapping[str, str] = field(default_factory=dict)
    story: str | None = None
    said_urgency: str | None = None
    urgency: Urgency | None = None
    media: Sequence[Media] = ()
    places: Sequence[Location] = ()
    form: str | None = None
    source: str | None = None


async def open_case(session: AsyncSession, out: Outbox, person: Person, request: Request) -> Case:
    """Open a case and send its card, and the files sent so far, to the centre."""
    urgency = request.urgency
    if urgency is None:
        urgency = urgency_of(request.need.key, request.answers, request.said_urgency)
    way = await route_of(session, person, request.need.key)
    case = Case(
        code=await unused_code(session),
        person=person,
        centre=way.centre,
        routed_by=way.by,
        need=request.need.key,
        urgency=int(urgency),
        status="open",
        language=person.language or "ar",
        answers=dict(request.answers) | ({STORY: request.story} if request.story else {}),
        form=request.form,
    )
    session.add(case)
    await session.flush()
    await start(session, case, datetime.now(UTC))
    record(case, "shown", datetime.now(UTC), detail=case.centre.code if case.centre else None)
    out.to_case(case, Card(), source=request.source)
    for words in (request.story, *request.answers.values()):
        if words and len(words) > LONGEST_ANSWER:
            for piece in pieces(words):
                out.to_case(case, Say(text=[verbatim(piece)]))
    for file in request.media:
        out.to_case(case, Say(media=file))
    for place in request.places:
        out.to_case(case, Say(location=place))
    await give(session, out, case, datetime.now(UTC))
    return case


async def pass_on(session: AsyncSession, out: Outbox, case: Case, inbound: Inbound) -> None:
    """Pass on to the topic whatever the person sent: words, files, places, edits."""
    case.moved_at = datetime.now(UTC)
    await heard(session, out, case, case.moved_at)
    source = (
        message_index(inbound.channel, inbound.chat, inbound.message) if inbound.message else None
    )
    copy = await copy_of(session, case, source) if inbound.edited and source else None
    if inbound.kind_name:
        out.to_case(case, Say(text=[msg("👤 They sent something that cannot be shown here.")]))
        return
    for say in passed_on(inbound, "👤 ", copy):
        if not await joins_waiting(session, case, say):
            out.to_case(case, say, source=source)
    if paper := arrived(case, inbound):
        out.to_case(case, paper)
        await out.redraw_card(case)
