"""Whose numbers may write to us."""

from __future__ import annotations

import phonenumbers
from phonenumbers import PhoneNumberType

from bot.cases.phones import in_full

_MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def mobile(written: str) -> str | None:
    """A mobile's number, E.164; None for short codes, names (`INWI`) and other lines.

    To answer one of those costs money or starts two machines talking to each other.
    """
    if any(character.isalpha() for character in written):
        return None  # in a telephone's letters even a name is a number
    number = in_full(written)
    if number is None or phonenumbers.number_type(phonenumbers.parse(number)) not in _MOBILE:
        return None
    return number
