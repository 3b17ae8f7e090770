"""What Telegram remembers, and the rules every message meets on its way in."""

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.simulator.changes import Changes
from bot.simulator.errors import bad_request, forbidden
from bot.simulator.faults import Faults
from bot.simulator.files import Files
from bot.simulator.model import BotStatus, Chat, Json, Post, Topic, User
from bot.simulator.pace import Pace
from bot.simulator.sms.network import Network
from bot.simulator.updates import Updates

TOKEN = "7000000001:SIMULATED-token-for-this-computer"  # noqa: S105 - opens nothing anywhere
QUERY_SECONDS = 60.0


@dataclass(frozen=True)
class Call:
    """One call of the bot, for assertions.

    Attributes:
        method: The method as Telegram spells it.
        params: What was sent, JSON decoded; uploads by name and size.
        at: The world's clock, seconds.
        outcome: ``ok``, the error's description, or the fault that met it.
    """

    method: str
    params: Json
    at: float
    outcome: str


@dataclass
class Query:
    """A tapped button that waits for its answer."""

    id: str
    user_id: int
    at: float
    answered: bool = False


@dataclass(frozen=True)
class Answer:
    """What the bot answered to a tap: a passing line or an alert, perhaps empty."""

    query_id: str
    user_id: int
    text: str
    alert: bool
    seq: int


class State:
    """The server's side of the world.

    Attributes:
        clock: Seconds since the epoch; a test may replace it.
        settings: Commands, name and descriptions the bot set.
        calls: Every call of the bot, in order.
        answers: Answers to taps, in order.
    """

    def __init__(
        self,
        token: str = TOKEN,
        *,
        bot_name: str = "سند",
        bot_username: str = "sanad_bot",
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.token = token
        self.clock = clock
        bot_id = int(token.partition(":")[0])
        self.bot = User(bot_id, bot_name, is_bot=True, username=bot_username)
        self.changes = Changes()
        self.updates = Updates(self.changes)
        self.faults = Faults()
        self.pace = Pace()
        self.files = Files()
        self.sms = Network(self.changes, clock)
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.answers: list[Answer] = []
        self.calls: list[Call] = []
        self.settings: Json = {}
        self._private_numbers = itertools.count(1)

    def chat(self, chat_id: int) -> Chat:
        """Return a chat, whether or not the bot may write there.

        Raises:
            ApiError: 400 ``chat not found``, or the new id where the group was upgraded.
        """
        chat = self.chats.get(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        if chat.migrated_to:
            raise bad_request(
                "group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to
            )
        return chat

    def writable(self, chat_id: int) -> Chat:
        """Return a chat the bot may write to.

        Raises:
            ApiError: 403 where it was blocked, removed, or never spoken to; else as ``chat``.
        """
        chat = self.chat(chat_id)
        if chat.type != "private":
            if chat.bot_status == "kicked":
                raise forbidden(f"bot was kicked from the {chat.type} chat")
            if chat.bot_status == "left":
                raise forbidden(f"bot is not a member of the {chat.type} chat")
            return chat
        if self.users[chat_id].deactivated:
            raise forbidden("user is deactivated")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat

    def thread(self, chat: Chat, thread_id: int | None) -> Topic | None:
        """Return the topic of a chat; none for none.

        Raises:
            ApiError: 400 ``message thread not found``; as at Telegram, General's 1 is not one.
        """
        if thread_id is None:
            return None
        if thread_id not in chat.topics:
            raise bad_request("message thread not found")
        return chat.topics[thread_id]

    def post(
        self,
        chat: Chat,
        sender: User,
        content: Json,
        *,
        topic: int | None = None,
        reply_to: Post | None = None,
    ) -> Post:
        """Put a message into a chat; nobody is told.

        Args:
            chat: Where.
            sender: The bot or a person.
            content: The message's own fields: ``text``, ``photo``, …
            topic: A ``message_thread_id``; a reply follows the topic of what it answers.
            reply_to: The message answered.
        """
        message: Json = {
            "message_id": self._next_id(chat),
            "from": sender.as_json(),
            "chat": chat.as_json(),
            "date": int(self.clock()),
        }
        topic = topic or (reply_to.topic if reply_to else None)
        if topic:
            message |= {"message_thread_id": topic, "is_topic_message": True}
            # Telegram shows every message of a topic as a reply to the one that opened it.
            reply_to = reply_to or chat.posts.get(topic)
        if reply_to:
            message["reply_to_message"] = _brief(reply_to.message)
            if not topic and chat.type == "supergroup":
                message["message_thread_id"] = reply_to.message.get(
                    "message_thread_id", reply_to.id
                )
        post = Post(message | content, self.changes.version + 1)
        chat.posts[post.id] = post
        if sender is self.bot:
            chat.action = ""
        self.changes.bump()
        return post

    def touched(self, post: Post) -> None:
        """Mark a message as changed just now."""
        post.seq = self.changes.bump()

    def tell_about_bot(self, chat: Chat, by: User, old: BotStatus, new: BotStatus) -> None:
        """Send the bot a ``my_chat_member`` update on its own standing."""
        change = {
            "chat": chat.as_json(),
            "from": by.as_json(),
            "date": int(self.clock()),
            "old_chat_member": member_json(self.bot, old),
            "new_chat_member": member_json(self.bot, new),
        }
        self.updates.add("my_chat_member", change)

    def record(self, method: str, params: Json, outcome: str) -> None:
        """Add a call to the log."""
        self.calls.append(Call(method, params, self.clock(), outcome))
        self.changes.bump()

    def called(self, method: str) -> list[Call]:
        """Return all calls of one method, oldest first, whatever came of them."""
        return [call for call in self.calls if call.method.lower() == method.lower()]

    async def until_called(self, method: str, times: int = 1, timeout: float = 10) -> Call:
        """Wait until the bot has called ``method`` that often; return the latest such call.

        Raises:
            AssertionError: It did not within ``timeout`` seconds.
        """

        def enough() -> Call | None:
            calls = self.called(method)
            return calls[times - 1] if len(calls) >= times else None

        call = await self.changes.until(enough, timeout)
        seen = ", ".join(c.method for c in self.calls[-20:])
        assert call, f"no {method} number {times} within {timeout} s; the latest calls: {seen}"
        return call

    def _next_id(self, chat: Chat) -> int:
        # A supergroup counts its own messages; private chats and plain groups share one count.
        if chat.type == "supergroup":
            return max(chat.posts, default=0) + 1 if chat.posts else 2
        return next(self._private_numbers)


def member_json(user: User, status: BotStatus | str) -> Json:
    """Return the Bot API's ``ChatMember`` of that status."""
    member: Json = {"user": user.as_json(), "status": status}
    if status == "administrator":
        rights = "manage_chat delete_messages manage_video_chats restrict_members promote_members"
        rights += " change_info invite_users post_stories edit_stories delete_stories"
        rights += " pin_messages manage_topics"
        member |= {f"can_{right}": True for right in rights.split()}
        member |= {"can_be_edited": False, "is_anonymous": False}
    elif status == "kicked":
        member["until_date"] = 0
    elif status == "creator":
        member["is_anonymous"] = False
    return member


def _brief(message: Json) -> Json:
    return {k: v for k, v in message.items() if k != "reply_to_message"}
