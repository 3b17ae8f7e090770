"""The week's figures of the centres, for those who supervise them, with a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.calendar import MOROCCO
from bot.cases.figures import Fact, Figures, Stand, by_need, figures
from bot.cases.needs import BY_KEY
from bot.cases.routing import centre_for
from bot.channels.base import Say
from bot.channels.chart import Bar, Chart, Panel
from bot.desk.digests import opened
from bot.desk.passing import LONGEST_TEXT, length
from bot.i18n.catalogs import as_language, render
from bot.i18n.text import Text, msg, msgs, verbatim
from bot.storage.casebook import supervisions
from bot.storage.caselists import facts
from bot.storage.outbox import Outbox
from bot.storage.tables import Centre

PERIOD = timedelta(days=7)
_STANDS = {
    Stand.unclaimed: msg("Nobody has it"),
    Stand.in_hand: msg("In hand"),
    Stand.waiting: msg("We wait for an answer"),
}


async def weekly(session: AsyncSession, out: Outbox, now: datetime) -> int:
    """Tell supervisors of the last seven days when they open for the first time in a week.

    That is on Monday, unless it is a holiday. Without a supervision it is told to the centre of
    last resort (`bot.desk.watch.Look`).
    """
    today = now.astimezone(MOROCCO).date()
    monday = today - timedelta(days=today.weekday())
    above = await supervisions(session)
    which = Centre.kind == ("supervision" if above else "national")
    said = 0
    async for reader in opened(session, now, Centre.weekly_on, monday, which):
        reader.weekly_on = today
        known = await facts(session, now - PERIOD, now)
        weeks = [(c, known[c.id]) for c in await _under(session, reader, above) if c.id in known]
        if weeks:
            for message in _in_words(weeks, reader, now - PERIOD):
                out.to_group(reader, Say(text=message))
            picture = _in_a_picture(weeks, reader, now - PERIOD)
            if picture.panels:
                out.to_group(reader, picture)
            said += 1
    return said


async def _under(session: AsyncSession, reader: Centre, above: Sequence[Centre]) -> list[Centre]:
    """The centres that are a reader's to supervise."""
    centres = await session.scalars(
        select(Centre).where(Centre.kind != "supervision").order_by(Centre.code)
    )
    return [c for c in centres if not above or centre_for(c, above) is reader]


def _in_words(
    weeks: Sequence[tuple[Centre, list[Fact]]], reader: Centre, since: datetime
) -> list[list[Text]]:
    """The figures of all and of each, in as many messages as they need."""
    language = as_language(reader.language)
    blocks = [
        [msg("🏢 {centre}", centre=centre.name(language)), *_lines(figures(known, since))]
        for centre, known in weeks
    ]
    if len(weeks) > 1:
        everything = [fact for _, known in weeks for fact in known]
        blocks.insert(0, [msg("🗂️ All centres"), *_lines(figures(everything, since))])
    messages = [[msg("📊 The last seven days:")]]
    for block in blocks:
        both = [*messages[-1], verbatim(""), *block]
        if length("\n".join(render(line, language) for line in both)) > LONGEST_TEXT:
            messages.append(block)
        else:
            messages[-1] = both
    return messages


def _lines(week: Figures) -> list[Text]:
    counted = msg(
        "Opened {opened} · closed {closed} · open {open} · late {late}",
        opened=week.opened, closed=week.closed, open=week.open, late=week.late,
    )  # fmt: skip
    lines = [counted]
    if week.first_answer is not None:
        lines.append(msg("⏱️ First answer: {time}", time=_lasting(week.first_answer)))
    if any(week.ratings.values()):
        lines.append(_rated(week.ratings))
    return lines


def _rated(ratings: Mapping[int, int]) -> Text:
    return msg(
        "😊 {good} · 😐 {middling} · 🙁 {bad}", good=ratings[3], middling=ratings[2], bad=ratings[1]
    )


def _in_a_picture(
    weeks: Sequence[tuple[Centre, list[Fact]]], reader: Centre, since: datetime
) -> Chart:
    language = as_language(reader.language)
    everything = [fact for _, known in weeks for fact in known]
    open_now = [
        Bar(label=BY_KEY[need].label, parts=parts, end=verbatim(str(sum(parts))))
        for need, parts in by_need(everything)
    ]
    answered = [
        Bar(
            label=verbatim(centre.name(language)),
            parts=[week.first_answer / timedelta(hours=1)],
            end=_lasting(week.first_answer),
        )
        for centre, known in weeks
        if (week := figures(known, since)).first_answer is not None
    ]
    panels = [
        Panel(title=msg("Open requests by need"), bars=open_now, parts=list(_STANDS.values())),
        Panel(title=msg("Median time to the first answer"), bars=answered),
    ]
    return Chart(
        panels=[p for p in panels if p.bars], text=[msg("📊 Today, and the last seven days")]
    )


def _lasting(time: timedelta) -> Text:
    """How long something took, as roughly as it matters."""
    minutes = round(time / timedelta(minutes=1))
    if minutes < 60:
        return msgs("{n} minute", "{n} minutes", minutes)
    hours = round(time / timedelta(hours=1))
    if hours < 48:
        return msgs("{n} hour", "{n} hours", hours)
    return msgs("{n} day", "{n} days", round(time / timedelta(days=1)))
