from __future__ import annotations

from typing import Any

import pytest
from telegram import Bot, Update

from bot.channels.base import Contact, Inbound, Location, Media, Member, Press
from bot.channels.telegram.updates import ALLOWED_UPDATES, inbound_of
from tests.channels.payloads import (
    AT,
    AUDIO,
    BOT,
    CHANNEL,
    DATE,
    DOCUMENT,
    FORUM,
    GIF,
    GROUP,
    KEYBOARD,
    LEILA,
    PHOTO,
    POLL,
    PRIVATE,
    STICKER,
    VIDEO,
    VIDEO_NOTE,
    VOICE,
    edited,
    group,
    membership,
    press,
    private,
    topic,
    update,
)

BOT_ID = "4242"
CLIENT = Bot(f"{BOT_ID}:token")
PLACE = {"latitude": 34.03, "longitude": -5.0}


def read(raw: dict[str, Any]) -> Inbound | None:
    return inbound_of(Update.de_json(raw, CLIENT), BOT_ID)


def leila(**content: Any) -> Inbound:
    """What Leila sends in private."""
    return Inbound(
        channel="telegram", external_id="4242:900100200", chat="7001001", sender="7001001",
        message="55", language="ar", at=AT, **content,
    )  # fmt: skip


def karim(chat: dict[str, Any], message: str, **content: Any) -> Inbound:
    """What Karim sends in a group."""
    return Inbound(
        channel="telegram", external_id="4242:900100200", chat=str(chat["id"]), group=True,
        sender="7002001", message=message, **content,
    )  # fmt: skip


def happened(chat: dict[str, Any], event: str) -> Inbound:
    return Inbound(
        channel="telegram", external_id="4242:900100200", chat=str(chat["id"]),
        group=chat is not PRIVATE, event=event,
    )  # fmt: skip


def contact(**more: Any) -> dict[str, Any]:
    return {"phone_number": "212612345678", "first_name": "ليلى", **more}


MESSAGES = {
    "a text": (private(text="بغيت سكنى"), leila(text="بغيت سكنى")),
    "a command": (
        private(text="/start", entities=[{"type": "bot_command", "offset": 0, "length": 6}]),
        leila(text="/start"),
    ),
    "a photo, the largest of its sizes, with its caption": (
        private(photo=PHOTO, caption="la carte"),
        leila(text="la carte", media=Media(kind="photo", file_id="large-id")),
    ),
    "one photo of an album": (
        private(photo=PHOTO, media_group_id="13"),
        leila(media=Media(kind="photo", file_id="large-id"), album="13"),
    ),
    "a voice note": (private(voice=VOICE), leila(media=Media(kind="voice", file_id="voice-id"))),
    "a document": (
        private(document=DOCUMENT),
        leila(media=Media(kind="document", file_id="document-id")),
    ),
    "an animation, which Telegram calls a document too": (
        private(animation=GIF, document=GIF),
        leila(media=Media(kind="animation", file_id="gif-id")),
    ),
    "a video": (private(video=VIDEO), leila(media=Media(kind="video", file_id="video-id"))),
    "an audio": (private(audio=AUDIO), leila(media=Media(kind="audio", file_id="audio-id"))),
    "a round video": (
        private(video_note=VIDEO_NOTE),
        leila(media=Media(kind="video_note", file_id="round-id")),
    ),
    "a sticker": (
        private(sticker=STICKER),
        leila(media=Media(kind="sticker", file_id="sticker-id")),
    ),
    "a location": (private(location=PLACE), leila(location=Location(**PLACE))),
    "a venue": (
        private(location=PLACE, venue={"location": PLACE, "title": "Gare", "address": "Fès"}),
        leila(location=Location(**PLACE)),
    ),
    "the sender's own contact": (
        private(contact=contact(user_id=LEILA["id"], last_name="B.")),
        leila(contact=Contact(phone="212612345678", name="ليلى B.", own=True)),
    ),
    "another user's contact": (
        private(contact=contact(user_id=7009009)),
        leila(contact=Contact(phone="212612345678", name="ليلى", own=False)),
    ),
    "a contact typed by hand": (
        private(contact=contact()),
        leila(contact=Contact(phone="212612345678", name="ليلى", own=False)),
    ),
    "a poll": (private(poll=POLL), leila(kind_name="poll")),
    "a die": (private(dice={"emoji": "🎲", "value": 4}), leila(kind_name="dice")),
    "a reply": (
        private(text="oui", reply_to_message=private(message_id=54, text="?", **{"from": BOT})),
        leila(text="oui", reply_to="54", reply_to_us=True),
    ),
    "in a topic": (
        topic(text="Passez demain"),
        karim(FORUM, "77", text="Passez demain", thread=12, reply_to="12", reply_to_us=True, at=AT),
    ),
    "in the general topic": (
        group(chat=FORUM, text="réunion à 9h"),
        karim(FORUM, "31", text="réunion à 9h", at=AT),
    ),
    "a reply in a group without topics is in no topic": (
        group(
            chat={**FORUM, "is_forum": False}, text="oui", message_thread_id=30,
            reply_to_message=group(message_id=30, text="R-7KQ2", **{"from": BOT}),
        ),
        karim(FORUM, "31", text="oui", reply_to="30", reply_to_us=True, at=AT),
    ),
    "a group that became a supergroup": (
        group(migrate_to_chat_id=-1007777777777),
        karim(GROUP, "31", event="migrated", moved_to="-1007777777777", at=AT),
    ),
    "the other half of that": (group(migrate_from_chat_id=-4009876543), None),
    "a new member": (
        group(new_chat_members=[LEILA, {**BOT, "id": 999, "is_bot": True}]),
        karim(GROUP, "31", event="joined", members=[Member(address="7001001", name="ليلى")], at=AT),
    ),
    "a member who left": (
        group(left_chat_member=LEILA),
        karim(GROUP, "31", event="left", members=[Member(address="7001001", name="ليلى")], at=AT),
    ),
    "a member whom another bot removed": (
        group(left_chat_member=LEILA, **{"from": {**BOT, "id": 999}}),
        karim(
            GROUP, "31", event="left", members=[Member(address="7001001", name="ليلى")], at=AT
        ).model_copy(update={"sender": "999"}),
    ),
    "a bot that joined": (group(new_chat_members=[{**BOT, "is_bot": True}]), None),
    "the bot itself, which has events of its own": (group(left_chat_member=BOT), None),
    "a pinned message": (group(pinned_message=group(message_id=30, text="x")), None),
    "a new title": (group(new_chat_title="Centre"), None),
    "a topic opened": (topic(forum_topic_created={"name": "x", "icon_color": 7322096}), None),
    "a topic closed": (topic(forum_topic_closed={}), None),
    "another bot": (group(text="hello", **{"from": {**BOT, "id": 999}}), None),
    "nothing that is known": (private(something_new={"a": 1}), leila(kind_name="unknown")),
}  # fmt: skip


@pytest.mark.parametrize(("message", "expected"), MESSAGES.values(), ids=MESSAGES)
def test_a_message(message, expected):
    assert read(update(message=message)) == expected


EDITS = {
    "words": (edited(text="لا، غدا"), leila(text="لا، غدا", edited=True)),
    "a caption": (
        edited(photo=PHOTO, caption="recto"),
        leila(text="recto", media=Media(kind="photo", file_id="large-id"), edited=True),
    ),
    "a live location moving on": (edited(location={**PLACE, "live_period": 900}), None),
    "another file": (edited(photo=PHOTO), None),
}


@pytest.mark.parametrize(("message", "expected"), EDITS.values(), ids=EDITS)
def test_an_edit(message, expected):
    assert read(update(edited_message=message)) == expected


CARD = {**topic(text="🏠 R-7KQ2", reply_markup=KEYBOARD), "from": BOT}
QUESTION = {**private(text="Où ?", reply_markup=KEYBOARD), "from": BOT}
PRESSED = Press(id="3006000123", data="take:R-7KQ2")
PRESSES = {
    "in a topic": (
        press(CARD),
        karim(
            FORUM, "77", thread=12,
            press=Press(id="3006000123", data="take:R-7KQ2", shown="🏠 R-7KQ2", label="✋ أخذ"),
        ),
    ),
    "in private": (
        press(QUESTION, "close:R-7KQ2"),
        karim(
            PRIVATE, "55",
            press=Press(id="3006000123", data="close:R-7KQ2", shown="Où ?", label="✔️ إغلاق"),
        ).model_copy(update={"group": False}),
    ),
    "on a button that is not there any more": (
        press({**CARD, "reply_markup": {"inline_keyboard": []}}),
        karim(
            FORUM, "77", thread=12,
            press=Press(id="3006000123", data="take:R-7KQ2", shown="🏠 R-7KQ2"),
        ),
    ),
    "on a message too old for Telegram": (
        press({"message_id": 77, "chat": FORUM, "date": 0}),
        karim(FORUM, "77", press=PRESSED),
    ),
    "on no message": (press(None), None),
    "of a game": (press(CARD, None), None),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "expected"), PRESSES.values(), ids=PRESSES)
def test_a_press(raw, expected):
    assert read(raw) == expected


@pytest.mark.parametrize(
    ("chat", "before", "after", "event"),
    [
        (PRIVATE, "member", "kicked", "blocked"),
        (PRIVATE, "kicked", "member", "unblocked"),
        (GROUP, "left", "member", "added"),
        (FORUM, "left", "administrator", "added"),
        (GROUP, "member", "left", "removed"),
        (GROUP, "member", "kicked", "removed"),
    ],
)
def test_the_bot_is_blocked_added_or_removed(chat, before, after, event):
    assert read(membership(chat, before, after)) == happened(chat, event)


def test_other_rights_in_a_group_are_no_news():
    assert read(membership(FORUM, "member", "administrator")) is None
    assert read(membership(FORUM, "administrator", "member")) is None


@pytest.mark.parametrize(
    "raw",
    [
        update(channel_post={"message_id": 1, "chat": CHANNEL, "date": DATE, "text": "news"}),
        update(message={"message_id": 1, "chat": CHANNEL, "date": DATE, "text": "news"}),
        update(poll=POLL),
        update(message_reaction={
            "chat": PRIVATE, "message_id": 5, "user": LEILA, "date": DATE,
            "old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": "👍"}],
        }),
        update(),
    ],
)  # fmt: skip
def test_what_is_not_for_us(raw):
    assert read(raw) is None


def test_we_ask_for_what_we_read():
    raws = [update(message=private(text="x")), press(CARD), membership(GROUP, "left", "member")]
    raws.append(update(edited_message=edited(text="x")))
    assert {key for raw in raws for key in raw} - {"update_id"} == set(ALLOWED_UPDATES)
    assert all(read(raw) for raw in raws)


def test_two_bots_may_use_the_same_update_ids():
    raw = Update.de_json(update(message=private(text="x")), CLIENT)
    assert inbound_of(raw, "1").external_id != inbound_of(raw, "2").external_id
