"""What Darija and Arabic glue to the front of a name: in, to, of, and, the."""

from __future__ import annotations

import re

# One conjunction, one preposition, one article, each optional, in this order.
_ARABIC = re.compile(r"^[وف]?(?:لل|[بلدكف]?(?:ال)?)")
_LATIN = re.compile(r"^(?:[wf]|d)?(?:[bfld]|l)?")
_ARTICLE = re.compile(r"^ال(?=\w{3})")
# A shorter rest is a coincidence more often than a name (كان, dla).
_SHORTEST_REST = 3


def without_article(word: str) -> str:
    """Return the normalised word without the Arabic article, if it carries one."""
    return _ARTICLE.sub("", word)


def without_clitics(word: str) -> list[str]:
    """Return what may remain of a normalised word once glued particles are taken off.

    Args:
        word: A normalised word, such as `وففاس`, `للرباط` or `dfes`.

    Returns:
        The candidates, from the least taken off to the most; never the word itself, and none
        shorter than three letters.
    """
    longest = max(_prefix(_ARABIC, word), _prefix(_LATIN, word))
    rests = [word[cut:] for cut in range(1, longest + 1)]
    return [rest for rest in rests if len(rest) >= _SHORTEST_REST]


def _prefix(pattern: re.Pattern[str], word: str) -> int:
    match = pattern.match(word)
    return match.end() if match else 0
