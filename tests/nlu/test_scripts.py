import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text import likely_language, script


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("بغيت سكنى", "ar"),
        ("أحتاج إلى وثيقة", "ar"),
        ("bghit skna", "ar"),
        ("wach kayn chi khdma", "ar"),
        ("3afak", "ar"),
        ("mab9ach 3ndi fin n3ess", "ar"),
        ("bghit logement svp", "ar"),
        ("bghit l adresse dyal le centre", "ar"),
        ("je cherche un logement", "fr"),
        ("bjr je veu trouvé du travail svp", "fr"),
        ("salam je cherche un travail", "fr"),
        ("je dors dehors depuis 3 jours", "fr"),
        ("j'ai 25ans et 2 enfants, rdv à 14h", "fr"),
        ("a2m1 pour mon cv", "fr"),
        ("la carte nationale", "fr"),
        ("👍", "ar"),
        ("", "ar"),
    ],
)
def test_the_language_to_answer_in(text: str, language: str) -> None:
    assert likely_language(text) == language


def test_the_script_of_most_letters() -> None:
    assert script("بغيت cv") == "arabic"
    assert script("bghit قهوة dyal lmdina") == "latin"


@given(st.text())
def test_every_text_has_an_answer(text: str) -> None:
    assert script(text) in {"arabic", "latin"}
    assert likely_language(text) in {"ar", "fr"}
