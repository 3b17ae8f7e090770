"""Telegram's sending limits, enforced only where a test asks for them.

Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this - about one
message a second in a chat and twenty a minute in a group, all its topics together.
"""

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

from bot.simulator.errors import too_many_requests

_COUNTED = ("send", "copymessage", "forwardmessage", "edit")
_FREE = {"sendchataction", "editforumtopic"}


@dataclass
class Pace:
    """How fast a bot may write.

    Attributes:
        enforced: Whether anything is refused at all.
        per_second: Messages a second in one private chat.
        per_minute: Messages a minute in one group.
    """

    enforced: bool = False
    per_second: int = 1
    per_minute: int = 20
    _sent: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def check(self, method: str, chat_id: int | None, now: float) -> None:
        """Count one call at ``now`` (seconds).

        Raises:
            ApiError: 429 with the whole seconds to wait, when the call is one too many.
        """
        name = method.lower()
        if not self.enforced or chat_id is None or name in _FREE or not name.startswith(_COUNTED):
            return
        window, most = (60.0, self.per_minute) if chat_id < 0 else (1.0, self.per_second)
        sent = self._sent[chat_id]
        while sent and sent[0] <= now - window:
            sent.popleft()
        if len(sent) >= most:
            raise too_many_requests(max(1, math.ceil(sent[0] + window - now)))
        sent.append(now)
