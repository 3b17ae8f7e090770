"""What is said, as the words of an SMS."""

from __future__ import annotations

from bot.channels.base import Location, Say
from bot.channels.sms.choices import numbered
from bot.channels.sms.encoding import cost, lean, pieces
from bot.i18n.catalogs import render
from bot.i18n.links import plain
from bot.i18n.text import Language, msg

MOST_PARTS = 2
"""Parts of one SMS: a longer text goes as several, so that one that is lost loses little."""
_FILE = msg("📎 There is a file for you. Your centre can show it to you.")


def messages(say: Say, language: Language) -> list[str]:
    """The SMS that say it, in order: its words, what stands for a file or a place, its choices."""
    lines = [render(text, language) for text in say.text]
    if say.media:
        lines.append(render(_FILE, language))
    if say.location:
        lines.append(_map(say.location))
    if say.contact:
        lines.append(f"{say.contact.name} {say.contact.phone}".strip())
    lines += [f"{n} {render(b.label, language)}" for n, b in numbered(say.buttons).items()]
    text, _ = plain("\n".join(lines))
    return _packed(lean(text).splitlines())


def _packed(lines: list[str]) -> list[str]:
    """Lines in as few SMS as hold them in order; one is cut only where it is too long alone."""
    found: list[str] = []
    for line in lines:
        longer = f"{found[-1]}\n{line}" if found else line
        if found and cost(longer).parts <= MOST_PARTS:
            found[-1] = longer
        else:
            found += pieces(line, MOST_PARTS)
    return found


def _map(place: Location) -> str:
    return f"https://osm.org/?mlat={place.latitude:.5f}&mlon={place.longitude:.5f}"
