"""Small real files, made in code: what a person in a test sends."""

import functools
import struct
import zlib

from bot.simulator.files import Upload


@functools.cache
def png(hue: int = 0, width: int = 160, height: int = 120) -> bytes:
    """Return a soft landscape of ``width`` x ``height`` pixels; ``hue`` (0-255) changes it."""
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            depth = y - height * 0.62 - (x - width * 0.4) ** 2 / (width * 2.2)
            hill = min(1.0, max(0.0, depth))
            shade = y * 70 // height
            sky = (150 + shade, 190 + shade // 2, 225 - hue % 60)
            ground = (96 + hue % 90, 140 - shade // 3, 104)
            rows += bytes(
                round(g * hill + s * (1 - hill)) for g, s in zip(ground, sky, strict=True)
            )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(bytes(rows)))
    return b"\x89PNG\r\n\x1a\n" + body + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@functools.cache
def ogg(seconds: int = 2) -> bytes:
    """Return a silent voice note: Opus in Ogg, mono, ``seconds`` long."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 5) + b"sanad" + struct.pack("<I", 0)
    frames = [b"\xf8\xff\xfe"] * 50
    pages = [_page([head], 0, 0, 2), _page([tags], 0, 1, 0)]
    for second in range(1, seconds + 1):
        flags = 4 if second == seconds else 0
        pages.append(_page(frames, second * 48000, second + 1, flags))
    return b"".join(pages)


def _page(packets: list[bytes], granule: int, number: int, flags: int) -> bytes:
    lacing = bytes(len(packet) for packet in packets)
    start = struct.pack("<4sBBqII", b"OggS", 0, flags, granule, 1, number)
    rest = bytes([len(lacing)]) + lacing + b"".join(packets)
    return start + struct.pack("<I", _crc(start + bytes(4) + rest)) + rest


def _crc(data: bytes) -> int:
    """Return Ogg's CRC-32: polynomial 0x04c11db7, not reflected (RFC 3533)."""
    crc = 0
    for byte in data:
        crc ^= byte << 24
        for _ in range(8):
            crc = ((crc << 1) ^ (0x04C11DB7 if crc & 0x80000000 else 0)) & 0xFFFFFFFF
    return crc


def pdf() -> bytes:
    """Return a document of one empty page."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )


def photo(hue: int = 0) -> Upload:
    """Return a picture ready to send."""
    return Upload(png(hue), "photo.png", "image/png")


def voice(seconds: int = 2) -> Upload:
    """Return a voice note ready to send."""
    return Upload(ogg(seconds), "voice.oga", "audio/ogg")


def document() -> Upload:
    """Return a document ready to send."""
    return Upload(pdf(), "document.pdf", "application/pdf")
