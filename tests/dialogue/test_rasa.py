from __future__ import annotations

import json

import pytest

from bot.channels.base import Media
from bot.dialogue.assistant import Away, Heard
from bot.dialogue.rasa import FAILURES_TO_OPEN, OPEN_SECONDS, Breaker, Rasa
from bot.dialogue.state import Dialogue
from tests.channels.server import http, serving

STATE = {"form": "job_form", "requested": "job_obstacle", "slots": {"job_skill": "x"}}
ANSWER = {
    "says": [{"text": "You are welcome. We are here."}, {"directive": "show_menu"}],
    "understood": {
        "intent": "thank",
        "confidence": 0.9,
        "ranking": [{"name": "thank", "confidence": 0.9}],
        "entities": [{"entity": "city", "value": "Fès"}, {"entity": "city", "value": "Rabat"}],
    },
    "state": STATE,
}


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_the_breaker_opens_after_failures_in_a_row_and_tries_again_later():
    clock = Clock()
    breaker = Breaker(clock)
    for _ in range(FAILURES_TO_OPEN - 1):
        breaker.failed()
    breaker.succeeded()
    for _ in range(FAILURES_TO_OPEN - 1):
        breaker.failed()
    assert breaker.closed()
    breaker.failed()
    assert not breaker.closed()
    clock.now += OPEN_SECONDS - 0.1
    assert not breaker.closed()
    clock.now += 0.2
    assert breaker.closed()


def test_one_more_failure_opens_it_again_and_one_success_resets_it():
    clock = Clock()
    breaker = Breaker(clock)
    for _ in range(FAILURES_TO_OPEN):
        breaker.failed()
    clock.now += OPEN_SECONDS
    breaker.failed()
    assert not breaker.closed()
    clock.now += OPEN_SECONDS
    breaker.succeeded()
    breaker.failed()
    assert breaker.closed()


async def test_a_turn_brings_its_state_and_takes_the_new_one():
    asked = []

    def answer(path: str, body: bytes) -> bytes:
        asked.append((path, json.loads(body)))
        return http(200, json.dumps(ANSWER))

    state = Dialogue(
        form="job_form", requested="job_skill", need="job", story="khdma",
        media=[Media(kind="voice", file_id="v")],
    )  # fmt: skip
    async with serving(answer) as url:
        rasa = Rasa(url + "/", "token", timeout=2)
        reply = await rasa.turn(state, Heard(text="شكرا"))
        await rasa.close()
    assert asked == [
        (
            "/webhooks/sanad/turn",
            {
                "state": {"form": "job_form", "requested": "job_skill", "slots": {}},
                "message": {"text": "شكرا"},
            },
        )
    ]
    assert reply.says == ["You are welcome. We are here."]
    assert reply.directives == ["show_menu"]
    assert reply.understood.entity("city") == "Fès"
    assert reply.understood.entity("trade") is None
    assert reply.dialogue == state.model_copy(update=STATE)
    assert not reply.away


FAILURES = {
    "an error": http(500, "{}"),
    "no such path": http(404, "{}"),
    "not JSON": http(200, "<html>"),
    "closed without an answer": b"",
    "another contract": http(200, '{"hello": "world"}'),
}


@pytest.mark.parametrize("answer", FAILURES.values(), ids=FAILURES)
async def test_whatever_fails_is_away_and_soon_not_asked_any_more(answer):
    asked = []

    def count(path: str, _: bytes) -> bytes:
        asked.append(path)
        return answer

    async with serving(count) as url:
        rasa = Rasa(url, "token", timeout=2)
        for _ in range(FAILURES_TO_OPEN + 2):
            with pytest.raises(Away):
                await rasa.turn(Dialogue(), Heard(text="سلام"))
        await rasa.close()
    assert len(asked) == FAILURES_TO_OPEN


async def test_nobody_there_is_away_and_not_ready():
    rasa = Rasa("http://127.0.0.1:9", "token", timeout=2)
    with pytest.raises(Away):
        await rasa.turn(Dialogue(), Heard(text="سلام"))
    assert not await rasa.ready()
    await rasa.close()
