"""The answers that a centre keeps ready."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.answers import ANY, Answer, Kept, kept, variables
from bot.cases.shipped_answers import shipped_for
from bot.storage.tables import CannedAnswer, Centre

MOST_OFFERED = 20
"""Answers of a centre's own under one card; Telegram takes a hundred buttons."""


async def answers_for(session: AsyncSession, centre: Centre, need: str) -> list[Answer]:
    """The answers to offer for a need: the centre's own first, then those that come with us."""
    rows = await session.scalars(
        select(CannedAnswer)
        .where(CannedAnswer.centre_id == centre.id, CannedAnswer.need.in_([need, ANY]))
        .order_by(CannedAnswer.need == ANY, CannedAnswer.name)
        .limit(MOST_OFFERED)
    )
    own = [kept(row.id, row.name, row.text_ar, row.text_fr) for row in rows]
    return [*own, *shipped_for(need)]


async def answer_named(session: AsyncSession, centre: Centre, need: str, key: str) -> Answer | None:
    """An answer of a centre by its key; None once it was removed."""
    known = await answers_for(session, centre, need)
    return next((answer for answer in known if answer.key == key), None)


async def own_answers(session: AsyncSession, centre: Centre) -> list[CannedAnswer]:
    """All that a centre keeps, by need and name."""
    of_centre = select(CannedAnswer).where(CannedAnswer.centre_id == centre.id)
    return list(await session.scalars(of_centre.order_by(CannedAnswer.need, CannedAnswer.name)))


async def keep_answer(session: AsyncSession, centre: Centre, answer: Kept) -> bool:
    """Keep an answer, in the place of one with the same need and name; whether it is a new one.

    Raises:
        UnknownVariable: Nothing could be filled in for something in braces.
    """
    for words in (answer.arabic, answer.french):
        variables(words)
    row = await session.scalar(
        select(CannedAnswer).where(
            CannedAnswer.centre_id == centre.id,
            CannedAnswer.need == answer.need,
            CannedAnswer.name == answer.name,
        )
    )
    fresh = row is None
    if row is None:
        row = CannedAnswer(centre_id=centre.id, need=answer.need, name=answer.name)
        session.add(row)
    row.text_ar, row.text_fr = answer.arabic, answer.french
    return fresh


async def drop_answer(session: AsyncSession, centre: Centre, number: int) -> bool:
    """Remove an answer of a centre by its number; False if it has none such."""
    row = await session.get(CannedAnswer, number)
    if row is None or row.centre_id != centre.id:
        return False
    await session.delete(row)
    return True
