"""Methods that change what is already in a chat, and the answer to a tapped button."""

from collections.abc import Callable
from typing import Any

from bot.simulator import keyboards
from bot.simulator.errors import bad_request
from bot.simulator.model import Chat, Json, Post
from bot.simulator.params import Params
from bot.simulator.reactions import ALLOWED
from bot.simulator.state import QUERY_SECONDS, Answer, State
from bot.simulator.text import caption_content, text_content

_UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)
_ANSWER_LIMIT = 200
_MOST_DELETED = 100


def _own(state: State, params: Params) -> tuple[Chat, Post]:
    chat = state.writable(params.chat_id())
    post = chat.posts.get(params.required("message_id"))
    if post is None:
        raise bad_request("message to edit not found")
    if post.message["from"]["id"] != state.bot.id:
        raise bad_request("message can't be edited")
    return chat, post


def _edit(state: State, params: Params, content: Json, replaced: str = "") -> Json:
    """Replace fields of one of the bot's messages; those named ``replaced…`` go first."""
    _, post = _own(state, params)
    markup = keyboards.checked(params.data("reply_markup"))
    gone = {f"{replaced}_entities", "entities"} if replaced else set()
    kept = {k: v for k, v in post.message.items() if k not in {"reply_markup", replaced, *gone}}
    changed = kept | content | ({"reply_markup": markup} if markup else {})
    if changed == post.message:
        raise bad_request(_UNCHANGED)
    if replaced:
        changed["edit_date"] = int(state.clock())
    post.message.clear()
    post.message.update(changed)
    state.touched(post)
    return post.message


def edit_text(state: State, params: Params) -> Json:
    """Answer ``editMessageText``."""
    content = text_content(params.text("text"), params.text("parse_mode"), params.data("entities"))
    _, post = _own(state, params)
    if "text" not in post.message:
        raise bad_request("there is no text in the message to edit")
    return _edit(state, params, content, "text")


def edit_caption(state: State, params: Params) -> Json:
    """Answer ``editMessageCaption``."""
    content = caption_content(
        params.text("caption"), params.text("parse_mode"), params.data("caption_entities")
    )
    _, post = _own(state, params)
    if "text" in post.message:
        raise bad_request("there is no caption in the message to edit")
    return _edit(state, params, content, "caption")


def edit_reply_markup(state: State, params: Params) -> Json:
    """Answer ``editMessageReplyMarkup``; no markup takes the keyboard away."""
    return _edit(state, params, {})


def delete_message(state: State, params: Params) -> bool:
    """Answer ``deleteMessage``."""
    chat = state.writable(params.chat_id())
    message_id = params.required("message_id")
    if message_id not in chat.posts:
        raise bad_request("message to delete not found")
    if message_id in chat.topics:
        raise bad_request("message can't be deleted")
    del chat.posts[message_id]
    state.changes.bump()
    return True


def delete_messages(state: State, params: Params) -> bool:
    """Answer ``deleteMessages``: up to 100, skipping those that are not there."""
    chat = state.writable(params.chat_id())
    given = params.data("message_ids")
    if not isinstance(given, list) or not 1 <= len(given) <= _MOST_DELETED:
        raise bad_request("wrong number of message identifiers")
    if any(int(message_id) in chat.topics for message_id in given):
        raise bad_request("message can't be deleted")
    for message_id in given:
        chat.posts.pop(int(message_id), None)
    state.changes.bump()
    return True


def answer_callback_query(state: State, params: Params) -> bool:
    """Answer ``answerCallbackQuery``; a query lives a minute and takes one answer."""
    query = state.queries.get(params.text("callback_query_id"))
    late = query is not None and state.clock() - query.at > QUERY_SECONDS
    if query is None or query.answered or late:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = params.text("text")
    if len(text) > _ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answered = True
    seq = state.changes.bump()
    alert = params.flag("show_alert")
    state.answers.append(Answer(query.id, query.user_id, text, alert, seq))
    return True


def set_reaction(state: State, params: Params) -> bool:
    """Answer ``setMessageReaction``: one emoji of Telegram's list, or none to take it back."""
    chat = state.writable(params.chat_id())
    reactions: list[Json] = params.data("reaction") or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    emoji = [str(reaction.get("emoji", "")) for reaction in reactions]
    if any(e.replace("\ufe0f", "") not in ALLOWED for e in emoji):
        raise bad_request("REACTION_INVALID")
    post = chat.posts.get(params.required("message_id"))
    if post is None:
        raise bad_request("message to react not found")
    post.reactions = emoji
    state.changes.bump()
    return True


def pin(state: State, params: Params) -> bool:
    """Answer ``pinChatMessage``; Telegram's service line about it is not written."""
    return _pin(state, params, "pin", pinned=True)


def unpin(state: State, params: Params) -> bool:
    """Answer ``unpinChatMessage``."""
    return _pin(state, params, "unpin", pinned=False)


def _pin(state: State, params: Params, verb: str, *, pinned: bool) -> bool:
    chat = state.writable(params.chat_id())
    post = chat.posts.get(params.required("message_id"))
    if post is None:
        raise bad_request(f"message to {verb} not found")
    if chat.type != "private" and chat.bot_status != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    post.pinned = pinned
    state.changes.bump()
    return True


METHODS: dict[str, Callable[[State, Params], Any]] = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageReplyMarkup": edit_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "answerCallbackQuery": answer_callback_query,
    "setMessageReaction": set_reaction,
    "pinChatMessage": pin,
    "unpinChatMessage": unpin,
}
