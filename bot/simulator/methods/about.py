"""Methods about the bot itself, its door, chats, members and files."""

from collections.abc import Callable
from typing import Any

from bot.simulator.errors import bad_request
from bot.simulator.files import DOWNLOAD_LIMIT
from bot.simulator.model import Json
from bot.simulator.params import Params
from bot.simulator.state import State, member_json
from bot.simulator.updates import Webhook


def get_me(state: State, _params: Params) -> Json:
    """Answer ``getMe``."""
    rights = {"can_join_groups": True, "can_read_all_group_messages": True}
    return state.bot.as_json() | rights | {"supports_inline_queries": False}


def set_webhook(state: State, params: Params) -> bool:
    """Answer ``setWebhook``; unlike Telegram it takes ``http`` addresses of this computer."""
    url = params.text("url")
    if not url:
        return delete_webhook(state, params)
    if not url.startswith(("http://", "https://")):
        raise bad_request("bad webhook: invalid webhook URL specified")
    _remember_allowed(state, params)
    most = params.number("max_connections") or 40
    state.updates.webhook = Webhook(url, params.text("secret_token"), most)
    return _dropped(state, params)


def delete_webhook(state: State, params: Params) -> bool:
    """Answer ``deleteWebhook``."""
    state.updates.webhook = None
    return _dropped(state, params)


def _dropped(state: State, params: Params) -> bool:
    if params.flag("drop_pending_updates"):
        state.updates.drop()
    state.changes.bump()
    return True


def _remember_allowed(state: State, params: Params) -> None:
    allowed = params.data("allowed_updates")
    if isinstance(allowed, list):
        state.updates.allowed = allowed


def get_webhook_info(state: State, _params: Params) -> Json:
    """Answer ``getWebhookInfo``."""
    hook = state.updates.webhook
    info: Json = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(state.updates.pending),
    }
    if hook:
        info["max_connections"] = hook.max_connections
        if hook.last_error:
            info |= {
                "last_error_date": hook.last_error_date,
                "last_error_message": hook.last_error,
            }
    if state.updates.allowed:
        info["allowed_updates"] = state.updates.allowed
    return info


async def get_updates(state: State, params: Params) -> list[Json]:
    """Answer ``getUpdates``, waiting up to ``timeout`` seconds."""
    _remember_allowed(state, params)
    limit = params.number("limit") or 100
    timeout = params.number("timeout") or 0
    return await state.updates.poll(params.number("offset") or 0, limit, timeout)


def _setting(name: str, limit: int) -> Callable[[State, Params], bool]:
    def put(state: State, params: Params) -> bool:
        if len(params.text(name)) > limit:
            raise bad_request(f"bot {name.replace('_', ' ')} is too long")
        language = params.text("language_code")
        state.settings[f"{name}:{language}"] = params.text(name)
        if name == "name" and not language:
            state.bot.first_name = params.text(name) or state.bot.first_name
        state.changes.bump()
        return True

    return put


def _commands_key(params: Params) -> str:
    scope = (params.data("scope") or {}).get("type", "default")
    return f"commands:{scope}:{params.text('language_code')}"


def set_my_commands(state: State, params: Params) -> bool:
    """Answer ``setMyCommands``; kept by scope type and language."""
    commands: list[Json] = params.data("commands") or []
    for command in commands:
        name = command.get("command", "")
        if not (name.isascii() and name.replace("_", "a").isalnum() and name == name.lower()):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    state.settings[_commands_key(params)] = commands
    state.changes.bump()
    return True


def delete_my_commands(state: State, params: Params) -> bool:
    """Answer ``deleteMyCommands``."""
    state.settings.pop(_commands_key(params), None)
    state.changes.bump()
    return True


def get_my_commands(state: State, params: Params) -> list[Json]:
    """Answer ``getMyCommands``."""
    return list(state.settings.get(_commands_key(params), []))


def get_chat(state: State, params: Params) -> Json:
    """Answer ``getChat``."""
    chat = state.chat(params.chat_id())
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
    taken = dict.fromkeys((*gifts, "gifts_from_channels"), False)
    full: Json = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": taken}
    return chat.as_json() | full


def _status(state: State, params: Params, user_id: int) -> Json:
    chat = state.writable(params.chat_id())
    if user_id == state.bot.id:
        return member_json(state.bot, chat.bot_status)
    user = state.users.get(user_id)
    if user is None:
        raise bad_request("invalid user_id specified")
    return member_json(user, "member" if user_id in chat.members else "left")


def get_chat_member(state: State, params: Params) -> Json:
    """Answer ``getChatMember``."""
    return _status(state, params, params.required("user_id"))


def get_chat_administrators(state: State, params: Params) -> list[Json]:
    """Answer ``getChatAdministrators``: the bot, where it is one, and nobody else."""
    chat = state.writable(params.chat_id())
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    mine = member_json(state.bot, chat.bot_status)
    return [mine] if chat.bot_status == "administrator" else []


def get_file(state: State, params: Params) -> Json:
    """Answer ``getFile``, for up to 20 MB."""
    stored = state.files.get(params.text("file_id"))
    if len(stored.data) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return stored.as_json()


METHODS: dict[str, Callable[[State, Params], Any]] = {
    "getMe": get_me,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setting("name", 64),
    "setMyDescription": _setting("description", 512),
    "setMyShortDescription": _setting("short_description", 120),
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getFile": get_file,
}
