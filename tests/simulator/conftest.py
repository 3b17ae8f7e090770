from collections.abc import AsyncIterator, Callable

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.simulator.server import Simulator


@pytest.fixture(autouse=True)
def _durations_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def sim() -> AsyncIterator[Simulator]:
    async with Simulator() as simulator:
        yield simulator


def ptb(sim: Simulator, read_timeout: float = 5) -> Bot:
    """The real client, as the product builds it."""
    request = HTTPXRequest(connection_pool_size=8, read_timeout=read_timeout)
    return Bot(
        sim.token,
        base_url=sim.base_url,
        base_file_url=sim.base_file_url,
        request=request,
        get_updates_request=HTTPXRequest(read_timeout=read_timeout),
    )


@pytest.fixture
async def bot(sim: Simulator) -> AsyncIterator[Bot]:
    async with ptb(sim) as client:
        yield client


@pytest.fixture
async def impatient(sim: Simulator) -> AsyncIterator[Bot]:
    """A client that gives up after a fifth of a second."""
    async with ptb(sim, read_timeout=0.2) as client:
        yield client


@pytest.fixture
async def updates(bot: Bot) -> Callable[[], object]:
    """Fetch and confirm all that waits."""

    async def fetch() -> list[object]:
        found = await bot.get_updates(allowed_updates=[])
        if found:
            await bot.get_updates(offset=found[-1].update_id + 1)
        return list(found)

    return fetch
