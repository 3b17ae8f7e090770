"""Which centre a person belongs to: their region's, the nearest of several; who gets a case."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from bot.cases.needs import COMPLAINT

EARTH_KM = 6371.0


class Placed(Protocol):
    """Anything with a region and coordinates (degrees, WGS 84)."""

    @property
    def region(self) -> str: ...  # noqa: D102

    @property
    def latitude(self) -> float: ...  # noqa: D102

    @property
    def longitude(self) -> float: ...  # noqa: D102


@dataclass(frozen=True)
class Point:
    """A place in a region; an empty region when only the coordinates are known."""

    latitude: float
    longitude: float
    region: str = ""


class By(StrEnum):
    """Why a centre has a case."""

    centre = "centre"
    """It is the person's."""
    town = "town"
    """It serves their town, and they have no centre yet."""
    national = "national"
    """They belong nowhere yet."""
    unreachable = "unreachable"
    """Their own has no group, or nobody in it."""
    supervision = "supervision"
    """A complaint is not for those it may be about."""
    transfer = "transfer"
    """Another centre gave it."""


P = TypeVar("P", bound=Placed)
C = TypeVar("C")


@dataclass(frozen=True)
class Route(Generic[C]):
    """Whose people get a case, and why; `centre` is None only where there are no centres."""

    centre: C | None
    by: By


def distance_km(a: Placed | Point, b: Placed | Point) -> float:
    """Great-circle distance (haversine), in kilometres."""
    lat_a, lat_b = math.radians(a.latitude), math.radians(b.latitude)
    d_lat, d_lon = lat_b - lat_a, math.radians(b.longitude - a.longitude)
    h = math.sin(d_lat / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(d_lon / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(h))


def nearest(point: Placed | Point, candidates: Iterable[P]) -> P:
    """The nearest candidate; ValueError when there is none."""
    return min(candidates, key=lambda other: distance_km(point, other))


def centre_for(point: Placed | Point, centres: Sequence[P]) -> P | None:
    """The centre that serves a place: the nearest in its region, else the nearest at all."""
    if not centres:
        return None
    same_region = [centre for centre in centres if centre.region == point.region]
    return nearest(point, same_region or centres)


def route(
    own: P | None,
    of_town: P | None,
    national: P | None,
    first: P | None,
    readable: Collection[P],
) -> Route[P]:
    """The centre of a case that is no complaint.

    Whoever belongs nowhere yet must still reach somebody, and what nobody could read where it
    belongs is read at the national centre, if it can be read there.

    Args:
        own: The person's centre.
        of_town: The centre that serves their town.
        national: The national centre, if it has a group.
        first: The first centre there is.
        readable: The centres with a group and people.
    """
    belongs = own or of_town
    if belongs is None:
        return Route(national or first, By.national)
    if belongs not in readable and national in readable:
        return Route(national, By.unreachable)
    return Route(belongs, By.centre if own else By.town)


def readers_of(
    need: str, place: Placed | Point | None, own: P | None, supervisions: Sequence[P]
) -> P | None:
    """Whose people get a case: a complaint goes to supervisors, not to those it may be about.

    Args:
        need: What the case is about.
        place: Where the person lives, if that is known.
        own: Their own centre; it also gets a complaint that no supervision can take.
        supervisions: Those whose supervisors can be reached, in the order of preference.
    """
    if need != COMPLAINT or not supervisions:
        return own
    return centre_for(place, supervisions) if place else supervisions[0]
