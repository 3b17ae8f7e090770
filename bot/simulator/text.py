"""The text of a message: markup, length limits and what Telegram recognises by itself."""

import re
from typing import Any

from bot.simulator.errors import bad_request
from bot.simulator.markup import parse_html, utf16_length
from bot.simulator.model import Json

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
_COMMAND = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w+)?\b")
_URL = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")


def recognised(text: str) -> list[Json]:
    """Return the entities Telegram adds by itself: commands and web addresses."""
    found = [(m, "bot_command") for m in _COMMAND.finditer(text)]
    found += [(m, "url") for m in _URL.finditer(text)]
    return [
        {"type": kind, "offset": utf16_length(text[: m.start()]), "length": utf16_length(m[0])}
        for m, kind in sorted(found, key=lambda pair: pair[0].start())
    ]


def formatted(
    source: str, parse_mode: str = "", entities: list[Json] | None = None
) -> tuple[str, list[Json]]:
    """Return the text a reader sees and its entities.

    Args:
        source: What the bot sent as ``text`` or ``caption``.
        parse_mode: Empty, or ``HTML`` in any case; the Markdown modes are not played here.
        entities: Entities given explicitly, used only without a parse mode.

    Raises:
        ApiError: 400 for an unknown parse mode or for broken markup.
    """
    if parse_mode.lower() == "html":
        text, entities = parse_html(source)
    elif parse_mode:
        raise bad_request("unsupported parse_mode")
    else:
        text = source
    leading = utf16_length(text) - utf16_length(text.lstrip())
    text = text.strip()
    size = utf16_length(text)
    marked = [_clip(entity, leading, size) for entity in entities or []]
    kept = [entity for entity in marked if entity["length"] > 0]
    taken = {entity["offset"] for entity in kept if entity["type"] in {"code", "pre", "text_link"}}
    kept += [entity for entity in recognised(text) if entity["offset"] not in taken]
    return text, sorted(kept, key=lambda e: (e["offset"], -e["length"]))


def _clip(entity: Json, leading: int, size: int) -> Json:
    start = max(entity["offset"] - leading, 0)
    end = min(entity["offset"] - leading + entity["length"], size)
    return entity | {"offset": start, "length": end - start}


def text_content(source: str, parse_mode: str = "", entities: Any = None) -> Json:
    """Return the ``text`` and ``entities`` of a message.

    Raises:
        ApiError: 400 when the text is empty or longer than 4096 UTF-16 units once parsed.
    """
    text, found = formatted(source, parse_mode, entities)
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return {"text": text} | ({"entities": found} if found else {})


def caption_content(source: str, parse_mode: str = "", entities: Any = None) -> Json:
    """Return the ``caption`` and ``caption_entities`` of a message, or nothing for none.

    Raises:
        ApiError: 400 when the caption is longer than 1024 UTF-16 units once parsed.
    """
    caption, found = formatted(source, parse_mode, entities)
    if utf16_length(caption) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    if not caption:
        return {}
    return {"caption": caption} | ({"caption_entities": found} if found else {})
