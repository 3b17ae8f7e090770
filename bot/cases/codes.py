"""Codes of cases and projects that can be read aloud over a bad line and copied by hand."""

import re
import secrets
import unicodedata

# One of each pair that looks or sounds alike stays: no 0 O, 1 I L, S (5), B (8), Z (2), V, W.
ALPHABET = "23456789ACDEFGHJKMNPQRTUXY"
PREFIX = "R-"
PROJECT_PREFIX = "P-"
LENGTH = 4
_DIGIT = re.compile(r"\d")
_START = re.compile(r"^/start(?:@\w+)?\s+", re.IGNORECASE)
_PROJECT = re.compile(rf"p(?P<stroke>[-‐‑–—−_ ]*)(?P<signs>[{ALPHABET}]{{4,8}})", re.IGNORECASE)


def new_code(length: int = LENGTH, prefix: str = PREFIX) -> str:
    """A random code such as `R-7KQ2`; uniqueness is the database's to check."""
    return prefix + "".join(secrets.choice(ALPHABET) for _ in range(length))


def project_code_in(text: str | None) -> str | None:
    """The code of a project that a message is, also as the start of a link; None if it is none.

    Digits may be Arabic. Written without its stroke it must hold one: `parce` is a word.
    """
    words = _START.sub("", (text or "").strip()).strip(" .!،,«»\"'")
    said = _PROJECT.fullmatch(_DIGIT.sub(lambda one: str(unicodedata.digit(one[0])), words))
    if said is None or not (said["stroke"].strip() or _DIGIT.search(said["signs"])):
        return None
    return PROJECT_PREFIX + said["signs"].upper()
