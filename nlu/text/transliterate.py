"""Darija in Latin letters, rewritten in Arabic ones, as well as letters alone allow.

It serves readers that know Arabic script only, such as a sentence encoder; it is never shown.
"""

from __future__ import annotations

import re

from nlu.text.normalise import normalise

_LETTERS = {
    "kh": "خ", "gh": "غ", "ch": "ش", "sh": "ش", "ou": "و", "th": "ت", "dh": "ض",
    "a": "ا", "b": "ب", "c": "ك", "d": "د", "e": "", "f": "ف", "g": "ك", "h": "ه", "i": "ي",
    "j": "ج", "k": "ك", "l": "ل", "m": "م", "n": "ن", "o": "و", "p": "ب", "q": "ق", "r": "ر",
    "s": "س", "t": "ت", "u": "و", "v": "ف", "w": "و", "x": "خ", "y": "ي", "z": "ز",
    "2": "ا", "3": "ع", "5": "خ", "6": "ط", "7": "ح", "8": "غ", "9": "ق",
}  # fmt: skip
_LETTER = re.compile("|".join(sorted(_LETTERS, key=len, reverse=True)))
_LATIN_WORD = re.compile(r"\w*[a-z]\w*")


def in_arabic_letters(text: str) -> str:
    """Return `text`, normalised, with every word that has Latin letters spelled in Arabic ones.

    Args:
        text: A message in Darija; French in it is spelled by its letters too, which reads as
            nothing, so ask `likely_language` first.
    """
    return _LATIN_WORD.sub(lambda word: _spell(word.group()), normalise(text))


def _spell(word: str) -> str:
    return _LETTER.sub(lambda letter: _LETTERS[letter.group()], word)
