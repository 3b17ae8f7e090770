"""The stories: what people do, in the order they do it."""

from __future__ import annotations

from tests.stories.tell import Story, Telling

_WHERE = "Where do you live? Choose your region, or write the name of your town."
_MENU = "What do you need? Write it as you speak, or choose."


async def _welcomed(t: Telling) -> None:
    await t.person.starts()
    await t.person.taps(t.say("English: this language"))
    await t.person.taps(t.say("✅ I agree"))
    await t.person.sees(t.say(_WHERE))
    await t.person.says(t.words("فاس", "Fès"))
    await t.person.sees(t.say(_MENU))


async def first_steps(t: Telling) -> None:
    """Language, consent, where they live."""
    await t.person.starts()
    await t.person.sees(t.say("English: this language"))
    await t.show("Both languages, since none was chosen yet.")
    await t.person.taps(t.say("English: this language"))
    await t.person.sees(t.say("✅ I agree"))
    await t.show("What becomes of the words, before any is asked for.")
    await t.person.taps(t.say("✅ I agree"))
    await t.person.sees(t.say(_WHERE))
    await t.person.says(t.words("فاس", "Fès"))
    await t.person.sees(t.say(_MENU))
    await t.show("The centre with its hours, and the menu.")


async def housing(t: Telling) -> None:
    """From words without the word “housing” to an answer."""
    await _welcomed(t)
    await t.person.says(
        t.words("هادي ربعة د الليالي وأنا كنبات فالمحطة", "je dors à la gare depuis lundi")
    )
    await t.person.sees(t.say("Where do you sleep these days?"))
    await t.show("Understood, and one question at a time.")
    await t.person.taps(t.say("🌙 Outside or at the station"))
    await t.person.taps(t.say("🧍 Only me"))
    await t.person.sees(t.say("⏭️ Skip"))
    await t.person.sends_voice()
    await t.person.sees("R-")
    await t.show("A voice note is an answer; the request has a number.")
    topic = await t.topic("Housing")
    await t.karim.writes(
        topic, t.words("مرحبا بك، أجي عندنا غدا فالعشرة", "Bonjour, passez demain à dix heures")
    )
    await t.person.sees(t.words("غدا فالعشرة", "demain à dix heures"))
    await t.show("A person answers in the same chat.")


async def project(t: Telling) -> None:
    """A machine broke."""
    await _welcomed(t)
    await t.person.says(
        t.words(
            "الماكينة ديال الخياطة خسرات ليا فالمحل", "le frigo de mon snack est tombé en panne"
        )
    )
    await t.person.sees(t.say("Is the work stopped?"))
    await t.show("What was said already is not asked again.")
    await t.person.taps(t.say("⛔ Yes, stopped"))
    await t.person.sees(t.say("⏭️ Skip"))
    await t.person.sends_photo()
    await t.person.sees("R-")
    await t.show("A photo is an answer too.")


async def danger(t: Telling) -> None:
    """A danger in the middle of a form, and a false alarm."""
    await _welcomed(t)
    await t.person.taps(t.say("Work"))
    await t.person.sees(t.say("Do you know a trade?"))
    await t.person.says(t.words("عييت، بغيت نموت", "j'en peux plus, je veux mourir"))
    await t.person.sees(t.say("I hear you. You are not alone."))
    await t.show("A calm word at once, and people are called.")
    await t.person.taps(t.say("🙂 It is not a danger"))
    await t.person.sees(t.say("Do you know a trade?"))
    await t.show("A false alarm costs one tap; the form goes on.")


async def not_understood(t: Telling) -> None:
    """Never the same sentence twice."""
    await _welcomed(t)
    for words in ("بلا طقطق زززم", "طقطق بلا", "زززم"):
        before = len(t.person.messages())
        await t.person.says(words)
        await t.stage.simulator.world.changes.until(
            lambda before=before: len(t.person.messages()) > before + 1 or None, 15
        )
    await t.show("Buttons first, then the menu, then a person.")


STORIES = (
    Story("first-steps", "First steps", "Language, consent, the centre.", first_steps),
    Story("housing", "A place to sleep", "From words to a person’s answer.", housing),
    Story("project", "A problem in a project", "A machine broke; the work is stopped.", project),
    Story("danger", "Danger", "People are called at once; a false alarm costs a tap.", danger),
    Story("not-understood", "Not understood", "Buttons, the menu, a person.", not_understood),
)
