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
from nlu.text.skeleton import skeleton_of_word
from nlu.text.words import words

_GRAVEST = ("suicide", "self_harm", "violence", "threat", "reoffend")
# "and" and "so" are written glued to the next word, in both scripts (ونقتل, wn9tel).
_GLUED = ("و", "ف", "w")
_NOT, _GAP, _REACH = "not", "…", 4
_Step = tuple[frozenset[str], int]  # keys of the words that fit, how many others may come before


class Danger(NamedTuple):
    """What was found: the kind of danger and the lexicon's phrase that says so."""

    kind: str
    phrase: str


class DangerLexicon:
    """Phrases that mean danger, and phrases that only sound like it.

    In a phrase `mot*` is every word that begins so, `~يقتلني` every word with these consonants in
    either script (y9tlni), `a|b` one of several words, `@name` one of the words that the entry of
    kind `@name` before it lists (`a|b|c`), and `…` up to four other words.

    Args:
        entries: Pairs of kind and phrase. The kind `not` marks a phrase that hides the danger
            phrases inside its own words (قتلني الجوع, "hunger killed me").

    Raises:
        ValueError: A kind, or the name of a list, is unknown; or a part of `a|b` is not one word.
    """

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._lists: dict[str, str] = {}
        self._starts: dict[str, list[tuple[Danger, tuple[_Step, ...]]]] = {}
        self._known: set[str] = set()
        for kind, phrase in entries:
            if kind.startswith("@"):
                self._lists[kind] = phrase
            elif kind in {*_GRAVEST, _NOT}:
                self._add(Danger(kind, phrase))
            else:
                raise ValueError(f"danger lexicon: unknown kind {kind}")
        self._keys = lru_cache(maxsize=8192)(lambda word: self._known.intersection(_keys(word)))

    def find(self, text: str) -> Danger | None:
        """Return the gravest danger in `text` that no harmless phrase hides, or None.

        Of several ("I want to kill" inside "I want to kill myself") one's own life comes first.
        """
        spans = list(self._spans([self._keys(word.text) for word in words(text)]))
        hidden = [span for danger, *span in spans if danger.kind == _NOT]
        seen = (
            danger
            for danger, start, end in spans
            if not any(left <= start and end <= right for left, right in hidden)
        )
        return min(seen, key=lambda danger: _GRAVEST.index(danger.kind), default=None)

    def _spans(self, said: list[set[str]]) -> Iterator[tuple[Danger, int, int]]:
        """Yield the phrases in `said`, and where each begins and ends."""
        for start, keys in enumerate(said):
            entries = (entry for key in sorted(keys) for entry in self._starts.get(key, ()))
            for danger, steps in entries:
                if end := _end(said, start + 1, steps):
                    yield danger, start, end

    def _add(self, danger: Danger) -> None:
        steps: list[_Step] = []
        reach = 0
        for part in danger.phrase.split():
            places = self._places(part)
            steps += zip(places, (reach, *[0] * len(places)), strict=False)
            reach = _REACH if part == _GAP else 0
        self._known.update(*(keys for keys, _ in steps))
        for key in steps[0][0] if steps else ():
            self._starts.setdefault(key, []).append((danger, tuple(steps[1:])))

    def _places(self, part: str) -> list[frozenset[str]]:
        """Return the keys for each word of one part of a phrase: `l'eau` has two, `…` none."""
        if "|" in part:
            options = [self._places(option) for option in part.split("|")]
            if any(len(option) != 1 for option in options):
                raise ValueError(f"danger lexicon: not one word each: {part}")
            return [frozenset().union(*(option[0] for option in options))]
        if part.startswith("@"):
            if part not in self._lists:
                raise ValueError(f"danger lexicon: unknown list {part}")
            return self._places(self._lists[part])
        keys = [word.text for word in words(part)]
        if part.startswith("~"):
            keys = ["~" + skeleton_of_word(key) for key in keys]
        if keys and part.endswith("*"):
            keys[-1] += "*"
        return [frozenset([key]) for key in keys]


def _keys(word: str) -> Iterator[str]:
    """Yield all that a phrase may hold for `word`: itself, its beginnings, its consonants."""
    for form in (word, word[1:]) if word[0] in _GLUED else (word,):
        for key in (form, "~" + skeleton_of_word(form)):
            yield key
            yield from (f"{key[:length]}*" for length in range(1, len(key) + 1))


def _end(said: list[set[str]], place: int, steps: tuple[_Step, ...]) -> int | None:
    """Return where the first way to take all `steps` from `place` on ends, or None."""
    if not steps:
        return place
    keys, reach = steps[0]
    for at in range(place, min(place + reach + 1, len(said))):
        if not keys.isdisjoint(said[at]) and (end := _end(said, at + 1, steps[1:])):
            return end
    return None


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
