"""French as phones write it, written out: `jcherche un taf svp`, `g besoin de vs`.

Readers that know how words are properly written see nothing in `pk` or `tjrs`. The table is our
own; what is left out of it means something else as well (`avc` is a stroke, `chu` a hospital).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from nlu.text.normalise import normalise
from nlu.text.scripts import likely_language

# What is meant, and how it is typed. All of it in the spelling of `normalise`.
_TYPED: Mapping[str, str] = {
    # I, it, that
    "j'ai": "g",
    "je suis": "chui chuis chus chuit jsui jss",
    "je vais": "jv jvai",
    "je veux": "jvx jveu jve",
    "je peux": "jpx jpeu jpe",
    "je sais": "jsai",
    "je vois": "jvoi",
    "je voudrais": "jvoudrai",
    "je m'en": "jmen",
    "je ne sais pas": "jsp",
    "c'est": "c cest",
    "c'etait": "ct cetait",
    "veux": "vx veu",
    "faut": "fo fau",
    "qu'il": "kil quil",
    "qu'on": "quon",
    "n'est": "nest",
    "s'est": "sest",
    "d'un": "dun",
    # Asking
    "pourquoi": "pk pq pkoi pqoi prq prk pourkoi",
    "parce que": "pcq pck pcke psk pske paske parceke parsk",
    "qu'est-ce que": "keske kesk keskon qesq",
    "est-ce que": "eske esk esq",
    "comment": "cmt cmnt coment komen koman",
    "quand": "qd kand qand",
    "quoi": "koi kwa qoi",
    "que": "ke",
    "quel": "kel",
    "quelle": "kelle",
    "quelque": "qq qlq qlqe kelk kelke",
    "quelque chose": "qqch qqchose qlqch qlqchose kelkchose",
    "quelqu'un": "qq1 qqn qqun qlq1 qlqun kelk1 kelkun",
    # Little words
    "avec": "avk avek",
    "aussi": "ossi oci",
    "apres": "apr",
    "avant": "avt",
    "beaucoup": "bcp bcq bocou boku",
    "bien": "bi1",
    "dans": "ds",
    "depuis": "dps dpuis depui 2puis",
    "donc": "dc dnc",
    "jamais": "jms jamai",
    "longtemps": "lgtps lgtmps lontemps",
    "mais": "ms",
    "maintenant": "mnt mtn mnan",
    "meme": "mm",
    "non": "nn",
    "nous": "ns",
    "oui": "wi ui vi",
    "pas": "pa",
    "pendant": "pdt",
    "petit": "ptit",
    "peut-etre": "ptet ptetre peutetre",
    "pour": "pr",
    "rien": "r1",
    "temps": "tps",
    "toujours": "tjs tjr tjrs toujour",
    "tous": "ts",
    "tout": "tt",
    "tout le monde": "tlm tlmd",
    "toute": "tte",
    "toutes": "ttes",
    "trop": "tro",
    "vous": "vs",
    "vraiment": "vrmt vrmnt vrm",
    # Days
    "aujourd'hui": "auj aujd ajd ojd aujourdhui",
    "demain": "2main dm1 dem1 dmain",
    "a demain": "a2m1 a2main",
    "jour": "jr",
    "jours": "jrs",
    "semaine": "smn",
    # Courtesy
    "bonjour": "bjr bjour bonjr",
    "bonsoir": "bsr bsoir",
    "salut": "slt",
    "coucou": "cc",
    "merci": "mrc mci mrci",
    "s'il vous plait": "svp",
    "s'il te plait": "stp",
    "d'accord": "dac dacc dacor",
    "desole": "dsl",
    "ne t'inquiete pas": "tkt",
    "madame": "mme",
    "monsieur": "mr",
    # What people write about
    "appartement": "appt",
    "bebe": "bb",
    "besoin": "bsn bsoin besoi",
    "demande": "dmd dmde 2mande",
    "message": "msg",
    "messages": "msgs",
    "numero": "num",
    "probleme": "pb",
    "problemes": "pbs",
    "rendez-vous": "rdv",
    "telephone": "tel",
    "travail": "taf",
}
# A lost vowel or apostrophe: jcherche and j'cherche are "je cherche", jattends is "j'attends".
_AFTER_JE = """
    suis veux peux vais sais dois fais dis dors vis vois viens sors pars prends mets tiens connais
    comprends crois pense cherche travaille bosse mange parle passe reste rentre retourne reviens
    demande trouve regarde prefere quitte perds paye paie lis jure voulais savais pouvais faisais
    voudrais pourrais devrais serai ferai me te le la les lui vous
    """.split()  # noqa: SIM905 - verbs read better as running words
_AFTER_J = """
    ai avais aurai aurais etais habite attends arrive aimerais appelle ecris envoie entends essaie
    oublie en y
    """.split()  # noqa: SIM905
_MEANT: Mapping[str, str] = {
    **{f"j{verb}": f"je {verb}" for verb in _AFTER_JE},
    **{f"j'{verb}": f"je {verb}" for verb in _AFTER_JE},
    **{f"j{verb}": f"j'{verb}" for verb in _AFTER_J},
    **{short: meant for meant, typed in _TYPED.items() for short in typed.split()},
    "j": "je",
}
# Darija as well ("from", "like", "it was", "were it", "O"): only where all the rest is French.
_ALSO_DARIJA: Mapping[str, str] = {
    "mn": "mon",
    "ki": "qui",
    "kan": "quand",
    "kon": "qu'on",
    "ya": "il y a",
}
# "And", "in", "of", "to" and "with": no French word stands alone as one of these.
_DARIJA_LETTERS = frozenset("wfdlb")
_WORD = re.compile(r"\w+(?:['-]\w+)*")
_LOST_APOSTROPHE = re.compile(r"(?<![\w'-])(?:c (?=est\b|etai)|j (?=[aeiouyh]))")


def written_out(text: str) -> str:
    """Return `text`, normalised, with the shorthand of French messages written out.

    Args:
        text: A message. What is likely not French stays as it is: `c` and `g` are letters of
            Darija too, and a Darija sentence is not better understood for a longer `svp`.

    Returns:
        A normalised string; writing it out again changes nothing.
    """
    plain = normalise(text)
    if likely_language(plain) != "fr":
        return plain
    whole = _LOST_APOSTROPHE.sub(lambda letter: f"{letter.group()[0]}'", plain)
    whole = _replaced(whole, _MEANT)
    return _replaced(whole, _ALSO_DARIJA) if _is_surely_french(whole) else whole


def _replaced(text: str, meant: Mapping[str, str]) -> str:
    return _WORD.sub(lambda word: meant.get(word.group(), word.group()), text)


def _is_surely_french(text: str) -> bool:
    """Tell whether no word of it is Darija, and one Darija word more would leave it French."""
    rest = {word for word in _WORD.findall(text) if not word.isdecimal()} - _ALSO_DARIJA.keys()
    if any(word in _DARIJA_LETTERS or likely_language(word) == "ar" for word in rest):
        return False
    return likely_language(f"{text} wach") == "fr"
