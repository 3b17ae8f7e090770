"""Answers kept ready: their words in both languages, and what is filled into them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import NamedTuple

from bot.i18n.catalogs import catalog
from bot.i18n.text import Language, Text

VARIABLES = ("code", "centre", "address", "hours", "name")
"""What may stand between braces: the request's number, the centre's name, address and opening
hours, and the name of the coordinator who sends it."""
ANY = "any"
"""Stands in a need's place for answers that suit all of them."""


class UnknownVariable(ValueError):
    """The braces hold what nothing can be filled in for; the message is their content."""


@dataclass(frozen=True)
class Answer:
    """An answer kept ready.

    Attributes:
        key: Short, and the same until it is removed.
        label: How coordinators find it.
        words: Its words by language, with variables in braces.
    """

    key: str
    label: Text
    words: Mapping[Language, Text]

    def filled(self, language: Language, values: Mapping[str, str]) -> Text:
        """What is said in a language."""
        return self.words[language].model_copy(update={"args": dict(values), "language": language})

    def lacks(self, language: Language, values: Mapping[str, str]) -> str | None:
        """The first variable that there is nothing for; None where there is something for all."""
        source = catalog(language).gettext(self.words[language].id)
        return next((name for name in variables(source) if not values.get(name)), None)


class Kept(NamedTuple):
    """An answer as a centre writes it down: for a need or `ANY`, in both languages."""

    need: str
    name: str
    arabic: str
    french: str


def variables(words: str) -> list[str]:
    """The variables in somebody's words, in order.

    Raises:
        UnknownVariable: One is none of ours, or a brace stands alone.
    """
    try:
        found = [(name, spec, how) for _, name, spec, how in Formatter().parse(words)]
    except ValueError:
        raise UnknownVariable("{ }") from None
    names = []
    for name, spec, how in found:
        if name is None:
            continue
        if name not in VARIABLES or spec or how:
            raise UnknownVariable(f"{{{name}}}")
        names.append(name)
    return names


def kept(number: int, name: str, arabic: str, french: str) -> Answer:
    """An answer that a centre keeps by itself."""
    words: dict[Language, Text] = {"ar": Text(id=arabic), "fr": Text(id=french)}
    return Answer(f"own-{number}", Text(id="{words}", args={"words": f"📌 {name}"}), words)
