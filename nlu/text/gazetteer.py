"""Finding the towns, papers, trades, problems and times that a message names."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from nlu.text.clitics import without_article, without_clitics
from nlu.text.lexicon import DATA, read_pairs
from nlu.text.skeleton import skeleton_of_word
from nlu.text.transliterate import in_arabic_letters
from nlu.text.words import Word, words

LISTS = ("document", "trade", "problem", "urgency")
# Consonants alone meet by chance ("bonjour" has those of Ben Guerir), so a skeleton must be long
# and the words must also sound alike. On the 4,212 training messages these two numbers leave
# about two wrong names in a thousand.
_SHORTEST_BONES = 5
_ALIKE = 0.75
# "safi" is the Darija for "enough"; the town is meant in "f safi", which the list has too.
_ALSO_A_WORD = {("safi",)}

Key = tuple[str, ...]


class Entity(NamedTuple):
    """A thing named in a message.

    Attributes:
        entity: What kind of thing: city, document, trade, problem or urgency.
        value: Its one name in the lists, such as `Fès` or `birth_certificate`.
        start: Index of its first character in the message as written.
        end: Index after its last character.
    """

    entity: str
    value: str
    start: int
    end: int


class Gazetteer:
    """Known phrases, found by their spelling or else by their consonants.

    Args:
        entries: Triples of entity, value and phrase. When two values of one entity share a
            phrase, the first one given keeps it.
    """

    def __init__(self, entries: Iterable[tuple[str, str, str]]) -> None:
        self._by_spelling: dict[Key, dict[str, str]] = {}
        self._by_bones: dict[Key, list[tuple[str, str, str]]] = {}
        for entity, value, phrase in entries:
            key = tuple(without_article(word.text) for word in words(phrase))
            if not key or key in _ALSO_A_WORD:
                continue
            self._by_spelling.setdefault(key, {}).setdefault(entity, value)
            bones = _bones(key)
            if _long_enough(bones):
                sound = in_arabic_letters(" ".join(key))
                self._by_bones.setdefault(bones, []).append((entity, value, sound))
        self._longest = max(map(len, self._by_spelling), default=0)

    def find(self, text: str) -> list[Entity]:
        """Return what `text` names, in the order of the text, longest phrases first.

        Entities of one kind never overlap; entities of two kinds may (a town inside the name
        of a paper).
        """
        said = words(text)
        found: list[Entity] = []
        for length in range(min(self._longest, len(said)), 0, -1):
            for first in range(len(said) - length + 1):
                part = said[first : first + length]
                start, end = part[0].start, part[-1].end
                for entity, value in self._look_up(part).items():
                    if not any(_overlaps(known, entity, start, end) for known in found):
                        found.append(Entity(entity, value, start, end))
        return sorted(found, key=lambda entity: (entity.start, entity.entity))

    def _look_up(self, part: list[Word]) -> dict[str, str]:
        first, *rest = (without_article(word.text) for word in part)
        for candidate in (first, *without_clitics(part[0].text)):
            known = self._by_spelling.get((without_article(candidate), *rest))
            if known:
                return known
        return self._sounding_like((first, *rest))

    def _sounding_like(self, key: Key) -> dict[str, str]:
        candidates = self._by_bones.get(_bones(key), [])
        sound = in_arabic_letters(" ".join(key)) if candidates else ""
        return {
            entity: value
            for entity, value, known in reversed(candidates)
            if SequenceMatcher(None, sound, known, autojunk=False).ratio() >= _ALIKE
        }


def _bones(key: Key) -> Key:
    return tuple(skeleton_of_word(word) for word in key)


def _long_enough(bones: Key) -> bool:
    return all(bones) and sum(map(len, bones)) >= _SHORTEST_BONES + len(bones) - 1


def _overlaps(known: Entity, entity: str, start: int, end: int) -> bool:
    return known.entity == entity and known.start < end and start < known.end


def read_entries(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the (entity, value, phrase) triples of all lists in `folder`.

    Towns come from `towns.csv`, where the French name is the value and the `|`-separated
    spellings are phrases. The names themselves are not: some are everyday words (Salé, Tata).
    The other entities come from `<entity>.tsv`.

    Raises:
        FileNotFoundError: A list is missing.
        ValueError: A line of a list is malformed.
    """
    with (folder / "towns.csv").open(encoding="utf-8", newline="") as towns:
        for town in csv.DictReader(towns):
            for phrase in town["spellings"].split("|"):
                yield "city", town["name_fr"], phrase
    for entity in LISTS:
        for value, phrase in read_pairs(folder / f"{entity}.tsv"):
            yield entity, value, phrase


@lru_cache(maxsize=4)
def load_gazetteer(folder: Path = DATA / "gazetteers") -> Gazetteer:
    """Return the gazetteer of the lists in `folder`; read once for each folder.

    Raises:
        FileNotFoundError: A list is missing.
        ValueError: A line of a list is malformed.
    """
    return Gazetteer(read_entries(folder))


def find_entities(text: str) -> list[Entity]:
    """Return the towns, papers, trades, problems and times that `text` names."""
    return load_gazetteer().find(text)
