"""The stories: what people do, in the order they do it."""

from __future__ import annotations

from tests.stories import tales_of_a_request, tales_of_needs
from tests.stories.steps import MENU, WHERE, welcomed, with_a_request
from tests.stories.tell import Story, Telling


async def first_steps(t: Telling) -> None:
    """Language, consent, where they live."""
    await t.person.starts()
    await t.person.sees(t.say("English: this language"))
    await t.show("Both languages, since none was chosen yet.")
    await t.person.taps(t.say("English: this language"))
    await t.person.sees(t.say("✅ I agree"))
    await t.show("What becomes of the words, before any is asked for.")
    await t.person.taps(t.say("✅ I agree"))
    await t.person.sees(t.say(WHERE))
    await t.person.says(t.words("فاس", "Fès"))
    await t.person.sees(t.say(MENU))
    await t.show("The centre with its hours, and the menu.")


async def project(t: Telling) -> None:
    """A machine broke."""
    await welcomed(t)
    await t.person.says(
        t.words(
            "الماكينة ديال الخياطة خسرات ليا فالمحل", "le frigo de mon snack est tombé en panne"
        )
    )
    await t.understood("Is the work stopped?", "My project has a problem")
    await t.show("What was said already is not asked again.")
    await t.person.taps(t.say("⛔ Yes, stopped"))
    await t.person.sees(t.say("⏭️ Skip"))
    await t.person.sends_photo()
    await t.person.sees("R-")
    await t.show("A photo is an answer too.")


async def danger(t: Telling) -> None:
    """A danger in the middle of a form, and a false alarm."""
    await welcomed(t)
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
    await welcomed(t)
    for words in ("بلا طقطق زززم", "طقطق بلا", "زززم"):
        before = len(t.person.messages())
        await t.person.says(words)
        await t.stage.simulator.world.changes.until(
            lambda before=before: len(t.person.messages()) > before + 1 or None, 15
        )
    await t.show("Buttons first, then the menu, then a person.")


async def a_person(t: Telling) -> None:
    """From anywhere, also in the middle of a form."""
    await welcomed(t)
    await t.person.taps(t.say("Health"))
    await t.person.sees(t.say("What is it about?"))
    await t.person.taps(t.say("🙋 Talk to a person"))
    await t.person.sees("R-")
    await t.show("Who answers and when, truthfully; what they write from now on is read.")
    topic = await t.topic("Health")
    await t.person.says(t.words("واش كاين شي حد؟", "il y a quelqu’un ?"))
    await t.karim.sees(t.words("واش كاين", "quelqu’un"), topic=topic)
    await t.karim.writes(topic, t.words("أنا كريم، كيفاش نعاونك؟", "Je suis Karim, dites-moi."))
    await t.person.sees(t.words("كيفاش نعاونك", "dites-moi"))
    await t.show("A person answers in the same chat.")


async def my_requests(t: Telling) -> None:
    """Where is it, and the same need again."""
    await with_a_request(t)
    await t.person.says(t.words("فين وصل الطلب ديالي؟", "où en est ma demande ?"))
    await t.show("While a person answers, they read all that is written.")
    await t.person.says("/menu")
    await t.person.taps(t.say("📂 My requests"))
    await t.person.sees("➕")
    await t.show("Where each request stands, who has it, and since when.")
    await t.person.says("/menu")
    await t.person.taps(t.say("Housing"))
    await t.person.sees("➕", "🆕")
    await t.show("The same need again: to the same request, or a new one.")


async def news(t: Telling) -> None:
    """Good news of a project."""
    await welcomed(t)
    await t.person.taps(t.say("News of my project"))
    await t.person.sees(t.say("Good to hear from you. What is the news?"))
    await t.show("Good news is welcome too.")
    await t.person.taps(t.say("👷 I took someone on"))
    await t.person.sees(t.say("⏭️ Skip"))
    await t.person.sends_photo()
    await t.person.sees("R-")
    await t.show("A photo of the work goes to the coordinator.")


async def complaint(t: Telling) -> None:
    """A complaint, from the second menu."""
    await welcomed(t)
    await t.person.taps(t.say("⚙️ More"))
    await t.person.sees(t.say("What else can I do for you?"))
    await t.show("All that is no need is behind one button.")
    await t.person.taps(t.say("A complaint"))
    await t.person.taps(t.say("⏳ Nobody answers"))
    await t.person.sees(t.say("⏭️ Skip"))
    await t.show("What happened, in their own words.")
    await t.person.says(
        t.words(
            "هادي شهر وأنا كنتسنى وما جاوبني حد", "j’attends depuis un mois et on ne me répond pas"
        )
    )
    await t.person.sees("R-")
    await t.show("Received.")


async def privacy(t: Telling) -> None:
    """Who reads, what is kept, discreet, clean, stop."""
    await with_a_request(t)
    await t.person.says("/menu")
    await t.person.taps(t.say("⚙️ More"))
    await t.person.taps(t.say("🔒 Who reads this"))
    await t.person.sees(t.say("📥 What you know about me"))
    await t.show("Who reads, and what they can do about it.")
    await t.person.taps(t.say("📥 What you know about me"))
    await t.person.sees(t.say("✅ Yes"))
    await t.show("Somebody else may be looking.")
    await t.person.taps(t.say("✅ Yes"))
    await t.person.sees(t.say("That is all."))
    await t.show("All that is kept, in words they can read.")
    await t.person.taps(t.say("🧹 Clean this chat"))
    await t.person.sees("🧹")
    await t.show("Nothing is left on a shared telephone.")


async def erasing(t: Telling) -> None:
    """Erase me."""
    await with_a_request(t)
    await t.person.says("/menu")
    await t.person.taps(t.say("⚙️ More"))
    await t.person.taps(t.say("🗑️ Erase my data"))
    await t.person.sees(t.say("↩️ No, keep it"))
    await t.show("Asked once more, because it cannot be undone.")
    await t.person.taps(t.say("🗑️ Yes, erase everything"))
    await t.person.sees(t.say("🗑️ Everything is erased. You can start again whenever you want."))
    await t.show("Done; nobody knows them any more.")


async def stop_and_start(t: Telling) -> None:
    """No more messages, and messages again."""
    await with_a_request(t)
    await t.person.says("STOP")
    await t.person.sees(t.say("▶️ Start again"))
    await t.show("One word is enough.")
    await t.person.taps(t.say("▶️ Start again"))
    await t.person.sees(t.say("▶️ Welcome back."))
    await t.show("So is one tap.")


STORIES = (
    Story("first-steps", "First steps", "Language, consent, the centre.", first_steps),
    *tales_of_needs.STORIES,
    Story("project", "A problem in a project", "A machine broke; the work is stopped.", project),
    Story("danger", "Danger", "People are called at once; a false alarm costs a tap.", danger),
    Story("not-understood", "Not understood", "Buttons, the menu, a person.", not_understood),
    Story("news", "News of a project", "Good news is welcome too.", news),
    Story("my-requests", "My requests", "Where it stands; the same need again.", my_requests),
    Story("a-person", "A person, now", "From anywhere, with the truth about when.", a_person),
    *tales_of_a_request.STORIES,
    Story("complaint", "A complaint", "About how somebody was treated.", complaint),
    Story("privacy", "Privacy", "Who reads, what is kept, an empty chat.", privacy),
    Story("erasing", "Erase me", "Asked once more, then done everywhere.", erasing),
    Story("stop-and-start", "Stop and start", "One word stops all messages.", stop_and_start),
)
