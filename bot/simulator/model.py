"""The nouns of Telegram: users, chats, topics, posts."""

from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
Role = Literal["beneficiary", "coordinator", "stranger"]
BotStatus = Literal["administrator", "member", "left", "kicked"]


@dataclass
class User:
    """Somebody with a Telegram account, or the bot.

    Attributes:
        id: Telegram's number for them.
        first_name: The name others see.
        language_code: The language of their application, IETF.
        role: What they are in our story; Telegram knows nothing of it.
        phone: Their number in international form, shared only in a contact.
        deactivated: Whether they deleted their account.
    """

    id: int
    first_name: str
    language_code: str = "ar"
    role: Role = "beneficiary"
    is_bot: bool = False
    username: str = ""
    phone: str = ""
    deactivated: bool = False

    def as_json(self) -> Json:
        """Return the Bot API's ``User``."""
        user: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            user["username"] = self.username
        if not self.is_bot:
            user["language_code"] = self.language_code
        return user


@dataclass
class Topic:
    """A topic of a forum; its id is the id of the service message that opened it."""

    id: int
    name: str
    icon_color: int = 0x6FB9F0
    icon_custom_emoji_id: str = ""
    closed: bool = False

    def as_json(self) -> Json:
        """Return the Bot API's ``ForumTopic``."""
        topic: Json = {
            "message_thread_id": self.id,
            "name": self.name,
            "icon_color": self.icon_color,
        }
        if self.icon_custom_emoji_id:
            topic["icon_custom_emoji_id"] = self.icon_custom_emoji_id
        return topic


@dataclass
class Post:
    """A message with what Telegram shows beside it.

    Attributes:
        message: The Bot API's ``Message``, changed in place by edits.
        seq: The world's version when it last changed; a reader's "after what I have seen".
        reactions: Emoji the bot put on it.
        pinned: Whether it is pinned.
        silent: Whether it came without a sound.
    """

    message: Json
    seq: int
    reactions: list[str] = field(default_factory=list)
    pinned: bool = False
    silent: bool = False

    @property
    def id(self) -> int:
        """The message's id within its chat."""
        return int(self.message["message_id"])

    @property
    def topic(self) -> int | None:
        """The topic it stands in; none in a private chat, a plain group and General."""
        if not self.message.get("is_topic_message"):
            return None
        return int(self.message["message_thread_id"])

    @property
    def text(self) -> str:
        """What can be read in it: text or caption, or nothing."""
        return str(self.message.get("text") or self.message.get("caption") or "")


@dataclass
class Chat:
    """A private chat with the bot, a plain group, or a supergroup with or without topics.

    Attributes:
        id: A user's id for a private chat, negative for groups, ``-100…`` for supergroups.
        posts: Messages by id, oldest first.
        topics: Topics by ``message_thread_id``; General is not among them.
        members: Ids of the people in a group.
        started: Whether the person of a private chat ever pressed Start.
        blocked: Whether that person blocked the bot.
        bot_status: The bot's standing in a group.
        migrated_to: The supergroup this plain group became.
        reply_keyboard: The keyboard under the text field, where the bot put one.
        action: What the bot is doing ("typing"), until the time ``action_until``.
    """

    id: int
    type: Literal["private", "group", "supergroup"]
    title: str = ""
    is_forum: bool = False
    posts: dict[int, Post] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    members: set[int] = field(default_factory=set)
    started: bool = False
    blocked: bool = False
    bot_status: BotStatus = "administrator"
    migrated_to: int | None = None
    reply_keyboard: Json | None = None
    action: str = ""
    action_topic: int | None = None
    action_until: float = 0.0

    def as_json(self) -> Json:
        """Return the Bot API's ``Chat``."""
        if self.type == "private":
            return {"id": self.id, "type": "private", "first_name": self.title}
        chat: Json = {"id": self.id, "type": self.type, "title": self.title}
        return chat | ({"is_forum": True} if self.is_forum else {})


@dataclass(frozen=True)
class Place:
    """Where a person writes.

    Attributes:
        chat_id: A group; none for their private chat with the bot.
        topic: A ``message_thread_id``; none for General or a chat without topics.
        reply_to: The message they answer.
    """

    chat_id: int | None = None
    topic: int | None = None
    reply_to: int | None = None


PRIVATE = Place()
