"""`python -m bot` is `sanad`."""

from bot.cli import app

app()
