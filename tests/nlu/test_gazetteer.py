import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.text.gazetteer import Entity, Gazetteer, find_entities, read_entries
from nlu.text.lexicon import read_pairs

SMALL = Gazetteer(
    [
        ("city", "Fès", "fes"),
        ("city", "Fès", "فاس"),
        ("city", "Casablanca", "casa"),
        ("city", "Rabat", "الرباط"),
        ("city", "Khouribga", "خريبكة"),
        ("city", "Taroudant", "تارودانت"),
        ("document", "identity_card", "carte"),
        ("document", "health_cover_card", "carte amo"),
        ("document", "residence_certificate", "certificat fes"),
    ]
)


def named(text: str, gazetteer: Gazetteer = SMALL) -> list[tuple[str, str]]:
    return [(text[found.start : found.end], found.value) for found in gazetteer.find(text)]


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("fes", "Fès"),
        ("FÈS!", "Fès"),
        ("dfes", "Fès"),
        ("f fes", "Fès"),
        ("ffes", "Fès"),
        ("l'casa", "Casablanca"),
        ("lcasa", "Casablanca"),
        ("فاس", "Fès"),
        ("ففاس", "Fès"),
        ("لفاس", "Fès"),
        ("وبفاس", "Fès"),
        ("للرباط", "Rabat"),
        ("رباط", "Rabat"),
        ("والرباط", "Rabat"),
        ("taroudante", "Taroudant"),
    ],
)
def test_particles_and_spellings(text: str, city: str) -> None:
    assert [value for _, value in named(text)] == [city]


@pytest.mark.parametrize("text", ["fesses", "casanier", "robot", "rbit", "كاس", "فاسد", "bonjour"])
def test_a_resemblance_is_not_a_name(text: str) -> None:
    assert named(text) == []


def test_the_longest_phrase_wins_and_every_town_counts() -> None:
    assert named("ma carte amo, de Fes à casa") == [
        ("carte amo", "health_cover_card"),
        ("Fes", "Fès"),
        ("casa", "Casablanca"),
    ]


def test_a_town_may_be_part_of_the_name_of_a_paper() -> None:
    assert SMALL.find("certificat fes") == [
        Entity("document", "residence_certificate", 0, 14),
        Entity("city", "Fès", 11, 14),
    ]


@settings(deadline=None)  # the first call reads the lists
@given(st.text())
def test_no_text_breaks_the_real_lists(text: str) -> None:
    for found in find_entities(text):
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("بغيت خدمة ففاس", "city", "Fès"),
        ("ana f tanja", "city", "Tanger"),
        ("j'ai perdu ma carte nationale", "document", "identity_card"),
        ("عقد الازدياد", "document", "birth_certificate"),
        ("bghit n3lem soudure", "trade", "welding"),
        ("الحلاقة", "trade", "hairdressing"),
    ],
)
def test_the_real_lists_know(text: str, entity: str, value: str) -> None:
    assert (entity, value) in {(found.entity, found.value) for found in find_entities(text)}


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("ساكن قرب الريش", "city", "Rich"),
        ("نحو الجديدة", "city", "El Jadida"),
        ("لالجديدة", "city", "El Jadida"),
        ("ville de Tata", "city", "Tata"),
        ("ana mn akka", "city", "Akka"),
        ("زاوية أحنصال", "city", "Zaouiat Ahansal"),
        ("بطاقتي ضاعت", "document", "identity_card"),
        ("mes passeports", "document", "passport"),
        ("mon casier", "document", "criminal_record"),
        ("extrait de naissance de l'état civil", "document", "birth_certificate"),
        ("carte AMO", "document", "health_cover_card"),
        ("حلاقين", "trade", "hairdressing"),
        ("tnejjart f salon", "trade", "hairdressing"),
        ("jai reparé des voitures", "trade", "mechanics"),
        ("nnejjara", "trade", "carpentry"),
        ("mes deux fours", "trade", "catering"),
        ("خدمت فالبني", "trade", "construction"),
    ],
)
def test_inflected_and_place_bound_names_count(text: str, entity: str, value: str) -> None:
    assert (entity, value) in {(found.entity, found.value) for found in find_entities(text)}


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("il est là maintenant", "city"),
        ("le montant total", "city"),
        ("ana fo9 l9entra", "city"),
        ("ولدي فالداخلية", "city"),
        ("عندي خدمة الجديدة", "city"),
        ("tata est malade", "city"),
        ("غير الولاد", "city"),
        ("bni mellal", "trade"),
        ("فبني ملال", "trade"),
        ("صفوا لي لون البناية", "trade"),
        ("ma carte bancaire", "document"),
        ("كلامو حتى هو", "document"),
    ],
)
def test_everyday_words_are_no_names(text: str, entity: str) -> None:
    assert entity not in {found.entity for found in find_entities(text)}


def test_one_paper_is_not_taken_for_another() -> None:
    for text, value in [
        ("carte AMO", "health_cover_card"),
        ("extrait de naissance état civil", "birth_certificate"),
        ("titre de séjour", "other"),
    ]:
        assert {found.value for found in find_entities(text)} == {value}


def test_a_phrase_without_a_value_hides_what_it_holds() -> None:
    gazetteer = Gazetteer([("document", "", "carte bancaire"), ("document", "card", "carte")])
    assert named("ma carte bancaire et ma carte", gazetteer) == [("carte", "card")]


def test_a_phrase_after_an_equals_sign_is_found_by_its_spelling_only() -> None:
    for phrase, found in [("ville marrakech", 1), ("=ville marrakech", 0)]:
        gazetteer = Gazetteer([("city", "Marrakech", phrase)])
        assert len(gazetteer.find("ville marrakeche")) == found
        assert len(gazetteer.find("ville marrakech")) == 1


def test_the_name_of_a_town_holds_nothing_else() -> None:
    gazetteer = Gazetteer([("city", "Béni Mellal", "bni mellal"), ("trade", "building", "bni")])
    assert named("bni mellal", gazetteer) == [("bni mellal", "Béni Mellal")]


def test_every_town_has_a_place_and_a_spelling() -> None:
    folder = Path("nlu/data/gazetteers")
    with (folder / "regions.csv").open(encoding="utf-8") as file:
        regions = {row["code"] for row in csv.DictReader(file)}
    with (folder / "towns.csv").open(encoding="utf-8", newline="") as file:
        towns = list(csv.DictReader(file))
    assert len({town["name_fr"] for town in towns}) == len(towns) > 450
    for town in towns:
        assert town["region"] in regions
        assert 20 < float(town["latitude"]) < 36.1
        assert -17.2 < float(town["longitude"]) < -1
        assert all(town["spellings"].split("|"))


def test_enough_is_not_a_town() -> None:
    assert "Safi" not in {found.value for found in find_entities("safi baraka")}
    assert "Safi" in {found.value for found in find_entities("ana f safi")}


def test_a_malformed_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "trade.tsv"
    path.write_text("# fine\nwelding\tsoudure\nwelding soudure\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"trade\.tsv:3"):
        list(read_pairs(path))


def test_missing_lists_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(read_entries(tmp_path))
