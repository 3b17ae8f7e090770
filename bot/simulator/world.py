"""The people's side of the world: what they do on their telephones.

Each act changes the chats and queues the update Telegram would send to the bot, which is an
administrator of its groups and so hears everything said there.
"""

import itertools

from bot.simulator import samples
from bot.simulator.errors import NotPossibleError
from bot.simulator.files import Upload, media
from bot.simulator.groups import Groups
from bot.simulator.keyboards import inline_buttons, reply_buttons
from bot.simulator.model import PRIVATE, Chat, Json, Place, Post, User
from bot.simulator.state import Query
from bot.simulator.text import TEXT_LIMIT, caption_content, recognised, text_content


class World(Groups):
    """Everything there is: Telegram, the bot's account, people and their groups."""

    _albums = itertools.count(1)
    _query_numbers = itertools.count(1)

    # -- the private chat ------------------------------------------------------------------

    def start(self, user_id: int, payload: str = "") -> Post:
        """Press Start in the private chat, perhaps through a link that carries ``payload``."""
        chat = self.chats[user_id]
        if chat.blocked:
            self.unblock(user_id)
        chat.started = True
        return self.say(user_id, f"/start {payload}".strip())

    def block(self, user_id: int) -> None:
        """Block the bot; it is told with ``my_chat_member``."""
        chat, user = self.chats[user_id], self.users[user_id]
        if not chat.blocked:
            chat.blocked = True
            self.changes.bump()
            self.tell_about_bot(chat, user, "member", "kicked")

    def unblock(self, user_id: int) -> None:
        """Unblock the bot."""
        chat, user = self.chats[user_id], self.users[user_id]
        if chat.blocked:
            chat.blocked = False
            self.changes.bump()
            self.tell_about_bot(chat, user, "kicked", "member")

    def deactivate(self, user_id: int) -> None:
        """Delete the person's account; the bot learns it when it next writes."""
        self.users[user_id].deactivated = True
        self.changes.bump()

    # -- saying and showing ----------------------------------------------------------------

    def say(self, user_id: int, text: str, place: Place = PRIVATE) -> Post:
        """Write a text; one longer than 4096 goes as several messages, as the real clients do.

        Returns:
            The message, the last one where there are several.
        """
        text = text.strip()
        parts = [text[i : i + TEXT_LIMIT] for i in range(0, len(text), TEXT_LIMIT)]
        if not parts:
            raise NotPossibleError("there is nothing to send")
        return [self._send(user_id, self._said(part), place) for part in parts][-1]

    def send_photo(
        self, user_id: int, file: Upload | None = None, caption: str = "", place: Place = PRIVATE
    ) -> Post:
        """Send a picture, a small landscape if none is given."""
        return self._send_file(user_id, "photo", file or samples.photo(), caption, place)

    def send_album(
        self, user_id: int, count: int = 2, caption: str = "", place: Place = PRIVATE
    ) -> list[Post]:
        """Send pictures together: separate messages with one ``media_group_id``."""
        group = {"media_group_id": f"album-{next(self._albums)}"}
        posts = []
        for number in range(count):
            content = media(self.files.keep("photo", samples.photo(number * 40)))
            content |= group | (caption_content(caption) if number == 0 else {})
            posts.append(self._send(user_id, content, place))
        return posts

    def send_voice(
        self, user_id: int, file: Upload | None = None, seconds: int = 2, place: Place = PRIVATE
    ) -> Post:
        """Send a voice note, silence if none is given."""
        stored = self.files.keep("voice", file or samples.voice(seconds))
        return self._send(user_id, media(stored, seconds), place)

    def send_document(
        self, user_id: int, file: Upload | None = None, caption: str = "", place: Place = PRIVATE
    ) -> Post:
        """Send a document, a small PDF if none is given."""
        return self._send_file(user_id, "document", file or samples.document(), caption, place)

    def send_sticker(self, user_id: int, place: Place = PRIVATE) -> Post:
        """Send a sticker."""
        return self._send_file(user_id, "sticker", samples.photo(), "", place)

    def send_media(self, user_id: int, kind: str, place: Place = PRIVATE) -> Post:
        """Send another kind of file: ``video``, ``video_note``, ``audio`` or ``animation``."""
        return self._send_file(user_id, kind, Upload(b"a film", ""), "", place)

    def send_location(
        self,
        user_id: int,
        latitude: float = 34.0331,
        longitude: float = -5.0003,
        live_period: int | None = None,
        place: Place = PRIVATE,
    ) -> Post:
        """Send a point, in Fès if none is given, live for ``live_period`` seconds if given."""
        location: Json = {"latitude": latitude, "longitude": longitude}
        if live_period:
            location["live_period"] = live_period
        return self._send(user_id, {"location": location}, place)

    def send_contact(
        self, user_id: int, of: User | None = None, phone: str = "", place: Place = PRIVATE
    ) -> Post:
        """Send a contact: one's own, or that of somebody else, who may not be on Telegram."""
        whose = of or self.users[user_id]
        contact: Json = {"phone_number": phone or whose.phone, "first_name": whose.first_name}
        if whose.id in self.users:
            contact["user_id"] = whose.id
        return self._send(user_id, {"contact": contact}, place)

    # -- changing --------------------------------------------------------------------------

    def edit(self, user_id: int, message_id: int, text: str, place: Place = PRIVATE) -> Post:
        """Change one's own text or caption."""
        post = self._own(user_id, message_id, place)
        is_text = "text" in post.message
        content = text_content(text) if is_text else caption_content(text)
        for field in ("text", "entities") if is_text else ("caption", "caption_entities"):
            post.message.pop(field, None)
        post.message |= content
        return self._edited(post)

    def move(
        self,
        user_id: int,
        message_id: int,
        latitude: float,
        longitude: float,
        place: Place = PRIVATE,
    ) -> Post:
        """Move one's live location."""
        post = self._own(user_id, message_id, place)
        post.message["location"] |= {"latitude": latitude, "longitude": longitude}
        return self._edited(post)

    def delete(self, user_id: int, message_id: int, place: Place = PRIVATE) -> None:
        """Delete one's own message; Telegram does not tell the bot."""
        post = self._own(user_id, message_id, place)
        del self._chat(user_id, place).posts[post.id]
        self.changes.bump()

    # -- buttons ---------------------------------------------------------------------------

    def tap(self, user_id: int, message_id: int, data: str, place: Place = PRIVATE) -> str:
        """Tap the inline button of a message that carries ``data``; return the query's id."""
        chat = self._chat(user_id, place)
        post = chat.posts.get(message_id)
        shown = [b.get("callback_data") for b in inline_buttons(post.message)] if post else []
        if post is None or data not in shown:
            raise NotPossibleError(f"message {message_id} shows no button with {data!r}: {shown}")
        query = Query(f"query-{next(self._query_numbers)}", user_id, self.clock())
        self.queries[query.id] = query
        self.updates.add(
            "callback_query",
            {
                "id": query.id,
                "from": self.users[user_id].as_json(),
                "message": post.message,
                "chat_instance": str(chat.id),
                "data": data,
            },
        )
        return query.id

    def tap_label(self, user_id: int, label: str, place: Place = PRIVATE) -> str:
        """Tap the newest button that shows ``label``, in full or in part.

        Returns:
            The query's id; empty for a button under the text field, which only writes.

        Raises:
            NotPossibleError: No such button is shown.
        """
        chat = self._chat(user_id, place)
        found = find_button(chat, label, place.topic)
        if found is None:
            raise NotPossibleError(f"no button {label!r} is shown")
        button, post = found
        if post is not None:
            if "callback_data" not in button:
                raise NotPossibleError(f"the button {label!r} only opens {button.get('url')}")
            return self.tap(user_id, post.id, button["callback_data"], place)
        if button.get("request_contact"):
            self.send_contact(user_id, place=place)
        elif button.get("request_location"):
            self.send_location(user_id, place=place)
        else:
            self.say(user_id, button["text"], place)
        return ""

    def redeliver(self) -> Json | None:
        """Send the bot its latest update again, under the same ``update_id``."""
        return self.updates.redeliver()

    # -- how it is done --------------------------------------------------------------------

    def _said(self, text: str) -> Json:
        entities = recognised(text)
        return {"text": text} | ({"entities": entities} if entities else {})

    def _send_file(self, user_id: int, kind: str, file: Upload, caption: str, place: Place) -> Post:
        content = media(self.files.keep(kind, file), 1) | caption_content(caption)
        return self._send(user_id, content, place)

    def _send(self, user_id: int, content: Json, place: Place) -> Post:
        chat = self._chat(user_id, place)
        if chat.type == "private" and (chat.blocked or not chat.started):
            raise NotPossibleError("unblock the bot" if chat.blocked else "press Start first")
        reply = chat.posts.get(place.reply_to) if place.reply_to else None
        if place.topic and place.topic not in chat.topics:
            raise NotPossibleError(f"there is no topic {place.topic}")
        post = self.post(chat, self.users[user_id], content, topic=place.topic, reply_to=reply)
        if chat.bot_status not in {"kicked", "left"}:
            self.updates.add("message", post.message)
        return post

    def _chat(self, user_id: int, place: Place) -> Chat:
        chat = self.chats[user_id if place.chat_id is None else place.chat_id]
        if chat.migrated_to:
            chat = self.chats[chat.migrated_to]
        if chat.type != "private" and user_id not in chat.members:
            raise NotPossibleError(f"{self.users[user_id].first_name} is not in {chat.title}")
        return chat

    def _own(self, user_id: int, message_id: int, place: Place) -> Post:
        post = self._chat(user_id, place).posts.get(message_id)
        if post is None or post.message["from"]["id"] != user_id:
            raise NotPossibleError("only one's own messages can be changed")
        return post

    def _edited(self, post: Post) -> Post:
        post.message["edit_date"] = int(self.clock())
        self.touched(post)
        self.updates.add("edited_message", post.message)
        return post


def find_button(
    chat: Chat, label: str, topic: int | None = None
) -> tuple[Json, Post | None] | None:
    """Return the newest button showing ``label`` and its message; no message for one below.

    A label that is equal wins over one that only contains it.
    """
    posts = [p for p in reversed(chat.posts.values()) if topic is None or p.topic == topic]
    shown: list[tuple[Json, Post | None]] = [
        (b, p) for p in posts for b in inline_buttons(p.message)
    ]
    shown += [(button, None) for button in reply_buttons(chat.reply_keyboard)]
    equal = [pair for pair in shown if pair[0]["text"].strip() == label.strip()]
    within = [pair for pair in shown if label.casefold() in pair[0]["text"].casefold()]
    return next(iter(equal + within), None)
