"""Updates as the Bot API sends them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

LEILA = {"id": 7001001, "is_bot": False, "first_name": "ليلى", "language_code": "ar"}
KARIM = {"id": 7002001, "is_bot": False, "first_name": "Karim", "username": "karim_fes"}
BOT = {"id": 4242, "is_bot": True, "first_name": "Sanad", "username": "sanad_bot"}
PRIVATE = {"id": 7001001, "first_name": "ليلى", "type": "private"}
FORUM = {"id": -1001234567890, "title": "مركز فاس", "type": "supergroup", "is_forum": True}
GROUP = {"id": -4009876543, "title": "Centre", "type": "group"}
CHANNEL = {"id": -1005550001111, "title": "News", "type": "channel"}
DATE = 1780300800
AT = datetime.fromtimestamp(DATE, UTC)


def update(**content: Any) -> dict[str, Any]:
    return {"update_id": 900100200, **content}


def private(**content: Any) -> dict[str, Any]:
    return {"message_id": 55, "from": LEILA, "chat": PRIVATE, "date": DATE, **content}


def edited(**content: Any) -> dict[str, Any]:
    return private(edit_date=DATE + 60, **content)


def topic(**content: Any) -> dict[str, Any]:
    """A message in a forum topic: Telegram makes each one a reply to the topic's start."""
    start = {
        "message_id": 12, "from": BOT, "chat": FORUM, "date": DATE, "message_thread_id": 12,
        "is_topic_message": True, "forum_topic_created": {"name": "R-7KQ2", "icon_color": 7322096},
    }  # fmt: skip
    return {
        "message_id": 77, "from": KARIM, "chat": FORUM, "date": DATE, "message_thread_id": 12,
        "is_topic_message": True, "reply_to_message": start, **content,
    }  # fmt: skip


def group(**content: Any) -> dict[str, Any]:
    return {"message_id": 31, "from": KARIM, "chat": GROUP, "date": DATE, **content}


def press(message: dict[str, Any] | None, data: str | None = "take:R-7KQ2") -> dict[str, Any]:
    query = {"id": "3006000123", "from": KARIM, "chat_instance": "-88"}
    if message:
        query["message"] = message
    if data:
        query["data"] = data
    return update(callback_query=query)


def membership(chat: dict[str, Any], before: str, after: str) -> dict[str, Any]:
    def member(status: str) -> dict[str, Any]:
        more = {
            "kicked": {"until_date": 0},
            "administrator": {
                "can_be_edited": False, "is_anonymous": False, "can_manage_chat": True,
                "can_delete_messages": True, "can_manage_video_chats": False,
                "can_restrict_members": False, "can_promote_members": False,
                "can_change_info": False, "can_invite_users": True, "can_post_stories": False,
                "can_edit_stories": False, "can_delete_stories": False, "can_manage_topics": True,
            },
        }.get(status, {})  # fmt: skip
        return {"user": BOT, "status": status, **more}

    change = {
        "chat": chat, "from": LEILA, "date": DATE,
        "old_chat_member": member(before), "new_chat_member": member(after),
    }  # fmt: skip
    return update(my_chat_member=change)


def file(name: str, **more: Any) -> dict[str, Any]:
    return {"file_id": f"{name}-id", "file_unique_id": f"{name}-unique", "file_size": 9000, **more}


PHOTO = [
    file("small", width=90, height=67),
    file("middle", width=320, height=240),
    file("large", width=1280, height=960),
]
VOICE = file("voice", duration=4, mime_type="audio/ogg")
DOCUMENT = file("document", file_name="cin.pdf", mime_type="application/pdf")
GIF = file("gif", width=320, height=240, duration=2)
STICKER = file(
    "sticker", type="regular", width=512, height=512, is_animated=False, is_video=False, emoji="👍"
)
VIDEO_NOTE = file("round", length=240, duration=3)
VIDEO = file("video", width=640, height=480, duration=9)
AUDIO = file("audio", duration=9, mime_type="audio/mpeg")
POLL = {
    "id": "60001", "question": "?",
    "options": [{"text": "a", "voter_count": 0, "persistent_id": "1"}],
    "total_voter_count": 0, "is_closed": False, "is_anonymous": True, "type": "regular",
    "allows_multiple_answers": False, "allows_revoting": False, "members_only": False,
}  # fmt: skip
KEYBOARD = {
    "inline_keyboard": [
        [{"text": "✋ أخذ", "callback_data": "take:R-7KQ2"}],
        [{"text": "✔️ إغلاق", "callback_data": "close:R-7KQ2"}],
    ]
}
