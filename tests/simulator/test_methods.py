from datetime import timedelta

import httpx
import pytest
from telegram import BotCommand, InputMediaPhoto, ReplyKeyboardMarkup, ReplyKeyboardRemove
from telegram.error import BadRequest, EndPointNotFound

from bot.simulator.samples import ogg, pdf, png


async def test_files_go_up_and_come_down(sim, bot):
    leila = sim.user("Leila")
    await leila.starts()
    sent = await bot.send_photo(leila.id, png(), caption="<i>بيت</i>", parse_mode="HTML")
    assert (sent.photo[-1].width, sent.photo[-1].height, sent.caption) == (160, 120, "بيت")
    file = await bot.get_file(sent.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == png()
    again = await bot.send_photo(leila.id, sent.photo[-1].file_id)
    assert again.photo == sent.photo
    with pytest.raises(BadRequest, match="rong file identifier"):
        await bot.send_photo(leila.id, "unknown")
    with pytest.raises(BadRequest, match="an't use file of type"):
        await bot.send_voice(leila.id, sent.photo[-1].file_id)
    voice = await bot.send_voice(leila.id, ogg(), duration=2)
    assert voice.voice.duration == timedelta(seconds=2)
    document = await bot.send_document(leila.id, pdf(), filename="a.pdf")
    assert document.document.file_name == "a.pdf"
    video = await bot.send_video(leila.id, b"film")
    note = await bot.send_video_note(leila.id, b"film", length=240)
    audio = await bot.send_audio(leila.id, b"song", title="t")
    sticker = await bot.send_sticker(leila.id, png())
    assert all((video.video, note.video_note, sticker.sticker))
    assert audio.audio.title == "t"


async def test_what_people_send_can_be_copied_and_forwarded(sim, bot, updates):
    leila = sim.user("Leila")
    fes = sim.group("مركز فاس")
    topic = (await bot.create_forum_topic(fes.id, "S-1")).message_thread_id
    await leila.starts()
    await leila.sends_photo("شوف")
    await leila.sends_album(2)
    await leila.sends_voice()
    await leila.sends_document()
    await leila.sends_sticker()
    await leila.sends("video_note")
    await leila.sends_location(live_period=600)
    await leila.sends_contact()
    messages = [u.message for u in await updates()][1:]
    assert messages[1].media_group_id == messages[2].media_group_id is not None
    assert messages[-1].contact.user_id == leila.id
    assert messages[-2].location.live_period == timedelta(minutes=10)
    for message in messages:
        await bot.copy_message(fes.id, leila.id, message.id, message_thread_id=topic)
    forwarded = await bot.forward_message(fes.id, leila.id, messages[0].id, message_thread_id=topic)
    assert forwarded.forward_origin.sender_user.id == leila.id
    posts = [p for p in fes.posts.values() if p.topic == topic and p.id != topic]
    assert len(posts) == len(messages) + 1
    assert posts[0].text == "شوف"
    with pytest.raises(BadRequest, match="essage to copy not found"):
        await bot.copy_message(fes.id, leila.id, 999)


async def test_an_album_of_the_bot(sim, bot):
    leila = sim.user("Leila")
    await leila.starts()
    photos = [InputMediaPhoto(png(n), caption=str(n)) for n in range(2)]
    sent = await bot.send_media_group(leila.id, photos)
    assert sent[0].media_group_id == sent[1].media_group_id
    assert await leila.sees("1")


async def test_somebody_elses_contact_and_a_moving_location(sim, updates):
    leila, omar = sim.user("Leila"), sim.user("Omar")
    await leila.starts()
    await leila.sends_contact(omar.user)
    post = await leila.sends_location(live_period=60)
    sim.world.move(leila.id, post.id, 34.1, -5.1)
    text = await leila.says("bghit skna")
    await leila.edits(text, "bghit sokna")
    found = await updates()
    assert found[1].message.contact.user_id == omar.id
    assert found[3].edited_message.location.latitude == 34.1
    assert found[5].edited_message.text == "bghit sokna"
    assert found[5].edited_message.edit_date


async def test_about_the_bot_chats_and_members(sim, bot):
    fes = sim.group("مركز فاس")
    karim = sim.coordinator("Karim", fes)
    omar = sim.user("Omar")
    assert (await bot.get_me()).username == "sanad_bot"
    chat = await bot.get_chat(fes.id)
    assert (chat.title, chat.is_forum) == ("مركز فاس", True)
    statuses = [(await bot.get_chat_member(fes.id, p)).status for p in (bot.id, karim.id, omar.id)]
    assert statuses == ["administrator", "member", "left"]
    (admin,) = await bot.get_chat_administrators(fes.id)
    assert admin.can_manage_topics
    await bot.set_my_commands([BotCommand("help", "مساعدة")], language_code="ar")
    assert (await bot.get_my_commands(language_code="ar"))[0].command == "help"
    await bot.delete_my_commands(language_code="ar")
    assert await bot.set_my_name("سند")
    assert await bot.set_my_description("…")
    assert await bot.set_my_short_description("…")
    info = await bot.get_webhook_info()
    assert info.url == ""


async def test_actions_pins_and_the_keyboard_below(sim, bot):
    leila = sim.user("Leila")
    await leila.starts()
    await bot.send_chat_action(leila.id, "typing")
    assert leila.room.action == "typing"
    keyboard = ReplyKeyboardMarkup.from_column(["سكن", "خدمة"])
    sent = await bot.send_message(leila.id, "?", reply_markup=keyboard)
    assert leila.room.action == ""
    assert leila.buttons() == ["سكن", "خدمة"]
    await leila.taps("سكن")
    assert leila.messages()[-1]["text"] == "سكن"
    await bot.send_message(leila.id, "ok", reply_markup=ReplyKeyboardRemove())
    assert leila.buttons() == []
    await bot.pin_chat_message(leila.id, sent.id)
    assert leila.room.posts[sent.id].pinned
    await bot.send_location(leila.id, 34.0, -5.0)
    await bot.send_contact(leila.id, "+212600000000", "Centre")


async def test_every_kind_of_body_is_read(sim):
    leila = sim.user("Leila")
    await leila.starts()
    root = f"{sim.base_url}{sim.token}"
    async with httpx.AsyncClient() as client:
        parts = {"chat_id": (None, str(leila.id)), "text": (None, "[1]")}
        params = {"chat_id": leila.id, "text": "[1]"}
        answers = [
            await client.get(f"{root}/sendMessage", params=params),
            await client.post(f"{root}/sendmessage", data=params),
            await client.post(f"{root}/sendMessage", json=params),
            await client.post(f"{root}/sendMessage", files=parts),
        ]
        assert [a.json()["result"]["text"] for a in answers] == ["[1]"] * 4
        unknown = await client.get(f"{root}/sendMoney")
        assert (unknown.status_code, unknown.json()) == (
            404,
            {"ok": False, "error_code": 404, "description": "Not Found"},
        )
        wrong = await client.get(f"{sim.url}/bot1:x/getMe")
        assert (wrong.status_code, wrong.json()["description"]) == (401, "Unauthorized")


async def test_an_unknown_method_through_the_client(sim, bot):
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendMoney")
