"""Telephone numbers, however they are written."""

from __future__ import annotations

import phonenumbers

HOME = "MA"


def in_full(written: str) -> str | None:
    """A number in international form (`+212612345678`); None for what cannot be one.

    Without a country's code it is a Moroccan one: `0612-34 56 78`, `00212…` and `212…` too.
    """
    try:
        number = phonenumbers.parse(written, HOME)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
