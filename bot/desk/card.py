"""The card of a case: what a coordinator needs to see at a glance, and the buttons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.cases.needs import BY_KEY
from bot.cases.outcomes import OUTCOMES
from bot.cases.projects import in_words
from bot.cases.ratings import RATINGS
from bot.cases.states import Status
from bot.cases.trades import TRADES
from bot.cases.urgency import LABELS, Urgency
from bot.channels.base import Button
from bot.desk.casework import LONGEST_ANSWER, STORY, TRADE
from bot.desk.deadlines import due_line
from bot.desk.giving import given_line, waits
from bot.desk.names import leads_to
from bot.desk.underway import offered, sent_on, under_way
from bot.desk.whose import whose
from bot.dialogue.forms import Forms
from bot.dialogue.state import SKIPPED
from bot.i18n.catalogs import as_language, render
from bot.i18n.text import Language, Moment, Text, msg, verbatim
from bot.places import towns
from bot.storage.project_tables import Project
from bot.storage.tables import Case

_NO_OUTCOME = msg("no outcome")
_LANGUAGES: dict[Language, Text] = {"ar": msg("speaks Arabic"), "fr": msg("speaks French")}


def topic_name(case: Case, language: Language) -> str:
    """The topic's name: code and need, never a person's name."""
    need = BY_KEY[case.need]
    return f"{need.icon} {case.code} · {render(need.label, language)}"


def card_text(
    case: Case,
    forms: Forms,
    language: Language,
    project: Project | None = None,
    bound: Sequence[Case] = (),
) -> list[Text]:
    """The lines of the card, in the language of the desk.

    The `project` is its person's; `bound` are the cases that it names (`bot.desk.bonds`).
    """
    need = BY_KEY[case.need]
    urgency = LABELS[Urgency(case.urgency)]
    lines = [
        msg("{need} · {code}", need=need.title, code=case.code),
        msg(
            "{urgency} · {language}",
            urgency=urgency,
            language=_LANGUAGES[as_language(case.language)],
        ),
    ]
    person = case.person
    if person and person.town:
        town = towns().get(person.town)
        lines.append(msg("📍 {town}", town=town.name(language) if town else person.town))
    if person and person.centre and case.centre and case.centre.supervises:
        lines.append(msg("🏢 Their centre: {centre}", centre=person.centre.name(language)))
    if person and person.phone:
        lines.append(msg("📞 {phone}", phone=person.phone))
    lines += whose(case, language)
    if project:
        lines.append(in_words(project.trade, project.stage, project.since))
    answers = {slot: _short(answer) for slot, answer in (case.answers or {}).items()}
    lines += [*answers_in_words(case.form, answers, forms), *under_way(case)]
    lines += [_bond(case, other) for other in bound]
    lines += [_state(case), *due_line(case), *sent_on(case), *offered(case, language)]
    rating = RATINGS.get(case.rating or 0)
    return [*lines, msg("⭐ They say: {rating}", rating=rating)] if rating else lines


def answers_in_words(form: str | None, answers: Mapping[str, str], forms: Forms) -> list[Text]:
    """What was answered: the words that opened the form, then its questions in order."""
    lines = []
    if story := answers.get(STORY):
        lines.append(verbatim(f"💬 {story}"))
    if trade := TRADES.get(answers.get(TRADE, "")):
        lines.append(trade)
    for question in forms.questions.get(form or "", ()):
        answer = answers.get(question.slot)
        if not answer or answer == SKIPPED:
            continue
        if set(question.options) <= {SKIPPED}:
            lines.append(verbatim(f"💬 {answer}"))  # an open question needs no repeating
        else:
            said = question.options.get(answer) or verbatim(answer)
            lines.append(msg("• {question} {answer}", question=question.text, answer=said))
    return lines


def back_button(case: Case) -> Button:
    """The way back to the card's own buttons."""
    return Button(label=msg("⬅️ Back"), data=f"card:{case.code}")


def card_buttons(case: Case) -> list[list[Button]]:
    """The buttons for the state of the case."""
    if case.status == Status.closed:
        again = case.person_id is not None and case.merged_into_id is None
        button = Button(label=msg("🔁 Reopen"), data=f"reopen:{case.code}")
        return [[button]] if again else []
    close = Button(label=msg("✔️ Close"), data=f"close:{case.code}")
    more = Button(label=msg("➕ More"), data=f"more:{case.code}")
    if waits(case):
        return [[Button(label=msg("✋ Take"), data=f"take:{case.code}"), close], [more]]
    return [[close], [more]]


def _bond(case: Case, other: Case) -> Text:
    """A case that belongs to this one: where it goes on, or one it is linked with."""
    if other.id == case.merged_into_id:
        return msg("🧩 It goes on as {code}.", code=leads_to(other))
    return msg("🔗 {code}", code=leads_to(other))


def _state(case: Case) -> Text:
    if case.status == Status.closed:
        return msg("✔️ Closed: {outcome}", outcome=OUTCOMES.get(case.outcome or "", _NO_OUTCOME))
    if given := given_line(case):
        return given
    if case.coordinator:
        return msg("✋ {name} has it", name=case.coordinator.name)
    return msg("⏳ Waiting since {moment}", moment=Moment(at=case.waits_since))


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_ANSWER else words[: LONGEST_ANSWER - 1] + "…"
