"""What is left of words that try to look like something else."""

from __future__ import annotations

import pytest

from bot.channels.cleaning import clean

FAMILY = "👩‍👩‍👦"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("\u202eabc", "abc"),
        ("\u2067جوج\u2069 \u2068ab\u2069", "جوج ab"),
        ("ه\u200dنا b\u200bg\u200ch\ufeffit", "هنا bghit"),
        (f"{FAMILY} 🏳️‍🌈 👨‍⚕️", f"{FAMILY} 🏳️‍🌈 👨‍⚕️"),
        ("\u200fسلام", "\u200fسلام"),  # a mark that keyboards put; it turns nothing around
        ("سطر\nسطر", "سطر\nسطر"),
        ("\ud83d", "\ufffd"),
    ],
)
def test_what_is_left(text: str, left: str) -> None:
    assert clean(text) == left


@pytest.mark.parametrize(
    "text", [None, "", " ", "\u200b\u200d", "\u200f\n", "\u2800", "\u3164\u3164", "\u202e\u2066"]
)
def test_nothing_can_be_seen(text: str | None) -> None:
    assert clean(text) is None
