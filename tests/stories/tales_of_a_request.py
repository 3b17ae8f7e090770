"""Stories of a request that somebody at the centre has: what comes from there, and the end."""

from __future__ import annotations

from tests.stories.steps import with_a_request
from tests.stories.tell import Story, Telling


async def discreet(t: Telling) -> None:
    """A notification that says nothing."""
    topic = await with_a_request(t)
    await t.person.says("/menu")
    await t.person.taps(t.say("⚙️ More"))
    await t.person.taps(t.say("🔒 Who reads this"))
    await t.person.taps(t.say("🔕 Discreet mode"))
    await t.person.sees(t.say("👁️ You will see what your centre writes after you tap “Show”."))
    await t.karim.writes(topic, t.words("لقينا ليك بيت", "Nous avons trouvé une chambre"))
    await t.person.sees(t.say("👁️ Show"))
    await t.show("What comes unasked is covered.")
    await t.person.taps(t.say("👁️ Show"))
    await t.person.sees(t.words("لقينا ليك بيت", "Nous avons trouvé"))
    await t.show("One tap shows it; another covers it again.")


async def paper(t: Telling) -> None:
    """The centre asks for a paper."""
    topic = await with_a_request(t)
    for label in ("➕ More", "📎 Ask for a paper", "🪪 Identity card"):
        await t.karim.taps(t.desk(label), topic=topic)
    await t.person.sees("🪪")
    await t.show("What is asked for, and a way out for who does not have it.")
    await t.person.sends_photo()
    await t.karim.sees("🪪", "☑", topic=topic)
    await t.karim.taps("☑", topic=topic)
    await t.person.says(t.words("واش وصلات؟", "vous l’avez reçue ?"))
    await t.karim.sees(t.words("واش وصلات", "reçue"), topic=topic)
    await t.show("A photo is the answer.")


async def appointment(t: Telling) -> None:
    """A day and a time."""
    topic = await with_a_request(t)
    for label in ("➕ More", "📅 Appointment"):
        await t.karim.taps(t.desk(label), topic=topic)
    await t.karim.taps("الاثنين", topic=topic)  # any Monday
    await t.karim.taps("10:00", topic=topic)
    await t.karim.taps("📤", topic=topic)
    await t.person.sees(t.say("✅ I come"))
    await t.show("Where, when, and three answers.")
    await t.person.taps(t.say("✅ I come"))
    await t.person.sees(t.say("✅ Good. You will be reminded before."))
    await t.show("A reminder comes the day before, and in the morning.")


async def passed_on(t: Telling) -> None:
    """Another centre has it now."""
    topic = await with_a_request(t)
    for label in ("➕ More", "🔀 Another centre"):
        await t.karim.taps(t.desk(label), topic=topic)
    await t.karim.taps("🏢", topic=topic)
    await t.stage.salma.taps("✅")
    await t.person.sees("🔀")
    asked = t.words("شكون معايا دابا؟", "Qui me répond maintenant ?")
    await t.person.says(asked)
    heard = await t.stage.salma.sees(asked)
    hello = t.words("سلام، أنا سلمى من كازا", "Bonjour, c’est Salma, de Casablanca.")
    await t.stage.salma.writes(None, hello, reply_to=heard)
    await t.person.sees(hello)
    await t.show("Who has it now; the talk goes on in the same chat.")


async def closed(t: Telling) -> None:
    """Closed, not settled, open again."""
    topic = await with_a_request(t)
    await t.karim.taps(t.desk("✔️ Close"), topic=topic)
    await t.karim.taps(t.desk("🏠 Housing found"), topic=topic)
    await t.person.sees(t.say("How was it for you?"))
    await t.show("One tap says how it was.")
    await t.person.taps(t.say("🙁 Bad"))
    await t.person.sees(t.say("🙏 Thank you."))
    await t.show("A word may follow; who is not content can open it again.")
    await t.person.taps(t.say("🔁 Reopen"))
    await t.person.sees("🔁")
    await t.show("Open again, with the same person.")


STORIES = (
    Story("discreet", "Discreet", "A notification that says nothing.", discreet),
    Story("paper", "A paper is asked for", "A photo is the answer.", paper),
    Story("appointment", "An appointment", "A day, a time, a reminder.", appointment),
    Story("passed-on", "Another centre", "Who has it now.", passed_on),
    Story("closed", "Closed", "How it was; open again.", closed),
)
