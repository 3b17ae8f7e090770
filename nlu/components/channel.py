"""The only way in: three endpoints under `/webhooks/sanad`."""

from __future__ import annotations

import gc
import hmac
import logging
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, Sanic
from sanic.exceptions import SanicException, ServiceUnavailable, Unauthorized
from sanic.request import Request
from sanic.response import HTTPResponse, json

from nlu.components.contract import ContractError, read_message, read_state, read_texts
from nlu.components.tracker_store import shares_live_trackers
from nlu.components.turn import take_turn
from nlu.components.understanding import report, understand

logger = logging.getLogger(__name__)


class SanadChannel(InputChannel):
    """Serves turns to the one caller that knows the token.

    Args:
        token: The bearer token; compared in constant time.
    """

    def __init__(self, token: str) -> None:
        self._token = token.encode()

    @classmethod
    def name(cls) -> str:
        """Return the name of the channel, which is also its place under `/webhooks`."""
        return "sanad"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> SanadChannel:
        """Return the channel that `credentials.yml` describes.

        Raises:
            RasaException: There is no token; the server must not start without one.
        """
        token = str((credentials or {}).get("token") or "").strip()
        if not token:
            raise RasaException("nlu/credentials.yml: the sanad channel needs a token")
        return cls(token)

    def blueprint(self, _: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes. Rasa's own message handler is not used: it hides errors."""
        routes = Blueprint("sanad")
        routes.listener("after_server_start")(_refuse_to_serve_unready)
        routes.listener("after_server_start")(_collect_garbage)
        routes.add_route(_health, "/health", methods=["GET"])
        routes.add_route(self._for_caller(_turn), "/turn", methods=["POST"], name="turn")
        routes.add_route(self._for_caller(_parse), "/parse", methods=["POST"], name="parse")
        routes.exception(ContractError)(_on_refused)
        routes.exception(SanicException)(_on_http_error)
        routes.exception(Exception)(_on_error)
        return routes

    def _for_caller(
        self, handler: Callable[[Request], Awaitable[HTTPResponse]]
    ) -> Callable[[Request], Awaitable[HTTPResponse]]:
        async def guarded(request: Request) -> HTTPResponse:
            if not hmac.compare_digest((request.token or "").encode(), self._token):
                raise Unauthorized("a bearer token is needed", scheme="Bearer")
            return await handler(request)

        return guarded


async def _turn(request: Request) -> HTTPResponse:
    processor = _processor(request)
    body = request.json if isinstance(request.json, dict) else {}
    state = read_state(body.get("state"), processor.domain)
    message = read_message(body.get("message"), processor.domain)
    return json(await take_turn(processor, state, message), ensure_ascii=False)


async def _parse(request: Request) -> HTTPResponse:
    processor = _processor(request)
    texts = read_texts(request.json)
    understood = [report(parse) for parse in understand(processor, *texts)]
    return json({"understood": understood}, ensure_ascii=False)


async def _health(request: Request) -> HTTPResponse:
    agent = getattr(request.app.ctx, "agent", None)
    return json({"ready": bool(agent and agent.is_ready())})


def _processor(request: Request) -> MessageProcessor:
    agent = getattr(request.app.ctx, "agent", None)
    if not (agent and agent.processor):
        raise ServiceUnavailable("no model is loaded")
    return agent.processor


async def _collect_garbage(*_: Any) -> None:
    # Off since `nlu.start`; what is there by now stays for good.
    gc.freeze()
    gc.enable()


async def _refuse_to_serve_unready(app: Sanic, *_: Any) -> None:
    # Rasa goes on without a model, and with its own store when ours cannot be imported.
    if not app.ctx.agent.is_ready():
        raise RasaException("the model could not be loaded; the reason is logged above")
    if not await shares_live_trackers(app.ctx.agent.tracker_store):
        raise RasaException("nlu/endpoints.yml: the tracker store is not TurnTrackerStore")


async def _on_refused(_: Request, error: ContractError) -> HTTPResponse:
    return json({"reason": str(error)}, status=400)


async def _on_http_error(_: Request, error: SanicException) -> HTTPResponse:
    reason = type(error).__name__
    return json({"reason": reason}, error.status_code, getattr(error, "headers", None))


async def _on_error(_: Request, error: Exception) -> HTTPResponse:
    # Neither the message nor the locals: both may hold what a person wrote.
    place = traceback.extract_tb(error.__traceback__)[-1]
    logger.error("turn failed: %s at %s:%s", type(error).__name__, place.filename, place.lineno)
    return json({"reason": "internal error"}, status=500)
