"""What Darija, Arabic and French add to a name: in, to, of, and, the; my, your; more than one."""

from __future__ import annotations

import re

# One conjunction, one preposition, one article, each optional, in this order.
_ARABIC = re.compile(r"^[وف]?(?:لل|[بلدكف]?(?:ال)?)")
_LATIN = re.compile(r"^(?:[wf]|d)?(?:[bfld]|l)?")
_ARTICLE = re.compile(r"^ال(?=\w{3})")
# The article before d, n, r, s, t, z is heard as the same letter twice: nnejjara, ttalhim.
_ASSIMILATED = re.compile(r"^([dnrstz])(?=\1)")
_FRENCH_PLURAL = re.compile(r"(?<=[a-z]{4})[sx]$")
# A shorter rest is a coincidence more often than a name (كان, dla).
_SHORTEST_REST = 3
# Plural and possessor. A final ة (normalised ه) becomes ت before a possessor, and is lost
# before the plural.
_ENDINGS = (
    (re.compile(r"(?<=\w{3})ت(?:ي|ه|ها|نا|هم|ك|كم)$"), ("ه",)),
    (re.compile(r"(?<=\w{4})(?:ي|ه|ها|نا|هم|كم)$"), ("",)),
    (re.compile(r"(?<=\w{4})(?:ين|ات)$"), ("", "ه")),
)


def without_article(word: str) -> str:
    """Return the normalised word without the Arabic article, if it carries one."""
    return _ARTICLE.sub("", word)


def base_form(word: str) -> str:
    """Return the normalised word without the Arabic article and the French plural's s or x."""
    return _FRENCH_PLURAL.sub("", without_article(word))


def without_clitics(word: str) -> list[str]:
    """Return what may remain of a normalised word once glued particles are taken off.

    Args:
        word: A normalised word, such as `وففاس`, `للرباط`, `dfes` or `nnejjara`.

    Returns:
        The candidates, from the least taken off to the most; never the word itself, and none
        shorter than three letters.
    """
    longest = max(_prefix(_ARABIC, word), _prefix(_LATIN, word), _prefix(_ASSIMILATED, word))
    rests = [word[cut:] for cut in range(1, longest + 1)]
    return [rest for rest in rests if len(rest) >= _SHORTEST_REST]


def without_endings(word: str) -> list[str]:
    """Return the nouns that a normalised Arabic word may be a plural or a possessed form of.

    Args:
        word: A normalised word, such as `بطاقتي` (my card) or `حلاقين` (barbers).

    Returns:
        The candidates, possibly none: `بطاقه`, `حلاق`. Most are no words, so they serve to
        look up and not to show.
    """
    return [
        ending.sub(rest, word)
        for ending, rests in _ENDINGS
        if ending.search(word)
        for rest in rests
    ]


def _prefix(pattern: re.Pattern[str], word: str) -> int:
    match = pattern.match(word)
    return match.end() if match else 0
