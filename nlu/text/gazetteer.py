"""Finding the towns, papers, trades, problems and times that a message names."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from nlu.text.clitics import base_form, without_clitics, without_endings
from nlu.text.lexicon import DATA, read_pairs
from nlu.text.skeleton import skeleton_of_word
from nlu.text.transliterate import in_arabic_letters
from nlu.text.words import words

LISTS = ("document", "trade", "problem", "urgency")
# Consonants alone meet by chance ("bonjour" has those of Ben Guerir), so a skeleton must be long
# and the words must also sound alike.
_SHORTEST_BONES = 5
_ALIKE = 0.85
# Towns are not put in the plural, and nobody owns one.
_INFLECTED = frozenset({"document", "trade"})
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
            phrase, the first one given keeps it. A phrase with an empty value names nothing
            and hides the shorter names in it, as "carte bancaire" hides "carte". One that
            begins with = is found by its spelling only.
    """

    def __init__(self, entries: Iterable[tuple[str, str, str]]) -> None:
        self._by_spelling: dict[Key, dict[str, str]] = {}
        self._by_bones: dict[Key, list[tuple[str, str, str]]] = {}
        for entity, value, phrase in entries:
            key = tuple(base_form(word.text) for word in words(phrase))
            if not key:
                continue
            self._by_spelling.setdefault(key, {}).setdefault(entity, value)
            bones = tuple(map(skeleton_of_word, key))
            enough = _SHORTEST_BONES + len(bones) - 1
            if not phrase.startswith("=") and all(bones) and sum(map(len, bones)) >= enough:
                sound = in_arabic_letters(" ".join(key))
                self._by_bones.setdefault(bones, []).append((entity, value, sound))
        self._longest = max(map(len, self._by_spelling), default=0)

    def find(self, text: str) -> list[Entity]:
        """Return what `text` names, in the order of the text, longest phrases first.

        Entities of one kind never overlap. Those of two kinds may (a town inside the name of a
        paper), but the name of a town holds nothing else: Béni Mellal is no building work.
        """
        said = words(text)
        bases = [base_form(word.text) for word in said]
        bones = [skeleton_of_word(base) for base in bases]
        forms = [list(_forms(word.text)) for word in said]
        found: list[Entity] = []
        for length in range(min(self._longest, len(said)), 0, -1):
            for first in range(len(said) - length + 1):
                end = first + length
                named = self._spelled(forms[first], tuple(bases[first + 1 : end]))
                named = named or self._sounding_like(bases[first:end], tuple(bones[first:end]))
                for entity, value in named.items():
                    place = Entity(entity, value, said[first].start, said[end - 1].end)
                    if not any(_hides(longer, place) for longer in found):
                        found.append(place)
        return sorted((one for one in found if one.value), key=lambda one: (one.start, one.entity))

    def _spelled(self, forms: list[tuple[str, bool]], rest: Key) -> dict[str, str]:
        for form, inflected in forms:
            known = self._by_spelling.get((form, *rest), {})
            if inflected:
                known = {entity: known[entity] for entity in _INFLECTED & known.keys()}
            if known:
                return known
        return {}

    def _sounding_like(self, key: list[str], bones: Key) -> dict[str, str]:
        candidates = self._by_bones.get(bones, [])
        sound = in_arabic_letters(" ".join(key)) if candidates else ""
        alike = sorted(
            (SequenceMatcher(None, sound, known, autojunk=False).ratio(), entity, value)
            for entity, value, known in candidates
        )
        return {entity: value for ratio, entity, value in alike if ratio >= _ALIKE}


def _forms(word: str) -> Iterator[tuple[str, bool]]:
    """Yield what a first word may stand for, and whether it lost a plural or a possessor."""
    forms = [base_form(word), *map(base_form, without_clitics(word))]
    yield from ((form, False) for form in forms)
    yield from ((noun, True) for form in forms for noun in without_endings(form))


def _hides(longer: Entity, one: Entity) -> bool:
    rivals = longer.entity in {one.entity, "city"}
    return rivals and longer.start < one.end and one.start < longer.end


def read_entries(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the (entity, value, phrase) triples of all lists in `folder`.

    Towns come from `towns.csv`, where the French name is the value and the `|`-separated
    spellings are phrases. The names themselves are not: some are everyday words (Salé, Tata),
    which stand among the spellings with a ~ and count after one of `place_words.tsv`. The other
    entities come from `<entity>.tsv`, and what names nothing from `no_name.tsv`.

    Raises:
        FileNotFoundError: A list is missing.
        ValueError: A line of a list is malformed.
    """
    for entity, phrase in read_pairs(folder / "no_name.tsv"):
        yield entity, "", phrase
    place_words = list(read_pairs(folder / "place_words.tsv"))
    with (folder / "towns.csv").open(encoding="utf-8", newline="") as towns:
        for town in csv.DictReader(towns):
            for spelling in town["spellings"].split("|"):
                name = spelling.removeprefix("~")
                for phrase in [name] if name == spelling else _placed(name, place_words):
                    yield "city", town["name_fr"], phrase
    for entity in LISTS:
        for value, phrase in read_pairs(folder / f"{entity}.tsv"):
            yield entity, value, phrase


def _placed(name: str, place_words: list[tuple[str, str]]) -> Iterator[str]:
    for how, word in place_words:
        yield f"={word}{name}" if how == "glued" else f"={word} {name}"
    if name.startswith("ال"):
        yield f"=لل{name[2:]}"


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
