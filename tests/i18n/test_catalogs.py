"""The catalogs are complete, current and safe to show on a shared phone."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from bot.i18n.catalogs import LANGUAGES, LOCALES, render
from bot.i18n.domain_extractor import extract_domain
from bot.i18n.text import msgs
from bot.settings import ROOT

# What nobody who glances at a shared phone may read.
TELLING = re.compile(
    r"prison|carc[ée]r|d[ée]ten|libération|mohammed vi|fondation"
    r"|سجن|سجين|سجون|سجناء|معتقل|محمد السادس|مؤسسة محمد",
    re.IGNORECASE,
)


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def messages(catalog: Catalog) -> dict[str | tuple[str, ...], Message]:
    return {message.id: message for message in catalog if message.id}


def forms(message: Message) -> list[str]:
    """A message's translation; each of its forms where it counts something."""
    return [message.string] if isinstance(message.string, str) else list(message.string)


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What the sources say now, extracted as `make locales` does."""
    pot = tmp_path_factory.mktemp("locales") / "sanad.pot"
    CommandLineInterface().run(
        [
            "pybabel", "-q", "extract", "-F", str(ROOT / "babel.cfg"), "--no-default-keywords",
            "-k", "msg", "-k", "msgs:1,2", "--no-location", "-o", str(pot), str(ROOT),
        ]
    )  # fmt: skip
    return read(pot)


@pytest.fixture(scope="module", params=LANGUAGES)
def translated(request: pytest.FixtureRequest) -> Catalog:
    return read(LOCALES / request.param / "LC_MESSAGES" / "sanad.po")


def test_the_extraction_finds_the_code_and_the_domain(fresh: Catalog):
    assert {"Housing", "✅ Received. Your number: {code}", "Where do you sleep these days?"} <= set(
        messages(fresh)
    )


def test_the_template_is_current(fresh: Catalog):
    assert set(messages(read(LOCALES / "sanad.pot"))) == set(messages(fresh))


def test_everything_said_is_translated_and_nothing_else(fresh: Catalog, translated: Catalog):
    said, known = messages(fresh), messages(translated)
    assert said.keys() - known.keys() == set(), "run `make locales` and translate these"
    assert known.keys() - said.keys() == set(), "nobody says these any more"
    assert list(translated.obsolete) == []


def test_no_translation_is_missing_or_a_guess(translated: Catalog):
    assert [m.id for m in messages(translated).values() if m.fuzzy or not all(forms(m))] == []
    plural = [m for m in messages(translated).values() if m.pluralizable]
    assert all(len(m.string) == translated.num_plurals for m in plural)


def test_translations_have_the_placeholders_of_their_source(translated: Catalog):
    wrong = {}
    for message in messages(translated).values():
        source = message.id if isinstance(message.id, str) else message.id[-1]
        # "One request" and the Arabic dual need no number.
        may_miss = {"n"} if message.pluralizable else set()
        for words in forms(message):
            if not placeholders(source) - may_miss <= placeholders(words) <= placeholders(source):
                wrong[source] = words
    assert wrong == {}


def test_no_translation_tells_where_somebody_comes_from(translated: Catalog):
    assert [w for m in messages(translated).values() for w in forms(m) if TELLING.search(w)] == []


def test_the_domain_gives_every_text_and_title_and_no_directive():
    path = ROOT / "domain.yml"
    with path.open("rb") as file:
        found = list(extract_domain(file, (), (), {}))
    responses = yaml.safe_load(path.read_text(encoding="utf-8"))["responses"]
    expected = [
        words
        for variants in responses.values()
        for variant in variants
        for words in (variant.get("text"), *(b["title"] for b in variant.get("buttons", ())))
        if words
    ]
    assert sorted(words for _, _, words, _ in found) == sorted(expected)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert all(words in lines[line - 1] for line, _, words, _ in found)
    assert not any("{" in words for words in expected), "Rasa would fill these in (docs/adr/0003)"


@pytest.mark.parametrize(
    ("n", "shown"),
    [
        (3, "3 أيام"),
        (10, "10 أيام"),
        (11, "11 يوما"),
        (30, "30 يوما"),
        (99, "99 يوما"),
        (100, "100 يوم"),
        (103, "103 أيام"),
        (111, "111 يوما"),
    ],
)
def test_arabic_counts_as_arabic_does(n: int, shown: str):
    """The six forms of https://cldr.unicode.org; Babel's own rule swaps the last two."""
    assert render(msgs("{n} day", "{n} days", n), "ar").strip("\u200f") == shown
