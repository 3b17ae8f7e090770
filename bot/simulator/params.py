"""The parameters of one call, however they were sent: query, form, multipart or JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.simulator.errors import bad_request
from bot.simulator.files import Upload
from bot.simulator.model import Json


@dataclass(frozen=True)
class Params:
    """What the bot sent.

    Attributes:
        values: Parameters by name; JSON is decoded where it is an object or a list.
        uploads: Files by the name of their part.
    """

    values: Mapping[str, Any]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a string, empty when it is missing."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def number(self, name: str) -> int | None:
        """Return a whole number, or nothing when it is missing.

        Raises:
            ApiError: 400 when it is something else.
        """
        value = self.values.get(name)
        if value is None or value == "":
            return None
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f"invalid {name} specified") from None

    def required(self, name: str) -> int:
        """Return a whole number that must be there.

        Raises:
            ApiError: 400 when it is missing.
        """
        number = self.number(name)
        if number is None:
            raise bad_request(f"{name} is empty")
        return number

    def chat_id(self) -> int:
        """Return ``chat_id``; public names are no chats here.

        Raises:
            ApiError: 400 when it is missing or not a number.
        """
        value = self.text("chat_id")
        if not value:
            raise bad_request("chat_id is empty")
        if not value.removeprefix("-").isdigit():
            raise bad_request("chat not found")
        return int(value)

    def fraction(self, name: str) -> float:
        """Return a number such as a latitude.

        Raises:
            ApiError: 400 when it is missing or no number.
        """
        try:
            return float(self.text(name))
        except ValueError:
            raise bad_request(f"{name} is empty" if not self.text(name) else "bad number") from None

    def flag(self, name: str) -> bool:
        """Return a yes or no; no when it is missing."""
        return str(self.values.get(name, "")).lower() in {"true", "1", "yes"}

    def data(self, name: str) -> Any:
        """Return a decoded object or list, or nothing."""
        return self.values.get(name)

    def file(self, name: str) -> Upload | str:
        """Return an upload, or a ``file_id``.

        Raises:
            ApiError: 400 when there is neither.
        """
        given = self.text(name)
        part = given.removeprefix("attach://") if given.startswith("attach://") else name
        if part in self.uploads:
            return self.uploads[part]
        if not given:
            raise bad_request(f"there is no {name} in the request")
        return given

    def log(self) -> Json:
        """Return the parameters as plain data, uploads by name and size."""
        sizes = {k: f"<{u.name or 'file'}, {len(u.data)} bytes>" for k, u in self.uploads.items()}
        return dict(self.values) | sizes


async def read_params(request: Request) -> Params:
    """Read the parameters of an HTTP request in any of Telegram's four ways.

    Raises:
        ApiError: 400 for a body that is not the JSON it says it is.
    """
    values: Json = dict(request.query_params)
    uploads: dict[str, Upload] = {}
    if "application/json" in request.headers.get("content-type", ""):
        try:
            values |= await request.json()
        except (ValueError, TypeError):
            raise bad_request("can't parse JSON object") from None
    elif request.method == "POST":
        async with request.form(max_part_size=50 * 1024 * 1024) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    uploads[name] = Upload(
                        await value.read(), value.filename or "", value.content_type or ""
                    )
                else:
                    values[name] = value
    return Params({name: _decoded(name, value) for name, value in values.items()}, uploads)


_PLAIN = {"text", "caption", "first_name", "last_name", "name", "title", "callback_query_id"}


def _decoded(name: str, value: Any) -> Any:
    # Only what can be an object or a list: a text such as "[1]" stays a text.
    if not isinstance(value, str) or name in _PLAIN or value[:1] not in {"{", "["}:
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f"can't parse {name} JSON object") from None
