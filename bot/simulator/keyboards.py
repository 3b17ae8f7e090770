"""What Telegram accepts as a keyboard, and where its buttons are."""

from collections.abc import Iterator
from typing import Any

from bot.simulator.errors import bad_request
from bot.simulator.model import Json

DATA_BYTES = 64
_BUTTON_LIMIT = 100
_ACTIONS = {
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
}


def checked(markup: Any) -> Json | None:
    """Return a reply markup as given, or nothing for none or an empty inline keyboard.

    Raises:
        ApiError: 400, as Telegram, for labels without text, buttons without an action,
            ``callback_data`` over 64 bytes and more than 100 buttons.
    """
    if not markup:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        _check_reply_keyboard(markup.get("keyboard", []))
        return markup
    buttons = [button for row in markup["inline_keyboard"] for button in row]
    if len(buttons) > _BUTTON_LIMIT:
        raise bad_request("reply markup is too long")
    for button in buttons:
        _check_inline(button)
    rows = [row for row in markup["inline_keyboard"] if row]
    return {"inline_keyboard": rows} if rows else None


def _check_inline(button: Json) -> None:
    if not str(button.get("text", "")).strip():
        raise bad_request("can't parse inline keyboard button: Text must be non-empty")
    if not _ACTIONS & button.keys():
        raise bad_request("text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_reply_keyboard(rows: list[list[Any]]) -> None:
    for button in (button for row in rows for button in row):
        label = button if isinstance(button, str) else button.get("text", "")
        if not label.strip():
            raise bad_request("can't parse keyboard button: Text must be non-empty")


def inline_buttons(message: Json) -> Iterator[Json]:
    """Yield the inline buttons of a message, row by row."""
    for row in message.get("reply_markup", {}).get("inline_keyboard", []):
        yield from row


def reply_buttons(keyboard: Json | None) -> Iterator[Json]:
    """Yield the buttons of the keyboard under the text field, each as a dict with its text."""
    for row in (keyboard or {}).get("keyboard", []):
        for button in row:
            yield {"text": button} if isinstance(button, str) else button
