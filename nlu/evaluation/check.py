"""`make nlu-check`: are the examples fit to learn from?

Fails on duplicates, on examples that repeat each other's phrases, on meanings or registers that
are short of examples, on labels and entity values outside the contract, and on texts of the
evaluation sets among the examples.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from nlu.corpus import HELD_OUT, REGISTERS, CorpusError, Example, read_examples, read_set
from nlu.evaluation.contract import INTENTS, SMALL_TALK, allowed_values
from nlu.text.normalise import normalise
from nlu.text.words import words

FEWEST = 400
"""Examples of a meaning that carries a need, a danger or a wish about the service."""
FEWEST_SMALL_TALK = 150
SMALLEST_SHARE = 0.7
"""The rarest register of a meaning has at least this part of its most frequent one."""
RUN = 4
"""So many consecutive words in common, and two examples repeat each other."""
REPEATING_ALLOWED = 0.05
"""Part of the examples that may: people do have turns of phrase ("je ne sais pas")."""

# "s'il" is one word here: French would repeat itself in every sentence.
_SPOKEN_WORD = re.compile(r"[\w']+")


def problems(examples: Sequence[Example], held_out: Sequence[Example]) -> Iterator[str]:
    """Yield what is wrong, a sentence each; nothing when all is well."""
    yield from outside_the_contract([*examples, *held_out])
    yield from too_few(examples)
    yield from unbalanced(examples)
    yield from written_twice(examples)
    yield from repeating(examples)
    yield from leaked(examples, held_out)


def outside_the_contract(examples: Iterable[Example]) -> Iterator[str]:
    """Yield the labels and values that the contract does not know."""
    values = allowed_values()
    for example in examples:
        if example.intent not in INTENTS:
            yield f"unknown meaning {example.intent}: {example.text}"
        if example.register not in REGISTERS:
            yield f"unknown register {example.register}: {example.text}"
        for entity, value in example.entities:
            if value not in values.get(entity, ()):
                yield f"unknown {entity} {value} ({example.intent}): {example.text}"
            if entity == "problem" and example.intent != "report_project_problem":
                yield f"a problem outside report_project_problem: {example.text}"


def too_few(examples: Iterable[Example]) -> Iterator[str]:
    """Yield the meanings that are short of examples."""
    counts = Counter(example.intent for example in examples)
    for intent in INTENTS:
        fewest = FEWEST_SMALL_TALK if intent in SMALL_TALK else FEWEST
        if counts[intent] < fewest:
            yield f"{intent}: {counts[intent]} examples, {fewest} are needed"


def unbalanced(examples: Iterable[Example]) -> Iterator[str]:
    """Yield the meanings that one register tells much less of than another."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for example in examples:
        counts[example.intent][example.register] += 1
    for intent, of_register in counts.items():
        rarest = min(REGISTERS, key=lambda register: of_register[register])
        most = max(of_register.values())
        if of_register[rarest] < SMALLEST_SHARE * most:
            yield f"{intent}: {of_register[rarest]} examples in {rarest}, {most} in another"


def written_twice(examples: Iterable[Example]) -> Iterator[str]:
    """Yield the texts that occur more than once; stretched letters make another text."""
    counts = Counter(example.text.strip().casefold() for example in examples)
    yield from (f"written {count} times: {text}" for text, count in counts.items() if count > 1)


def repeating(examples: Sequence[Example]) -> Iterator[str]:
    """Yield the phrases that examples share, when more share one than is allowed."""
    holders: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for place, example in enumerate(examples):
        said = _SPOKEN_WORD.findall(normalise(example.text))
        for first in range(len(said) - RUN + 1):
            holders[tuple(said[first : first + RUN])].add(place)
    shared = {run: places for run, places in holders.items() if len(places) > 1}
    repeat = set().union(*shared.values()) if shared else set()
    if len(repeat) > REPEATING_ALLOWED * len(examples):
        yield f"{len(repeat)} of {len(examples)} examples share {RUN} words with another:"
        for run, places in sorted(shared.items(), key=lambda item: -len(item[1]))[:50]:
            meanings = ", ".join(sorted({examples[place].intent for place in places}))
            yield f"  {len(places)} times «{' '.join(run)}» ({meanings})"


def leaked(examples: Iterable[Example], held_out: Iterable[Example]) -> Iterator[str]:
    """Yield the evaluation texts of three words or more that are examples too."""
    known = {normalise(example.text) for example in examples}
    for example in held_out:
        text = normalise(example.text)
        if text in known and len(words(text)) >= 3:
            yield f"in an evaluation set and an example: {example.text}"


def main() -> int:
    """Print what is wrong and return 1, or the counts and return 0."""
    try:
        examples = read_examples()
        found = list(problems(examples, [e for name in HELD_OUT for e in read_set(name)]))
    except CorpusError as error:
        found = [str(error)]
    for problem in found:
        print(problem, file=sys.stderr)
    if not found:
        counts = Counter(example.register for example in examples)
        shares = ", ".join(f"{register} {counts[register]}" for register in REGISTERS)
        print(f"{len(examples)} examples of {len(INTENTS)} meanings are in order ({shares})")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
