"""Performing operations through the Bot API."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

import structlog
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    User,
)
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.channels.base import (
    Acknowledge,
    Clean,
    Edit,
    EndTopic,
    Mark,
    Place,
    Receipt,
    ReopenTopic,
    Say,
)
from bot.channels.chart import Chart
from bot.channels.drawing import draw
from bot.channels.telegram.errors import delivery_error
from bot.i18n.audio import recorded
from bot.i18n.catalogs import LOCALES, render
from bot.i18n.links import Linked, plain
from bot.i18n.text import Language, Text, msg

log = structlog.get_logger()

_MARKS = {"sent": "👍", "note": "✍"}
TOPIC_NAME_LIMIT = 128
MOST_DELETED = 100
"""Messages that one call deletes at most."""
VOICE_SECONDS = 5.0
"""A recording is a help and no more: nothing waits longer for it."""


class TelegramSender:
    """The Telegram way out (`bot.channels.base.Channel`); `audio` is where recordings lie."""

    def __init__(self, bot: Bot, audio: Path = LOCALES) -> None:
        self._bot = bot
        self._audio = audio

    async def perform(
        self,
        operation: Say | Chart | Edit | Acknowledge | Mark | EndTopic | ReopenTopic | Clean,
        place: Place,
        language: Language,
    ) -> Receipt:
        """Do one thing; raises a DeliveryError when it does not succeed."""
        try:
            return await self._perform(operation, place, language)
        except BadRequest as error:
            if isinstance(operation, Edit) and "not modified" in str(error):
                return Receipt(message=operation.message)
            if isinstance(operation, ReopenTopic) and "not_modified" in str(error).lower():
                return Receipt()  # it is open
            raise delivery_error(error) from error
        except TelegramError as error:
            raise delivery_error(error) from error

    async def open_topic(self, place: Place, name: str) -> int:
        """Open a topic in a group; returns its number."""
        try:
            topic = await self._bot.create_forum_topic(place.chat, name[:TOPIC_NAME_LIMIT])
        except TelegramError as error:
            raise delivery_error(error) from error
        return topic.message_thread_id

    async def _perform(
        self,
        operation: Say | Chart | Edit | Acknowledge | Mark | EndTopic | ReopenTopic | Clean,
        place: Place,
        language: Language,
    ) -> Receipt:
        match operation:
            case Say():
                message = await self._say(operation, place, language)
                voice = await self._read_out(operation, place, language)
                return Receipt(message=str(message.message_id), voice=voice)
            case Chart():
                drawn = await self._show(operation, place, language)
                return Receipt(message=str(drawn.message_id))
            case Edit():
                await self._edit(operation, place, language)
            case Acknowledge():
                text = render(operation.text, language) if operation.text else None
                await self._bot.answer_callback_query(
                    operation.press, text=text, show_alert=operation.stop
                )
            case Mark():
                await self._bot.set_message_reaction(
                    place.chat, int(operation.message), _MARKS[operation.mark]
                )
            case Clean():
                await self._clean(operation, place.chat)
            case EndTopic():
                if place.thread is None:
                    return Receipt()
                end = (
                    self._bot.delete_forum_topic
                    if operation.delete
                    else self._bot.close_forum_topic
                )
                await end(place.chat, place.thread)
            case ReopenTopic():
                if place.thread is not None:
                    await self._bot.reopen_forum_topic(place.chat, place.thread)
        return Receipt()

    async def _show(self, chart: Chart, place: Place, language: Language) -> Message:
        """Draw a picture, which takes a while and so happens beside all else, and send it."""
        picture = await asyncio.to_thread(draw, chart, language)
        words, links = _words(chart.text, language)
        return await self._bot.send_photo(
            place.chat, picture, caption=words or None, caption_entities=links,
            message_thread_id=place.thread,
        )  # fmt: skip

    async def _edit(self, edit: Edit, place: Place, language: Language) -> None:
        words, links = _words(edit.text, language)
        at: dict[str, Any] = {
            "chat_id": place.chat,
            "message_id": int(edit.message),
            "reply_markup": _inline(edit.buttons, language),
        }
        if edit.caption:
            await self._bot.edit_message_caption(caption=words, caption_entities=links, **at)
        else:
            await self._bot.edit_message_text(words, entities=links, **at)

    async def _clean(self, clean: Clean, chat: str) -> None:
        """Many at once; one by one where the server does not know that, or one is in the way."""
        messages = [int(message) for message in clean.messages]
        stays: BadRequest | None = None
        for first in range(0, len(messages), MOST_DELETED):
            some = messages[first : first + MOST_DELETED]
            try:
                await self._bot.delete_messages(chat, some)
            except (BadRequest, InvalidToken):
                for message in some:
                    try:
                        await self._bot.delete_message(chat, message)
                    except BadRequest as error:  # too old, not ours, or gone already
                        stays = stays if "not found" in str(error) else error
        if stays and clean.whole:
            raise stays

    async def _say(self, say: Say, place: Place, language: Language) -> Message:
        words, links = _words(say.text, language)
        common: dict[str, Any] = {
            "chat_id": place.chat,
            "message_thread_id": place.thread,
            "reply_markup": _markup(say, language),
        }
        if place.discreet:
            common |= {"disable_notification": True, "protect_content": True}
        if say.reply_to:
            common["reply_parameters"] = ReplyParameters(
                int(say.reply_to), allow_sending_without_reply=True
            )
        if say.location:
            return await self._bot.send_location(
                latitude=say.location.latitude, longitude=say.location.longitude, **common
            )
        if say.contact:
            return await self._bot.send_contact(
                phone_number=say.contact.phone, first_name=say.contact.name or "?", **common
            )
        if say.media is None:
            return await self._bot.send_message(text=words, entities=links, **common)
        kind, file_id = say.media.kind, say.media.file_id
        send: Awaitable[Message] = getattr(self._bot, f"send_{kind}")(
            **{kind: file_id},
            **({"caption": words, "caption_entities": links} if words else {}),
            **common,
        )
        return await send

    async def _read_out(self, say: Say, place: Place, language: Language) -> str | None:
        """Send the recording of what was said; that it does not go is nobody's trouble."""
        voice = recorded(say.text, language, self._audio) if place.aloud else None
        if voice is None:
            return None
        try:
            sent = await self._bot.send_voice(
                place.chat, voice, disable_notification=True,
                read_timeout=VOICE_SECONDS, write_timeout=VOICE_SECONDS,
            )  # fmt: skip
        except (TelegramError, OSError) as error:
            log.warning("voice_not_sent", audio=voice.stem, error=type(error).__name__)
            return None
        return str(sent.message_id)


def _words(text: list[Text], language: Language) -> tuple[str, list[MessageEntity] | None]:
    """The words, and the links within them."""
    words, links = plain("\n".join(render(paragraph, language) for paragraph in text))
    return words, [_entity(link) for link in links] or None


def _entity(link: Linked) -> MessageEntity:
    if not link.person:
        return MessageEntity(MessageEntity.TEXT_LINK, link.offset, link.length, url=link.url)
    user = User(int(link.person), "-", is_bot=False)
    return MessageEntity(MessageEntity.TEXT_MENTION, link.offset, link.length, user=user)


def _markup(say: Say, language: Language) -> Any:
    match say.keyboard:
        case "location":
            label = render(msg("📍 Share where I am"), language)
            return _one_button(KeyboardButton(label, request_location=True))
        case "phone":
            label = render(msg("📞 Leave my number"), language)
            return _one_button(KeyboardButton(label, request_contact=True))
        case "remove":
            return ReplyKeyboardRemove()
        case _:
            return _inline(say.buttons, language)


def _one_button(button: KeyboardButton) -> ReplyKeyboardMarkup:
    return ReplyKeyboardMarkup([[button]], resize_keyboard=True, one_time_keyboard=True)


def _inline(buttons: Any, language: Language) -> InlineKeyboardMarkup | None:
    if not buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(render(b.label, language), callback_data=b.data) for b in row]
            for row in buttons
        ]
    )
