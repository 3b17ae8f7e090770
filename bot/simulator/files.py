"""Files by ``file_id``, and the shapes in which messages mention them."""

import itertools
import struct
from dataclasses import dataclass, field

from bot.simulator.errors import bad_request
from bot.simulator.model import Json

_EXTENSIONS = {"photo": "jpg", "voice": "oga", "audio": "mp3", "video": "mp4", "sticker": "webp"}
_BYTES = "application/octet-stream"
_DEFAULT_TYPES = {
    "photo": "image/jpeg",
    "voice": "audio/ogg",
    "audio": "audio/mpeg",
    "video": "video/mp4",
    "video_note": "video/mp4",
    "animation": "video/mp4",
    "sticker": "image/webp",
}
DOWNLOAD_LIMIT = 20 * 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """Bytes on their way in, with the name and type they came with."""

    data: bytes
    name: str = ""
    mime: str = ""


@dataclass(frozen=True)
class Stored:
    """A file Telegram keeps.

    Attributes:
        kind: The message field it belongs to: photo, voice, document, …
        path: Its ``file_path`` for download.
    """

    file_id: str
    kind: str
    data: bytes
    name: str
    mime: str
    path: str

    def as_json(self) -> Json:
        """Return the Bot API's ``File``."""
        return {
            "file_id": self.file_id,
            "file_unique_id": f"u{self.file_id}",
            "file_size": len(self.data),
            "file_path": self.path,
        }


@dataclass
class Files:
    """All files of the world."""

    by_id: dict[str, Stored] = field(default_factory=dict)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def keep(self, kind: str, upload: Upload) -> Stored:
        """Store bytes under a new ``file_id``."""
        number = next(self._numbers)
        extension = upload.name.rpartition(".")[2] or _EXTENSIONS.get(kind, "bin")
        stored = Stored(
            file_id=f"{kind}-{number:05d}",
            kind=kind,
            data=upload.data,
            name=upload.name,
            mime=_mime(kind, upload),
            path=f"{kind}s/file_{number}.{extension}",
        )
        self.by_id[stored.file_id] = stored
        return stored

    def get(self, file_id: str, kind: str | None = None) -> Stored:
        """Return a known file.

        Raises:
            ApiError: 400 for an unknown id, or for a file of another kind than asked for.
        """
        stored = self.by_id.get(file_id)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if kind and stored.kind != kind:
            names = (stored.kind.title(), kind.title())
            raise bad_request("can't use file of type {} as {}".format(*names))
        return stored

    def at(self, path: str) -> Stored | None:
        """Return the file at a ``file_path``, if there is one."""
        return next((f for f in self.by_id.values() if f.path == path), None)


def _mime(kind: str, upload: Upload) -> str:
    vague = upload.mime in {"", _BYTES}
    return _DEFAULT_TYPES.get(kind, _BYTES) if vague else upload.mime


def media(stored: Stored, duration: int = 0, performer: str = "", title: str = "") -> Json:
    """Return the part of a message that mentions a file, such as ``{"voice": {...}}``."""
    brief: Json = {k: v for k, v in stored.as_json().items() if k != "file_path"}
    width, height = image_size(stored.data) or (640, 480)
    match stored.kind:
        case "photo":
            return {"photo": [brief | {"width": width, "height": height}]}
        case "voice":
            extra: Json = {"duration": duration, "mime_type": stored.mime}
        case "audio":
            extra = {"duration": duration, "mime_type": stored.mime}
            extra |= {k: v for k, v in (("performer", performer), ("title", title)) if v}
        case "video" | "animation":
            extra = {"width": 640, "height": 480, "duration": duration, "mime_type": stored.mime}
        case "video_note":
            extra = {"length": 240, "duration": duration}
        case "sticker":
            extra = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
            extra |= {"type": "regular", "emoji": "👍"}
        case _:
            extra = {"mime_type": stored.mime} | ({"file_name": stored.name} if stored.name else {})
    return {stored.kind: brief | extra}


def image_size(data: bytes) -> tuple[int, int] | None:
    """Return the width and height in pixels of a PNG or JPEG; nothing for other bytes."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        return struct.unpack(">II", data[16:24])
    at = 2 if data.startswith(b"\xff\xd8") else len(data)
    while at + 9 <= len(data):
        marker, size = struct.unpack(">HH", data[at : at + 4])
        if 0xFFC0 <= marker <= 0xFFC2:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + size
    return None
