"""Which centre a person belongs to: their region's, the nearest of several; who gets a case."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

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


P = TypeVar("P", bound=Placed)


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
