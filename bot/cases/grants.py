"""What a project was granted: its kinds, and reading it from a coordinator's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.i18n.text import Text, msg


class Kind(StrEnum):
    """What a grant is (the source: "materials, equipment, machines and sums of money")."""

    equipment = "equipment"
    materials = "materials"
    money = "money"


KINDS: dict[str, Text] = {
    Kind.equipment: msg("🧰 Equipment"),
    Kind.materials: msg("📦 Materials"),
    Kind.money: msg("💰 Money"),
}
# Thousands apart (`3 500`, `3.500`) or not, and centimes.
_AMOUNT = r"(?P<value>(?:\d{1,3}(?:[ .,]\d{3})+|\d{1,9})(?:[.,]\d{1,2})?)"
_CENTIMES = re.compile(r"[.,](\d{1,2})$")
_DIRHAMS = r"(?:\s*(?:mad|dhs?|dirhams?|درهم|دراهم)\.?)?"
_SUM = re.compile(rf"^{_AMOUNT}{_DIRHAMS}$", re.IGNORECASE)
_MONEY = re.compile(rf"^(?P<item>.*?)(?:^|\s+){_AMOUNT}{_DIRHAMS}$", re.IGNORECASE)
_THING = re.compile(
    rf"^(?:(?P<quantity>\d{{1,4}})(?:\s*[x×*])?\s+)?(?P<item>.*?)(?:\s+{_AMOUNT}{_DIRHAMS})?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Granted:
    """Something a project got; `value` is that of all of it, in dirhams."""

    kind: str
    item: str | None = None
    quantity: int = 1
    value: Decimal | None = None


def grant_in_words(grant: Granted) -> Text:
    """A grant as a line."""
    what: Text = KINDS[grant.kind]
    if grant.item:
        many = f"{grant.quantity} × " if grant.quantity > 1 else ""
        what = msg("{kind}: {item}", kind=what, item=f"{many}{grant.item}")
    if grant.value is None:
        return what
    return msg("{grant} · {value} MAD", grant=what, value=f"{grant.value.normalize():f}")


def amount_in(words: str) -> Decimal | None:
    """A sum of dirhams as people write it: `3500`, `3 500,50 DH`; None if it is none."""
    said = _SUM.match(" ".join(words.split()))
    return _dirhams(said["value"]) if said else None


def granted_in(words: str, kind: str) -> Granted | None:
    """What a coordinator writes of a grant: `2 sewing machines 3500`; None if it says nothing.

    Of money there is an amount; of anything else there are words, a number in front for how many
    and one behind for its value.
    """
    said = (_MONEY if kind == Kind.money else _THING).match(" ".join(words.split()))
    if said is None:
        return None
    item = said["item"].strip(" ,;:-–—·") or None
    value = _dirhams(said["value"]) if said["value"] else None
    if kind == Kind.money:
        return Granted(kind, item, 1, value) if value else None
    quantity = int(said["quantity"] or 1)
    return Granted(kind, item, quantity, value) if item and quantity else None


def _dirhams(written: str) -> Decimal:
    centimes = _CENTIMES.search(written)
    whole = re.sub(r"\D", "", _CENTIMES.sub("", written))
    return Decimal(f"{whole}.{centimes[1]}" if centimes else whole)
