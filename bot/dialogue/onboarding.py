"""The first steps: language, consent, where the person lives, their centre.

Stages, in order: language → consent → region → ready; `refused` after a no. Each step is a
question with buttons; a town's name or a shared location is an answer too.
"""

from __future__ import annotations

from bot.channels.base import Button, Say
from bot.dialogue.context import Turn
from bot.dialogue.erase import ERASE_WORDS, erase
from bot.dialogue.menu import PERSON, ask_open_question, pairs, show_menu
from bot.dialogue.projects import take_up
from bot.dialogue.when import hours_in_words
from bot.i18n.catalogs import LANGUAGES
from bot.i18n.text import Text, msg
from bot.places import Town, nearest_town, regions, town_in, towns, towns_of
from bot.storage.casebook import centre_of_town

READY = "ready"
TOWNS_SHOWN = 16
_REFUSE = Button(label=msg("❌ I do not agree"), data="consent:no")


def ask(turn: Turn) -> None:
    """Ask the question of the stage the person is at."""
    match turn.person.stage:
        case "consent":
            _ask_consent(turn)
        case "region":
            ask_region(turn)
        case _:
            ask_language(turn)


def ask_language(turn: Turn) -> None:
    """Ask in both languages at once, since neither may have been chosen yet."""
    hello, own_name = msg("Hello. Choose your language."), msg("English: this language")
    turn.say(
        *(Text(id=hello.id, language=language) for language in LANGUAGES),
        buttons=[
            [
                Button(label=Text(id=own_name.id, language=language), data=f"lang:{language}")
                for language in LANGUAGES
            ]
        ],
    )


def ask_region(turn: Turn) -> None:
    """Ask where the person lives: the region first."""
    language = turn.language
    buttons = [
        Button(
            label=Text(id="{words}", args={"words": region.name(language)}), data=f"region:{code}"
        )
        for code, region in regions().items()
    ]
    share = Button(label=msg("📍 Share where I am"), data="place:share")
    turn.say(
        msg("Where do you live? Choose your region, or write the name of your town."),
        buttons=[*pairs(buttons), [share], [PERSON]],
    )


async def step(turn: Turn, data: str) -> bool:
    """Take a step by a button; False if the button is not one of onboarding's."""
    kind, _, value = data.partition(":")
    stage = turn.person.stage
    if kind == "lang" and value in LANGUAGES:
        turn.acknowledge()
        _choose_language(turn, value)
    elif kind == "consent" and stage in {"consent", "language"}:
        await _consent(turn, value)
    elif kind == "region" and value in regions() and stage in {"region", READY}:
        turn.acknowledge()
        _ask_town(turn, value)
    elif kind == "town" and value.isdigit() and stage in {"region", READY}:
        known = list(towns().values())
        if int(value) >= len(known):
            return False
        turn.acknowledge()
        await live_in(turn, known[int(value)])
    elif kind == "place" and stage in {"region", READY}:
        turn.acknowledge()
        turn.person.stage = "region"
        turn.say(msg("Press the button below to share where you are."), ask_for="location")
    else:
        return False
    return True


async def hear(turn: Turn) -> None:
    """Words or a place while a step is open; what is no answer asks the question again."""
    if turn.person.stage == "region" and (town := _town_in(turn)):
        await live_in(turn, town)
    else:
        ask(turn)


async def live_in(turn: Turn, town: Town) -> None:
    """The person lives in a town: it gives them their centre."""
    person, language = turn.person, turn.language
    first_time = person.stage != READY or person.centre is None
    person.town = town.name_fr
    person.centre = await centre_of_town(turn.session, town.name_fr)
    person.stage = READY
    said = [msg("📍 {town}", town=town.name(language))]
    if person.centre:
        said.append(msg("Your centre: {centre}.", centre=person.centre.name(language)))
        said += hours_in_words(person.centre.hours)
    turn.say(*said, ask_for="remove" if turn.inbound.location else None)
    if project := await take_up(turn):
        turn.say(*project)
    if turn.dialogue.form and not first_time:
        ask_open_question(turn)
    else:
        show_menu(turn)


def _choose_language(turn: Turn, language: str) -> None:
    turn.person.language = language
    if turn.person.stage == "language":
        turn.person.stage = "consent"
    if turn.person.stage != READY:
        ask(turn)
    elif turn.dialogue.form:
        ask_open_question(turn)
    else:
        show_menu(turn)


def _ask_consent(turn: Turn) -> None:
    turn.say(
        msg("I am Sanad. I take your request to people who can help, and they answer you here."),
        msg("🔒 We keep what you send, your town, and your phone number if you give it."),
        msg("👀 Only the people of your centre read it; a complaint, a supervisor."),
        msg("🗑️ To erase everything, write: {words}", words=ERASE_WORDS),
        msg("Do you agree?"),
        buttons=[[_agree(turn)], [_REFUSE]],
    )


def _agree(turn: Turn) -> Button:
    """The button carries the language: after a refusal nothing else remembers it."""
    return Button(label=msg("✅ I agree"), data=f"consent:{turn.language}")


async def _consent(turn: Turn, answer: str) -> None:
    """A yes goes on; after a no the person is forgotten, as they were told."""
    if answer in LANGUAGES:
        turn.acknowledge()
        turn.person.language = answer
        turn.person.consent_at = turn.now
        turn.person.stage = "region"
        ask(turn)
        return
    if turn.person.talking_case_id:
        turn.acknowledge()
        turn.say(
            msg("A person is with you now. When it is over you can erase everything."),
            msg("🗑️ To erase everything, write: {words}", words=ERASE_WORDS),
        )
        return
    no = msg("That is your right. I keep and pass on nothing.")
    later = msg("If you change your mind, press the button.")
    await erase(turn, Say(text=[no, later], buttons=[[_agree(turn)]]))


def _ask_town(turn: Turn, region: str) -> None:
    numbers = {town.name_fr: number for number, town in enumerate(towns().values())}
    buttons = [
        Button(
            label=Text(id="{words}", args={"words": town.name(turn.language)}),
            data=f"town:{numbers[town.name_fr]}",
        )
        for town in towns_of(region)[:TOWNS_SHOWN]
    ]
    turn.person.stage = "region"
    turn.say(
        msg("Which town is nearest to you? Choose, or write its name."),
        buttons=[*pairs(buttons), [PERSON]],
    )


def _town_in(turn: Turn) -> Town | None:
    if place := turn.inbound.location:
        return nearest_town(place.latitude, place.longitude)
    return town_in(turn.inbound.text or "")
