import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text import normalise, words


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("بَغيـــت سُكنى", "بغيت سكني"),
        ("أإآٱ", "اااا"[:1]),
        ("مدرسة", "مدرسه"),
        ("٢٠٢٤ ۲۰۲۴", "2024 2024"),
        ("bghiiiiit", "bghit"),
        ("عاااافاك", "عافاك"),
        ("0600000", "0600000"),
        ("Où êtes-vous, cœur ?", "ou etes-vous, coeur ?"),
        ("l’identité", "l'identite"),
        ("أگادير أڭادير أكادير", "اكادير اكادير اكادير"),
        ("\u200fسلام\u200b  \u2067ok\u2069\n", "سلام ok"),
        ("ﺳﻼم", "سلام"),
        ("", ""),
    ],
)
def test_one_spelling(written: str, plain: str) -> None:
    assert normalise(written) == plain


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x6FF)))
def test_words_know_their_place(text: str) -> None:
    for word in words(text):
        assert word.text
        assert normalise(text[word.start : word.end]).replace(" ", "") == word.text


def test_vowel_signs_do_not_split_a_word() -> None:
    assert [word.text for word in words("بَغِيتُ l'école")] == ["بغيت", "l", "ecole"]
