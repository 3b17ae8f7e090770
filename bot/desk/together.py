"""Words that are held back are passed on together, so that a flood does not fill the group.

Telegram takes about twenty messages a minute for a group, all its topics together: a hundred of
one person's, a message each, would hold back everybody else's for five minutes.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import Say
from bot.desk.passing import LONGEST_TEXT, length
from bot.i18n.catalogs import render
from bot.storage.mail import WAITING, OutboundRow
from bot.storage.outbox import Outbox, operation_of
from bot.storage.tables import Case


async def joins_waiting(session: AsyncSession, case: Case, words: Say) -> bool:
    """Add a person's words to the last ones that wait for a case's topic.

    False where nothing is held back, or the last thing that waits is none of their words. A
    change of words that were added is shown without the first ones beside it.
    """
    lane = select(OutboundRow).where(OutboundRow.lane == Outbox.lane_of(case), WAITING)
    waiting = list(await session.scalars(lane.order_by(OutboundRow.id)))
    if not any(row.not_before for row in waiting):
        return False
    last = await session.scalar(
        select(OutboundRow)
        .where(OutboundRow.id == waiting[-1].id, OutboundRow.status == "pending")
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    said = operation_of(last) if last and last.source else None
    if last is None or not isinstance(said, Say) or not (_only_words(said) and _only_words(words)):
        return False
    both = said.model_copy(update={"text": [*said.text, *words.text]})
    if length("\n".join(render(line, "ar") for line in both.text)) > LONGEST_TEXT:
        return False
    last.body = both.model_dump(mode="json", exclude_defaults=True) | {"op": both.op}
    return True


def _only_words(say: Say) -> bool:
    return say == Say(text=say.text)
