"""One row of a list of projects: who got what, where, when and for which trade."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from bot.cases.grants import Granted, Kind, amount_in
from bot.cases.phones import in_full
from bot.cases.projects import OTHER_TRADE, PROJECT_TRADES
from bot.i18n.catalogs import LANGUAGES, render
from bot.places import GAZETTEERS, town_in
from nlu.text.gazetteer import find_entities
from nlu.text.lexicon import read_pairs
from nlu.text.normalise import normalise

Day = date
COLUMNS = {
    "name": ("nom", "nom complet", "nom et prénom", "الاسم", "الاسم الكامل", "الاسم والنسب"),
    "phone": ("téléphone", "tél", "gsm", "numéro", "الهاتف", "رقم الهاتف"),
    "sex": ("sexe", "genre", "الجنس"),
    "birth_year": ("birth year", "année de naissance", "سنة الميلاد", "سنة الازدياد"),
    "centre": ("centre code", "code du centre", "المركز", "رمز المركز"),
    "trade": ("métier", "activité", "الحرفة", "المهنة", "النشاط"),
    "town": ("ville", "المدينة"),
    "date": ("date de remise", "التاريخ", "تاريخ التسليم"),
    "item": ("désignation", "article", "البيان", "الوصف"),
    "kind": ("type", "nature", "النوع"),
    "quantity": ("quantité", "qté", "الكمية", "العدد"),
    "value": ("valeur", "valeur mad", "montant", "القيمة", "المبلغ"),
}
"""The columns, and what else they may be called."""
OLDEST, YOUNGEST = 100, 14
"""Years that the holder of a project may have."""
FIRST_DAY = date(2002, 5, 1)
"""The Foundation was made in May 2002: nothing was granted before it."""
_SEXES = {
    "f": ("f", "femme", "female", "woman", "féminin", "أنثى", "امرأة"),
    "m": ("m", "h", "homme", "male", "man", "masculin", "ذكر", "رجل"),
}
_KINDS = {
    Kind.equipment: ("equipment", "équipement", "équipements", "machine", "machines", "matériel",
                     "outillage", "معدات", "تجهيزات", "آلة", "آلات", "أدوات"),
    Kind.materials: ("materials", "matériaux", "matières", "matières premières", "marchandise",
                     "marchandises", "fournitures", "مواد", "مواد أولية", "سلع", "سلعة"),
    Kind.money: ("money", "argent", "somme", "somme d'argent", "espèces", "مال", "مبلغ",
                 "مبلغ مالي", "مبالغ مالية", "نقود"),
}  # fmt: skip
_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")


class Line(BaseModel):
    """A row, checked. The context of its validation holds `centres` (codes) and `today`."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str = Field(min_length=2, max_length=120)
    phone: str | None = None
    sex: Annotated[str | None, BeforeValidator(lambda said: _one_of(said, _SEXES))] = None
    birth_year: int | None = None
    centre: str
    trade: str
    town: str | None = Field(default=None, max_length=80)
    date: Day
    item: str | None = Field(default=None, max_length=200)
    kind: Annotated[str, BeforeValidator(lambda said: _one_of(said, _KINDS))]
    quantity: int = Field(default=1, ge=1, le=9999)
    value: Decimal | None = Field(default=None, ge=0, lt=Decimal(10) ** 9)

    @field_validator("phone")
    @classmethod
    def _reachable(cls, said: str | None) -> str | None:
        number = in_full(said) if said else None
        if said and number is None:
            raise ValueError(f"{said!r} is no telephone number")
        return number

    @field_validator("centre")
    @classmethod
    def _known(cls, said: str, info: ValidationInfo) -> str:
        centres: Collection[str] = (info.context or {}).get("centres", ())
        if said.casefold() not in centres:
            raise ValueError(f"no centre {said!r}; known: {', '.join(sorted(centres))}")
        return said.casefold()

    @field_validator("trade")
    @classmethod
    def _trade(cls, said: str) -> str:
        return trade_named(said)

    @field_validator("town")
    @classmethod
    def _town(cls, said: str | None) -> str | None:
        town = town_in(said) if said else None
        return town.name_fr if town else said

    @field_validator("date", mode="before")
    @classmethod
    def _date(cls, said: object) -> object:
        words = normalise(str(said))
        if day := _DAY.fullmatch(words):
            words = f"{int(day[3]):04}-{int(day[2]):02}-{int(day[1]):02}"
        try:
            return datetime.strptime(words, "%Y-%m-%d").date()  # noqa: DTZ007 - a day
        except ValueError:
            raise ValueError(f"{said!r} is no day; write 2026-06-03 or 03/06/2026") from None

    @field_validator("date")
    @classmethod
    def _past(cls, said: Day, info: ValidationInfo) -> Day:
        today: Day = (info.context or {}).get("today", Day.max)
        if not FIRST_DAY <= said <= today:
            raise ValueError(f"{said} is not between {FIRST_DAY} and today")
        return said

    @field_validator("quantity", "value", "birth_year", mode="before")
    @classmethod
    def _number(cls, said: object) -> object:
        if not isinstance(said, str):
            return said
        amount = amount_in(normalise(said).removeprefix("-"))
        if amount is None:
            raise ValueError(f"{said!r} is no number")
        return -amount if said.strip().startswith("-") else amount

    @model_validator(mode="after")
    def _together(self) -> Self:
        """What one cell says of another."""
        if self.kind == Kind.money and not self.value:
            raise ValueError("value: money needs an amount")
        if self.kind != Kind.money and not self.item:
            raise ValueError("item: say what was granted")
        if self.birth_year and not YOUNGEST <= self.date.year - self.birth_year <= OLDEST:
            raise ValueError(f"birth_year: nobody born in {self.birth_year} got it in {self.date}")
        return self

    @property
    def granted(self) -> Granted:
        """What the row says was granted."""
        return Granted(self.kind, self.item, self.quantity, self.value)


def trade_named(said: str) -> str:
    """The key of a trade written in Arabic, French or as we write it.

    Raises:
        ValueError: It names none, or several; the message tells the nearest.
    """
    spelled = _spelled()
    if key := spelled.get(normalise(said)):
        return key
    found = {one.value for one in find_entities(said) if one.entity == "trade"}
    if len(found) == 1:
        return found.pop()
    if found:
        raise ValueError(f"{said!r} is several trades: write one of {', '.join(sorted(found))}")
    nearest = list(dict.fromkeys(spelled[n] for n in get_close_matches(normalise(said), spelled)))
    if not nearest:
        raise ValueError(f"no trade {said!r}; known: {', '.join(PROJECT_TRADES)}")
    names = ", ".join(f"{key} ({_label(key, 'ar')}, {_label(key, 'fr')})" for key in nearest)
    raise ValueError(f"no trade {said!r}; nearest: {names}; for any else write {OTHER_TRADE}")


@cache
def _spelled() -> dict[str, str]:
    """The trades by how they may be written."""
    spelled = {normalise(phrase): key for key, phrase in read_pairs(GAZETTEERS / "trade.tsv")}
    for key in PROJECT_TRADES:
        spelled |= {normalise(_label(key, language)): key for language in LANGUAGES}
        spelled[normalise(key)] = spelled[normalise(key.replace("_", " "))] = key
    return spelled


def _label(key: str, language: Any) -> str:
    """A trade's name without its icon."""
    return render(PROJECT_TRADES[key], language).lstrip("\u200f").partition(" ")[2]


def _one_of(said: object, words: dict[Any, tuple[str, ...]]) -> object:
    if not isinstance(said, str):
        return said
    for key, spellings in words.items():
        if normalise(said) in {normalise(spelling) for spelling in spellings}:
            return str(key)
    raise ValueError(f"{said!r} is not one of {', '.join(words)}")
