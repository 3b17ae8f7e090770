import pytest
from cryptography.fernet import InvalidToken
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.storage.sealed import Vault, new_key

OLD, NEW = new_key().encode(), new_key().encode()
INDEX = b"i" * 32


@settings(deadline=None)
@given(st.text("abغ ي\0🌙\n"))
def test_what_is_sealed_can_be_opened_and_not_be_read(words):
    vault = Vault([OLD], INDEX)
    sealed = vault.seal(words)
    assert vault.open(sealed) == words
    assert len(words) < 8 or words.encode() not in sealed
    assert vault.seal(words) != sealed


def test_a_new_key_in_front_seals_and_the_old_one_still_opens():
    before = Vault([OLD], INDEX)
    sealed = before.seal("بغيت سكنى")
    rotated = Vault([NEW, OLD], INDEX)
    assert rotated.open(sealed) == "بغيت سكنى"
    assert Vault([NEW], INDEX).open(rotated.seal("x")) == "x"
    with pytest.raises(InvalidToken):
        before.open(rotated.seal("x"))


def test_people_are_found_after_a_rotation():
    before, rotated = Vault([OLD], INDEX), Vault([NEW, OLD], INDEX)
    assert before.index("telegram", "7001") == rotated.index("telegram", "7001")
    assert before.index("telegram", "7001") != Vault([OLD], b"j" * 32).index("telegram", "7001")


def test_an_index_is_of_its_parts_and_not_of_their_sum():
    vault = Vault([OLD], INDEX)
    values = [("a", "bc"), ("ab", "c"), ("abc",), ("abc", ""), ("a", "b", "c")]
    assert len({vault.index(*parts) for parts in values}) == len(values)
    assert all(len(vault.index(*parts)) == 64 for parts in values)


def test_a_wrong_key_opens_nothing():
    with pytest.raises(InvalidToken):
        Vault([NEW], INDEX).open(Vault([OLD], INDEX).seal("بغيت سكنى"))


def test_a_changed_byte_is_noticed():
    vault = Vault([OLD], INDEX)
    sealed = bytearray(vault.seal("R-7KQ2"))
    sealed[40] = ord("A") if sealed[40] != ord("A") else ord("B")
    with pytest.raises(InvalidToken):
        vault.open(bytes(sealed))
