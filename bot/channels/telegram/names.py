"""The bot's own name on Telegram, for links that lead to it."""

from __future__ import annotations

import httpx

from bot.settings import Settings

PATIENCE = 5.0


async def bot_name(settings: Settings) -> str | None:
    """The name that Telegram knows the bot by; None without a token or an answer."""
    if settings.telegram_token is None:
        return None
    api = settings.telegram_api_url.rstrip("/")
    url = f"{api}/bot{settings.telegram_token.get_secret_value()}/getMe"
    try:
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            name = (await client.get(url)).json()["result"]["username"]
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        return None
    return str(name)


def joining_link(name: str, code: str) -> str:
    """The link by which the holder of a project starts the bot with their code."""
    return f"https://t.me/{name}?start={code[:1].lower()}{code[1:]}"
