"""The HTTP side of SMS Gateway for Android: ``POST /sms/message``, and its webhooks."""

import asyncio
import base64
import contextlib
import secrets
import time

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.simulator.silence import CutLine
from bot.simulator.sms.network import PASSWORD, USER, Network, Webhook, signed

FIRST_WAIT, LONGEST_WAIT = 0.05, 2.0
_CREDENTIALS = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


def routes(network: Network) -> list[Route]:
    """Return the gateway's routes."""

    async def message(request: Request) -> Response:
        if not secrets.compare_digest(request.headers.get("authorization", ""), _CREDENTIALS):
            return Response(status_code=401)
        if isinstance(network.trouble, int):
            return JSONResponse({"message": "trouble"}, status_code=network.trouble)
        content = await request.json()
        if not content.get("phoneNumbers") or not content.get("textMessage", {}).get("text"):
            return JSONResponse({"message": "phoneNumbers is empty"}, status_code=400)
        if network.has(content["id"]):
            return JSONResponse({"message": "conflict"}, status_code=409)
        network.send(content)
        if network.trouble == "cut":
            return CutLine()
        answer = {
            "id": content["id"], "deviceId": "simulated", "state": "Pending",
            "isHashed": False, "isEncrypted": False, "states": {},
            "recipients": [{"phoneNumber": n, "state": "Pending"} for n in content["phoneNumbers"]],
        }  # fmt: skip
        return JSONResponse(answer, status_code=202)

    return [Route("/sms/message", message, methods=["POST"])]


async def deliver(network: Network) -> None:
    """Post the webhooks, one after the other, each until the bot answers 2xx."""
    wait = FIRST_WAIT
    async with httpx.AsyncClient() as client:
        while not network.changes.closed:
            version = network.changes.version
            if not (network.door and network.waiting):
                await network.changes.after(version)
                continue
            if await _post(client, network, network.waiting[0]):
                network.confirm(network.waiting[0])
                wait = FIRST_WAIT
            else:
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)


async def _post(client: httpx.AsyncClient, network: Network, webhook: Webhook) -> bool:
    body, headers = signed(webhook.content, time.time())  # the bot's clock is no world's
    with contextlib.suppress(httpx.HTTPError):
        answer = await client.post(network.door, content=body, headers=headers)
        return answer.is_success
    return False
