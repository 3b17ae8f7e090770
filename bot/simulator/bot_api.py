"""The routes a bot calls: ``/bot{token}/{method}`` and ``/file/bot{token}/{path}``."""

import asyncio
import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.simulator.errors import ApiError
from bot.simulator.faults import Fault
from bot.simulator.methods import METHODS
from bot.simulator.methods.about import get_updates
from bot.simulator.params import Params, read_params
from bot.simulator.silence import CutLine, NoAnswer
from bot.simulator.state import State

_SPELLING = {name.lower(): name for name in (*METHODS, "getUpdates")}


def routes(state: State) -> list[Route]:
    """Return the Bot API's routes for one world."""

    async def call(request: Request) -> Response:
        if not _known_token(state, request):
            return _refusal(ApiError(401, "Unauthorized"))
        try:
            params = await read_params(request)
        except ApiError as error:
            return _refusal(error)
        given = request.path_params["method"]
        method = _SPELLING.get(given.lower())
        if method is None or method.lower() in state.faults.lacking:
            state.record(given, params.log(), "Not Found")
            return _refusal(ApiError(404, "Not Found"))
        return await _call(state, method, params)

    async def download(request: Request) -> Response:
        stored = state.files.at(request.path_params["path"])
        if not _known_token(state, request) or stored is None:
            return _refusal(ApiError(404, "Not Found"))
        return Response(stored.data, media_type=stored.mime)

    return [
        Route("/bot{token}/{method}", call, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", download),
    ]


async def _call(state: State, method: str, params: Params) -> Response:
    chat_id = _chat_id(params)
    fault = state.faults.take(method, chat_id)
    if fault and fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    elif fault and fault.kind == "drop_before":
        state.record(method, params.log(), fault.kind)
        return CutLine()
    try:
        if fault and fault.error:
            raise fault.error
        state.pace.check(method, chat_id, state.clock())
        result = await _perform(state, method, params)
    except ApiError as error:
        state.record(method, params.log(), error.description)
        return _refusal(error)
    # A log full of empty polls would hide what matters.
    if method != "getUpdates":
        state.record(method, params.log(), _outcome(fault))
    return _answer(state, fault, result)


async def _perform(state: State, method: str, params: Params) -> Any:
    if method == "getUpdates":
        return await get_updates(state, params)
    return METHODS[method](state, params)


def _outcome(fault: Fault | None) -> str:
    return fault.kind if fault and fault.kind in {"hang", "drop"} else "ok"


def _answer(state: State, fault: Fault | None, result: Any) -> Response:
    match _outcome(fault):
        case "hang":
            return NoAnswer(state.changes)
        case "drop":
            return CutLine()
        case _:
            return JSONResponse({"ok": True, "result": result})


def _refusal(error: ApiError) -> JSONResponse:
    return JSONResponse(error.as_json(), status_code=error.code)


def _known_token(state: State, request: Request) -> bool:
    token = str(request.path_params["token"])
    return secrets.compare_digest(token.encode(), state.token.encode())


def _chat_id(params: Params) -> int | None:
    try:
        return params.number("chat_id")
    except ApiError:
        return None
