"""A bot of a few lines, to see the simulator at work: it echoes and offers two buttons."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.request import HTTPXRequest

from bot.simulator.server import Simulator

KEYS = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("سكن", callback_data="housing")],
        [
            InlineKeyboardButton("خدمة", callback_data="work"),
            InlineKeyboardButton("نهضر مع شي واحد", callback_data="human"),
        ],
    ]
)


async def answer(bot: Bot, message: Message) -> None:
    thread = message.message_thread_id if message.is_topic_message else None
    await bot.set_message_reaction(message.chat_id, message.id, "👀")
    words = f"سمعتك: <b>{message.text or 'ملف'}</b>\nكيفاش نقدر نعاونك؟"
    await bot.send_message(
        message.chat_id, words, parse_mode="HTML", reply_markup=KEYS, message_thread_id=thread
    )


async def handle(bot: Bot, update: Update) -> None:
    if query := update.callback_query:
        await query.answer(f"اخترت {query.data}", show_alert=query.data == "human")
        if isinstance(query.message, Message):
            await query.edit_message_text(f"تم: {query.data}")
    elif update.message and (update.message.text or update.message.effective_attachment):
        await answer(bot, update.message)


async def poll(bot: Bot) -> None:
    offset = 0
    while True:
        for update in await bot.get_updates(offset=offset, timeout=30, allowed_updates=[]):
            offset = update.update_id + 1
            await handle(bot, update)


@asynccontextmanager
async def echo(sim: Simulator) -> AsyncIterator[Bot]:
    """Run the bot for as long as the context lasts."""
    request, polling = HTTPXRequest(), HTTPXRequest(read_timeout=40)
    bot = Bot(sim.token, sim.base_url, sim.base_file_url, request, polling)
    async with bot:
        task = asyncio.create_task(poll(bot))
        try:
            yield bot
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
