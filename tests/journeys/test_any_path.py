"""Whatever a person does, in whatever order, they are never stuck and nothing is lost.

Random paths through a whole Sanad: words, buttons old and new, files, restarts, and Rasa
coming and going.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any, ClassVar

import psycopg
from hypothesis import HealthCheck, Phase
from hypothesis import settings as how
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)
from pydantic import SecretStr
from sqlalchemy import func, select

from bot.dialogue.onboarding import READY
from bot.settings import Settings
from bot.simulator.actors import Person
from bot.simulator.keyboards import inline_buttons
from bot.simulator.server import Simulator
from bot.simulator.transcript import content
from bot.storage.mail import WAITING, InboundRow, OutboundRow
from bot.storage.tables import Person as PersonRow
from tests.conftest import TEMPLATE, Server
from tests.stage import Stage, ar, fr

PATIENCE_SECONDS = 60.0
WORDS = st.sampled_from(
    ["عندي مشكل فالدار", "je dors à la gare", "ma b9a li walo", "bghit nhder m3a chi wahed"]
)
NOISE = st.sampled_from(
    ["/start", "/menu", "/nothing", "<b>gras</b>", "😀😀😀", "\u200b\u200d", "\u202eabc", "…", "ok",
     "a" * 4096, "بغيت نموت", "STOP", "START", "امسحوا معلوماتي"]
)  # fmt: skip
KINDS = st.sampled_from(["photo", "voice", "document", "sticker", "location", "contact"])
PLACE = st.integers(0, 1000)
PERSON, MENU = "🙋 Talk to a person", "📋 Menu"
CALM = "🙂 It is not a danger"
WAYS_TO_THE_MENU = (
    MENU,
    "✖️ Stop",
    "↩️ No, keep it",
    "↩️ No",
    "▶️ Start again",
    "English: this language",
    "⏭️ Skip",
)
"""What to tap under the last message that has buttons, the first that is there."""
ASKED = "What do you need? Write it as you speak, or choose."


class Conversation(RuleBasedStateMachine):
    """One person, one centre, and everything that can happen to their conversation."""

    database: ClassVar[Callable[[], str]]
    base: ClassVar[Settings]
    rasa: ClassVar[Server]

    def __init__(self) -> None:
        super().__init__()
        self._loop = asyncio.Runner()
        self._open = AsyncExitStack()
        self._acts = 0

    @initialize(language=st.sampled_from(["ar", "fr"]), understood=st.booleans())
    def meets(self, language: Any, understood: bool) -> None:
        self._say = ar if language == "ar" else fr

        async def begin() -> None:
            simulator = await self._open.enter_async_context(Simulator())
            stage = Stage(self._settings(understood), simulator)
            self._stage = await self._open.enter_async_context(stage)
            self._person: Person = await stage.welcome("ليلى", language)

        self._loop.run(begin())
        self._acts = self._loop.run(self._count(InboundRow))

    @rule(text=WORDS | NOISE)
    def says(self, text: str) -> None:
        self._act(lambda person: person.says(text))

    @rule(text=WORDS)
    def says_and_is_heard(self, text: str) -> None:
        """Words that are an answer, a story or for a person are somewhere afterwards."""
        before = self._copies(text)
        away = self._stage.settings.rasa_url != self.rasa.url
        ready = self._loop.run(self._row()).stage == READY
        self._act(lambda person: person.says(text))
        if away and ready:  # an assistant that understands may have done what they ask
            kept = str(self._loop.run(self._row()).dialogue)
            assert text in kept or self._copies(text) > before, self._person.chat()

    @rule(place=PLACE, newest=st.booleans())
    def taps(self, place: int, newest: bool) -> None:
        """Tap a button: of the newest message, or of any older one that still shows it."""
        messages = [m for m in self._person.messages() if any(inline_buttons(m))]
        buttons = [
            (m["message_id"], b["callback_data"])
            for m in (messages[-1:] if newest else messages)
            for b in inline_buttons(m)
        ]
        if buttons:
            message, data = buttons[place % len(buttons)]

            async def tap(person: Person) -> None:
                person.world.tap(person.id, message, data)

            self._act(tap)

    @rule(kind=KINDS)
    def sends(self, kind: str) -> None:
        self._act(lambda person: getattr(person, f"sends_{kind}")())

    @rule(understood=st.booleans())
    def restarts(self, understood: bool) -> None:
        """The bot stops and starts; Rasa comes or goes."""

        async def again() -> None:
            await self._stage.stop()
            fresh = self._settings(understood)
            self._stage.settings = self._stage.settings.model_copy(
                update={"rasa_url": fresh.rasa_url, "rasa_token": fresh.rasa_token}
            )
            await self._stage.start()

        self._loop.run(again())

    def teardown(self) -> None:
        try:
            if hasattr(self, "_person"):
                self._loop.run(self._reaches_the_menu())
        finally:
            self._loop.run(self._open.aclose())
            self._loop.close()

    # -- how it is done --------------------------------------------------------------------

    def _settings(self, understood: bool) -> Settings:
        rasa = self.rasa if understood else Server("http://127.0.0.1:9", "-")
        changed: dict[str, Any] = {"rasa_url": rasa.url, "rasa_token": SecretStr(rasa.token)}
        if not hasattr(self, "_stage"):
            changed["database_url"] = type(self).database()
        return self.base.model_copy(update=changed)

    def _act(self, act: Callable[[Person], Any]) -> None:
        """Do something, wait until all is handled and sent, and look at what they see."""

        async def work() -> None:
            before = self._seen()
            await act(self._person)
            self._acts += 1
            await self._settled()
            assert self._seen() != before, f"no reaction in\n{self._person.chat()}"
            row = await self._row()
            if row.stage == READY and row.talking_case_id is None:
                self._speak_as(row)
                offered = {self._say(way) for way in (PERSON, *WAYS_TO_THE_MENU)}
                shown = self._person.buttons()
                assert offered & set(shown), f"no way to a person in\n{self._person.chat()}"

        self._loop.run(work())

    def _seen(self) -> tuple[int, int, int]:
        """What changes when anything is answered: messages, answers to taps, the group's posts."""
        world = self._person.world
        posts = [p.seq for p in self._person.room.posts.values() if p.message["from"]["is_bot"]]
        groups = (self._stage.karim, self._stage.salma)
        told = sum(p.seq for staff in groups for p in staff.room.posts.values())
        return sum(posts), len(world.answers), told

    def _copies(self, text: str) -> int:
        groups = (self._stage.karim, self._stage.salma)
        return sum(text in content(message) for staff in groups for message in staff.messages())

    async def _settled(self) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (
                await self._count(InboundRow, InboundRow.handled_at.is_not(None)) < self._acts
                or await self._count(InboundRow, InboundRow.handled_at.is_(None))
                or await self._count(OutboundRow, WAITING)
            ):
                await asyncio.sleep(0.02)

    async def _count(self, table: Any, *where: Any) -> int:
        sanad = self._stage.sanad
        if sanad is None or sanad.database is None:
            return -1
        async with sanad.database.reading() as session:
            query = select(func.count()).select_from(table).where(*where)
            return int(await session.scalar(query) or 0)

    async def _row(self) -> PersonRow:
        assert self._stage.sanad
        while self._stage.sanad.database is None:
            await asyncio.sleep(0.02)
        async with self._stage.sanad.database.reading() as session:
            found = await session.scalars(select(PersonRow).order_by(PersonRow.id.desc()))
            return found.unique().first() or PersonRow(stage="language")

    def _speak_as(self, row: PersonRow) -> None:
        """They may have changed their language on the way."""
        self._say = fr if row.language == "fr" else ar

    async def _reaches_the_menu(self) -> None:
        """From wherever they are now, the menu is two taps away at most.

        The taps are on the last message with buttons. Under the word about a danger nothing
        stands but that it is none, which nobody should tap to get away: from there /menu leads.
        """
        row = await self._row()
        if row.stage != READY:
            return
        self._speak_as(row)
        for _ in range(2):
            if self._say(ASKED) in self._last_offer():
                return
            shown = self._person.buttons()
            way = next((w for w in WAYS_TO_THE_MENU if self._say(w) in shown), None)
            if way:
                await self._person.taps(self._say(way))
            else:
                assert self._say(CALM) in shown, f"no way to the menu in\n{self._person.chat()}"
                await self._person.says("/menu")
            self._acts += 1
            await self._settled()
        assert self._say(ASKED) in self._last_offer(), self._person.chat()

    def _last_offer(self) -> str:
        """The last message with buttons: while a person reads along there may be none after it."""
        ours = [m for m in self._person.messages() if any(inline_buttons(m))]
        return content(ours[-1]) if ours else ""


def test_any_path(settings: Settings, rasa: Server, postgres: str) -> None:
    numbers = itertools.count(1)

    def database() -> str:
        name = f"path_{next(numbers)}"
        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return postgres.replace("/postgres?", f"/{name}?")

    Conversation.database = staticmethod(database)
    Conversation.base, Conversation.rasa = settings, rasa
    run_state_machine_as_test(
        Conversation,
        settings=how(
            max_examples=8,
            stateful_step_count=14,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
