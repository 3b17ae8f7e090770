"""What there is to record for people who do not read: the words that they are told."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.i18n.audio import recording
from bot.i18n.catalogs import LANGUAGES, render
from bot.i18n.text import Language, Text
from bot.settings import ROOT

_FIRST = ("onboarding", "menu")
# What is said inside these passes by on a button, or is told to the coordinators.
_NOT_SAID = {"Button", "acknowledge", "_tell_desk"}
_NOTICE = "notice"
_ENDS = (".", "?", "!", "🙏")
"""A sentence ends so; the words of a button do not."""


@dataclass(frozen=True)
class Prompt:
    """A message to record in a language.

    Attributes:
        file: Where the recording belongs.
        words: What to read out: all paragraphs of the message, since one recording is sent.
    """

    language: Language
    file: Path
    words: str


def prompts(folder: Path) -> list[Prompt]:
    """Everything to record, in each language: greetings and the questions come first."""
    messages = {_title(lines): lines for lines in _messages() if _title(lines)}
    return [
        Prompt(
            language,
            recording(folder, language, title),
            " ".join(render(Text(id=line), language) for line in lines if _spoken(line)),
        )
        for language in LANGUAGES
        for title, lines in messages.items()
    ]


def _messages() -> Iterator[list[str]]:
    modules = {path.stem: path for path in sorted((ROOT / "bot" / "dialogue").glob("*.py"))}
    for first in _FIRST:
        yield from _said_in(modules.pop(first))
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    for variants in domain["responses"].values():
        yield from ([variant["text"]] for variant in variants if "text" in variant)
    for module in modules.values():
        yield from _said_in(module)


def _title(lines: list[str]) -> str:
    """The line whose recording is sent: the first without values; empty if there is none."""
    return next((line for line in lines if _spoken(line) and "{" not in line), "")


def _spoken(line: str) -> bool:
    return line.endswith(_ENDS) or "{" in line


def _said_in(module: Path) -> list[list[str]]:
    """The literals given to `msg` in a module, those of one call or list together."""
    groups: dict[ast.AST, list[ast.Constant]] = {}

    def visit(node: ast.AST, holder: ast.AST) -> None:
        if isinstance(node, ast.Call):
            if _name(node.func) in _NOT_SAID:
                return
            match node:
                case ast.Call(func=ast.Name(id="msg"), args=[ast.Constant() as source]):
                    groups.setdefault(holder, []).append(source)
                    return
        if isinstance(node, ast.Assign) and _name(node.targets[0]) == _NOTICE:
            return
        holds = isinstance(node, ast.Call | ast.List | ast.stmt)
        for child in ast.iter_child_nodes(node):
            visit(child, node if holds else holder)

    tree = ast.parse(module.read_text(encoding="utf-8"))
    visit(tree, tree)
    found = sorted(groups.values(), key=lambda sources: sources[0].lineno)
    return [[str(source.value) for source in sources] for sources in found]


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
