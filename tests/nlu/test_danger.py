import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.text.danger import Danger, DangerLexicon, find_danger, is_danger

LEXICON = DangerLexicon(
    [
        ("suicide", "نقتل راسي"),
        ("suicide", "n9tel rassi"),
        ("suicide", "suicid*"),
        ("threat", "قتلني"),
        ("threat", "غادي يقتل*"),
        ("not", "قتلني الجوع"),
        ("not", "mission suicid*"),
    ]
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("بغيت نقتل راسي", "suicide"),
        ("بغيت نَقتـــل راسي دابا", "suicide"),
        ("ونقتل راسي", "suicide"),
        ("bghit N9tel   Rassi!!", "suicide"),
        ("je pense au suicide", "suicide"),
        ("me suicider", "suicide"),
        ("غادي يقتلوني", "threat"),
        ("قتلني الجوع وغادي نقتل راسي", "suicide"),
        ("قتلني الجوع، قتلني", "threat"),
    ],
)
def test_danger_is_seen(text: str, kind: str) -> None:
    danger = LEXICON.find(text)
    assert danger is not None
    assert danger.kind == kind


@pytest.mark.parametrize(
    "text", ["قتلني الجوع", "c'est une mission suicide", "نقتل الوقت", "rassi kayderni", "", "…"]
)
def test_what_only_sounds_like_it_is_not(text: str) -> None:
    assert LEXICON.find(text) is None


def test_the_entry_that_matched_is_told() -> None:
    assert LEXICON.find("suicidaire") == Danger("suicide", "suicid*")


def test_the_gravest_danger_is_told() -> None:
    both = DangerLexicon([("reoffend", "بغيت نقتل"), ("suicide", "نقتل راسي")])
    assert both.find("بغيت نقتل راسي") == Danger("suicide", "نقتل راسي")


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="sadness"):
        DangerLexicon([("sadness", "حزين")])


def test_an_empty_lexicon_sees_nothing() -> None:
    assert DangerLexicon([]).find("نقتل راسي") is None


@settings(deadline=None)  # the first call reads the lists
@given(st.text())
def test_no_text_breaks_the_real_lexicon(text: str) -> None:
    assert is_danger(text) == (find_danger(text) is not None)


@pytest.mark.parametrize(
    "text", ["بغيت نقتل راسي", "bghit n9tel rasi", "je veux me suicider", "je vais me tuer"]
)
def test_the_real_lexicon_sees_suicide(text: str) -> None:
    danger = find_danger(text)
    assert danger is not None
    assert danger.kind == "suicide"


@pytest.mark.parametrize("text", ["بغيت سكنى", "bghit nkhdem", "je cherche un travail", "salam"])
def test_the_real_lexicon_lets_needs_pass(text: str) -> None:
    assert not is_danger(text)
