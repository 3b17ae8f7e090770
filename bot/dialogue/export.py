"""What we know about somebody, in words they can read: pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.cases.grants import grant_in_words
from bot.cases.needs import BY_KEY
from bot.cases.outcomes import OUTCOMES
from bot.cases.papers import PAPERS, State
from bot.cases.projects import in_words
from bot.cases.ratings import RATINGS
from bot.cases.states import Status
from bot.desk.card import answers_in_words
from bot.desk.casework import STORY
from bot.desk.passing import LONGEST_TEXT
from bot.dialogue.forms import Forms
from bot.dialogue.state import Dialogue, joined
from bot.i18n.catalogs import as_language, render
from bot.i18n.text import Language, Moment, Text, msg, verbatim
from bot.places import towns
from bot.storage.project_tables import Project
from bot.storage.tables import Case, Person

LONGEST = LONGEST_TEXT // 2
"""Characters of one message: half of Telegram's limit, for which most emoji count as two."""
_OWN_NAME = msg("English: this language")


def about_person(person: Person, messages: int) -> list[Text]:
    """Who they are to us, and how many of their messages are kept."""
    language = as_language(person.language)
    lines = [msg("🌐 Language: {language}", language=Text(id=_OWN_NAME.id, language=language))]
    if person.town:
        town = towns().get(person.town)
        lines.append(msg("📍 {town}", town=town.name(language) if town else person.town))
    if person.centre:
        lines.append(msg("📍 Your centre: {centre}", centre=person.centre.name(language)))
    if person.phone:
        lines.append(msg("📞 {phone}", phone=person.phone))
    else:
        lines.append(msg("📞 No phone number"))
    if person.wants_woman:
        lines.append(msg("👩 A woman answers me"))
    lines += [msg("✈️ Telegram: {address}", address=at.address) for at in person.addresses]
    since = Moment(at=person.created_at, show="date")
    return [*lines, msg("📅 Here since {day}", day=since), _kept(messages)]


def about_case(case: Case, messages: int, forms: Forms) -> list[Text]:
    """A case: its number, where it stands, and what was answered."""
    return [
        verbatim(f"{BY_KEY[case.need].icon} {case.code}"),
        *_dates(case),
        *answers_in_words(case.form, case.answers or {}, forms),
        *_arranged(case),
        _kept(messages),
    ]


def about_project(project: Project) -> list[Text]:
    """A project: where it stands, who we think holds it, and what was granted."""
    born = str(project.birth_year) if project.birth_year else None
    holder = [words for words in (project.holder, project.phone, project.town, born) if words]
    lines = [in_words(project.trade, project.stage, project.since), verbatim(project.code)]
    if holder:
        lines.append(verbatim(f"👤 {' · '.join(holder)}"))
    return [*lines, *(grant_in_words(grant.granted) for grant in project.grants)]


def about_form(state: Dialogue, forms: Forms) -> list[Text]:
    """What was said and not sent yet; nothing when all of it was."""
    story = joined(state.story, state.unclear_words, state.unheard)
    told = state.slots | ({STORY: story} if story else {})
    said = answers_in_words(state.form, told, forms)
    return [msg("✏️ Not sent yet:"), *said] if said else []


def as_messages(lines: Iterable[Text], language: Language) -> list[list[Text]]:
    """Lines as messages that Telegram takes, in the fewest; words too long for one are cut."""
    messages: list[list[Text]] = []
    room = 0
    for line in lines:
        words = render(line, language)
        cut = [verbatim(words[at : at + LONGEST]) for at in range(0, len(words), LONGEST)]
        for piece in [line] if len(cut) == 1 else cut:
            length = len(render(piece, language)) + 1
            if not messages or length > room:
                messages.append([])
                room = LONGEST + 1
            messages[-1].append(piece)
            room -= length
    return messages


def _dates(case: Case) -> list[Text]:
    lines = [msg("📨 Sent on {day}", day=_day(case.opened_at))]
    if case.taken_at:
        lines.append(msg("👤 With a person since {day}", day=_day(case.taken_at)))
    elif case.status == Status.open:
        lines.append(msg("⏳ Nobody has taken it yet"))
    if case.closed_at:
        lines.append(msg("✔️ Closed on {day}", day=_day(case.closed_at)))
    if outcome := OUTCOMES.get(case.outcome or ""):
        lines.append(outcome)
    if rating := RATINGS.get(case.rating or 0):
        lines.append(msg("⭐ You said: {rating}", rating=rating))
    return lines


def _arranged(case: Case) -> list[Text]:
    """The papers they were asked for, and the appointment that was proposed last."""
    lines = [
        msg("☑ {paper}", paper=PAPERS[key])
        if state == State.good
        else msg("☐ {paper}", paper=PAPERS[key])
        for key, state in case.papers or []
        if key in PAPERS
    ]
    if case.appointment:
        lines.append(msg("🗓️ {moment}", moment=Moment(at=case.appointment.at)))
    return lines


def _day(at: datetime) -> Moment:
    return Moment(at=at, show="date")


def _kept(messages: int) -> Text:
    return msg("💬 Messages kept: {n}", n=messages)
