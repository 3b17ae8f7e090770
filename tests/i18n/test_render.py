from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from bot.i18n import catalogs
from bot.i18n.catalogs import as_language, catalog, render
from bot.i18n.text import Moment, Text, msg, msgs, verbatim

WORDS = {
    "ar": {
        "Hello {name}": "مرحبا {name}",
        "{need} · {code}": "{need} · {code}",
        "Housing": "السكن",
        "Back on {moment}": "يعودون {moment}",
        ("{n} case", "{n} cases"): (
            "لا طلبات", "طلب واحد", "طلبان", "{n} طلبات",
            "{n} طلب", "{n} طلبا",  # in Babel's order: 100 to 102, then 11 to 99
        ),
    },
    "fr": {
        "Hello {name}": "Bonjour {name}",
        "{need} · {code}": "{code} : {need}",
        "Housing": "Logement",
        "Back on {moment}": "De retour {moment}",
        ("{n} case", "{n} cases"): ("{n} dossier", "{n} dossiers"),
    },
}  # fmt: skip


@pytest.fixture(autouse=True)
def _small_catalogs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for language, words in WORDS.items():
        made = Catalog(locale=language)
        for source, translated in words.items():
            made.add(source, translated)
        path = tmp_path / language / "LC_MESSAGES" / "sanad.mo"
        path.parent.mkdir(parents=True)
        with path.open("wb") as file:
            write_mo(file, made)
    monkeypatch.setattr(catalogs, "LOCALES", tmp_path)
    catalog.cache_clear()
    yield
    catalog.cache_clear()


HELLO = "Hello {name}"


@pytest.mark.parametrize(
    ("text", "ar", "fr"),
    [
        (msg("Housing"), "السكن", "Logement"),
        # A value is isolated, so that its direction does not turn the sentence around.
        (msg(HELLO, name="Karim"), "مرحبا \u2068Karim\u2069", "Bonjour \u2068Karim\u2069"),
        # Our own words are not, and a translation may put the values in another order.
        (
            msg("{need} · {code}", need=msg("Housing"), code="R-7"),
            "السكن · \u2068R-7\u2069",
            "\u2068R-7\u2069 : Logement",
        ),
        # Braces and markup in somebody's words are words.
        (msg(HELLO, name="{x} <b>"), "مرحبا \u2068{x} <b>\u2069", "Bonjour \u2068{x} <b>\u2069"),
        (msg(HELLO, name=verbatim("{name}")), "مرحبا {name}", "Bonjour {name}"),
        (verbatim("{x} Housing"), "{x} Housing", "{x} Housing"),
        # Said in its own language, whoever reads it.
        (Text(id="Housing", language="fr"), "Logement", "Logement"),
        (
            Text(id=HELLO, args={"name": msg("Housing")}, language="ar"),
            "مرحبا السكن",
            "مرحبا السكن",
        ),
    ],
)
def test_a_message_in_both_languages(text, ar, fr):
    assert (render(text, "ar"), render(text, "fr")) == (ar, fr)


@pytest.mark.parametrize(
    ("n", "ar", "fr"),
    [
        (0, "لا طلبات", "0 dossier"),
        (1, "طلب واحد", "1 dossier"),
        (2, "طلبان", "2 dossiers"),
        (3, "3 طلبات", "3 dossiers"),
        (10, "10 طلبات", "10 dossiers"),
        (11, "11 طلبا", "11 dossiers"),
        (99, "99 طلبا", "99 dossiers"),
        (100, "100 طلب", "100 dossiers"),
        (103, "103 طلبات", "103 dossiers"),
    ],
)
def test_counting(n, ar, fr):
    text = msgs("{n} case", "{n} cases", n)
    assert (render(text, "ar"), render(text, "fr")) == (ar, fr)


@pytest.mark.parametrize(
    ("show", "ar", "fr"),
    [
        ("time", "08:30", "08:30"),
        ("day", "الاثنين 1 يونيو", "lundi 1er juin"),
        ("stamp", "الاثنين 1 يونيو، 08:30", "lundi 1er juin, 08:30"),
    ],
)
def test_a_moment_is_told_in_moroccan_time_with_western_digits(show, ar, fr):
    moment = Moment(at=datetime(2026, 6, 1, 7, 30, tzinfo=UTC), show=show)
    text = msg("Back on {moment}", moment=moment)
    assert render(text, "ar") == f"يعودون {ar}"
    assert render(text, "fr") == f"De retour {fr}"


def test_a_message_survives_the_queue():
    nested = msg("Back on {moment}", moment=Moment(at=datetime(2026, 6, 1, tzinfo=UTC)))
    text = msg("x {a} {b} {c}", a="2026-06-01", b=nested, c=msgs("{n} case", "{n} cases", 3))
    assert Text.model_validate_json(text.model_dump_json(exclude_defaults=True)) == text


@pytest.mark.parametrize(("stored", "language"), [("fr", "fr"), ("ar", "ar"), (None, "ar")])
def test_an_unknown_language_is_arabic(stored, language):
    assert as_language(stored) == language
