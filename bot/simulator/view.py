"""The world as the page sees it: plain JSON, nothing hidden, nothing computed twice."""

from bot.simulator.model import Chat, Json, Post, User
from bot.simulator.sms.network import Phone
from bot.simulator.state import State

_LAST = 200


def state_json(state: State) -> Json:
    """Return everything the page shows, with the version it belongs to."""
    now = state.clock()
    return {
        "version": state.changes.version,
        "bot": state.bot.as_json() | {"commands": _commands(state)},
        "users": [_user(state, user) for user in state.users.values()],
        "chats": [_chat(chat, now) for chat in state.chats.values() if not chat.migrated_to],
        "answers": [
            {"seq": a.seq, "user_id": a.user_id, "text": a.text, "alert": a.alert}
            for a in state.answers[-20:]
        ],
        "sms": [_phone(phone) for phone in state.sms.phones.values()],
    }


def _phone(phone: Phone) -> Json:
    messages = [sms.as_json() for sms in phone.messages[-_LAST:]]
    return {"name": phone.name, "number": phone.number, "off": phone.off, "messages": messages}


def _commands(state: State) -> list[Json]:
    for key, commands in state.settings.items():
        if key.startswith("commands:") and commands:
            return list(commands)
    return []


def _user(state: State, user: User) -> Json:
    chat = state.chats[user.id]
    more = {"role": user.role, "phone": user.phone}
    return user.as_json() | more | {"started": chat.started, "blocked": chat.blocked}


def _chat(chat: Chat, now: float) -> Json:
    return chat.as_json() | {
        "members": sorted(chat.members),
        "bot_status": chat.bot_status,
        "topics": [topic.as_json() | {"closed": topic.closed} for topic in chat.topics.values()],
        "posts": [_post(post) for post in list(chat.posts.values())[-_LAST:]],
        "reply_keyboard": chat.reply_keyboard,
        "action": chat.action if chat.action_until > now else "",
        "action_topic": chat.action_topic,
        "action_left": max(0.0, round(chat.action_until - now, 1)),
    }


def _post(post: Post) -> Json:
    beside = {"seq": post.seq, "topic": post.topic, "reactions": post.reactions}
    return post.message | beside | {"pinned": post.pinned, "silent": post.silent}
