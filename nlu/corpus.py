"""Reading what was written: the training examples and the evaluation sets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

NLU = Path(__file__).resolve().parent
EXAMPLES = NLU / "data" / "examples"
SETS = NLU / "evaluation" / "sets"
HELD_OUT = ("dev", "danger", "test")
"""The sets that nothing is learned from: `danger` is for choosing what counts as one."""
REGISTERS = ("darija_arabic", "darija_latin", "msa", "french", "mixed")

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C where that was built

# Rasa's own notation: [the words](entity:value).
_MARK = re.compile(r"\[(?P<words>[^\]]+)\]\((?P<entity>\w+):(?P<value>[^)]+)\)")


class Example(NamedTuple):
    """A message and what is known of it.

    Attributes:
        intent: Its one meaning.
        register: The language it is in, one of `REGISTERS`.
        text: The message, without marks.
        entities: The (entity, value) pairs it names, each once, sorted.
        twin: Names the other message that says the same in the other script; empty without one.
    """

    intent: str
    register: str
    text: str
    entities: tuple[tuple[str, str], ...] = ()
    twin: str = ""


class CorpusError(ValueError):
    """A line is not of the expected form; the message says where and how it should be."""


def read_examples(folder: Path = EXAMPLES) -> list[Example]:
    """Return the training examples, one file a meaning.

    Raises:
        CorpusError: A file holds another meaning than its name says, or a line is no example.
    """
    return [example for path in sorted(folder.glob("*.yml")) for example in _in_file(path)]


def _in_file(path: Path) -> Iterator[Example]:
    read = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a safe one
    for block in read["nlu"]:
        if block["intent"] != path.stem:
            raise CorpusError(f"{path.name}: holds examples of {block['intent']}")
        for line in block["examples"].splitlines():
            if not line.startswith("- "):
                raise CorpusError(f"{path.name}: an example begins with '- ': {line[:40]}")
            marked = line[2:].strip()
            text = unmarked(marked)
            if "](" in text or "]{" in text:
                raise CorpusError(f"{path.name}: write [words](entity:value): {line[:60]}")
            yield Example(path.stem, block["metadata"]["register"], text, marks(marked))


def unmarked(marked: str) -> str:
    """Return an example without its entity marks."""
    return _MARK.sub(lambda mark: mark["words"], marked)


def marks(marked: str) -> tuple[tuple[str, str], ...]:
    """Return the (entity, value) pairs that an example is marked with, sorted."""
    return tuple(sorted({(mark["entity"], mark["value"]) for mark in _MARK.finditer(marked)}))


def read_set(name: str, folder: Path = SETS) -> list[Example]:
    """Return an evaluation set: `dev`, `test` or `danger`.

    Each line of `<name>.tsv` is intent, register, twin, entities (`city=Fès;urgency=today`) and
    text.

    Raises:
        CorpusError: A line has not five columns, or an entity is not of the form name=value.
        FileNotFoundError: There is no such set.
    """
    path = folder / f"{name}.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_in_line(line, f"{path.name}:{number}") for number, line in enumerate(lines, 1)]


def _in_line(line: str, place: str) -> Example:
    columns = line.split("\t")
    if len(columns) != 5:
        raise CorpusError(f"{place}: expected intent, register, twin, entities, text")
    intent, register, twin, listed, text = columns
    entities = []
    for pair in filter(None, listed.split(";")):
        entity, equals, value = pair.partition("=")
        if not equals:
            raise CorpusError(f"{place}: expected entity=value, not {pair}")
        entities.append((entity, value))
    return Example(intent, register, text, tuple(sorted(set(entities))), twin)
