from datetime import timedelta

import pytest
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut


@pytest.fixture
async def leila(sim):
    person = sim.user("Leila")
    await person.starts()
    return person


async def test_a_refusal_strikes_as_often_as_asked(sim, bot, leila):
    sim.world.faults.fail("sendMessage", 500, "Internal Server Error", times=2)
    for _ in range(2):
        with pytest.raises(NetworkError, match="Internal Server Error"):
            await bot.send_message(leila.id, "x")
    await bot.send_message(leila.id, "x")
    assert [c.outcome for c in sim.world.called("sendMessage")] == [
        "Internal Server Error",
        "Internal Server Error",
        "ok",
    ]


async def test_a_refusal_for_one_chat_only(sim, bot, leila):
    omar = sim.user("Omar")
    await omar.starts()
    faults = sim.world.faults
    faults.fail("sendMessage", 429, "Too Many Requests", retry_after=7, chat_id=omar.id)
    await bot.send_message(leila.id, "x")
    with pytest.raises(RetryAfter) as wait:
        await bot.send_message(omar.id, "x")
    assert wait.value.retry_after == timedelta(seconds=7)


async def test_a_call_that_hangs_was_performed(sim, impatient, leila):
    sim.world.faults.hang("sendMessage")
    with pytest.raises(TimedOut):
        await impatient.send_message(leila.id, "fate unknown")
    await leila.sees("fate unknown")
    await impatient.send_message(leila.id, "next")
    assert [c.outcome for c in sim.world.called("sendMessage")] == ["hang", "ok"]


async def test_a_connection_cut_before_or_after(sim, bot, leila):
    sim.world.faults.drop("sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(leila.id, "performed")
    await leila.sees("performed")
    sim.world.faults.drop_before("sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(leila.id, "lost")
    assert "lost" not in leila.chat()


async def test_an_old_server_lacks_a_method(sim, bot):
    fes = sim.group("مركز فاس")
    sim.world.faults.lack("createForumTopic")
    with pytest.raises(InvalidToken, match="Not Found"):
        await bot.create_forum_topic(fes.id, "S-1")
    sim.world.faults.clear()
    await bot.create_forum_topic(fes.id, "S-1")


async def test_a_slow_call_times_out_but_happens(sim, impatient, leila):
    sim.world.faults.slow("sendMessage", 0.4)
    with pytest.raises(TimedOut):
        await impatient.send_message(leila.id, "late")
    await leila.sees("late")


async def test_the_pace_is_enforced_on_request(sim, bot, leila):
    now = [1_700_000_000.0]
    sim.world.clock = lambda: now[0]
    fes = sim.group("مركز فاس")
    sim.world.pace.enforced = True
    for n in range(20):
        await bot.send_message(fes.id, str(n))
    with pytest.raises(RetryAfter, match="0:01:00"):
        await bot.send_message(fes.id, "one too many")
    await bot.send_message(leila.id, "x")
    with pytest.raises(TelegramError, match="0:00:01"):
        await bot.send_message(leila.id, "x")
    now[0] += 60
    await bot.send_message(fes.id, "again")


async def test_the_log_waits_for_a_call(sim, bot, leila):
    await bot.send_message(leila.id, "x")
    call = await sim.world.until_called("sendMessage")
    assert call.params == {"chat_id": str(leila.id), "text": "x"}
    with pytest.raises(AssertionError, match="no sendPhoto number 1"):
        await sim.world.until_called("sendPhoto", timeout=0.01)


async def test_closing_does_not_wait_for_a_call_that_hangs(sim, impatient, leila):
    sim.world.faults.hang("sendMessage", times=None)
    for _ in range(2):
        with pytest.raises(TimedOut):
            await impatient.send_message(leila.id, "x")
