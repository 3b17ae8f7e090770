"""Recorded words, for people who do not read: which recording belongs to a message."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from bot.i18n.text import Language, Text

LONGEST_SLUG = 40
_NO_LETTERS = re.compile(r"[^a-z0-9]+")


def audio_id(source: str) -> str:
    """The name of a message's recordings: a few of its English words, and what makes it unique."""
    slug = _NO_LETTERS.sub("-", source.lower()).strip("-")
    if len(slug) > LONGEST_SLUG:
        slug = slug[: LONGEST_SLUG + 1].rpartition("-")[0] or slug[:LONGEST_SLUG]
    return f"{slug}-{hashlib.sha256(source.encode()).hexdigest()[:6]}".lstrip("-")


def recording(folder: Path, language: Language, source: str) -> Path:
    """Where the recording of a message lies, or would lie."""
    return folder / language / "audio" / f"{audio_id(source)}.ogg"


def recorded(text: Iterable[Text], language: Language, folder: Path) -> Path | None:
    """The recording of the first of some messages that has one; values cannot be recorded."""
    places = (recording(folder, t.language or language, t.id) for t in text if not t.args)
    return next((place for place in places if place.is_file()), None)
