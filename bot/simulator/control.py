"""The people's side over HTTP, for the page and for tests outside the process.

``POST /sim/{act}`` with a JSON body does one thing; see ``acts.py`` for the names. ``GET
/sim/state`` is everything; ``GET /sim/events`` streams the version number as it grows.
"""

from collections.abc import AsyncIterator
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.simulator.acts import ACTS
from bot.simulator.errors import ApiError, NotPossibleError
from bot.simulator.view import state_json
from bot.simulator.world import World

HEARTBEAT_SECONDS = 15.0


class Control:
    """The handlers for one world."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def act(self, request: Request) -> Response:
        """Do one thing; 409 says why a telephone would not, 400 what was not understood."""
        perform = ACTS.get(request.path_params["act"])
        if perform is None:
            return JSONResponse({"error": "there is no such act"}, status_code=404)
        try:
            result = perform(self._world, await request.json())
        except NotPossibleError as problem:
            return JSONResponse({"error": str(problem)}, status_code=409)
        except ApiError as problem:
            return JSONResponse({"error": problem.description}, status_code=409)
        except (KeyError, TypeError, ValueError) as problem:
            return JSONResponse({"error": f"not understood: {problem!r}"}, status_code=400)
        return JSONResponse({"result": result})

    async def state(self, _: Request) -> Response:
        """Return everything the page shows."""
        return JSONResponse(state_json(self._world))

    async def calls(self, _: Request) -> Response:
        """Return the log of the bot's calls."""
        return JSONResponse([asdict(call) for call in self._world.calls])

    async def faults(self, _: Request) -> Response:
        """Return the faults that still wait for a call."""
        return JSONResponse(self._world.faults.as_json())

    async def file(self, request: Request) -> Response:
        """Return a file's bytes, never for a browser to run."""
        stored = self._world.files.by_id.get(request.path_params["file_id"])
        if stored is None:
            return Response(status_code=404)
        headers = {
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(stored.data, media_type=stored.mime, headers=headers)

    async def events(self, _: Request) -> Response:
        """Stream version numbers, with a comment as heartbeat when nothing happens."""
        headers = {"Cache-Control": "no-store"}
        stream = self._versions()
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def _versions(self) -> AsyncIterator[str]:
        changes, seen = self._world.changes, -1
        while not changes.closed:
            if changes.version > seen:
                seen = changes.version
                yield f"data: {seen}\n\n"
            else:
                yield ": still here\n\n"
            await changes.after(seen, HEARTBEAT_SECONDS)


def routes(world: World) -> list[Route]:
    """Return the control API's routes for one world."""
    control = Control(world)
    return [
        Route("/sim/state", control.state),
        Route("/sim/events", control.events),
        Route("/sim/calls", control.calls),
        Route("/sim/faults", control.faults),
        Route("/sim/file/{file_id}", control.file),
        Route("/sim/{act}", control.act, methods=["POST"]),
    ]
