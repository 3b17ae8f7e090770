from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.cases.routing import By, Route
from bot.centres import BadList, CentreEntry, import_centres, read_centres
from bot.places import regions
from bot.settings import ROOT
from bot.staff import add_coordinator
from bot.storage.casebook import centre_of_town, national_centre, route_of, supervisions
from bot.storage.database import Database
from bot.storage.tables import Centre, Person

HEADER = "code,name_ar,name_fr,region,latitude,longitude,hours,group_chat_id,address_fr,phone\n"
FES = (
    "fes,مركز فاس,Centre de Fès,fes-meknes,34.03,-5.0,mon 08:30-16:30; tue 08:30-16:30,-100123,,\n"
)
YAML_FES = """
- code: fes
  name_ar: مركز فاس
  name_fr: Centre de Fès
  region: fes-meknes
  latitude: 34.03
  longitude: -5.0
  hours: {mon: ["08:30", "16:30"], tue: ["08:30", "16:30"]}
  group_chat_id: -100123
"""


@pytest.fixture
def listed(tmp_path: Path):
    def write(words: str | bytes, suffix: str = ".csv") -> Path:
        path = tmp_path / f"centres{suffix}"
        path.write_bytes(words if isinstance(words, bytes) else words.encode())
        return path

    return write


def test_csv_and_yaml_say_the_same(listed):
    assert read_centres(listed(HEADER + FES)) == read_centres(listed(YAML_FES, ".yaml"))
    (fes,) = read_centres(listed(YAML_FES, ".yml"))
    assert fes.hours == {"mon": ["08:30", "16:30"], "tue": ["08:30", "16:30"]}
    assert (fes.group_chat_id, fes.language, fes.phone) == ("-100123", "ar", None)


def test_the_hours_of_ramadan_are_checked_like_a_day(listed):
    (own,) = read_centres(listed(YAML_FES + "  ramadan_hours: ['10:00', '14:00']\n", ".yaml"))
    assert own.ramadan_hours == ["10:00", "14:00"]
    with pytest.raises(BadList, match="ramadan: it closes before it opens"):
        read_centres(listed(YAML_FES + "  ramadan_hours: ['15:00', '09:00']\n", ".yaml"))


def test_a_list_saved_by_excel_is_read(listed):
    """UTF-8 with a byte order mark, lines ended the Windows way; in French with semicolons."""
    plain = read_centres(listed(HEADER + FES))
    assert read_centres(listed("\ufeff" + (HEADER + FES).replace("\n", "\r\n"))) == plain
    french = HEADER.replace(",", ";") + (
        'fes;مركز فاس;Centre de Fès;fes-meknes;34.03;-5.0;"mon 08:30-16:30; tue 08:30-16:30"'
        ";-100123;;\n"
    )
    assert read_centres(listed(french)) == plain


def test_a_cell_may_hold_a_comma_and_a_line_break(listed):
    row = FES.replace("-100123,,", '-100123,"12, rue X\nFès",')
    (fes,) = read_centres(listed(HEADER + row))
    assert fes.address_fr == "12, rue X\nFès"


def test_the_example_can_be_imported():
    assert {entry.region for entry in read_centres(ROOT / "examples" / "centres.yaml")} <= set(
        regions()
    )


MISTAKES = [
    ("latitude", FES.replace("34.03", "north"), "line 3, latitude: "),
    ("latitude out of range", FES.replace("34.03", "134"), "line 3, latitude: "),
    ("region", FES.replace("fes-meknes", "Fès"), "line 3, region: "),
    ("hours", FES.replace("16:30;", "6:30pm;"), "line 3, hours: "),
    ("hours without a day", FES.replace("mon ", ""), "line 3, hours: "),
    ("code", FES.replace("fes,", "Fès 1,", 1), "line 3, code: "),
    ("no name", FES.replace("Centre de Fès", ""), "line 3, name_fr: "),
    ("too few cells", "fes,مركز فاس\n", "line 3, name_fr: "),
    ("too many cells", FES.replace(",,\n", ",12, rue X,,,\n"), "line 3"),
    ("the same code twice", FES.replace("-100123", ""), "fes is there twice"),
    ("the same group twice", FES.replace("fes,", "fes2,", 1), "-100123 is there twice"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "says"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_a_mistake_is_told_by_row_and_column(listed, row, says):
    with pytest.raises(BadList) as refusal:
        read_centres(listed(HEADER + FES + row))
    assert says in str(refusal.value)
    assert "line 2" not in str(refusal.value)


def test_an_empty_line_does_not_shift_the_count(listed):
    with pytest.raises(BadList, match="line 4, latitude"):
        read_centres(listed(HEADER + FES + "\n" + FES.replace("34.03", "north")))


@pytest.mark.parametrize(
    ("words", "suffix", "says"),
    [
        (YAML_FES + "- code: casa\n", ".yaml", "centre 2, name_ar: "),
        (YAML_FES + "- casablanca\n", ".yaml", "centre 2, entry: "),
        (YAML_FES.replace('{mon: ["08:30", "16:30"]', "{mon: "), ".yaml", "hours"),
        (YAML_FES.replace('mon: ["08:30", "16:30"]', "mon:"), ".yaml", "mon: write two times"),
        (YAML_FES.replace('"16:30"]}', "16:30]}"), ".yaml", "tue: write two times"),
        (YAML_FES + "  colour: red\n", ".yaml", "centre 1, colour: "),
        ("a: [", ".yaml", "is not YAML"),
        ("a: 1", ".yaml", "holds no list"),
        ("", ".yaml", "holds no list"),
        (HEADER, ".csv", "holds no list"),
        (HEADER + FES, ".txt", "must be a .csv"),
        ((HEADER + FES).encode("cp1256"), ".csv", "cannot be read"),
    ],
)
def test_a_list_that_cannot_be_read_says_why(listed, words, suffix, says):
    with pytest.raises(BadList) as refusal:
        read_centres(listed(words, suffix))
    assert says in str(refusal.value)


def test_a_file_that_is_not_there_says_so(tmp_path: Path):
    with pytest.raises(BadList, match="cannot be read"):
        read_centres(tmp_path / "none.csv")


async def test_a_second_import_updates_and_leaves_the_group(database_url: str, listed):
    database = Database(database_url)
    first = read_centres(listed(HEADER + FES))
    casa = FES.replace("fes,", "casa,", 1).replace("-100123", "")
    again = read_centres(
        listed(HEADER + FES.replace("-100123", "").replace("34.03", "34.5") + casa)
    )
    async with database.transaction() as session:
        assert await import_centres(session, first) == (1, 0)
    async with database.transaction() as session:
        assert await import_centres(session, again) == (1, 1)
    async with database.transaction() as session:
        kept = select(Centre).where(Centre.kind == "centre").order_by(Centre.id)
        centres = list(await session.scalars(kept))
    await database.close()
    assert [(c.code, c.group, c.latitude) for c in centres] == [
        ("fes", "-100123", 34.5),
        ("casa", None, 34.03),
    ]


SUPERVISION = (
    FES.replace("fes,", "above,", 1)
    .replace("-100123", "-100999")
    .replace(",,\n", ",,,supervision\n")
)
KINDS = HEADER.replace("\n", ",kind\n")


async def test_nobody_is_assigned_to_a_supervision(database_url: str, listed):
    database = Database(database_url)
    entries = read_centres(listed(KINDS + SUPERVISION + FES))
    assert [entry.kind for entry in entries] == ["supervision", "centre"]
    async with database.transaction() as session:
        await import_centres(session, entries)
    async with database.transaction() as session:
        (above,) = await supervisions(session)
        person = Person(stage="ready", town="Fès")
        assert above.supervises
        nearest = await centre_of_town(session, "Fès")
        assert nearest
        assert nearest.code == "fes"
        assert await route_of(session, person, "danger") == Route(nearest, By.town)
        nowhere = await route_of(session, Person(stage="region"), "danger")
        assert nowhere == Route(nearest, By.national)
        assert await route_of(session, person, "complaint") == Route(above, By.supervision)
    await database.close()


async def test_a_supervision_without_a_group_reads_nothing(database_url: str, listed):
    database = Database(database_url)
    silent = SUPERVISION.replace("-100999", "")
    async with database.transaction() as session:
        await import_centres(session, read_centres(listed(KINDS + silent + FES)))
    async with database.transaction() as session:
        assert await supervisions(session) == []
        way = await route_of(session, Person(stage="ready"), "complaint")
        assert way.centre
        assert (way.centre.code, way.by) == ("fes", By.national)
    await database.close()


NATIONAL = FES.replace("fes,", "national,", 1).replace(",,\n", ",,,national\n")


async def test_the_national_centre_is_brought_up_to_date(database_url: str, listed):
    database = Database(database_url)
    entries = read_centres(listed(KINDS + NATIONAL.replace("-100123", "-100777") + FES))
    async with database.transaction() as session:
        assert await import_centres(session, entries) == (1, 1)
    async with database.transaction() as session:
        national = await national_centre(session)
        assert national
        assert (national.group, national.latitude) == ("-100777", 34.03)
        await add_coordinator(session, "national", "7002009", "Mariam")
        nearest = await centre_of_town(session, "Fès")
        assert nearest
        assert nearest.kind == "centre"
        nowhere = await route_of(session, Person(stage="region"), "housing")
        assert nowhere == Route(national, By.national)
        person = Person(stage="ready", town="Fès", centre=nearest)
        assert await route_of(session, person, "housing") == Route(national, By.unreachable)
        await add_coordinator(session, "fes", "7002001", "Karim")
        assert await route_of(session, person, "housing") == Route(nearest, By.centre)
        await session.rollback()
    await database.close()


@pytest.mark.parametrize(
    "row",
    [NATIONAL.replace("national,", "other,", 1), NATIONAL.replace(",national\n", ",centre\n")],
)
def test_there_is_one_national_centre(listed, row: str):
    with pytest.raises(BadList, match=r"line 2, entry: .*national"):
        read_centres(listed(KINDS + row))


async def test_a_centre_that_has_people_becomes_no_supervision(database_url: str, listed):
    database = Database(database_url)
    async with database.transaction() as session:
        await import_centres(session, read_centres(listed(HEADER + FES)))
        centre = await centre_of_town(session, "Fès")
        session.add(Person(stage="ready", centre=centre))
    turned = FES.replace(",,\n", ",,,supervision\n")
    async with database.transaction() as session:
        with pytest.raises(BadList, match="fes has people"):
            await import_centres(session, read_centres(listed(KINDS + turned)))
        await session.rollback()
    await database.close()


def test_the_example_shows_every_column():
    words = (ROOT / "examples" / "centres.yaml").read_text("utf-8")
    assert [field for field in CentreEntry.model_fields if f"{field}:" not in words] == []
