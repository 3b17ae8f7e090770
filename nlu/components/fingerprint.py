"""Hashes of what a component depends on besides its own source and the training data."""

from __future__ import annotations

import hashlib
from pathlib import Path

_NLU = Path(__file__).resolve().parents[1]
_KEPT = {".csv", ".npz", ".py", ".tsv"}


def fingerprint_of(*folders: str) -> str:
    """Return one hash of the word lists and sources in `folders`, relative to `nlu/`.

    Rasa reuses a cached result when the class and its inputs are unchanged; it cannot see the
    files that a component reads or the functions it calls.
    """
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted((_NLU / folder).rglob("*")):
            if path.suffix in _KEPT:
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
