"""Somebody's words and files, as what is passed on: nothing cut off, nothing too long."""

from __future__ import annotations

from bot.channels.base import Inbound, Say
from bot.i18n.text import Text, msg, verbatim

_LIMIT = 4096
LONGEST_TEXT = _LIMIT - 64
"""Characters of one message, with room for our few words beside them."""
LONGEST_CAPTION = 1024
_WITHOUT_CAPTION = {"sticker", "video_note"}


def passed_on(inbound: Inbound, sign: str = "", reply_to: str | None = None) -> list[Say]:
    """What to say for an inbound: one message, or two where Telegram would refuse one.

    Args:
        inbound: What somebody sent.
        sign: Put before words without a file, so that they are not taken for ours.
        reply_to: The message that this is a change of.
    """
    text = inbound.text or ""
    words = _words(inbound, sign)
    file = Say(
        media=inbound.media, location=inbound.location, contact=inbound.contact, reply_to=reply_to
    )
    if not (inbound.media or inbound.location or inbound.contact):
        cut = pieces(text)
        if len(cut) > 1:  # said in several messages, and passed on together
            return [Say(text=[verbatim(piece)], reply_to=reply_to) for piece in cut]
        return [Say(text=words, reply_to=reply_to)]
    captioned = inbound.media is not None and inbound.media.kind not in _WITHOUT_CAPTION
    if not words:
        return [file]
    if captioned and length(text) < LONGEST_CAPTION and not inbound.edited:
        return [file.model_copy(update={"text": words})]
    if inbound.edited:
        return [Say(text=words, reply_to=reply_to)]
    return [file, Say(text=words)]


def pieces(text: str) -> list[str]:
    """A text in as many messages as Telegram needs for it; nothing of it is lost."""
    if length(text) <= _LIMIT:
        return [text]
    half = _LIMIT // 2  # most emoji count as two
    return [text[at : at + half] for at in range(0, len(text), half)]


def length(text: str) -> int:
    """Characters as Telegram counts them: UTF-16 units, two for most emoji."""
    return len(text.encode("utf-16-le")) // 2


def _words(inbound: Inbound, sign: str) -> list[Text]:
    text = inbound.text
    if not text:
        return []
    if length(text) > LONGEST_TEXT:
        return [verbatim(text)]
    if inbound.edited:
        return [msg("✏️ Changed to: {words}", words=verbatim(text))]
    return [verbatim(text if inbound.media else f"{sign}{text}")]
