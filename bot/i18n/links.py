"""Links within words: marked when rendered, taken out again by the channel that has links.

The marks are three characters of Unicode's private use area, which nobody's keyboard writes; from
what people wrote they are taken away, so that no words of theirs become a link.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.i18n.text import Link

_BEGIN, _TARGET, _END = "\ue000", "\ue001", "\ue002"
_MARKS = str.maketrans("", "", _BEGIN + _TARGET + _END)
_LINK = re.compile(f"{_BEGIN}([^{_TARGET}]*){_TARGET}([^{_END}]*){_END}")
_PERSON = "person:"


@dataclass(frozen=True)
class Linked:
    """Where a link stands in plain words: offset and length in UTF-16 units, as Telegram counts."""

    offset: int
    length: int
    url: str
    person: str


def mark(link: Link) -> str:
    """A link as marked words."""
    target = f"{_PERSON}{link.person}" if link.person else link.url
    return f"{_BEGIN}{unmarked(target)}{_TARGET}{unmarked(link.words)}{_END}"


def unmarked(words: str) -> str:
    """Somebody's words without our marks."""
    return words.translate(_MARKS)


def plain(words: str) -> tuple[str, list[Linked]]:
    """Rendered words without marks, and the links that stood in them."""
    shown, links, last = "", [], 0
    for found in _LINK.finditer(words):
        shown += words[last : found.start()]
        target, label = found.groups()
        person = target.removeprefix(_PERSON) if target.startswith(_PERSON) else ""
        link = Linked(_utf16(shown), _utf16(label), "" if person else target, person)
        links.append(link)
        shown += label
        last = found.end()
    return unmarked(shown + words[last:]), links


def _utf16(words: str) -> int:
    return len(words.encode("utf-16-le")) // 2
