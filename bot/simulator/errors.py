"""Refusals, in Telegram's own words and codes."""

from typing import Any


class ApiError(Exception):
    """The Bot API refuses a call.

    Attributes:
        code: The HTTP status, also sent as ``error_code``.
        description: Telegram's text, with its ``Bad Request: `` or ``Forbidden: `` prefix.
        parameters: ``retry_after`` (seconds) or ``migrate_to_chat_id``, where Telegram gives them.
    """

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> dict[str, Any]:
        """Return the body Telegram would send."""
        body: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        return body | ({"parameters": self.parameters} if self.parameters else {})


class NotPossibleError(ValueError):
    """A person tries what their telephone would not let them do, such as writing before Start."""


def bad_request(reason: str, **parameters: int) -> ApiError:
    """Return a 400 whose description is ``Bad Request: reason``."""
    return ApiError(400, f"Bad Request: {reason}", **parameters)


def forbidden(reason: str) -> ApiError:
    """Return a 403 whose description is ``Forbidden: reason``."""
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    """Return a 409 whose description is ``Conflict: reason``."""
    return ApiError(409, f"Conflict: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    """Return a 429 that asks to wait ``retry_after`` seconds."""
    description = f"Too Many Requests: retry after {retry_after}"
    return ApiError(429, description, retry_after=retry_after)
