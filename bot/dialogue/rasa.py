"""The client of the language server, with a time limit and a breaker."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

import httpx
import structlog

from bot.dialogue.assistant import Away, Heard, Reply, Understood
from bot.dialogue.state import Dialogue

log = structlog.get_logger()

T = TypeVar("T")

FAILURES_TO_OPEN = 3
"""So many failures in a row, and we stop asking for a while."""
OPEN_SECONDS = 10.0
"""How long we do not ask; then one message tries again. A restarted Rasa needs 20 to 30 s."""


class Breaker:
    """Stops calls to a server that keeps failing, so that turns need not wait for it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._open_until = 0.0

    def closed(self) -> bool:
        """Whether a call may be tried."""
        return self._clock() >= self._open_until

    def succeeded(self) -> None:
        """A call went through."""
        self._failures = 0

    def failed(self) -> None:
        """A call failed."""
        self._failures += 1
        if self._failures >= FAILURES_TO_OPEN:
            self._open_until = self._clock() + OPEN_SECONDS


class Rasa:
    """`nlu/`'s endpoints: a pure function of state and message."""

    def __init__(self, url: str, token: str, timeout: float) -> None:
        self._client = httpx.AsyncClient(
            base_url=f"{url.rstrip('/')}/webhooks/sanad",
            headers={"Authorization": f"Bearer {token}"},
            timeout=timeout,
        )
        self._breaker = Breaker()

    async def turn(self, dialogue: Dialogue, heard: Heard) -> Reply:
        """One turn.

        A question that interrupted a form is followed by the form's open question: Rasa
        keeps the form, and `Reply.dialogue.requested` says what is still asked.

        Raises:
            Away: Rasa is not there, too slow, or failed.
        """
        body = {
            "state": {
                "form": dialogue.form,
                "requested": dialogue.requested,
                "slots": dialogue.slots,
            },
            "message": heard.model_dump(exclude_none=True),
        }
        return await self._post("/turn", body, lambda answer: _reply(dialogue, answer))

    async def understand(self, texts: list[str]) -> list[Understood]:
        """How each text is understood, without a conversation; Away as in `turn`."""
        return await self._post(
            "/parse",
            {"texts": texts},
            lambda answer: [Understood(**one) for one in answer["understood"]],
        )

    async def ready(self) -> bool:
        """Whether it answers now, whatever the breaker thinks."""
        try:
            response = await self._client.get("/health", timeout=2.0)
            return response.status_code == httpx.codes.OK and bool(response.json()["ready"])
        except (httpx.HTTPError, ValueError, KeyError, TypeError):
            return False  # nobody, or somebody else

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _post(self, path: str, body: dict[str, Any], read: Callable[[Any], T]) -> T:
        if not self._breaker.closed():
            raise Away("the breaker is open")
        try:
            response = await self._client.post(path, json=body)
            response.raise_for_status()
            answer = read(response.json())
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            # An answer we cannot read (another version's) helps as little as none.
            self._breaker.failed()
            log.warning("rasa_away", error=type(error).__name__)
            raise Away(type(error).__name__) from None
        self._breaker.succeeded()
        return answer


def _reply(dialogue: Dialogue, answer: Any) -> Reply:
    state = answer["state"]
    return Reply(
        says=[s["text"] for s in answer["says"] if "text" in s],
        directives=[s["directive"] for s in answer["says"] if "directive" in s],
        understood=Understood(**answer["understood"]),
        dialogue=dialogue.model_copy(
            update={key: state[key] for key in ("form", "requested", "slots")}
        ),
    )
