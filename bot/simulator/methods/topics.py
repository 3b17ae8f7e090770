"""Methods for the topics of a forum."""

from collections.abc import Callable
from typing import Any

from bot.simulator.errors import bad_request
from bot.simulator.model import Chat, Json, Topic, User
from bot.simulator.params import Params
from bot.simulator.state import State

_COLOURS = {0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F}
_NAME_LIMIT = 128


def open_topic(state: State, chat: Chat, by: User, topic: Topic) -> Topic:
    """Open a topic with its service message, whose id becomes the topic's."""
    service: Json = {"name": topic.name, "icon_color": topic.icon_color}
    post = state.post(chat, by, {"forum_topic_created": service})
    post.message |= {"message_thread_id": post.id, "is_topic_message": True}
    topic.id = post.id
    chat.topics[topic.id] = topic
    state.changes.bump()
    return topic


def remove_topic(state: State, chat: Chat, topic: Topic) -> None:
    """Remove a topic with all that was said in it; Telegram tells the bot nothing."""
    del chat.topics[topic.id]
    for post in [post for post in chat.posts.values() if post.topic == topic.id]:
        del chat.posts[post.id]
    state.changes.bump()


def _forum(state: State, params: Params) -> Chat:
    chat = state.writable(params.chat_id())
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if chat.bot_status != "administrator":
        raise bad_request("not enough rights to manage topics")
    return chat


def _topic(state: State, params: Params) -> tuple[Chat, Topic]:
    chat = _forum(state, params)
    topic = chat.topics.get(params.required("message_thread_id"))
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    return chat, topic


def _named(params: Params) -> str:
    name = params.text("name").strip()
    if len(name) > _NAME_LIMIT:
        raise bad_request("TOPIC_TITLE_TOO_LONG")
    return name


def create(state: State, params: Params) -> Json:
    """Answer ``createForumTopic``."""
    chat = _forum(state, params)
    name = _named(params)
    if not name:
        raise bad_request("TOPIC_TITLE_EMPTY")
    colour = params.number("icon_color") or 0x6FB9F0
    if colour not in _COLOURS:
        raise bad_request("TOPIC_ICON_COLOR_INVALID")
    topic = Topic(0, name, colour, params.text("icon_custom_emoji_id"))
    return open_topic(state, chat, state.bot, topic).as_json()


def edit(state: State, params: Params) -> bool:
    """Answer ``editForumTopic``: a new name or icon, with a service message in the topic."""
    chat, topic = _topic(state, params)
    name = _named(params) or topic.name
    icon = topic.icon_custom_emoji_id
    if "icon_custom_emoji_id" in params.values:
        icon = params.text("icon_custom_emoji_id")
    if (name, icon) == (topic.name, topic.icon_custom_emoji_id):
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name, topic.icon_custom_emoji_id = name, icon
    state.post(chat, state.bot, {"forum_topic_edited": {"name": name}}, topic=topic.id)
    return True


def close(state: State, params: Params) -> bool:
    """Answer ``closeForumTopic``."""
    return _closed(state, params, closed=True)


def reopen(state: State, params: Params) -> bool:
    """Answer ``reopenForumTopic``."""
    return _closed(state, params, closed=False)


def _closed(state: State, params: Params, *, closed: bool) -> bool:
    chat, topic = _topic(state, params)
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    service = "forum_topic_closed" if closed else "forum_topic_reopened"
    state.post(chat, state.bot, {service: {}}, topic=topic.id)
    return True


def delete(state: State, params: Params) -> bool:
    """Answer ``deleteForumTopic``."""
    remove_topic(state, *_topic(state, params))
    return True


METHODS: dict[str, Callable[[State, Params], Any]] = {
    "createForumTopic": create,
    "editForumTopic": edit,
    "closeForumTopic": close,
    "reopenForumTopic": reopen,
    "deleteForumTopic": delete,
}
