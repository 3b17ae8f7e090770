import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text import normalise
from nlu.text.french import written_out

TYPED = """
    g c j d l f w mn ki kan kon ya pk koi mm tt tel svp rdv chui jveux jcherche besoin est une
    etais a2m1 2main 3ndi khdma bghit dyal wach سلام je le de pas 25 : ' - é
    """.split()  # noqa: SIM905 - what people type reads better as running words


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("jcherche un taf svp", "je cherche un travail s'il vous plait"),
        ("Bjr, g besoin d'un rdv auj ou 2main", "bonjour, j'ai besoin d'un rendez-vous"),
        ("slt chui ds la rue", "salut je suis dans la rue"),
        ("pk c si long", "pourquoi c'est si long"),
        ("ct bcp tro dur", "c'etait beaucoup trop dur"),
        ("jpeux tjrs vs écrire ?", "je peux toujours vous ecrire ?"),
        ("j'suis seul, jai rien", "je suis seul, j'ai rien"),
        ("jms eu de msg mrc qd mm", "jamais eu de message merci quand meme"),
        ("c koi le pb dc", "c'est quoi le probleme donc"),
        ("qq1 ma dit nn", "quelqu'un ma dit non"),
        ("a2m1 stp", "a demain s'il te plait"),
        ("SVP!!", "s'il vous plait!!"),
    ],
)
def test_what_a_phone_typed_is_written_out(typed: str, meant: str) -> None:
    assert written_out(typed).startswith(meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("c est pour mon fils", "c'est pour mon fils"),
        ("j ai faim et j habite loin", "j'ai faim et j'habite loin"),
        ("j veux un logement", "je veux un logement"),
        ("g 3 enfants", "j'ai 3 enfants"),
    ],
)
def test_a_letter_alone_is_a_word_or_lost_its_apostrophe(typed: str, meant: str) -> None:
    assert written_out(typed) == meant


def test_the_letters_of_a_french_word_are_not_taken_out_of_it() -> None:
    said = "c'est l'identite, y a-t-il un g-mail pour la categorie b ?"
    assert written_out(said) == said


@pytest.mark.parametrize(
    "said",
    [
        "bghit rdv f casa svp",
        "g3adt bla khdma w c kolchi",
        "wach kayn chi stage d coiffure",
        "ki dayr lblan",
        "kon fik bnadem jawb",
        "machkour ya khay",
        "mn tanja",
        "l carte d mama mn casa, je ne sais pas ou elle est",
        "بغيت موعد svp",
        "خدمة g c d",
        "",
        "👍",
    ],
)
def test_darija_stays_as_it_is(said: str) -> None:
    assert written_out(said) == normalise(said)


def test_what_is_darija_too_is_written_out_where_all_is_french() -> None:
    assert written_out("ya mn mari ki me tape et je ne peux pas partir") == (
        "il y a mon mari qui me tape et je ne peux pas partir"
    )
    assert written_out("je ne sais pas kan je sors, il faut kon me le dit") == (
        "je ne sais pas quand je sors, il faut qu'on me le dit"
    )


@pytest.mark.parametrize("said", ["mon père a fait un avc", "le chu de fes", "un bb2", "chat"])
def test_what_means_something_else_stays(said: str) -> None:
    assert written_out(said) == normalise(said)


@given(st.lists(st.sampled_from(TYPED)).map(" ".join) | st.text())
def test_writing_out_twice_changes_nothing(text: str) -> None:
    once = written_out(text)
    assert written_out(once) == once
    assert normalise(once) == once


@given(st.text(alphabet=st.characters(min_codepoint=0x600, max_codepoint=0x6FF)))
def test_arabic_script_is_only_normalised(text: str) -> None:
    assert written_out(text) == normalise(text)
