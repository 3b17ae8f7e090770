"""Where a conversation stands between two turns."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel

from bot.channels.base import Location, Media


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
        places: Places sent on the way, in order.
        unclear: How many messages in a row were not understood.
        unclear_words: Their words, to become the story once a meaning is chosen.
        reworded: Whether "not understood" is said in its other words next.
        unheard: Words that came too fast to be answered: a person will read them.
        said_in: The message that gave each slot, the story or the unclear words, for edits.
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
    places: list[Location] = []
    unclear: int = 0
    unclear_words: str | None = None
    reworded: bool = False
    unheard: str | None = None
    said_in: dict[str, str] = {}
    word: AwaitedWord | None = None
    interrupted: Dialogue | None = None

    def without_form(self) -> Dialogue:
        """The same conversation with no form open: what was not understood is kept."""
        kept = {"unclear_words", "reworded", "unheard", "said_in"}
        return Dialogue.model_validate(self.model_dump(include=kept))


def joined(*words: str | None) -> str | None:
    """Words said one after the other, as one text; None where there are none."""
    return "\n".join(filter(None, words)) or None


ATTACHED = "📎"
"""The answer of a question that was answered with a file."""
SKIPPED = "skip"
"""The answer of a question that was skipped."""
