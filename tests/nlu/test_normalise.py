import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text import normalise, tidy, words


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


@pytest.mark.parametrize(
    ("written", "proper"),
    [
        ("Où êtes-vous, Cœur ?", "Où êtes-vous, Cœur ?"),
        ("أنا فمدرسة سكنى", "أنا فمدرسة سكنى"),
        ("أگادير أڭادير", "أگادير أڭادير"),
        ("بَغيـــت سُكنى", "بغيت سكنى"),
        ("Merciiiii  beaucoup\n", "Merci beaucoup"),
        ("\u200fسلام\u200b  \u2067ok\u2069", "سلام ok"),
        ("٢٠٢٤ ۲۰۲۴", "2024 2024"),
        ("0600000", "0600000"),
        ("e\u0301cole", "école"),
        ("ﺳﻼم ｏｋ", "سلام ok"),
        ("", ""),
    ],
)
def test_tidied_letters_stay_their_own(written: str, proper: str) -> None:
    assert tidy(written) == proper


@given(st.text(alphabet=st.characters(max_codepoint=0x6FF)))
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(st.text())
def test_a_tidy_text_has_one_line_and_no_surplus(text: str) -> None:
    proper = tidy(text)
    assert proper == " ".join(proper.split())
    assert "\u0640" not in proper
    assert "\u200f" not in proper


@given(
    st.text(
        st.sampled_from("abghikntyzABE éèêàçôùï\n\u200f'’.!0123")
        | st.characters(min_codepoint=0x600, max_codepoint=0x6FF)
    )
)
def test_tidying_first_does_not_change_the_one_spelling(text: str) -> None:
    assert normalise(tidy(text)) == normalise(text)
