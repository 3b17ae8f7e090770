"""Reading the catalogs in `locales/`, and turning a `Text` into words."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_time

from bot.i18n.text import Language, Moment, Text

LANGUAGES: tuple[Language, ...] = ("ar", "fr")
LOCALES = Path(__file__).parents[2] / "locales"
MOROCCO = ZoneInfo("Africa/Casablanca")

# First-strong isolate … pop: a Latin code or name cannot turn an Arabic line around.
_ISOLATE, _POP = "\u2068", "\u2069"


@cache
def catalog(language: Language) -> NullTranslations:
    """The compiled catalog of a language; FileNotFoundError before `make locales`."""
    return translation("sanad", LOCALES, [language])


def as_language(value: str | None) -> Language:
    """A stored language as one of ours; Arabic when unknown."""
    return "fr" if value == "fr" else "ar"


def render(text: Text, language: Language) -> str:
    """The words of a message in a language, values filled in and isolated."""
    language = text.language or language
    words = catalog(language)
    if text.id == "{words}":
        return str(text.args["words"])
    source = words.ngettext(text.id, text.plural, text.n) if text.plural else words.gettext(text.id)
    if not text.args:
        return source
    return source.format(**{name: _value(value, language) for name, value in text.args.items()})


def _value(value: str | int | Text | Moment, language: Language) -> str:
    match value:
        case Text():
            return render(value, language)
        case Moment():
            return _moment(value, language)
        case int():
            return str(value)
        case _:
            return f"{_ISOLATE}{value}{_POP}"


def _moment(moment: Moment, language: Language) -> str:
    locale = Locale.parse(f"{language}_MA")
    at: datetime = moment.at.astimezone(MOROCCO)
    match moment.show:
        case "time":
            return format_time(at, "HH:mm", locale=locale)
        case "day":
            return format_date(at, "EEEE d MMMM", locale=locale)
        case _:
            return format_datetime(at, "EEEE d MMMM, HH:mm", locale=locale)
