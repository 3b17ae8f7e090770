"""Telegram's errors as the four delivery errors: a pure function."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.channels.base import (
    AddressDead,
    DeliveryError,
    FateUnknown,
    MessageGone,
    MessageRefused,
    Moved,
    RetryLater,
    TopicGone,
    Unsupported,
)

# Failures before the request was on its way: it certainly did not go.
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_TOPIC_GONE = ("message thread not found", "topic_deleted", "topic_id_invalid")
_MESSAGE_GONE = ("message to edit not found", "message_id_invalid", "message can't be edited")
_NO_TOPICS = ("not a forum", "not enough rights", "method is available only for supergroups")
_NOBODY_THERE = ("chat not found", "peer_id_invalid", "user not found")
TOKEN_RETRY_SECONDS = 60.0
_REFUSAL = re.compile(r"\(4\d\d\)$")  # python-telegram-bot ends with the status code


def delivery_error(error: TelegramError) -> DeliveryError:  # noqa: C901, PLR0911, PLR0912 - a table
    """What an error means for the message that was being sent."""
    words = str(error).lower()
    match error:
        case RetryAfter():
            wait = error.retry_after
            return RetryLater("429", wait.total_seconds() if isinstance(wait, timedelta) else wait)
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case Forbidden():
            return AddressDead("403")
        case InvalidToken() if "unauthorized" in words:
            return RetryLater("401", TOKEN_RETRY_SECONDS)
        case InvalidToken():
            # 404: Telegram's answer to a method that a server does not have.
            return Unsupported("404")
        case BadRequest():
            if any(sign in words for sign in _TOPIC_GONE):
                return TopicGone("topic gone")
            if any(sign in words for sign in _NO_TOPICS):
                return Unsupported("no topics")
            if any(sign in words for sign in _NOBODY_THERE):
                return AddressDead("400")
            if any(sign in words for sign in _MESSAGE_GONE):
                return MessageGone("400")
            return MessageRefused("400")
        case NetworkError():
            cause = error.__cause__
            if cause is None:  # an answer, and it says that it failed
                return MessageRefused("4xx") if _REFUSAL.search(words) else RetryLater("5xx")
            if isinstance(cause, _NEVER_SENT):
                return RetryLater("not connected")
            return FateUnknown("no answer")
        case _ if type(error) is TelegramError:
            return FateUnknown("unreadable answer")  # of a success: it may well have gone
        case _:
            return MessageRefused(type(error).__name__)
