"""Babel extractor: the words of `domain.yml` that people read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO, Any

import yaml


def extract_domain(
    fileobj: IO[bytes],
    keywords: object,  # noqa: ARG001 - Babel's signature
    comment_tags: object,  # noqa: ARG001
    options: Mapping[str, Any],  # noqa: ARG001
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield `(line, function, message, comments)` for each response text and button title."""
    root = yaml.compose(fileobj, Loader=yaml.SafeLoader)
    for key, responses in root.value if root else []:
        if key.value == "responses":
            yield from _strings(responses)


def _strings(node: yaml.Node) -> Iterator[tuple[int, str, str, list[str]]]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _strings(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value in {"text", "title"}:
                yield value.start_mark.line + 1, "msg", value.value, []
            elif key.value != "custom":
                yield from _strings(value)
