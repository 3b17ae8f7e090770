"""What a person can do, by name, from a JSON body: the table behind ``POST /sim/{act}``.

Most bodies name who acts (``user_id``) and where (``chat_id``, ``topic``, ``reply_to``; without a
``chat_id`` it is the private chat). Files travel as base64 in ``data``, with ``name`` and ``mime``.
"""

import base64
from collections.abc import Callable
from typing import Any

from bot.simulator.errors import NotPossibleError
from bot.simulator.files import Upload
from bot.simulator.model import Json, Place, User
from bot.simulator.world import World

Act = Callable[[World, Json], Any]


def _place(body: Json) -> Place:
    return Place(body.get("chat_id"), body.get("topic"), body.get("reply_to"))


def _upload(body: Json) -> Upload | None:
    if not body.get("data"):
        return None
    data = base64.b64decode(body["data"], validate=True)
    return Upload(data, body.get("name", ""), body.get("mime", ""))


def _add_user(world: World, body: Json) -> Json:
    kept = ("role", "language_code", "phone", "user_id")
    options = {name: body[name] for name in kept if body.get(name)}
    return world.add_user(body["first_name"], **options).as_json()


def _add_group(world: World, body: Json) -> Json:
    members = body.get("members", [])
    return world.add_group(body["title"], forum=body.get("forum", True), members=members).as_json()


def _contact(world: World, body: Json) -> Json:
    of = world.users[body["of"]] if body.get("of") else None
    if body.get("first_name"):
        of = User(0, body["first_name"])
    return world.send_contact(body["user_id"], of, body.get("phone", ""), _place(body)).message


def _location(world: World, body: Json) -> Json:
    latitude, longitude = body.get("latitude", 34.0331), body.get("longitude", -5.0003)
    period = body.get("live_period")
    return world.send_location(body["user_id"], latitude, longitude, period, _place(body)).message


def _tap(world: World, body: Json) -> Json:
    if "label" in body:
        query_id = world.tap_label(body["user_id"], body["label"], _place(body))
    else:
        place = _place(body)
        query_id = world.tap(body["user_id"], body["message_id"], body["callback_data"], place)
    return {"callback_query_id": query_id}


def _fault(world: World, body: Json) -> None:
    options = dict(body)
    kind = options.pop("kind")
    if kind not in {"fail", "hang", "drop", "drop_before", "slow", "lack"}:
        raise NotPossibleError(f"there is no fault {kind!r}")
    getattr(world.faults, kind)(**options)


def _pace(world: World, body: Json) -> None:
    world.pace.enforced = bool(body.get("enforced", True))


ACTS: dict[str, Act] = {
    "add_user": _add_user,
    "add_group": _add_group,
    "add_member": lambda w, b: w.add_member(b["chat_id"], b["user_id"]),
    "remove_member": lambda w, b: w.remove_member(b["chat_id"], b["user_id"]),
    "start": lambda w, b: w.start(b["user_id"], b.get("payload", "")).message,
    "say": lambda w, b: w.say(b["user_id"], b["text"], _place(b)).message,
    "tap": _tap,
    "photo": lambda w, b: (
        w.send_photo(b["user_id"], _upload(b), b.get("caption", ""), _place(b)).message
    ),
    "album": lambda w, b: [
        post.message
        for post in w.send_album(b["user_id"], b.get("count", 2), b.get("caption", ""), _place(b))
    ],
    "voice": lambda w, b: (
        w.send_voice(b["user_id"], _upload(b), b.get("seconds", 2), _place(b)).message
    ),
    "document": lambda w, b: (
        w.send_document(b["user_id"], _upload(b), b.get("caption", ""), _place(b)).message
    ),
    "sticker": lambda w, b: w.send_sticker(b["user_id"], _place(b)).message,
    "media": lambda w, b: w.send_media(b["user_id"], b["kind"], _place(b)).message,
    "location": _location,
    "contact": _contact,
    "edit": lambda w, b: w.edit(b["user_id"], b["message_id"], b["text"], _place(b)).message,
    "move": lambda w, b: (
        w.move(b["user_id"], b["message_id"], b["latitude"], b["longitude"], _place(b)).message
    ),
    "delete": lambda w, b: w.delete(b["user_id"], b["message_id"], _place(b)),
    "block": lambda w, b: w.block(b["user_id"]),
    "unblock": lambda w, b: w.unblock(b["user_id"]),
    "deactivate": lambda w, b: w.deactivate(b["user_id"]),
    "make_topic": lambda w, b: w.make_topic(b["chat_id"], b["user_id"], b["name"]).as_json(),
    "delete_topic": lambda w, b: w.delete_topic(b["chat_id"], b["topic"]),
    "migrate": lambda w, b: w.migrate_group(b["chat_id"], forum=b.get("forum", False)).as_json(),
    "remove_bot": lambda w, b: w.remove_bot(b["chat_id"], b.get("user_id")),
    "restore_bot": lambda w, b: w.restore_bot(b["chat_id"], b.get("user_id")),
    "demote_bot": lambda w, b: w.demote_bot(b["chat_id"], b.get("user_id")),
    "redeliver": lambda w, _: w.redeliver(),
    "add_sms_user": lambda w, b: {"number": w.sms.add_phone(b["name"], b.get("number", "")).number},
    "sms_say": lambda w, b: w.sms.say(b["number"], b["text"]).as_json(),
    "sms_off": lambda w, b: w.sms.switch(b["number"], off=bool(b.get("off", True))),
    "fault": _fault,
    "clear_faults": lambda w, _: w.faults.clear(),
    "pace": _pace,
}
