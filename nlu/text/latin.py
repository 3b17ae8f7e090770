"""Arabic-script Darija, spelled in Latin letters the way one writer or another would.

There is no rule for it: every writer has habits (digits or none, `ch` or `sh`, `ou` or `o`), and
the short vowels that Arabic script leaves out come in as each one hears them. So spelling is
sampled: a `Hand` is drawn once for a message and spells all its words alike.

The tables are our own, from how the written language works; nothing is derived from a corpus.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlu.text.normalise import normalise

# What one sound may be written as. A hand picks one of each and keeps to it.
_HABITS: Mapping[str, Sequence[str]] = {
    "ا": ("a", "a", "a", "e"),
    "ب": ("b",),
    "ت": ("t",),
    "ث": ("t", "th"),
    "ج": ("j", "j", "g"),
    "ح": ("7", "7", "h", "h"),
    "خ": ("kh", "kh", "5", "x"),
    "د": ("d",),
    "ذ": ("d",),
    "ر": ("r",),
    "ز": ("z",),
    "س": ("s",),
    "ش": ("ch", "ch", "ch", "sh", "x"),
    "ص": ("s",),
    "ض": ("d",),
    "ط": ("t", "t", "6"),
    "ظ": ("d",),
    "ع": ("3", "3", "a", "e"),
    "غ": ("gh", "gh", "r", "4"),
    "ف": ("f",),
    "ق": ("9", "9", "k", "q"),
    "ك": ("k",),
    "ل": ("l",),
    "م": ("m",),
    "ن": ("n",),
    "ه": ("h",),
    "و": ("o", "ou", "ou", "u"),
    "ي": ("i", "i", "y"),
}
_CONSONANT_W, _CONSONANT_Y = "w", "y"
_SHORT_VOWELS = ("e", "e", "a", "")
_ARTICLES = ("l", "l", "el", "l-", "al")
_SUN = frozenset("تثدذرزسشصضطظلن")
_VOWELS = frozenset("اوي")
# Words that are too frequent to be spelled by rule: their usual spellings.
_USUAL: Mapping[str, Sequence[str]] = {
    "واش": ("wach", "wash", "wax", "wech"),
    "شنو": ("chno", "chnou", "shno", "achno"),
    "علاش": ("3lach", "3lash", "alach", "3lax"),
    "كيفاش": ("kifach", "kifash", "kifax"),
    "فين": ("fin", "fine", "fen"),
    "ديال": ("dyal", "dial", "diyal"),
    "ديالي": ("dyali", "diali", "dyaly"),
    "ديالو": ("dyalo", "dialo", "dyalou"),
    "بغيت": ("bghit", "bghit", "brit", "b4it"),
    "خاصني": ("khassni", "khasni", "5assni", "khsni"),
    "عندي": ("3ndi", "3endi", "andi", "3andi"),
    "ما": ("ma",),
    "ماشي": ("machi", "mashi", "maxi"),
    "هاد": ("had", "hadd"),
    "هادي": ("hadi", "hady"),
    "اللي": ("li", "lli", "lly"),
    "لي": ("li",),
    "انا": ("ana", "ana", "anna"),
    "راه": ("rah", "raha", "ra"),
    "باش": ("bach", "bash", "bax"),
    "حيت": ("7it", "hit", "7it"),
    "دابا": ("daba", "dba"),
    "مزيان": ("mzyan", "mezian", "mzian"),
    "بزاف": ("bzaf", "bzzaf", "bezaf"),
    "شي": ("chi", "shi", "xi"),
    "غير": ("ghir", "ghi", "rir"),
    "كاين": ("kayn", "kayen", "kain"),
    "من": ("mn", "men", "mn"),
    "في": ("f", "fi"),
    "ف": ("f",),
    "على": ("3la", "ala", "3ela"),
    "علي": ("3la", "3liya"),
    "ولا": ("wla", "walla", "oula"),
    "و": ("w", "o", "ou"),
    "حتي": ("7ta", "hta", "7tta"),
    "بلا": ("bla",),
    "خويا": ("khoya", "khouya", "5oya"),
    "الله": ("allah", "lah"),
    "السلام": ("salam", "slam"),
    "عليكم": ("3likom", "3likoum", "alikom"),
    "عافاك": ("3afak", "afak", "3afak"),
}
_WORD = re.compile(r"[ء-ي]+")


@dataclass(frozen=True)
class Hand:
    """How one writer spells.

    Attributes:
        letters: The spelling of each Arabic letter.
        article: How the article is written before a word.
        assimilates: Whether the article takes the sound it is heard with (الدار, ddar).
        vowels: Chance (0 to 1) that a short vowel is written where two consonants meet.
        vowel: The short vowel this hand prefers.
    """

    letters: Mapping[str, str]
    article: str
    assimilates: bool
    vowels: float
    vowel: str


def draw_hand(source: random.Random) -> Hand:
    """Return a writer's habits, drawn from `source`."""
    return Hand(
        letters={letter: source.choice(spellings) for letter, spellings in _HABITS.items()},
        article=source.choice(_ARTICLES),
        assimilates=source.random() < 0.3,
        vowels=source.choice((0.1, 0.35, 0.6)),
        vowel=source.choice(_SHORT_VOWELS),
    )


def in_latin_letters(text: str, source: random.Random) -> str:
    """Return `text` with its Arabic words spelled in Latin letters, by one drawn hand.

    Args:
        text: A message in Darija; words in other scripts and digits stay, normalised.
        source: Where chance comes from; the same state gives the same spelling.

    Returns:
        A normalised string without Arabic letters.
    """
    hand = draw_hand(source)
    return normalise(_WORD.sub(lambda word: _spell(word.group(), hand, source), normalise(text)))


def _spell(word: str, hand: Hand, source: random.Random) -> str:
    usual = _USUAL.get(word)
    if usual:
        return source.choice(usual)
    article, rest = _without_article(word, hand)
    return article + _letters(rest, hand, source)


def _without_article(word: str, hand: Hand) -> tuple[str, str]:
    if not (word.startswith("ال") and len(word) > len("ال") + 1):
        return "", word
    rest = word[2:]
    if hand.assimilates and rest[0] in _SUN:
        return hand.letters[rest[0]], rest
    return hand.article, rest


def _letters(word: str, hand: Hand, source: random.Random) -> str:
    spelled: list[str] = []
    last = len(word) - 1
    for place, letter in enumerate(word):
        after = word[place + 1] if place < last else ""
        if letter == "ه" and place == last and place:
            spelled.append("a")  # the ta marbuta, as it is heard
        elif letter == "و" and (place == 0 or after in _VOWELS):
            spelled.append(_CONSONANT_W)
        elif letter == "ي" and (place == 0 or after in _VOWELS):
            spelled.append(_CONSONANT_Y)
        else:
            spelled.append(hand.letters.get(letter, ""))
        meets = letter not in _VOWELS and after and after not in _VOWELS
        if meets and source.random() < hand.vowels:
            spelled.append(hand.vowel)
    return "".join(spelled)
