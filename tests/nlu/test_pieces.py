from hypothesis import given
from hypothesis import strategies as st

from nlu.encoder.pieces import END, PADDING, START, UNKNOWN, Pieces

# A word begins with ▁. Letters are rare, so that words stay whole; "sken" is likelier than "ske"
# and "n" together, and less likely than "▁sk" and "en".
VOCABULARY = {
    "<s>": 0.0,
    "<pad>": 0.0,
    "</s>": 0.0,
    "<unk>": 0.0,
    "▁": -6.0,
    "▁bghit": -4.0,
    "▁خدمة": -4.0,
    "▁travail": -4.0,
    "▁préfet": -5.0,
    "▁sk": -3.0,
    "en": -3.0,
    "▁sken": -7.0,
    "s": -8.0,
    "k": -8.0,
    "e": -8.0,
    "n": -8.0,
    "2": -8.0,
}
NAMES = list(VOCABULARY)
PIECES = Pieces(NAMES, list(VOCABULARY.values()))


def cut(text: str, most: int = 64) -> list[str]:
    return [NAMES[number] for number in PIECES.ids(text, most)]


def test_the_four_that_are_no_text_come_first() -> None:
    assert [NAMES[number] for number in (START, PADDING, END, UNKNOWN)] == NAMES[:4]


def test_known_words_stay_whole() -> None:
    assert cut("bghit خدمة travail") == ["<s>", "▁bghit", "▁خدمة", "▁travail", "</s>"]


def test_words_are_read_as_they_are_properly_written() -> None:
    assert cut(" BGHIIIIT\n خَدْمـــة\u200f préfet ") == ["<s>", "▁bghit", "▁خدمة", "▁préfet", "</s>"]
    assert cut("٢") == ["<s>", "▁", "2", "</s>"]


def test_the_likeliest_way_to_cut_wins() -> None:
    assert cut("sken") == ["<s>", "▁sk", "en", "</s>"]
    assert cut("skn") == ["<s>", "▁sk", "n", "</s>"]


def test_an_unknown_letter_is_one_unknown_piece() -> None:
    assert cut("bghit zz") == ["<s>", "▁bghit", "▁", "<unk>", "<unk>", "</s>"]
    assert cut("👍") == ["<s>", "▁", "<unk>", "</s>"]


def test_nothing_is_hardly_anything() -> None:
    assert cut("") == cut(" \n\u200b") == ["<s>", "▁", "</s>"]


def test_the_rest_of_a_long_text_is_not_read() -> None:
    assert cut("bghit " * 1000, most=4) == ["<s>", "▁bghit", "▁bghit", "</s>"]


@given(st.text(), st.integers(min_value=2, max_value=32))
def test_any_text_is_cut(text: str, most: int) -> None:
    ids = PIECES.ids(text, most)
    assert ids[0] == START
    assert ids[-1] == END
    assert len(ids) <= most
    assert not {START, PADDING, END}.intersection(ids[1:-1])
    assert all(0 <= number < len(NAMES) for number in ids)


KNOWN = st.sampled_from(["bghit", "خدمة", "travail", "préfet"])


@given(st.lists(KNOWN, min_size=1, max_size=20))
def test_any_known_words_stay_whole(words: list[str]) -> None:
    assert cut(" ".join(words)) == ["<s>", *(f"▁{word}" for word in words), "</s>"]
