"""Small projects: their trades, stages and days.

The stages follow what a centre does: from an idea to a grant on a distribution day, to a project
of somebody's own. Keys are stored and counted, so they do not change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.cases.states import NotAllowed
from bot.cases.trades import TRADES
from bot.i18n.catalogs import MOROCCO
from bot.i18n.text import Moment, Text, msg

MOST_TRIES = 5
"""How many codes may be wrong before there is a pause: a code has half a million neighbours."""
PAUSE = timedelta(hours=1)
OTHER_TRADE = "other"


class Stage(StrEnum):
    """Where a project stands."""

    idea = "idea"
    application = "application"
    granted = "granted"
    started = "started"
    running = "running"
    paused = "paused"
    stopped = "stopped"
    succeeded = "succeeded"


STAGES: dict[str, Text] = {
    Stage.idea: msg("💡 An idea"),
    Stage.application: msg("📝 Application"),
    Stage.granted: msg("🎁 Granted"),
    Stage.started: msg("🚪 Started"),
    Stage.running: msg("🏃 Running"),
    Stage.paused: msg("⏸️ Paused"),
    Stage.stopped: msg("⛔ Stopped"),
    Stage.succeeded: msg("🏆 Succeeded"),
}
"""The words of a button."""
PROJECT_TRADES: dict[str, Text] = {**TRADES, OTHER_TRADE: msg("🧩 Another trade")}
"""The trades a project can have."""
_SINCE = {
    Stage.idea: msg("an idea since {month}"),
    Stage.application: msg("application since {month}"),
    Stage.granted: msg("granted in {month}"),
    Stage.started: msg("started in {month}"),
    Stage.running: msg("running since {month}"),
    Stage.paused: msg("paused since {month}"),
    Stage.stopped: msg("stopped in {month}"),
    Stage.succeeded: msg("succeeded in {month}"),
}
# Forward, and back by a step: a thumb slips, and whoever stopped may begin again.
_MOVES = {
    Stage.idea: (Stage.application, Stage.granted, Stage.started, Stage.stopped),
    Stage.application: (Stage.granted, Stage.started, Stage.stopped, Stage.idea),
    Stage.granted: (Stage.started, Stage.running, Stage.stopped, Stage.application),
    Stage.started: (Stage.running, Stage.paused, Stage.stopped, Stage.granted),
    Stage.running: (Stage.paused, Stage.succeeded, Stage.stopped, Stage.started),
    Stage.paused: (Stage.running, Stage.stopped),
    Stage.stopped: (Stage.started, Stage.running),
    Stage.succeeded: (Stage.running,),
}
ENDED = (Stage.stopped, Stage.succeeded)
_BEFORE_GRANT = (Stage.idea, Stage.application)
_BEFORE_START = (*_BEFORE_GRANT, Stage.granted)


def moves_from(stage: str) -> Sequence[Stage]:
    """The stages a project can go to, the likeliest first."""
    return _MOVES[Stage(stage)]


@dataclass(frozen=True)
class Standing:
    """Where a project stands.

    Attributes:
        stage: The stage.
        since: The day it came there.
        granted_on: When it got what was granted.
        started_on: When it started.
        outcome: How it ended: `stopped` or `succeeded`; None while it has not.
        outcome_on: When it ended.
    """

    stage: str
    since: date
    granted_on: date | None = None
    started_on: date | None = None
    outcome: str | None = None
    outcome_on: date | None = None


def begun(stage: str, on: date) -> Standing:
    """A project whose record begins at a stage, reached on a day."""
    return _at(stage, on, None, None)


def moved(now: Standing, to: str, on: date) -> Standing:
    """The project at another stage; days that its way back makes wrong are forgotten.

    Raises:
        NotAllowed: That stage does not follow.
    """
    if to not in moves_from(now.stage):
        raise NotAllowed(f"a project that is {now.stage} cannot become {to}")
    return _at(to, on, now.granted_on, now.started_on)


def _at(stage: str, on: date, granted: date | None, started: date | None) -> Standing:
    if stage in _BEFORE_GRANT:
        granted = None
    elif stage == Stage.granted:
        granted = granted or on
    if stage in _BEFORE_START:
        started = None
    elif stage != Stage.stopped:
        started = started or on
    ended = stage in ENDED
    return Standing(stage, on, granted, started, stage if ended else None, on if ended else None)


def in_words(trade: str, stage: str, since: date) -> Text:
    """A project as a line: its trade, and where it stands since when."""
    month = Moment(at=datetime.combine(since, time(12), MOROCCO), show="month")
    stands = _SINCE[Stage(stage)].model_copy(update={"args": {"month": month}})
    return msg("🌱 {trade} · {stage}", trade=trade_label(trade), stage=stands)


def trade_label(trade: str) -> Text:
    """A trade with its icon."""
    return PROJECT_TRADES.get(trade, PROJECT_TRADES[OTHER_TRADE])


def paused_until(tries: int, last: datetime, now: datetime) -> datetime | None:
    """Until when nobody listens to codes, after so many wrong ones; None while they count."""
    until = last + PAUSE
    return until if tries >= MOST_TRIES and now < until else None
