import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text import skeleton
from nlu.text.transliterate import in_arabic_letters


@pytest.mark.parametrize(
    "spellings",
    [
        "خدمة khdma 5edma khedmah خدمه",
        "بغيت bghit bghiiit",
        "سكنى skna sokna",
        "وراق wra9 ouraq wraq",
        "مراكش marrakech mrrakch",
        "ورزازات ouarzazate",
        "خريبكة khouribga",
        "محامي mou7ami mohami",
        "عندي 3ndi andi",
        "شحال ch7al chhal shhal",
        "دابا daba",
        "صباح sba7",
        "القاضي lqadi l9adi",
        "أكادير agadir أڭادير",
    ],
)
def test_both_scripts_meet(spellings: str) -> None:
    assert len(set(skeleton(spellings).split())) == 1


def test_the_skeleton_is_readable() -> None:
    assert skeleton("خدمة") == skeleton("khdma") == skeleton("5edma") == "xdm"


def test_different_words_stay_apart() -> None:
    assert skeleton("khdma") != skeleton("skna") != skeleton("wra9")


def test_numbers_stay_and_vowels_go() -> None:
    assert skeleton("2024 aie ٣") == "2024 3"


@given(st.text())
def test_any_text_has_a_skeleton(text: str) -> None:
    bones = skeleton(text)
    assert bones.isascii()
    assert bones == " ".join(bones.split())


@given(st.text())
def test_any_text_can_be_respelled(text: str) -> None:
    assert not any("a" <= character <= "z" for character in in_arabic_letters(text))


def test_darija_in_arabic_letters() -> None:
    assert in_arabic_letters("bghit lkhdma f 9bl") == "بغيت لخدما ف قبل"
