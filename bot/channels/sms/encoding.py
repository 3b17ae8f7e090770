"""How a text becomes the parts of an SMS: the alphabet, what it costs, where it is cut.

Source of the alphabet and of every length: 3GPP TS 23.038 (the 7-bit default alphabet and its
extension table) and TS 23.040 (a part of several loses 6 octets to their common header).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import regex

Alphabet = Literal["gsm7", "ucs2"]

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""One septet each."""
EXTENDED = frozenset("\f^{}\\[~]|€")
"""Two septets each, which must not be torn apart."""
ALONE: dict[Alphabet, int] = {"gsm7": 160, "ucs2": 70}
"""Units of a message of one part: septets, or 16-bit units."""
TOGETHER: dict[Alphabet, int] = {"gsm7": 153, "ucs2": 67}
"""Units of each part of several."""
_PLAIN = str.maketrans(
    {
        "’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "«": '"', "»": '"', "…": "...",
        "–": "-", "—": "-", "œ": "oe", "Œ": "OE", "ç": "c", "×": "x", "•": "-", "·": "-",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ",
    }
)  # fmt: skip
_UNSEEN = regex.compile(r"[\u200b-\u200f\u2060-\u2069\ufe0e\ufe0f\ufeff]")
_CHARACTER = regex.compile(r"\X")
_SPACES = regex.compile(r"(?<=^| ) +| +(?=\n|$)", regex.MULTILINE)
_WORD = regex.compile(r"\S+\s*|\s+")


@dataclass(frozen=True)
class Cost:
    """What a text costs: its alphabet, its units there, and the parts it goes in."""

    alphabet: Alphabet
    units: int
    parts: int


def lean(text: str) -> str:
    """The text in the 7-bit alphabet where its sense keeps: ê as e, ’ as ', pictures left out.

    What has letters that the alphabet lacks, Arabic above all, stays as it is but for marks that
    nobody sees.
    """
    seen = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    plain = "".join(_in_alphabet(character) for character in seen.translate(_PLAIN))
    lost = any(c.isalpha() and c not in BASIC for c in plain)
    return seen if lost else _SPACES.sub("", _pictureless(plain)).strip()


def cost(text: str) -> Cost:
    """What a text costs as it is; `lean` it first."""
    alphabet: Alphabet = "gsm7" if all(c in BASIC or c in EXTENDED for c in text) else "ucs2"
    sizes = [_size(character, alphabet) for character in text]
    units = sum(sizes)
    if units <= ALONE[alphabet]:
        return Cost(alphabet, units, 1)
    parts, room = 1, TOGETHER[alphabet]
    for size in sizes:
        if size > room:
            parts, room = parts + 1, TOGETHER[alphabet]
        room -= size
    return Cost(alphabet, units, parts)


def pieces(text: str, most_parts: int) -> list[str]:
    """Cut a text into messages of at most so many parts each, between words where it can be.

    A character is never torn apart: no surrogate pair, no letter from its marks, no emoji made of
    several. Joined again, the messages have every word of the text, in order.
    """
    found: list[str] = []
    message = ""
    for word in _words(text, most_parts):
        if message and cost((message + word).rstrip()).parts > most_parts:
            found.append(message.strip())
            message = ""
        message += word
    found.append(message.strip())
    return [piece for piece in found if piece] or [""]


def _words(text: str, most_parts: int) -> Iterator[str]:
    """Words with the space behind them; one too long for a message, character by character."""
    for word in _WORD.findall(text):
        if cost(word.rstrip()).parts <= most_parts:
            yield word
        else:
            yield from _CHARACTER.findall(word)


def _in_alphabet(character: str) -> str:
    if character in BASIC or character in EXTENDED:
        return character
    base = unicodedata.normalize("NFD", character)[0]
    return base if base in BASIC else character


def _pictureless(text: str) -> str:
    return "".join(c for c in text if c in BASIC or c in EXTENDED)


def _size(character: str, alphabet: Alphabet) -> int:
    if alphabet == "gsm7":
        return 2 if character in EXTENDED else 1
    return len(character.encode("utf-16-le")) // 2
