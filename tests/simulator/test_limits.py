import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken

from bot.simulator.errors import NotPossibleError

from .conftest import ptb

ONE = InlineKeyboardMarkup([[InlineKeyboardButton("نعم", callback_data="yes")]])


async def test_nobody_is_written_to_before_start(sim, bot):
    leila = sim.user("Leila")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(leila.id, "hello")
    with pytest.raises(NotPossibleError):
        await leila.says("hello")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(12345, "hello")


async def test_a_block_and_a_deleted_account_are_forbidden(sim, bot):
    leila = sim.user("Leila")
    await leila.starts()
    await leila.blocks()
    with pytest.raises(Forbidden, match="Forbidden: bot was blocked by the user"):
        await bot.send_message(leila.id, "hello")
    await leila.unblocks()
    await bot.send_message(leila.id, "hello")
    sim.world.deactivate(leila.id)
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(leila.id, "hello")


async def test_editing(sim, bot):
    leila = sim.user("Leila")
    await leila.starts()
    sent = await bot.send_message(leila.id, "<b>one</b>", parse_mode="HTML", reply_markup=ONE)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text(
            "<b>one</b>", leila.id, sent.id, parse_mode="HTML", reply_markup=ONE
        )
    edited = await bot.edit_message_text("two", leila.id, sent.id)
    assert (edited.text, edited.entities, edited.reply_markup) == ("two", (), None)
    assert edited.edit_date
    marked = await bot.edit_message_reply_markup(leila.id, sent.id, reply_markup=ONE)
    assert marked.reply_markup == ONE
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(leila.id, sent.id, reply_markup=ONE)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", leila.id, 999)
    theirs = await leila.says("mine")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", leila.id, theirs.id)


async def test_replies_and_deletions(sim, bot):
    leila = sim.user("Leila")
    await leila.starts()
    post = await leila.says("سلام")
    reply = await bot.send_message(leila.id, "نعم", reply_to_message_id=post.id)
    assert reply.reply_to_message.text == "سلام"
    await leila.deletes(post)
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(leila.id, "نعم", reply_to_message_id=post.id)
    lenient = ReplyParameters(post.id, allow_sending_without_reply=True)
    assert (await bot.send_message(leila.id, "x", reply_parameters=lenient)).text == "x"
    assert await bot.delete_message(leila.id, reply.id)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(leila.id, reply.id)


async def test_a_tap_is_answered_once_and_in_time(sim, bot):
    now = [1_700_000_000.0]
    sim.world.clock = lambda: now[0]
    leila = sim.user("Leila")
    await leila.starts()
    await bot.send_message(leila.id, "?", reply_markup=ONE)
    await leila.taps("نعم")
    await leila.taps("نعم")
    first, second = [u.callback_query for u in await bot.get_updates() if u.callback_query]
    assert first.data == "yes"
    assert await first.answer("شكرا", show_alert=True)
    told = await leila.is_told("شكرا")
    assert told.alert
    for query in ("nonsense", first.id):
        with pytest.raises(BadRequest, match="Query is too old"):
            await bot.answer_callback_query(query)
    now[0] += 61
    with pytest.raises(BadRequest, match="query id is invalid"):
        await second.answer()


async def test_reactions_come_from_telegrams_list(sim, bot):
    leila = sim.user("Leila")
    post = await leila.starts()
    await bot.set_message_reaction(leila.id, post.id, "👀")
    assert post.reactions == ["👀"]
    with pytest.raises(BadRequest, match="Reaction_invalid"):
        await bot.set_message_reaction(leila.id, post.id, "✅")
    await bot.set_message_reaction(leila.id, post.id, [])
    assert post.reactions == []


async def test_topics(sim, bot):
    fes = sim.group("مركز فاس")
    karim = sim.coordinator("Karim", fes)
    topic = await bot.create_forum_topic(fes.id, "S-1")
    sent = await bot.send_message(fes.id, "card", message_thread_id=topic.message_thread_id)
    assert sent.is_topic_message
    assert sent.reply_to_message.forum_topic_created.name == "S-1"
    answer = await karim.writes("S-1", "أنا معك")
    assert answer.topic == topic.message_thread_id
    assert await bot.edit_forum_topic(fes.id, topic.message_thread_id, name="S-1 ✔")
    with pytest.raises(BadRequest, match="Topic_not_modified"):
        await bot.edit_forum_topic(fes.id, topic.message_thread_id, name="S-1 ✔")
    assert await bot.close_forum_topic(fes.id, topic.message_thread_id)
    assert await bot.send_message(fes.id, "end", message_thread_id=topic.message_thread_id)
    sim.world.demote_bot(fes.id)
    with pytest.raises(BadRequest, match="Topic_closed"):
        await bot.send_message(fes.id, "end", message_thread_id=topic.message_thread_id)
    sim.world.restore_bot(fes.id)
    assert await bot.reopen_forum_topic(fes.id, topic.message_thread_id)
    sim.world.delete_topic(fes.id, topic.message_thread_id)
    for thread in (topic.message_thread_id, 1):
        with pytest.raises(BadRequest, match="Message thread not found"):
            await bot.send_message(fes.id, "card", message_thread_id=thread)


async def test_a_plain_group_has_no_topics_and_may_move(sim, bot):
    group = sim.group("مركز مكناس", forum=False)
    karim = sim.coordinator("Karim", group)
    with pytest.raises(BadRequest, match="The chat is not a forum"):
        await bot.create_forum_topic(group.id, "S-1")
    await bot.send_message(group.id, "before", reply_markup=ONE)
    new = sim.world.migrate_group(group.id, forum=True)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "after")
    assert moved.value.new_chat_id == new.id
    await bot.create_forum_topic(new.id, "S-1")
    await karim.writes("S-1", "هنا")
    assert "S-1" in karim.chat()


async def test_a_removed_bot_is_forbidden(sim, bot):
    fes = sim.group("مركز فاس")
    sim.world.demote_bot(fes.id)
    with pytest.raises(BadRequest, match="Not enough rights"):
        await bot.create_forum_topic(fes.id, "S-1")
    sim.world.remove_bot(fes.id)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(fes.id, "hello")


async def test_a_wrong_token_is_unauthorized(sim):
    client = ptb(sim)
    sim.world.token = "1:changed"
    with pytest.raises(InvalidToken):
        await client.initialize()
    await client.shutdown()
