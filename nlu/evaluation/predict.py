"""What the trained model understands of messages: the pipeline that a turn goes through."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from pathlib import Path

import structlog
from rasa.core.agent import Agent

from nlu.components.understanding import report, understand
from nlu.corpus import Example
from nlu.evaluation.scores import Understanding
from nlu.text.danger import is_danger


def judge(
    model: Path, examples: Sequence[Example]
) -> tuple[list[tuple[Example, Understanding]], float]:
    """Return each example with what is understood of it, and the median milliseconds it took.

    Args:
        model: A `.tar.gz` that `rasa train` made.
        examples: Messages, in any order.
    """
    quiet = structlog.make_filtering_bound_logger(logging.WARNING)
    structlog.configure(wrapper_class=quiet)  # Rasa tells of every message that it reads
    agent = Agent.load(str(model))
    understand(agent.processor, "salam")  # what is loaded at the first message is no delay
    judged, took = [], []
    for example in examples:
        started = time.perf_counter()
        (parse,) = understand(agent.processor, example.text)
        took.append(time.perf_counter() - started)
        suspicion = 1.0 if is_danger(example.text) else parse["suspicion"]
        judged.append((example, _understanding(report(parse), suspicion)))
    return judged, sorted(took)[len(took) // 2] * 1000


def _understanding(reported: dict, suspicion: float) -> Understanding:
    return Understanding(
        ranking=tuple((ranked["name"], ranked["confidence"]) for ranked in reported["ranking"]),
        entities=frozenset((found["entity"], found["value"]) for found in reported["entities"]),
        danger=reported["danger"],
        action=reported["action"],
        suspicion=suspicion,
    )
