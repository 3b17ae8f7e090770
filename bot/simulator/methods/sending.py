"""Methods that put a new message into a chat."""

from collections.abc import Callable
from typing import Any

from bot.simulator import keyboards
from bot.simulator.errors import ApiError, bad_request
from bot.simulator.files import Stored, Upload, media
from bot.simulator.model import Chat, Json, Post
from bot.simulator.params import Params
from bot.simulator.state import State
from bot.simulator.text import caption_content, text_content

_SERVICE = (
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
    "new_chat_members",
    "left_chat_member",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "pinned_message",
)
_OWN = ("message_id", "from", "chat", "date", "message_thread_id", "is_topic_message")
_NOT_COPIED = {*_OWN, "reply_to_message", "reply_markup", "edit_date", "media_group_id"}


def deliver(state: State, params: Params, content: Json) -> Post:
    """Post ``content`` where the parameters say: chat, topic, reply and keyboard.

    Raises:
        ApiError: Whatever Telegram answers where it cannot.
    """
    chat = state.writable(params.chat_id())
    topic = state.thread(chat, params.number("message_thread_id"))
    if topic and topic.closed and chat.bot_status != "administrator":
        raise bad_request("TOPIC_CLOSED")
    reply_to = _replied(chat, params)
    markup = keyboards.checked(params.data("reply_markup"))
    if markup and "inline_keyboard" in markup:
        content = content | {"reply_markup": markup}
    elif markup and "remove_keyboard" in markup:
        chat.reply_keyboard = None
    elif markup and "keyboard" in markup:
        chat.reply_keyboard = markup
    if params.flag("protect_content"):
        content = content | {"has_protected_content": True}
    post = state.post(
        chat, state.bot, content, topic=topic.id if topic else None, reply_to=reply_to
    )
    post.silent = params.flag("disable_notification")
    return post


def _replied(chat: Chat, params: Params) -> Post | None:
    reply: Json = params.data("reply_parameters") or {}
    message_id = reply.get("message_id") or params.number("reply_to_message_id")
    if not message_id:
        return None
    lenient = reply.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply")
    post = chat.posts.get(int(message_id))
    if post is None and not lenient:
        raise bad_request("message to be replied not found")
    return post


def _caption(params: Params) -> Json:
    return caption_content(
        params.text("caption"), params.text("parse_mode"), params.data("caption_entities")
    )


def send_message(state: State, params: Params) -> Json:
    """Answer ``sendMessage``."""
    content = text_content(params.text("text"), params.text("parse_mode"), params.data("entities"))
    return deliver(state, params, content).message


def _file(state: State, kind: str, given: Upload | str) -> Stored:
    if isinstance(given, str):
        return state.files.get(given, kind)
    if not given.data:
        raise bad_request("file must be non-empty")
    return state.files.keep(kind, given)


def _sends(kind: str) -> Callable[[State, Params], Json]:
    def send(state: State, params: Params) -> Json:
        state.writable(params.chat_id())
        stored = _file(state, kind, params.file(kind))
        duration = params.number("duration") or 0
        content = media(stored, duration, params.text("performer"), params.text("title"))
        caption = {} if kind in {"sticker", "video_note"} else _caption(params)
        return deliver(state, params, content | caption).message

    return send


def send_media_group(state: State, params: Params) -> list[Json]:
    """Answer ``sendMediaGroup``: 2 to 10 photos, videos, documents or audio files."""
    items: list[Json] = params.data("media") or []
    if not 2 <= len(items) <= 10:
        raise bad_request("group send failed: wrong number of messages")
    state.writable(params.chat_id())
    group = {"media_group_id": str(state.changes.version)}
    messages = []
    for item in items:
        given = Params({"file": item["media"]}, params.uploads).file("file")
        content = media(_file(state, item["type"], given))
        caption = caption_content(
            item.get("caption") or "", item.get("parse_mode") or "", item.get("caption_entities")
        )
        messages.append(deliver(state, params, content | caption | group).message)
    return messages


def send_location(state: State, params: Params) -> Json:
    """Answer ``sendLocation``."""
    location: Json = {
        "latitude": params.fraction("latitude"),
        "longitude": params.fraction("longitude"),
    }
    if period := params.number("live_period"):
        location["live_period"] = period
    return deliver(state, params, {"location": location}).message


def send_contact(state: State, params: Params) -> Json:
    """Answer ``sendContact``."""
    contact = {k: params.text(k) for k in ("phone_number", "first_name", "last_name")}
    if not contact["phone_number"] or not contact["first_name"]:
        raise bad_request("phone_number and first_name must be non-empty")
    return deliver(state, params, {"contact": {k: v for k, v in contact.items() if v}}).message


def send_chat_action(state: State, params: Params) -> bool:
    """Answer ``sendChatAction``; the action is shown for 5 seconds or until a message comes."""
    chat = state.writable(params.chat_id())
    topic = state.thread(chat, params.number("message_thread_id"))
    chat.action = params.text("action")
    chat.action_topic = topic.id if topic else None
    chat.action_until = state.clock() + 5
    state.changes.bump()
    return True


def _source(state: State, params: Params, verb: str) -> Post:
    chat = state.chat(params.required("from_chat_id"))
    post = chat.posts.get(params.required("message_id"))
    if post is None:
        raise bad_request(f"message to {verb} not found")
    if any(never in post.message for never in (*_SERVICE, "has_protected_content")):
        raise _refused(verb)
    return post


def _refused(verb: str) -> ApiError:
    return bad_request("the message can't be " + {"copy": "copied", "forward": "forwarded"}[verb])


def copy_message(state: State, params: Params) -> Json:
    """Answer ``copyMessage``: the content without its author, and a new caption if given."""
    source = _source(state, params, "copy").message
    content = {k: v for k, v in source.items() if k not in _NOT_COPIED}
    if "caption" in params.values and "text" not in content:
        content = {k: v for k, v in content.items() if not k.startswith("caption")}
        content |= _caption(params)
    return {"message_id": deliver(state, params, content).id}


def forward_message(state: State, params: Params) -> Json:
    """Answer ``forwardMessage``: the content with its origin."""
    source = _source(state, params, "forward").message
    content = {k: v for k, v in source.items() if k not in _NOT_COPIED}
    origin = {"type": "user", "date": source["date"], "sender_user": source["from"]}
    content.setdefault("forward_origin", origin)
    return deliver(state, params, content).message


_KINDS = {
    "sendPhoto": "photo",
    "sendVoice": "voice",
    "sendDocument": "document",
    "sendAudio": "audio",
    "sendVideo": "video",
    "sendVideoNote": "video_note",
    "sendAnimation": "animation",
    "sendSticker": "sticker",
}

METHODS: dict[str, Callable[[State, Params], Any]] = {
    "sendMessage": send_message,
    "sendLocation": send_location,
    "sendContact": send_contact,
    "sendChatAction": send_chat_action,
    "sendMediaGroup": send_media_group,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
} | {name: _sends(kind) for name, kind in _KINDS.items()}
