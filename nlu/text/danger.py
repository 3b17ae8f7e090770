"""Words that must reach a person at once, whatever a classifier thinks of them.

A lexicon is used because it can be read, argued about and corrected by the people of the
centres, and because it answers when the language server does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from nlu.text.lexicon import DATA, read_pairs
from nlu.text.words import words

_NOT = "not"
_GRAVEST = ("suicide", "self_harm", "violence", "threat", "reoffend")
# "and" and "so" are written glued to the next word, in both scripts (ونقتل, wn9tel).
_GLUED = ("و", "ف", "w")


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

    Raises:
        ValueError: A kind is not one of suicide, self_harm, violence, threat, reoffend, not.
    """

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._starts: dict[str, list[tuple[Danger, tuple[str, ...]]]] = {}
        for kind, phrase in entries:
            if kind not in {*_GRAVEST, _NOT}:
                raise ValueError(f"danger lexicon: unknown kind {kind}")
            pattern = _pattern(phrase)
            if pattern:
                self._starts.setdefault(pattern[0], []).append((Danger(kind, phrase), pattern))

    def find(self, text: str) -> Danger | None:
        """Return the gravest danger in `text` that no harmless phrase hides, or None.

        A text can hold several ("I want to kill" inside "I want to kill myself"): one's own life
        comes first, then others'.
        """
        said = [word.text for word in words(text)]
        spans = [
            (danger, start, start + length)
            for start in range(len(said))
            for danger, length in self._at(said[start:])
        ]
        hidden = [(start, end) for danger, start, end in spans if danger.kind == _NOT]
        seen = (
            danger
            for danger, start, end in spans
            if danger.kind != _NOT
            and not any(left <= start and end <= right for left, right in hidden)
        )
        return min(seen, key=lambda danger: _GRAVEST.index(danger.kind), default=None)

    def _at(self, said: list[str]) -> Iterator[tuple[Danger, int]]:
        """Yield the phrases that `said` begins with, and how many words each covers."""
        for first in _without_glue(said[0]):
            keys = [first, *(f"{first[:length]}*" for length in range(1, len(first) + 1))]
            for key in keys:
                for danger, pattern in self._starts.get(key, ()):
                    rest = said[1 : len(pattern)]
                    if len(rest) == len(pattern) - 1 and all(map(_fits, rest, pattern[1:])):
                        yield danger, len(pattern)


def _without_glue(word: str) -> list[str]:
    return [word, word[1:]] if len(word) > 1 and word[0] in _GLUED else [word]


def _fits(word: str, pattern: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern[-1] == "*" else word == pattern


def _pattern(phrase: str) -> tuple[str, ...]:
    """Return the words of a phrase, normalised; an open ending keeps its star."""
    pattern: list[str] = []
    for part in phrase.split():
        pattern += [word.text for word in words(part)]
        if part.endswith("*") and pattern:
            pattern[-1] += "*"
    return tuple(pattern)


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
