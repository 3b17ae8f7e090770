"""Things that go wrong between a bot and Telegram, on request."""

from dataclasses import dataclass, field
from typing import Any, Literal

from bot.simulator.errors import ApiError

Kind = Literal["fail", "hang", "drop", "drop_before", "slow"]
ANY = "*"


@dataclass
class Fault:
    """One arranged fault.

    Attributes:
        kind: What happens to the call.
        method: The Bot API method it waits for, or ``*``.
        times: How often it still strikes; none for always.
        chat_id: Only calls for this chat; none for all.
        error: The refusal of a ``fail``.
        seconds: The delay of a ``slow``.
    """

    kind: Kind
    method: str
    times: int | None = 1
    chat_id: int | None = None
    error: ApiError | None = None
    seconds: float = 0.0

    def strikes(self, method: str, chat_id: int | None) -> bool:
        """Whether this fault meets such a call."""
        same_method = self.method in (ANY, method)
        return same_method and self.chat_id in (None, chat_id) and self.times != 0


@dataclass
class Faults:
    """The faults arranged for the calls to come; the oldest that fits strikes first."""

    arranged: list[Fault] = field(default_factory=list)
    lacking: set[str] = field(default_factory=set)

    def fail(  # noqa: PLR0913 - a test names what it needs
        self,
        method: str,
        status: int,
        description: str,
        *,
        retry_after: int | None = None,
        migrate_to_chat_id: int | None = None,
        times: int | None = 1,
        chat_id: int | None = None,
    ) -> None:
        """Refuse calls of ``method`` with this status and text, without performing them."""
        given = {"retry_after": retry_after, "migrate_to_chat_id": migrate_to_chat_id}
        parameters = {k: v for k, v in given.items() if v is not None}
        error = ApiError(status, description, **parameters)
        self.arranged.append(Fault("fail", method, times, chat_id, error))

    def hang(self, method: str, *, times: int | None = 1, chat_id: int | None = None) -> None:
        """Perform calls of ``method`` and never answer: the bot cannot know whether it went."""
        self.arranged.append(Fault("hang", method, times, chat_id))

    def drop(self, method: str, *, times: int | None = 1, chat_id: int | None = None) -> None:
        """Perform calls of ``method`` and cut the connection instead of answering."""
        self.arranged.append(Fault("drop", method, times, chat_id))

    def drop_before(
        self, method: str, *, times: int | None = 1, chat_id: int | None = None
    ) -> None:
        """Cut the connection without performing the call."""
        self.arranged.append(Fault("drop_before", method, times, chat_id))

    def slow(
        self, method: str, seconds: float, *, times: int | None = 1, chat_id: int | None = None
    ) -> None:
        """Take ``seconds`` before performing calls of ``method``."""
        self.arranged.append(Fault("slow", method, times, chat_id, seconds=seconds))

    def lack(self, method: str) -> None:
        """Know nothing of ``method``, like an old server: 404 until cleared."""
        self.lacking.add(method.lower())

    def clear(self) -> None:
        """Let everything work again."""
        self.arranged.clear()
        self.lacking.clear()

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """Return the fault this call meets, counting it, or nothing."""
        fault = next((f for f in self.arranged if f.strikes(method, chat_id)), None)
        if fault and fault.times is not None:
            fault.times -= 1
            if fault.times == 0:
                self.arranged.remove(fault)
        return fault

    def as_json(self) -> list[dict[str, Any]]:
        """Return what is arranged, for people to look at."""
        return [
            {"kind": f.kind, "method": f.method, "times": f.times, "chat_id": f.chat_id}
            for f in self.arranged
        ]
