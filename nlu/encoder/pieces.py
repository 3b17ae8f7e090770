"""Cutting a text into the pieces that the encoder knows: the likeliest way to read it."""

from __future__ import annotations

from collections.abc import Sequence

from nlu.text.normalise import tidy

START, PADDING, END, UNKNOWN = range(4)
"""The ids of the pieces that are not text; the same as in the encoder it comes from."""

_SPACE = "▁"
_IMPOSSIBLE = float("-inf")
# What an unknown letter costs beside the rarest piece (the rule of SentencePiece).
_UNKNOWN_COST = 10.0


class Pieces:
    """A unigram vocabulary.

    Args:
        pieces: The pieces by id; a word begins with `▁`. The first four stand for no text.
        scores: The logarithm of how likely each piece is.
    """

    def __init__(self, pieces: Sequence[str], scores: Sequence[float]) -> None:
        self._known = {
            piece: (float(score), number)
            for number, (piece, score) in enumerate(zip(pieces, scores, strict=True))
            if number > UNKNOWN
        }
        self._longest = max(map(len, self._known))
        self._unknown = min(score for score, _ in self._known.values()) - _UNKNOWN_COST

    def ids(self, text: str, most: int) -> list[int]:
        """Return the ids of the pieces of `text`, with a start and an end.

        Args:
            text: A message as written; it is tidied first.
            most: Ids to return at most; the rest of a long text is not read.
        """
        # An id needs a letter at least, and more letters than can matter cost time.
        line = _SPACE + tidy(text).lower().replace(" ", _SPACE)
        line = line[: most * self._longest]
        return [START, *self._cut(line)[: most - 2], END]

    def id_of(self, piece: str) -> int | None:
        """Return the id of a piece, or None where the vocabulary lacks it."""
        _, number = self._known.get(piece, (0.0, None))
        return number

    def _cut(self, line: str) -> list[int]:
        """Viterbi: the best way to reach each place in `line`, then the way back."""
        best = [0.0] + [_IMPOSSIBLE] * len(line)
        came_by = [(0, UNKNOWN)] * (len(line) + 1)
        for start in range(len(line)):
            reached = best[start]
            if reached + self._unknown > best[start + 1]:
                best[start + 1] = reached + self._unknown
                came_by[start + 1] = start, UNKNOWN
            for end in range(start + 1, min(len(line), start + self._longest) + 1):
                known = self._known.get(line[start:end])
                if known and reached + known[0] > best[end]:
                    best[end] = reached + known[0]
                    came_by[end] = start, known[1]
        ids, place = [], len(line)
        while place:
            place, number = came_by[place]
            ids.append(number)
        return ids[::-1]
