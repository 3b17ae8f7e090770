from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from tempfile import mkdtemp

import pytest

from bot.centres import NO_SUPERVISION
from bot.dialogue.server import model_path
from bot.doctor import examine
from bot.settings import Settings, UnsafeSettings
from bot.simulator.server import Simulator
from bot.storage.database import Database
from bot.storage.sealed import new_key
from tests.channels.server import http, serving
from tests.stage import Stage

NOBODY = "http://127.0.0.1:9"
SECRET = "4242:a-secret-nobody-may-read"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variables, and a folder without `.env`."""
    for name in [name for name in os.environ if name.upper().startswith("SANAD_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


Set = Callable[..., None]
Furnish = Callable[[], Awaitable[None]]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Set:
    """Sets variables, without their prefix; none for a variable that is not set."""

    def put(**variables: str | None) -> None:
        for name, value in variables.items():
            if value is None:
                monkeypatch.delenv(f"SANAD_{name.upper()}")
            else:
                monkeypatch.setenv(f"SANAD_{name.upper()}", value)

    return put


@pytest.fixture
async def well(
    nothing_set: None, given: Set, settings: Settings, simulator: Simulator
) -> AsyncIterator[Furnish]:
    """Variables of a Sanad that is well; what comes out furnishes its database."""

    async def furnish() -> None:
        database = Database(str(settings.database_url))
        async with database.transaction() as session:
            await Stage(settings, simulator).furnish(session)
        await database.close()

    async with serving(http(200, '{"ready": true}')) as rasa:
        given(
            telegram_token=simulator.token,
            telegram_api_url=simulator.url,
            database_url=str(settings.database_url),
            rasa_url=rasa,
            rasa_token="-",
            keys=settings.keys.get_secret_value(),
            index_key=settings.index_key.get_secret_value(),
        )
        yield furnish


async def findings() -> dict[str, tuple[bool, str]]:
    """What the doctor finds, by what he looked at."""
    return {one.what: (one.good, one.words) for one in await examine()}


async def bad() -> dict[str, str]:
    """What he does not like."""
    return {what: words for what, (good, words) in (await findings()).items() if not good}


async def test_all_is_well(well: Furnish) -> None:
    await well()
    found = await findings()
    assert list(found) == [
        "keys", "catalogs", "database", "centres", "supervision", "coordinators", "understanding",
        "Telegram",
    ]  # fmt: skip
    assert [what for what, (good, _) in found.items() if not good] == []
    assert "ar, fr" in found["catalogs"][1]
    assert found["centres"][1] == "2, 2 with a group"
    assert found["coordinators"][1] == "3"
    assert found["Telegram"][1] == "@sanad_bot"


async def test_a_new_key_in_front_is_counted(well: Furnish, given: Set) -> None:
    given(keys=f"{new_key()},{os.environ['SANAD_KEYS']}")
    assert (await findings())["keys"][1].startswith("2 ")


async def test_without_supervision_all_is_well_but_advice_is_given(well: Furnish) -> None:
    await well()
    (found,) = [one for one in await examine() if one.what == "supervision"]
    assert (found.sign, found.words) == ("!", NO_SUPERVISION)


async def test_an_empty_database_needs_centres_and_coordinators(well: Furnish) -> None:
    sick = await bad()
    assert list(sick) == ["centres", "coordinators"]
    assert "sanad centres import" in sick["centres"]
    assert "sanad coordinators add" in sick["coordinators"]


WRONG: list[tuple[dict[str, str | None], str, str]] = [
    ({"keys": None}, "keys", "sanad keys"),
    ({"keys": "short"}, "keys", "sanad keys"),
    ({"index_key": None}, "keys", "sanad keys"),
    ({"index_key": "short"}, "keys", "sanad keys"),
    ({"telegram_token": None}, "Telegram", "@BotFather"),
    ({"telegram_token": SECRET}, "Telegram", "@BotFather"),
    ({"telegram_api_url": NOBODY}, "Telegram", "SANAD_TELEGRAM_API_URL"),
    ({"telegram_api_url": "not an address"}, "Telegram", "SANAD_TELEGRAM_API_URL"),
    ({"rasa_url": NOBODY}, "understanding", "SANAD_RASA_URL"),
    ({"rasa_url": "not an address"}, "understanding", "SANAD_RASA_URL"),
    ({"database_url": "postgresql://127.0.0.1:9/nowhere"}, "database", "address"),
    ({"database_url": "mysql://127.0.0.1:9/nowhere"}, "database", "address"),
]


@pytest.mark.parametrize(("variable", "what", "advice"), WRONG, ids=str)
async def test_one_thing_wrong_is_named_with_what_to_do(
    well: Furnish, given: Set, variable: dict[str, str | None], what: str, advice: str
) -> None:
    await well()
    given(**variable)
    sick = await bad()
    assert list(sick) == [what]
    assert advice in sick[what]


async def test_answers_that_are_not_telegrams_are_told(well: Furnish, given: Set) -> None:
    await well()
    async with serving(http(200, "<html>")) as url:
        given(telegram_api_url=url)
        assert list(await bad()) == ["Telegram"]
    async with serving(http(200, '["hello"]')) as url:
        given(telegram_api_url=url)
        assert list(await bad()) == ["Telegram"]


async def test_a_rasa_that_is_not_ready_or_something_else_is_told(
    well: Furnish, given: Set
) -> None:
    await well()
    for answer in ('{"ready": false}', "{}", "[]", "<html>"):
        async with serving(http(200, answer)) as url:
            given(rasa_url=url)
            assert list(await bad()) == ["understanding"], answer


async def test_without_any_settings_the_embedded_database_is_examined(
    given: Set, folder: Path
) -> None:
    """As somebody does first, after `make setup`: each lack is named, none hides another."""
    data = Path(mkdtemp(dir=folder))
    given(data=str(data))
    found = await findings()
    assert found["database"] == (True, "embedded, migrated")
    sick = await bad()
    assert list(sick) == ["keys", "centres", "coordinators", "understanding", "Telegram"]
    assert "sanad train" in sick["understanding"] or "make setup" in sick["understanding"]
    assert not (data / "models").exists(), "the doctor only looks"


async def test_a_model_of_other_sources_is_not_enough(
    well: Furnish, given: Set, tmp_path: Path
) -> None:
    await well()
    given(rasa_url=None, models=str(tmp_path))
    (tmp_path / "sanad-0123456789abcdef.tar.gz").touch()
    assert list(await bad()) == ["understanding"]
    model_path(tmp_path).touch()
    assert await bad() == {}


@pytest.mark.parametrize("variable", ["telegram_token", "keys", "index_key", "rasa_token"])
async def test_no_secret_is_told(well: Furnish, given: Set, variable: str) -> None:
    given(**{variable: SECRET}, telegram_api_url=NOBODY, rasa_url=NOBODY)
    assert SECRET not in str(await examine())


async def test_settings_that_cannot_be_read_are_named(given: Set) -> None:
    given(port="eight", rasa_timeout="0", keys=SECRET)
    with pytest.raises(UnsafeSettings, match=r"SANAD_RASA_TIMEOUT.*SANAD_PORT") as refused:
        await examine()
    assert SECRET not in str(refused.value)
