"""Messages as data: an English source string, its values, and no language yet.

A `Text` travels through the queue and is rendered at the edge, in the language of
whoever will read it. Babel extracts the literals passed to `msg` and `msgs`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

Language = Literal["ar", "fr"]


class Moment(BaseModel, frozen=True):
    """A point in time to be shown.

    As `time` 08:30, `day` Monday 3 June, `stamp` both; `date` 3 June 2024, if long past, or
    only its `month`.
    """

    at: datetime
    show: Literal["time", "day", "stamp", "date", "month"] = "stamp"


class Link(BaseModel, frozen=True):
    """Words that lead somewhere: the address of a page, or of somebody who is to be called.

    `words` are shown; where a channel has no links they stand alone. `person` is the channel's
    address of a colleague, whose telephone rings.
    """

    words: str
    url: str = ""
    person: str = ""


class Text(BaseModel, frozen=True):
    """One message of ours.

    Attributes:
        id: The English source string, with `{name}` placeholders.
        args: A value for each placeholder. Texts nest; strings are isolated from the
            direction of the sentence when rendered.
        plural: The English plural, when the sentence counts `n`.
        n: What is counted.
        language: Say this one in a language of its own, whoever reads it.
    """

    id: str
    args: dict[str, str | int | Text | Moment | Link] = {}
    plural: str | None = None
    n: int = 1
    language: Language | None = None


def msg(source: str, /, **args: str | int | Text | Moment | Link) -> Text:
    """A message of ours; `source` must be a literal, so that Babel finds it."""
    return Text(id=source, args=args)


def msgs(source: str, plural: str, n: int, /, **args: str | int | Text | Moment | Link) -> Text:
    """A message that counts `n` things, available as `{n}`."""
    return Text(id=source, plural=plural, n=n, args={"n": n, **args})


def verbatim(words: str) -> Text:
    """Somebody's own words: shown as they are, never translated."""
    return Text(id="{words}", args={"words": words})
