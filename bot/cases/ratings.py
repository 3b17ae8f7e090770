"""How it was for the person, in one tap. Keys are stored and counted."""

from bot.i18n.text import Text, msg

RATINGS: dict[int, Text] = {3: msg("😊 Good"), 2: msg("😐 So-so"), 1: msg("🙁 Bad")}
BAD = min(RATINGS)
