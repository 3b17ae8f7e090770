"""Words that must reach a person at once, whatever a classifier thinks of them.

A lexicon is used because it can be read, argued about and corrected by the people of the
centres, and because it answers when the language server does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from nlu.text.lexicon import DATA, read_pairs
from nlu.text.words import words

_NOT = "not"
# "and" and "so" are written glued to the next word, in both scripts (ونقتل, wn9tel).
_GLUED = "(?:[وف]|w)?"


class Danger(NamedTuple):
    """What was found: the kind of danger and the lexicon's phrase that says so."""

    kind: str
    phrase: str


class DangerLexicon:
    """Phrases that mean danger, and phrases that only sound like it.

    Args:
        entries: Pairs of kind and phrase. The kind `not` marks a phrase that hides the danger
            phrases inside its own words (قتلني الجوع, "hunger killed me"). In a phrase a word
            that ends in `*` stands for all words that begin so.
    """

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        # Longest first: the alternation below takes the first that fits.
        ordered = sorted(set(entries), key=lambda entry: (-len(entry[1]), entry))
        self._dangers = [Danger(*entry) for entry in ordered if entry[0] != _NOT]
        self._danger = _any_of(danger.phrase for danger in self._dangers)
        self._harmless = _any_of(phrase for kind, phrase in ordered if kind == _NOT)

    def find(self, text: str) -> Danger | None:
        """Return the first danger in `text` that no harmless phrase hides, or None."""
        said = " ".join(word.text for word in words(text))
        hidden = [match.span() for match in self._harmless.finditer(said)]
        match = self._danger.search(said)
        while match:
            start, end = match.span()
            if not any(left <= start and end <= right for left, right in hidden):
                return self._dangers[(match.lastindex or 1) - 1]
            match = self._danger.search(said, start + 1)
        return None


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Compile phrases into one pattern with a group for each; no phrase, no match."""
    alternatives = [f"({_pattern(phrase)})" for phrase in phrases]
    return re.compile(rf"(?<!\S){_GLUED}(?:{'|'.join(alternatives) or '(?!)'})(?!\S)")


def _pattern(phrase: str) -> str:
    parts = phrase.split()
    return " ".join(
        " ".join(re.escape(word.text) for word in words(part)) + (r"\S*" if part[-1] == "*" else "")
        for part in parts
    )


@lru_cache(maxsize=4)
def load_danger(path: Path = DATA / "danger.tsv") -> DangerLexicon:
    """Return the lexicon read from `path` (kind, tab, phrase); read once for each path.

    Raises:
        FileNotFoundError: The file is missing.
        ValueError: A line is not of the form kind<TAB>phrase.
    """
    return DangerLexicon(read_pairs(path))


def find_danger(text: str) -> Danger | None:
    """Return the danger the lexicon sees in `text`, or None."""
    return load_danger().find(text)


def is_danger(text: str) -> bool:
    """Tell whether `text` holds a phrase of the danger lexicon."""
    return find_danger(text) is not None
