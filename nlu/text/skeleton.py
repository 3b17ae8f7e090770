"""One consonant skeleton for the two scripts that Darija is written in.

The letter classes are deliberately coarse: what people confuse when they write Darija in Latin
letters (ق as 9, q, k or g; ح as 7 or h; ع as 3 or nothing) falls into one class.
"""

from __future__ import annotations

import re

from nlu.text.words import words

_LATIN = {
    "b": "b", "p": "b", "t": "t", "6": "t", "d": "d", "j": "j", "x": "x", "5": "x",
    "7": "h", "h": "h", "r": "r", "z": "z", "s": "s", "c": "k", "k": "k", "q": "k", "9": "k",
    "g": "k", "8": "g", "f": "f", "v": "f", "l": "l", "m": "m", "n": "n", "w": "w",
}  # fmt: skip
_PAIRS = {
    "kh": "x", "gh": "g", "ch": "c", "sh": "c", "th": "t", "dh": "d", "ph": "f", "dj": "j",
}  # fmt: skip
_ARABIC = {
    "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "x", "د": "d", "ذ": "d", "ر": "r",
    "ز": "z", "س": "s", "ش": "c", "ص": "s", "ض": "d", "ط": "t", "ظ": "d", "غ": "g", "ف": "f",
    "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h",
}  # fmt: skip
_SOUND = {**_PAIRS, **_LATIN, **_ARABIC}
_SOUNDS = re.compile("|".join(sorted(_SOUND, key=len, reverse=True)))
# و, w, ou and o at the start of a word are a consonant (wra9, ouraq, وراق), later a vowel.
_FIRST_W = re.compile(r"^(?:و|w|ou)")
_SOFT_C = re.compile(r"c(?=[eiy])")
# A final h is nearly always the ta marbuta (khedmah, خدمه), which Darija does not pronounce.
_FINAL_H = re.compile(r"(?<=.)(?:ه|(?<![kgcstdp])h)$")
_DOUBLED = re.compile(r"(.)\1+")


def skeleton(text: str) -> str:
    """Return the consonant skeletons of the words of `text`, separated by one space.

    Words without a consonant disappear; numbers stay as they are. `خدمة`, `khdma` and `5edma`
    all give `xdm`. It is a key for comparing and a source of features, not a transliteration.

    Args:
        text: Any string, in any mixture of scripts.

    Returns:
        A string of lower-case Latin letters, digits and spaces, possibly empty.
    """
    bones = (skeleton_of_word(word.text) for word in words(text))
    return " ".join(bone for bone in bones if bone)


def skeleton_of_word(word: str) -> str:
    """Return the skeleton of one normalised word (see `skeleton`), possibly empty."""
    if word.isdigit():
        return word if word.isascii() else ""
    spelled = _SOFT_C.sub("s", _FINAL_H.sub("", word))
    initial = "w" if _FIRST_W.match(spelled) else ""
    rest = _FIRST_W.sub("", spelled).replace("w", "")
    sounds = "".join(_SOUND[match.group()] for match in _SOUNDS.finditer(rest))
    return _DOUBLED.sub(r"\1", initial + sounds)
