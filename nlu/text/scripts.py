"""Which script and which language a message is likely in.

Off-the-shelf identifiers call Darija in Latin letters English or Spanish, so the order here is:
the script first, then digits used as letters and Darija function words, else French.
"""

from __future__ import annotations

import re
from typing import Literal

from nlu.text.normalise import normalise
from nlu.text.words import words

Script = Literal["arabic", "latin"]
Language = Literal["ar", "fr"]

_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3]")
_LATIN = re.compile(r"[a-z]")
# 3, 7 and 9 stand for ع, ح and ق; 2 and 5 are left out because SMS French uses them (a2m1).
_DIGIT_LETTER = re.compile(r"^(?=.*[a-z]{2})(?:\D*[a-z][379][a-z]\D*|[379][a-z]+|[a-z]+[379])$")
_QUANTITY = re.compile(r"^\d+(?:h|j|km|kg|m|dh|dhs|eme|e|ans?|mois|jours?|fois)$")
_DARIJA = frozenset(
    """
    wach wash wax wesh ach ash achno chno chnou chnahiya chkoun chhal ch7al fin fine mnin kifach
    kifash kifch 3lach 3lash alach lach imta emta bghit bghina brit bgha bghat khassni khasni
    khass khasni khsni 3ndi 3endi andi endi 3ndek andek 3ndkom dyal dial dyali diali dyalek
    dyalkom dyalhom dyalna kayn kayna kaynin makayn makaynch machi mashi mabghitch ma3ndich
    mandich rani rah raha hna hnaya ana nta nti ntoma hna howa hiya lli li had hadi hadchi hada
    dik dak bla bzaf bezaf bzzaf chwiya chwia daba dab ghir ghi walakin walayni 7it hit bach
    bash ila mli mnine ghadi gha kan kant kont kenti kanet kanbghi nkhdem khdma lkhdma khedma
    khedma skna sokna dar lwra9 wra9 lhabs l7abs 3afak afak 3afakom allah khoya khouya khti
    wld weld bnt lwalid lwalida mama drari drary flous floss lflous 3la 3lia 3liya bia fiya
    ma3a m3a mea mn men dert derna nder ndir dir 9bl mazal baqi ba9i safi wakha wakhha iyeh
    iyyeh ah la chokran choukran labas bikhir kidayr kidayra smiti kanskon
    """.split()  # noqa: SIM905 - a lexicon reads better as running words
)
# Words that French shares with the list above would make a French sentence Arabic.
_ALSO_FRENCH = frozenset(
    {"la", "dar", "mea", "men", "dir", "li", "ah", "had", "fin", "mama", "fine"}
)
_FRENCH = frozenset(
    """
    je j tu il elle on nous vous ils elles le la les un une des du de d au aux et ou mais est
    suis es sommes sont ai as a avez ont pas ne n mon ma mes ton ta votre vos son sa ses ce c
    cette ces pour avec sans dans sur par qui que quoi qu quand comment combien veux veut
    voudrais peux peut cherche besoin bonjour bonsoir merci svp stp plait
    """.split()  # noqa: SIM905
)


def script(text: str) -> Script:
    """Return the script that most letters of `text` are in; Arabic when there are as many."""
    plain = normalise(text)
    return "latin" if len(_LATIN.findall(plain)) > len(_ARABIC.findall(plain)) else "arabic"


def likely_language(text: str) -> Language:
    """Return the language to answer `text` in.

    Darija in Latin letters counts as Arabic. In a mixture Darija wins unless French function
    words outnumber its marks by more than two to one: people who write French with a Darija
    greeting read French, people who write Darija with French nouns may not.

    Args:
        text: A message, as written. Without any letter the answer is Arabic, the language of
            most people here.
    """
    if script(text) == "arabic":
        return "ar"
    said = [word.text for word in words(text)]
    darija = sum(_is_darija(word) for word in said)
    french = sum(word in _FRENCH for word in said)
    return "ar" if darija and darija * 2 >= french else "fr"


def in_latin_darija(text: str) -> bool:
    """Tell whether `text` is likely Darija in Latin letters, alone or with some French in it."""
    return script(text) == "latin" and likely_language(text) == "ar"


def _is_darija(word: str) -> bool:
    if word in _DARIJA:
        return word not in _ALSO_FRENCH
    return bool(_DIGIT_LETTER.match(word)) and not _QUANTITY.match(word)
