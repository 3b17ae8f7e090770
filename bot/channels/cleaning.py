"""Somebody's words without the characters that nobody sees: a pure function.

What turns the direction of a text around could make it, and ours beside it, read as something
else (https://www.unicode.org/reports/tr36/, "Bidirectional text spoofing").
"""

from __future__ import annotations

import re
import unicodedata

# Embeddings, overrides and isolates of direction; spaces and joiners of no width; letters and
# signs that are drawn as nothing. A joiner before a picture makes a family of three people.
_NOTHING = {"Cc", "Cf", "Zl", "Zp", "Zs"}
_UNSEEN = re.compile(
    "[\u202a-\u202e\u2066-\u2069\u200b\u200c\u2060-\u2064\ufeff\u00ad\u180e"
    "\u115f\u1160\u2800\u3164\uffa0]"
    "|\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])"
)


def clean(text: str | None) -> str | None:
    """Text that can be stored and shown beside ours; None when nothing can be seen of it.

    Half of a surrogate pair is no character, and no database takes it.
    """
    if not text:
        return None
    sound = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    seen = _UNSEEN.sub("", sound)
    return seen if any(unicodedata.category(one) not in _NOTHING for one in seen) else None
