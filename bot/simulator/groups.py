"""Who there is, and what people do to groups: joining, topics, upgrades, removals."""

from collections.abc import Iterable

from bot.simulator.errors import NotPossibleError
from bot.simulator.methods.topics import open_topic, remove_topic
from bot.simulator.model import Chat, Role, Topic, User
from bot.simulator.state import State

_FIRST_USER = 600_000_001
_FIRST_GROUP = 4_000_001
_SUPERGROUP = -1_000_000_000_000


class Groups(State):
    """People and groups of the world."""

    def add_user(
        self,
        first_name: str,
        *,
        role: Role = "beneficiary",
        language_code: str = "ar",
        phone: str = "",
        user_id: int | None = None,
    ) -> User:
        """Add somebody with a Telegram account, who has not yet pressed Start.

        Args:
            first_name: Their name.
            role: What they are in our story; for the page, Telegram knows nothing of it.
            language_code: Their application's language.
            phone: Their number; a Moroccan mobile is made up if none is given.
            user_id: Telegram's number for them; the next free one if none is given.
        """
        number = len(self.users)
        user_id = user_id or max([_FIRST_USER - 1, *self.users]) + 1
        phone = phone or f"+2126{number:08d}"
        user = User(user_id, first_name, language_code, role, phone=phone)
        self.users[user_id] = user
        self.chats[user_id] = Chat(user_id, "private", first_name)
        self.changes.bump()
        return user

    def add_group(self, title: str, *, forum: bool = True, members: Iterable[int] = ()) -> Chat:
        """Add a group with the bot as administrator, who is told so.

        Args:
            title: Its name.
            forum: Whether it is a supergroup with topics; else it is a plain group.
            members: Ids of the people in it, the first of whom added the bot.
        """
        number = _FIRST_GROUP + len(self.chats)
        chat_id = _SUPERGROUP - number if forum else -number
        chat = Chat(chat_id, "supergroup" if forum else "group", title, is_forum=forum)
        chat.members = set(members)
        self.chats[chat_id] = chat
        self.changes.bump()
        by = next((self.users[m] for m in members), None)
        if by:
            self.tell_about_bot(chat, by, "left", "administrator")
        return chat

    def add_member(self, chat_id: int, user_id: int) -> None:
        """Bring a person into a group; the bot hears the service message."""
        chat, user = self.chats[chat_id], self.users[user_id]
        if user_id in chat.members:
            return
        chat.members.add(user_id)
        joined = {"new_chat_members": [user.as_json()]}
        self.updates.add("message", self.post(chat, user, joined).message)

    def remove_member(self, chat_id: int, user_id: int) -> None:
        """Let a person leave a group."""
        chat, user = self.chats[chat_id], self.users[user_id]
        chat.members.discard(user_id)
        left = {"left_chat_member": user.as_json()}
        self.updates.add("message", self.post(chat, user, left).message)

    def make_topic(self, chat_id: int, user_id: int, name: str) -> Topic:
        """Open a topic by a person's hand; the bot hears of it."""
        chat = self.chats[chat_id]
        if not chat.is_forum:
            raise NotPossibleError(f"{chat.title} has no topics")
        topic = open_topic(self, chat, self.users[user_id], Topic(0, name))
        self.updates.add("message", chat.posts[topic.id].message)
        return topic

    def delete_topic(self, chat_id: int, topic_id: int) -> None:
        """Delete a topic with all its messages; Telegram tells the bot nothing."""
        chat = self.chats[chat_id]
        if topic_id not in chat.topics:
            raise NotPossibleError(f"{chat.title} has no topic {topic_id}")
        remove_topic(self, chat, chat.topics[topic_id])

    def remove_bot(self, chat_id: int, by: int | None = None) -> None:
        """Remove the bot from a group; it is told with ``my_chat_member``."""
        chat = self.chats[chat_id]
        old, chat.bot_status = chat.bot_status, "kicked"
        self.tell_about_bot(chat, self._somebody(chat, by), old, "kicked")
        self.changes.bump()

    def restore_bot(self, chat_id: int, by: int | None = None) -> None:
        """Bring the bot back as administrator."""
        chat = self.chats[chat_id]
        old, chat.bot_status = chat.bot_status, "administrator"
        self.tell_about_bot(chat, self._somebody(chat, by), old, "administrator")
        self.changes.bump()

    def demote_bot(self, chat_id: int, by: int | None = None) -> None:
        """Take the bot's rights as administrator away."""
        chat = self.chats[chat_id]
        old, chat.bot_status = chat.bot_status, "member"
        self.tell_about_bot(chat, self._somebody(chat, by), old, "member")
        self.changes.bump()

    def migrate_group(self, chat_id: int, *, forum: bool = False) -> Chat:
        """Upgrade a plain group to a supergroup with a new id.

        Both service messages reach the bot; calls with the old id are refused with the new one.
        The people come along; as at Telegram, earlier messages keep to the old chat.

        Args:
            chat_id: The plain group.
            forum: Whether it gets topics at the same time.
        """
        old = self.chats[chat_id]
        if old.type != "group" or old.migrated_to:
            raise NotPossibleError(f"{old.title} is no plain group")
        new = Chat(_SUPERGROUP + chat_id, "supergroup", old.title, is_forum=forum)
        new.members, new.bot_status = set(old.members), old.bot_status
        self.chats[new.id] = new
        by = self._somebody(old, None)
        gone = self.post(old, by, {"migrate_to_chat_id": new.id})
        come = self.post(new, by, {"migrate_from_chat_id": old.id})
        old.migrated_to = new.id
        self.updates.add("message", gone.message)
        self.updates.add("message", come.message)
        return new

    def _somebody(self, chat: Chat, by: int | None) -> User:
        known = [by] if by else sorted(chat.members)
        return self.users[known[0]] if known else self.bot
