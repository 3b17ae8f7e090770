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


GENERAL = DangerLexicon(
    [
        ("@blade", "الموس|couteau*"),
        ("@sharp", "rasoir|@blade"),
        ("threat", "~غيقتلني"),
        ("threat", "يدو|yeddo … @blade"),
        ("self_harm", "@sharp bras"),
        ("suicide", "saute … l'eau"),
        ("violence", "couteau sang"),
        ("not", "boucher … couteau sang"),
    ]
)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("غيقتلني الليلة", "~غيقتلني"),
        ("rah ghay9tlni", "~غيقتلني"),
        ("wghayqetelni", "~غيقتلني"),
        ("yeddo الموس", "يدو|yeddo … @blade"),
        ("فيدو ولا f yeddo wa7d l couteaux", "يدو|yeddo … @blade"),
        ("le rasoir, bras ouverts", "@sharp bras"),
        ("couteau bras", "@sharp bras"),
        ("je saute demain matin dans l'eau", "saute … l'eau"),
    ],
)
def test_a_general_phrase_finds_its_forms(text: str, phrase: str) -> None:
    danger = GENERAL.find(text)
    assert danger is not None
    assert danger.phrase == phrase


@pytest.mark.parametrize(
    "text",
    [
        "yeddo 1 2 3 4 5 couteau",
        "couteau yeddo",
        "je saute dans l eux eau",
        "boucher avec un couteau sang",
    ],
)
def test_a_general_phrase_has_limits(text: str) -> None:
    assert GENERAL.find(text) is None


@pytest.mark.parametrize("phrase", ["@knife", "sang|l'eau", "mort|"])
def test_a_general_phrase_that_cannot_be_read_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match="danger lexicon"):
        DangerLexicon([("suicide", phrase)])


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


@pytest.mark.parametrize(
    "text",
    [
        "je ne veux pas mourir",
        "je suis sorti de prison après un vol à main armée",
        "j'ai besoin d'un couteau de cuisine pour mon restaurant",
        "تشديت على السلاح الأبيض وخرجت",
        "tous mes papiers ont brûlé dans la maison",
        "je suis monté sur le toit pour réparer",
    ],
)
def test_the_real_lexicon_lets_the_past_and_the_trades_pass(text: str) -> None:
    assert not is_danger(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("dekhel 3lina b chaqour", "threat"),
        ("il me tape et il m'enferme dans la cave", "violence"),
        ("غادي نرجع نبيع الحشيش", "reoffend"),
        ("kancherret dra3i b zizwar", "self_harm"),
        ("عييت من هاد الدنيا", "suicide"),
        ("سأقفز من الجسر", "suicide"),
    ],
)
def test_the_real_lexicon_sees_each_kind(text: str, kind: str) -> None:
    danger = find_danger(text)
    assert danger is not None
    assert danger.kind == kind
