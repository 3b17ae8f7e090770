"""The limit: the same messages through a bare turn inside Rasa's own process.

Runs in nlu's interpreter: `python -m bench.limit MODEL RESULT MESSAGES`, from the repository's
root. No HTTP, no database, no channel: what is left is understanding and dialogue, below which
nothing built on this Rasa can come.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rasa.core.agent import load_agent
from rasa.core.processor import MessageProcessor
from rasa.core.utils import AvailableEndpoints

from bench.figures import speed
from bench.talk import ROUND, conversation
from nlu.components.contract import Message, State
from nlu.components.turn import take_turn

EMPTY = State(None, None, {})
_ENDS = {"open_case", "cancelled"}
"""Directives after which the bot empties the state."""
_FOR_PEOPLE = {"talk_to_human", "danger", "clarify"}


async def measure(model: Path, messages: int) -> dict[str, Any]:
    """Say the conversation after a round of warming up.

    Returns:
        The `Speed` as `speed`, and as `strayed` the messages of the round that the assistant
        did not answer by itself.
    """
    endpoints = AvailableEndpoints.read_endpoints("nlu/endpoints.yml")
    agent = await load_agent(model_path=str(model), endpoints=endpoints)
    if agent.processor is None:
        raise RuntimeError(f"{model} cannot be loaded")
    _, strayed = await _say(agent.processor, ROUND)
    started = time.perf_counter()
    durations, _ = await _say(agent.processor, conversation(messages))
    wall = time.perf_counter() - started
    return {"speed": asdict(speed(durations, wall)), "strayed": strayed}


async def _say(
    processor: MessageProcessor, texts: list[str] | tuple[str, ...]
) -> tuple[list[float], list[str]]:
    state, durations, strayed = EMPTY, [], []
    for text in texts:
        started = time.perf_counter()
        answer = await take_turn(processor, state, Message(text, None))
        durations.append(time.perf_counter() - started)
        directives = {said["directive"] for said in answer["says"] if "directive" in said}
        state = EMPTY if directives & _ENDS else State(**answer["state"])
        if directives & _FOR_PEOPLE:
            strayed.append(text)
    if state.form:
        strayed.append(f"({state.form} is still open)")
    return durations, strayed


if __name__ == "__main__":
    found = asyncio.run(measure(Path(sys.argv[1]), int(sys.argv[3])))
    Path(sys.argv[2]).write_text(json.dumps(found), encoding="utf-8")
