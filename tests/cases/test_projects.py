from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cases.codes import ALPHABET, PROJECT_PREFIX, new_code, project_code_in
from bot.cases.grants import KINDS, Granted, Kind, grant_in_words, granted_in
from bot.cases.projects import (
    ENDED,
    MOST_TRIES,
    PAUSE,
    PROJECT_TRADES,
    STAGES,
    Stage,
    Standing,
    begun,
    in_words,
    moved,
    moves_from,
    paused_until,
)
from bot.cases.states import NotAllowed
from bot.i18n.catalogs import render

DAY = date(2026, 3, 5)
NOW = datetime(2026, 3, 5, 9, tzinfo=UTC)


@st.composite
def walks(draw: st.DrawFn) -> list[Standing]:
    """A project's life: any first stage, then any moves, days passing."""
    day = DAY
    life = [begun(draw(st.sampled_from(list(Stage))), day)]
    for _ in range(draw(st.integers(0, 8))):
        day += timedelta(days=draw(st.integers(0, 90)))
        life.append(moved(life[-1], draw(st.sampled_from(list(moves_from(life[-1].stage)))), day))
    return life


@given(walks())
def test_the_days_of_a_project_fit_its_stage_whatever_way_it_went(life: list[Standing]):
    for at in life:
        started = at.stage not in {Stage.idea, Stage.application, Stage.granted}
        assert not (at.started_on and not started)
        assert at.started_on or not started or at.stage == Stage.stopped
        assert (at.granted_on is None) or at.stage not in {Stage.idea, Stage.application}
        assert (at.outcome, at.outcome_on) == (
            (at.stage, at.since) if at.stage in ENDED else (None, None)
        )
        assert (at.started_on or at.since) <= at.since


@given(walks())
def test_every_stage_leads_on_and_none_to_itself(life: list[Standing]):
    at = life[-1]
    assert moves_from(at.stage)
    for stage in set(Stage) - set(moves_from(at.stage)):
        with pytest.raises(NotAllowed):
            moved(at, stage, at.since)


def test_a_start_is_not_forgotten_by_a_pause_and_begins_anew_after_a_way_back():
    ran = moved(begun("started", DAY), "running", DAY + timedelta(days=5))
    assert moved(moved(ran, "paused", DAY), "running", DAY).started_on == DAY
    back = moved(moved(ran, "started", DAY), "granted", DAY)
    assert back.started_on is None
    later = DAY + timedelta(days=30)
    assert moved(back, "started", later).started_on == later


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("trade", PROJECT_TRADES)
def test_every_project_has_a_line(trade: str, stage: str):
    for language, month in (("ar", "مارس"), ("fr", "mars")):
        line = render(in_words(trade, stage, DAY), language)
        assert month in line
        assert "{" not in line


def test_the_keys_have_words():
    assert list(STAGES) == list(Stage)
    assert list(KINDS) == list(Kind)


@given(st.text(ALPHABET, min_size=4, max_size=8))
def test_a_code_is_read_however_a_thumb_writes_it(signs: str):
    code = PROJECT_PREFIX + signs
    ways = [code, code.lower(), f" {code}. ", f"/start {code.lower()}", f"P – {signs}"]
    ways += [code.translate(str.maketrans("23456789", "٢٣٤٥٦٧٨٩"))]
    assert {project_code_in(way) for way in ways} == {code}


@pytest.mark.parametrize(
    "words",
    [None, "", "/start", "parce", "Panne", "P-7K", "R-7KQ2", "P-7KQ2 شكرا", "p 7k 2", "P-0OOO"],
)
def test_other_words_are_no_code(words: str | None):
    assert project_code_in(words) is None


def test_a_new_code_is_one_that_is_read():
    code = new_code(4, PROJECT_PREFIX)
    assert project_code_in(code) == code


def test_wrong_codes_are_met_with_a_pause():
    assert paused_until(MOST_TRIES - 1, NOW, NOW) is None
    assert paused_until(MOST_TRIES, NOW, NOW) == NOW + PAUSE
    assert paused_until(MOST_TRIES, NOW, NOW + PAUSE) is None


@pytest.mark.parametrize(
    ("words", "kind", "granted"),
    [
        ("2 machines à coudre 3500", "equipment", ("machines à coudre", 2, "3500")),
        ("آلة خياطة ٣٥٠٠ درهم", "equipment", ("آلة خياطة", 1, "3500")),
        ("2 x fer à béton", "materials", ("fer à béton", 2, None)),
        ("poste 220 V, 3 500,50 DH", "equipment", ("poste 220 V", 1, "3500.50")),
        ("5000", "money", (None, 1, "5000")),
        ("5 000 dh", "money", (None, 1, "5000")),
        ("pour le loyer 1200", "money", ("pour le loyer", 1, "1200")),
    ],
)
def test_a_grant_is_read_from_words(words, kind, granted):
    item, quantity, value = granted
    assert granted_in(words, kind) == Granted(kind, item, quantity, value and Decimal(value))


@pytest.mark.parametrize(
    ("words", "kind"),
    [("", "equipment"), ("0 clous", "materials"), ("beaucoup", "money"), ("0", "money")],
)
def test_words_that_grant_nothing(words: str, kind: str):
    assert granted_in(words, kind) is None


@given(st.text(max_size=60), st.sampled_from(list(Kind)))
def test_no_words_are_too_strange_to_read(words: str, kind: str):
    if grant := granted_in(words, kind):
        assert render(grant_in_words(grant), "fr")
