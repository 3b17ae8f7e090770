"""Lists of answers kept ready: read, checked, and brought to the centres that use them."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.answers import ANY, VARIABLES, Kept, UnknownVariable, variables
from bot.cases.needs import BY_KEY
from bot.centres import BadList
from bot.desk.answer_book import LONGEST_NAME, LONGEST_WORDS, need_named
from bot.storage.answers import keep_answer
from bot.storage.tables import Centre


class AnswerEntry(BaseModel):
    """One answer of a list; without a `centre` it is for all of them."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    centre: str | None = None
    need: str
    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    ar: str = Field(min_length=1, max_length=LONGEST_WORDS)
    fr: str = Field(min_length=1, max_length=LONGEST_WORDS)

    @field_validator("need")
    @classmethod
    def _known(cls, value: str) -> str:
        key = need_named(value)
        if key is None:
            raise ValueError(f"{value!r} is not one of {', '.join([ANY, *BY_KEY])}")
        return key

    @field_validator("ar", "fr")
    @classmethod
    def _fillable(cls, value: str) -> str:
        try:
            variables(value)
        except UnknownVariable as unknown:
            known = ", ".join(f"{{{name}}}" for name in VARIABLES)
            raise ValueError(f"nothing can be filled in for {unknown}; use {known}") from None
        return value


def read_answers(path: Path) -> list[AnswerEntry]:
    """Read a YAML list of answers.

    Raises:
        BadList: It cannot be read, or an entry is wrong; nothing of it should be imported.
    """
    try:
        listed = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadList(f"{path} cannot be read: {error}") from None
    if not isinstance(listed, list) or not listed:
        raise BadList(f"{path} holds no list of answers")
    entries, mistakes = [], []
    for number, entry in enumerate(listed, 1):
        try:
            entries.append(AnswerEntry.model_validate(entry))
        except ValidationError as error:
            mistakes += [
                f"answer {number}, {'.'.join(map(str, e['loc'])) or 'entry'}: {e['msg']}"
                for e in error.errors()
            ]
    if mistakes:
        raise BadList("\n".join(mistakes))
    return entries


async def import_answers(session: AsyncSession, entries: list[AnswerEntry]) -> tuple[int, int]:
    """Add the new answers and bring the known ones (same centre, need and name) up to date.

    Returns how many answers of how many centres that were.

    Raises:
        BadList: A centre is not known; nothing may be committed then.
    """
    centres = {centre.code: centre for centre in await session.scalars(select(Centre))}
    unknown = sorted({e.centre for e in entries if e.centre and e.centre not in centres})
    if unknown:
        raise BadList(f"no centre {', '.join(unknown)}; known: {', '.join(sorted(centres))}")
    touched = set()
    for entry in entries:
        for code in [entry.centre] if entry.centre else centres:
            answer = Kept(entry.need, entry.name, entry.ar, entry.fr)
            await keep_answer(session, centres[code], answer)
            touched.add(code)
    return len(entries), len(touched)
