"""Lists of centres: read, checked, and brought into the database."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.hours import RAMADAN, BadHours, check_hours
from bot.places import regions
from bot.storage.sealed import vault
from bot.storage.tables import Centre, Person

_TOO_MANY = "cells without a column"
_COLUMNS = (
    "kind", "name_ar", "name_fr", "region", "latitude", "longitude", "language", "hours",
)  # fmt: skip
NO_SUPERVISION = (
    "No supervision with a group: a complaint goes to the person's own centre. "
    "See `kind` in examples/centres.yaml."
)
NATIONAL = "national"
"""The code of the one centre of that kind, which is there from the start."""
NO_NATIONAL = (
    "The national centre has no group: whoever belongs nowhere yet gets the first centre, and what "
    "goes to a centre that cannot be reached waits. See `kind` in examples/centres.yaml."
)


class BadList(ValueError):
    """The list cannot be imported; the message says where and why, a line for each mistake."""


class CentreEntry(BaseModel):
    """One centre of a list."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    code: str = Field(pattern=r"^[a-z0-9-]+$", max_length=32)
    kind: Literal["centre", "national", "supervision"] = "centre"
    name_ar: str = Field(min_length=1)
    name_fr: str = Field(min_length=1)
    region: str
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    language: Literal["ar", "fr"] = "ar"
    hours: dict[str, list[str]]
    ramadan_hours: list[str] | None = None
    group_chat_id: str | None = None
    address_ar: str | None = None
    address_fr: str | None = None
    phone: str | None = None
    danger_ar: str | None = None
    danger_fr: str | None = None

    @field_validator("group_chat_id", mode="before")
    @classmethod
    def _as_text(cls, value: object) -> object:
        return str(value) if isinstance(value, int) else (value or None)

    @field_validator("region")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in regions():
            raise ValueError(f"{value!r} is not one of {', '.join(regions())}")
        return value

    @field_validator("hours", mode="before")
    @classmethod
    def _hours(cls, value: object) -> object:
        """In CSV: `mon 08:30-16:30; tue 08:30-16:30`."""
        if isinstance(value, str):
            days = [part.split() for part in value.split(";") if part.strip()]
            if any(len(day) != 2 for day in days):
                raise ValueError("write hours as: mon 08:30-16:30; tue 08:30-16:30")
            value = {day: span.split("-") for day, span in days}
        if isinstance(value, dict):
            try:
                check_hours(value)
            except BadHours as error:
                raise ValueError(str(error)) from None
        return value

    @field_validator("ramadan_hours", mode="before")
    @classmethod
    def _ramadan_hours(cls, value: object) -> object:
        """In CSV: `09:00-15:00`."""
        if isinstance(value, str):
            value = value.split("-")
        if isinstance(value, list):
            try:
                check_hours({RAMADAN: value})
            except BadHours as error:
                raise ValueError(str(error)) from None
        return value

    @model_validator(mode="after")
    def _one_national(self) -> Self:
        """There is one national centre, known by its code."""
        if (self.kind == NATIONAL) != (self.code == NATIONAL):
            raise ValueError(f"code {NATIONAL} and kind {NATIONAL} go together: there is one")
        return self


def read_centres(path: Path) -> list[CentreEntry]:
    """Read a `.csv`, `.yaml` or `.yml` list.

    Raises:
        BadList: It cannot be read, or an entry is wrong; nothing of it should be imported.
    """
    try:
        raw = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadList(f"{path} cannot be read: {error}") from None
    entries: list[tuple[str, Any]]
    if path.suffix.lower() == ".csv":
        entries = _rows(raw)
    elif path.suffix.lower() in {".yaml", ".yml"}:
        try:
            listed = yaml.safe_load(raw)
        except yaml.YAMLError as error:
            raise BadList(f"{path} is not YAML: {error}") from None
        named = enumerate(listed, 1) if isinstance(listed, list) else ()
        entries = [(f"centre {number}", entry) for number, entry in named]
    else:
        raise BadList(f"{path}: the list must be a .csv, .yaml or .yml file")
    if not entries:
        raise BadList(f"{path} holds no list of centres")
    return _checked(entries)


def _rows(raw: str) -> list[tuple[str, Any]]:
    """The rows of a CSV list, each with the line it ends on; Excel in French writes `;`."""
    header = raw.partition("\n")[0]
    reader = csv.DictReader(
        io.StringIO(raw, newline=""),
        delimiter=";" if header.count(";") > header.count(",") else ",",
    )
    return [
        (
            f"line {reader.line_num}",
            {_TOO_MANY if key is None else key: value for key, value in row.items() if value},
        )
        for row in reader
    ]


def _checked(entries: list[tuple[str, Any]]) -> list[CentreEntry]:
    centres, mistakes = [], []
    for where, entry in entries:
        try:
            centres.append(CentreEntry.model_validate(entry))
        except ValidationError as error:
            mistakes += [
                f"{where}, {'.'.join(map(str, e['loc'])) or 'entry'}: {e['msg']}"
                for e in error.errors()
            ]
    for field in ("code", "group_chat_id"):
        seen: set[str] = set()
        for centre in centres:
            value = getattr(centre, field)
            if value and value in seen:
                mistakes.append(f"{field} {value} is there twice")
            seen.add(value)
    if mistakes:
        raise BadList("\n".join(mistakes))
    return centres


async def import_centres(session: AsyncSession, entries: list[CentreEntry]) -> tuple[int, int]:
    """Add the new centres and bring the known ones (same code) up to date.

    A group that the list does not name is left as it is. Returns (added, updated).

    Raises:
        BadList: A group belongs to another centre, or a centre that has people is to become a
            supervision; nothing may be committed then.
    """
    added = 0
    for entry in entries:
        centre = await session.scalar(select(Centre).where(Centre.code == entry.code))
        if centre is None:
            centre = Centre(code=entry.code)
            session.add(centre)
            added += 1
        elif entry.kind == "supervision" and await _has_people(session, centre):
            raise BadList(f"{entry.code} has people: give the supervision a code of its own")
        for field in _COLUMNS:
            setattr(centre, field, getattr(entry, field))
        if entry.ramadan_hours:
            centre.hours = {**entry.hours, RAMADAN: entry.ramadan_hours}
        centre.contact = {
            key: value
            for key in ("address_ar", "address_fr", "phone", "danger_ar", "danger_fr")
            if (value := getattr(entry, key))
        }
        if entry.group_chat_id:
            index = vault().index("telegram", entry.group_chat_id)
            holder = await session.scalar(
                select(Centre.code).where(Centre.group_index == index, Centre.code != entry.code)
            )
            if holder:
                raise BadList(f"group_chat_id {entry.group_chat_id} belongs to {holder}")
            centre.group, centre.group_index = entry.group_chat_id, index
    return added, len(entries) - added


async def _has_people(session: AsyncSession, centre: Centre) -> bool:
    people = select(Person.id).where(Person.centre_id == centre.id).limit(1)
    return await session.scalar(people) is not None
