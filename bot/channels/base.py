"""What every channel shares: one shape for what comes in, one for what goes out.

A channel turns its own updates into `Inbound`, performs `Operation`s, and reports trouble
as one of four delivery errors. Nothing else in the bot knows a channel's API.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Protocol

from pydantic import BaseModel, Field

from bot.channels.chart import Chart
from bot.i18n.text import Language, Text

MediaKind = Literal[
    "photo", "voice", "document", "audio", "video", "video_note", "animation", "sticker"
]


class Media(BaseModel, frozen=True):
    """A file that stays with the channel: `file_id` is the channel's name for it."""

    kind: MediaKind
    file_id: str


class Location(BaseModel, frozen=True):
    """Degrees, WGS 84."""

    latitude: float
    longitude: float


class Contact(BaseModel, frozen=True):
    """A shared contact; `own` when the channel vouches that it is the sender's."""

    phone: str
    name: str
    own: bool


class Press(BaseModel, frozen=True):
    """A pressed button: its data, and the words of the message and the button it stood on.

    With `caption` the words stand under a file.
    """

    id: str
    data: str
    shown: str = ""
    label: str = ""
    caption: bool = False


BLANK = "blank"
"""The `kind_name` of a text in which nothing can be seen."""

Event = Literal["blocked", "unblocked", "migrated", "added", "removed", "joined", "left"]


class Member(BaseModel, frozen=True):
    """Somebody who came to a group or left it, as the channel names them."""

    address: str
    name: str


class Inbound(BaseModel, frozen=True):
    """One thing that came in.

    Attributes:
        external_id: The channel's own id of the delivery, unique within the channel.
        chat: The address of the conversation: a person, or a centre's group.
        group: Whether `chat` is a group.
        sender: The address of who wrote; None for events.
        thread: The topic within the group.
        message: The channel's id of the message (of the one edited, or pressed on).
        reply_to: The message it answers.
        reply_to_us: Whether that one was ours.
        edited: The message replaces an earlier one with the same id.
        kind_name: The channel's name for a kind that nothing here carries.
        language: A hint of the channel (an ISO 639-1 code), never a choice of the person.
        moved_to: With event `migrated`: the group's new address.
        album: What messages that were sent together have in common.
        members: With event `joined` or `left`: who; never a bot.
        via: Our own address that it came to, where the channel has several.
    """

    channel: str
    external_id: str
    chat: str
    group: bool = False
    sender: str | None = None
    thread: int | None = None
    message: str | None = None
    reply_to: str | None = None
    reply_to_us: bool = False
    edited: bool = False
    text: str | None = None
    media: Media | None = None
    location: Location | None = None
    contact: Contact | None = None
    press: Press | None = None
    event: Event | None = None
    kind_name: str | None = None
    language: str | None = None
    moved_to: str | None = None
    album: str | None = None
    members: tuple[Member, ...] = ()
    at: datetime | None = None
    via: str | None = None


class Button(BaseModel, frozen=True):
    """A button under a message; `data` comes back when it is pressed (64 bytes at most)."""

    label: Text
    data: str


class Say(BaseModel, frozen=True):
    """A message: paragraphs of ours, somebody's words, a file, a place or a contact.

    Attributes:
        keyboard: Ask for the location or the phone number by the channel's own button, or
            take that button away again.
        reply_to: The message in the same chat that this one answers.
    """

    op: Literal["say"] = "say"
    text: list[Text] = []
    media: Media | None = None
    location: Location | None = None
    contact: Contact | None = None
    buttons: list[list[Button]] = []
    keyboard: Literal["location", "phone", "remove"] | None = None
    reply_to: str | None = None


class Edit(BaseModel, frozen=True):
    """Replace the words and buttons of a message of ours; a `caption` stands under a file."""

    op: Literal["edit"] = "edit"
    message: str
    text: list[Text]
    buttons: list[list[Button]] = []
    caption: bool = False


class Acknowledge(BaseModel, frozen=True):
    """Answer a button press, with a word of explanation where there is one.

    A `stop` must be read and put away; anything else passes by.
    """

    op: Literal["acknowledge"] = "acknowledge"
    press: str
    text: Text | None = None
    stop: bool = False


class Mark(BaseModel, frozen=True):
    """A small mark on a message: it was passed on, or kept as a note."""

    op: Literal["mark"] = "mark"
    message: str
    mark: Literal["sent", "note"]


class Card(BaseModel, frozen=True):
    """The case's card, drawn from the case as it is when it goes out."""

    op: Literal["card"] = "card"


class CardEdit(BaseModel, frozen=True):
    """Redraw the card that is already there; with its own buttons, or others for a while."""

    op: Literal["card_edit"] = "card_edit"
    buttons: list[list[Button]] | None = None


class EndTopic(BaseModel, frozen=True):
    """Close the case's topic, or `delete` it with all it holds."""

    op: Literal["end_topic"] = "end_topic"
    delete: bool = False


class ReopenTopic(BaseModel, frozen=True):
    """Open the case's closed topic again."""

    op: Literal["reopen_topic"] = "reopen_topic"


class Clean(BaseModel, frozen=True):
    """Delete messages of a chat, ours and others', as far as the channel lets us.

    Where the `whole` of them must go, one that stays is trouble.
    """

    op: Literal["clean"] = "clean"
    messages: list[str]
    whole: bool = False


Operation = Annotated[
    Say | Chart | Edit | Acknowledge | Mark | Card | CardEdit | EndTopic | ReopenTopic | Clean,
    Field(discriminator="op"),
]


class Place(BaseModel, frozen=True):
    """Where an operation goes: a chat, and in a group the topic (None: the group itself).

    What is said to a `discreet` place makes no sound and cannot be forwarded; at an `aloud` one
    the recording of the words is sent too, where there is one. `key` names the delivery, the same
    each time it is tried; `via` is our own address that the person wrote to.
    """

    chat: str
    thread: int | None = None
    discreet: bool = False
    aloud: bool = False
    key: str = ""
    via: str | None = None


class Receipt(BaseModel, frozen=True):
    """What the channel said of a delivery: its id of the message, where it has one.

    `voice` is that of the recording which followed it.
    """

    message: str | None = None
    voice: str | None = None


class DeliveryError(Exception):
    """Base of the closed family of what can go wrong when something is sent."""


class RetryLater(DeliveryError):
    """It did not go; try again `after` seconds (None: back off)."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class AddressDead(DeliveryError):
    """Nobody can be reached there any more (blocked, deleted, never started)."""


class MessageRefused(DeliveryError):
    """This message is wrong for the channel; sending it again would not help."""


class FateUnknown(DeliveryError):
    """It may or may not have gone: never to be repeated on its own."""


class TopicGone(MessageRefused):
    """The topic was deleted: the case needs another one."""


class MessageGone(MessageRefused):
    """The message to change is not there any more."""


class Unsupported(MessageRefused):
    """This server does not know the method."""


class Moved(MessageRefused):
    """The group lives at another address now."""

    def __init__(self, chat: str) -> None:
        super().__init__("moved")
        self.chat = chat


class Channel(Protocol):
    """A way out. Each method raises a `DeliveryError` when it does not succeed."""

    async def perform(
        self,
        operation: Say | Chart | Edit | Acknowledge | Mark | EndTopic | ReopenTopic | Clean,
        place: Place,
        language: Language,
    ) -> Receipt:
        """Do one thing at a place, in a language."""

    async def open_topic(self, place: Place, name: str) -> int:
        """Open a topic in a group; returns its number."""
