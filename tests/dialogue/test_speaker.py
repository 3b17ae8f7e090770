"""Whose turn it is, before anything is done about it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.base import BLANK, Contact, Inbound, Location, Media, Press
from bot.dialogue.assistant import Heard
from bot.dialogue.speaker import dialogue_for, heard_by_assistant
from bot.dialogue.state import ATTACHED, Dialogue
from bot.storage.tables import Person

PHOTO = Media(kind="photo", file_id="p")
HERE = Location(latitude=34.0, longitude=-5.0)
OWN = Contact(phone="+212600000000", name="", own=True)
FORM = {"form": "housing_form", "requested": "housing_with"}
DANGER = "بغيت نموت"
READY = {"stage": "ready"}
IN_FORM = {"stage": "ready", "dialogue": FORM}
TALKING = {"stage": "ready", "talking_case_id": 5}
BOTH = IN_FORM | TALKING


def came(**content: Any) -> Inbound:
    return Inbound(channel="telegram", external_id="1:1", chat="7", sender="7", **content)


def press(data: str) -> Inbound:
    return came(press=Press(id="1", data=data))


def answer(text: str) -> Heard:
    return Heard(intent="answer", text=text)


WORDS = came(text="بغيت سكنى")
TABLE = [
    # Words, by where the conversation stands.
    (None, WORDS, None),
    ({"stage": "language"}, WORDS, None),
    ({"stage": "region"}, WORDS, None),
    ({"stage": "refused"}, WORDS, None),
    (READY, WORDS, Heard(text="بغيت سكنى")),
    (IN_FORM, WORDS, Heard(text="بغيت سكنى")),
    (TALKING, WORDS, None),
    (BOTH, WORDS, Heard(text="بغيت سكنى")),
    # Danger waits for nobody's understanding.
    (READY, came(text=DANGER), None),
    (IN_FORM, came(text=DANGER), None),
    (IN_FORM, came(text=DANGER, media=PHOTO), None),
    # Commands are the bot's, also those it does not know.
    (READY, came(text="/start"), None),
    (READY, came(text=" /MENU "), None),
    (IN_FORM, came(text="/help@sanad_bot"), None),
    (READY, came(text="/restart"), None),
    # The code of a project too, whoever is talking.
    (READY, came(text="p 7kq2"), None),
    (IN_FORM, came(text="/start P-7KQ2"), None),
    (READY, came(text="/startx"), None),
    (READY, came(text="/start 3afak"), None),
    (READY, came(text="/ 3afak"), Heard(text="/ 3afak")),
    (READY, came(kind_name=BLANK), None),
    # Files and places answer an open question; outside one they go to a person.
    (READY, came(media=PHOTO), None),
    (READY, came(media=PHOTO, text="la carte"), None),
    (READY, came(location=HERE), None),
    (IN_FORM, came(media=PHOTO), answer(ATTACHED)),
    (IN_FORM, came(media=PHOTO, text="la carte"), answer("la carte")),
    (IN_FORM, came(location=HERE), answer(ATTACHED)),
    (BOTH, came(media=PHOTO), answer(ATTACHED)),
    (TALKING, came(media=PHOTO), None),
    (IN_FORM, came(contact=OWN), None),
    (READY, came(contact=OWN), None),
    (READY, came(kind_name="poll"), None),
    (IN_FORM, came(kind_name="poll"), None),
    # Presses: meanings always, answers only to the question that is open.
    (READY, press("mean:request_job"), Heard(intent="request_job")),
    (IN_FORM, press("mean:cancel"), Heard(intent="cancel")),
    (TALKING, press("mean:request_job"), Heard(intent="request_job")),
    ({"stage": "consent"}, press("mean:request_job"), None),
    (IN_FORM, press("answer:housing_with:alone"), answer("alone")),
    (IN_FORM, press("answer:housing_situation:outside"), None),
    (READY, press("answer:housing_with:alone"), None),
    (IN_FORM, press("menu"), None),
    (IN_FORM, press("back"), None),
    (IN_FORM, press(""), None),
    # What is no message of its own.
    (READY, came(text="changed", edited=True), None),
    (READY, came(event="blocked"), None),
]


@pytest.mark.parametrize(("person", "inbound", "expected"), TABLE)
def test_what_the_assistant_must_understand(person, inbound, expected):
    assert heard_by_assistant(Person(**person) if person else None, inbound) == expected


def test_a_need_chosen_by_button_leaves_the_open_form():
    kept = FORM | {"slots": {"housing_situation": "outside"}, "unclear_words": "khdma"}
    person = Person(stage="ready", dialogue=kept)
    assert dialogue_for(person, Heard(intent="request_job")) == Dialogue(unclear_words="khdma")
    others = ("ask_case_status", "talk_to_human", "report_danger")
    for heard in (answer("alone"), Heard(text="x"), *(Heard(intent=other) for other in others)):
        assert dialogue_for(person, heard) == Dialogue.model_validate(kept)
