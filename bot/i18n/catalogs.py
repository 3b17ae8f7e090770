"""Reading the catalogs in `locales/`, and turning a `Text` into words."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path
from unicodedata import bidirectional
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_time

from bot.i18n.links import mark, unmarked
from bot.i18n.text import Language, Link, Moment, Text

LANGUAGES: tuple[Language, ...] = ("ar", "fr")
LOCALES = Path(__file__).parents[2] / "locales"
MOROCCO = ZoneInfo("Africa/Casablanca")

# First-strong isolate … pop: a Latin code or name cannot turn an Arabic line around.
_ISOLATE, _POP = "\u2068", "\u2069"
_RIGHT_TO_LEFT = "\u200f"


@cache
def catalog(language: Language) -> NullTranslations:
    """The compiled catalog of a language; FileNotFoundError before `make locales`."""
    return translation("sanad", LOCALES, [language])


def as_language(value: str | None) -> Language:
    """A stored language as one of ours; Arabic when unknown."""
    return "fr" if value == "fr" else "ar"


def render(text: Text, language: Language) -> str:
    """The words of a message in a language, values filled in and isolated; links still marked.

    A line takes its direction from its first strong character, and what is isolated does not
    count: an Arabic line of ours that begins with something else gets a mark in front.
    """
    words = _render(text, language)
    arabic = (text.language or language) == "ar" and text.id != "{words}"
    return f"{_RIGHT_TO_LEFT}{words}" if arabic and not _begins_arabic(words) else words


def _begins_arabic(words: str) -> bool:
    depth = 0
    for character in words:
        depth += (character == _ISOLATE) - (character == _POP)
        direction = bidirectional(character)
        if depth == 0 and direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def _render(text: Text, language: Language) -> str:
    language = text.language or language
    words = catalog(language)
    if text.id == "{words}":
        return unmarked(str(text.args["words"]))
    source = words.ngettext(text.id, text.plural, text.n) if text.plural else words.gettext(text.id)
    if not text.args:
        return source
    return source.format(**{name: _value(value, language) for name, value in text.args.items()})


def _value(value: str | int | Text | Moment | Link, language: Language) -> str:
    match value:
        case Text():
            return _render(value, language)
        case Moment():
            return _moment(value, language)
        case Link():
            return f"{_ISOLATE}{mark(value)}{_POP}"
        case int():
            return str(value)
        case _:
            return f"{_ISOLATE}{unmarked(value)}{_POP}"


def _moment(moment: Moment, language: Language) -> str:
    locale = Locale.parse(f"{language}_MA")
    at: datetime = moment.at.astimezone(MOROCCO)
    day = "d'er'" if language == "fr" and at.day == 1 else "d"
    match moment.show:
        case "time":
            return format_time(at, "HH:mm", locale=locale)
        case "day":
            return format_date(at, f"EEEE {day} MMMM", locale=locale)
        case "date":
            return format_date(at, f"{day} MMMM y", locale=locale)
        case "month":
            return format_date(at, "MMMM y", locale=locale)
        case _:
            comma = "،" if language == "ar" else ","
            return format_datetime(at, f"EEEE {day} MMMM{comma} HH:mm", locale=locale)
