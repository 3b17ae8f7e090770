"""A chat as lines of text, for a person who reads why a test failed."""

from bot.simulator.keyboards import inline_buttons, reply_buttons
from bot.simulator.model import Chat, Json, Post

_MEDIA = (
    "photo",
    "voice",
    "document",
    "location",
    "contact",
    "sticker",
    "video",
    "video_note",
    "audio",
    "animation",
)
_SERVICE = {
    "forum_topic_created": "topic opened: {name}",
    "forum_topic_edited": "topic renamed: {name}",
    "forum_topic_closed": "topic closed",
    "forum_topic_reopened": "topic reopened",
    "new_chat_members": "joined",
    "left_chat_member": "left",
    "migrate_to_chat_id": "became a supergroup",
    "migrate_from_chat_id": "was a plain group",
}


def line(post: Post, chat: Chat) -> str:
    """Return one message as a line: number, topic, sender, content, buttons, reaction."""
    message = post.message
    topic = chat.topics.get(post.topic) if post.topic else None
    marks = [f"[{b['text']}]" for b in inline_buttons(message)]
    marks += [f"({emoji})" for emoji in post.reactions]
    marks += ["(edited)"] if "edit_date" in message else []
    place = f" {{{topic.name}}}" if topic else ""
    said = " ".join([content(message), *marks])
    return f"#{message['message_id']}{place} {message['from']['first_name']}: {said}"


def content(message: Json) -> str:
    """Return what a message shows: its text, or its kind of media with the caption."""
    for kind in _MEDIA:
        if kind in message:
            return f"<{kind}> {message.get('caption', '')}".strip()
    for kind, words in _SERVICE.items():
        if kind in message:
            detail = message[kind] if isinstance(message[kind], dict) else {}
            return f"<{words.format(name=detail.get('name', '(icon)'))}>"
    return str(message.get("text", "<something else>"))


def transcript(chat: Chat, topic: int | None = None, last: int = 30) -> str:
    """Return the latest messages of a chat, or of one of its topics, a line each."""
    posts = [p for p in chat.posts.values() if topic is None or p.topic == topic]
    lines = [line(post, chat) for post in posts[-last:]]
    below = [f"[{b['text']}]" for b in reply_buttons(chat.reply_keyboard)]
    if below:
        lines.append("under the text field: " + " ".join(below))
    return "\n".join(lines) or "(nothing yet)"
