"""Morocco's regions and towns, read from the gazetteers that the language side uses too."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from bot.cases.routing import Point, nearest
from bot.i18n.text import Language
from bot.settings import ROOT
from nlu.text.gazetteer import find_entities
from nlu.text.normalise import normalise

GAZETTEERS = ROOT / "nlu" / "data" / "gazetteers"


@dataclass(frozen=True)
class Region:
    """One of the twelve regions."""

    code: str
    name_fr: str
    name_ar: str

    def name(self, language: Language) -> str:
        """Its name in a language."""
        return self.name_ar if language == "ar" else self.name_fr


@dataclass(frozen=True)
class Town:
    """A town, at its coordinates (degrees)."""

    name_fr: str
    name_ar: str
    region: str
    latitude: float
    longitude: float

    def name(self, language: Language) -> str:
        """Its name in a language."""
        return self.name_ar if language == "ar" else self.name_fr


@cache
def regions() -> dict[str, Region]:
    """The regions by code."""
    with (GAZETTEERS / "regions.csv").open(encoding="utf-8") as file:
        return {row["code"]: Region(**row) for row in csv.DictReader(file)}


@cache
def towns() -> dict[str, Town]:
    """The towns by French name, which is also the value of the `city` entity."""
    with (GAZETTEERS / "towns.csv").open(encoding="utf-8") as file:
        return {
            row["name_fr"]: Town(
                row["name_fr"],
                row["name_ar"],
                row["region"],
                float(row["latitude"]),
                float(row["longitude"]),
            )
            for row in csv.DictReader(file)
        }


def town_in(text: str) -> Town | None:
    """The town a reply to "where do you live" names: the whole of it, or a spelling within it."""
    words = normalise(text)
    for town in towns().values():
        if words in {normalise(town.name_fr), normalise(town.name_ar)}:
            return town
    cities = [found.value for found in find_entities(text) if found.entity == "city"]
    return towns().get(cities[0]) if cities else None


def towns_of(region: str) -> list[Town]:
    """The towns of a region, the biggest first."""
    return [town for town in towns().values() if town.region == region]


def nearest_town(latitude: float, longitude: float) -> Town:
    """The town nearest to a point (degrees)."""
    return nearest(Point(latitude, longitude), towns().values())
