import re

import pytest

from bot.cases.codes import ALPHABET, new_code


@pytest.mark.parametrize("alike", ["0O", "1IL", "5S", "8B", "2Z", "VW"])
def test_of_signs_that_look_or_sound_alike_at_most_one_is_used(alike):
    assert sum(sign in ALPHABET for sign in alike) <= 1


def test_a_code_can_be_read_aloud():
    assert re.fullmatch(rf"R-[{ALPHABET}]{{4}}", new_code())
    assert len(set(ALPHABET)) == len(ALPHABET) > 20


def test_codes_differ_and_grow_when_asked():
    assert len({new_code() for _ in range(20)}) > 15
    assert re.fullmatch(rf"R-[{ALPHABET}]{{6}}", new_code(6))
