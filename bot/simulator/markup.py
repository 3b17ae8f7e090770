"""Telegram's HTML: markup in, plain text and entities out.

The grammar and the error texts are those of ``parse_html`` in TDLib. Offsets and lengths of
entities count UTF-16 code units; offsets in errors count bytes of UTF-8.
"""

import re
from dataclasses import dataclass, field
from html import unescape

from bot.simulator.errors import bad_request
from bot.simulator.model import Json

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_START = re.compile(r"<(?P<name>[^\s>/][^\s>]*|)(?P<attributes>(?:\"[^\"]*\"|'[^']*'|[^>])*)>")
_END = re.compile(r"</(?P<name>[^>]*)>")
_ATTRIBUTE = re.compile(r"([\w-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?")
_CHARACTER = re.compile(r"&(?:lt|gt|amp|quot|#[0-9]{1,8}|#x[0-9a-fA-F]{1,8});")


def utf16_length(text: str) -> int:
    """Return the length of ``text`` in UTF-16 code units, Telegram's measure of everything."""
    return len(text.encode("utf-16-le")) // 2


@dataclass
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int


@dataclass
class _Parse:
    source: str
    at: int = 0
    text: str = ""
    stack: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    @property
    def byte_offset(self) -> int:
        return len(self.source[: self.at].encode())

    def start_tag(self) -> None:
        match = _START.match(self.source, self.at)
        if match is None:
            raise _error(f"Unclosed start tag at byte offset {self.byte_offset}")
        tag = match["name"].lower()
        attributes = {
            name.lower(): unescape(a or b or c)
            for name, a, b, c in _ATTRIBUTE.findall(match["attributes"])
        }
        spoiler = tag != "span" or attributes.get("class") == "tg-spoiler"
        if tag not in _KINDS or not spoiler:
            raise _error(f'Unsupported start tag "{tag}" at byte offset {self.byte_offset}')
        self.stack.append(_Open(tag, attributes, utf16_length(self.text)))
        self.at = match.end()

    def end_tag(self) -> None:
        match = _END.match(self.source, self.at)
        if not self.stack:
            raise _error(f"Unexpected end tag at byte offset {self.byte_offset}")
        if match is None:
            raise _error(f"Unclosed end tag at byte offset {self.byte_offset}")
        opened = self.stack.pop()
        found = match["name"].strip().lower()
        if found and found != opened.tag:
            raise _error(
                f"Unmatched end tag at byte offset {self.byte_offset}, "
                f'expected "</{opened.tag}>", found "</{found}>"'
            )
        self._close(opened)
        self.at = match.end()

    def characters(self) -> None:
        if match := _CHARACTER.match(self.source, self.at):
            self.text += unescape(match[0])
            self.at = match.end()
        else:
            self.text += self.source[self.at]
            self.at += 1

    def _close(self, opened: _Open) -> None:
        length = utf16_length(self.text) - opened.offset
        if length <= 0:
            return
        kind = _KINDS[opened.tag]
        entity: Json = {"type": kind, "offset": opened.offset, "length": length}
        if kind == "text_link":
            url = opened.attributes.get("href") or ""
            if not url.startswith(("http://", "https://", "tg://", "tel:", "mailto:")):
                return
            entity["url"] = url
        elif kind == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        elif kind == "custom_emoji":
            entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
        self.entities.append(entity)


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Turn Telegram HTML into text and entities.

    Args:
        source: Text with Telegram's few tags; ``&lt; &gt; &amp; &quot;`` and numeric references
            are decoded, any other ``&`` stands for itself.

    Returns:
        The plain text and its entities, ordered by offset and then longest first.

    Raises:
        ApiError: 400 ``can't parse entities: ...`` for markup that Telegram refuses.
    """
    parse = _Parse(source)
    while parse.at < len(source):
        if source.startswith("</", parse.at):
            parse.end_tag()
        elif source[parse.at] == "<":
            parse.start_tag()
        else:
            parse.characters()
    if parse.stack:
        raise _error(f'Can\'t find end tag corresponding to start tag "{parse.stack[-1].tag}"')
    ordered = sorted(parse.entities, key=lambda e: (e["offset"], -e["length"]))
    return parse.text, ordered


def _error(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")
