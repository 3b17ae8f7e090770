"""Updates that wait for the bot: confirmed by offset or by a webhook's 200."""

import copy
import time
from dataclasses import dataclass, field

from bot.simulator.changes import Changes
from bot.simulator.errors import conflict
from bot.simulator.model import Json

_UNASKED = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass
class Webhook:
    """Where updates are posted to, and how the last attempt went.

    Attributes:
        url: The bot's door.
        secret_token: Sent as ``X-Telegram-Bot-Api-Secret-Token``.
        last_error: The reason the latest refused delivery failed, with its time.
    """

    url: str
    secret_token: str = ""
    max_connections: int = 40
    last_error: str = ""
    last_error_date: int = 0


@dataclass
class Updates:
    """The queue between the world and the bot."""

    changes: Changes
    pending: list[Json] = field(default_factory=list)
    webhook: Webhook | None = None
    allowed: list[str] = field(default_factory=list)
    _last_id: int = 500_000
    _latest: Json | None = None
    _again: set[int] = field(default_factory=set)
    _reader: int = 0

    def add(self, kind: str, payload: Json) -> Json | None:
        """Queue an update of one kind, frozen as it is now; nothing if the bot refuses the kind."""
        if kind not in self.allowed if self.allowed else kind in _UNASKED:
            return None
        self._last_id += 1
        self._latest = {"update_id": self._last_id, kind: copy.deepcopy(payload)}
        self.pending.append(self._latest)
        self.changes.bump()
        return self._latest

    def redeliver(self) -> Json | None:
        """Deliver the latest update once more, under the same ``update_id``.

        A poll hands it out even though its offset has already confirmed it, as a Telegram that
        lost the confirmation would.
        """
        if self._latest is None:
            return None
        waiting = self._latest in self.pending
        if not waiting:
            self.pending.insert(0, self._latest)
        if waiting or self.webhook is None:
            self._again.add(self._latest["update_id"])
        self.changes.bump()
        return self._latest

    def confirm(self, update_id: int) -> None:
        """Forget an update the bot has accepted, unless it is to come once more."""
        if update_id in self._again:
            self._again.discard(update_id)
        else:
            self.pending = [u for u in self.pending if u["update_id"] != update_id]

    def drop(self) -> None:
        """Forget all that waits."""
        self.pending.clear()
        self._again.clear()

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Json]:
        """Wait for updates, as ``getUpdates`` does.

        Args:
            offset: Confirms every update below it; a negative one keeps only the last ``-offset``.
            limit: How many to return at most.
            timeout: Seconds to wait when there is none.

        Raises:
            ApiError: 409 when a webhook is set, or when another poll takes this one's place.
        """
        if self.webhook:
            raise conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first"
            )
        self._reader += 1
        me = self._reader
        self.changes.bump()
        if offset < 0:
            self.pending = self.pending[offset:]
        self.pending = [
            u for u in self.pending if u["update_id"] >= offset or u["update_id"] in self._again
        ]
        await self.changes.until(lambda: self.pending or self._reader != me or None, timeout)
        if self._reader != me:
            raise conflict(
                "terminated by other getUpdates request; "
                "make sure that only one bot instance is running"
            )
        batch = self.pending[:limit]
        self._again -= {u["update_id"] for u in batch}
        return batch

    def failed(self, reason: str) -> None:
        """Remember why a delivery to the webhook failed."""
        if self.webhook:
            self.webhook.last_error = reason
            self.webhook.last_error_date = int(time.time())
            self.changes.bump()
