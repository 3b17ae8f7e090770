"""What a turn would understand of a message: Rasa and the danger lexicon together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from itertools import islice
from typing import Any

from bot.dialogue.assistant import Away, Understood
from bot.dialogue.rasa import Rasa
from nlu.text.danger import is_danger

BATCH = 50
START_SECONDS = 180.0


def heard_as(text: str, understood: Understood) -> dict[str, Any]:
    """One message as `sanad understand` prints it.

    `intent` is the likeliest meaning of the contract, however unsure, and `action` what a turn
    does about it: act without asking, confirm with up to three buttons, or offer_person. A
    message with `danger` reaches people at once whatever its `intent`.
    """
    danger = is_danger(text) or understood.danger
    best = understood.ranking[0] if understood.ranking else {"name": None, "confidence": 0.0}
    return {
        "text": text,
        "intent": best["name"],
        "confidence": best["confidence"],
        "action": "act" if danger else understood.action,
        "ranking": understood.ranking,
        "entities": [{"entity": e["entity"], "value": e["value"]} for e in understood.entities],
        "danger": danger,
    }


async def understand_lines(
    url: str, token: str, lines: Iterable[str]
) -> AsyncIterator[dict[str, Any]]:
    """Understand messages, one a line, in order.

    Raises:
        Away: Rasa did not become ready in three minutes, or stopped answering.
    """
    rasa = Rasa(url, token, timeout=60.0)
    try:
        async with asyncio.timeout(START_SECONDS):
            while not await rasa.ready():
                await asyncio.sleep(0.5)
        texts = (line.rstrip("\r\n") for line in lines)
        while some := list(islice(texts, BATCH)):
            for text, understood in zip(some, await rasa.understand(some), strict=True):
                yield heard_as(text, understood)
    except TimeoutError:
        raise Away("Rasa did not start; `sanad doctor` says more.") from None
    finally:
        await rasa.close()
