import asyncio

import httpx
import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.simulator.errors import NotPossibleError

KEYS = InlineKeyboardMarkup.from_row(
    [
        InlineKeyboardButton("سكن 🏠", callback_data="need:housing"),
        InlineKeyboardButton("خدمة", callback_data="need:work"),
    ]
)


async def test_what_was_seen_is_not_seen_again(sim, bot):
    leila = sim.user("Leila")
    await leila.starts()
    await bot.send_message(leila.id, "مرحبا")
    await leila.sees("مرحبا")
    with pytest.raises(AssertionError, match="Leila does not see 'مرحبا'"):
        await leila.sees("مرحبا", timeout=0.01)
    seeing = asyncio.create_task(leila.sees("مرحبا", "سكن"))
    sent = await bot.send_message(leila.id, "مرحبا", reply_markup=KEYS)
    assert (await seeing).id == sent.id
    await bot.edit_message_text("تم", leila.id, sent.id)
    assert (await leila.sees("تم")).id == sent.id


async def test_only_buttons_that_are_shown_can_be_tapped(sim, bot):
    leila = sim.user("Leila")
    await leila.starts()
    old = await bot.send_message(leila.id, "old", reply_markup=KEYS)
    new = await bot.send_message(leila.id, "new", reply_markup=KEYS)
    assert leila.buttons() == ["سكن 🏠", "خدمة"]
    await leila.taps("سكن")
    assert (await bot.get_updates())[-1].callback_query.message.id == new.id
    for message in (old, new):
        await bot.edit_message_reply_markup(leila.id, message.id)
    with pytest.raises(AssertionError, match="no button 'سكن' in\n#1 Leila: /start\n#2 سند: old"):
        await leila.taps("سكن", timeout=0.01)
    with pytest.raises(NotPossibleError):
        sim.world.tap(leila.id, new.id, "need:housing")


async def test_a_coordinator_works_in_topics(sim, bot):
    fes = sim.group("مركز فاس")
    karim = sim.coordinator("Karim", fes)
    omar = sim.stranger("Omar", fes)
    one = await bot.create_forum_topic(fes.id, "S-1")
    two = await bot.create_forum_topic(fes.id, "S-2")
    for topic in (one, two):
        thread = topic.message_thread_id
        await bot.send_message(fes.id, topic.name, message_thread_id=thread, reply_markup=KEYS)
    await bot.send_message(fes.id, "general")
    assert (await karim.sees("S-2", topic="S-2")).topic == two.message_thread_id
    assert (await karim.sees("general", topic="General")).topic is None
    topic = await karim.sees_topic("S-1")
    await karim.taps("خدمة", topic=topic)
    card = await karim.sees("S-1", topic=topic)
    await karim.says("مرحبا", topic=topic, reply_to=card)
    tap, said = (await bot.get_updates())[-2:]
    assert tap.callback_query.message.message_thread_id == topic.id
    assert said.message.reply_to_message.id == card.id
    await omar.sees("مرحبا", topic="S-1")
    await karim.private.starts()
    await bot.send_message(karim.id, "في الخاص")
    await karim.private.sees("في الخاص")
    with pytest.raises(AssertionError, match="Karim sees no topic 'S-9' among"):
        await karim.sees("x", topic="S-9")
    sim.world.remove_member(fes.id, karim.id)
    with pytest.raises(NotPossibleError, match="is not in"):
        await karim.says("x")


async def test_the_control_api_does_the_same(sim, bot):
    async with httpx.AsyncClient(base_url=f"{sim.url}/sim") as http:

        async def act(what, **body):
            answer = await http.post(f"/{what}", json=body)
            assert answer.status_code == 200, answer.text
            return answer.json()["result"]

        leila = (await act("add_user", first_name="Leila", language_code="fr"))["id"]
        fes = (await act("add_group", title="مركز فاس"))["id"]
        await act("add_member", chat_id=fes, user_id=leila)
        refused = await http.post("/say", json={"user_id": leila, "text": "x"})
        assert (refused.status_code, refused.json()["error"]) == (409, "press Start first")
        await act("start", user_id=leila, payload="fes")
        said = await act("say", user_id=leila, text="bghit skna")
        await act("edit", user_id=leila, message_id=said["message_id"], text="bghit sokna")
        for kind in ("photo", "album", "voice", "document", "sticker", "location", "contact"):
            await act(kind, user_id=leila)
            await act(kind, user_id=leila, chat_id=fes)
        sent = await bot.send_message(leila, "?", reply_markup=KEYS)
        place = {"user_id": leila, "message_id": sent.id}
        assert (await act("tap", callback_data="need:work", **place))["callback_query_id"]
        await act("tap", user_id=leila, label="سكن")
        topic = await act("make_topic", chat_id=fes, user_id=leila, name="S-1")
        await act("delete_topic", chat_id=fes, topic=topic["message_thread_id"])
        await act("fault", kind="fail", method="sendMessage", status=400, description="x")
        assert len((await http.get("/faults")).json()) == 1
        await act("clear_faults")
        await act("block", user_id=leila)
        await act("redeliver")
        state = (await http.get("/state")).json()
        assert state["users"][0]["blocked"]
        assert state["chats"][0]["posts"][1]["text"] == "bghit sokna"
        photo = state["chats"][0]["posts"][2]["photo"][0]["file_id"]
        assert (await http.get(f"/file/{photo}")).content.startswith(b"\x89PNG")
        assert (await http.post("/nonsense", json={})).status_code == 404
        assert (await http.post("/say", json={})).status_code == 400
        assert (await http.get("/calls")).json()[0]["method"] == "getMe"


async def test_changes_are_streamed(sim):
    async with (
        httpx.AsyncClient() as http,
        http.stream("GET", f"{sim.url}/sim/events") as stream,
    ):
        lines = stream.aiter_lines()
        first = await anext(lines)
        assert await anext(lines) == ""
        sim.user("Leila")
        second = await anext(lines)
        assert int(second.removeprefix("data: ")) > int(first.removeprefix("data: "))
