"""The page of a story: a diagram of who says what, and the pictures in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.stories.tell import Line, Story, Telling

_LONGEST = 70
_NAMES = {"ar": "Arabic", "fr": "French"}


def page(story: Story, tellings: Sequence[Telling]) -> str:
    """Return the Markdown of a story's page."""
    french = next(telling for telling in tellings if telling.language == "fr")
    parts = [
        f"# {story.title}",
        "",
        story.about,
        "",
        "```mermaid",
        *diagram(french.lines()),
        "```",
        "",
    ]
    for telling in tellings:
        parts += [f"## In {_NAMES[telling.language]}", ""]
        for path, what in telling.shots:
            parts += [f"{what}", "", f"![{what}](pictures/{path.name})", ""]
    return "\n".join([*parts, "Made by `make stories`.", ""])


def diagram(lines: Iterable[Line]) -> Iterable[str]:
    """Yield a Mermaid sequence diagram of a private chat."""
    yield from ("sequenceDiagram", "    actor P as Person", "    participant S as Sanad")
    for line in lines:
        arrow = "P->>S" if line.who == "person" else "S->>P"
        words = _plain(line.words)
        if line.buttons:
            shown = " · ".join(_plain(label) for label in line.buttons[:6])
            words += f"<br/>[{shown}{' …' if len(line.buttons) > 6 else ''}]"
        yield f"    {arrow}: {words}"


def _plain(words: str) -> str:
    """Words without what Mermaid would read as its own, and not too many of them."""
    flat = " ".join(words.split())
    for sign in "#;<>":
        flat = flat.replace(sign, " ")
    flat = "".join(c for c in flat if c not in "\u2066\u2067\u2068\u2069\u200e\u200f")
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"


def index(stories: Iterable[Story]) -> str:
    """Return the Markdown of the list of stories."""
    lines = [f"- [{story.title}]({story.name}.md): {story.about}" for story in stories]
    return "\n".join(
        ["# Dialogues", "", "How conversations go, made by `make stories`.", "", *lines, ""]
    )


def write(folder: Path, story: Story, tellings: Sequence[Telling]) -> None:
    """Write the page of a story."""
    (folder / f"{story.name}.md").write_text(page(story, tellings), encoding="utf-8")
