"""Reading the word lists of `nlu/data`: small files that people edit by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data"


def read_pairs(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the (value, phrase) lines of a tab-separated file.

    Args:
        path: A UTF-8 file of `value<TAB>phrase` lines; empty lines and lines that begin with
            `#` are skipped.

    Raises:
        FileNotFoundError: The file is missing.
        ValueError: A line has no tab, or nothing on one side of it.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        value, tab, phrase = line.partition("\t")
        if not (tab and value.strip() and phrase.strip()):
            raise ValueError(f"{path.name}:{number}: expected value<TAB>phrase")
        yield value.strip(), phrase.strip()
