"""What an SMS costs, against a reference codec, and where it may be cut."""

from __future__ import annotations

import gsm0338
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.sms.encoding import ALONE, BASIC, EXTENDED, TOGETHER, cost, lean, pieces

REFERENCE = gsm0338.Codec()
GSM = st.text(st.sampled_from(sorted(BASIC | EXTENDED)), max_size=500)
ANY = st.text(
    st.one_of(
        st.sampled_from("abc éêçœ’…\n ^€ سندلا مرحبا \u064e\u0651🙏🏽👩‍👧😀"),
        st.characters(exclude_categories=["Cs", "Cc"]),
    ),
    max_size=400,
)
WORDS = st.lists(
    st.sampled_from(["salam", "مرحبا", "l’été", "👩‍👧‍👦", "e\u0301t", "x" * 200]), max_size=60
)


def test_the_alphabet_is_that_of_the_reference() -> None:
    assert [c for c in BASIC if len(REFERENCE.encode(c)[0]) != 1] == []
    assert [c for c in EXTENDED if len(REFERENCE.encode(c)[0]) != 2] == []


@given(GSM)
def test_septets_are_counted_as_the_reference_writes_them(text: str) -> None:
    counted = cost(text)
    assert (counted.alphabet, counted.units) == ("gsm7", len(REFERENCE.encode(text)[0]))


@given(ANY)
def test_other_letters_are_counted_in_sixteen_bits(text: str) -> None:
    counted = cost(text)
    if counted.alphabet == "ucs2":
        assert counted.units == len(text.encode("utf-16-le")) // 2
    fewest = -(-counted.units // TOGETHER[counted.alphabet])
    assert (
        counted.parts == 1 if counted.units <= ALONE[counted.alphabet] else counted.parts >= fewest
    )


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1), ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3),
        ("€" * 80, 1), ("€" * 81, 2), ("a" * 152 + "€" + "a" * 152, 3), ("س" * 70, 1),
        ("س" * 71, 2), ("س" * 134, 2), ("س" * 135, 3), ("س" * 66 + "😀" + "س" * 66, 3),
    ],
)  # fmt: skip
def test_a_character_is_never_torn_between_parts(text: str, parts: int) -> None:
    assert cost(text).parts == parts


@pytest.mark.parametrize(
    ("said", "sent"),
    [
        ("🏠 Où êtes-vous ? C’est reçu…", "Où etes-vous ? C'est recu..."),
        ("« Cœur »", '" Coeur "'),
        ("Écrivez : 1️⃣", "Écrivez : 1"),
        ("🔒 مرحبا\u200f بكم", "🔒 مرحبا بكم"),
    ],
)
def test_french_stays_in_the_cheap_alphabet_where_its_sense_keeps(said: str, sent: str) -> None:
    assert lean(said) == sent


@given(ANY)
def test_made_lean_twice_is_made_lean_once(text: str) -> None:
    assert lean(lean(text)) == lean(text)


@given(WORDS, st.integers(1, 3))
def test_pieces_keep_every_word_and_tear_no_character(words: list[str], most: int) -> None:
    text = " ".join(words)
    cut = pieces(text, most)
    assert all(cost(piece).parts <= most for piece in cut)
    assert "".join("".join(cut).split()) == "".join(text.split())
    whole = regex.findall(r"\X", "".join(text.split()))
    assert [c for piece in cut for c in regex.findall(r"\X", "".join(piece.split()))] == whole
