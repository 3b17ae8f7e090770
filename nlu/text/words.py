"""Words of a message, with the place each one had in what was written."""

from __future__ import annotations

import re
from typing import NamedTuple

from nlu.text.normalise import normalise

# `\w` knows no combining marks and no invisible characters, and both occur inside Arabic words.
_INSIDE_A_WORD = (
    r"\w\u00ad\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
)
_WORD = re.compile(f"[{_INSIDE_A_WORD}]+")


class Word(NamedTuple):
    """A word of a message.

    Attributes:
        text: The word, normalised; never empty and without spaces.
        start: Index of its first character in the message as written.
        end: Index after its last character in the message as written.
    """

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Split `text` into words at everything that is neither a letter nor a digit."""
    found = (
        Word(normalise(match.group()).replace(" ", ""), match.start(), match.end())
        for match in _WORD.finditer(text)
    )
    return [word for word in found if word.text]
