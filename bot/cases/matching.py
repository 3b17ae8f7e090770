"""Who of a centre gets a case: decided from what the centre recorded of its people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, Protocol, TypeVar

from bot.cases.needs import COMPLAINT

DANGER = "danger"
NOT_GIVEN = {DANGER, COMPLAINT}
"""Needs that everybody sees until somebody takes them."""
_NEVER = datetime.min.replace(tzinfo=UTC)


class Able(Protocol):
    """What is recorded of a coordinator (`bot.storage.tables.Coordinator`)."""

    id: int
    active: bool
    needs: list[str]
    languages: list[str]
    woman: bool
    away_since: datetime | None
    away_until: datetime | None


S = TypeVar("S", bound=Able)
C = TypeVar("C")


@dataclass(frozen=True)
class Wanted:
    """What a case asks of whoever gets it: to do a need, to speak a language, to be a woman."""

    need: str
    language: str
    woman: bool = False


@dataclass(frozen=True)
class Load:
    """How many open cases somebody has, and when they last got one."""

    open: int = 0
    last: datetime | None = None


@dataclass(frozen=True)
class Match(Generic[C]):
    """Who gets a case, and how many open ones they had before."""

    staff: C
    open: int


def is_away(staff: Able, now: datetime) -> bool:
    """Whether nothing is given to somebody now."""
    if staff.away_since is None or staff.away_since > now:
        return False
    return staff.away_until is None or staff.away_until > now


def present(staff: Iterable[S], now: datetime) -> list[S]:
    """Those who may be given something now."""
    return [one for one in staff if one.active and not is_away(one, now)]


def match_new(
    staff: Sequence[S], wanted: Wanted, loads: Mapping[int, Load], now: datetime
) -> Match[S] | None:
    """Who gets a new case at once; None leaves it for everybody to see.

    It is given only where the centre recorded so: to a woman if the person asked for one, else
    to those among whose needs it is. Danger and complaints are never given.
    """
    if wanted.need in NOT_GIVEN:
        return None
    able = _able(staff, wanted, now)
    if wanted.woman:
        return _least_busy(_best_suited(able, wanted) or able, loads)
    return _least_busy([one for one in able if wanted.need in one.needs], loads)


def match_next(
    staff: Sequence[S], wanted: Wanted, loads: Mapping[int, Load], now: datetime
) -> Match[S] | None:
    """Who goes on with a case that its coordinator left; None where nobody suits."""
    return _least_busy(_best_suited(_able(staff, wanted, now), wanted), loads)


def _able(staff: Iterable[S], wanted: Wanted, now: datetime) -> list[S]:
    return [
        one
        for one in present(staff, now)
        if (one.woman or not wanted.woman)
        and (not one.languages or wanted.language in one.languages)
    ]


def _best_suited(able: Sequence[S], wanted: Wanted) -> list[S]:
    """Those among whose needs it is, else those who do all needs."""
    named = [one for one in able if wanted.need in one.needs]
    return named or [one for one in able if not one.needs]


def _least_busy(staff: Sequence[S], loads: Mapping[int, Load]) -> Match[S] | None:
    """The one with the fewest open cases; of several, who got one longest ago."""
    if not staff:
        return None

    def order(one: S) -> tuple[int, datetime, int]:
        load = loads.get(one.id, Load())
        return load.open, load.last or _NEVER, one.id

    first = min(staff, key=order)
    return Match(first, loads.get(first.id, Load()).open)
