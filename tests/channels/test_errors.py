from __future__ import annotations

import asyncio
import socket

import pytest
from telegram.error import TelegramError

from bot.channels.base import (
    AddressDead,
    DeliveryError,
    FateUnknown,
    MessageRefused,
    Moved,
    RetryLater,
    TopicGone,
    Unsupported,
)
from bot.channels.telegram.errors import TOKEN_RETRY_SECONDS, delivery_error
from tests.channels.server import client, http, refusal, serving


async def trouble(url: str, **limits: float) -> DeliveryError:
    """What a message that meets this server ends in."""
    async with client(url, **limits) as bot:
        with pytest.raises(TelegramError) as failure:
            await bot.send_message(7001001, "x")
    return delivery_error(failure.value)


HTML = "<html><h1>502 Bad Gateway</h1></html>"
ANSWERS = {
    "blocked": (refusal(403, "Forbidden: bot was blocked by the user"), AddressDead),
    "never started": (
        refusal(403, "Forbidden: bot can't initiate conversation with a user"),
        AddressDead,
    ),
    "account deleted": (refusal(403, "Forbidden: user is deactivated"), AddressDead),
    "out of the group": (
        refusal(403, "Forbidden: bot was kicked from the supergroup chat"),
        AddressDead,
    ),
    "no such chat": (refusal(400, "Bad Request: chat not found"), AddressDead),
    "no such peer": (refusal(400, "Bad Request: PEER_ID_INVALID"), AddressDead),
    "topic deleted": (refusal(400, "Bad Request: message thread not found"), TopicGone),
    "topic deleted, in other words": (refusal(400, "Bad Request: TOPIC_DELETED"), TopicGone),
    "topic unknown": (refusal(400, "Bad Request: TOPIC_ID_INVALID"), TopicGone),
    "no forum": (refusal(400, "Bad Request: the chat is not a forum"), Unsupported),
    "may not make topics": (
        refusal(400, "Bad Request: not enough rights to create a topic"),
        Unsupported,
    ),
    "method missing": (refusal(404, "Not Found"), Unsupported),
    "too long": (refusal(400, "Bad Request: message is too long"), MessageRefused),
    "a bad file": (
        refusal(400, "Bad Request: wrong file identifier/HTTP URL specified"),
        MessageRefused,
    ),
    "an unreadable refusal": (http(400, HTML), MessageRefused),
    "server error": (refusal(500, "Internal Server Error"), RetryLater),
    "bad gateway": (refusal(502, "Bad Gateway"), RetryLater),
    "too many, without saying for how long": (refusal(429, "Too Many Requests"), RetryLater),
    # A proxy speaks for a server that may have done its work.
    "a proxy's error page": (http(502, HTML), FateUnknown),
    "success, unreadable": (http(200, HTML), FateUnknown),
    "half an answer": (http(200, '{"ok": true, ', length=500), FateUnknown),
    "no answer": (b"", FateUnknown),
}


@pytest.mark.parametrize(("answer", "expected"), ANSWERS.values(), ids=ANSWERS)
async def test_what_an_answer_means(answer, expected):
    async with serving(answer) as url:
        assert type(await trouble(url)) is expected


async def test_too_many_messages_wait_as_long_as_telegram_says():
    async with serving(refusal(429, "Too Many Requests", retry_after=4000)) as url:
        error = await trouble(url)
    assert isinstance(error, RetryLater)
    assert error.after == 4000


async def test_a_refused_token_is_tried_again_once_it_may_be_mended():
    async with serving(refusal(401, "Unauthorized")) as url:
        error = await trouble(url)
    assert isinstance(error, RetryLater)
    assert error.after == TOKEN_RETRY_SECONDS


async def test_a_group_that_moved_says_where_to():
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    async with serving(refusal(400, words, migrate_to_chat_id=-1007777777777)) as url:
        error = await trouble(url)
    assert isinstance(error, Moved)
    assert error.chat == "-1007777777777"


async def test_nobody_listens_so_it_did_not_go():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        error = await trouble(f"http://127.0.0.1:{taken.getsockname()[1]}")
    assert isinstance(error, RetryLater)


async def test_no_answer_in_time_so_nobody_knows():
    silence = asyncio.Event()

    async def wait(*_: object) -> bytes:
        await silence.wait()
        return b""

    async with serving(wait) as url:
        assert isinstance(await trouble(url, read_timeout=0.05), FateUnknown)
        silence.set()


async def test_no_free_connection_so_it_did_not_go():
    arrived, silence = asyncio.Event(), asyncio.Event()

    async def wait(*_: object) -> bytes:
        arrived.set()
        await silence.wait()
        return b""

    async with serving(wait) as url, client(url, connection_pool_size=1, pool_timeout=0.05) as bot:
        first = asyncio.create_task(bot.send_message(1, "x"))
        await arrived.wait()
        with pytest.raises(TelegramError) as failure:
            await bot.send_message(2, "y")
        silence.set()
        await asyncio.gather(first, return_exceptions=True)
    assert isinstance(delivery_error(failure.value), RetryLater)
