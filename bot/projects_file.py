"""Lists of a distribution day: read, checked, and brought into the database as projects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.grants import Granted
from bot.cases.projects import Stage, begun
from bot.centres import BadList
from bot.project_rows import COLUMNS, Line
from bot.spreadsheets import Row, read_table
from bot.storage.project_tables import Grant, Project
from bot.storage.projects import begin, unused_project_code
from bot.storage.sealed import vault
from bot.storage.tables import Centre
from nlu.text.normalise import normalise

_NEEDED = ("name", "centre", "trade", "date", "kind")
_ABOUT_THEM = ("phone", "sex", "birth_year", "town")


@dataclass
class Holder:
    """Somebody of a list, with all that its rows say was granted to them; `where` is the first."""

    where: str
    line: Line
    grants: list[Granted] = field(default_factory=list)

    @property
    def place(self) -> tuple[str, date, str]:
        """Where, when and for which trade: with who it is, what makes a project of its own."""
        return self.line.centre, self.line.date, self.line.trade

    @property
    def phone_key(self) -> str | None:
        """The blind index by which the project is found again."""
        return self._key("phone", self.line.phone) if self.line.phone else None

    @property
    def name_key(self) -> str:
        """The same by the name, for whoever has no telephone."""
        return self._key("name", normalise(self.line.name))

    def _key(self, kind: str, who: str) -> str:
        centre, day, trade = self.place
        return vault().index("project", centre, day.isoformat(), trade, kind, who)


def read_projects(path: Path, centres: Collection[str], today: date) -> list[Holder]:
    """Read a `.csv` or `.xlsx` list; rows of the same holder are one project.

    Args:
        path: The list.
        centres: The codes of the centres there are.
        today: No day may be later.

    Raises:
        BadList: It cannot be read, or something in it is wrong: a line for each mistake.
    """
    rows = read_table(path, COLUMNS)
    if not rows:
        raise BadList(f"{path} holds no list of projects")
    context = {"centres": centres, "today": today}
    holders: list[Holder] = []
    mistakes: list[str] = []
    for row in rows:
        try:
            line = Line.model_validate(row.cells, context=context)
        except ValidationError as error:
            mistakes += [_mistake(row, one) for one in error.errors()]
        else:
            mistakes += [f"{row.where}, {said}" for said in _gather(holders, row, line)]
    if mistakes:
        raise BadList("\n".join(mistakes))
    return holders


def _mistake(row: Row, error: Any) -> str:
    words = error["msg"].removeprefix("Value error, ")
    if not error["loc"]:
        return f"{row.where}, {words}"
    column = error["loc"][0]
    if error["type"] == "missing" and column in _NEEDED:
        words = "it is empty, or the column is missing"
    return f"{row.where}, {column}: {words}"


def _gather(holders: list[Holder], row: Row, line: Line) -> list[str]:
    """Put a row to its holder's; returns what speaks against it."""
    new = Holder(row.where, line)
    there = [one for one in holders if one.place == new.place]
    named = [one for one in there if one.name_key == new.name_key]
    by_phone = [one for one in there if line.phone and one.line.phone == line.phone]
    if by_phone and by_phone[0] not in named:
        other = by_phone[0].where
        return [f"phone: it is that of {other}, who has another name; leave one of them empty"]
    alike = by_phone or [one for one in named if not (line.phone and one.line.phone)]
    if len(alike) > 1:
        return ["name: several people have it here; write the phone"]
    holder = alike[0] if alike else new
    if not alike:
        holders.append(new)
    same = {(normalise(had.item or ""), had.kind) for had in holder.grants}
    if (normalise(line.item or ""), line.kind) in same:
        return [f"item: {holder.where} has it already; write how many in quantity"]
    holder.grants.append(line.granted)
    mistakes = []
    for column in _ABOUT_THEM:
        before, said = getattr(holder.line, column), getattr(line, column)
        if before is None:
            setattr(holder.line, column, said)
        elif said not in {None, before}:
            mistakes.append(f"{column}: {said}, but {before} in {holder.where}")
    return mistakes


@dataclass
class Imported:
    """What became of a list: each project, and whether it is `new`, `changed` or as before.

    An `erased` one is left alone: its holder wanted nothing about them kept.
    """

    projects: list[tuple[Project, str]] = field(default_factory=list)

    def count(self, how: str) -> int:
        """How many became so."""
        return Counter(became for _, became in self.projects)[how]


async def import_projects(
    session: AsyncSession, holders: Sequence[Holder], now: datetime
) -> Imported:
    """Add the new projects and bring the known ones up to date; their stages stay as they are.

    Raises:
        BadList: A name is that of several known projects; nothing may be committed then.
    """
    centres = {centre.code: centre for centre in await session.scalars(select(Centre))}
    done = Imported()
    mistakes = []
    for holder in holders:
        known = await _known(session, holder)
        if len(known) > 1:
            mistakes.append(f"{holder.where}, name: several people have it; write the phone")
        elif not known:
            project = await _made(session, holder, centres[holder.line.centre], now)
            done.projects.append((project, "new"))
        elif known[0].erased_at:
            done.projects.append((known[0], "erased"))
        else:
            changed = _about(known[0], holder) | _granted(known[0], holder.grants)
            done.projects.append((known[0], "changed" if changed else "as before"))
    if mistakes:
        raise BadList("\n".join(mistakes))
    return done


async def _known(session: AsyncSession, holder: Holder) -> list[Project]:
    """The project that a list had before: by its telephone, else by its name."""
    named = select(Project).where(Project.name_key == holder.name_key)
    if not holder.phone_key:
        return list(await session.scalars(named))
    by_phone = select(Project).where(Project.phone_key == holder.phone_key)
    without = named.where(Project.phone_key.is_(None))
    return list(await session.scalars(by_phone)) or list(await session.scalars(without))


async def _made(session: AsyncSession, holder: Holder, centre: Centre, now: datetime) -> Project:
    project = Project(
        code=await unused_project_code(session), centre=centre, trade=holder.line.trade,
        made_at=now, grants=[],
    )  # fmt: skip
    _about(project, holder)
    _granted(project, holder.grants)
    await begin(session, project, begun(Stage.granted, holder.line.date), now)
    return project


def _about(project: Project, holder: Holder) -> bool:
    """Write down who holds it, as far as the list says; whether anything changed."""
    line = holder.line
    said = {
        "holder": line.name,
        **{column: getattr(line, column) for column in _ABOUT_THEM},
        "phone_index": vault().index("phone", line.phone) if line.phone else None,
        "phone_key": holder.phone_key,
        "name_key": holder.name_key,
    }
    changes = {
        column: value
        for column, value in said.items()
        if value is not None and getattr(project, column) != value
    }
    for column, value in changes.items():
        setattr(project, column, value)
    return bool(changes)


def _granted(project: Project, grants: Sequence[Granted]) -> bool:
    """Write down what was granted; an item that is there already takes its new number and value."""
    had = {(normalise(grant.item or ""), grant.kind): grant for grant in project.grants}
    changed = False
    for one in grants:
        grant = had.get((normalise(one.item or ""), one.kind))
        if grant is None:
            project.grants.append(
                Grant(item=one.item, kind=one.kind, quantity=one.quantity, value_mad=one.value)
            )
        elif grant.granted != one:
            grant.item, grant.quantity, grant.value_mad = one.item, one.quantity, one.value
        else:
            continue
        changed = True
    return changed
