"""Telegram's updates as `Inbound`: a pure function."""

from __future__ import annotations

from typing import Any

from telegram import CallbackQuery, ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import filters

from bot.channels.base import (
    BLANK,
    Contact,
    Event,
    Inbound,
    Location,
    Media,
    MediaKind,
    Member,
    Press,
)
from bot.channels.cleaning import clean

CHANNEL = "telegram"
ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
_FILES: tuple[MediaKind, ...] = (
    "voice", "animation", "document", "audio", "video", "video_note", "sticker",
)  # fmt: skip
_OUT = {ChatMemberStatus.BANNED, ChatMemberStatus.LEFT}


def inbound_of(update: Update, bot_id: str) -> Inbound | None:
    """One update as an `Inbound`; None where there is nothing for us in it.

    Args:
        update: As python-telegram-bot parsed it.
        bot_id: The bot's id: update ids are only unique within one bot.
    """
    external_id = f"{bot_id}:{update.update_id}"
    if update.callback_query:
        return _press(update.callback_query, external_id)
    if update.my_chat_member:
        return _membership(update.my_chat_member, external_id)
    if update.message:
        return _message(update.message, external_id, edited=False)
    if update.edited_message:
        return _message(update.edited_message, external_id, edited=True)
    return None


def unreadable_inbound(raw: object, bot_id: str) -> Inbound | None:
    """What can be saved of an update that the library cannot read; None if nothing can.

    Args:
        raw: The update as it came.
        bot_id: The bot's id.
    """
    update: dict[str, Any] = raw if isinstance(raw, dict) else {}
    message = update.get("message")
    if not isinstance(message, dict):
        return None
    chat, sender = message.get("chat"), message.get("from")
    if not (isinstance(chat, dict) and isinstance(sender, dict)) or chat.get("type") != "private":
        return None
    text = message.get("text")
    words = clean(text) if isinstance(text, str) else None
    return Inbound(
        channel=CHANNEL,
        external_id=f"{bot_id}:{update.get('update_id')}",
        chat=str(chat.get("id")),
        sender=str(sender.get("id")),
        message=str(message.get("message_id")),
        text=words,
        kind_name=None if words else "unreadable",
    )


def _press(query: CallbackQuery, external_id: str) -> Inbound | None:
    message = query.message
    if message is None or query.data is None:
        return None
    shown, label, thread, caption = "", "", None, False
    if isinstance(message, Message):
        shown = message.text or message.caption or ""
        caption = message.caption is not None
        thread = message.message_thread_id if message.is_topic_message else None
        keyboard = message.reply_markup.inline_keyboard if message.reply_markup else ()
        label = next((b.text for row in keyboard for b in row if b.callback_data == query.data), "")
    return Inbound(
        channel=CHANNEL,
        external_id=external_id,
        chat=str(message.chat.id),
        group=message.chat.type != ChatType.PRIVATE,
        sender=str(query.from_user.id),
        thread=thread,
        message=str(message.message_id),
        press=Press(id=query.id, data=query.data, shown=shown, label=label, caption=caption),
    )


def _membership(change: ChatMemberUpdated, external_id: str) -> Inbound | None:
    """The bot itself came or went; None where it was and is in a group, with other rights."""
    private = change.chat.type == ChatType.PRIVATE
    out = change.new_chat_member.status in _OUT
    if not private and out == (change.old_chat_member.status in _OUT):
        return None
    events: tuple[Event, Event] = ("unblocked", "blocked") if private else ("added", "removed")
    return Inbound(
        channel=CHANNEL,
        external_id=external_id,
        chat=str(change.chat.id),
        group=not private,
        event=events[out],
    )


def _message(message: Message, external_id: str, *, edited: bool) -> Inbound | None:
    sender = message.from_user
    if message.chat.type == ChatType.CHANNEL:
        return None
    if sender and sender.is_bot and message.sender_chat is None and not _members(message):
        return None  # another bot; an administrator who hides behind the group is told that
    group = message.chat.type != ChatType.PRIVATE
    answered = message.reply_to_message
    common = Inbound(
        channel=CHANNEL,
        external_id=external_id,
        chat=str(message.chat.id),
        group=group,
        sender=str(sender.id) if sender else None,
        thread=message.message_thread_id if message.is_topic_message else None,
        message=str(message.message_id),
        reply_to=str(answered.message_id) if answered else None,
        reply_to_us=bool(answered and answered.from_user and answered.from_user.is_bot),
        edited=edited,
        text=clean(message.text or message.caption),
        language=sender.language_code if sender else None,
        album=message.media_group_id,
        at=message.date,
    )
    if happened := _event(message, group=group):
        return common.model_copy(update=happened)
    found = _content(message)
    if edited and not common.text:
        return None  # a live location moving on, a changed file: the first one was passed on
    if not found and not common.text:
        if group or _is_notice(message):
            return None  # a service message (a pin, a new title, a topic opened)
        # Whatever it is, somebody sent it to us.
        found = {"kind_name": BLANK if message.text else "unknown"}
    return common.model_copy(update=found)


def _event(message: Message, *, group: bool) -> dict[str, object]:
    """What a service message says to have happened; empty where it is none that we heed."""
    if message.migrate_to_chat_id:
        return {"event": "migrated", "moved_to": str(message.migrate_to_chat_id)}
    if group and (members := _members(message)):
        return {"event": "left" if message.left_chat_member else "joined", "members": members}
    return {}


def _members(message: Message) -> tuple[Member, ...]:
    """The people whom a service message says to have come or gone."""
    left = message.left_chat_member
    came_or_went: tuple[User, ...] = (left,) if left else message.new_chat_members
    return tuple(
        Member(address=str(one.id), name=clean(one.first_name) or "?")
        for one in came_or_went
        if not one.is_bot
    )


def _is_notice(message: Message) -> bool:
    return bool(filters.StatusUpdate.ALL.check_update(Update(0, message=message)))


def _content(message: Message) -> dict[str, object]:
    if message.photo:
        return {"media": Media(kind="photo", file_id=message.photo[-1].file_id)}
    for kind in _FILES:
        file = getattr(message, kind)
        if file:
            return {"media": Media(kind=kind, file_id=file.file_id)}
    if message.location:
        place = message.location
        return {"location": Location(latitude=place.latitude, longitude=place.longitude)}
    if message.contact:
        contact = message.contact
        own = message.from_user is not None and contact.user_id == message.from_user.id
        name = clean(" ".join(filter(None, [contact.first_name, contact.last_name])))
        return {"contact": Contact(phone=contact.phone_number, name=name or "", own=own)}
    for kind_name in ("poll", "dice", "game", "story", "paid_media", "invoice", "checklist"):
        if getattr(message, kind_name, None):
            return {"kind_name": kind_name}
    return {}
