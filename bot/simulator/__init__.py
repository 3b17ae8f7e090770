"""A Telegram that lives on this computer: Bot API server, people to play, two phones to see.

A bot meets here what it will meet outside: Telegram's limits in Telegram's words, blocked chats,
deleted topics, upgraded groups, repeated updates and broken connections. It imports nothing of
the bot it serves.
"""
