from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.answers_file import read_answers
from bot.centres import NO_NATIONAL, NO_SUPERVISION
from bot.cli import app
from bot.i18n.audio import recording
from bot.settings import ROOT, Settings

CENTRES = """
- {code: fes, name_ar: مركز فاس, name_fr: Centre de Fès, region: fes-meknes,
   latitude: 34.03, longitude: -5.0, hours: {mon: ["08:30", "16:30"]}, group_chat_id: -100123}
- {code: casa, name_ar: مركز الدار البيضاء, name_fr: Centre de Casablanca,
   region: casablanca-settat, latitude: 33.57, longitude: -7.59, hours: {}}
"""
BROKEN = CENTRES.replace("33.57", "north")


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.upper().startswith("SANAD_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def database(_no_settings: None, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> str:
    """A database that the command finds in its settings."""
    monkeypatch.setenv("SANAD_DATABASE_URL", str(settings.database_url))
    monkeypatch.setenv("SANAD_KEYS", settings.keys.get_secret_value())
    monkeypatch.setenv("SANAD_INDEX_KEY", settings.index_key.get_secret_value())
    return str(settings.database_url)


def sanad(*words: str) -> Result:
    return CliRunner().invoke(app, words, catch_exceptions=False)


def centres(words: str) -> str:
    path = Path("centres.yaml")
    path.write_text(words, "utf-8")
    return str(path)


def rows(url: str, query: str) -> list[tuple]:
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchall()


def started(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The installed command, in a process of its own."""
    command = [str(Path(sys.executable).with_name("sanad")), *words]
    return subprocess.run(
        command, env=os.environ | settings, capture_output=True, text=True, timeout=30, check=False
    )


def test_help_lists_every_command():
    done = started("--help")
    assert done.returncode == 0
    commands = (
        "run",
        "demo",
        "migrate",
        "train",
        "keys",
        "doctor",
        "audio",
        "centres",
        "answers",
        "coordinators",
        "projects",
    )
    assert [command for command in commands if f" {command} " not in done.stdout] == []


def test_keys_are_fresh_and_good_to_start_with():
    first, second = sanad("keys"), sanad("keys")
    Path(".env").write_text(first.stdout, "utf-8")
    settings = Settings()
    assert len(settings.sealing_keys()) == 1
    assert len(settings.blind_key()) == 32
    assert set(first.stdout.split()).isdisjoint(second.stdout.split())


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"SANAD_TELEGRAM_TOKEN": "4242:secret"}, "sanad keys"),
        ({"SANAD_TELEGRAM_TOKEN": "4242:secret", "SANAD_KEYS": "short"}, "sanad keys"),
        ({}, "@BotFather"),
        ({"SANAD_PORT": "eight"}, "SANAD_PORT"),
    ],
)
def test_it_does_not_run_unsafely_and_says_what_to_do(settings, says):
    done = started("run", **settings)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr


def test_centres_are_imported_and_brought_up_to_date(database: str):
    first = sanad("centres", "import", centres(CENTRES))
    assert (first.exit_code, first.stderr) == (
        0,
        f"2 centres added, 0 updated.\n{NO_SUPERVISION}\n{NO_NATIONAL}\n",
    )
    again = sanad("centres", "import", centres(CENTRES.replace("34.03", "34.04")))
    assert (again.exit_code, again.stderr) == (
        0,
        f"0 centres added, 2 updated.\n{NO_SUPERVISION}\n{NO_NATIONAL}\n",
    )
    query = "SELECT code, latitude FROM centres WHERE kind = 'centre' ORDER BY id"
    assert rows(database, query) == [("fes", 34.04), ("casa", 33.57)]


def test_a_supervision_and_a_national_centre_end_the_advice_to_have_one(database: str):
    above = (
        CENTRES
        + """
- {code: above, kind: supervision, name_ar: الإشراف, name_fr: Supervision, region: fes-meknes,
   latitude: 34.03, longitude: -5.0, hours: {}, group_chat_id: -100999}
- {code: national, kind: national, name_ar: المركز الوطني, name_fr: Centre national,
   region: rabat-sale-kenitra, latitude: 34, longitude: -6.8, hours: {}, group_chat_id: -100777}
"""
    )
    done = sanad("centres", "import", centres(above))
    assert (done.exit_code, done.stderr) == (0, "3 centres added, 1 updated.\n")


def test_what_can_be_recorded_is_listed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("SANAD_AUDIO", str(tmp_path))
    hello = recording(tmp_path, "fr", "Hello. Choose your language.")
    hello.parent.mkdir(parents=True)
    hello.touch()
    listed = [line.split("\t") for line in sanad("audio").stdout.splitlines()]
    assert {language for _, language, _, _ in listed} == {"ar", "fr"}
    assert [line[1:3] for line in listed if line[0] == "✔"] == [["fr", hello.stem]]
    assert listed[0][2] == hello.stem
    ids = [name for _, language, name, _ in listed if language == "ar"]
    assert len(ids) == len(set(ids))
    assert any(name.startswith("where-do-you-sleep") for name in ids)
    # Buttons and what coordinators are told need no voice.
    assert not any(name.startswith(("talk-to-a-person", "they-say-that-it")) for name in ids)
    assert all(words for *_, words in listed)


def test_a_broken_list_is_told_by_row_and_column_and_nothing_is_imported(database: str):
    refused = sanad("centres", "import", centres(BROKEN))
    assert refused.exit_code == 2
    assert refused.stderr.startswith("centre 2, latitude: ")
    row = "rabat,الرباط,Rabat,rabat-sale-kenitra,34,north,mon 08:30-16:30\n"
    Path("centres.csv").write_text(
        "code,name_ar,name_fr,region,latitude,longitude,hours\n" + row, "utf-8"
    )
    refused = sanad("centres", "import", "centres.csv")
    assert refused.exit_code == 2
    assert refused.stderr.startswith("line 2, longitude: ")
    assert rows(database, "SELECT code FROM centres WHERE kind = 'centre'") == []


def test_a_group_of_another_centre_is_refused_in_words(database: str):
    sanad("centres", "import", centres(CENTRES))
    moved = CENTRES.replace("code: fes", "code: meknes")
    refused = sanad("centres", "import", centres(moved))
    assert refused.exit_code == 2
    assert "-100123" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert rows(database, "SELECT count(*) FROM centres WHERE kind = 'centre'") == [(2,)]


def test_coordinators_come_and_go(database: str):
    sanad("centres", "import", centres(CENTRES))
    for words in (("fes", "7002001", "Karim"), ("casa", "7002002", "سلمى")):
        assert sanad("coordinators", "add", *words).exit_code == 0
    salma, karim = "casa\t7002002\tسلمى", "fes\t7002001\tKarim"
    plain = "\tcoordinator\t-\t-\t-\n"
    assert sanad("coordinators", "list").stdout == f"{salma}{plain}{karim}{plain}"
    assert sanad("coordinators", "remove", "fes", "7002001").exit_code == 0
    assert sanad("coordinators", "list").stdout == f"{salma}{plain}"
    assert sanad("coordinators", "add", "fes", "7002001", "كريم").exit_code == 0
    assert f"fes\t7002001\tكريم{plain}" in sanad("coordinators", "list").stdout
    assert rows(database, "SELECT count(*) FROM coordinators") == [(2,)]


def test_what_a_coordinator_does_is_recorded_and_kept_until_it_is_said_anew(database: str):
    sanad("centres", "import", centres(CENTRES))
    add = ("coordinators", "add", "fes", "7002003", "نادية")
    said = ("--role", "deputy", "--needs", "housing, Job", "--languages", "ar", "--woman")
    assert sanad(*add, *said).exit_code == 0
    nadia = "fes\t7002003\tنادية\tdeputy\t"
    assert sanad("coordinators", "list").stdout == f"{nadia}housing,job\tar\twoman\n"
    assert sanad(*add).exit_code == 0
    assert sanad("coordinators", "list").stdout == f"{nadia}housing,job\tar\twoman\n"
    assert sanad(*add, "--needs", "", "--man").exit_code == 0
    assert sanad("coordinators", "list").stdout == f"{nadia}-\tar\t-\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("add", "oujda", "7002001", "Karim"), "no centre 'oujda'; known: casa, fes, national"),
        (("remove", "oujda", "7002001"), "no centre 'oujda'"),
        (("remove", "fes", "7002001"), "not a coordinator of fes"),
        (("add", "fes", "karim_fes", "Karim"), "valid integer"),
        (("add", "fes", "7", "K", "--needs", "houses"), "no need 'houses'; known: housing, "),
        (("add", "fes", "7", "K", "--languages", "ar,en"), "no language 'en'; known: ar, fr"),
        (("add", "fes", "7", "K", "--role", "boss"), "no role 'boss'; known: coordinator, deputy"),
    ],
)
def test_who_or_what_is_not_known_is_said(database: str, words, says):
    sanad("centres", "import", centres(CENTRES))
    refused = sanad("coordinators", *words)
    assert refused.exit_code == 2
    assert says in refused.stderr
    assert rows(database, "SELECT count(*) FROM coordinators") == [(0,)]


def test_migrating_down_and_up(database: str):
    assert "at nothing" in sanad("migrate", "--down", "base").stderr
    assert rows(database, "SELECT to_regclass('people')") == [(None,)]
    up = sanad("migrate")
    assert up.exit_code == 0
    assert rows(database, "SELECT to_regclass('people')::text") == [("people",)]


def test_nothing_is_imported_without_keys(database: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SANAD_KEYS")
    refused = sanad("centres", "import", centres(CENTRES))
    assert refused.exit_code == 2
    assert "sanad keys" in refused.stderr
    assert rows(database, "SELECT code FROM centres WHERE kind = 'centre'") == []


ANSWERS = """
- {need: housing, name: Visite, fr: "Passez : {address}", ar: "زورونا: {address}"}
- {centre: casa, need: any, name: Nom, fr: "Je suis {name}", ar: "أنا {name}"}
"""


def answers(words: str) -> str:
    path = Path("answers.yaml")
    path.write_text(words, "utf-8")
    return str(path)


def test_answers_are_imported_and_brought_up_to_date(database: str):
    sanad("centres", "import", centres(CENTRES))
    assert sanad("answers", "import", answers(ANSWERS)).exit_code == 0
    kept = "SELECT name, text_fr FROM canned_answers ORDER BY id"
    visit = ("Visite", "Passez : {address}")
    assert sorted(rows(database, kept)) == sorted([*[visit] * 3, ("Nom", "Je suis {name}")])
    changed = sanad("answers", "import", answers(ANSWERS.replace("Je suis", "Bonjour,")))
    assert "2 answers for 3 centres" in changed.output
    assert ("Nom", "Bonjour, {name}") in rows(database, kept)
    assert len(rows(database, kept)) == 4


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("[]", "no list of answers"),
        ("- x", "answer 1, entry"),
        (ANSWERS.replace("{name}", "{nom}"), "{nom}"),
        (ANSWERS.replace("housing", "house"), "answer 1, need"),
        (ANSWERS.replace("casa", "paris"), "no centre paris"),
    ],
)
def test_a_wrong_list_of_answers_is_refused_as_a_whole(database: str, wrong: str, told: str):
    sanad("centres", "import", centres(CENTRES))
    done = sanad("answers", "import", answers(wrong))
    assert done.exit_code == 2
    assert told in done.output
    assert rows(database, "SELECT 1 FROM canned_answers") == []


def test_the_example_list_of_answers_is_right():
    assert read_answers(ROOT / "examples" / "answers.yaml")
