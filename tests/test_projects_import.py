"""The list of a distribution day, brought in at the terminal."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import psycopg
import pytest
from openpyxl import Workbook

from bot.centres import BadList
from bot.project_rows import COLUMNS, trade_named
from bot.projects_file import read_projects
from bot.settings import ROOT
from bot.spreadsheets import as_cell, read_table
from tests.test_cli import CENTRES, _no_settings, centres, database, rows, sanad

__all__ = ["_no_settings", "database"]  # fixtures
HEADER = "name,phone,sex,birth_year,centre,trade,town,date,item,kind,quantity,value"
FATIMA = (
    "Exemple Fatima,0600000015,femme,1985,fes,Couture,Fès,03/06/2026,"
    "Machine à coudre,machine,1,3500"
)
CLOTH = "Exemple Fatima,0600000015,,,fes,خياطة,,2026-06-03,Tissu,matériaux,20,1500"
AMIN = "مثال أمين,,ذكر,,fes,التلحيم,فاس,٣/٦/٢٠٢٦,جهاز تلحيم,معدات,,"
TODAY = date(2026, 6, 20)


def listed(*lines: str, header: str = HEADER) -> str:
    path = Path("projects.csv")
    path.write_text("\n".join((header, *lines)), "utf-8")
    return str(path)


def workbook(*lines: str) -> str:
    book = Workbook()
    for cells in csv.reader(io.StringIO("\n".join((HEADER, *lines)))):
        book.active.append(cells)
    book.save("projects.xlsx")
    return "projects.xlsx"


@pytest.fixture
def furnished(database: str) -> str:
    sanad("centres", "import", centres(CENTRES))
    return database


PROJECTS = "SELECT trade, stage, granted_on, sex, birth_year FROM projects ORDER BY id"
GRANTS = "SELECT kind, quantity, value_mad FROM grants ORDER BY id"
ALL = "SELECT p.*, g.* FROM projects p JOIN grants g ON g.project_id = p.id ORDER BY p.id, g.id"


@pytest.mark.parametrize("written", [listed, workbook])
def test_rows_of_the_same_holder_are_one_project(furnished: str, written):
    done = sanad("projects", "import", written(FATIMA, AMIN, CLOTH))
    assert done.exit_code == 0, done.output
    assert "2 new, 0 changed, 0 as before" in done.stderr
    day = date(2026, 6, 3)
    assert rows(furnished, PROJECTS) == [
        ("sewing", "granted", day, "f", 1985),
        ("welding", "granted", day, "m", None),
    ]
    assert rows(furnished, GRANTS) == [
        ("equipment", 1, 3500), ("materials", 20, 1500), ("equipment", 1, None),
    ]  # fmt: skip
    assert rows(furnished, "SELECT stage, on_day FROM stage_changes") == [("granted", day)] * 2
    codes = [line.split("\t") for line in done.stdout.splitlines()]
    assert [columns[1:] for columns in codes] == [
        ["Exemple Fatima", "new", "-"], ["مثال أمين", "new", "-"],
    ]  # fmt: skip
    assert [columns[0] for columns in codes] == [
        code for (code,) in rows(furnished, "SELECT code FROM projects ORDER BY id")
    ]


def test_nothing_about_them_lies_open_in_the_tables(furnished: str):
    sanad("projects", "import", listed(FATIMA))
    stored = str(rows(furnished, "SELECT p::text, g::text FROM projects p, grants g"))
    for words in ("Fatima", "600000015", "Fès", "coudre"):
        assert words not in stored
        assert words.encode().hex() not in stored


def test_the_same_list_again_changes_nothing(furnished: str):
    sanad("projects", "import", listed(FATIMA, CLOTH, AMIN))
    before = rows(furnished, ALL)
    again = sanad("projects", "import", listed(FATIMA, CLOTH, AMIN))
    assert "0 new, 0 changed, 2 as before" in again.stderr
    assert rows(furnished, ALL) == before
    assert [line.split("\t")[2] for line in again.stdout.splitlines()] == ["as before"] * 2


def test_a_list_that_was_mended_brings_what_is_known_up_to_date(furnished: str):
    sanad("projects", "import", listed(FATIMA, AMIN))
    mended = AMIN.replace("أمين,,", "أمين,0600000011,")
    done = sanad("projects", "import", listed(FATIMA.replace(",1,3500", ",2,7000"), CLOTH, mended))
    assert "0 new, 2 changed, 0 as before" in done.stderr
    assert rows(furnished, "SELECT count(*) FROM projects") == [(2,)]
    assert rows(furnished, GRANTS) == [
        ("equipment", 2, 7000), ("equipment", 1, None), ("materials", 20, 1500),
    ]  # fmt: skip
    again = sanad("projects", "import", listed(AMIN))  # the list without the number is no other man
    assert "0 new, 0 changed, 1 as before" in again.stderr


def test_another_day_or_trade_is_another_project(furnished: str):
    other = CLOTH.replace("خياطة", "coiffure")
    later = CLOTH.replace("2026-06-03", "2026-06-10")
    done = sanad("projects", "import", listed(FATIMA, other, later))
    assert "3 new" in done.stderr


def test_a_dry_run_says_what_would_happen_and_does_nothing(furnished: str):
    done = sanad("projects", "import", listed(FATIMA, CLOTH, AMIN), "--dry-run")
    assert (done.exit_code, rows(furnished, PROJECTS)) == (0, [])
    assert "Nothing was changed. It would be 2 new" in done.stderr
    assert done.stdout.startswith("-\tExemple Fatima\tnew\t-")
    sanad("projects", "import", listed(FATIMA))
    known = sanad("projects", "import", listed(FATIMA, CLOTH), "--dry-run")
    assert "0 new, 1 changed" in known.stderr
    assert rows(furnished, "SELECT count(*) FROM grants") == [(1,)]


def test_every_mistake_is_told_in_one_go_and_nothing_is_brought_in(furnished: str):
    wrong = [
        FATIMA,
        FATIMA.replace("Couture", "soudurre"),
        FATIMA.replace("03/06/2026", "31/02/2026"),
        FATIMA.replace("0600000015", "06000"),
        FATIMA.replace("3500", "-3500"),
        FATIMA.replace(",fes,", ",paris,").replace("femme", "x").replace(",1,", ",zwei,"),
        FATIMA.replace("machine,1,3500", "argent,1,").replace("Exemple Fatima", ""),
        FATIMA.replace("1985", "2025"),
        FATIMA.replace("03/06/2026", "03/06/2999"),
    ]
    done = sanad("projects", "import", listed(*wrong))
    told = done.stderr.splitlines()
    assert done.exit_code == 2
    for part in (
        "line 3, trade: no trade 'soudurre'; nearest: welding",
        "line 4, date: '31/02/2026' is no day",
        "line 5, phone: '06000' is no telephone number",
        "line 6, value: ",
        "line 7, sex: 'x'",
        "line 7, centre: no centre 'paris'; known: casa, fes",
        "line 7, quantity: 'zwei'",
        "line 8, name: it is empty",
        "line 9, birth_year: nobody born in 2025",
        "line 10, date: 2999-06-03",
    ):
        assert any(line.startswith(part) for line in told), (part, told)
    assert rows(furnished, PROJECTS) == []


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ((FATIMA, FATIMA), "line 3, item: line 2 has it already"),
        ((FATIMA, CLOTH.replace(",,,", ",homme,,")), "line 3, sex: m, but f in line 2"),
        ((FATIMA, CLOTH.replace("Fatima", "Zohra")), "line 3, phone: it is that of line 2"),
        (
            (FATIMA, FATIMA.replace("15,", "16,"), CLOTH.replace("0600000015", "")),
            "line 4, name: several people have it here",
        ),
        ((FATIMA + ",x",), "a cell stands beside the columns"),
        ((FATIMA.replace("machine,1,3500", "argent,1,"),), "line 2, value: money needs an amount"),
        ((FATIMA.replace("Machine à coudre", ""),), "line 2, item: say what was granted"),
    ],
)
def test_rows_that_speak_against_each_other_are_refused(furnished: str, lines, told):
    done = sanad("projects", "import", listed(*lines))
    assert done.exit_code == 2
    assert told in done.stderr
    assert rows(furnished, PROJECTS) == []


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("p.csv", b"", "is empty"),
        ("p.csv", HEADER.encode(), "holds no list"),
        ("p.csv", "Métier,x\na,b".encode("cp1252"), "save it as CSV UTF-8"),
        ("p.csv", b"name,colour,name\na,b,c", "no column is called 'colour'"),
        ("p.csv", b"name,colour,name\na,b,c", "the column name is there twice"),
        ("p.xlsx", b"no workbook", "save it as .xlsx again"),
        ("p.ods", b"", "must be a .csv or .xlsx"),
        ("absent.csv", None, "cannot be read"),
        ("p.csv", b"name\nFatima", "line 2, trade: it is empty, or the column is missing"),
    ],
)
def test_what_is_no_list_is_refused(name, content, told):
    if content is not None:
        Path(name).write_bytes(content)
    with pytest.raises(BadList, match=told):
        read_projects(Path(name), ["fes"], TODAY)


def test_a_sheet_as_people_keep_it_is_read():
    book = Workbook()
    book.active.append(["الاسم الكامل", "Téléphone", "Centre", "الحرفة", "Date de remise", "النوع",
                        "Désignation", "Quantité", "Montant"])  # fmt: skip
    book.active.append(["=1+1", 600000015, "FES", "🧵 الخياطة", date(2026, 6, 3), "آلات",
                        "=HYPERLINK(\"http://x\")", 2.0, "3 500,00 DH"])  # fmt: skip
    book.active.append([None] * 9)
    book.save("p.xlsx")
    (holder,) = read_projects(Path("p.xlsx"), ["fes"], TODAY)
    assert (holder.line.name, holder.line.phone) == ("=1+1", "+212600000015")
    (grant,) = holder.grants
    assert (grant.item, grant.quantity, grant.value) == ('=HYPERLINK("http://x")', 2, 3500)


def test_semicolons_are_what_excel_writes_in_french():
    path = listed(FATIMA.replace(",", ";"), header=HEADER.replace(",", ";"))
    assert len(read_projects(Path(path), ["fes"], TODAY)) == 1


@pytest.mark.parametrize("words", ["=1+1", "+212600000015", "-x", "@x", "\t=x"])
def test_what_begins_a_formula_gets_an_apostrophe_and_loses_it_again(words):
    assert as_cell(words).startswith("'")
    Path("p.csv").write_text(f"name\n{as_cell(words)}", "utf-8")
    (row,) = read_table(Path("p.csv"), COLUMNS)
    assert row.cells["name"] == words.strip()


def test_a_formula_for_a_name_does_not_run_in_what_is_printed(furnished: str):
    done = sanad("projects", "import", listed(FATIMA.replace("Exemple Fatima", "=cmd|calc")))
    assert "\t'=cmd|calc\t" in done.stdout


def test_projects_are_listed_by_centre(furnished: str):
    there = AMIN.replace(",fes,", ",casa,")
    sanad("projects", "import", listed(FATIMA, there))
    listing = [line.split("\t")[1:] for line in sanad("projects", "list").stdout.splitlines()]
    assert listing == [["casa", "granted", "welding", "-"], ["fes", "granted", "sewing", "-"]]
    here = sanad("projects", "list", "--centre", "fes").stdout
    assert here.count("\n") == 1
    assert "Fatima" not in here
    nowhere = sanad("projects", "list", "--centre", "paris")
    assert nowhere.exit_code == 2
    assert "known: casa, fes" in nowhere.stderr


def test_who_erased_their_data_is_not_brought_back_by_the_list(furnished: str):
    sanad("projects", "import", listed(FATIMA, AMIN))
    with psycopg.connect(furnished) as connection:
        connection.execute("UPDATE projects SET holder = NULL, erased_at = now() WHERE id = 1")
    again = sanad("projects", "import", listed(FATIMA, CLOTH, AMIN))
    assert "1 as before; 1 erased by their holders and left alone" in again.stderr
    assert "-\terased\terased" in again.stdout
    assert rows(furnished, "SELECT holder FROM projects WHERE id = 1") == [(None,)]
    assert rows(furnished, "SELECT count(*) FROM grants") == [(2,)]


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("sewing", "sewing"), ("Couture", "sewing"), ("خياطة", "sewing"), ("🧵 الخياطة", "sewing"),
        ("Food retail", "food_retail"), ("بيع المواد الغذائية", "food_retail"),
        ("électricien bâtiment", "electrical"), ("réparation GSM", "other"), ("other", "other"),
    ],
)  # fmt: skip
def test_a_trade_is_known_however_it_is_written(written: str, key: str):
    assert trade_named(written) == key


@pytest.mark.parametrize(("written", "told"), [("coifur", "hairdressing"), ("zzzz", "known:")])
def test_of_an_unknown_trade_the_nearest_are_told(written: str, told: str):
    with pytest.raises(ValueError, match=told):
        trade_named(written)


def test_the_example_is_right():
    holders = read_projects(ROOT / "examples" / "projects.csv", ["fes"], TODAY)
    trades = {holder.line.trade for holder in holders}
    assert trades >= {
        "welding", "electrical", "construction", "hairdressing", "sewing", "food_retail",
    }  # fmt: skip
    assert max(len(holder.grants) for holder in holders) == 3
