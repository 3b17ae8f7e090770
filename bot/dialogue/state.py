"""Where a conversation stands between two turns."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel

from bot.channels.base import Media


class AwaitedWord(BaseModel):
    """A word about how it was, which the next message is: about which case, and until when."""

    code: str
    until: datetime


class Dialogue(BaseModel):
    """The open form, sealed in the person's row.

    Attributes:
        form: The form of `domain.yml` that is being filled in; None outside one.
        requested: The slot of the open question.
        slots: Answers so far: an option's payload, or the person's own words.
        need: Key of the need the form is about.
        story: The words that opened the form.
        urgency: The urgency found in those words.
        trade: The trade found in them.
        media: Files sent on the way, in order.
        unclear: How many messages in a row were not understood.
        unclear_words: The last of them, to become the story once a meaning is chosen.
        word: A word about a closed case that was asked for.
        interrupted: The form that an alarm broke off, to go on with if it was a false one.
    """

    form: str | None = None
    requested: str | None = None
    slots: dict[str, str] = {}
    need: str | None = None
    story: str | None = None
    urgency: str | None = None
    trade: str | None = None
    media: list[Media] = []
    unclear: int = 0
    unclear_words: str | None = None
    word: AwaitedWord | None = None
    interrupted: Dialogue | None = None


ATTACHED = "📎"
"""The answer of a question that was answered with a file."""
SKIPPED = "skip"
"""The answer of a question that was skipped."""
