"""Updates on their way to the bot's webhook."""

import asyncio

import httpx

from bot.simulator.model import Json
from bot.simulator.state import State
from bot.simulator.updates import Webhook

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
ANSWER_SECONDS = 60.0
FIRST_WAIT, LONGEST_WAIT = 0.05, 2.0


def lane(update: Json) -> int:
    """Return the chat an update belongs to: within one, updates keep their order."""
    payload = next(value for key, value in update.items() if key != "update_id")
    message: Json = payload.get("message") or payload
    return int(message["chat"]["id"])


class Delivery:
    """Posts each update until the bot answers 2xx; chats do not hold each other back.

    A refused or unanswered update is posted again after a wait that doubles from 0.05 s to 2 s.
    Telegram waits longer; an impatient simulator shows the same faults sooner.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._busy: set[int] = set()

    async def run(self) -> None:
        """Deliver for as long as the task lives."""
        changes, updates = self._state.changes, self._state.updates
        async with (
            httpx.AsyncClient(timeout=ANSWER_SECONDS) as client,
            asyncio.TaskGroup() as tasks,
        ):
            while not changes.closed:
                version = changes.version
                if updates.webhook:
                    for update in list(updates.pending):
                        if (chat := lane(update)) not in self._busy:
                            self._busy.add(chat)
                            work = self._deliver(client, updates.webhook, update)
                            tasks.create_task(work)
                await changes.after(version)

    async def _deliver(self, client: httpx.AsyncClient, hook: Webhook, update: Json) -> None:
        updates, wait = self._state.updates, FIRST_WAIT
        try:
            while updates.webhook is hook and update in updates.pending:
                if problem := await self._post(client, hook, update):
                    updates.failed(problem)
                    await asyncio.sleep(wait)
                    wait = min(wait * 2, LONGEST_WAIT)
                else:
                    updates.confirm(update["update_id"])
        finally:
            self._busy.discard(lane(update))
            self._state.changes.bump()

    async def _post(self, client: httpx.AsyncClient, hook: Webhook, update: Json) -> str:
        headers = {SECRET_HEADER: hook.secret_token} if hook.secret_token else {}
        try:
            answer = await client.post(hook.url, json=update, headers=headers)
        except httpx.TimeoutException:
            return "Read timeout expired"
        except httpx.HTTPError:
            return "Connection refused"
        if answer.is_success:
            return ""
        return f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
