import pytest

from bot.simulator.errors import ApiError
from bot.simulator.keyboards import checked
from bot.simulator.text import caption_content, formatted, text_content


@pytest.mark.parametrize(
    ("source", "text", "kinds"),
    [
        ("<b>سلام</b> عليكم", "سلام عليكم", [("bold", 0, 4)]),
        ("😀 <i>x</i>", "😀 x", [("italic", 3, 1)]),
        ("<b><i>x</i>y</b>", "xy", [("bold", 0, 2), ("italic", 0, 1)]),
        ("  <code>a</code> ", "a", [("code", 0, 1)]),
        ("1 &lt; 2 &amp; &nbsp; &#39;", "1 < 2 & &nbsp; '", []),
        ("<span class='tg-spoiler'>s</span>", "s", [("spoiler", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("see https://example.org/a.", "see https://example.org/a", [("url", 4, 21)]),
        ("/start now", "/start now", [("bot_command", 0, 6)]),
    ],
)
def test_html_becomes_text_and_entities(source, text, kinds):
    parsed, entities = formatted(source, "HTML")
    assert parsed.removesuffix(".") == text
    assert [(e["type"], e["offset"], e["length"]) for e in entities] == kinds


def test_a_link_carries_its_address():
    _, entities = formatted('<a href="https://example.org/?a=1&amp;b=2">here</a>', "html")
    assert entities == [
        {"type": "text_link", "offset": 0, "length": 4, "url": "https://example.org/?a=1&b=2"}
    ]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("س <p>", 'Unsupported start tag "p" at byte offset 3'),
        ("3 < 4", "Unclosed start tag at byte offset 2"),
        ("<3 and > 2", 'Unsupported start tag "3" at byte offset 0'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<span>x</span>", 'Unsupported start tag "span" at byte offset 0'),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(source, reason):
    with pytest.raises(ApiError) as refused:
        formatted(source, "HTML")
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


def test_length_is_measured_after_parsing_in_utf16_units():
    assert text_content("<b>" + "س" * 4096 + "</b>", "HTML")["text"] == "س" * 4096
    with pytest.raises(ApiError, match="message is too long"):
        text_content("😀" * 2049)
    with pytest.raises(ApiError, match="message text is empty"):
        text_content("<b> </b>", "HTML")
    with pytest.raises(ApiError, match="message caption is too long"):
        caption_content("x" * 1025)


def button(**fields):
    return {"inline_keyboard": [[{"text": "نعم", **fields}]]}


def test_callback_data_is_limited_in_bytes():
    assert checked(button(callback_data="س" * 32))
    for data in ("س" * 33, ""):
        with pytest.raises(ApiError, match="BUTTON_DATA_INVALID"):
            checked(button(callback_data=data))
    with pytest.raises(ApiError, match="text buttons are unallowed"):
        checked(button())
    assert checked({"inline_keyboard": []}) is None
