"""Telegram, through python-telegram-bot and any server that speaks the Bot API."""

import os

# python-telegram-bot is moving its durations from numbers to timedeltas; we want the new ones.
os.environ.setdefault("PTB_TIMEDELTA", "true")
