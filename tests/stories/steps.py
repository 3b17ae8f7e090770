"""What several stories begin with."""

from __future__ import annotations

from bot.simulator.model import Topic
from tests.stories.tell import Telling

WHERE = "Where do you live? Choose your region, or write the name of your town."
MENU = "What do you need? Write it as you speak, or choose."


async def welcomed(t: Telling) -> None:
    """The first steps, to the menu."""
    await t.person.starts()
    await t.person.taps(t.say("English: this language"))
    await t.person.taps(t.say("✅ I agree"))
    await t.person.sees(t.say(WHERE))
    await t.person.says(t.words("فاس", "Fès"))
    await t.person.sees(t.say(MENU))


async def with_a_request(t: Telling) -> Topic:
    """A request for a place to sleep, by buttons, which a coordinator answers."""
    await welcomed(t)
    for answer in ("Housing", "🌙 Outside or at the station", "🧍 Only me", "⏭️ Skip"):
        await t.person.taps(t.say(answer))
    await t.person.sees("R-")
    topic = await t.topic("Housing")
    come = t.words("مرحبا بك، أجي عندنا غدا فالعشرة", "Bonjour, venez demain à 10 h.")
    await t.karim.writes(topic, come)
    await t.person.sees(come)
    return topic
