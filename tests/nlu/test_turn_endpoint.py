"""The language server, trained and running, as the bot meets it."""

from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

DOMAIN = yaml.safe_load(
    (Path(__file__).resolve().parents[2] / "domain.yml").read_text(encoding="utf-8")
)
RESPONSES = DOMAIN["responses"]


def text_of(response: str) -> str:
    return RESPONSES[response][0]["text"]


def asks(slot: str) -> list[str]:
    return [text_of(f"utter_ask_{slot}")]


FORM_OF = {
    "request_housing": "housing_form",
    "request_documents": "documents_form",
    "request_job": "job_form",
    "request_training": "training_form",
    "request_education": "education_form",
    "request_family_support": "family_form",
    "request_health": "health_form",
    "request_legal_help": "legal_form",
    "request_financial_aid": "money_form",
    "request_project_support": "project_start_form",
    "report_project_problem": "problem_form",
    "report_project_progress": "progress_form",
    "complain": "complaint_form",
}

ANSWERS = {
    "greet": ["show_menu"],
    "affirm": ["show_menu"],
    "deny": ["show_menu"],
    "answer": ["show_menu"],
    "goodbye": [text_of("utter_goodbye")],
    "thank": [text_of("utter_thank")],
    "cancel": ["cancelled"],
    "ask_capabilities": [text_of("utter_capabilities"), "show_menu"],
    "ask_privacy": ["show_privacy"],
    "out_of_scope": [text_of("utter_out_of_scope"), "show_menu"],
    "nlu_fallback": ["clarify"],
    "ask_case_status": ["show_cases"],
    "add_information": ["add_information"],
    "talk_to_human": ["talk_to_human"],
    "ask_centre_info": ["show_centre"],
    "change_language": ["change_language"],
    "change_centre": ["change_centre"],
    "delete_my_data": ["erase"],
    "report_danger": ["danger"],
}


class Person:
    """Somebody who writes to the server; the state goes back and forth as the bot sends it."""

    def __init__(self, rasa: Any) -> None:
        self.http = httpx.Client(
            base_url=f"{rasa.url}/webhooks/sanad/",
            headers={"Authorization": f"Bearer {rasa.token}"},
            timeout=20,
        )
        self.state: dict[str, Any] = {"form": None, "requested": None, "slots": {}}
        self.understood: dict[str, Any] = {}

    def sends(self, **message: str) -> list[str]:
        reply = self.http.post("turn", json={"state": self.state, "message": message})
        assert reply.status_code == 200, reply.text
        turn = reply.json()
        self.state, self.understood = turn["state"], turn["understood"]
        return [say.get("directive") or say["text"] for say in turn["says"]]

    def taps(self, intent: str) -> list[str]:
        return self.sends(intent=intent)

    def answers(self, value: str) -> list[str]:
        return self.sends(intent="answer", text=value)

    def writes(self, text: str) -> list[str]:
        return self.sends(text=text)


@pytest.fixture
def person(rasa):
    person = Person(rasa)
    yield person
    person.http.close()


def test_health_needs_no_token(rasa) -> None:
    reply = httpx.get(f"{rasa.url}/webhooks/sanad/health")
    assert reply.json() == {"ready": True}


@pytest.mark.parametrize("path", ["turn", "parse"])
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "é"}])
def test_strangers_are_sent_away(rasa, path: str, headers: dict[str, str]) -> None:
    sent = {name: value.encode() for name, value in headers.items()}
    reply = httpx.post(f"{rasa.url}/webhooks/sanad/{path}", json={}, headers=sent)
    assert reply.status_code == 401


def test_rasas_own_endpoints_are_closed(rasa) -> None:
    for path in ("/webhooks/rest/webhook", "/model/parse", "/conversations/x/messages"):
        assert httpx.post(f"{rasa.url}{path}", json={}).status_code == 404


@pytest.mark.parametrize(
    ("state", "message", "reason"),
    [
        (None, {"text": "x"}, "state"),
        ({"form": "no_form", "requested": "x"}, {"text": "x"}, "state.form"),
        ({"form": ["housing_form"]}, {"text": "x"}, "state.form"),
        ({"form": "housing_form"}, {"text": "x"}, "state.requested"),
        ({"form": "housing_form", "requested": "document"}, {"text": "x"}, "state.requested"),
        ({"slots": {"no_slot": "x"}}, {"text": "x"}, "state.slots"),
        ({"slots": {"requested_slot": "x"}}, {"text": "x"}, "state.slots"),
        ({"slots": {"document": 3}}, {"text": "x"}, "state.slots.document"),
        ({}, {}, "message"),
        ({}, {"intent": "no_intent"}, "message.intent"),
        ({}, {"intent": {}}, "message.intent"),
        ({}, {"text": 3}, "message.text"),
        ({}, {"text": "x" * 4097}, "message.text"),
    ],
)
def test_a_broken_request_is_refused(person, state: Any, message: Any, reason: str) -> None:
    reply = person.http.post("turn", json={"state": state, "message": message})
    assert reply.status_code == 400
    assert reply.json()["reason"].startswith(f"{reason}:")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"'])
def test_a_body_that_is_no_request_is_refused(person, body: bytes) -> None:
    assert person.http.post("turn", content=body).status_code == 400


def test_a_place_to_live(person) -> None:
    assert person.writes("bghit skna") == asks("housing_situation")
    assert person.answers("outside") == asks("housing_with")
    assert person.answers("alone") == asks("housing_details")
    assert person.writes("kanqelleb 3la bit f fes") == ["open_case"]
    assert person.state == {
        "form": None,
        "requested": None,
        "slots": {
            "housing_situation": "outside",
            "housing_with": "alone",
            "housing_details": "kanqelleb 3la bit f fes",
        },
    }


@pytest.mark.parametrize(("need", "form"), FORM_OF.items())
def test_every_need_by_buttons_alone(person, need: str, form: str) -> None:
    slots = DOMAIN["forms"][form]["required_slots"]
    chosen = {slot: RESPONSES[f"utter_ask_{slot}"][0]["buttons"][-1]["payload"] for slot in slots}
    asked = person.taps(need)
    for slot in slots:
        assert asked == asks(slot)
        asked = person.answers(chosen[slot])
    assert asked == ["open_case"]
    assert person.state == {"form": None, "requested": None, "slots": chosen}


def test_a_paper_that_is_named_is_not_asked_for(person) -> None:
    assert person.writes("bghit ndir la carte nationale") == asks("document_situation")
    assert person.state["slots"] == {"document": "identity_card"}
    (entity,) = [found for found in person.understood["entities"] if found["entity"] == "document"]
    assert entity["value"] == "identity_card"


def test_a_paper_that_is_written_becomes_its_name(person) -> None:
    assert person.taps("request_documents") == asks("document")
    assert person.writes("عقد الازدياد عافاك") == asks("document_situation")
    assert person.state["slots"] == {"document": "birth_certificate"}


def test_two_papers_stay_as_written(person) -> None:
    person.taps("request_documents")
    person.writes("carte nationale et passeport")
    assert person.state["slots"] == {"document": "carte nationale et passeport"}


@pytest.mark.parametrize(("intent", "said"), ANSWERS.items())
def test_every_other_meaning_is_answered_once(person, intent: str, said: list[str]) -> None:
    heard = person.taps(intent)
    assert heard == said
    assert person.state == {"form": None, "requested": None, "slots": {}}


@pytest.mark.parametrize("intent", sorted(ANSWERS.keys() - {"answer", "cancel"}))
def test_an_interruption_leaves_the_question_open(person, intent: str) -> None:
    person.taps("request_housing")
    person.answers("hosted")
    waiting = person.state
    assert len(person.taps(intent)) == len(ANSWERS[intent])
    assert person.state == waiting


def test_words_can_interrupt_a_form(person) -> None:
    person.taps("request_housing")
    assert person.writes("qui peut lire mes messages ?") == ["show_privacy"]
    assert person.understood["intent"] == "ask_privacy"
    assert person.state["requested"] == "housing_situation"


def test_words_about_the_need_answer_the_question(person) -> None:
    person.taps("request_job")
    assert person.writes("je cherche du travail") == asks("job_obstacle")
    assert person.understood["intent"] == "request_job"
    assert person.state["slots"] == {"job_skill": "je cherche du travail"}


def test_another_need_opens_its_own_form(person) -> None:
    person.taps("request_housing")
    person.taps("request_documents")
    assert (person.state["form"], person.state["requested"]) == ("documents_form", "document")


def test_the_same_need_again_asks_again(person) -> None:
    first = person.taps("complain")
    assert person.taps("complain") == first
    assert person.state["requested"] == "complaint_about"


@pytest.mark.parametrize("need", FORM_OF)
def test_a_form_can_be_dropped(person, need: str) -> None:
    person.taps(need)
    assert person.taps("cancel") == ["cancelled"]
    assert person.state["form"] is None


def test_a_form_goes_on_where_it_was_left(person) -> None:
    person.state["slots"] = {"housing_situation": "outside"}
    assert person.taps("request_housing") == asks("housing_with")


def test_a_form_with_nothing_left_to_ask_opens_the_case(person) -> None:
    person.state["slots"] = {"complaint_about": "other", "complaint_details": "x"}
    assert person.taps("complain") == ["open_case"]
    assert person.state["form"] is None


@pytest.mark.parametrize("text", ["", " // ", "/", "\n"])
def test_nothing_is_not_understood(person, text: str) -> None:
    assert person.writes(text) == ["clarify"]
    assert person.understood["ranking"] == []


@pytest.mark.parametrize(
    "text", ["/restart", " /back", "//session_start", '/request_documents{"document": "x"}']
)
def test_a_text_is_never_a_command(person, text: str) -> None:
    person.state = {
        "form": "complaint_form",
        "requested": "complaint_details",
        "slots": {"complaint_about": "kept"},
    }
    assert person.writes(text)
    assert person.state["slots"]["complaint_about"] == "kept"
    assert "document" not in person.state["slots"]


def test_several_texts_are_understood_at_once(person) -> None:
    reply = person.http.post("parse", json={"texts": ["salam", "bghit nkhdem f casa", " "]})
    hello, job, nothing = reply.json()["understood"]
    assert hello["intent"] == "greet"
    assert job["intent"] == "request_job"
    assert [entity["value"] for entity in job["entities"]] == ["Casablanca"]
    assert nothing["intent"] == "nlu_fallback"
    assert job["ranking"] == sorted(job["ranking"], key=lambda ranked: -ranked["confidence"])


@pytest.mark.parametrize("body", [{}, {"texts": "x"}, {"texts": [3]}, []])
def test_texts_must_be_texts(person, body: Any) -> None:
    assert person.http.post("parse", json=body).status_code == 400


def test_turns_do_not_see_each_other(person) -> None:
    person.taps("request_housing")
    person.answers("outside")
    person.state = {"form": None, "requested": None, "slots": {}}
    assert person.taps("request_housing") == asks("housing_situation")
