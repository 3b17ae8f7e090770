"""One spelling for the many ways a phone writes the same letters."""

from __future__ import annotations

import re
import unicodedata

_TATWEEL = "\u0640"
_SAME_LETTER = str.maketrans(
    {
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ة": "ه",
        "ہ": "ه",
        "ک": "ك",
        # The Moroccan hard g: Agadir is written with any of the three.
        "گ": "ك",
        "ڭ": "ك",
        "ڤ": "ف",
        "پ": "ب",
        "چ": "ش",
        "œ": "oe",
        "æ": "ae",
        "ı": "i",
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
    }
)
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_SPACES = re.compile(r"\s+")


def normalise(text: str) -> str:
    """Return `text` in the spelling that all matching is done in.

    Letters are decomposed (NFKD) and lose their marks, which folds French accents, Arabic vowel
    signs and hamza carriers in one step; tatweel, zero-width and direction characters go; ta
    marbuta is written ه, alef maqsura ي; digits become 0-9; a letter written three times or more
    is written once (`bghiiiit`), because no word of Arabic or French has three in a row; white
    space collapses to one space.

    Args:
        text: Any string.

    Returns:
        The normalised string, possibly empty. Normalising it again changes nothing.
    """
    folded = unicodedata.normalize("NFKD", text).casefold()
    folded = unicodedata.normalize("NFKD", folded).translate(_SAME_LETTER)
    return _without_noise(folded)


def tidy(text: str) -> str:
    """Return `text` with its own letters and accents, without what phones and moods add.

    For readers that know how words are properly written, such as an encoder: what goes is vowel
    signs, tatweel, invisible characters, stretched letters and surplus white space; digits
    become 0-9.
    """
    return _without_noise(unicodedata.normalize("NFKC", text))


def _without_noise(text: str) -> str:
    kept = "".join(_plain(character) for character in text)
    return _SPACES.sub(" ", _STRETCHED.sub(r"\1", kept)).strip()


def _plain(character: str) -> str:
    if character == _TATWEEL or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return ""
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)
