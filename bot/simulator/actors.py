"""People for tests: the test is a user.

A whole story reads as what its people do and see::

    leila = sim.user("Leila")
    await leila.starts()
    await leila.sees("مرحبا")
    await leila.taps("العربية")

    karim = sim.coordinator("Karim", sim.group("مركز فاس"))
    topic = await karim.sees_topic("S-")
    await karim.writes(topic, "السلام")

Waiting is on the world's changes, never on a clock's tick; what does not come within a limit
fails with the transcript of what did.
"""

from bot.simulator.files import Upload
from bot.simulator.keyboards import inline_buttons, reply_buttons
from bot.simulator.model import Chat, Json, Place, Post, Role, Topic, User
from bot.simulator.sms.actor import SmsUser
from bot.simulator.state import Answer
from bot.simulator.transcript import transcript
from bot.simulator.world import World, find_button

PATIENCE = 10.0
GENERAL = "General"
Where = Topic | int | str | None


class Person:
    """Somebody with a telephone, looking at one chat.

    ``topic`` is, everywhere, a ``Topic``, its id or a part of its name; none means the whole
    chat for reading and General for writing.

    Attributes:
        user: Who they are.
        chat_id: The chat they look at.
    """

    def __init__(self, world: World, user: User, chat_id: int) -> None:
        self.world = world
        self.user = user
        self.chat_id = chat_id
        self._seen: dict[int | None, int] = {}
        self._told = 0

    @property
    def id(self) -> int:
        """Telegram's number for them."""
        return self.user.id

    @property
    def room(self) -> Chat:
        """The chat they look at, also after it became a supergroup."""
        chat = self.world.chats[self.chat_id]
        return self.world.chats[chat.migrated_to] if chat.migrated_to else chat

    # -- acting ----------------------------------------------------------------------------

    async def starts(self, payload: str = "") -> Post:
        """Press Start in their private chat."""
        return self.world.start(self.id, payload)

    async def says(self, text: str, *, topic: Where = None, reply_to: Post | None = None) -> Post:
        """Write a text."""
        return self.world.say(self.id, text, self._place(topic, reply_to))

    async def writes(self, topic: Where, text: str, *, reply_to: Post | None = None) -> Post:
        """Write a text in a topic."""
        return await self.says(text, topic=topic, reply_to=reply_to)

    async def sends_photo(
        self, caption: str = "", *, file: Upload | None = None, topic: Where = None
    ) -> Post:
        """Send a picture."""
        return self.world.send_photo(self.id, file, caption, self._place(topic))

    async def sends_album(
        self, count: int = 2, *, caption: str = "", topic: Where = None
    ) -> list[Post]:
        """Send pictures together."""
        return self.world.send_album(self.id, count, caption, self._place(topic))

    async def sends_voice(
        self, seconds: int = 2, *, file: Upload | None = None, topic: Where = None
    ) -> Post:
        """Send a voice note."""
        return self.world.send_voice(self.id, file, seconds, self._place(topic))

    async def sends_document(
        self, caption: str = "", *, file: Upload | None = None, topic: Where = None
    ) -> Post:
        """Send a document."""
        return self.world.send_document(self.id, file, caption, self._place(topic))

    async def sends_sticker(self, *, topic: Where = None) -> Post:
        """Send a sticker."""
        return self.world.send_sticker(self.id, self._place(topic))

    async def sends(self, kind: str, *, topic: Where = None) -> Post:
        """Send a ``video``, ``video_note``, ``audio`` or ``animation``."""
        return self.world.send_media(self.id, kind, self._place(topic))

    async def sends_location(
        self,
        latitude: float = 34.0331,
        longitude: float = -5.0003,
        *,
        live_period: int | None = None,
        topic: Where = None,
    ) -> Post:
        """Send where they are, live for ``live_period`` seconds if given."""
        place = self._place(topic)
        return self.world.send_location(self.id, latitude, longitude, live_period, place)

    async def sends_contact(
        self, of: User | None = None, *, phone: str = "", topic: Where = None
    ) -> Post:
        """Send their own contact, or somebody else's."""
        return self.world.send_contact(self.id, of, phone, self._place(topic))

    async def edits(self, post: Post, text: str) -> Post:
        """Change the text or caption of their own message."""
        return self.world.edit(self.id, post.id, text, self._place(None))

    async def deletes(self, post: Post) -> None:
        """Delete their own message."""
        self.world.delete(self.id, post.id, self._place(None))

    async def blocks(self) -> None:
        """Block the bot."""
        self.world.block(self.id)

    async def unblocks(self) -> None:
        """Unblock the bot."""
        self.world.unblock(self.id)

    async def taps(self, label: str, *, topic: Where = None, timeout: float = PATIENCE) -> None:
        """Tap the newest button that shows ``label``, waiting until there is one.

        Raises:
            AssertionError: None is shown in time; the message tells what is.
        """

        def shown() -> bool | None:
            return find_button(self.room, label, self._topic(topic)) is not None or None

        if not await self.world.changes.until(shown, timeout):
            raise AssertionError(f"{self._name} finds no button {label!r} in\n{self.chat(topic)}")
        self.world.tap_label(self.id, label, self._place(topic))

    # -- seeing ----------------------------------------------------------------------------

    async def sees(self, *texts: str, topic: Where = None, timeout: float = PATIENCE) -> Post:
        """Wait for a message of somebody else that contains every one of ``texts``.

        Only what arrived or changed after the message they saw last (there) counts.

        Args:
            texts: Parts of its text, caption or buttons; none for any message.
            topic: Where they look.
            timeout: Seconds they wait.

        Raises:
            AssertionError: It does not come; the message holds the transcript.
        """
        where = self._topic(topic)

        def arrived() -> Post | None:
            fresh = [p for p in self._posts(topic) if p.seq > self._seen.get(where, 0)]
            return next((p for p in sorted(fresh, key=lambda p: p.seq) if _shows(p, texts)), None)

        post = await self.world.changes.until(arrived, timeout)
        if post is None:
            raise AssertionError(
                f"{self._name} does not see {' and '.join(map(repr, texts))} "
                f"within {timeout} s in\n{self.chat(topic)}"
            )
        self._seen[where] = post.seq
        return post

    async def is_told(self, text: str = "", *, timeout: float = PATIENCE) -> Answer:
        """Wait for the answer to a tap: a passing line or an alert that contains ``text``.

        Raises:
            AssertionError: It does not come in time.
        """

        def told() -> Answer | None:
            mine = (a for a in self.world.answers if a.user_id == self.id and a.seq > self._told)
            return next((a for a in mine if text in a.text), None)

        answer = await self.world.changes.until(told, timeout)
        assert answer, f"{self._name} is not told {text!r}: {self.world.answers[-5:]}"
        self._told = answer.seq
        return answer

    async def sees_topic(self, name: str, *, timeout: float = PATIENCE) -> Topic:
        """Wait for a topic whose name contains ``name``; the newest if there are several.

        Raises:
            AssertionError: None appears in time.
        """

        def opened() -> Topic | None:
            found = [t for t in self.room.topics.values() if name in t.name]
            return found[-1] if found else None

        topic = await self.world.changes.until(opened, timeout)
        names = [t.name for t in self.room.topics.values()]
        assert topic, f"{self._name} sees no topic {name!r} among {names}"
        return topic

    def buttons(self, topic: Where = None) -> list[str]:
        """Return the labels under the newest message that has any, then those below the text."""
        posts = [p for p in self._posts(topic) if any(inline_buttons(p.message))]
        inline = [b["text"] for p in posts[-1:] for b in inline_buttons(p.message)]
        return inline + [b["text"] for b in reply_buttons(self.room.reply_keyboard)]

    def messages(self, topic: Where = None) -> list[Json]:
        """Return all messages, oldest first, as the Bot API shows them."""
        where = self._topic(topic)
        return [p.message for p in self.room.posts.values() if where is None or p.topic == where]

    def chat(self, topic: Where = None) -> str:
        """Return the transcript."""
        return transcript(self.room, self._topic(topic))

    # -- how it is done --------------------------------------------------------------------

    @property
    def _name(self) -> str:
        return self.user.first_name

    def _posts(self, topic: Where) -> list[Post]:
        where = self._topic(topic)
        others = (p for p in self.room.posts.values() if p.message["from"]["id"] != self.id)
        if topic == GENERAL:
            return [p for p in others if p.topic is None]
        return [p for p in others if where is None or p.topic == where]

    def _topic(self, topic: Where) -> int | None:
        if isinstance(topic, Topic):
            return topic.id
        if isinstance(topic, int) or topic is None or topic == GENERAL:
            return topic if isinstance(topic, int) else None
        found = [t for t in self.room.topics.values() if topic in t.name]
        names = [t.name for t in self.room.topics.values()]
        assert found, f"{self._name} sees no topic {topic!r} among {names}"
        return found[-1].id

    def _place(self, topic: Where, reply_to: Post | None = None) -> Place:
        chat_id = None if self.room.type == "private" else self.room.id
        return Place(chat_id, self._topic(topic), reply_to.id if reply_to else None)


class Coordinator(Person):
    """Somebody in a centre's group, with a private chat of their own beside it."""

    def __init__(self, world: World, user: User, chat_id: int) -> None:
        super().__init__(world, user, chat_id)
        self.private = Person(world, user, user.id)


class Cast:
    """Makes the people and groups of a story.

    Attributes:
        world: Where they live.
    """

    def __init__(self, world: World) -> None:
        self.world = world

    def user(self, name: str, *, role: Role = "beneficiary", language: str = "ar") -> Person:
        """Add a beneficiary, who looks at their private chat with the bot."""
        user = self.world.add_user(name, role=role, language_code=language)
        return Person(self.world, user, user.id)

    def sms_user(self, name: str, number: str = "") -> SmsUser:
        """Add somebody whose telephone knows nothing but SMS."""
        return SmsUser(self.world.sms, self.world.sms.add_phone(name, number))

    def group(self, title: str, *, forum: bool = True) -> Chat:
        """Add a centre's group, with topics unless ``forum`` is false."""
        return self.world.add_group(title, forum=forum)

    def coordinator(
        self, name: str, group: Chat, *, role: Role = "coordinator", language: str = "ar"
    ) -> Coordinator:
        """Add somebody to a group; they look at the group."""
        user = self.world.add_user(name, role=role, language_code=language)
        self.world.add_member(group.id, user.id)
        return Coordinator(self.world, user, group.id)

    def stranger(self, name: str, group: Chat) -> Coordinator:
        """Add somebody to a group who has no business there."""
        return self.coordinator(name, group, role="stranger")


def _shows(post: Post, texts: tuple[str, ...]) -> bool:
    labels = " ".join(b["text"] for b in inline_buttons(post.message))
    shown = f"{post.text} {labels}"
    return all(text in shown for text in texts)
