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


class _Plain(dict[int, str]):
    """What each character is written as, looked up once: `str.translate` remembers the rest."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character == _TATWEEL or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
            plain = ""
        else:
            digit = unicodedata.decimal(character, None)
            plain = character if digit is None else str(digit)
        self[code] = plain
        return plain


_PLAIN = _Plain()


def _without_noise(text: str) -> str:
    return _SPACES.sub(" ", _STRETCHED.sub(r"\1", text.translate(_PLAIN))).strip()
